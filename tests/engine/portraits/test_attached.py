from __future__ import annotations

from lint.engine.portraits.attached import demanded
from tests.engine.portraits.drawing import MANIFEST, portrait_of, rows_of


def test_what_the_containers_use_is_there_once() -> None:
    parts = {(part.role, part.title): rows_of(part) for part in portrait_of(MANIFEST).attached}
    assert parts == {
        ("cloud-sql", "shop-project:europe-west1:orders"): [],
        ("secret", "api-key"): [("version", "7")],
        ("secret", "projects/other-project/secrets/far-key"): [("version", "latest")],
        ("volume", "assets"): [("driver", "gcsfuse.run.googleapis.com"), ("bucket", "shop-assets")],
        ("network", "VPC network"): [("connector", "shop-connector"), ("egress", "all-traffic")],
        ("identity", "orders@shop-project.iam.gserviceaccount.com"): [],
    }


def test_what_is_named_and_not_there_is_missing() -> None:
    text = MANIFEST.replace("cloudsql-instances: shop-project:europe-west1:orders", "mesh: x")
    text = text.replace("- name: assets\n", "- name: other\n")
    missing = [part.title for part in portrait_of(text).attached if part.missing]
    assert missing == ["shop-project:europe-west1:orders", "assets"]


def test_egress_without_a_network_is_a_network_that_is_missing() -> None:
    text = MANIFEST.replace("        run.googleapis.com/vpc-access-connector: shop-connector\n", "")
    (network,) = [part for part in portrait_of(text).attached if part.role == "network"]
    assert network.missing


def test_a_direct_network_is_named() -> None:
    interfaces = """network-interfaces: '[{"network":"shop","subnetwork":"run"}]'"""
    text = MANIFEST.replace("vpc-access-connector: shop-connector", interfaces)
    (network,) = [part for part in portrait_of(text).attached if part.role == "network"]
    assert rows_of(network)[:2] == [("network", "shop"), ("subnetwork", "run")]
    assert not network.missing


def test_the_default_account_is_named_as_such() -> None:
    text = MANIFEST.replace("serviceAccountName: orders@shop-project.iam.gserviceaccount.com", "")
    (identity,) = [part for part in portrait_of(text).attached if part.role == "identity"]
    assert identity.title == "the project's default account"


def test_what_a_rule_demands_has_a_part_of_its_own() -> None:
    part = demanded("network")
    assert (part.title, part.missing, rows_of(part)) == ("VPC network", True, [("", "none")])
