"""`lint init`: what it writes loads, fits what it was inferred from, and overwrites nothing."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.command import Done, lint_here

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: shop
  labels: {team: checkout}
  annotations: {run.googleapis.com/ingress: internal}
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/vpc-access-connector: main
        run.googleapis.com/vpc-access-egress: all-traffic
        run.googleapis.com/cloudsql-instances: p:us-central1:db
        autoscaling.knative.dev/minScale: "1"
        autoscaling.knative.dev/maxScale: "10"
    spec:
      serviceAccountName: shop@p.iam.gserviceaccount.com
      containers:
      - image: us-docker.pkg.dev/p/r/shop:1
        ports: [{containerPort: 8080}]
        resources: {limits: {cpu: "1", memory: 1Gi}}
        env:
        - {name: LOG_LEVEL, value: hunter2}
        - {name: PROJECT_ID, value: p}
        - {name: PORT, value: "8080"}
        - {name: EMPTY, value: ""}
        - {name: DB_HOST, value: /cloudsql/p:us-central1:db}
        - name: TOKEN
          valueFrom: {secretKeyRef: {name: shop-token, key: "3"}}
"""

RULES = """\
rules:
  # Service shop: service.yaml:4
  SHOP001:
    title: Service shop has its env vars
    applies-to: {kind: Service, name: shop}
    env:
      required:
        - DB_HOST
        - LOG_LEVEL  # start-up reads it: main.py:2
        - PROJECT_ID
  SHOP002:
    title: Service shop gets its credentials from Secret Manager
    applies-to: {kind: Service, name: shop}
    secrets:
      TOKEN: {secret: shop-token, version: pinned}
  SHOP003:
    title: Traffic of Service shop leaves as it does today
    applies-to: {kind: Service, name: shop}
    vpc: {connector: main, egress: all-traffic}
  SHOP004:
    title: Service shop has its databases attached
    applies-to: {kind: Service, name: shop}
    cloudsql: {instances: ["p:us-central1:db"]}
  SHOP005:
    title: Service shop runs as its service account
    applies-to: {kind: Service, name: shop}
    service-account: {allowed: ["shop@p.iam.gserviceaccount.com"]}
  SHOP006:
    title: Ingress of Service shop is internal
    applies-to: {kind: Service, name: shop}
    ingress: internal
  SHOP007:
    title: The image of Service shop comes from its registry
    applies-to: {kind: Service, name: shop}
    image: {registries: [us-docker.pkg.dev/p/r]}
  SHOP008:
    title: Service shop keeps the resources of today
    applies-to: {kind: Service, name: shop}
    resources:
      cpu: {min: "1"}
      memory: {min: "1Gi"}
      min-instances: {min: 1}
      max-instances: {max: 10}
  SHOP009:
    title: Service shop has its labels
    applies-to: {kind: Service, name: shop}
    labels: {required: [team]}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / ".git").mkdir(parents=True)
    (folder / "service.yaml").write_text(MANIFEST)
    (folder / "Dockerfile").write_text(
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py .\nCMD ["python", "main.py"]\n'
    )
    (folder / "main.py").write_text('import os\nLEVEL = os.environ["LOG_LEVEL"]\n')
    return folder


def init(*words: str, cwd: Path) -> Done:
    done = lint_here("init", *words, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done


def rule_ids(folder: Path) -> list[str]:
    return [
        finding["rule"]
        for finding in json.loads(lint_here("--format", "json", cwd=folder).stdout)["findings"]
    ]


def test_what_a_service_has_becomes_a_rule(shop: Path) -> None:
    done = init(cwd=shop)
    assert done.stdout.startswith("Wrote lint.toml.\nWrote lint-rules.yaml.\n")
    assert tomllib.loads((shop / "lint.toml").read_text()) == {"rules": ["lint-rules.yaml"]}
    text = (shop / "lint-rules.yaml").read_text()
    assert text.partition("rules:\n")[2] == RULES.partition("rules:\n")[2]
    assert "hunter2" not in text + done.stdout


@pytest.mark.slow
def test_the_examples_of_the_rules_that_it_extends_hold_beside_its_own_rules(shop: Path) -> None:
    init(cwd=shop)
    assert lint_here("test", "lint-rules.yaml", cwd=shop).returncode == 0


def test_the_service_that_it_was_inferred_from_is_accepted_as_before(shop: Path) -> None:
    before = rule_ids(shop)
    init(cwd=shop)
    assert rule_ids(shop) == before


@pytest.mark.parametrize(
    ("lost", "rule"),
    [
        ("        - {name: LOG_LEVEL, value: hunter2}\n", "SHOP001"),
        ("        run.googleapis.com/vpc-access-connector: main\n", "SHOP003"),
        ("        run.googleapis.com/cloudsql-instances: p:us-central1:db\n", "SHOP004"),
        ("      serviceAccountName: shop@p.iam.gserviceaccount.com\n", "SHOP005"),
        ("  annotations: {run.googleapis.com/ingress: internal}\n", "SHOP006"),
        ('        autoscaling.knative.dev/minScale: "1"\n', "SHOP008"),
        ("  labels: {team: checkout}\n", "SHOP009"),
    ],
)
def test_what_a_deployment_would_lose_is_reported(shop: Path, lost: str, rule: str) -> None:
    init(cwd=shop)
    assert lost in MANIFEST
    (shop / "service.yaml").write_text(MANIFEST.replace(lost, ""))
    assert rule in rule_ids(shop)


@pytest.fixture
def deploys(tmp_path: Path) -> Path:
    """A project that is deployed by a script."""
    folder = tmp_path / "it's 1 name!"
    folder.mkdir()
    (folder / "deploy.sh").write_text(
        'gcloud run deploy "api-$STAGE" --image=us-docker.pkg.dev/p/r/api:1 --region=us-central1 \\\n'
        "  --vpc-connector=main --set-env-vars=MODE=a --set-secrets=TOKEN=token:latest\n"
    )
    return folder


def test_deploy_steps_are_read_like_manifests(deploys: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    out = init(cwd=deploys).stdout
    text = (deploys / "lint-rules.yaml").read_text()
    assert "ruleset: it-s-1-name\n" in text
    assert 'applies-to: {kind: Service, name: "api-*"}' in text
    assert "TOKEN: {secret: token}" in text
    assert "- id: cloudrun-lint-deploy" in out
    assert "- id: cloudrun-lint\n" not in out
    assert lint_here("--strict", cwd=deploys).returncode == 0


@pytest.mark.slow
def test_examples_hold_beside_the_rules_of_deploy_steps(deploys: Path) -> None:
    init(cwd=deploys)
    assert lint_here("test", "--allow-empty", "lint-rules.yaml", cwd=deploys).returncode == 0


def test_only_what_all_deployments_share_becomes_a_rule(shop: Path) -> None:
    (shop / "prod").mkdir()
    other = MANIFEST.replace("connector: main", "connector: prod").replace("LOG_LEVEL", "OTHER")
    (shop / "prod" / "service.yaml").write_text(other)
    init(cwd=shop)
    text = (shop / "lint-rules.yaml").read_text()
    assert "connector" not in text
    assert "LOG_LEVEL" not in text
    assert "- PROJECT_ID" in text
    assert "# Service shop: prod/service.yaml:4, service.yaml:4" in text


def test_a_dry_run_writes_nothing(shop: Path) -> None:
    out = init("--dry-run", cwd=shop).stdout
    assert "# lint.toml\n" in out
    assert "SHOP001:" in out
    assert sorted(path.name for path in shop.iterdir() if path.suffix in (".toml", ".yaml")) == [
        "service.yaml"
    ]


def test_another_folder_can_be_named(shop: Path) -> None:
    out = init("shop", cwd=shop.parent).stdout
    assert "Wrote shop/lint.toml.\n" in out
    assert "# Service shop: shop/service.yaml:4" in (shop / "lint-rules.yaml").read_text()


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ({"lint.toml": ""}, "lint.toml has settings already"),
        ({"pyproject.toml": "[tool.lint]\n"}, "pyproject.toml has settings already"),
        ({"lint-rules.yaml": "a: b\n"}, "lint-rules.yaml is there already"),
    ],
)
def test_nothing_is_overwritten(shop: Path, there: dict[str, str], message: str) -> None:
    for name, text in there.items():
        (shop / name).write_text(text)
    done = lint_here("init", cwd=shop)
    assert done.returncode == 2
    assert message in done.stderr
    for name, text in there.items():
        assert (shop / name).read_text() == text
    assert not {"lint.toml", "lint-rules.yaml"} <= {path.name for path in shop.iterdir()}


def test_where_nothing_is_deployed_it_says_so(tmp_path: Path) -> None:
    done = lint_here("init", cwd=tmp_path)
    assert done.returncode == 2
    assert "no Cloud Run manifest and no deploy step was found in ." in done.stderr
    assert "there is no folder gone" in lint_here("init", "gone", cwd=tmp_path).stderr


def test_what_is_not_known_makes_no_rule(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n"
        "spec: {template: {spec: {containers: [{image: '${IMAGE}'}]}}}\n"
    )
    out = init(cwd=tmp_path).stdout
    assert "No rule could be inferred" in out
    assert tomllib.loads((tmp_path / "lint.toml").read_text()) == {"rules": ["cloud-run"]}
