"""An open text, and what kind of text it is."""

from __future__ import annotations

import pytest

from lint.server.document import MANIFEST, OTHER, RULE_SET, SETTINGS, Document, kind_of

SERVICE = "apiVersion: serving.knative.dev/v1\nkind: Service\n"


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("service.yaml", SERVICE, MANIFEST),
        ("service.yaml", SERVICE.replace("\n", "\r\n"), MANIFEST),
        ("service.yaml", "kind: Job\n", MANIFEST),
        ("service.yaml", "kind: 'WorkerPool'\r\nmeta", MANIFEST),
        ("service.yaml", "apiVersion: v1\nkind: Service\n", OTHER),
        ("job.json", '{"apiVersion": "run.googleapis.com/v1", "kind": "Job"}', MANIFEST),
        ("rules.yaml", f"# for {SERVICE}ruleset: own\n", RULE_SET),
        ("rules.yml", "rules: {}\n  ruleset: own\n", OTHER),
        ("deploy.sh", "# run.googleapis.com\nkind: Service\n", OTHER),
        ("empty.yaml", "", OTHER),
        ("sub/lint.toml", "", SETTINGS),
        ("pyproject.toml", "", SETTINGS),
        ("all.yaml", "apiVersion: v1\nkind: Secret\n" + "#\n" * 2000 + "---\n" + SERVICE, MANIFEST),
        (
            ".github/workflows/ship.yaml",
            "jobs:\n  ship:\n    # run.googleapis.com\n    steps: [{run: gcloud run deploy}]\n",
            OTHER,
        ),
    ],
)
def test_the_kind_of_a_text(path: str, text: str, kind: str) -> None:
    assert kind_of(path, text) == kind


def test_lines_have_no_ends() -> None:
    assert Document("a.yaml", "a: 1\r\nb: 2\n", OTHER).lines == ["a: 1", "b: 2", ""]
