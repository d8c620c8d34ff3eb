from __future__ import annotations

from tests.cloud.manifests import SERVICE, resource_of
from tests.organization.texts import ENFORCED, given


def test_region_and_project_are_those_of_the_command_line() -> None:
    target = given(ENFORCED, region="us-east1", project="q").target(resource_of(SERVICE))
    assert (target.project, target.region) == ("q", "us-east1")
