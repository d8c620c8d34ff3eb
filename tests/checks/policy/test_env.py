"""The checks that users' rule sets are made of, each on small manifests."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.context import CheckContext
from lint.engine.judge import Judge
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.rule import Plan
from lint.ruleset.compile import compile_rule_set
from lint.yaml.tree import MappingNode

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  labels: {team: shop}
  annotations:
    run.googleapis.com/ingress: internal
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/vpc-access-connector: projects/p/locations/eu/connectors/main
        run.googleapis.com/cloudsql-instances: p:eu:main
        run.googleapis.com/secrets: other:projects/9/secrets/far
        autoscaling.knative.dev/maxScale: "5"
    spec:
      serviceAccountName: web@p.iam.gserviceaccount.com
      timeoutSeconds: 60
      containers:
        - name: app
          image: eu-docker.pkg.dev/p/r/web:1.2
          ports: [{containerPort: 8080}]
          env:
            - {name: MODE, value: "fast "}
            - {name: EMPTY, value: ""}
            - {name: LATER, value: "${LATER}"}
            - {name: KEY, valueFrom: {secretKeyRef: {name: key, key: "3"}}}
            - {name: FAR, valueFrom: {secretKeyRef: {name: other, key: latest}}}
            - {name: PLAIN, value: hunter2}
          resources: {limits: {cpu: "2", memory: 1Gi}}
          startupProbe: {httpGet: {path: /}, periodSeconds: "5", failureThreshold: 4}
        - name: side
          image: ghcr.io/x/side:latest
          env: [{name: ONLY_SIDE, value: x}]
"""


def messages(tmp_path: Path, rule: str, manifest: str = MANIFEST) -> list[str]:
    path = tmp_path / "rules.yaml"
    path.write_text(f"ruleset: own\nrules:\n  T1: {{title: t, {rule}}}\n")
    judge = Judge([Plan(compile_rule_set(str(path)).plan())], frozenset())
    read = read_manifest("service.yaml", manifest.encode())
    root = read.documents[0].root
    assert isinstance(root, MappingNode)
    findings = judge.judge(CheckContext(Resource(root, "Service", read.source))) or []
    text = " ".join(f"{f.message} {f.help} {f.because}" for f in findings)
    assert "hunter2" not in text
    assert "fast" not in text or "one-of" in rule
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("env: {required: [MODE, KEY, LATER]}", []),
        ("env: {required: [EMPTY]}", ["env var `EMPTY` is empty"]),
        ("env: {required: [NOPE]}", ["env var `NOPE` is not set on container `app`"]),
        ("env: {required: [ONLY_SIDE]}", ["env var `ONLY_SIDE` is not set"]),
        ("container: side, env: {required: [ONLY_SIDE]}", []),
        ("container: '*', env: {required: [ONLY_SIDE]}", ["env var `ONLY_SIDE` is not set on container `app`"]),
        ("env: {forbidden: ['PLA*']}", ["env var `PLAIN` must not be set"]),
        ("env: {values: {MODE: {trimmed: true}}}", ["env var `MODE` has white space"]),
        ("env: {values: {MODE: {one-of: [slow]}}}", ["env var `MODE` is <redacted, 5 chars>"]),
        ("env: {values: {MODE: {one-of: [fast], trimmed: true}}}", ["env var `MODE` has white space"]),
        ("env: {values: {EMPTY: {not-empty: true}}}", ["env var `EMPTY` is empty"]),
        ("env: {values: {LATER: {pattern: '[0-9]+'}}}", []),
        ("env: {values: {KEY: {pattern: '[0-9]+'}}}", []),
        ("env: {values: {PLAIN: {pattern: '[0-9]+'}}}", ["env var `PLAIN` is <redacted, 7 chars>"]),
        ("secrets: {KEY: {secret: key, version: pinned}}", []),
        ("secrets: {KEY: {secret: key, version: latest}}", ["env var `KEY` takes version `3`"]),
        ("secrets: {KEY: {secret: key, version: '3'}}", []),
        ("secrets: {KEY: lock}", ["env var `KEY` comes from secret `key`, not from `lock`"]),
        ("secrets: {FAR: {secret: far}}", []),
        ("secrets: {FAR: {secret: projects/9/secrets/far}}", []),
        ("secrets: {FAR: {secret: far, version: pinned}}", ["env var `FAR` takes version `latest`"]),
        ("secrets: {PLAIN: {secret: plain}}", ["env var `PLAIN` is a plain value (<redacted, 7 chars>)"]),
        ("secrets: {NOPE: {}}", ["env var `NOPE` is not set"]),
        ("vpc: {connector: main}", []),
        ("vpc: {connector: projects/p/locations/eu/connectors/main}", []),
        ("vpc: {connector: other}", ["traffic leaves through connector"]),
        ("vpc: {connector: main, egress: all-traffic}", ["`run.googleapis.com/vpc-access-egress` is not set"]),
        ("vpc: {egress: private-ranges-only}", []),
        ("vpc: {network: default}", ["traffic does not leave through the network `default`"]),
        ("cloudsql: {instances: 'p:eu:main'}", []),
        ("cloudsql: {instances: ['p:eu:main', 'p:eu:more']}", ["Cloud SQL instance `p:eu:more` is not attached"]),
        ("annotations: {required: [run.googleapis.com/ingress]}", []),
        ("annotations: {at: template, required: [run.googleapis.com/ingress]}", ["the annotation `run.googleapis.com/ingress` is missing on the template"]),
        ("annotations: {forbidden: ['run.googleapis.com/*']}", ["the annotation `run.googleapis.com/ingress` must not be"]),
        ("annotations: {values: {run.googleapis.com/ingress: all}}", ["the annotation `run.googleapis.com/ingress` is `internal`"]),
        ("labels: {required: [team, cost]}", ["the label `cost` is missing"]),
        ("labels: {values: {team: {pattern: 's.*'}}}", []),
        ("resources: {cpu: 2, memory: {min: 512Mi, max: 1Gi}, timeout: {max: 5m}}", []),
        ("resources: {cpu: {max: 1}}", ["cpu of container `app` is `2`; it must be at most `1`"]),
        ("resources: {memory: {min: 2G}}", ["memory of container `app` is `1Gi`"]),
        ("resources: {min-instances: {min: 1}}", ["min-instances is not set (default `0`)"]),
        ("resources: {max-instances: {max: 5}}", []),
        ("resources: {concurrency: 80}", []),
        ("resources: {timeout: 1m}", []),
        ("image: {pinned: tag}", ["the image has the tag `latest`"]),
        ("image: {registries: [eu-docker.pkg.dev/p]}", ["the image comes from `ghcr.io/x`"]),
        ("image: {registries: ['*.pkg.dev/p/*', ghcr.io]}", []),
        ("container: app, image: {pinned: digest}", ["the image has the tag `1.2` and is not pinned"]),
        ("service-account: {}", []),
        ("service-account: {allowed: ['*@q.iam.gserviceaccount.com']}", ["the service account `web@p.iam.gserviceaccount.com` is not allowed"]),
        ("ingress: [internal, internal-and-cloud-load-balancing]", []),
        ("ingress: all", ["ingress is `internal`"]),
        ("assert: container.name != ''", []),
        ("assert: size(resource.spec.template.spec.containers) == 1", ["`size(resource"]),
        ("container: app, assert: container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 20", []),
        ("container: app, assert: container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 21", ["`container.startupProbe"]),
        ("container: side, assert: container.startupProbe.periodSeconds > 0", ["`container.startupProbe"]),
        ("container: app, assert: env.LATER == 'x'", []),
        ("container: app, assert: env.PLAIN == 'x'", ["`env.PLAIN == 'x'` is not true for container `app`"]),
        ("assert: \"annotations['autoscaling.knative.dev/maxScale'] == '5'\"", []),
        ("assert: \"resource.spec.template.spec.containers.all(c, !has(c.env) || c.env.all(e, !has(e.value) || e.value != 'x'))\"", ["`resource.spec"]),
        ("assert: \"resource.spec.template.spec.containers.exists(c, c.env.exists(e, e.name == 'LATER' && e.value == 'x'))\"", []),
        ("assert: service.metadata.name == 'web' && !has(job.metadata)", []),
    ],
)  # fmt: skip
def test_check(tmp_path: Path, rule: str, expected: list[str]) -> None:
    found = messages(tmp_path, rule)
    assert len(found) == len(expected), found
    for message, start in zip(found, expected, strict=True):
        assert message.startswith(start), message


def test_a_rule_that_the_resource_is_not_for_says_nothing(tmp_path: Path) -> None:
    assert messages(tmp_path, "applies-to: {kind: Job}, env: {required: [A]}") == []
    assert messages(tmp_path, "applies-to: {name: api-*}, env: {required: [A]}") == []
    assert len(messages(tmp_path, "applies-to: {name: w*}, env: {required: [A]}")) == 1
