"""What all ignore files have in common: decisions, limits, and reading the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.image.context.ignore_rules import (
    INCLUDED,
    MAX_IGNORE_BYTES,
    Decision,
    IgnoreRules,
    Pattern,
    read_ignore_file,
    too_large,
)
from lint.model.fault import Fault


def test_without_rules_nothing_is_ignored() -> None:
    rules = IgnoreRules()
    assert rules.decide("app/main.py") is INCLUDED
    assert rules.decide("app", is_dir=True).included
    assert not rules.prunes("app")
    assert (rules.known, rules.faults) == (True, [])
    assert INCLUDED.pattern is None


def test_what_a_decision_and_a_pattern_look_like_in_a_failed_test() -> None:
    pattern = Pattern("!app/", ".dockerignore", 3, True)
    assert repr(Decision(True, pattern)) == "<Decision included by <Pattern .dockerignore:3 !app/>>"
    assert repr(Decision(False, None)) == "<Decision excluded by None>"


def read(path: str) -> tuple[bytes | None, list[Fault]]:
    faults: list[Fault] = []
    return read_ignore_file(path, "shown", faults), faults


@pytest.mark.parametrize("data", [b"", b"a\n", b"\xff\xfe", b"x" * MAX_IGNORE_BYTES], ids=len)
def test_the_bytes_of_a_file_as_they_are(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ignore").write_bytes(data)
    assert read(str(tmp_path / "ignore")) == (data, [])


def test_a_file_beyond_the_limit_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "ignore").write_bytes(b"x" * (MAX_IGNORE_BYTES + 1))
    data, (fault,) = read(str(tmp_path / "ignore"))
    assert data is None
    assert (fault.kind, fault.where.path) == ("ignore-file-too-large", "shown")
    assert str(fault.message) == str(too_large("shown").message)
    assert "more than 1 MiB, 2,000 patterns or" in str(fault.message)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone", "no such file or directory"),
        ("folder", "not a regular file"),
        ("pipe", "not a regular file"),
        ("a\0b", ""),
    ],
)
def test_what_cannot_be_read_is_a_fault(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    if name == "pipe":
        os.mkfifo(tmp_path / "pipe")  # it would be waited for
    data, (fault,) = read(f"{tmp_path}/{name}")
    assert data is None
    assert (fault.kind, fault.where.path, fault.where.line) == (
        "ignore-file-unreadable",
        "shown",
        1,
    )
    assert str(fault.message).startswith("the ignore file cannot be read: ")
    assert reason in str(fault.message)
