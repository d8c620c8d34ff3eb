"""`identity`: service accounts and encryption keys."""

from __future__ import annotations

import pytest

from tests.checks.judging import rules_of, template


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a@p.iam.gserviceaccount.com", []),
        ("123-compute@developer.gserviceaccount.com", []),
        ("serviceAccount:a@p.iam.gserviceaccount.com", ["CR200"]),
        ("a@example.com", ["CR200"]),
        ("'a b@p.iam.gserviceaccount.com'", ["CR200"]),
        ("web", ["CR201"]),
        ("''", ["CR201"]),
        ("null", []),
        ("$ACCOUNT", []),
        # A word to fill in.
        ("PROJECT_ID@x", []),
    ],
)
def test_service_accounts(text: str, rules: list[str]) -> None:
    assert (
        rules_of("identity", f"spec: {{template: {{spec: {{serviceAccountName: {text}}}}}}}")
        == rules
    )


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "{kind: Service, spec: {template: {metadata: {annotations: {run.googleapis.com/cpu-throttling: 'true'}}}}}",
            [],
        ),
        (
            "{kind: WorkerPool, spec: {template: {metadata: {annotations: {run.googleapis.com/cpu-throttling: 'True'}}}}}",
            ["CR204"],
        ),
        (
            "{kind: WorkerPool, spec: {template: {metadata: {annotations: {run.googleapis.com/cpu-throttling: 'false'}}}}}",
            [],
        ),
    ],
)
def test_throttling_is_for_services(text: str, rules: list[str]) -> None:
    assert rules_of("identity", text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("projects/p/locations/eu/keyRings/r/cryptoKeys/k", []),
        ("projects/p/locations/eu/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1", ["CR202"]),
        ("projects/p/locations/eu/keyRings//cryptoKeys/k", ["CR202"]),
        ("''", ["CR202"]),
        ("$KEY", []),
    ],
)
def test_keys(text: str, rules: list[str]) -> None:
    assert rules_of("identity", template(f"run.googleapis.com/encryption-key: {text}")) == rules


@pytest.mark.parametrize(("location", "rules"), [("eu", []), ("us", ["CR203"]), ("$REGION", [])])
def test_the_region_of_a_key(location: str, rules: list[str]) -> None:
    text = f"""\
metadata: {{labels: {{cloud.googleapis.com/location: {location}}}}}
spec:
  template:
    metadata:
      annotations: {{run.googleapis.com/encryption-key: projects/p/locations/eu/keyRings/r/cryptoKeys/k}}
"""
    assert rules_of("identity", text) == rules
