"""v1 to v2 and back: lint.cloud.v2 and lint.deploy.v2 agree on every field that both know."""

from __future__ import annotations

import pytest

from lint.cloud.target import Target
from lint.cloud.v2.service import convert as to_v2
from lint.yaml.tree import MappingNode
from tests.cloud.manifests import JOB, POOL, SERVICE
from tests.cloud.manifests import resource_of as of_manifest
from tests.deploy.v2.bodies import body_of, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")
FULL = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  labels: {team: shop}
  annotations:
    run.googleapis.com/ingress: internal-and-cloud-load-balancing
    run.googleapis.com/launch-stage: BETA
    run.googleapis.com/description: The shop
    run.googleapis.com/binary-authorization: default
    run.googleapis.com/binary-authorization-breakglass: on call
    run.googleapis.com/custom-audiences: '["https://shop.example.com"]'
    run.googleapis.com/default-url-disabled: 'true'
    run.googleapis.com/invoker-iam-disabled: 'true'
    run.googleapis.com/iap-enabled: 'false'
    run.googleapis.com/minScale: '2'
    run.googleapis.com/maxScale: '9'
    run.googleapis.com/scalingMode: automatic
    example.com/owner: shop
spec:
  template:
    metadata:
      name: web-2
      labels: {tier: front}
      annotations:
        autoscaling.knative.dev/minScale: '1'
        autoscaling.knative.dev/maxScale: '4'
        run.googleapis.com/cpu-throttling: 'true'
        run.googleapis.com/startup-cpu-boost: 'true'
        run.googleapis.com/sessionAffinity: 'true'
        run.googleapis.com/health-check-disabled: 'false'
        run.googleapis.com/execution-environment: gen2
        run.googleapis.com/encryption-key: projects/p/locations/l/keyRings/r/cryptoKeys/k
        run.googleapis.com/post-key-revocation-action-type: shut-down
        run.googleapis.com/encryption-key-shutdown-hours: '5'
        run.googleapis.com/gpu-zonal-redundancy-disabled: 'true'
        run.googleapis.com/mesh: projects/p/locations/global/meshes/m
        run.googleapis.com/network-interfaces: '[{"network": "default", "subnetwork": "s", "tags": ["web"]}]'
        run.googleapis.com/vpc-access-egress: private-ranges-only
        run.googleapis.com/container-dependencies: '{"app": ["proxy"]}'
        run.googleapis.com/secrets: far-key:projects/99/secrets/far-key
    spec:
      containerConcurrency: 40
      timeoutSeconds: 120
      serviceAccountName: web@shop.iam.gserviceaccount.com
      nodeSelector: {run.googleapis.com/accelerator: nvidia-l4}
      containers:
      - name: app
        image: us-docker.pkg.dev/shop/app/web:1
        command: [serve]
        args: [--all]
        workingDir: /srv
        ports: [{name: h2c, containerPort: 8000}]
        env:
        - {name: MODE, value: live}
        - {name: TOKEN, valueFrom: {secretKeyRef: {name: far-key, key: '3'}}}
        resources: {limits: {cpu: '8', memory: 32Gi, nvidia.com/gpu: '1'}}
        volumeMounts: [{name: keys, mountPath: /keys, subPath: a}, {name: data, mountPath: /data}]
        startupProbe:
          tcpSocket: {port: 8000}
          initialDelaySeconds: 1
          timeoutSeconds: 2
          periodSeconds: 3
          failureThreshold: 4
        livenessProbe:
          httpGet: {path: /alive, port: 8000, httpHeaders: [{name: A, value: b}]}
        readinessProbe: {grpc: {port: 9000, service: s}}
      - name: proxy
        image: us-docker.pkg.dev/shop/app/proxy:1
      volumes:
      - {name: keys, secret: {secretName: far-key, defaultMode: 256, items: [{key: '1', path: k, mode: 256}]}}
      - {name: scratch, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      - {name: files, nfs: {server: 10.0.0.1, path: /x, readOnly: true}}
      - name: data
        csi: {driver: gcsfuse.run.googleapis.com, readOnly: true, volumeAttributes: {bucketName: b, mountOptions: 'a,b=c'}}
  traffic:
  - {latestRevision: true, percent: 90}
  - {revisionName: web-1, percent: 10, tag: old}
"""


@pytest.mark.parametrize("text", [SERVICE, JOB, POOL, FULL], ids=["service", "job", "pool", "full"])
def test_a_manifest_survives_the_way_to_v2_and_back(text: str) -> None:
    first = of_manifest(text)
    message = to_v2(first, TARGET).body
    again = resource_of(body_of(message, first.name), first.kind)
    assert to_v2(again, TARGET).body == message
    assert again.name == first.name


def test_every_field_comes_back_as_it_was() -> None:
    first = of_manifest(FULL)
    again = resource_of(body_of(to_v2(first, TARGET).body, "web"))
    before, after = first.root.plain(), again.root.plain()
    annotations = before["spec"]["template"]["metadata"]["annotations"]
    # Dependencies are JSON, whose white space is of no account.
    assert after["spec"]["template"]["metadata"].pop("annotations") == annotations
    before["spec"]["template"]["metadata"].pop("annotations")
    for container in after["spec"]["template"]["spec"]["containers"]:
        if not container.get("resources", {}).get("limits"):
            container.pop("resources", None)
    assert after == before


def test_a_part_has_the_place_of_its_field() -> None:
    text = (
        "name: projects/p/locations/l/services/web\ningress: INGRESS_TRAFFIC_ALL\ntemplate:\n"
        "  timeout: 90s\n  containers:\n  - image: a\n    resources: {limits: {cpu: '1'}}\n"
    )
    resource = resource_of(text)
    assert resource.name == "web"
    spec = resource.spec
    assert spec is not None
    timeout = spec.get("timeoutSeconds")
    assert timeout is not None
    assert (timeout.plain(), timeout.line, timeout.column) == (90, 4, 12)
    assert (spec.keys["timeoutSeconds"].line, spec.keys["timeoutSeconds"].column) == (4, 3)
    ingress = resource.annotation("run.googleapis.com/ingress", template=False)
    assert ingress is not None
    assert (ingress.text, ingress.line, ingress.column) == ("all", 2, 10)
    throttling = resource.annotation("run.googleapis.com/cpu-throttling", template=True)
    assert throttling is not None
    assert (throttling.text, throttling.line, throttling.column) == ("false", 7, 5)


def test_a_worker_pool_with_a_count_is_scaled_by_hand() -> None:
    pool = resource_of("name: w\nscaling: {manualInstanceCount: 2}\ntemplate: {}", "WorkerPool")
    assert pool.annotations is not None
    assert pool.annotations.plain() == {
        "run.googleapis.com/manualInstanceCount": "2",
        "run.googleapis.com/scalingMode": "manual",
    }


def test_the_only_target_gets_all_traffic() -> None:
    service = resource_of("traffic: [{type: TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST}]\ntemplate: {}")
    node = service.root.at("spec", "traffic")
    assert node is not None
    assert node.plain() == [{"latestRevision": True, "percent": 100}]


def test_nonsense_is_left_out() -> None:
    text = (
        "name: [a]\nlabels: 3\nscaling: x\ntraffic: [1]\nbinaryAuthorization: no\n"
        "template: {containers: [1, {env: 3, resources: [], volumeMounts: 7}], volumes: [2],\n"
        "  vpcAccess: 3, timeout: soon, scaling: 4, nodeSelector: 5}"
    )
    service = resource_of(text)
    assert service.name == ""
    assert isinstance(service.root.get("spec"), MappingNode)
    assert "timeoutSeconds" not in (service.spec or {})


def test_a_policy_has_the_form_of_v1() -> None:
    service = resource_of("binaryAuthorization: {policy: projects/p/platforms/cloudRun/policies/x}")
    assert service.annotations is not None
    assert service.annotations.plain() == {
        "run.googleapis.com/binary-authorization": "projects/p/platforms/cloudRun/x"
    }


@pytest.mark.parametrize("kind", ["Service", "Job"])
def test_the_newest_settings_are_annotations(kind: str) -> None:
    found = resource_of("functionalType: FUNCTIONAL_TYPE_MCP_SERVER\nsshEnabled: true", kind)
    assert found.annotations is not None
    assert found.annotations.plain() == {
        "apphub.cloud.google.com/functional-type": "mcp-server",
        "run.googleapis.com/ssh-enabled": "true",
    }
    assert resource_of("functionalType: FUNCTIONAL_TYPE_UNSPECIFIED", kind).annotations is None
