"""What findings of a check have in common: place, severity, words of the rule."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.findings import Place
from lint.model.rule import Rule
from lint.yaml.tree import MappingNode

TEXT = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: app, image: a, ports: [{}]}
      - {name: side, image: b}
"""


def context() -> CheckContext:
    manifest = read_manifest("service.yaml", TEXT.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return CheckContext(Resource(root, "Service", manifest.source))


def rule(**more: str) -> Rule:
    words = {"id": "A1", "name": "n", "title": "t", "consequence": "policy", "check": "env"}
    return Rule({"severity": "warning", "params": {}, **words, **more})


def test_a_finding_is_that_of_its_rule_and_resource() -> None:
    given = context()
    finding = given.finding(rule(because="So."), given.resource.head, message="m", help="h")
    assert (finding.rule, finding.name, finding.because) == ("A1", "n", "So.")
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.name) == ("Service", "web")
    assert finding.place.path == "service.yaml"


def test_the_words_of_the_rule_replace_the_message_and_not_the_help() -> None:
    given = context()
    finding = given.finding(rule(message="own"), given.resource.head, message="m", help="h")
    assert (finding.message, finding.help) == ("own", "h")


@pytest.mark.parametrize(
    ("asked", "severity"), [("info", "info"), ("warning", "warning"), ("error", "warning")]
)
def test_a_severity_is_lowered_and_never_raised(asked: str, severity: str) -> None:
    given = context()
    finding = given.finding(rule(), given.resource.head, message="m", severity=asked)  # type: ignore[arg-type]
    assert finding.severity == severity


def test_a_place_stays_what_it_is() -> None:
    place = Place("app.whl!a.py", 3, 4)
    assert context().place(place) is place


@pytest.mark.parametrize(
    ("named", "found"), [("", ["app"]), ("side", ["side"]), ("*", ["app", "side"]), ("x", [])]
)
def test_the_containers_that_a_rule_means(named: str, found: list[str]) -> None:
    containers = context().containers(rule(container=named))
    assert [container.name for container in containers] == found
