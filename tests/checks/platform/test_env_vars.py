"""`env-vars`: the edges of names, values and limits."""

from __future__ import annotations

import pytest

from tests.checks.judging import container, found, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("{name: A, value: ''}", []),
        # Nothing but white space may be meant.
        ("{name: A, value: ' '}", []),
        ("{name: A, value: 'x '}", ["CR016"]),
        # A text of several lines ends as it likes.
        ('{name: A, value: "x\\ny "}', []),
        # A placeholder's value is not known.
        ("{name: A, value: '${X} '}", []),
        # No variable B: the program may want the text.
        ("{name: A, value: $(B)}", []),
        ("{name: A, value: $(B)}, {name: B, value: x}", ["CR018"]),
        # Names differ by case.
        ("{name: a, value: x}, {name: A, value: x}", []),
        ("{name: A, value: x}, {name: A, value: x}, {name: A, value: x}", ["CR010", "CR010"]),
        (
            "{name: A, value: x}, {name: A, valueFrom: {secretKeyRef: {name: s, key: '1'}}}",
            ["CR011"],
        ),
        ("{name: '${A}', value: x}, {name: '${A}', value: y}", []),
        ("{name: '', value: x}", ["CR096"]),
        ("{name: 'A=B', value: x}", ["CR014"]),
        ("{name: 'A B', value: x}", ["CR015"]),
        ("{name: ' A', value: x}", ["CR015"]),
        ("{name: A.B-C, value: x}", []),
        ("{name: PORT, value: x}", ["CR012"]),
        ("{name: port, value: x}", []),
        ("{name: K_SERVICE_NAME, value: x}", []),
        ("{name: X_GOOGLE_, value: x}", ["CR097"]),
        # gcloud itself writes an empty value beside a source.
        ("{name: A, value: '', valueFrom: {secretKeyRef: {name: s, key: '1'}}}", []),
        ("{name: A, value: x, valueFrom: {}}", ["CR098"]),
        ("{name: A, valueFrom: {secretKeyRef: null}}", ["CR098"]),
        ("{name: A, valueFrom: null}", []),
        ("{name: A, value: xxxxx}, 7, [x], null", []),
    ],
)
def test_env_vars(text: str, rules: list[str]) -> None:
    assert rules_of("env-vars", container(f"name: app, env: [{text}]")) == rules


def test_only_the_ingress_container_is_given_the_port() -> None:
    text = """\
spec:
  template:
    spec:
      containers:
      - {name: app, ports: [{containerPort: 8080}]}
      - {name: side, env: [{name: PORT, value: '1'}, {name: K_SERVICE, value: x}]}
"""
    assert rules_of("env-vars", text) == ["CR012"]  # K_SERVICE


@pytest.mark.parametrize(
    ("kind", "name", "rules"),
    [
        ("Job", "CLOUD_RUN_TASK_INDEX", ["CR012"]),
        ("Job", "K_SERVICE", []),
        ("Service", "CLOUD_RUN_TASK_INDEX", []),
        ("WorkerPool", "CLOUD_RUN_WORKER_POOL", ["CR013"]),
        ("WorkerPool", "PORT", []),
    ],
)
def test_each_kind_reserves_its_own_names(kind: str, name: str, rules: list[str]) -> None:
    assert rules_of("env-vars", container(f"env: [{{name: {name}, value: x}}]", kind)) == rules


@pytest.mark.parametrize(
    ("value", "rules"), [("x" * 32768, []), ("x" * 32769, ["CR019"]), ("ü" * 16385, ["CR019"])]
)
def test_the_limit_of_a_value_is_in_bytes(value: str, rules: list[str]) -> None:
    assert rules_of("env-vars", container(f"env: [{{name: A, value: '{value}'}}]")) == rules


def test_no_message_shows_a_value() -> None:
    text = container("env: [{name: A, value: 'hunter2 '}, {name: B, value: 'hunter2$(A)'}]")
    findings = found("env-vars", f"{{apiVersion: serving.knative.dev/v1, {text[1:]}")
    assert {finding.rule for finding in findings} == {"CR016", "CR018"}
    assert "hunter2" not in " ".join(f"{f.message} {f.help}" for f in findings)
