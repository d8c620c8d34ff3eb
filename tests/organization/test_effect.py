from __future__ import annotations

import pytest

from lint.organization.effect import enforced, is_region, is_value, judged, policies_for
from tests.organization.texts import read

TAGGED = "condition: {expression: \"resource.matchTag('1/a', 'b')\"}"


def policy(parent: str, spec: str, constraint: str = "run.allowedIngress") -> str:
    return f"name: {parent}/policies/{constraint}\nspec: {{{spec}}}\n"


def allowed(value: str, *texts: str, project: str = "") -> bool | None:
    return judged(read(*texts), "run.allowedIngress", project, is_value(value)).allowed


@pytest.mark.parametrize(
    ("rules", "internal", "all_"),
    [
        ("{values: {allowedValues: [internal]}}", True, False),
        ("{values: {allowedValues: ['is:internal']}}", True, False),
        ("{values: {deniedValues: [all]}}", True, False),
        ("{values: {allowedValues: [internal, all], deniedValues: [all]}}", True, False),
        ("{allowAll: true}", True, True),
        ("{denyAll: true}", False, False),
        ("{values: {allowedValues: ['in:some']}}", None, None),
        (f"{{denyAll: true, {TAGGED}}}", None, None),
        (f"{{values: {{allowedValues: [internal]}}, {TAGGED}}}, {{denyAll: true}}", None, False),
        (f"{{values: {{allowedValues: [internal]}}, {TAGGED}}}, {{allowAll: true}}", True, None),
    ],
)
def test_the_rules_of_a_list(rules: str, internal: bool | None, all_: bool | None) -> None:
    text = policy("projects/p", f"rules: [{rules}]")
    assert (allowed("internal", text), allowed("all", text)) == (internal, all_)


def test_a_list_without_a_policy_allows_everything() -> None:
    assert allowed("all", policy("projects/p", "rules: []", "run.allowedVPCEgress")) is True
    assert allowed("all", policy("projects/p", "reset: true")) is True


def test_the_project_wins_over_the_folder_and_that_over_the_organisation() -> None:
    organisation = policy("organizations/1", "rules: [{denyAll: true}]")
    folder = policy("folders/2", "rules: [{values: {allowedValues: [internal]}}]")
    project = policy("projects/p", "rules: [{allowAll: true}]")
    assert allowed("internal", organisation) is False
    assert allowed("internal", organisation, folder) is True
    assert allowed("all", organisation, folder) is False
    assert allowed("all", organisation, folder, project) is True


def test_a_policy_of_another_project_does_not_count() -> None:
    other = policy("projects/other", "rules: [{denyAll: true}]")
    own = policy("projects/mine", "rules: [{allowAll: true}]")
    number = policy("projects/123", "rules: [{denyAll: true}]")
    assert allowed("all", other, project="mine") is True
    assert allowed("all", other, own, project="mine") is True
    assert allowed("all", other, own) is None
    assert allowed("all", number, project="mine") is False
    assert [p.parent for p in policies_for(read(other), "run.allowedIngress", "x", False)] == []


def test_values_that_are_inherited() -> None:
    organisation = policy("organizations/1", "rules: [{values: {allowedValues: [internal]}}]")
    project = policy(
        "projects/p", "inheritFromParent: true, rules: [{values: {allowedValues: [all]}}]"
    )
    denying = policy(
        "projects/p", "inheritFromParent: true, rules: [{values: {deniedValues: [all]}}]"
    )
    assert allowed("internal", project) is None
    assert allowed("internal", organisation, project) is True
    assert allowed("all", organisation, project) is True
    assert allowed("internal-and-cloud-load-balancing", organisation, project) is False
    assert allowed("all", denying) is False
    folder = policy(
        "folders/2", "inheritFromParent: true, rules: [{values: {allowedValues: [internal]}}]"
    )
    assert allowed("internal-and-cloud-load-balancing", folder, project) is None
    denying_folder = policy(
        "folders/2", "inheritFromParent: true, rules: [{values: {deniedValues: [all]}}]"
    )
    assert allowed("all", denying_folder, project) is False


def test_rules_without_a_condition_are_one() -> None:
    text = policy(
        "projects/p",
        "rules: [{values: {allowedValues: [internal]}}, {values: {allowedValues: [all]}}]",
    )
    assert (allowed("internal", text), allowed("all", text)) == (True, True)
    assert allowed("internal-and-cloud-load-balancing", text) is False


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{enforce: true}", False),
        ("{enforce: false}", True),
        (f"{{enforce: true, {TAGGED}}}", None),
        (f"{{enforce: true, {TAGGED}}}, {{enforce: true}}", False),
        (f"{{enforce: true, {TAGGED}}}, {{enforce: false}}", None),
        (f"{{enforce: false, {TAGGED}}}", True),
    ],
)
def test_whether_a_constraint_is_enforced(rules: str, expected: bool | None) -> None:
    found = read(policy("projects/p", f"rules: [{rules}]", "custom.x"))
    assert enforced(found, "custom.x", "p").allowed is expected


def test_the_place_is_that_of_the_rule_that_refuses() -> None:
    effect = judged(
        read("name: projects/p/policies/run.allowedIngress\nspec:\n  rules:\n  - denyAll: true\n"),
        "run.allowedIngress",
        "",
        is_value("all"),
    )
    assert str(effect.place) == "1.yaml:4:5"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("us-east1", True),
        ("in:us-east1-locations", True),
        ("in:europe-west1-locations", False),
        ("in:us-locations", None),
        ("is:us-east1", True),
        ("us-east4", False),
    ],
)
def test_entries_that_are_regions(entry: str, expected: bool | None) -> None:
    assert is_region("us-east1")(entry) is expected
