"""Judges one manifest, which has a bit of everything, by a rule as users write it."""

from __future__ import annotations

from pathlib import Path

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


def assert_messages(tmp_path: Path, rule: str, starts: list[str]) -> None:
    """Asserts how the messages of a rule begin, and that there are no others."""
    found = messages(tmp_path, rule)
    assert len(found) == len(starts), found
    for message, start in zip(found, starts, strict=True):
        assert message.startswith(start), message
