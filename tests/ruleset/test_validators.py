"""What is validated without pydantic's models is what the models say."""

from __future__ import annotations

import copy
import dis
import importlib
import random
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from lint.checks import registry
from lint.checks.registry import CHECKS, load_check
from lint.model.rule import RuleSetError
from lint.ruleset import validators
from lint.ruleset.compile import check_names, compile_rule_set
from lint.ruleset.mistakes import examine
from lint.ruleset.models import Header, RuleFields
from lint.ruleset.validators import RULE, RULE_SET, UnsureError, rule_fields, validated

ROOT = Path(__file__).resolve().parents[2]
# Short forms and combinations, besides a sample of each check that is made from its model.
OWN = """\
env: {required: [A], forbidden: B, values: {MODE: fast, X: {one-of: [a], pattern: b, trimmed: true, not-empty: true}}}
secrets: {A: a, B: {secret: b, version: pinned}, C: {version: "7"}}
vpc: {connector: c, egress: all-traffic}
cloudsql: {instances: "p:r:i"}
build: {entrypoint: "a.b:c", modules: [a], forbidden-files: "*.pem"}
annotations: {at: template, required: a, forbidden: [b], values: {c: d}}
labels: {required: [a], values: {b: {pattern: c}}}
resources: {cpu: 2, memory: {min: 512Mi, max: 1Gi}, min-instances: {equals: 1}, timeout: 5m, concurrency: {max: 80.0}}
image: {registries: a, pinned: digest}
service-account: {required: true, allowed: ["*@x"]}
ingress: internal
assert: "true"
"""


def sample(name: str, schema: Any, definitions: Any) -> Any:
    """Data that has every key that a JSON Schema offers, and the first of its alternatives."""
    if "$ref" in schema:
        return sample(name, definitions[schema["$ref"].rpartition("/")[2]], definitions)
    for alternatives in ("anyOf", "oneOf"):
        if alternatives in schema:
            return sample(name, schema[alternatives][0], definitions)
    if "const" in schema or "enum" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    kind = schema.get("type")
    if kind == "array":
        return [sample(name, schema["items"], definitions)]
    if kind == "object":
        known = schema.get("properties", {})
        made = {key: sample(name, inner, definitions) for key, inner in known.items()}
        if isinstance(schema.get("additionalProperties"), dict):
            made["a"] = sample(name, schema["additionalProperties"], definitions)
        return made
    if kind == "string":
        text = schema.get("examples", ["a"])[0]
        pattern = schema.get("pattern", "")
        assert re.search(pattern, text), f"`{name}`: give the field an example of `{pattern}`"
        return text
    return schema.get("minimum", 1) if kind in ("integer", "number") else True


def derived(name: str) -> Any:
    schema = TypeAdapter(load_check(name).model()).json_schema(by_alias=True)
    return sample(name, schema, schema.get("$defs", {}))


def model_of(name: str) -> Any:
    if name == RULE_SET:
        return Header
    if name == RULE:
        return RuleFields
    return load_check(name).model()


def of_rule_file(path: Path) -> list[tuple[str, Any]]:
    """The file as a whole, the fields of each rule, and the parameters of each rule's check."""
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    found: list[tuple[str, Any]] = [(RULE_SET, data)]
    fields = rule_fields()
    for body in data.get("rules", {}).values():
        if isinstance(body, dict):
            found.append((RULE, {key: value for key, value in body.items() if key in fields}))
            found += [(key, value) for key, value in body.items() if key not in fields]
    return found


RULE_FILES = {
    path.relative_to(ROOT).as_posix(): path
    for path in [
        *sorted((ROOT / "rules").rglob("*.yaml")),
        ROOT / "examples" / "netra-staging" / "rules.yaml",
    ]
}


def of_checks() -> list[tuple[str, Any]]:
    own = YAML(typ="safe", pure=True).load(OWN)
    return [*own.items(), *((name, derived(name)) for name in check_names())]


def samples() -> list[tuple[str, Any]]:
    return of_checks() + [item for path in RULE_FILES.values() for item in of_rule_file(path)]


def outcomes(name: str, data: Any) -> tuple[Any, Any]:
    """What the schemas say, None where they are not sure, and what the models say."""
    try:
        fast = validated(name, copy.deepcopy(data))
    except UnsureError:
        fast = None
    slow, _ = examine(model_of(name), copy.deepcopy(data), name)
    return fast, slow


def assert_outcomes_alike(items: list[tuple[str, Any]]) -> None:
    assert items
    for name, data in items:
        fast, slow = outcomes(name, data)
        assert fast is not None, (name, data)
        assert fast == slow, (name, data)
        if isinstance(fast, dict):
            assert list(fast) == list(slow), name  # findings come in the order of parameters


@pytest.mark.slow
@pytest.mark.parametrize("file", RULE_FILES)
def test_a_rule_file_that_is_in_order_comes_out_alike(file: str) -> None:
    assert_outcomes_alike(of_rule_file(RULE_FILES[file]))


def test_parameters_that_are_in_order_come_out_alike() -> None:
    assert_outcomes_alike(of_checks())


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) in some data."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        yield data, key
        if isinstance(value, (dict, list)):
            yield from places(value)


def mutated(data: Any, chance: random.Random) -> Any:
    data = copy.deepcopy({"root": data})
    container, key = chance.choice(list(places(data)))
    kind = chance.randrange(4)
    others = [None, True, 7, 1.5, "", "x", "7", [], ["x"], [1], {}, {"x": 1}, {"fault": "x"}]
    if kind == 0 and isinstance(container, dict) and container is not data:
        del container[key]
    elif kind == 1 and isinstance(container[key], dict):
        container[key][chance.choice(["x", "fault", "min", "one_of"])] = chance.choice(others)
    else:
        container[key] = chance.choice(others)
    return data["root"]


@pytest.mark.slow
def test_what_is_accepted_is_accepted_alike() -> None:
    chance = random.Random(4)
    chosen = samples()
    # The largest ones take most of the time and have nothing that others do not.
    chosen = [(name, data) for name, data in chosen if len(str(data)) < 3000]
    refused = accepted = 0
    for _ in range(3000):
        name, data = chance.choice(chosen)
        data = mutated(data, chance)
        try:
            fast = validated(name, copy.deepcopy(data))
        except UnsureError:
            refused += 1
            continue
        accepted += 1
        slow, mistakes = examine(model_of(name), data, name)
        assert mistakes == [], (name, data)
        assert fast == slow
    assert refused > 300
    assert accepted > 300


def test_an_engine_that_refuses_the_schemas_only_costs_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("ruleset: own\nrules:\n  O1: {title: t, env: {required: A}}\n")
    expected = compile_rule_set(str(path)).plan()
    for schemas in ({}, {name: {"type": "nonsense"} for name in (RULE_SET, RULE, "env")}):
        monkeypatch.setattr(validators, "_file", schemas)
        monkeypatch.setattr(validators, "_validators", {})
        monkeypatch.setattr(validators, "data_path", lambda *parts: str(tmp_path / "gone"))
        assert compile_rule_set(str(path)).plan() == expected


@pytest.mark.slow
def test_pydantic_is_itself_after_the_engine_was_loaded_alone() -> None:
    code = (
        "import sys\n"
        "from lint.ruleset.compile import compile_rule_set\n"
        "compile_rule_set(sys.argv[1], docs=False)\n"
        "assert 'pydantic' not in sys.modules and 'pydantic_core' not in sys.modules\n"
        "import pydantic\n"
        "class M(pydantic.BaseModel):\n"
        "    x: int\n"
        "assert M.model_validate({'x': 1}).x == 1\n"
        "try:\n"
        "    M.model_validate({'x': 'y'})\n"
        "except pydantic.ValidationError as error:\n"
        "    assert error.error_count() == 1\n"
    )
    rules = ROOT / "examples" / "netra-staging" / "rules.yaml"
    subprocess.run([sys.executable, "-c", code, str(rules)], check=True)


def changed(path: str, source: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the digests see another source than the one that the schemas were made from."""
    assert old in source
    monkeypatch.setattr(validators, "_validators", {})
    monkeypatch.setitem(validators._sources, path, source.replace(old, new))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("checks/policy/env.py", "required: Strings", "requires: Strings"),
        ("checks/policy/value_constraint.py", "trimmed: bool", "stripped: bool"),
        ("checks/parameters.py", "strict=True", "strict=False"),
    ],
)
def test_a_schema_of_another_model_is_not_used(
    path: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"required": ["A"]}
    assert validated("env", data)["required"] == ["A"]
    changed(path, validators.model_source(path), old, new, monkeypatch)
    with pytest.raises(UnsureError):
        validated("env", data)


def test_a_renamed_key_counts_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from lint.checks.parameters import Strict, Strings
    from lint.checks.policy import env

    class Env(Strict):
        wanted: Strings

    monkeypatch.setattr(env, "model", lambda: Env)
    monkeypatch.setattr(registry, "_loaded", {})
    path = "checks/policy/env.py"
    changed(path, validators.model_source(path), "required:", "wanted:", monkeypatch)
    rules = tmp_path / "rules.yaml"
    rules.write_text("ruleset: own\nrules: {O1: {title: t, env: {required: A}}}\n")
    with pytest.raises(RuleSetError, match="unknown key `required`"):
        compile_rule_set(str(rules))


def test_a_change_that_is_none_of_the_models_keeps_the_schema() -> None:
    source = validators.model_source("checks/policy/env.py")
    assert "class Env(Strict)" in source
    assert "def run(" not in source
    assert "_judge" not in source
    assert "FAULTS = (" in validators.model_source("checks/platform/volumes.py")


def named(code: types.CodeType) -> Iterator[tuple[str, str]]:
    """(name, "") and ("", imported module) of everything that some code and code in it uses."""
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            yield "", step.argval
        elif step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval, ""
        if isinstance(step.argval, types.CodeType):
            yield from named(step.argval)


@pytest.mark.parametrize("name", check_names())
def test_the_digest_covers_all_that_a_model_is_made_by(name: str) -> None:
    module = importlib.import_module(CHECKS[name])
    covered = {"lint." + path[:-3].replace("/", ".") for path in validators.SHARED_SOURCES}
    own = module.__name__.removeprefix("lint.").replace(".", "/") + ".py"
    further = validators.FURTHER_SOURCES.get(name, own)
    todo, seen = [(module.model, own)], set()
    while todo:
        function, path = todo.pop()
        assert f"def {function.__name__}(" in validators.model_source(path)
        for used, imported in named(function.__code__):
            assert not imported.startswith("lint.") or imported in covered, imported
            found = function.__globals__.get(used)
            if isinstance(found, types.FunctionType) and found not in seen:
                seen.add(found)
                where = found.__module__
                assert where in covered | {module.__name__}, found
                todo.append((found, where.removeprefix("lint.").replace(".", "/") + ".py"))
            elif used in function.__globals__ and not used.startswith("__"):
                sources = validators.model_source(path) + validators.model_source(further)
                assert f"\n{used} = " in sources, used
