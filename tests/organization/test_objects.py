from __future__ import annotations

import pytest

from tests.organization.texts import CONSTRAINT, ENFORCED, kinds, read


def test_a_constraint_in_order_has_no_fault() -> None:
    pytest.importorskip("cel_expr_python")
    found = read(CONSTRAINT)
    made = found.constraints["custom.probes"]
    assert kinds(found) == []
    assert (made.denies, made.broken) == (False, False)
    assert made.resource_types == ["run.googleapis.com/Service"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("condition:", "condition_:", [("policy-unknown-field", 4), ("constraint-incomplete", 1)]),
        ("actionType", "action_type", [("policy-unknown-field", 5)]),
        ("ALLOW", "PERMIT", [("constraint-choice", 5)]),
        ("UPDATE", "update", [("constraint-choice", 3)]),
        ("/Service", "/service", [("constraint-type", 2)]),
        ("run.googleapis.com/Service", "storage.googleapis.com/Bucket", []),
        ("custom.probes", "probes", [("constraint-name", 1)]),
        ("custom.probes", "custom." + "a" * 70, [("constraint-limit", 1)]),
        ("organizations/1/customConstraints/", "", [("constraint-name", 1)]),
        ("Every", "Every" + " one" * 60, [("constraint-limit", 6)]),
        ("[CREATE, UPDATE]", "{create: true}", [("policy-type", 3)]),
        ("Every container has a liveness probe", "7", [("policy-type", 6)]),
    ],
)
def test_the_fields_of_a_constraint(old: str, new: str, expected: list[tuple[str, int]]) -> None:
    pytest.importorskip("cel_expr_python")
    assert kinds(read(CONSTRAINT.replace(old, new))) == expected


def test_a_condition_of_more_than_a_thousand_characters() -> None:
    pytest.importorskip("cel_expr_python")
    long = CONSTRAINT.replace("c, has", "c, " + "true && " * 130 + "has")
    assert kinds(read(long)) == [("constraint-limit", 4)]


def test_a_misspelt_field_is_named_with_the_one_that_was_meant() -> None:
    (unknown, _) = read(CONSTRAINT.replace("condition:", "condition_:")).faults
    assert "without a word" in str(unknown.message)
    assert str(unknown.help) == "Write `condition`."


def test_a_policy_of_v2() -> None:
    (policy,) = read(
        "name: folders/7/policies/run.allowedIngress\n"
        "spec:\n  inheritFromParent: true\n  rules:\n"
        "  - values: {allowedValues: [internal], deniedValues: [all]}\n"
        '    condition: {expression: \'resource.matchTag("1/env", "prod")\'}\n'
    ).policies
    assert (policy.constraint, policy.level, policy.inherits) == (
        "run.allowedIngress",
        "folders",
        True,
    )
    (rule,) = policy.rules
    assert (rule.allowed, rule.denied) == (["internal"], ["all"])
    assert rule.condition.startswith("resource.matchTag")


def test_a_dry_run_is_a_policy_of_its_own() -> None:
    live, dry = read(ENFORCED + "dryRunSpec: {rules: [{enforce: false}]}\n").policies
    assert (live.dry_run, live.rules[0].enforce) == (False, True)
    assert (dry.dry_run, dry.rules[0].enforce) == (True, False)


@pytest.mark.parametrize(
    ("text", "allows", "denies", "allowed"),
    [
        ("listPolicy: {allValues: ALLOW}", True, False, []),
        ("listPolicy: {allValues: DENY}", False, True, []),
        ("listPolicy: {allowedValues: [internal]}", False, False, ["internal"]),
    ],
)
def test_a_list_policy_of_v1(text: str, allows: bool, denies: bool, allowed: list[str]) -> None:
    (policy,) = read(f"constraint: constraints/run.allowedIngress\n{text}\n").policies
    assert policy.constraint == "run.allowedIngress"
    (rule,) = policy.rules
    assert (rule.allow_all, rule.deny_all, rule.allowed) == (allows, denies, allowed)


def test_a_boolean_policy_of_v1_and_its_default() -> None:
    enforced, reset = read(
        "constraint: constraints/custom.x\nbooleanPolicy: {enforced: true}\n",
        "constraint: constraints/custom.x\nrestoreDefault: {}\n",
    ).policies
    assert enforced.rules[0].enforce is True
    assert reset.resets


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("internal, 'is:all', '${VALUE}'", []),
        ("INGRESS_TRAFFIC_INTERNAL_ONLY", ["`internal`"]),
        ("internl, private-ranges-only", ["`internal`", "one of these"]),
    ],
)
def test_values_that_a_constraint_has(values: str, expected: list[str]) -> None:
    new = f"name: projects/p/policies/run.allowedIngress\nspec: {{rules: [{{values: {{allowedValues: [{values}]}}}}]}}\n"
    old = f"constraint: constraints/run.allowedIngress\nlistPolicy: {{deniedValues: [{values}]}}\n"
    for text in (new, old):
        assert [str(fault.help) for fault in read(text).faults] == [
            f"Write {each}." for each in expected
        ]


def test_names_with_underscores_count_and_are_reported() -> None:
    pytest.importorskip("cel_expr_python")
    text = CONSTRAINT.replace("resourceTypes", "resource_types").replace(
        "displayName", "display_name"
    )
    found = read(text)
    assert kinds(found) == [("policy-unknown-field", 2), ("policy-unknown-field", 6)]
    made = found.constraints["custom.probes"]
    assert (made.broken, made.title) == (False, "Every container has a liveness probe")


def test_config_connector() -> None:
    pytest.importorskip("cel_expr_python")
    found = read(
        "apiVersion: orgpolicy.cnrm.cloud.google.com/v1beta1\n"
        "kind: OrgPolicyCustomConstraint\n"
        "metadata: {name: x}\n"
        "spec:\n  resourceID: custom.probes\n  parentRef: {external: '1'}\n"
        "  resourceTypes: [run.googleapis.com/Service]\n  methodTypes: [CREATE]\n"
        "  condition: has(resource.spec)\n  actionType: DENY\n"
    )
    assert kinds(found) == []
    assert found.constraints["custom.probes"].denies is True


def test_lists_as_gcloud_prints_them() -> None:
    found = read(
        f"- name: projects/p/policies/a.b\n  spec: {{}}\n- {ENFORCED.replace(chr(10), chr(10) + '  ')}"
    )
    assert [policy.constraint for policy in found.policies] == ["a.b", "custom.probes"]


def test_what_is_no_policy_is_passed_over() -> None:
    found = read(
        "apiVersion: v1\nkind: ConfigMap\nname: projects/p/policies/x\n", "- a\n- 1\n", "7\n"
    )
    assert found.is_empty
    assert found.faults == []
