from __future__ import annotations

import pytest
from google.cloud import run_v2

from lint.cloud.drift import losses
from lint.cloud.google.cloud_run import message_data
from lint.cloud.inventory import Inventory
from lint.cloud.lookups import ResourceLookups
from lint.cloud.settings_summary import shape_of
from lint.cloud.target import Target
from lint.cloud.v2.service import convert
from tests.cloud.manifests import JOB, POOL, SERVICE, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")
MESSAGES = {"Service": run_v2.Service, "Job": run_v2.Job, "WorkerPool": run_v2.WorkerPool}


def lost(live: str, file: str) -> list[tuple[str, str, str]]:
    """What a deploy of `file` takes from what a deploy of `live` has made."""
    converted = convert(resource_of(live), TARGET)
    message = MESSAGES[converted.kind](converted.body)
    view = ResourceLookups(resource_of(file), TARGET, {}, Inventory.validates)
    shape = shape_of(converted.kind, message_data(message))
    return [
        (loss.kind, loss.name, loss.detail) for loss in losses(shape, view.planned, view.stated)
    ]


@pytest.mark.parametrize("text", [SERVICE, JOB, POOL])
def test_nothing_is_lost_by_the_same_file(text: str) -> None:
    assert lost(text, text) == []


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        ("            - name: MODE\n              value: blue-green-mode\n", [("env", "MODE", "")]),
        ("        run.googleapis.com/cloudsql-instances: shop-staging:us-central1:main\n",
         [("cloudsql", "shop-staging:us-central1:main", "")]),
        ("        run.googleapis.com/vpc-access-connector: egress\n"
         "        run.googleapis.com/vpc-access-egress: all-traffic\n", [("connector", "egress", "")]),
        ("        run.googleapis.com/vpc-access-egress: all-traffic\n",
         [("setting", "run.googleapis.com/vpc-access-egress", "all-traffic")]),
        ("    run.googleapis.com/ingress: internal\n",
         [("setting", "run.googleapis.com/ingress", "internal")]),
        ("        autoscaling.knative.dev/minScale: \"1\"\n",
         [("setting", "autoscaling.knative.dev/minScale", "1")]),
        ("        run.googleapis.com/cpu-throttling: \"false\"\n",
         [("setting", "run.googleapis.com/cpu-throttling", "")]),
        ("      serviceAccountName: web@shop-staging.iam.gserviceaccount.com\n",
         [("setting", "serviceAccountName", "")]),
        ("      timeoutSeconds: 60\n", [("setting", "timeoutSeconds", "60s")]),
        ("    team: shop\n", [("label", "team", "")]),
        ("          livenessProbe:\n            httpGet:\n              path: /alive\n",
         [("probe", "liveness", "")]),
        ("      volumes:\n        - name: keys\n          secret:\n            secretName: keys\n",
         [("volume", "keys", "secret")]),
        ("      tag: blue\n", [("tag", "blue", "")]),
    ],
)  # fmt: skip
def test_what_is_cut_is_lost(cut: str, expected: list[tuple[str, str, str]]) -> None:
    assert cut in SERVICE
    assert lost(SERVICE, SERVICE.replace(cut, "")) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ingress: internal", "ingress: all"),
        ('cpu-throttling: "false"', 'cpu-throttling: "true"'),
        ("vpc-access-connector: egress", "vpc-access-connector: ${CONNECTOR}"),
        ("cloudsql-instances: shop-staging:us-central1:main", "cloudsql-instances: ${DB}"),
        ("timeoutSeconds: 60", "timeoutSeconds: 300"),
        ("name: app", "name: renamed"),
        ("value: blue-green-mode", "value: green"),
        ("name: keys\n          secret", "name: keys2\n          secret"),
        ("run.googleapis.com/vpc-access-connector: egress",
         "run.googleapis.com/network-interfaces: '[{\"network\": \"n\"}]'"),
    ],
)  # fmt: skip
def test_a_change_is_no_loss(old: str, new: str) -> None:
    assert old in SERVICE
    assert lost(SERVICE, SERVICE.replace(old, new)) == []


def test_a_secret_that_becomes_a_plain_value() -> None:
    start, end = SERVICE.index("              valueFrom:"), SERVICE.index("          resources:")
    text = SERVICE[:start] + "              value: plain\n" + SERVICE[end:]
    assert lost(SERVICE, text) == [("secret", "TOKEN", "token")]


def test_a_secret_that_is_gone() -> None:
    start, end = SERVICE.index("            - name: TOKEN"), SERVICE.index("          resources:")
    assert lost(SERVICE, SERVICE[:start] + SERVICE[end:]) == [("env", "TOKEN", "token")]


def test_a_container_that_is_gone() -> None:
    sidecar = "        - name: proxy\n          image: us-docker.pkg.dev/shop/app/proxy:1\n"
    live = SERVICE.replace("      containers:\n", "      containers:\n" + sidecar)
    assert lost(live, SERVICE) == [("container", "proxy", "")]


def test_the_default_account_is_nothing_to_lose() -> None:
    account = "123-compute@developer.gserviceaccount.com"
    live = SERVICE.replace("web@shop-staging.iam.gserviceaccount.com", account)
    line = "      serviceAccountName: web@shop-staging.iam.gserviceaccount.com\n"
    assert lost(live, SERVICE.replace(line, "")) == []
