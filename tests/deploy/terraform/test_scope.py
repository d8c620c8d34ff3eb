"""Variables and locals: which values count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.terraform.reading import in_template, place, read_files

MAIN = in_template("    service_account = local.account\n")
LOCALS = 'locals {\n  account = "${var.name}@b.iam"\n}\n'
PROVIDER = 'provider "google" {}\n'
DEFAULT = 'variable "name" {\n  default = "web"\n}\n'


def account(folder: Path, main: str = MAIN, **others: str) -> str:
    (step,) = read_files(folder, main, locals_tf=LOCALS, **others).steps
    assert step.resource is not None
    assert step.resource.spec is not None
    node = step.resource.spec.get("serviceAccountName")
    assert node is not None
    return str(node.plain())


def test_a_variable_without_a_value_is_unknown(tmp_path: Path) -> None:
    assert account(tmp_path) == "${var.name}@b.iam"


def test_a_default_counts_in_a_root_module(tmp_path: Path) -> None:
    assert account(tmp_path, variables_tf=DEFAULT) == "${var.name}@b.iam"
    assert account(tmp_path, variables_tf=DEFAULT, providers_tf=PROVIDER) == "web@b.iam"
    backend = 'terraform {\n  backend "gcs" {}\n}\n'
    assert account(tmp_path, variables_tf=DEFAULT, providers_tf=backend) == "web@b.iam"


@pytest.mark.parametrize("default", ['""', "null", "0", "[]", "{}", "false"])
def test_an_empty_default_is_there_to_be_replaced(tmp_path: Path, default: str) -> None:
    text = DEFAULT.replace('"web"', default)
    assert account(tmp_path, variables_tf=text, p_tf=PROVIDER) == "${var.name}@b.iam"


def test_a_file_of_values_wins(tmp_path: Path) -> None:
    (tmp_path / "terraform.tfvars").write_text('name = "one"\n')
    assert account(tmp_path, v_tf=DEFAULT) == "one@b.iam"
    (tmp_path / "z.auto.tfvars").write_text('name = "two"\n')
    assert account(tmp_path, v_tf=DEFAULT) == "two@b.iam"


def test_another_file_of_values_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "prod.tfvars").write_text('name = "prod"\n')
    assert account(tmp_path, v_tf=DEFAULT, p_tf=PROVIDER) == "${var.name}@b.iam"


def test_a_value_has_the_place_where_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "terraform.tfvars").write_text('# x\nname = "one"\n')
    found = read_files(tmp_path, in_template("    service_account = var.name\n"))
    resource = found.steps[0].resource
    assert resource is not None
    assert resource.spec is not None
    assert place(resource.spec.get("serviceAccountName")) == ("terraform.tfvars", 2, 9)


def test_locals_that_need_each_other_are_unknown(tmp_path: Path) -> None:
    main = in_template("    service_account = local.a\n")
    text = "locals {\n  a = local.b\n  b = local.a\n}\n"
    (step,) = read_files(tmp_path, main, l_tf=text).steps
    assert step.resource is not None
    assert step.resource.spec is not None
    node = step.resource.spec.get("serviceAccountName")
    assert node is not None
    assert node.unknown  # type: ignore[attr-defined]


def test_a_long_chain_of_locals_ends(tmp_path: Path) -> None:
    main = in_template("    service_account = local.a0\n")
    lines = "\n".join(f"  a{n} = [local.a{n + 1}]" for n in range(3_000))
    found = read_files(tmp_path, main, l_tf=f"locals {{\n{lines}\n}}\n")
    assert len(found.steps) == 1


def test_files_outside_the_repository_are_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "locals.tf").write_text(LOCALS + DEFAULT)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "locals.tf").symlink_to(outside / "locals.tf")
    (step,) = read_files(inside, MAIN).steps
    assert step.resource is not None
    assert step.resource.spec is not None
    node = step.resource.spec.get("serviceAccountName")
    assert node is not None
    assert node.plain() == "${local.account}"


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ('"INGRESS_TRAFFIC_INTERNALONLY"', True),
        ("local.word", False),
        ("local.words.a", False),
        ("local.words[local.key]", False),
    ],
)
def test_what_a_local_gives_is_not_repaired_as_safe(
    tmp_path: Path, written: str, safe: bool
) -> None:
    word = '"INGRESS_TRAFFIC_INTERNALONLY"'
    main = (
        f'locals {{\n  word = {word}\n  key = "a"\n  words = {{ a = {word} }}\n}}\n'
        'resource "google_cloud_run_v2_service" "x" {\n  name = "x"\n  location = "r"\n'
        f'  ingress = {written}\n  template {{\n    containers {{\n      image = "a"\n    }}\n  }}\n}}\n'
    )
    found = read_files(tmp_path, main)
    repairs = [each.repair for step in found.steps for each in step.faults if each.repair]
    assert [repair.safe for repair in repairs] == [safe]
