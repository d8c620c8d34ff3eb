"""The guide to checks: each parameter of the models is in it, and its examples are rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lint.checks.registry import user_checks
from lint.cli.check_guide import EXAMPLES, check_guide, checks_guide
from lint.ruleset.compile import compile_rule_set
from tests.command import lint_here

SCHEMA = json.loads(Path("schemas/ruleset.json").read_text())
RULE = SCHEMA["$defs"]["Rule"]["properties"]


def test_every_check_of_users_is_described() -> None:
    assert sorted(EXAMPLES) == sorted(user_checks())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_parameter_has_a_row_with_its_description(name: str) -> None:
    text = check_guide(name)
    for key, schema in RULE[name].get("properties", {}).items():
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{key}` |")]
        assert schema["description"].replace("|", "\\|") in row
    assert "| `" in text or "The value is " in text


def test_nested_parameters_have_their_path() -> None:
    assert "| `values.NAME.one-of` | list |" in check_guide("env")
    assert "| `memory.min` | " in check_guide("resources")
    assert "| `NAME.version` | text |" in check_guide("secrets")
    assert "The value is list." not in check_guide("ingress")


def test_every_key_of_rule_sets_and_rules_has_a_row_with_its_description() -> None:
    page = checks_guide(SCHEMA)
    keys = {name: schema for name, schema in RULE.items() if name not in EXAMPLES}
    for title, described in (("A rule set", SCHEMA["properties"]), ("A rule", keys)):
        section = page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        rows = dict(re.findall(r"^\| `([\w.-]+)` \|.*\| (.*) \|$", section, re.M))
        assert described.keys() <= rows.keys()
        assert all(rows[name] == schema["description"] for name, schema in described.items())
    assert "| `applies-to.kind` |" in page


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_rule(tmp_path: Path, name: str) -> None:
    if name == "assert":
        pytest.importorskip("cel_expr_python")
    rules = tmp_path / "rules.yaml"
    rules.write_text(f"ruleset: own\nrules:\n  OWN1:\n    title: t\n    {EXAMPLES[name]}\n")
    assert compile_rule_set(str(rules)).rules["OWN1"]["check"] == name


@pytest.mark.slow
def test_the_command_prints_a_check(tmp_path: Path) -> None:
    done = lint_here("explain", "env", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, check_guide("env"))
    assert done.stdout in Path("docs/checks.md").read_text() == checks_guide(SCHEMA)
    done = lint_here("explain", "resourcs", cwd=tmp_path)
    assert "Did you mean `resources`?" in done.stderr
    done = lint_here("explain", "nothing-like-it", cwd=tmp_path)
    assert "checks are annotations, assert, build, cloudsql, env," in done.stderr
