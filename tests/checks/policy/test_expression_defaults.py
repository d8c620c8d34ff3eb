"""What Cloud Run fills in is filled in, and nothing that is stated is changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.checks.policy.expression_defaults import fill_container, fill_resource, fill_template

DEFAULT_PROBE = {
    "initialDelaySeconds": 0,
    "timeoutSeconds": 240,
    "periodSeconds": 240,
    "failureThreshold": 1,
    "tcpSocket": {"port": 8080},
}
EMPTY: dict[str, Any] = {"args": [], "command": [], "env": [], "volumeMounts": []}
LIMITS = {"limits": {"cpu": "1", "memory": "512Mi"}}


def service(**container: Any) -> dict[str, Any]:
    return {"spec": {"template": {"spec": {"containers": [{"image": "i", **container}]}}}}


def test_a_service_that_states_nothing() -> None:
    resource = service()
    fill_resource(resource, "Service", 0)
    empty = {"annotations": {}, "labels": {}}
    container = {
        "image": "i",
        **EMPTY,
        "resources": LIMITS,
        "ports": [{"containerPort": 8080}],
        "startupProbe": DEFAULT_PROBE,
    }
    numbers = {"timeoutSeconds": 300, "containerConcurrency": 80}
    spec = {"containers": [container], "volumes": [], **numbers}
    template = {"metadata": empty, "spec": spec}
    traffic = [{"latestRevision": True, "percent": 100}]
    assert resource == {"metadata": empty, "spec": {"template": template, "traffic": traffic}}


def test_a_job_that_states_nothing() -> None:
    job: dict[str, Any] = {
        "spec": {"template": {"spec": {"template": {"spec": {"containers": [{}]}}}}}
    }
    fill_resource(job, "Job", 0)
    execution = job["spec"]["template"]["spec"]
    assert execution["taskCount"] == 1
    task = execution["template"]["spec"]
    assert (task["timeoutSeconds"], task["maxRetries"]) == (600, 3)
    assert task["containers"] == [{**EMPTY, "ports": [], "resources": LIMITS}]
    assert task["volumes"] == []
    assert "containerConcurrency" not in task


def test_an_instance_is_its_own_template() -> None:
    instance: dict[str, Any] = {"spec": {"containers": [{}]}}
    fill_resource(instance, "Instance", 0)
    container = {**EMPTY, "ports": [], "resources": LIMITS}
    assert instance["spec"] == {"containers": [container], "volumes": []}
    assert instance["metadata"] == {"annotations": {}, "labels": {}}


def test_a_worker_pool_serves_nothing() -> None:
    pool = service()
    fill_resource(pool, "WorkerPool", 0)
    (container,) = pool["spec"]["template"]["spec"]["containers"]
    assert "startupProbe" not in container
    assert container["ports"] == []
    assert pool["spec"]["instanceSplits"] == [{"latestRevision": True, "percent": 100}]
    assert "traffic" not in pool["spec"]


@pytest.mark.parametrize(("cpu", "concurrency"), [("1", 80), ("500m", 1), ("2", 80), ("${C}", 80)])
def test_with_less_than_one_cpu_an_instance_gets_one_request(cpu: str, concurrency: int) -> None:
    resource = service(resources={"limits": {"cpu": cpu}})
    fill_resource(resource, "Service", 0)
    assert resource["spec"]["template"]["spec"]["containerConcurrency"] == concurrency


def test_0_is_the_same_as_not_stated() -> None:
    template: dict[str, Any] = {"spec": {"timeoutSeconds": 0, "containerConcurrency": 0}}
    fill_template(template, "Service", -1)
    assert template["spec"] == {"timeoutSeconds": 300, "containerConcurrency": 80, "volumes": []}


def test_a_probe_is_completed_and_the_default_one_asks_the_stated_port() -> None:
    container: dict[str, Any] = {"ports": [{"name": "h2c", "containerPort": 9000}]}
    fill_container(container, True)
    assert container["startupProbe"] == {**DEFAULT_PROBE, "tcpSocket": {"port": 9000}}
    container = {"startupProbe": {"periodSeconds": 5}, "readinessProbe": {}}
    fill_container(container, True)
    assert container["startupProbe"] == {
        "initialDelaySeconds": 0,
        "timeoutSeconds": 1,
        "periodSeconds": 5,
        "failureThreshold": 3,
    }
    assert "initialDelaySeconds" not in container["readinessProbe"]


DATA = st.recursive(
    st.none() | st.integers(0, 3) | st.text(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "metadata",
                    "spec",
                    "template",
                    "containers",
                    "resources",
                    "limits",
                    "ports",
                    "env",
                    "startupProbe",
                    "annotations",
                    "cpu",
                    "containerPort",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["metadata", "spec"]), DATA, max_size=2),
    st.sampled_from(["Service", "Job", "WorkerPool", "Instance"]),
)
def test_malformed_parts_stay_as_they_are(resource: dict[str, Any], kind: str) -> None:
    before = deepcopy(resource)
    fill_resource(resource, kind, 0)
    assert _within(before, resource)


def _within(before: Any, after: Any) -> bool:
    """Whether all that was stated is still there; 0 may have become a default."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(_within(before[key], after[key]) for key in before)
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_within, before, after))
    return before == after or before == 0
