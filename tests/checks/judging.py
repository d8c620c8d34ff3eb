"""Runs rules of the project over manifests written in a test."""

from __future__ import annotations

import functools
import os

from lint.checks.context import CheckContext
from lint.engine.examples import example_findings
from lint.engine.judge import Judge
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.model.findings import Finding
from lint.model.rule import Plan
from lint.ruleset.compile import RuleSet, compile_rule_set
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode


@functools.cache
def rule_file(check: str) -> RuleSet:
    """The compiled file of `rules/cloud-run` with the rules of one check."""
    return compile_rule_set(os.path.join(data_path("rules"), "cloud-run", f"{check}.yaml"))


@functools.cache
def judge_of(*checks: str) -> Judge:
    return Judge([Plan(rule_file(check).plan()) for check in checks], frozenset())


def found(checks: str | tuple[str, ...], text: str) -> list[Finding]:
    """The findings of one check or of several in a manifest, in the order of the file."""
    manifest = read_manifest("service.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode), manifest.faults
    kind, reason = classify(root)
    assert kind is not None, reason
    findings = (
        judge_of(*([checks] if isinstance(checks, str) else checks)).judge(
            CheckContext(Resource(root, kind, manifest.source))
        )
        or []
    )
    return sorted(findings, key=Finding.sort_key)


def spots(findings: list[Finding]) -> list[tuple[str, int, int]]:
    """Rule, line and column of each finding."""
    return [(f.rule, f.place.line, f.place.column) for f in findings]


def rules_of(checks: str | tuple[str, ...], fragment: str) -> list[str]:
    """The rules that report on a fragment, which is made a whole manifest as examples are."""
    judge = judge_of(*([checks] if isinstance(checks, str) else checks))
    return sorted(finding.rule for finding in example_findings(judge, fragment, {}))


def container(fields: str, kind: str = "Service") -> str:
    """The fragment of a resource whose only container has these fields, in flow style."""
    spec = f"{{spec: {{containers: [{{{fields}}}]}}}}"
    return f"{{kind: {kind}, spec: {{template: {_within(spec, kind)}}}}}"


def template(annotations: str, kind: str = "Service") -> str:
    """The fragment of a resource whose template has these annotations, in flow style."""
    return f"{{kind: {kind}, spec: {{template: {{metadata: {{annotations: {{{annotations}}}}}}}}}}}"


def _within(spec: str, kind: str) -> str:
    return f"{{spec: {{template: {spec}}}}}" if kind == "Job" else spec
