from __future__ import annotations

from pathlib import Path

import pytest

from lint.organization.files import read_policies
from lint.organization.model import PolicySet


def terraform(folder: Path, text: str) -> PolicySet:
    file = folder / "main.tf"
    file.write_text(text)
    return read_policies([str(file)])


def test_a_custom_constraint_and_its_policy(tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    found = terraform(
        tmp_path,
        'variable "p" { default = "x" }\n'
        'resource "google_org_policy_custom_constraint" "c" {\n'
        '  name = "custom.probes"\n  parent = "organizations/1"\n  action_type = "ALLOW"\n'
        '  condition = "has(resource.spec.tmplate)"\n  method_types = ["CREATE", "UPDATE"]\n'
        '  resource_types = ["run.googleapis.com/Service"]\n  display_name = "Probes"\n}\n'
        'resource "google_org_policy_policy" "p" {\n'
        '  name = "projects/p/policies/custom.probes"\n  parent = "projects/p"\n'
        '  spec {\n    rules { enforce = "TRUE" }\n  }\n'
        "  dry_run_spec {\n    inherit_from_parent = true\n"
        '    rules {\n      values { allowed_values = ["a"] }\n'
        "      condition { expression = \"resource.matchTag('a', 'b')\" }\n    }\n  }\n}\n",
    )
    made = found.constraints["custom.probes"]
    assert (made.title, made.denies, made.place.line) == ("Probes", False, 6)
    assert [(fault.kind, fault.where.line) for fault in found.faults] == [("condition-field", 6)]
    live, dry = found.policies
    assert (live.parent, live.rules[0].enforce, live.dry_run) == ("projects/p", True, False)
    assert (dry.inherits, dry.dry_run, dry.rules[0].allowed) == (True, True, ["a"])
    assert dry.rules[0].condition


@pytest.mark.parametrize(
    ("kind", "argument", "parent"),
    [
        ("google_project_organization_policy", 'project = "p"', "projects/p"),
        ("google_folder_organization_policy", 'folder = "folders/7"', "folders/7"),
        ("google_organization_policy", 'org_id = "1"', "organizations/1"),
    ],
)
def test_the_older_resources(tmp_path: Path, kind: str, argument: str, parent: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = terraform(
        tmp_path,
        f'resource "{kind}" "a" {{\n  {argument}\n  constraint = "constraints/run.allowedIngress"\n'
        '  list_policy {\n    inherit_from_parent = true\n    allow { values = ["internal"] }\n'
        "    deny { all = true }\n  }\n}\n"
        f'resource "{kind}" "b" {{\n  {argument}\n  constraint = "custom.x"\n'
        "  boolean_policy { enforced = true }\n}\n"
        f'resource "{kind}" "c" {{\n  {argument}\n  constraint = "custom.y"\n'
        "  restore_policy { default = true }\n}\n",
    )
    values, boolean, reset = found.policies
    assert {policy.parent for policy in found.policies} == {parent}
    assert (values.constraint, values.inherits) == ("run.allowedIngress", True)
    assert (values.rules[0].allowed, values.rules[0].deny_all) == (["internal"], True)
    assert boolean.rules[0].enforce is True
    assert reset.resets


def test_what_is_not_known(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    found = terraform(
        tmp_path,
        'variable "on" {}\n'
        'resource "google_org_policy_policy" "p" {\n'
        '  name = "projects/p/policies/custom.x"\n  parent = "projects/p"\n'
        "  spec {\n    rules { enforce = var.on }\n  }\n}\n"
        'resource "google_org_policy_policy" "q" {\n'
        '  name = "projects/p/policies/run.allowedIngress"\n  parent = "projects/p"\n'
        '  spec {\n    dynamic "rules" {\n      for_each = var.on\n      content {}\n    }\n  }\n}\n',
    )
    unknown, dynamic = found.policies
    assert unknown.rules[0].enforce is None
    assert dynamic.rules[0].condition
