from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.organization.judging import SERVICE, judged
from tests.examples import examples
from tests.organization.texts import CONSTRAINT, ENFORCED, constraint

pytest.importorskip("cel_expr_python")

PROBE = "        livenessProbe: {tcpSocket: {port: 8080}}\n"


def test_a_violation_names_the_constraint_and_shows_both_places() -> None:
    (finding,), not_run = judged(SERVICE, CONSTRAINT, ENFORCED)
    assert (finding.rule, finding.severity, finding.consequence) == ("POL101", "error", "refused")
    assert "`Every container has a liveness probe` (custom.probes)" in finding.message
    assert finding.place.line == 15
    assert [str(related.place) for related in finding.related] == ["1.yaml:4:12", "2.yaml:2:17"]
    assert not_run == []


def test_what_satisfies_it_has_no_finding() -> None:
    assert judged(SERVICE + PROBE, CONSTRAINT, ENFORCED) == ([], [])


@pytest.mark.parametrize(
    ("condition", "action", "expected"),
    [
        ("resource.metadata.name == 'web'", "ALLOW", 0),
        ("resource.metadata.name == 'web'", "DENY", 1),
        ("resource.metadata.name == 'api'", "ALLOW", 1),
        ("resource.metadata.name == 'api'", "DENY", 0),
    ],
)
def test_actions(condition: str, action: str, expected: int) -> None:
    findings, not_run = judged(SERVICE, constraint(condition, action), ENFORCED)
    assert (len(findings), not_run) == (expected, [])


def test_a_constraint_alone_counts_as_enforced_and_says_so() -> None:
    (finding,), _ = judged(SERVICE, CONSTRAINT)
    assert "no policy is given" in finding.related[0].message


def test_with_policies_a_constraint_without_one_is_not_run() -> None:
    other = "name: projects/p/policies/run.allowedIngress\nspec: {rules: [{allowAll: true}]}\n"
    findings, not_run = judged(SERVICE, CONSTRAINT, other)
    assert findings == []
    assert not_run == ["no given policy is about custom.probes: pass the policy that enforces it"]


def test_a_policy_that_does_not_enforce_it() -> None:
    assert judged(SERVICE, CONSTRAINT, ENFORCED.replace("true", "false")) == ([], [])


def test_tags_cannot_be_decided() -> None:
    tagged = ENFORCED.replace(
        "true", "true, condition: {expression: \"resource.matchTag('a', 'b')\"}"
    )
    findings, not_run = judged(SERVICE, CONSTRAINT, tagged)
    assert findings == []
    assert not_run == ["custom.probes cannot be decided: it depends on the tags of the project"]


def test_a_dry_run_refuses_nothing() -> None:
    (finding,), _ = judged(SERVICE, CONSTRAINT, ENFORCED.replace("spec", "dryRunSpec"))
    assert finding.severity == "info"
    assert finding.message.startswith("dry run: ")


@pytest.mark.parametrize("methods", ["CREATE", "UPDATE"])
def test_one_method_is_a_warning(methods: str) -> None:
    (finding,), _ = judged(SERVICE, CONSTRAINT.replace("CREATE, UPDATE", methods), ENFORCED)
    assert finding.severity == "warning"


def test_other_kinds_and_methods_are_not_concerned() -> None:
    assert judged(SERVICE, CONSTRAINT.replace("Service]", "Job]"), ENFORCED) == ([], [])
    assert judged(SERVICE, CONSTRAINT.replace("CREATE, UPDATE", "DELETE"), ENFORCED) == ([], [])


@pytest.mark.parametrize(
    ("condition", "severity"),
    [
        ("resource.spec.template.spec.containerConcurrency <= 10", "warning"),
        ("resource.spec.template.spec.containers.all(c, has(c.startupProbe))", "warning"),
        ("'a' in resource.spec.template.metadata.annotations", "error"),
        (
            "resource.spec.template.spec.containers.all(c, 'memory' in c.resources.limits)",
            "warning",
        ),
    ],
)
def test_what_depends_on_values_that_the_server_fills_in_is_no_error(
    condition: str, severity: str
) -> None:
    (finding,), _ = judged(SERVICE, constraint(condition), ENFORCED)
    assert finding.severity == severity
    assert ("not documented" in finding.message) == (severity == "warning")


def test_a_default_that_satisfies_it() -> None:
    text = constraint("resource.spec.template.spec.containerConcurrency <= 80")
    assert judged(SERVICE, text, ENFORCED) == ([], [])


@pytest.mark.parametrize(
    ("condition", "violated"),
    [
        ("resource.metadata.name.matches('^web-[a-z]+$')", None),
        ("has(resource.metadata.name) && resource.metadata.name == 'web'", None),
        ("resource.metadata.name == 'a' && 'x' in resource.metadata.annotations", True),
        ("resource.metadata.name == 'a' || 'run.googleapis.com/ingress' in"
         " resource.metadata.annotations", False),
        ("resource.metadata.name in ['a', 'b']", None),
        ("resource.metadata.name.size() < 60", None),
    ],
)  # fmt: skip
def test_a_placeholder_decides_nothing(condition: str, violated: bool | None) -> None:
    text = SERVICE.replace("name: web\n", "name: ${NAME}\n")
    findings, not_run = judged(text, constraint(condition), ENFORCED)
    assert len(findings) == (violated is True)
    assert bool(not_run) == (violated is None)


PROB = "resource.spec.template.spec.containers.all(c, has(c.livenessProb))"


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        (PROB, "livenessProb"),
        ("resource.template.containers.size() == 1", "template"),
        ("resource.metadata.labels['team'] == 'a'", "labels"),
        (f"resource.metadata.name == 'web' && {PROB}", "livenessProb"),
    ],
)
def test_a_field_that_no_condition_sees_decides_nothing(condition: str, field: str) -> None:
    for action in ("ALLOW", "DENY"):
        findings, not_run = judged(SERVICE, constraint(condition, action), ENFORCED)
        assert findings == []
        assert f"it reads the field `{field}`, which a condition does not see" in not_run[0]


def test_what_does_not_need_that_field_decides() -> None:
    text = f"resource.metadata.name == 'api' && {PROB}"
    (finding,), not_run = judged(SERVICE, constraint(text), ENFORCED)
    assert (finding.severity, not_run) == ("error", [])
    assert judged(SERVICE, constraint(text, "DENY"), ENFORCED) == ([], [])


@pytest.mark.parametrize(
    ("condition", "violated"),
    [
        ("resource.spec.template.spec.containers.all(c, c.image.startsWith('gcr.io/'))", None),
        ("resource.spec.template.spec.containers.size() == 1", False),
        ("resource.spec.template.spec.containers.all(c, has(c.image))", False),
        ("resource.spec.template.spec.containers.exists(c, c.image == 'a' && has(c.name))", True),
        ("resource.spec.template.spec.containerConcurrency >= 1", None),
        ("has(resource.spec.template.spec.containerConcurrency)", True),
        ("resource.metadata.annotations['run.googleapis.com/ingress'] == 'internal'", False),
    ],
)  # fmt: skip
def test_placeholders_elsewhere_do_not_matter(condition: str, violated: bool | None) -> None:
    text = SERVICE.replace("us-docker.pkg.dev/example/app/web:1.4.2", "${IMAGE}")
    text += "        resources: {limits: {cpu: '${CPU}'}}\n"
    findings, not_run = judged(text, constraint(condition), ENFORCED)
    assert len(findings) == (violated is True)
    assert bool(not_run) == (violated is None)


def test_entries_that_may_be_set_elsewhere() -> None:
    text = constraint("has(resource.spec.template.spec.volumes)")
    findings, not_run = judged(SERVICE, text, ENFORCED, opened="volumes")
    assert findings == []
    assert "more `volumes` may be set" in not_run[0]
    ingress = "resource.metadata.annotations['run.googleapis.com/ingress'] == 'all'"
    (finding,), not_run = judged(SERVICE, constraint(ingress), ENFORCED, opened="annotations")
    assert (finding.severity, not_run) == ("error", [])


PARTS = [
    "resource.metadata.name == 'web'",
    "'run.googleapis.com/ingress' in resource.metadata.annotations",
    "resource.metadata.annotations['a'] == 'b'",
    "resource.spec.template.spec.containerConcurrency > 50",
    "resource.spec.template.spec.containers.all(c, c.image.startsWith('us-'))",
    "resource.spec.template.spec.containers.exists(c, has(c.livenessProbe))",
    "resource.spec.template.spec.containers[0].env.size() == 0",
    "resource.spec.template.spec.serviceAccountName.startsWith('web@')",
]


@given(st.data())
@settings(max_examples=examples(60), deadline=None)
def test_no_value_of_a_placeholder_contradicts_the_verdict(data: st.DataObject) -> None:
    def condition(depth: int) -> str:
        part = data.draw(st.sampled_from(PARTS))
        shape = data.draw(st.sampled_from(["p", "!", "&&", "||", "?"])) if depth else "p"
        if shape == "p":
            return part
        if shape == "!":
            return f"!({condition(depth - 1)})"
        if shape == "?":
            return f"({part} ? {condition(depth - 1)} : {condition(depth - 1)})"
        return f"({condition(depth - 1)} {shape} {condition(depth - 1)})"

    text = constraint(condition(3))
    old, values = data.draw(
        st.sampled_from(
            [
                ("name: web\n", ["name: web\n", "name: x\n"]),
                ("us-docker.pkg.dev/example/app/web:1.4.2", ["us-a", "gcr.io/a"]),
                ("web@p.iam.gserviceaccount.com", ["web@p", "y"]),
            ]
        )
    )
    unknown = "name: ${X}\n" if old.startswith("name") else "${X}"
    findings, not_run = judged(SERVICE.replace(old, unknown), text, ENFORCED)
    if not not_run:
        for value in values:
            known = judged(SERVICE.replace(old, value), text, ENFORCED)
            assert [each.severity for each in known[0]] == [each.severity for each in findings]
            assert known[1] == []


def test_a_key_that_is_not_there_cannot_be_decided() -> None:
    findings, not_run = judged(
        SERVICE, constraint("resource.metadata.annotations['a'] == 'b'"), ENFORCED
    )
    assert findings == []
    assert not_run == ["custom.probes cannot be decided: a key that it uses does not exist"]


def test_a_constraint_that_is_wrong_refuses_nothing() -> None:
    findings, not_run = judged(SERVICE, constraint("resource.spec =="), ENFORCED)
    assert findings == []
    assert not_run == ["custom.probes cannot be decided: the constraint itself is wrong"]


def test_a_resource_of_which_only_a_part_is_known() -> None:
    findings, not_run = judged(SERVICE, CONSTRAINT, ENFORCED, partial=True)
    assert findings == []
    assert len(not_run) == 1
    text = constraint("'a' in resource.metadata.annotations")
    findings, not_run = judged(SERVICE, text, ENFORCED, opened="annotations")
    assert findings == []
    assert "more `annotations` may be set" in not_run[0]
