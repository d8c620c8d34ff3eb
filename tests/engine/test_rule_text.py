"""The text about a rule: what its examples show, and a rule file that really changes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lint.engine.examples import whole_set
from lint.engine.rule_text import RuleText, rule_text, scope_in_words
from lint.ruleset.builtin import built_in_names
from lint.ruleset.compile import RuleSet, built_in_sets, compile_rule_set


@cache
def rule_set(name: str) -> RuleSet:
    return compile_rule_set(built_in_sets()[name])


def texts(rule_set: RuleSet) -> list[RuleText]:
    judge = whole_set(rule_set)
    return [rule_text(rule, rule_set, judge) for rule in rule_set.rules.values()]


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in_names())
def test_every_rejected_example_has_the_words_of_its_findings(name: str) -> None:
    pytest.importorskip("cel_expr_python")
    made = texts(rule_set(name))
    silent = [text.id for text in made for example in text.rejected if not example.messages]
    assert silent == []
    assert [text.id for text in made if not text.title or not text.because] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in_names())
def test_the_change_that_a_page_shows_changes_the_rule(name: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    for text in texts(rule_set(name)):
        path.write_text(text.change)
        changed = compile_rule_set(str(path), docs=False).rules[text.id]
        assert changed["severity"] != rule_set(name).rules[text.id]["severity"]
        assert "own" not in changed
        head, mark, _ = text.change.partition(f"  {text.id}:")
        assert mark
        path.write_text(f"{head}  {text.id}: off\n")
        assert text.id not in compile_rule_set(str(path), docs=False).rules


def test_a_scope_is_said_in_words() -> None:
    assert scope_in_words({}) == ""
    assert scope_in_words({"kind": ["Service", "Job"], "name": ["a-*", "b"]}) == (
        "Service, Job named a-* or b"
    )
    limits = {"within": [{"kind": ["Job"]}], "outside": [{"name": ["x"]}]}
    assert scope_in_words(limits) == "Job; not to any resource named x"
    assert scope_in_words({"kind": ["Service"], **limits}) == (
        "Service; only to Job; not to any resource named x"
    )
