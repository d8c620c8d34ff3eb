from __future__ import annotations

import pytest

from tests.checks.organization.judging import SERVICE, judged

INGRESS = "run.allowedIngress"
EGRESS = "run.allowedVPCEgress"
BINARY = "run.allowedBinaryAuthorizationPolicies"


def values(constraint: str, allowed: str) -> str:
    return (
        f"name: projects/p/policies/{constraint}\n"
        f"spec: {{rules: [{{values: {{allowedValues: [{allowed}]}}}}]}}\n"
    )


def enforce(constraint: str) -> str:
    return f"name: projects/p/policies/{constraint}\nspec: {{rules: [{{enforce: true}}]}}\n"


def rules(text: str, *policies: str, region: str = "") -> list[tuple[str, str, int]]:
    findings, _ = judged(text, *policies, region=region)
    return [(found.rule, found.severity, found.place.line) for found in findings]


@pytest.mark.parametrize(
    ("stated", "allowed", "expected"),
    [
        ("internal", "internal", []),
        ("internal", "all", [("POL110", "error", 6)]),
        ("all", "internal, internal-and-cloud-load-balancing", [("POL110", "error", 6)]),
    ],
)
def test_ingress(stated: str, allowed: str, expected: list[tuple[str, str, int]]) -> None:
    text = SERVICE.replace("ingress: internal", f"ingress: {stated}")
    assert rules(text, values(INGRESS, allowed)) == expected


def test_a_service_without_the_annotation_is_open_to_all() -> None:
    text = SERVICE.replace("    run.googleapis.com/ingress: internal\n", "    a: b\n")
    (finding,), _ = judged(text, values(INGRESS, "internal"))
    assert (finding.rule, finding.severity, finding.place.line) == ("POL110", "error", 4)
    assert rules(text, values(INGRESS, "all")) == []
    findings, not_run = judged(text, values(INGRESS, "internal"), opened="annotations")
    assert (findings, len(not_run)) == ([], 1)


def test_ingress_is_nothing_of_a_job() -> None:
    job = (
        "apiVersion: run.googleapis.com/v1\nkind: Job\nmetadata: {name: j}\n"
        "spec: {template: {spec: {template: {spec: {containers: [{image: a/b}]}}}}}\n"
    )
    assert judged(job, values(INGRESS, "internal")) == ([], [])


def test_a_placeholder_as_ingress() -> None:
    text = SERVICE.replace("ingress: internal", "ingress: ${INGRESS}")
    findings, not_run = judged(text, values(INGRESS, "internal"))
    assert (findings, len(not_run)) == ([], 1)
    deny = f"name: projects/p/policies/{INGRESS}\nspec: {{rules: [{{denyAll: true}}]}}\n"
    assert rules(text, deny) == [("POL110", "error", 6)]


def test_egress() -> None:
    policy = values(EGRESS, "all-traffic")
    assert rules(SERVICE, policy) == [("POL111", "error", 11)]
    set_ = SERVICE.replace(
        "connector: shared\n",
        "connector: shared\n        run.googleapis.com/vpc-access-egress: all-traffic\n",
    )
    assert rules(set_, policy) == []
    without = SERVICE.replace("run.googleapis.com/vpc-access-connector: shared", "a: b")
    findings, not_run = judged(without, policy)
    assert findings == []
    assert "without VPC access" in not_run[0]


def test_binary_authorization() -> None:
    policy = values(BINARY, "default")
    assert rules(SERVICE, policy) == [("POL112", "warning", 4)]
    with_key = "ingress: internal\n    run.googleapis.com/binary-authorization: {}\n"
    default = SERVICE.replace("ingress: internal\n", with_key.format("default"))
    other = SERVICE.replace("ingress: internal\n", with_key.format("projects/p/x"))
    assert rules(default, policy) == []
    assert rules(other, policy) == [("POL112", "error", 7)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("'true'", [("POL113", "error", 7)]), ("'false'", []), ("${OFF}", [])],
)
def test_invokers(value: str, expected: list[tuple[str, str, int]]) -> None:
    line = f"ingress: internal\n    run.googleapis.com/invoker-iam-disabled: {value}\n"
    text = SERVICE.replace("ingress: internal\n", line)
    assert rules(text, enforce("run.managed.requireInvokerIam")) == expected
    assert rules(SERVICE, enforce("run.managed.requireInvokerIam")) == []


def test_regions() -> None:
    policy = values("gcp.resourceLocations", "'in:europe-west1-locations', europe-west4")
    assert rules(SERVICE, policy, region="europe-west1") == []
    assert rules(SERVICE, policy, region="europe-west4") == []
    assert rules(SERVICE, policy, region="us-east1") == [("POL114", "error", 4)]
    findings, not_run = judged(SERVICE, policy)
    assert findings == []
    assert not_run == ["gcp.resourceLocations cannot be decided: pass --region"]
    two = SERVICE.replace(
        "  name: web\n", "  name: web\n  labels: {cloud.googleapis.com/location: 'a,b'}\n"
    )
    findings, not_run = judged(two, policy)
    assert (findings, len(not_run)) == ([], 1)
    groups = values("gcp.resourceLocations", "'in:eu-locations'")
    findings, not_run = judged(SERVICE, groups, region="us-east1")
    assert findings == []
    assert "group of values" in not_run[0]


def test_encryption_keys() -> None:
    policy = (
        "name: projects/p/policies/gcp.restrictNonCmekServices\n"
        "spec: {rules: [{values: {deniedValues: ['is:run.googleapis.com']}}]}\n"
    )
    assert rules(SERVICE, policy) == [("POL115", "warning", 4)]
    assert rules(SERVICE, policy.replace("run.", "storage.")) == []
    keyed = SERVICE.replace(
        "run.googleapis.com/vpc-access-connector", "run.googleapis.com/encryption-key"
    )
    assert rules(keyed, policy) == []


def test_the_default_service_account() -> None:
    policy = enforce("iam.automaticIamGrantsForDefaultServiceAccounts")
    assert rules(SERVICE, policy) == []
    text = SERVICE.replace("      serviceAccountName: web@p.iam.gserviceaccount.com\n", "")
    assert rules(text, policy) == [("POL116", "info", 4)]


def test_a_dry_run_is_info() -> None:
    policy = values(INGRESS, "all").replace("spec", "dryRunSpec")
    (finding,), _ = judged(SERVICE, policy)
    assert (finding.rule, finding.severity) == ("POL110", "info")


def test_the_policy_is_the_other_place() -> None:
    (finding,), _ = judged(SERVICE, values(INGRESS, "all"))
    assert [str(related.place) for related in finding.related] == ["1.yaml:2:17"]
