"""What editors offer, whatever the text is like."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lint.engine.code_links import CodeLinks, Variable
from lint.engine.rule_choice import built_in_rules
from lint.model.findings import Place
from lint.model.rule import Rule
from lint.server.completion import completion
from lint.server.document import MANIFEST, Document, Position, kind_of
from lint.server.offers import Offer
from tests.server.test_hover import KINDS, OWN
from tests.server.test_outline import WILD

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "netra-staging"
SERVICE = (EXAMPLES / "service.yaml").read_text(encoding="utf-8")
CODE = CodeLinks(
    {
        "DB_HOST": Variable("DB_HOST", True, True, True, [Place("app/main.py", 3, 1)]),
        "PORT": Variable("PORT", True, False, False, [Place("app/main.py", 4, 1)]),
        "A: b\n- c": Variable("A: b\n- c", True, True, True, [Place("app/main.py", 6, 1)]),
        "DEBUG": Variable("DEBUG", True, False, True, [Place("app/main.py", 5, 1)]),
    }
)


def offers(
    text: str,
    path: str = "service.yaml",
    code: CodeLinks | None = None,
    rules: tuple[Rule, ...] = (),
) -> list[Offer]:
    """What is offered at the mark `|`."""
    where = text.index("|")
    line = text[:where].count("\n")
    column = where - (text.rfind("\n", 0, where) + 1)
    text = text.replace("|", "", 1)
    document = Document(path, text, kind_of(path, text))
    return completion(document, Position(line, column), code=code, rules=rules)


def labels(
    text: str,
    path: str = "service.yaml",
    code: CodeLinks | None = None,
    rules: tuple[Rule, ...] = (),
) -> list[str]:
    return [offer.label for offer in offers(text, path, code, rules)]


def test_rules_in_comments_of_any_file() -> None:
    found = offers("gcloud x  # lint: ignore[CR001, |]: because", "deploy.sh")
    assert [offer.label for offer in found] == [rule.id for rule in built_in_rules()]
    assert (found[0].insert, found[0].start) == ("CR001", 32)
    assert "CR001 " in found[0].about
    assert labels("# lint: ignore[|", "Dockerfile", rules=(Rule(OWN),))[0] == "OWN001"
    assert labels("# lint: ignore| [", "Dockerfile") == []


def test_nothing_in_other_texts_and_comments() -> None:
    assert labels("a: 1\n|", "other.yaml") == []
    assert labels("kind: Service\n# a comment |") == []
    assert completion(Document("s.yaml", "", MANIFEST), Position(7, 0)) == []


def test_a_line_that_is_no_yaml_hides_nothing() -> None:
    lines = SERVICE.split("\n")
    at = next(number for number, line in enumerate(lines) if "startupProbe:" in line)
    indent = lines[at].index("startupProbe")
    for word in ("live", '"live', "live'", "@live", "live {", "%"):
        text = "\n".join([*lines[:at], " " * indent + word[:4] + "|" + word[4:], *lines[at:]])
        assert "livenessProbe" in labels(text), word


@given(WILD, KINDS, st.integers(0, 9), st.integers(0, 40))
def test_no_text_and_no_place_is_an_exception(text: str, kind: str, line: int, column: int) -> None:
    for offer in completion(Document("a.yaml", text, kind), Position(line, column), code=CODE):
        assert 0 <= offer.start <= offer.end


@given(st.integers(0, len(SERVICE)), WILD)
def test_wild_words_in_a_manifest(where: int, wild: str) -> None:
    text = SERVICE[:where] + wild + "|" + SERVICE[where:].replace("|", "")
    text = text.replace("|", "", text.count("|") - 1)
    for offer in offers(text, code=CODE):
        assert offer.label


def test_a_manifest_of_a_hundred_lines_takes_under_20_milliseconds() -> None:
    lines = (SERVICE.split("\n") * 3)[:100]
    document = Document("service.yaml", "\n".join(lines), MANIFEST)
    times = []
    for number in range(20, 40):
        started = time.process_time()
        completion(document, Position(number, 6), code=CODE)
        times.append(time.process_time() - started)
    assert min(times) < 0.02
