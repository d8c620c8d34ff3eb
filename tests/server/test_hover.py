"""What editors show about a word."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.engine.code_links import CodeLinks, Variable
from lint.engine.rule_choice import built_in_rules
from lint.model.findings import Place
from lint.model.rule import Rule
from lint.server.document import MANIFEST, OTHER, RULE_SET, SETTINGS, Document, Position, kind_of
from lint.server.hover import Hover, hover
from tests.server.test_outline import WILD

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "netra-staging"
SERVICE = (EXAMPLES / "service.yaml").read_text(encoding="utf-8")
OWN = {
    "id": "OWN001",
    "name": "own-rule",
    "title": "It holds",
    "severity": "warning",
    "consequence": "policy",
    "because": "We say so.",
    "check": "env",
    "params": {},
    "own": True,
}


def at(path: str, text: str, word: str, rules: tuple[Rule, ...] = ()) -> Hover | None:
    """What is shown in the middle of the first occurrence of a word."""
    where = text.index(word) + len(word) // 2
    line = text[:where].count("\n")
    column = where - (text.rfind("\n", 0, where) + 1)
    return hover(Document(path, text, kind_of(path, text)), Position(line, column), rules=rules)


def test_a_field_has_words_range_default_and_page() -> None:
    found = at("service.yaml", SERVICE, "failureThreshold")
    assert found is not None
    assert found.markdown.startswith("**`failureThreshold`: integer**\n\n")
    assert "- Allowed: " in found.markdown
    assert "- Default: 3" in found.markdown
    assert "](https://cloud.google.com/run/docs/" in found.markdown
    line = SERVICE.split("\n")[found.line]
    assert line[found.start : found.end] == "failureThreshold"


def test_an_annotation_has_its_values_and_level() -> None:
    found = at("service.yaml", SERVICE, "run.googleapis.com/vpc-access-egress")
    assert found is not None
    assert "- Allowed: private-ranges-only, all-traffic" in found.markdown
    assert "- Belongs to: spec.template.metadata of a Service or WorkerPool" in found.markdown


def test_every_key_of_an_example_has_a_text() -> None:
    document = Document("service.yaml", SERVICE, MANIFEST)
    for number, line in enumerate(document.lines):
        bare = line.strip().removeprefix("- ")
        if ":" in bare and not bare.startswith("#"):
            found = hover(document, Position(number, line.index(bare)))
            assert found is not None, line


@pytest.mark.parametrize(
    "text", ["kind: Deployment\nspec: {}\n", SERVICE.replace("spec:", "spce:")]
)
def test_what_nobody_knows_has_no_text(text: str) -> None:
    document = Document("service.yaml", text, MANIFEST)
    line = next(i for i, line in enumerate(document.lines) if line[:2] == "sp")
    assert hover(document, Position(line, 1)) is None


def test_a_rule_in_a_comment() -> None:
    found = at("deploy.sh", "x # lint: ignore[CR108]: agreed", "CR108")
    assert found is not None
    assert found.markdown.startswith("**CR108 ")
    assert "Memory is within the range" in found.markdown
    assert "docs/rules/CR108.md" in found.markdown
    by_name = next(rule.name for rule in built_in_rules() if rule.id == "CR108")
    again = at("deploy.sh", f"x # lint: ignore[{by_name}]: agreed", by_name)
    assert again is not None
    assert again.markdown == found.markdown
    assert at("deploy.sh", "x # lint: ignore[CR9999]: agreed", "CR9999") is None


def test_a_rule_of_a_rule_set_of_ones_own() -> None:
    text = "ruleset: own\nrules:\n  OWN001:\n    title: It holds\n    severity: warning\n"
    assert at("rules.yaml", text, "OWN001") is None
    found = at("rules.yaml", text, "OWN001", (Rule(OWN),))
    assert found is not None
    assert "It holds.\n\nWe say so." in found.markdown
    assert "- Consequence: policy: " in found.markdown
    assert "](http" not in found.markdown


def test_keys_of_a_rule_set() -> None:
    text = "ruleset: own\nrules:\n  OWN001:\n    severity: warning\n    env: {required: [A]}\n"
    found = at("rules.yaml", text, "severity")
    assert found is not None
    assert found.markdown == (
        "**`severity`**\n\nHow much a finding weighs; `ID: off` switches a rule off.\n\n"
        "- Value: `error`, `warning`, `info`\n- Default: `error`"
    )
    for key in ("ruleset", "rules", "env", "required"):
        assert at("rules.yaml", text, key) is not None


def test_an_item_says_what_its_list_says() -> None:
    text = "ruleset: own\nrules:\n  OWN001:\n    env: {required: [DB_HOST]}\n"
    found = at("rules.yaml", text, "DB_HOST")
    assert found is not None
    assert found.markdown.startswith("**`required`**")


def test_keys_of_the_settings() -> None:
    text = 'fail-on = "warning"\n[severities]\nCR021 = "off"\n'
    found = at("lint.toml", text, "fail-on")
    assert found is not None
    assert found.markdown.startswith("**`fail-on`**\n\nThe least severity")
    found = at("lint.toml", text, "CR021")
    assert found is not None
    assert found.markdown.startswith("**CR021 ")
    assert at("lint.toml", text, "off") is None
    assert at("pyproject.toml", text, "fail-on") is None


def test_env_vars_that_the_code_reads() -> None:
    text = SERVICE.replace("DATABASE_URL", "DB_HOST")
    where = text.index("DB_HOST")
    line, column = text[:where].count("\n"), where - text.rfind("\n", 0, where) - 1
    document = Document("service.yaml", text, MANIFEST)
    places = [Place("app/main.py", 3, 1)]
    code = CodeLinks({"DB_HOST": Variable("DB_HOST", True, True, True, places)})
    found = hover(document, Position(line, column), code=code)
    assert found is not None
    assert found.markdown == (
        "**`DB_HOST`**\n\nThe start fails without it.\n\n- Read at: `app/main.py:3:1`"
    )
    assert (found.start, found.end) == (column, column + len("DB_HOST"))
    other = hover(document, Position(line, column), code=CodeLinks())
    assert other is not None
    assert other.markdown.startswith("**`name`: text**")


IMAGE = "![x](http://example.com/x.png)"


def test_names_and_rules_of_a_stranger_are_no_markup() -> None:
    """An editor would load the image as soon as the pointer is there."""
    name = f"A`{IMAGE}`"
    text = SERVICE.replace("DATABASE_URL", f"'{name}'").replace(
        "metadata:", f"metadata:\n  labels: {{'{name}': b}}", 1
    )
    document = Document("service.yaml", text, MANIFEST)
    code = CodeLinks({name: Variable(name, True, True, True, [Place(f"{IMAGE}.py", 3, 1)])})
    shown = []
    for number, line in enumerate(document.lines):
        column = line.find(IMAGE)
        found = hover(document, Position(number, column), code=code) if column >= 0 else None
        shown.append(found.markdown if found is not None else "")
    rule = Rule({**OWN, "title": IMAGE, "because": f"a\n\n{IMAGE}"})
    found = at("a.sh", "# lint: ignore[OWN001]: b", "OWN001", (rule,))
    assert found is not None
    shown.append(found.markdown)
    assert sum(IMAGE in each.replace("\\", "") for each in shown) >= 3
    for each in shown:
        assert IMAGE not in re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", each)


def test_flags_of_gcloud() -> None:
    found = at("deploy.sh", "gcloud run deploy shop --no-default-url --memory 1Gi", "--memory")
    assert found is not None
    assert "`--memory` sets `limits.memory`." in found.markdown
    found = at("deploy.sh", "gcloud run deploy shop --no-default-url", "--no-default-url")
    assert found is not None
    assert "sets `run.googleapis.com/default-url-disabled` to true." in found.markdown
    found = at("deploy.sh", "gcloud run deploy shop --no-cpu-boost", "--no-cpu-boost")
    assert found is not None
    assert "sets `run.googleapis.com/startup-cpu-boost` to false." in found.markdown
    assert at("deploy.sh", "gcloud run deploy shop --quiet", "--quiet") is None


KINDS = st.sampled_from((MANIFEST, RULE_SET, SETTINGS, OTHER))


@given(WILD, KINDS, st.integers(0, 9), st.integers(0, 40))
def test_no_text_and_no_place_is_an_exception(text: str, kind: str, line: int, column: int) -> None:
    hover(Document("a.yaml", text, kind), Position(line, column))


def test_a_manifest_of_a_hundred_lines_takes_under_20_milliseconds() -> None:
    lines = SERVICE.split("\n")
    text = "\n".join((lines * 3)[: max(100, len(lines))])
    document = Document("service.yaml", text, MANIFEST)
    hover(document, Position(5, 5))
    times = []
    for number in range(20):
        started = time.process_time()
        hover(document, Position(number, 5))
        times.append(time.process_time() - started)
    assert min(times) < 0.02
