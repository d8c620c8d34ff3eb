"""The types of expressions are those of the JSON Schemas of Cloud Run's resources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("cel_expr_python")

from lint.checks.policy.expression_types import Types
from lint.checks.policy.expression_values import NUMBERS
from lint.support.cel import type_mistakes

SCHEMAS = Path("schemas/cloud-run")


@pytest.fixture(scope="module")
def types() -> Types:
    return Types()


def mistakes(types: Types, expression: str) -> list[str]:
    return [each.message for each in type_mistakes(expression, types.pool, types.variables)]


@pytest.mark.parametrize("kind", ["service", "job", "workerPool", "instance"])
def test_each_field_of_a_schema_is_a_field_of_the_message(types: Types, kind: str) -> None:
    schema = json.loads((SCHEMAS / f"{kind.lower()}.json").read_text())
    for name, definition in schema["$defs"].items():
        assert set(definition["properties"]) == set(types.fields(f"run.{name}")), name
    assert set(schema["properties"]) == set(types.fields(types.variables[kind]))
    assert set(schema["properties"]) <= set(types.fields(types.variables["resource"]))


def test_the_fields_that_are_read_as_numbers_are_those_of_the_schemas() -> None:
    numbers = set()
    for path in SCHEMAS.glob("*.json"):
        schema = json.loads(path.read_text())
        for definition in schema.get("$defs", {}).values():
            for name, field in definition["properties"].items():
                if "integer" in field.get("type", []):
                    numbers.add(name)
    assert numbers == NUMBERS


@pytest.mark.parametrize(
    "expression",
    [
        "container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 60",
        "container.env.all(e, has(e.value) || e.valueFrom.secretKeyRef.key != 'latest')",
        "container.resources.limits.cpu == '1' || container.resources.limits['memory'] == '1Gi'",
        "template.spec.containers.exists(c, c.image.startsWith('gcr.io/'))",
        "template.spec.template.spec.maxRetries == 1",
        "resource.spec.traffic.map(t, t.percent).exists(p, p > 50) || resource.spec.template.spec.taskCount > 1",
        "job.spec.template.spec.template.spec.timeoutSeconds < 600",
        "workerPool.spec.instanceSplits.all(s, s.percent > 0)",
        "instance.spec.restartPolicy == 'Never' || template.spec.restartPolicy != ''",
        "annotations['a/b'] == resource.metadata.annotations['a/b']",
        "'X' in env && int(env.X) > 1",
        "resource.status.url != ''",
        "dyn(container).anything == 1",
    ],
)
def test_what_is_right(types: Types, expression: str) -> None:
    assert mistakes(types, expression) == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("has(container.livenessProb)", ["unknown field `livenessProb`"]),
        ("service.spec.template.spec.maxRetries == 1", ["unknown field `maxRetries`"]),
        ("job.spec.traffic.size() == 0", ["unknown field `traffic`"]),
        ("container.env.exists(e, e.valu == 'x')", ["unknown field `valu`"]),
        ("container.env.FOO == 'x'", ["a list has no fields to select"]),
        ("container.image.tag == 'x'", ["a string has no fields to select"]),
        ("container['image'] == 'x'", ["`[]` cannot be applied to a Container and a string"]),
        ("container.image > 5", ["`>` cannot be applied to a string and an integer"]),
        ("container.ports[0].containerPort == '80'", ["`==` cannot be applied to an integer and a string"]),
        ("env.X > 1", ["`>` cannot be applied to a string and an integer"]),
        ("size(job) == 0", ["`size` cannot be applied to a Job"]),
        ("container.image", ["the expression gives a string, not true or false"]),
        ("container.ports", ["the expression gives a list, not true or false"]),
        ("container.startupProbe", ["the expression gives a Probe, not true or false"]),
        ("container.bar.baz && has(container.foo)", ["unknown field `bar`", "unknown field `foo`"]),
    ],
)  # fmt: skip
def test_what_is_wrong(types: Types, expression: str, said: list[str]) -> None:
    assert mistakes(types, expression) == said


def test_a_mistake_is_at_the_field(types: Types) -> None:
    expression = "size(container.image) > 3 ||\n  has(container.imagee)"
    (mistake,) = type_mistakes(expression, types.pool, types.variables)
    assert expression[mistake.offset :].startswith("imagee")
    assert (mistake.field, mistake.message_type) == ("imagee", "run.Container")
