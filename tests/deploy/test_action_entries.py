"""The KEY=VALUE entries of deploy-cloudrun."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.action_reading import IMAGE, faults_of, messages_of, read_step


@pytest.mark.parametrize(
    ("release", "value", "place", "words"),
    [
        ("v3", "A=hush,b", (8, 28), "a comma ends the value of `A`"),
        ("v1", "A=hush,b", (8, 28), "the action stops at the part without `=`"),
        ("v1", "A=hush\\,b", (8, 28), "gcloud splits there"),
        ("v2.2.0", "A=hush\\,b", (8, 28), "gcloud splits there"),
        ("v3", "'A: hush'", (8, 22), "KEY=VALUE instead of KEY: VALUE"),
        ("v3", "=hush", (8, 21), "nothing before its `=`"),
        ("v1", "A=", (8, 21), "has no value"),
        ("v3", "A=hush,B=1,A=2", (8, 32), "`A` is given twice"),
        ("v3", "A=hush\\", (8, 21), "ends in a backslash"),
    ],
)
def test_entries(release: str, value: str, place: tuple[int, int], words: str) -> None:
    found = read_step(
        release, "          service: web\n" + IMAGE + f"          env_vars: {value}\n"
    )
    assert faults_of(found) == [("action-entry", *place, None)]
    assert words in messages_of(found)
    assert "hush" not in messages_of(found)


def test_comments_are_entries() -> None:
    lines = "          env_vars: |\n            # the mode, hush\n            A=1\n"
    found = read_step("v3", "          service: web\n" + IMAGE + lines)
    assert ("action-entry", 9, 13, None) in faults_of(found)
    assert "hush" not in messages_of(found)


def test_quotes_and_backslashes_of_values() -> None:
    lines = '          env_vars: |\n            A="hush"\n            B=C:\\temp\n'
    found = read_step("v3", "          service: web\n" + IMAGE + lines)
    assert faults_of(found) == [("action-quotes", 9, 15, None), ("action-backslash", 10, 17, None)]
    assert "hush" not in messages_of(found)


def test_a_value_of_githubs_secrets_is_no_name() -> None:
    lines = "          secrets: A=${{ secrets.A }}:latest\n"
    found = read_step("v3", "          service: web\n" + IMAGE + lines)
    assert ("action-secret-value", 8, 22, None) in faults_of(found)


def test_the_file_of_variables_isread_step(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\nB=hush,c\n")
    found = read_step(
        "v2", "          service: web\n" + IMAGE + "          env_vars_file: .env\n", tmp_path
    )
    (fault,) = [fault for fault in found.steps[0].faults if fault.kind == "action-entry"]
    assert (fault.where.line, fault.where.column) == (2, 8)
    assert str(getattr(fault.where, "path", "")).endswith(".env")
    assert "hush" not in messages_of(found)


def test_what_a_comma_cuts_off_is_not_shown() -> None:
    lines = "          env_vars: TOKEN=one,hush,mush=x,MODE=y\n"
    found = read_step("v3", "          service: web\n" + IMAGE + lines)
    revealed = [str(text) for step in found.steps for text in step.revealed]
    assert "TOKEN" in revealed
    assert "MODE" in revealed
    assert "hush" not in revealed
    assert "mush" not in revealed


@pytest.mark.parametrize(
    ("text", "faults", "env"),
    [
        ("A: x\nB: yes\n", [], {"A": "x", "B": "yes"}),
        ('{"A": "x, y"}\n', [], {"A": "x, y"}),
        ("A: x\nB: 1\nC: [hush]\n", [(2, 4), (3, 1)], {"A": "x"}),
        ("# the mode\nA=x\n", [(1, 1)], {}),
        ("A=x\n# hush\n", [(2, 1)], {"A": "x"}),
        ("", [], {}),
    ],
)
def test_forms_of_the_file_of_variables(
    tmp_path: Path, text: str, faults: list[tuple[int, int]], env: dict[str, str]
) -> None:
    (tmp_path / "vars").write_text(text)
    found = read_step(
        "v2", "          service: web\n" + IMAGE + "          env_vars_file: vars\n", tmp_path
    )
    places = [
        (fault.where.line, fault.where.column)
        for fault in found.steps[0].faults
        if fault.kind == "action-entry"
    ]
    assert places == faults
    resource = found.steps[-1].resource
    assert resource is not None
    assert {each.name: each.literal for each in resource.containers[0].env} == env
    assert "hush" not in messages_of(found)
