"""Where a text names rules."""

from __future__ import annotations

from copy import copy

import pytest

from lint.server.document import OTHER, RULE_SET, SETTINGS, Document, Position
from lint.server.rule_mentions import in_comment, known_rules, mention_at, named_rules

LINE = "run: x  # lint: ignore[CR077, needs-gen2] until 2027-01-31: CR012 is old"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("CR077", "CR077"), ("gen2]", "needs-gen2"), ("CR012", None), ("ignore", None)],
)
def test_words_inside_of_the_brackets_of_a_comment(word: str, expected: str | None) -> None:
    found = in_comment(LINE, LINE.index(word))
    assert (found.word if found else None) == expected
    if found:
        assert LINE[found.start : found.end] == expected


def test_where_a_word_begins() -> None:
    found = in_comment("# lint: ignore[", 15)
    assert found is not None
    assert (found.word, found.start) == ("", 15)
    assert mention_at(Document("a.sh", "# lint: ignore[", OTHER), Position(0, 15)) is None
    assert in_comment("// lint:ignore[CR1", 17) is not None


def test_the_keys_of_rules() -> None:
    text = "ruleset: own\nrules:\n  OWN001:\n    title: T\n  CR021: off\n"
    document = Document("rules.yaml", text, RULE_SET)
    for line, column, word in (
        (2, 4, "OWN001"),
        (4, 2, "CR021"),
        (4, 9, ""),
        (3, 5, ""),
        (9, 0, ""),
    ):
        found = mention_at(document, Position(line, column))
        assert (found.word if found else "") == word


def test_the_severities_of_the_settings() -> None:
    document = Document("lint.toml", 'strict = true\n[severities]\nCR021 = "off"\n', SETTINGS)
    found = mention_at(document, Position(2, 3))
    assert found is not None
    assert (found.word, found.start, found.end) == ("CR021", 0, 5)
    assert mention_at(document, Position(2, 10)) is None
    assert mention_at(document, Position(0, 1)) is None


def test_a_word_names_the_rule_of_the_workspace_before_the_built_in_one() -> None:
    built_in = known_rules(())
    (rule,) = named_rules("cr012", ())
    assert rule.id == "CR012"
    assert named_rules(rule.name, ()) == [rule]
    changed = copy(rule)
    assert named_rules("CR012", [changed]) == [changed] != [rule]
    assert len(known_rules([changed])) == len(built_in)
    assert named_rules("CR9999", ()) == []
