"""lint.deploy.gcloud.template: annotations, labels and numbers of the whole resource."""

import pytest

from tests.deploy.gcloud.reading import annotations, kinds, plain, spec, steps_of

DEPLOY = "gcloud run deploy api --image=a "
RUN = "run.googleapis.com/"
SCALE = "autoscaling.knative.dev/"


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        ("", RUN + "startup-cpu-boost", "True"),
        ("--no-cpu-boost", RUN + "startup-cpu-boost", "False"),
        ("--min-instances=2", SCALE + "minScale", "2"),
        ("--min-instances=0", SCALE + "minScale", None),
        ("--max-instances=0", SCALE + "maxScale", "0"),
        ("--max-instances=$M", SCALE + "maxScale", "${M}"),
        ("--min=1", RUN + "minScale", "1"),
        ("--scaling=3", RUN + "manualInstanceCount", "3"),
        ("--scaling=auto", RUN + "scalingMode", "automatic"),
        ("--ingress=internal", RUN + "ingress", "internal"),
        ("--no-default-url", RUN + "default-url-disabled", "True"),
        ("--no-invoker-iam-check", RUN + "invoker-iam-disabled", "True"),
        ("--session-affinity", RUN + "sessionAffinity", "true"),
        ("--no-session-affinity", RUN + "sessionAffinity", None),
        ("--iap", RUN + "iap-enabled", "true"),
        ("--execution-environment=gen2", RUN + "execution-environment", "gen2"),
        ("--vpc-connector=c --vpc-egress=all-traffic", RUN + "vpc-access-egress", "all-traffic"),
        ("--vpc-connector=", RUN + "vpc-access-connector", None),
        (
            "--network=n --subnet=$S --network-tags=a,b",
            RUN + "network-interfaces",
            '[{"network": "n", "subnetwork": "${S}", "tags": ["a", "b"]}]',
        ),
        ("--add-cloudsql-instances=p:r:i", RUN + "cloudsql-instances", "p:r:i"),
        ("--add-cloudsql-instances=$I", RUN + "cloudsql-instances", "${I}"),
        ("--add-cloudsql-instances=$P:r:i,p:r:j", RUN + "cloudsql-instances", "${P}:r:i,p:r:j"),
        (
            "--project=p --region=r --set-cloudsql-instances=i",
            RUN + "cloudsql-instances",
            "p:r:i",
        ),
        ("--set-cloudsql-instances=i", RUN + "cloudsql-instances", "${PROJECT_ID}:${REGION}:i"),
        ("--set-custom-audiences=a,b", RUN + "custom-audiences", '["a", "b"]'),
        ("--update-annotations=x/y=z", "x/y", "z"),
        ("--description=text", RUN + "description", "text"),
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


def test_worker_pools_are_scaled_by_hand():
    found = annotations("gcloud run worker-pools deploy w --image=a --instances=2")
    assert found[RUN + "manualInstanceCount"] == "2"
    assert kinds("gcloud run worker-pools deploy w --image=a --scaling=auto") == [
        ("bad-flag-value", 54)
    ]


def test_dependencies_name_containers():
    line = (
        "gcloud run deploy api --container=app --image=a --port=80 --depends-on=db "
        "--container=db --image=b"
    )
    assert annotations(line)[RUN + "container-dependencies"] == '{"app": ["db"]}'
    assert kinds(line.replace("depends-on=db", "depends-on=x")) == [("container-flags", 72)]


def test_a_revision_is_called_like_its_service():
    root = plain(DEPLOY + "--revision-suffix=v1")
    assert root["spec"]["template"]["metadata"]["name"] == "api-v1"


def test_manual_scaling_has_no_maximum():
    assert kinds(DEPLOY + "--scaling=3 --max=5") == [("conflicting-flags", 45)]


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


def test_a_list_that_is_added_to_may_have_more():
    resource = steps_of("gcloud run services update api --add-cloudsql-instances=p:r:i")[0].resource
    assert resource.open == {"cloudsql"}
