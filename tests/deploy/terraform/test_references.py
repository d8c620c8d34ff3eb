"""References to what no file of the folder declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.terraform.reading import SERVICE, faults, in_template, read_files

USE = in_template('    service_account = "${var.acount}@${local.domain}"\n')
DECLARED = 'variable "account" {}\nlocals {\n  domain = "x"\n}\n'


def test_a_name_that_is_nowhere_is_reported_where_it_is_used(tmp_path: Path) -> None:
    found = read_files(tmp_path, USE, declare=False, v_tf=DECLARED)
    assert faults(found) == [
        "5: terraform-undeclared: no file of this folder declares the variable `acount`"
    ]
    (fault,) = found.steps[0].faults
    assert (fault.where.column, str(fault.help)) == (30, "Did you mean `account`?")


def test_locals_too_and_each_name_once(tmp_path: Path) -> None:
    text = USE.replace("var.acount", "local.domian").replace(
        "  location =", "  location = local.domian\n  # "
    )
    assert faults(read_files(tmp_path, text, declare=False, v_tf=DECLARED)) == [
        "3: terraform-undeclared: no file of this folder declares the local value `domian`"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("variables.tf.json", "{}"),
        ("broken.tf", "variable {{{"),
        ("override.tf", 'variable "acount" {}'),
    ],
)
def test_only_where_all_files_are_known(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert faults(read_files(tmp_path, USE, declare=False, v_tf=DECLARED)) == []


def test_a_name_that_is_like_none_may_be_declared_in_a_file_that_a_tool_adds(
    tmp_path: Path,
) -> None:
    text = USE.replace("var.acount", "var.other")
    assert faults(read_files(tmp_path, text, declare=False, v_tf=DECLARED)) == []


def test_what_looks_like_one_is_none(tmp_path: Path) -> None:
    text = SERVICE.replace(
        '"api"\n', 'data.var.name\n  labels = { "var.x" = "local.y" } # var.z\n', 1
    )
    assert faults(read_files(tmp_path, text, declare=False)) == []
