"""What an export holds of the server's own: one finding, with every place."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.engine.judge import Judge
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.findings import Finding
from lint.report.fingerprint import fingerprints
from lint.ruleset.plan import load_plan
from lint.yaml.tree import MappingNode

HEAD = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  annotations: {run.googleapis.com/ingress: all}
"""
TAIL = "spec: {template: {spec: {containers: [{image: us-docker.pkg.dev/p/r/a:1}]}}}\n"


def found(metadata: str, tail: str = TAIL) -> list[Finding]:
    manifest = read_manifest("a.yaml", f"{HEAD}{metadata}{tail}".encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    judge = Judge([load_plan("cloud-run")], frozenset())
    resource = Resource(root, "Service", manifest.source)
    return [f for f in judge.judge(CheckContext(resource)) or [] if f.rule == "CR026"]


def test_everything_is_one_finding_at_the_first_place_with_the_others() -> None:
    (finding,) = found("  uid: x\n  generation: 4\n", TAIL + "status: {}\n")
    assert finding.message == (
        "3 entries are set by the server or by a client: `uid`, `generation`, `status`"
    )
    assert finding.help == "Remove them."
    assert (finding.place.line, [r.place.line for r in finding.related]) == (6, [7, 9])


def test_one_entry_is_named_alone_and_none_is_no_finding() -> None:
    (finding,) = found("  uid: x\n")
    assert (finding.message, finding.help) == (
        "`uid` is set by the server or by a client",
        "Remove it.",
    )
    assert found("") == []


@pytest.mark.parametrize("fewer", ["  uid: x\n", "  generation: 4\n"])
def test_the_fingerprint_stays_when_some_entries_are_removed(fewer: str) -> None:
    assert fingerprints(found(fewer)) == fingerprints(found("  uid: x\n  generation: 4\n"))
