"""`cloud-secret`: versions, states, replication, and secrets that are not there."""

from __future__ import annotations

import pytest

from tests.cloud.command import Run
from tests.cloud.manifests import SERVICE, line_of
from tests.cloud.server import PROJECT, StandIn


@pytest.mark.parametrize(
    ("states", "rule", "needle"),
    [
        ("ENABLED", "LIVE002", 'key: "2"'),
        ("ENABLED DISABLED", "LIVE003", 'key: "2"'),
        ("ENABLED DESTROYED", "LIVE005", 'key: "2"'),
    ],
)
def test_versions(run: Run, project: StandIn, states: str, rule: str, needle: str) -> None:
    project.secret("token", states)
    assert run.found(SERVICE) == [(rule, line_of(SERVICE, needle))]
    run("--live", "service.yaml")
    assert "Use version 1, the newest enabled one" in run.output


def test_a_version_that_awaits_destruction(run: Run, project: StandIn) -> None:
    project.secret("token", "ENABLED DISABLED", scheduled=2)
    assert run.found(SERVICE) == [("LIVE004", line_of(SERVICE, 'key: "2"'))]


def test_latest_is_the_newest_whatever_its_state(run: Run, project: StandIn) -> None:
    project.secret("keys", "ENABLED DISABLED")
    assert run.found(SERVICE) == [("LIVE003", line_of(SERVICE, "secretName: keys"))]
    run("--live", "service.yaml")
    assert "version 2 of secret `keys` (`latest`) is disabled" in run.output


def test_a_secret_that_is_not_there(run: Run, project: StandIn) -> None:
    del project.secrets[f"projects/{PROJECT}/secrets/token"]
    del project.versions[f"projects/{PROJECT}/secrets/token"]
    project.secret("tokens")
    assert run.found(SERVICE) == [("LIVE001", line_of(SERVICE, "name: token"))]
    run("--live", "service.yaml")
    assert "Did you mean `tokens`?" in run.output


def test_a_secret_that_a_rule_demands(run: Run, project: StandIn) -> None:
    (run.folder / "rules.yaml").write_text(
        "ruleset: own\nrules:\n  OWN1:\n    title: x\n    secrets: {API_KEY: {secret: api-key}}\n",
        encoding="utf-8",
    )
    found = run.found(SERVICE, "--live", "--rules", "rules.yaml")
    assert found == [("LIVE001", line_of(SERVICE, "- name: app"))]
    run("--live", "--rules", "rules.yaml", "service.yaml")
    assert "secret `api-key`, which rule OWN1 requires, does not exist" in run.output


def test_replication(run: Run, project: StandIn) -> None:
    project.secret("keys", locations=("europe-west1",))
    assert run.found(SERVICE) == [("LIVE006", line_of(SERVICE, "secretName: keys"))]
