"""`assert`: an expression sees what it asks for, however it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.policy import assertion as check
from tests.checks.policy.own_rule import assert_messages, messages


@pytest.mark.parametrize(
    ("expression", "variables"),
    [
        ("container.startupProbe.periodSeconds >= 75", {"container": ["startupProbe"]}),
        ("has(container.a) && container.?b.orValue(1) == 2", {"container": ["a", "b"]}),
        ("container['x'] == 1", {"container": []}),
        ("size(container) > 0 && container.x == 1", {"container": []}),
        ("container.size() == 1", {"container": []}),
        ("container . image == ''", {"container": ["image"]}),
        ("template.spec.containers.all(env, env.image != '')", {"template": ["spec"], "env": []}),
        ("'container.x' == annotations['env']", {"annotations": []}),
        (r"'a\'' + container.x + 'b' == ''", {"container": ["x"]}),
        (r"r'a\' + container.x + r'b' == ''", {"container": ["x"]}),
        ('"""x\'""" == container.y', {"container": ["y"]}),
    ],
)
def test_what_an_expression_looks_at(expression: str, variables: dict[str, list[str]]) -> None:
    assert check._variables(expression) == variables


@pytest.mark.parametrize(
    "expression",
    [
        "container.name == 'side' || container.startupProbe.periodSeconds == 5",
        "container['name'] == 'side' || container['startupProbe'].failureThreshold == 4",
        r"container.name + '\'' != '\'' + container.image",
        "size(container) > 2",
        "container.name == 'side' || container.env.exists(e, e.name == 'MODE')",
        "container.env.all(e, has(e.value) || has(e.valueFrom))",
        "size(env) > 0",
        "container.name == 'side' || env['MODE'].startsWith('fa')",
        "annotations['run.googleapis.com/ingress'] == 'internal'",
        "annotations['autoscaling.knative.dev/maxScale'] == '5'",
        "resource.metadata.name == service.metadata.name",
        "size(job) == 0 && size(workerPool) == 0",
        "template.spec.containers.exists(c, c.name == 'side')",
        "resource.kind == 'Service' && size(resource) == 4",
        # What hangs on a placeholder is no verdict.
        "container.name == 'side' || env.LATER == 'anything'",
        "container.name == 'side' || container.env.exists(e, has(e.value) && e.value == 'anything')",
    ],
)
def test_an_expression_that_holds(tmp_path: Path, expression: str) -> None:
    assert messages(tmp_path, f"assert: {expression!r}") == []
    assert messages(tmp_path, f"assert: {f'!({expression})'!r}") != [] or "anything" in expression


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
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
def test_an_expression_of_a_rule(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
