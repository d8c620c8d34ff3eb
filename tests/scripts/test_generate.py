"""The generated files: what editors are offered, and changes that can be reviewed."""

from __future__ import annotations

import json
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from lint.checks.registry import CHECKS, user_checks
from lint.model.rule import RuleSetError
from lint.ruleset.builtin import built_in_plan
from lint.ruleset.compile import compile_rule_set

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "ruleset.json").read_text(encoding="utf-8"))
RULE = SCHEMA["$defs"]["Rule"]


def offered(schema: Any, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Every property that an editor offers below a schema, with its name."""
    if isinstance(schema, list):
        for item in schema:
            yield from offered(item, seen)
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref", "").removeprefix("#/$defs/")
    if reference and reference not in seen:
        seen.add(reference)
        yield from offered(SCHEMA["$defs"][reference], seen)
    for key, value in schema.items():
        if key == "properties":
            yield from value.items()
        if key not in ("$defs", "patternProperties"):
            yield from offered(list(value.values()) if key == "properties" else value, seen)


def test_every_offered_key_is_described() -> None:
    properties = list(offered(SCHEMA, set()))
    assert {"ruleset", "severity", "env", "one-of", "egress", "min", "valid"} <= dict(
        properties
    ).keys()
    assert [name for name, schema in properties if not schema.get("description")] == []


def test_checks_of_the_built_in_sets_are_valid_and_not_offered() -> None:
    assert set(user_checks()) <= RULE["properties"].keys()
    internal = CHECKS.keys() - set(user_checks())
    assert not internal & RULE["properties"].keys()
    assert {f"^{name}$" for name in internal} == RULE["patternProperties"].keys()


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda path: str(path.name)
)
def test_the_schema_accepts_the_built_in_sets(path: Path) -> None:
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    errors = Draft202012Validator(SCHEMA).iter_errors(data)
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    "rule",
    [
        {"env": {"requird": ["A"]}},
        {"resources": {"min_instances": 1}},
        {"env": {}, "applies_to": {"kind": "Job"}},
        {"env": {"values": {"A": {"not_empty": True}}}},
        {"enviroment": {}},
        {"severity": "off", "env": {}},
        {"service-account": ["*@x"]},
        {"labels": {"required": {"a": "b"}}},
        {"ingress": {"allowed": ["internal"]}},
        {"env": {"required": [1]}},
    ],
)
def test_the_schema_and_the_program_refuse_the_same(tmp_path: Path, rule: Any) -> None:
    data = {"ruleset": "own", "rules": {"A1": {"title": "t", **rule}}}
    assert list(Draft202012Validator(SCHEMA).iter_errors(data))
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps(data))
    with pytest.raises(RuleSetError):
        compile_rule_set(str(path))


@pytest.mark.parametrize("name", ["cloud-run", "input", "live", "org-policy", "python-build"])
def test_a_plan_has_one_rule_a_line(name: str) -> None:
    plan = built_in_plan(name)
    assert plan is not None
    module = ROOT / "lint" / "ruleset" / "plans" / f"{name.replace('-', '_')}.py"
    lines = module.read_text(encoding="utf-8").splitlines()
    assert [literal_eval(line.rstrip(",")) for line in lines[3:-1]] == plan["rules"]


def test_the_validators_have_one_check_a_line() -> None:
    text = (ROOT / "rules" / "validators.json").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) == len(json.loads(text)) + 2
