"""`assert`: an expression sees what it asks for, however it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canary.running import leaks
from tests.checks.policy.own_rule import assert_messages, messages


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
        ("container: side, assert: container.startupProbe.periodSeconds > 0", ["`container.startupProbe.periodSeconds > 0` cannot be evaluated for container `side`"]),
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


SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: gcr.io/p/web
          env: [{name: X, value: CANARY0001}]
"""


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("'a'.matches(env.X + '(')", "the pattern of `matches` is not a valid regular expression"),
        ("'a'.matches('*' + env.X)", "the pattern of `matches` is not a valid regular expression"),
        ("int(env.X) == 1", "a value cannot be converted to the type that the expression asks for"),
        ("timestamp(env.X) < timestamp(env.X)", "a value cannot be converted"),
        ("container[env.X] == 1", "a key that it uses does not exist"),
        ("container.env[env.X].name == ''", "the index of a list is not an integer"),
        ("size(env.X) / 0 == 1", "it divides by zero"),
        ("container.image > 5", "an operator or a function has an operand of a wrong type"),
        ("container.image.a == 1", "it selects a field of a value that has no fields"),
        ("9223372036854775807 + size(env.X) == 1", "a number is out of range"),
        ("container.image", "its value is of type string, not true or false"),
    ],
)
def test_an_expression_without_a_value_says_why_and_quotes_no_value(
    tmp_path: Path, expression: str, reason: str
) -> None:
    (tmp_path / "service.yaml").write_text(SERVICE)
    (tmp_path / "rules.yaml").write_text(
        f"ruleset: own\nrules:\n  T1: {{title: t, assert: {expression!r}}}\n"
    )
    assert not leaks(tmp_path, ["service.yaml", "--rules", "rules.yaml"])
    report = (tmp_path / ".reports" / "text").read_text()
    assert "cannot be evaluated for the container" in report
    assert f"help: Change the expression or the manifest: {reason}" in report
