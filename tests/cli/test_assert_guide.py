"""The guide to expressions: what it names exists, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint.cli.assert_guide import assert_guide
from lint.support.cel import VARIABLES
from lint.support.cel_limits import MAX_LENGTH, MAX_NESTING
from tests.command import lint_here


def test_the_command_prints_the_page(tmp_path: Path) -> None:
    done = lint_here("explain", "assert", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == assert_guide() == Path("docs/assert.md").read_text()


def test_all_variables_are_described() -> None:
    table = assert_guide().partition("## Variables")[2].partition("##")[0]
    rows = [row for row in table.splitlines() if row.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in rows))) == set(
        VARIABLES
    )


def test_the_limits_are_those_of_the_code() -> None:
    assert MAX_NESTING == 2
    assert f"at most {MAX_LENGTH:,} characters and two macros inside each other" in assert_guide()


def test_its_examples_are_accepted_and_rejected_as_it_says(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    rules = Path("examples/assertions.yaml").absolute()
    assert rules.read_text().count("\n    assert:") >= 10
    done = lint_here("test", str(rules), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("passed\n")
