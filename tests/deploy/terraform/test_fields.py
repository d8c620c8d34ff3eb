"""The table of fields: field by field, it is what the resource nodes and the vocabulary know."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lint.deploy.terraform.fields import BLOCKS, KINDS, Field, field_of

FACTS = Path(__file__).resolve().parents[4].joinpath("shared/reference/terraform-fields.tsv")
SHARED = [FACTS, Path("/work/shared/reference/terraform-fields.tsv")]
NAMES = {
    "v2_service": "google_cloud_run_v2_service",
    "v2_job": "google_cloud_run_v2_job",
    "v2_worker_pool": "google_cloud_run_v2_worker_pool",
    "service": "google_cloud_run_service",
}


def paths(field: Field, way: str = "") -> dict[str, Field]:
    found = {}
    for name, below in field.fields.items():
        found[way + name] = below
        found.update(paths(below, f"{way}{name}."))
    return found


@pytest.mark.parametrize("resource_type", KINDS)
def test_every_field_has_a_type(resource_type: str) -> None:
    for path, field in paths(field_of(resource_type)).items():
        assert field.type in {*BLOCKS, "string", "int", "float", "bool", "map", "list"}, path
        assert bool(field.fields) == (field.type in BLOCKS), path


def test_constraints_are_read() -> None:
    found = paths(field_of("google_cloud_run_v2_service"))
    assert found["location"].required
    assert found["deletion_protection"].only_here
    assert found["template"].most == 1
    assert found["template.timeout"].duration
    assert found["template.containers"].most == 0
    assert found["template.containers.ports"].most == 1
    assert found["template.vpc_access.connector"].not_with == "network_interfaces"
    assert found["template.vpc_access.egress"].values == ("ALL_TRAFFIC", "PRIVATE_RANGES_ONLY")
    assert found["ingress"].from_api
    v1 = paths(field_of("google_cloud_run_service"))
    assert v1["template.spec.containers.liveness_probe.grpc"].one_of


def test_unknown_types_have_no_fields() -> None:
    with pytest.raises(KeyError):
        field_of("google_storage_bucket")


def test_the_table_is_that_of_the_facts() -> None:
    facts = next((path for path in SHARED if path.is_file()), None)
    if facts is None:
        pytest.skip("the table of facts is not there")
    with facts.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected: dict[str, dict[str, bool]] = {}
    for row in rows:
        if row["tf_path"]:
            flags = row["flags"].split(",")
            expected.setdefault(NAMES[row["resource"]], {})[row["tf_path"]] = "required" in flags
    for resource_type in KINDS:
        found = paths(field_of(resource_type))
        assert {path: field.required for path, field in found.items()} == expected[resource_type]
