"""What findings of a check have in common: place, severity, words of the rule."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.findings import Place
from lint.model.rule import Rule
from lint.model.text import say
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


@pytest.mark.parametrize(
    ("words", "severity", "doubted"),
    [
        ({"severity": "error"}, "warning", True),
        ({"severity": "error", "check": "fields"}, "error", False),
        ({"severity": "error", "own": "yes"}, "error", False),
        ({"severity": "error", "consequence": "broken"}, "error", False),
        ({"severity": "warning"}, "warning", False),
    ],
)
def test_what_is_not_documented_of_a_kind_in_preview_is_a_warning(
    words: dict[str, str], severity: str, doubted: bool
) -> None:
    text = "{apiVersion: run.googleapis.com/v1, kind: Instance, metadata: {name: a}}"
    manifest = read_manifest("instance.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    given = CheckContext(Resource(root, "Instance", manifest.source))
    for message in ("", "the rule's own words"):
        words = {"consequence": "refused", **words, "message": message}
        finding = given.finding(rule(**words), root, message=say("it is wrong"))
        assert finding.severity == severity
        first, *rest = str(finding.message).split("; ")
        assert first == (message or "it is wrong")
        assert bool(rest) is doubted
