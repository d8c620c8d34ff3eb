"""`envelope`: apiVersion, kind and namespace."""

from __future__ import annotations

import pytest

from tests.checks.judging import found, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("my-project", []),
        ("'123456789012'", []),
        ("default", ["CR009"]),
        ("$PROJECT", []),
        ("null", []),
        ("''", ["CR009"]),
        ("My_Project", ["CR009"]),
    ],
)
def test_namespaces(text: str, rules: list[str]) -> None:
    assert rules_of("envelope", f"metadata: {{namespace: {text}}}") == rules


@pytest.mark.parametrize(
    ("text", "found_severities"),
    [
        ("apiVersion: serving.knative.dev/v1\nkind: Service\n", []),
        ("apiVersion: serving.knative.dev/v1alpha1\nkind: Service\n", ["error"]),
        ("apiVersion: run.googleapis.com/v1\nkind: Service\n", ["error"]),
        ("apiVersion: serving.knative.dev/v1\nkind: Job\n", ["error"]),
        ("apiVersion: run.googleapis.com/v1\nkind: WorkerPool\n", []),
        ("kind: WorkerPool\n", ["warning"]),
        ("apiVersion: run.googleapis.com/v1\n", ["warning"]),
    ],
)
def test_a_missing_part_is_less_certain_than_a_wrong_one(
    text: str, found_severities: list[str]
) -> None:
    findings = found("envelope", f"{text}metadata: {{name: a}}\nspec: {{template: {{}}}}\n")
    assert [finding.severity for finding in findings] == found_severities
