"""What a resource needs of the cloud, by full names."""

from __future__ import annotations

from typing import Any

import pytest

from lint.cloud.references import (
    Use,
    connector_use,
    instance_uses,
    named_revisions,
    own_revision,
    secret_uses,
    service_account,
)
from lint.cloud.target import Target
from lint.yaml.tree import ScalarNode
from tests.cloud.manifests import JOB, POOL, SERVICE, line_of, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")
NOWHERE = Target("", "", "", "")
OWN = "projects/shop-staging/secrets"


def uses(text: str, target: Target = TARGET, **demanded: str) -> list[tuple[str, str, str, int]]:
    """Who needs which secret in which version, and the line that says so."""
    found = secret_uses(resource_of(text), target, demanded)
    return [(use.user, use.secret.name, use.version_text, use.node.line) for use in found]


def changed(old: str, new: str) -> str:
    assert old in SERVICE
    return SERVICE.replace(old, new)


def test_secrets_of_env_vars_and_volumes() -> None:
    assert uses(SERVICE) == [
        ("env var `TOKEN`", f"{OWN}/token", "2", line_of(SERVICE, "                  name: token")),
        ("volume `keys`", f"{OWN}/keys", "latest", line_of(SERVICE, "secretName: keys")),
    ]
    assert uses(JOB)[0][1:3] == (f"{OWN}/token", "latest")
    assert uses(POOL) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: token\n", "name: far\n", ("projects/99/secrets/far-key", "2")),
        ("name: token\n", "name: projects/1/secrets/x\n", ("projects/1/secrets/x", "2")),
        ('key: "2"', 'key: "0"', (f"{OWN}/token", "")),
        ('key: "2"', "key: ${V}", (f"{OWN}/token", "")),
        ('key: "2"', "key: prod", (f"{OWN}/token", "prod")),
        ("name: token\n", "name: ${TOKEN}\n", None),
        ("name: token\n", "name: not/a/name\n", None),
        ("name: token\n", "name: [token]\n", None),
    ],
)
def test_the_name_and_the_version(old: str, new: str, expected: tuple[str, str] | None) -> None:
    found = [entry[1:3] for entry in uses(changed(old, new)) if entry[0].startswith("env var")]
    assert found == ([expected] if expected else [])


def test_without_a_project_only_full_names_are_known() -> None:
    assert uses(SERVICE, NOWHERE) == []
    assert len(uses(changed("name: token\n", "name: projects/1/secrets/x\n"), NOWHERE)) == 1


def test_the_items_of_a_volume_name_versions() -> None:
    items = "secretName: keys, items: [{key: '3', path: a}, {key: latest, path: b}, {path: c}]"
    text = changed("secret:\n            secretName: keys", f"secret: {{{items}}}")
    assert [entry[1:3] for entry in uses(text) if entry[0] == "volume `keys`"] == [
        (f"{OWN}/keys", version) for version in ("3", "latest", "")
    ]


def test_a_secret_that_a_rule_demands_counts_where_nobody_names_it() -> None:
    found = list(secret_uses(resource_of(SERVICE), TARGET, {"token": "R1", "other": "R2"}))
    assert [(use.demand, use.secret.name) for use in found if use.demand] == [
        ("R2", f"{OWN}/other")
    ]
    assert found[-1].node.line == line_of(SERVICE, "- name: app")
    assert found[0].policy.kind == "policy"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("egress", "projects/shop-staging/locations/us-central1/connectors/egress"),
        ("projects/a/locations/b/connectors/c", "projects/a/locations/b/connectors/c"),
        ("projects/a/connectors/c", None),
        ("${CONNECTOR}", None),
        ("No Connector", None),
        ("''", None),
    ],
)
def test_the_connector(value: str, name: str | None) -> None:
    text = changed("vpc-access-connector: egress", f"vpc-access-connector: {value}")
    use = connector_use(resource_of(text), TARGET)
    assert (use.question.name if use else None) == name
    if use is not None:
        assert (use.question.kind, use.node.line) == (
            "connector",
            line_of(text, "vpc-access-connector"),
        )


def test_a_connector_by_its_id_needs_a_region() -> None:
    assert connector_use(resource_of(SERVICE), NOWHERE) is None
    assert connector_use(resource_of(JOB), TARGET) is None


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("shop-staging:us-central1:main", ["shop-staging:us-central1:main"]),
        ("a:b:c, example.com:d:e:f", ["a:b:c", "example.com:d:e:f"]),
        ("main", []),
        ("a:b:c:d:e", []),
        ("a:b:${I}", []),
    ],
)
def test_instances(value: str, names: list[str]) -> None:
    text = changed("shop-staging:us-central1:main", value)
    assert [use.question.name for use in instance_uses(resource_of(text))] == names


def names_of(nodes: Any) -> list[str]:
    return [node.text for node in nodes]


def test_revisions_that_are_named_but_for_the_one_to_be_made() -> None:
    assert names_of(named_revisions(resource_of(SERVICE))) == ["web-1"]
    assert names_of(named_revisions(resource_of(POOL))) == ["workers-0"]
    assert list(named_revisions(resource_of(JOB))) == []
    own = SERVICE.replace("    metadata:\n", "    metadata:\n      name: web-1\n", 1)
    made = own_revision(resource_of(own))
    assert isinstance(made, ScalarNode)
    assert made.text == "web-1"
    assert names_of(named_revisions(resource_of(own))) == []
    assert names_of(named_revisions(resource_of(changed("web-1", "${REVISION}")))) == []


@pytest.mark.parametrize(
    ("text", "made"),
    [(POOL, "workers-1"), (SERVICE, None), (JOB, None), (POOL.replace("workers-1", "${R}"), None)],
)
def test_the_name_of_the_revision_to_be_made(text: str, made: str | None) -> None:
    node = own_revision(resource_of(text))
    assert (node.text if node is not None else None) == made


@pytest.mark.parametrize(
    ("written", "target", "number", "account"),
    [
        ("web@shop.iam.gserviceaccount.com", TARGET, "", "web@shop.iam.gserviceaccount.com"),
        ("web", TARGET, "1", "web@shop-staging.iam.gserviceaccount.com"),
        ("web", NOWHERE, "1", ""),
        ("${ACCOUNT}", TARGET, "1", ""),
        ("", TARGET, "12", "12-compute@developer.gserviceaccount.com"),
        ("''", TARGET, "12", "12-compute@developer.gserviceaccount.com"),
        ("", TARGET, "", ""),
    ],
)
def test_the_account_that_the_resource_runs_as(
    written: str, target: Target, number: str, account: str
) -> None:
    text = changed("web@shop-staging.iam.gserviceaccount.com", written)
    assert service_account(resource_of(text), target, number) == account


def test_a_use_is_a_place_and_a_question() -> None:
    (use,) = instance_uses(resource_of(SERVICE))
    assert isinstance(use, Use)
    assert use.node.line == line_of(SERVICE, "cloudsql-instances")
