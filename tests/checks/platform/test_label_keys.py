"""`label-keys`: labels with a `/`, of the resource and of its template."""

from __future__ import annotations

import pytest

from tests.checks.judging import rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("team: a", []),
        ("cloud.googleapis.com/location: eu", []),
        # A label of somebody else's.
        ("example.com/team: a", []),
        ("run.googleapis.com/ingress: all", ["CR028"]),
        ("cloud.googleapis.com/locaton: eu", ["CR028"]),
        ("serving.knative.dev/creator: a", ["CR027"]),
    ],
)
def test_labels(text: str, rules: list[str]) -> None:
    assert rules_of("label-keys", f"metadata: {{labels: {{{text}}}}}") == rules


def test_labels_of_the_template_count_too() -> None:
    text = "spec: {template: {metadata: {labels: {run.googleapis.com/ingress: all}}}}"
    assert rules_of("label-keys", text) == ["CR028"]


def test_labels_that_are_no_mapping_are_another_rules() -> None:
    assert rules_of("label-keys", "metadata: {labels: [a/b]}") == []
