"""lint.deploy.gcloud.containers: limits, commands, probes and ports of one container."""

import pytest

from tests.deploy.gcloud.reading import container, kinds, spec, steps_of

DEPLOY = "gcloud run deploy api --image=a "


@pytest.mark.parametrize(
    ("flags", "key", "value"),
    [
        (
            "--cpu=2 --memory=1Gi --gpu=1",
            "resources",
            {"limits": {"cpu": "2", "memory": "1Gi", "nvidia.com/gpu": "1"}},
        ),
        ("--command=/bin/sh --args=-c,x", "command", ["/bin/sh"]),
        ("--command= --args=", "args", None),
        ("--workdir=/srv", "workingDir", "/srv"),
        ("--port=3000", "ports", [{"containerPort": 3000}]),
        ("--port=$PORT", "ports", [{"containerPort": "${PORT}"}]),
        ("--port=default", "ports", None),
        ("--use-http2", "ports", [{"name": "h2c", "containerPort": 8080}]),
        ("--use-http2 --port=9", "ports", [{"containerPort": 9, "name": "h2c"}]),
        ("--no-use-http2", "ports", None),
        (
            "--startup-probe=httpGet.path=/h,httpGet.port=80,failureThreshold=3",
            "startupProbe",
            {"httpGet": {"path": "/h", "port": 80}, "failureThreshold": 3},
        ),
        (
            "--liveness-probe=grpc.port=5,grpc.service=s",
            "livenessProbe",
            {"grpc": {"port": 5, "service": "s"}},
        ),
        ("--readiness-probe=", "readinessProbe", None),
    ],
)
def test_flags(flags, key, value):
    assert container(DEPLOY + flags).get(key) == value


def test_a_number_keeps_its_place():
    (step,) = steps_of(DEPLOY + "--port 3000")
    port = step.resource.containers[0].node.get("ports").items[0].get("containerPort")
    assert (port.value, port.column, port.end_column) == (3000, 40, 44)


def test_a_gpu_of_zero_removes_the_rest_of_it():
    first = DEPLOY + "--gpu=1 --gpu-type=nvidia-l4 --no-gpu-zonal-redundancy"
    last = steps_of(first, "gcloud run services update api --gpu=0")[1].resource
    assert last.containers[0].node.get("resources") is None
    assert last.spec.get("nodeSelector") is None


def test_a_probe_on_the_old_port_follows_the_port():
    first = DEPLOY + "--port=3000 --startup-probe=tcpSocket.port=3000"
    last = steps_of(first, "gcloud run services update api --port=4000")[1].resource
    assert last.containers[0].node.at("startupProbe", "tcpSocket", "port").value == 4000


def test_jobs_have_their_containers_deeper():
    assert spec("gcloud run jobs deploy j --image=a --cpu=2")["containers"] == [
        {"image": "a", "resources": {"limits": {"cpu": "2"}}}
    ]


def test_flags_that_gcloud_overlooks_behind_a_container():
    line = "gcloud run deploy api --container=app --image=a --workdir=/srv"
    assert kinds(line) == [("flag-without-effect", 49)]
    assert steps_of(line)[0].resource.containers[0].node.get("workingDir") is None
