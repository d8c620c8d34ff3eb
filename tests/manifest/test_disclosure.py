"""Which scalars of a manifest the schema allows to show."""

from __future__ import annotations

import json

from lint.manifest.disclosure import HARMLESS_FIELDS, HARMLESS_KEYS, Disclosure
from lint.manifest.field_table import TYPES
from lint.manifest.reader import read_manifest
from lint.manifest.resource import classify
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode

HEAD = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: orders
  annotations: {run.googleapis.com/ingress: all, team: S3CRET}
spec:
  template:
    spec:
      containers:
"""


def schema(name: str) -> dict:
    with open(data_path("schemas", "cloud-run", name), encoding="utf-8") as stream:
        return json.load(stream)


def test_the_table_names_fields_that_the_schema_has():
    for type_name, fields in HARMLESS_FIELDS.items():
        assert set(fields.split()) <= set(TYPES[type_name]), type_name


def test_the_annotations_of_the_table_are_known_ones():
    table = schema("annotations.json")
    known = set(table["annotations"]) | set(table["output-only"])
    others = {"bucketName", "mountOptions"} | {
        f"run.googleapis.com/{key}" for key in ("accelerator", "client-version", "operation-id")
    }
    # Keys of previews, which the API's own list leaves out, with numbers, names and enums.
    previews = (
        "iap-enabled identity-certificate-enabled max-surge max-unavailable mesh mesh-dataplane"
        " overflow-scaling regions scaling-concurrency-target scaling-cpu-target ssh-enabled"
    )
    others |= {f"run.googleapis.com/{key}" for key in previews.split()}
    others.add("apphub.cloud.google.com/functional-type")
    assert known - HARMLESS_KEYS == {
        "run.googleapis.com/build-environment-variables",
        "run.googleapis.com/description",
    }
    assert HARMLESS_KEYS - known == others


def shown(text: str) -> set[str]:
    root = read_manifest("a.yaml", text.encode()).documents[0].root
    assert isinstance(root, MappingNode)
    return {node.text for node in Disclosure(root, classify(root)[0] or "").shown()}


def test_names_numbers_and_images_are_shown_and_values_are_not():
    text = HEAD + (
        "      - {image: gcr.io/p/a, env: [{name: A, value: S3CRET}], args: [S3CRET],\n"
        "         ports: [{containerPort: 80a}]}\n"
    )
    assert {"orders", "all", "gcr.io/p/a", "A", "80a", "team"} <= shown(text)
    assert "S3CRET" not in shown(text)


def test_a_scalar_that_two_places_share_is_shown_when_both_allow_it():
    env = "        env: [{name: B, value: *it}]\n"
    assert "S3CRET" not in shown(HEAD + "      - image: &it S3CRET\n" + env)
