"""The fields of a build, as gcloud decodes them. tests/conformance holds the table against the SDK."""

from __future__ import annotations

import pytest

from lint.deploy.cloudbuild_schema import camel, check_fields, fields_of, get, items_of
from lint.deploy.file import DeployFile
from lint.deploy.yaml_text import root_of
from lint.model.fault import Fault
from lint.yaml.tree import MappingNode


def _root(text: str) -> tuple[MappingNode, DeployFile]:
    file = DeployFile("cloudbuild.yaml", text.encode())
    root = root_of(file)
    assert root is not None
    return root, file


def _faults(text: str) -> list[Fault]:
    root, file = _root(text)
    return list(check_fields(root, file.source))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("steps: [{name: a}]", []),
        ("steps: {name: a, wait_for: '-'}", []),
        ("steps: [{name: a, args: x, env: A=b}]\nimages: x", []),
        ("steps: [{name: a}]\noptions: {diskSizeGb: '100', dynamic_substitutions: yes}", []),
        ("steps: [{name: a}]\nsubstitutions: {_A: null, _B: x}", []),
        ("steps: [{name: a, allowExitCodes: ['1', 2]}]", []),
        ("steps: [{image: a}]", [("build-field", 1, 10, None)]),
        ("steps: [{name: a}]\nimage: x", [("build-field", 2, 1, None)]),
        ("steps: [{name: a}]\nfloop: x", [("build-field", 2, 1, "warning")]),
        (
            "steps: [{name: a, args: [1, true]}]",
            [("build-type", 1, 26, None), ("build-type", 1, 29, None)],
        ),
        ("steps: [{name: a, args: [x, null]}]", [("build-type", 1, 29, None)]),
        ("steps: [{name: a, args: [[x, y]]}]", [("build-type", 1, 26, None)]),
        ("steps: [{name: a, env: {A: b}}]", [("build-type", 1, 24, None)]),
        ("steps: [{name: a, allowFailure: 'yes'}]", [("build-type", 1, 34, None)]),
        ("steps: [a]", [("build-type", 1, 9, None)]),
        ("steps: [{name: a}]\ntimeout: 600", [("build-type", 2, 10, None)]),
        ("steps: [{name: a}]\nsubstitutions: {_A: 1}", [("build-type", 2, 21, None)]),
        ("steps: [{name: a}]\nsubstitutions: [_A]", [("build-type", 2, 16, None)]),
        (
            "steps: [{name: a}]\noptions: {logging: cloud_logging_only}",
            [("build-type", 2, 20, None)],
        ),
        ("steps: [{name: a}]\noptions: {machineType: $_TYPE}", []),
        ("steps: []", [("build-step", 1, 1, None)]),
        ("images: [x]", [("build-step", 1, 1, None)]),
        ("steps: [{name: a}]\nsource: {}", [("build-field", 2, 1, None)]),
    ],
)
def test_check_fields(text: str, expected: list[tuple[str, int, int, str | None]]) -> None:
    found = _faults(text)
    places = [(each.kind, each.where.line, each.where.column, each.severity) for each in found]
    assert places == expected


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("steps: [{image: a}]", "Did you mean `name`?"),
        ("steps: [{name: a, waitfor: b}]", "Did you mean `waitFor`?"),
        ("steps: [{name: a}]\ntimeout: 600", 'Write the seconds with a unit: `"600s"`.'),
        (
            "steps: [{name: a}]\noptions: {logging: CLOUD_LOGING_ONLY}",
            "Did you mean `CLOUD_LOGGING_ONLY`?",
        ),
    ],
)
def test_the_repair(text: str, help: str) -> None:
    assert [str(each.help) for each in _faults(text)] == [help]


def test_fields_are_found_in_either_spelling() -> None:
    root, _ = _root("a_b: [1]\nc: null\nd: x\n")
    assert len(items_of(get(root, "aB"))) == 1
    assert get(root, "c") is None
    assert len(items_of(get(root, "d"))) == 1
    assert items_of(None) == []
    assert get(items_of(get(root, "d"))[0], "x") is None
    assert camel("wait_for") == "waitFor"
    assert fields_of("Volume") == {"name": "str", "path": "str"}
