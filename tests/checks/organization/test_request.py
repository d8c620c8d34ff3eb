from __future__ import annotations

from typing import Any

from lint.checks.organization.request import completed, stated
from lint.checks.policy.expression_verdict import UNKNOWN
from tests.cloud.manifests import resource_of

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web, annotations: {autoscaling.knative.dev/maxScale: 3, a: true}}
spec:
  template:
    spec:
      timeoutSeconds: "60"
      containers:
      - image: a/b:${TAG}
        ports: [{containerPort: 9000}]
        args: [1, "${X}"]
"""


def data(text: str, with_scalars: bool = False) -> Any:
    resource = resource_of(text)
    return completed(stated(resource), resource, with_scalars)


def test_values_have_the_types_that_gcloud_sends() -> None:
    found = data(SERVICE)
    assert found["metadata"]["annotations"] == {
        "autoscaling.knative.dev/maxScale": "3",
        "a": "true",
    }
    assert found["spec"]["template"]["spec"]["timeoutSeconds"] == 60


def test_unknown_values_stay_unknown_and_what_follows_from_them_too() -> None:
    text = SERVICE.replace("9000", '"${PORT}"').replace(
        "        args:", "        resources: {limits: {cpu: '${CPU}'}}\n        args:"
    )
    found = data(text, with_scalars=True)["spec"]["template"]["spec"]
    (container,) = found["containers"]
    assert container["image"] is UNKNOWN
    assert [each is UNKNOWN for each in container["args"]] == [False, True]
    assert container["startupProbe"]["tcpSocket"]["port"] is UNKNOWN
    assert found["containerConcurrency"] is UNKNOWN
    stated_one = text.replace(
        "      timeoutSeconds", "      containerConcurrency: 5\n      timeoutSeconds"
    )
    assert data(stated_one, True)["spec"]["template"]["spec"]["containerConcurrency"] == 5


def test_maps_are_always_there_and_scalars_only_where_they_are_wanted() -> None:
    text = SERVICE.replace('      timeoutSeconds: "60"\n', "")
    bare, filled = data(text), data(text, with_scalars=True)
    assert bare["spec"]["template"]["metadata"] == {"annotations": {}, "labels": {}}
    assert bare["spec"]["template"]["spec"]["containers"][0]["resources"] == {"limits": {}}
    assert "timeoutSeconds" not in bare["spec"]["template"]["spec"]
    spec = filled["spec"]["template"]["spec"]
    assert (spec["timeoutSeconds"], spec["containerConcurrency"]) == (300, 80)
    assert spec["serviceAccountName"].endswith("@developer.gserviceaccount.com")
    assert spec["containers"][0]["startupProbe"]["tcpSocket"] == {"port": 9000}


def test_a_job_has_its_own_defaults() -> None:
    text = (
        "apiVersion: run.googleapis.com/v1\nkind: Job\nmetadata: {name: j}\n"
        "spec: {template: {spec: {template: {spec: {containers: [{image: a}]}}}}}\n"
    )
    found = data(text, with_scalars=True)["spec"]["template"]["spec"]
    assert found["taskCount"] == 1
    inner = found["template"]["spec"]
    assert (inner["maxRetries"], inner["timeoutSeconds"]) == (3, 600)
    assert "containerConcurrency" not in inner
    assert inner["containers"][0]["env"] == []


def test_malformed_parts_do_not_stop_it() -> None:
    text = SERVICE.partition("spec:")[0] + "spec: {template: [1]}\n"
    assert data(text, with_scalars=True)["spec"]["template"] == [1]
