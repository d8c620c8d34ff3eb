"""What may be written at a place of a manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.manifest.field_table import ROOTS
from lint.server.outline import Outline
from tests.server.test_completion import CODE, labels, offers

ROOT = Path(__file__).resolve().parents[2]
MANIFESTS = [
    ROOT / "examples" / "netra-staging" / "service.yaml",
    *sorted((ROOT / "schemas" / "schemastore" / "src" / "test").glob("cloud-run-*/*.yaml")),
]
SERVICE = "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: shop\n"
SPEC = SERVICE + "spec:\n  template:\n    spec:\n"
CONTAINER = SPEC + "      containers:\n      - image: europe-docker.pkg.dev/p/r/shop\n"


def test_fields_that_are_not_there_yet_required_ones_first() -> None:
    assert labels(SERVICE + "|") == ["spec"]
    found = labels(SPEC + "      |")
    assert found[0] == "containers"
    assert {"timeoutSeconds", "volumes"} <= set(found)
    assert "image" not in labels(CONTAINER + "        |")
    assert "image" in labels(CONTAINER + "      - |")
    assert "env" in labels(CONTAINER + "        e|\n        resources: {}\n")
    assert "resources" not in labels(CONTAINER + "        e|\n        resources: {}\n")


def test_what_cloud_run_refuses_or_ignores_is_not_offered() -> None:
    found = labels(CONTAINER + "        |")
    assert not {"envFrom", "securityContext", "imagePullPolicy"} & set(found)
    probe = "        livenessProbe:\n          |\n"
    assert {"httpGet", "grpc"} <= set(labels(CONTAINER + probe))
    assert "tcpSocket" not in labels(CONTAINER + probe)
    assert "tcpSocket" in labels(CONTAINER + probe.replace("liveness", "startup"))
    assert "status" not in labels(SERVICE + "|")


@pytest.mark.parametrize(
    ("kind", "probes"),
    [
        ("Service", {"startupProbe", "livenessProbe", "readinessProbe"}),
        ("WorkerPool", {"startupProbe", "livenessProbe"}),
        ("Job", {"startupProbe"}),
    ],
)
def test_probes_by_kind(kind: str, probes: set[str]) -> None:
    text = f"kind: {kind}\nspec:\n  template:\n    spec:\n      containers:\n      - |"
    if kind == "Job":
        text = text.replace("      containers:\n      - |", "      template:\n        spec:\n")
        text += "          containers:\n          - |"
    assert {label for label in labels(text) if label.endswith("Probe")} == probes


def test_an_item_begins_below_the_key_of_a_list() -> None:
    found = {offer.label: offer.insert for offer in offers(SPEC + "      containers:\n        |")}
    assert found["image"] == "- image: "
    assert labels(SPEC + "      containers: [|") == []


def test_annotations_at_their_level() -> None:
    service = labels(SERVICE + "  annotations:\n    run.googleapis.com/|")
    assert "run.googleapis.com/ingress" in service
    assert "run.googleapis.com/vpc-access-egress" not in service
    template = SERVICE + "spec:\n  template:\n    metadata:\n      annotations:\n        "
    revision = labels(template + "run.googleapis.com/cpu-throttling: 'true'\n        |")
    assert "run.googleapis.com/vpc-access-egress" in revision
    assert "run.googleapis.com/ingress" not in revision
    assert "run.googleapis.com/cpu-throttling" not in revision


def test_annotations_that_only_programs_write_are_not_offered() -> None:
    found = labels(SERVICE + "  annotations:\n    |")
    assert not {"run.googleapis.com/build-id", "run.googleapis.com/client-name"} & set(found)
    assert "run.googleapis.com/description" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: |", list(ROOTS)),
        ("kind: Job\napiVersion: |", ["run.googleapis.com/v1"]),
        (
            SERVICE + "  annotations:\n    run.googleapis.com/ingress: |",
            ["all", "internal", "internal-and-cloud-load-balancing"],
        ),
        (
            SERVICE
            + "spec:\n  template:\n    metadata:\n      annotations:\n"
            + "        run.googleapis.com/execution-environment: g|",
            ["gen1", "gen2"],
        ),
        (CONTAINER + "        ports:\n        - name: |", ["http1", "h2c"]),
        (CONTAINER + "        sandboxLauncher: |", ["true", "false"]),
        (CONTAINER + "        image: |", []),
    ],
)
def test_values(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_values_of_texts_are_quoted_where_yaml_reads_something_else() -> None:
    found = offers(CONTAINER + "        resources:\n          limits:\n            cpu: |")
    assert {offer.insert for offer in found} >= {'"1"', '"2"'}
    found = offers(SERVICE + "  annotations:\n    run.googleapis.com/iap-enabled: |")
    assert {offer.insert for offer in found} == {'"true"', '"false"'}
    found = offers(CONTAINER + "        sandboxLauncher: |")
    assert {offer.insert for offer in found} == {"true", "false"}


def test_keys_of_limits() -> None:
    text = CONTAINER + "        resources:\n          limits:\n            cpu: 1\n            |"
    assert labels(text) == ["memory", "nvidia.com/gpu"]


def test_env_vars_that_the_code_reads_and_nothing_sets() -> None:
    env = CONTAINER + "        env:\n        - name: DEBUG\n          value: x\n        - name: |"
    assert labels(env, code=CODE) == ["DB_HOST"]
    assert labels(env) == []
    item = CONTAINER + "        env:\n        - |"
    found = {offer.label: offer.insert for offer in offers(item, code=CODE)}
    assert found["DB_HOST"] == "name: DB_HOST"
    assert found["DEBUG"] == "name: DEBUG"
    assert "PORT" not in found
    assert "value" in found


def test_names_of_the_same_manifest() -> None:
    mounts = "        volumeMounts:\n        - name: |\n"
    volumes = "      volumes:\n      - name: one\n      - name: two\n"
    assert labels(CONTAINER + mounts + volumes) == ["one", "two"]
    secrets = (
        "        env:\n        - name: A\n          valueFrom:\n"
        "            secretKeyRef: {name: db-password, key: latest}\n"
        "        - name: B\n          valueFrom:\n            secretKeyRef: {name: |}\n"
    )
    assert labels(CONTAINER + secrets) == ["db-password"]
    version = secrets.replace("|", "x").replace("latest", "|")
    assert labels(CONTAINER + version) == ["latest"]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_every_key_of_a_manifest_is_offered_where_it_is_typed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for entry in Outline(text).entries:
        head = lines[entry.line][: entry.column]
        if isinstance(entry.path[-1], int) or head.strip(" -"):
            continue
        # The line as it was when its first letter was typed, without what is below it.
        after = entry.line + 1
        while after < len(lines) and _is_below(lines[after], entry.column, "-" not in head):
            after += 1
        typed = head + lines[entry.line][entry.column] + "|"
        before = "\n".join([*lines[: entry.line], typed, *lines[after:]])
        if any(line.startswith(("apiVersion:", "kind:")) for line in before.split("\n")):
            assert entry.path[-1] in labels(before, str(path)), typed


def _is_below(line: str, column: int, with_items: bool) -> bool:
    indent = len(line) - len(line.lstrip())
    is_item = with_items and indent == column and line[indent : indent + 2] == "- "
    return not line or indent > column or is_item


def test_json() -> None:
    text = '{"apiVersion": "serving.knative.dev/v1", "kind": "Service",\n "|": 1}'
    assert [offer.insert for offer in offers(text, "s.json")] == ['"metadata"', '"spec"']
