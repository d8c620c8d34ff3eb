from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.checks.platform.annotation_grammar import FlowError, read_flow
from lint.model.findings import Finding
from tests.checks.judging import found, spots
from tests.examples import examples

RUN = "run.googleapis.com"
SCALE = "autoscaling.knative.dev"


CHECKS = ("annotation-keys", "annotation-values", "annotation-pairs", "label-keys")


def manifest(kind: str = "Service", root: str = "", template: str = "", labels: str = "") -> str:
    """A manifest with annotations: at the root from line 7, on the template from line 13."""
    group = "serving.knative.dev" if kind == "Service" else "run.googleapis.com"
    spec = "{containers: [{image: a}]}"
    if kind == "Job":
        spec = "{template: {spec: {containers: [{image: a}]}}}"
    return "\n".join(
        [
            f"apiVersion: {group}/v1",
            f"kind: {kind}",
            "metadata:",
            "  name: web",
            "  labels: {" + labels + "}",
            "  annotations:",
            f"    {root}",
            "spec:",
            "  template:",
            "    metadata:",
            "      name:",
            "      annotations:",
            f"        {template}",
            f"    spec: {spec}",
            "",
        ]
    )


def judged(
    kind: str = "Service", root: str = "", template: str = "", labels: str = ""
) -> list[Finding]:
    return found(CHECKS, manifest(kind, root, template, labels))


@pytest.mark.parametrize(
    ("kind", "root", "template", "line", "help"),
    [
        (
            "Service",
            "",
            f"{RUN}/memory: 1Gi",
            13,
            "Use `resources.limits.memory` of the container.",
        ),
        ("Service", "", f"{RUN}/timeout: 5s", 13, "Use `timeoutSeconds` beside `containers`."),
        (
            "Service",
            "",
            f"{RUN}/max-instances: '3'",
            13,
            f"Use `{SCALE}/maxScale` on a Service's template.",
        ),
        (
            "Service",
            "",
            f"{SCALE}/target: '80'",
            13,
            "Use `containerConcurrency` beside `containers`.",
        ),
        ("Service", "", f"{SCALE}/min-scale: '1'", 13, f"Write `{SCALE}/minScale`."),
        ("Service", f"{RUN}/min-scale: '1'", "", 7, f"Write `{RUN}/minScale`."),
        ("Service", "", f"{RUN}/session-affinity: 'true'", 13, f"Write `{RUN}/sessionAffinity`."),
        ("Service", f"{RUN}/Ingress: all", "", 7, f"Write `{RUN}/ingress`."),
        (
            "Service",
            f"{RUN}/cpu-throtling: 'false'",
            "",
            7,
            f"Write `{RUN}/cpu-throttling` under `spec.template.metadata.annotations`.",
        ),
        (
            "Job",
            "",
            f"{RUN}/lanch-stage: BETA",
            13,
            f"Write `{RUN}/launch-stage` under `metadata.annotations`.",
        ),
        ("Service", f"{RUN}/zzz: a", "", 7, "Remove it."),
    ],
)
def test_unknown_keys_and_what_was_meant(
    kind: str, root: str, template: str, line: int, help: str
) -> None:
    findings = judged(kind, root, template)
    assert [(f.rule, f.severity, f.place.line, f.help) for f in findings] == [
        ("CR020", "warning", line, help)
    ]


@pytest.mark.parametrize(
    ("kind", "root", "template", "severity", "message", "help"),
    [
        (
            "Service",
            f"{RUN}/execution-environment: gen2",
            "",
            "error",
            "is allowed only on a revision template, not on a service",
            "Move it to `spec.template.metadata.annotations`.",
        ),
        (
            "Job",
            f"{RUN}/cloudsql-instances: p:europe-west1:d",
            "",
            "error",
            "is allowed only on a job's execution template, not on a job",
            "Move it to `spec.template.metadata.annotations`.",
        ),
        (
            "Service",
            "",
            f"{RUN}/ingress: all",
            "error",
            "is allowed only on a service, not on a revision template",
            "Move it to `metadata.annotations`.",
        ),
        (
            "Job",
            "",
            f"{RUN}/startup-cpu-boost: 'true'",
            "error",
            "is allowed only on a revision template, not on a job's execution template",
            "Remove it.",
        ),
        (
            "WorkerPool",
            f"{RUN}/ingress: all",
            "",
            "error",
            "is allowed only on a service or an instance, not on a worker pool",
            "Remove it.",
        ),
        (
            "Service",
            "",
            f"{RUN}/maxScale: '3'",
            "warning",
            "is documented only for a service or a worker pool; the API may reject it for a revision template",
            f"Rename it to `{SCALE}/maxScale`, or move it to `metadata.annotations`.",
        ),
        (
            "Service",
            f"{SCALE}/maxScale: '3'",
            f"{SCALE}/maxScale: '3'",
            "error",
            "is allowed only on a revision template, not on a service",
            "Remove it; `spec.template.metadata.annotations` already has it.",
        ),
        (
            "Job",
            f"{RUN}/iap-enabled: 'true'",
            "",
            "warning",
            "is documented only for a service or an instance; the API may reject it for a job",
            "Remove it.",
        ),
    ],
)
def test_keys_at_the_wrong_level(
    kind: str, root: str, template: str, severity: str, message: str, help: str
) -> None:
    findings = [f for f in judged(kind, root, template) if f.rule == "CR021"]
    assert [(f.severity, f.help) for f in findings] == [(severity, help)]
    assert findings[0].message.endswith(message)
    assert len(findings[0].related) == (1 if "already" in help else 0)


def test_a_placeholder_in_a_key_is_unknown() -> None:
    assert judged(root="run.googleapis.com/${KEY}: a") == []


@pytest.mark.parametrize(
    "annotation",
    [
        f"{RUN}/ingress: $INGRESS",
        f"{RUN}/launch-stage: '{{{{ stage }}}}'",
        f"{RUN}/custom-audiences: '[$AUDIENCE'",
        f"{RUN}/minScale: __MIN__",
        f"{RUN}/minScale: 1",
        f"{RUN}/description: ''",
        "example.com/ingress: nowhere",
        "description: mine",
    ],
)
def test_values_that_are_unknown_or_not_ours_are_silent(annotation: str) -> None:
    assert judged(root=annotation) == []


@pytest.mark.parametrize(
    ("annotation", "severity"),
    [
        (f"{RUN}/cpu-throttling: 'TRUE'", None),
        (f"{RUN}/cpu-throttling: 'False'", None),
        (f"{RUN}/cpu-throttling: 'flase'", "error"),
        (f"{RUN}/cpu-throttling: 'no'", "warning"),
        (f"{RUN}/cpu-throttling: ''", "warning"),
        (f"{RUN}/execution-environment: Gen2", "error"),
        (f"{SCALE}/minScale: '0'", None),
        (f"{SCALE}/minScale: '-1'", "error"),
        (f"{SCALE}/minScale: one", "error"),
        (f"{SCALE}/maxScale: '1'", None),
        (f"{SCALE}/maxScale: '0'", "error"),
        (f"{RUN}/mesh: projects/p/locations/global/meshes/m", None),
        (f"{RUN}/mesh: m", "error"),
        (f"{RUN}/vpc-access-egress: all", "warning"),
        (f"{RUN}/vpc-access-egress: all-traffic", None),
        (f"{RUN}/vpc-access-egress: everything", "error"),
        (f'{RUN}/network-interfaces: \'[{{"network":"a"}}]\'', None),
        (f"{RUN}/network-interfaces: '[]'", "error"),
        (f'{RUN}/network-interfaces: \'[{{"netwrok":"a"}}]\'', "warning"),
        (f'{RUN}/network-interfaces: \'[{{"tags":"a"}}]\'', "error"),
        (f"{RUN}/network-interfaces: '[{{network: a}}]'", "warning"),
        (f"{RUN}/network-interfaces: '[{{network: a'", "error"),
        (f"{RUN}/container-dependencies: '{{app:[collector]}}'", None),
        (f"{RUN}/container-dependencies: '{{app: [a, b], a: []}}'", None),
        (f'{RUN}/container-dependencies: \'{{"app":["a"]}}\'', None),
        (f"{RUN}/container-dependencies: '[app]'", "error"),
        (f"{RUN}/container-dependencies: app", "error"),
    ],
)
def test_values_on_the_template(annotation: str, severity: str | None) -> None:
    findings = judged(template=annotation)
    assert [f.severity for f in findings] == ([] if severity is None else [severity])
    assert all(f.rule in ("CR023", "CR024", "CR025") for f in findings)
    assert all(
        (f.place.line, f.place.column) == (13, annotation.index(": ") + 11) for f in findings
    )


@pytest.mark.parametrize(
    ("annotation", "severity"),
    [
        (f"{RUN}/ingress: none", "warning"),
        (f"{RUN}/ingress: public", "error"),
        (f"{RUN}/launch-stage: PREVIEW", "error"),
        (f"{RUN}/launch-stage: beta", "warning"),
        (f"{RUN}/maxScale: '0'", "warning"),
        (f"{RUN}/description: '{'d' * 512}'", None),
        (f"{RUN}/description: '{'d' * 513}'", "error"),
        (f"{RUN}/custom-audiences: '[\"a\"]'", None),
        (f"{RUN}/custom-audiences: '[1]'", "error"),
        (f"{RUN}/binary-authorization: default", None),
        (f"{RUN}/binary-authorization: Default", "error"),
    ],
)
def test_values_on_the_service(annotation: str, severity: str | None) -> None:
    findings = judged(root=annotation)
    assert [f.severity for f in findings] == ([] if severity is None else [severity])


def test_nearest_value() -> None:
    (finding,) = judged(root=f"{RUN}/ingress: internal-and-cloud-loadbalancing")
    assert finding.help == "Write `internal-and-cloud-load-balancing`."


@pytest.mark.parametrize(
    ("annotation", "rule"),
    [
        ("run.google.com/ingress: all", "CR022"),
        ("minScale: '1'", "CR022"),
        ("knative.dev/minScale: '1'", "CR022"),
        ("example.com/minScale: '1'", None),
        ("ingress: all", None),
    ],
)
def test_namespaces_that_nobody_reads(annotation: str, rule: str | None) -> None:
    assert [f.rule for f in judged(root=annotation)] == ([] if rule is None else [rule])


@pytest.mark.parametrize(
    ("label", "rule", "severity"),
    [
        ("cloud.googleapis.com/location: europe-west1", None, None),
        ("cloud.google.com/location: europe-west1", "CR028", "warning"),
        ("run.googleapis.com/ingress: all", "CR028", "warning"),
        ("client.knative.dev/nonce: abc", "CR027", "info"),
        ("serving.knative.dev/route: web", "CR027", "info"),
        ("example.com/location: here", None, None),
        ("team: web", None, None),
    ],
)
def test_labels(label: str, rule: str | None, severity: str | None) -> None:
    expected = [] if rule is None else [(rule, severity)]
    assert [(f.rule, f.severity) for f in judged(labels=label)] == expected


def test_what_an_export_leaves_behind_is_no_more_than_information() -> None:
    text = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  namespace: '123456789012'
  generation: 4
  annotations:
    run.googleapis.com/ingress: all
    run.googleapis.com/ingress-status: all
    run.googleapis.com/urls: '["https://web-123456789012.europe-west1.run.app"]'
  labels: {cloud.googleapis.com/location: europe-west1}
spec:
  template:
    metadata:
      name: web-00004-abc
      annotations: {run.googleapis.com/client-name: gcloud, run.googleapis.com/client-version: 528.0.0}
      labels: {client.knative.dev/nonce: abc, run.googleapis.com/startupProbeType: Default}
    spec: {containers: [{image: a}]}
"""
    findings = found(CHECKS, text)
    assert {f.severity for f in findings} == {"info"}
    assert spots(findings) == [
        ("CR026", 6, 3),
        ("CR027", 17, 16),
    ]
    assert [[(r.place.line, r.place.column) for r in f.related] for f in findings] == [
        [(9, 5), (10, 5), (16, 21), (16, 61)],
        [(17, 47)],
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{app:[collector]}", {"app": ["collector"]}),
        ("{app: [a, 'b c', \"d\"]}", {"app": ["a", "b c", "d"]}),
        ("{}", {}),
        ("[]", []),
        ("[a,[b],{c:d}]", ["a", ["b"], {"c": "d"}]),
        ("{a:[],}", {"a": []}),
    ],
)
def test_flow_text(text: str, value: object) -> None:
    assert read_flow(text) == value


@pytest.mark.parametrize(
    "text", ["", "{", "}", "{a}", "{a:}", "[a b]", "{a:[b]", "{a:[b]}}", "[" * 50 + "]" * 50, "a:b"]
)
def test_what_is_no_flow_text(text: str) -> None:
    with pytest.raises(FlowError):
        read_flow(text)


@settings(max_examples=examples(200), deadline=None)
@given(st.text(alphabet="{}[]:,ab\"' \\", max_size=30))
def test_flow_text_ends_in_a_value_or_an_error(text: str) -> None:
    try:
        value = read_flow(text)
    except FlowError:
        return
    assert isinstance(value, (dict, list, str))
