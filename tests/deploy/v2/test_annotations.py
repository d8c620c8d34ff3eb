from __future__ import annotations

from lint.deploy.terraform.fields import Field
from lint.deploy.terraform.fields import field_of as resource_type
from lint.deploy.v2.annotations import _FIELDS, field_of, system_keys


def test_every_field_is_one_of_the_resource() -> None:
    root = resource_type("google_cloud_run_v2_service")
    for path in _FIELDS.values():
        found = []
        for start in (root, root.fields["template"]):
            field: Field | None = start
            for name in path.split("."):
                field = field.fields.get(name) if field is not None else None
            found.append(field)
        assert any(found), path


def test_the_api_writes_it_in_its_own_way() -> None:
    assert field_of("run.googleapis.com/vpc-access-egress") == "vpc_access.egress"
    assert field_of("run.googleapis.com/vpc-access-egress", camel=True) == "vpcAccess.egress"
    assert field_of("run.googleapis.com/other") == ""
    assert system_keys(["a/b", "serving.knative.dev/creator"]) == ["serving.knative.dev/creator"]
