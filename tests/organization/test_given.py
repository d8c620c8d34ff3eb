from __future__ import annotations

from lint.deploy.file import DeployFile
from tests.cloud.manifests import SERVICE, resource_of
from tests.organization.texts import ENFORCED, given


def test_region_and_project_are_those_of_the_command_line() -> None:
    target = given(ENFORCED, region="us-east1", project="q").target(resource_of(SERVICE))
    assert (target.project, target.region) == ("q", "us-east1")


def test_a_deploy_step_states_project_and_region() -> None:
    text = DeployFile("deploy.sh", b"us-east1 my-project").text
    region, project = text.cut(0, 8), text.cut(9, 19)
    resource = resource_of(SERVICE)
    policies = given(ENFORCED)
    assert policies.region_place(resource) is None
    policies.of_step(resource, project, region)
    target = policies.target(resource)
    assert (target.project, target.region) == ("my-project", "us-east1")
    assert str(policies.region_place(resource)) == "deploy.sh:1:1"
    flagged = given(ENFORCED, region="us-west1", project="q")
    flagged.of_step(resource, project, region)
    assert flagged.target(resource).region == "us-west1"
    assert flagged.region_place(resource) is None
