from __future__ import annotations

import pytest

from tests.organization.texts import constraint, kinds, read


@pytest.mark.parametrize(
    "condition",
    [
        "resource.spec.template.spec.containers.all(c, c.env.all(e, has(e.value)))",
        "resource.metadata.annotations['run.googleapis.com/ingress'] == 'internal'",
        "resource.spec.template.spec.containers[0].resources.limits.memory == '1Gi'",
        "resource.spec.template.spec.containers.exists(c, c.env.exists(e,"
        " ['A', 'B'].exists(p, e.name.matches(p))))",
        "resource.metadata.name.startsWith('web-') && 'a.b.c' != ''",
        "!has(resource.spec.template.spec.volumes)",
    ],
)
def test_conditions_in_order(condition: str) -> None:
    pytest.importorskip("cel_expr_python")
    assert kinds(read(constraint(condition))) == []


@pytest.mark.parametrize(
    ("condition", "kind", "column"),
    [
        ("resource.spec ==", "condition-syntax", 29),
        ("size(resource.spec)", "condition-syntax", 12),
        ("env.A == 'b'", "condition-syntax", 13),
        ("resource.ingress == 'X'", "condition-unseen", 22),
        ("resource.template.containers.all(c, true)", "condition-unseen", 22),
        ("resource.metadata.labels['a'] == 'b'", "condition-unseen", 31),
        ("has(resource.spec.tmplate)", "condition-field", 31),
        (
            "resource.spec.template.spec.containers.all(c, has(c.livenessProb))",
            "condition-field",
            65,
        ),
    ],
)
def test_conditions_that_are_wrong(condition: str, kind: str, column: int) -> None:
    pytest.importorskip("cel_expr_python")
    found = read(constraint(condition))
    assert kinds(found) == [(kind, 4)]
    assert found.faults[0].where.column == column
    assert found.constraints["custom.probes"].broken == (kind == "condition-syntax")


def test_a_field_that_one_of_the_types_has_is_a_field() -> None:
    pytest.importorskip("cel_expr_python")
    text = constraint("has(resource.spec.template.spec.template)")
    both = text.replace("Service]", "Service, run.googleapis.com/Job]")
    assert kinds(read(text)) == [("condition-field", 4)]
    assert kinds(read(both)) == []


def test_conditions_of_other_services_are_not_ours() -> None:
    text = constraint("resource.nothing == ((").replace("run.googleapis.com/Service", "a.com/B")
    assert kinds(read(text)) == []


def test_the_help_names_the_path_of_v1() -> None:
    pytest.importorskip("cel_expr_python")
    (fault,) = read(constraint("resource.launchStage == 'BETA'")).faults
    assert "run.googleapis.com/launch-stage" in str(fault.help)
