"""lint.deploy.gcloud.network: the connector, the egress and the interface."""

import pytest

from tests.deploy.gcloud.reading import annotations, steps_of

DEPLOY = "gcloud run deploy api --image=a "
RUN = "run.googleapis.com/"


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("--vpc-connector=c --vpc-egress=all-traffic", RUN + "vpc-access-egress", "all-traffic"),
        ("--vpc-connector=", RUN + "vpc-access-connector", None),
        (
            "--network=n --subnet=$S --network-tags=a,b",
            RUN + "network-interfaces",
            '[{"network": "n", "subnetwork": "${S}", "tags": ["a", "b"]}]',
        ),
    ],
)
def test_annotations(flags, key, value):
    assert annotations(DEPLOY + flags).get(key) == value


def test_a_later_command_removes_the_interface():
    update = "gcloud run services update api --clear-network"
    resource = steps_of(DEPLOY + "--network=n --vpc-egress=all-traffic", update)[1].resource
    found = {key for key, _ in resource.template_annotations.children()}
    assert not found & {RUN + "network-interfaces", RUN + "vpc-access-egress"}
