"""What a deploy step leaves out is unknown: a rule that asks for it says that it cannot know."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.findings import Outcome
from lint.model.options import Options

ASKS = {
    "annotations": "annotations: {required: [run.googleapis.com/ingress]}",
    "labels": "labels: {required: [team]}",
    "cloudsql": 'cloudsql: {instances: ["p:us-central1:main"]}',
    "env": "env: {required: [HOST]}",
    "image": "image: {pinned: digest}",
    "ingress": "ingress: [internal]",
    "resources": "resources: {memory: {min: 1Gi}}",
    "min-instances": "resources: {min-instances: {min: 1}}",
    "timeout": "resources: {timeout: {max: 100s}}",
    "secrets": "secrets: {TOKEN: {secret: token}}",
    "service-account": "service-account: {required: true}",
    "connector": "vpc: {connector: main}",
    "network": "vpc: {network: main}",
    "egress": "vpc: {egress: all-traffic}",
    "assert": "assert: has(container.livenessProbe)",
}
"""A rule of each kind that a service without any other setting than an image breaks."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def judged(rule: str, command: str) -> Outcome:
    if rule.startswith("assert"):
        pytest.importorskip("cel_expr_python")
    Path("rules.yaml").write_text(f"ruleset: own\nrules:\n  OWN1: {{title: t, {rule}}}\n")
    Path("deploy.sh").write_text(f"gcloud run {command}\n")
    options = Options(["deploy.sh"])
    options.rules = ["rules.yaml"]
    return check(options)


@pytest.mark.parametrize("rule", ASKS.values(), ids=ASKS)
def test_an_update_leaves_it_unknown(rule: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    outcome = judged(rule, "services update api --concurrency=10")
    assert [finding.message for finding in outcome.findings] == []
    (reason,) = [entry.reason for entry in outcome.not_run if entry.rule == "OWN1"]
    assert "`gcloud run services update` keeps what it does not state" in reason


@pytest.mark.parametrize("rule", ASKS.values(), ids=ASKS)
def test_a_first_deployment_lacks_it(rule: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    outcome = judged(rule, "deploy api --image=us-docker.pkg.dev/p/r/api:1")
    assert [finding.rule for finding in outcome.findings] == ["OWN1"]
    assert outcome.not_run == []


@pytest.mark.parametrize(
    ("rule", "flags"),
    [
        (ASKS["env"], "--update-env-vars=A=1"),
        (ASKS["env"], "--set-env-vars=$VARIABLES"),
        (ASKS["secrets"], "--update-secrets=A=a:1"),
        (ASKS["cloudsql"], "--set-cloudsql-instances=$INSTANCES"),
        (ASKS["labels"], "--labels=$LABELS"),
    ],
)
def test_a_list_that_may_have_more_is_unknown(rule: str, flags: str) -> None:
    outcome = judged(rule, f"deploy api --image=us-docker.pkg.dev/p/r/api:1 {flags}")
    assert [finding.message for finding in outcome.findings] == []


@pytest.mark.parametrize(
    ("rule", "flags"),
    [
        ("env: {forbidden: [DEBUG]}", "--update-env-vars=DEBUG=1"),
        ("env: {values: {A: {one-of: [b]}}}", "--update-env-vars=A=c"),
        ("secrets: {TOKEN: {secret: token}}", "--update-env-vars=TOKEN=x"),
        (ASKS["resources"], "--memory=512Mi"),
        (ASKS["connector"], "--vpc-connector=other"),
        (ASKS["egress"], "--vpc-egress=private-ranges-only"),
        (ASKS["ingress"], "--ingress=all"),
        ("service-account: {allowed: [a@p.iam.gserviceaccount.com]}", "--service-account=b@p.iam.gserviceaccount.com"),
        ("image: {registries: [us-docker.pkg.dev/p]}", "--image=gcr.io/p/a:1"),
        ("labels: {values: {team: {one-of: [a]}}}", "--update-labels=team=b"),
    ],
)  # fmt: skip
def test_what_an_update_states_is_judged(rule: str, flags: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    outcome = judged(rule, f"services update api {flags}")
    assert [finding.rule for finding in outcome.findings] == ["OWN1"]
