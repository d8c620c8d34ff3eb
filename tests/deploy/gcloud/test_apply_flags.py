"""lint.deploy.gcloud.apply_flags: annotations, labels and numbers of the whole resource."""

import pytest

from tests.deploy.gcloud.reading import annotations, plain, spec, steps_of

DEPLOY = "gcloud run deploy api --image=a "
RUN = "run.googleapis.com/"


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("--set-custom-audiences=a,b", RUN + "custom-audiences", '["a", "b"]'),
        ("--update-annotations=x/y=z", "x/y", "z"),
        ("--region=us-east1,us-west1", RUN + "regions", "us-east1,us-west1"),
        ("--regions=us-east1,us-west1", RUN + "regions", "us-east1,us-west1"),
    ],
)
def test_annotations(flags, key, value):
    assert annotations(DEPLOY + flags).get(key) == value


def test_the_tracks_write_the_launch_stage():
    assert annotations("gcloud beta run deploy api --image=a")[RUN + "launch-stage"] == "BETA"


def test_labels_are_those_of_the_template_too():
    root = plain(DEPLOY + "--labels=team=x")
    assert root["metadata"]["labels"] == {"team": "x"}
    assert root["spec"]["template"]["metadata"]["labels"] == {"team": "x"}


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("--concurrency=8", "containerConcurrency", 8),
        ("--timeout=2h", "timeoutSeconds", 7200),
        ("--timeout=$T", "timeoutSeconds", "${T}"),
        ("--service-account=sa", "serviceAccountName", "sa"),
        ("--gpu-type=nvidia-l4", "nodeSelector", {RUN + "accelerator": "nvidia-l4"}),
    ],
)
def test_fields(flags, key, value):
    assert spec(DEPLOY + flags)[key] == value


def test_jobs():
    root = plain(
        "gcloud run jobs deploy j --image=a --tasks=5 --parallelism=2 --max-retries=0 --task-timeout=1h"
    )
    execution = root["spec"]["template"]["spec"]
    assert (execution["taskCount"], execution["parallelism"]) == (5, 2)
    inner = execution["template"]["spec"]
    assert (inner["maxRetries"], inner["timeoutSeconds"]) == (0, 3600)


def test_a_revision_is_called_like_its_service():
    root = plain(DEPLOY + "--revision-suffix=v1")
    assert root["spec"]["template"]["metadata"]["name"] == "api-v1"


def test_later_commands_add_and_remove():
    first = (
        DEPLOY + "--add-cloudsql-instances=p:r:i --network=n --set-custom-audiences=a --labels=x=1"
    )
    update = (
        "gcloud run services update api --add-cloudsql-instances=p:r:j --clear-network "
        "--add-custom-audiences=b --remove-labels=x --clear-binary-authorization"
    )
    resource = steps_of(first, update)[1].resource
    found = {key: node.value for key, node in resource.template_annotations.children()}
    assert found[RUN + "cloudsql-instances"] == "p:r:i,p:r:j"
    assert RUN + "network-interfaces" not in found
    assert resource.annotations.get(RUN + "custom-audiences").value == '["a", "b"]'
    assert resource.labels is None
    assert not resource.partial
