"""Published custom constraints, judged with Google's CEL runtime."""

from __future__ import annotations

from typing import Any

import pytest

from lint.organization.condition import NESTING
from tests.checks.organization.judging import judged
from tests.conformance.org_policies import ELSEWHERE, ON_CLOUD_RUN
from tests.organization.texts import constraint, read

cel = pytest.importorskip("lint.support.cel", reason="no CEL")
pytest.importorskip("cel_expr_python", reason="needs the extra `cel`")

IMAGE = "us-docker.pkg.dev/example/app/web:1.4.2"


def manifest(kind: str, stated: str) -> str:
    key, _, value = stated.partition(": ")
    parts = dict.fromkeys(("annotation", "template"), "{}")
    parts["env"], parts["account"] = "[]", "a@p.iam.gserviceaccount.com"
    parts[key] = value
    spec = f"{{serviceAccountName: {parts['account']}, containers: [{{image: {IMAGE}, env: {parts['env']}}}]}}"
    if kind == "Job":
        spec = f"{{template: {{spec: {spec}}}}}"
    group = "run.googleapis.com" if kind == "Job" else "serving.knative.dev"
    return (
        f"apiVersion: {group}/v1\nkind: {kind}\n"
        f"metadata: {{name: web, annotations: {parts['annotation']}}}\n"
        f"spec: {{template: {{metadata: {{annotations: {parts['template']}}}, spec: {spec}}}}}\n"
    )


def test_there_are_enough_of_them() -> None:
    names = [row[0] for row in (*ON_CLOUD_RUN, *ELSEWHERE)]
    assert len(set(names)) == len(names)
    assert len(names) >= 60


@pytest.mark.parametrize("row", ON_CLOUD_RUN, ids=lambda row: row[0])
def test_constraints_on_cloud_run(row: tuple[str, str, str, str, str, str]) -> None:
    _, kind, action, condition, passes, refused = row
    text = constraint(condition, action, kind)
    assert read(text).faults == []
    assert judged(manifest(kind, passes), text) == ([], [])
    (finding,), not_run = judged(manifest(kind, refused), text)
    assert (finding.rule, finding.severity, not_run) == ("POL101", "error", [])


@pytest.mark.parametrize("row", ELSEWHERE, ids=lambda row: row[0])
def test_conditions_of_other_services(row: tuple[str, str, Any, Any]) -> None:
    _, condition, passes, refused = row
    expression = cel.load_expression(cel.compile_expression(condition, NESTING))
    assert cel.evaluate(expression, {"resource": passes}) is False
    assert cel.evaluate(expression, {"resource": refused}) is True


def test_a_condition_in_the_shape_of_v2_is_reported() -> None:
    (fault,) = read(
        constraint("resource.ingress != 'INGRESS_TRAFFIC_INTERNAL_ONLY'", "DENY")
    ).faults
    assert fault.kind == "condition-unseen"
