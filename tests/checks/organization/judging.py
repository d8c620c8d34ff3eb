"""Runs the rules about organisation policies on one resource."""

from __future__ import annotations

from lint.checks.context import CheckContext
from lint.engine.judge import Judge
from lint.model.findings import Finding
from lint.ruleset.plan import load_plan
from tests.cloud.manifests import resource_of
from tests.organization.texts import given

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  annotations:
    run.googleapis.com/ingress: internal
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/vpc-access-connector: shared
    spec:
      serviceAccountName: web@p.iam.gserviceaccount.com
      containers:
      - image: us-docker.pkg.dev/example/app/web:1.4.2
"""


def judged(
    text: str, *policies: str, region: str = "", partial: bool = False, opened: str = ""
) -> tuple[list[Finding], list[str]]:
    """The findings, and why rules did not run."""
    resource = resource_of(text)
    resource.partial = partial
    resource.open = frozenset(opened.split())
    judge = Judge([load_plan("org-policy")], frozenset(("policies",)))
    context = CheckContext(resource, policies=given(*policies, region=region))
    findings = judge.judge(context) or []
    assert not judge.failed, findings
    return findings, [entry.reason for entry in judge.not_run.values()]
