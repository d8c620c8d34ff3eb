from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.engine.examples import run_examples
from lint.manifest.field_table import TYPES
from lint.manifest.resource import KINDS
from lint.manifest.schema import Schema
from tests.checks.judging import found, rule_file, spots
from tests.checks.platform.least import JOB, POOL, SERVICE
from tests.examples import examples


def test_the_examples_of_the_rules_hold() -> None:
    results = run_examples(rule_file("fields"))
    assert results.own > 50
    assert results.failures == []


@pytest.mark.parametrize("text", [SERVICE, JOB, POOL])
def test_the_least_manifest_of_each_kind_has_no_finding(text: str) -> None:
    assert found(("fields", "envelope"), text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SERVICE.replace("  name: web\n", "  labels: {}\n"), ("CR003", 3, 1)),
        (SERVICE.replace("metadata:\n  name: web\n", ""), ("CR003", 2, 7)),
        (SERVICE.replace("metadata:\n  name: web\n", "metadata:\n"), ("CR003", 3, 1)),
        (SERVICE.replace("image: us-docker.pkg.dev/p/r/web:1", "name: app"), ("CR003", 9, 9)),
        (SERVICE.replace("image: us-docker.pkg.dev/p/r/web:1", "image:"), ("CR003", 9, 9)),
        (SERVICE.replace("image: us-docker.pkg.dev/p/r/web:1", "image: []"), ("CR003", 9, 9)),
        (SERVICE.replace("  name: web\n", "  name: ''\n"), ("CR003", 4, 3)),
        (SERVICE.split("spec:")[0], ("CR003", 4, 9)),
        (JOB.split("  template:")[0], ("CR003", 5, 1)),
    ],
)
def test_required_fields(text: str, expected: tuple[str, int, int]) -> None:
    assert spots(found(("fields", "envelope"), text)) == [expected]


def test_an_empty_text_is_a_missing_name_and_no_missing_field() -> None:
    text = SERVICE.replace("image: us-docker.pkg.dev/p/r/web:1", "image: ''")
    assert "CR003" not in {rule for rule, _, _ in spots(found(("fields", "envelope"), text))}


@pytest.mark.parametrize(
    ("namespace", "fine"),
    [
        ("default", False),
        ("kube-system", False),
        ("Prod", False),
        ("abc", False),
        ("my-project", True),
        ("example.com:my-project", True),
        ("123456789012", True),
        ("'123456789012'", True),
        ("PROJECT_ID", True),
        ("", True),
    ],
)
def test_namespaces(namespace: str, fine: bool) -> None:
    text = SERVICE.replace("  name: web\n", f"  name: web\n  namespace: {namespace}\n")
    assert spots(found(("fields", "envelope"), text)) == ([] if fine else [("CR009", 5, 14)])


def test_a_field_that_came_later_is_a_warning_that_names_the_sdk() -> None:
    (finding,) = found(("fields", "envelope"), JOB + "      delayExecution: true\n")
    assert (finding.rule, finding.severity) == ("CR008", "warning")
    assert "578" in finding.help


def test_every_field_that_the_schema_calls_unsupported_is_listed() -> None:
    rules = rule_file("fields").rules
    listed = set(rules["CR006"]["params"]["fields"]) | set(rules["CR007"]["params"]["fields"])
    parents = {path.partition(".")[2] for path in listed}
    missing = []
    for owner, fields in TYPES.items():
        for name, cells in fields.items():
            flags = cells[2].split() if len(cells) > 2 else []
            if "unsupported" not in flags or "gcloud-never" in flags:
                continue
            # What stands below an unsupported field needs no entry of its own.
            inside = any(
                owner in cells[1:2] and parent in parents
                for rows in TYPES.values()
                for parent, cells in rows.items()
            )
            if f"{owner}.{name}" not in listed and not inside:
                missing.append(f"{owner}.{name}")
    assert missing == []


def test_every_listed_and_required_field_exists() -> None:
    rules = rule_file("fields").rules
    for rule in ("CR006", "CR007"):
        for path in rules[rule]["params"]["fields"]:
            owner, _, name = path.partition(".")
            assert name in TYPES[owner], path
    required = rules["CR003"]["params"]["required"]
    for owner, names in required.items():
        for name in "|".join(names).split("|"):
            assert name in TYPES[owner], (owner, name)
    for owner, fields in TYPES.items():
        for name, cells in fields.items():
            flags = cells[2].split() if len(cells) > 2 else []
            if name in ("apiVersion", "kind") or "unsupported" in flags:
                continue
            if "required" in flags:
                assert name in required.get(owner, ()), f"{owner}.{name}"


def test_no_field_that_exists_is_told_to_be_unknown() -> None:
    """An entry of `reported` that names a field of its own type would never be used."""
    types = {name for kind in KINDS for name in _type_names(Schema.load(kind).root, set())}
    for entry in rule_file("fields").rules["CR001"]["params"]["reported"]:
        for owner in entry["in"]:
            assert owner in types, owner


def _type_names(type: object, seen: set[str]) -> set[str]:
    seen.add(type.name)  # type: ignore[attr-defined]
    for field in type.fields.values():  # type: ignore[attr-defined]
        if field.type is not None and field.type.name not in seen:
            _type_names(field.type, seen)
    return seen


_WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["metadata", "name", "spec", "template", "containers", "env", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=examples(150), deadline=None)
@given(spec=_WILD, metadata=_WILD)
def test_no_shape_is_too_wild(spec: object, metadata: object) -> None:
    text = json.dumps(
        {"apiVersion": "run.googleapis.com/v1", "kind": "Job", "metadata": metadata, "spec": spec}
    )
    for finding in found(("fields", "envelope"), text):
        assert finding.place.line == 1
        assert len(finding.message) < 400
