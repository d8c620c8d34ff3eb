from __future__ import annotations

import pytest

from tests.checks.organization.judging import SERVICE, judged
from tests.organization.texts import CONSTRAINT, ENFORCED, constraint

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
