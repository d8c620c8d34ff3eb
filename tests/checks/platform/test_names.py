"""`names`: the edges of the names of resources and revisions."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.source import Source
from lint.yaml.tree import MappingNode
from tests.checks.judging import judge_of, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR051"]),
        ("a-", ["CR050"]),
        ("1a", ["CR050"]),
        ("a_b", ["CR050"]),
        ("Web", ["CR050"]),
        # A word to fill in.
        ("WEB", []),
        ("'${NAME}'", []),
        ("''", []),
        ("a--b", []),
    ],
)
def test_names_of_resources(text: str, rules: list[str]) -> None:
    assert rules_of("names", f"metadata: {{name: {text}}}") == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("web-1", ["CR054"]),
        ("web", ["CR052"]),
        ("website-1", ["CR052"]),
        ("web-", ["CR053"]),
        ("web-A", ["CR053"]),
        ("web-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR054"]),
        ("web-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR053"]),
        ("$NAME", []),
        ("''", []),
    ],
)
def test_names_of_revisions(text: str, rules: list[str]) -> None:
    assert (
        rules_of(
            "names",
            f"{{metadata: {{name: web}}, spec: {{template: {{metadata: {{name: {text}}}}}}}}}",
        )
        == rules
    )


@pytest.mark.parametrize(
    ("written", "by_gcloud", "rules"),
    [
        ('name = "web-1"', False, ["CR054"]),
        # The variables may have other values the next time.
        ('name = "web-${var.commit}"', False, []),
        ("name: web-1", True, ["CR054"]),
    ],
)
def test_a_revision_name_of_terraform_that_is_put_together(
    written: str, by_gcloud: bool, rules: list[str]
) -> None:
    text = "metadata: {name: web}\nspec: {template: {metadata: {name: web-1}}}"
    root = read_manifest("service.yaml", text.encode()).documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", Source("main.tf", written))
    resource.by_gcloud = by_gcloud
    findings = judge_of("names").judge(CheckContext(resource)) or []
    assert [finding.rule for finding in findings] == rules
