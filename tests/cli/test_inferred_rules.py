"""A rule set is inferred from what every description of a service states, and from nothing else."""

from __future__ import annotations

import pytest

from lint.cli.inferred_rules import by_service, rule_set
from lint.engine.examples import SKELETONS
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.yaml.tree import MappingNode


def resource(text: str) -> Resource:
    manifest = read_manifest("a.yaml", text.encode())
    (document,) = manifest.documents
    assert isinstance(document.root, MappingNode)
    kind = classify(document.root)[0]
    assert kind is not None
    return Resource(document.root, kind, manifest.source)


def named(name: str, kind: str = "Service") -> Resource:
    return resource(SKELETONS[kind].replace("name: example", f"name: {name}"))


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("api", "api"),
        ("api-${STAGE}", "api-*"),
        ("'{{ stage }}-api'", "*-api"),
        ("${NAME}", ""),
        ("SERVICE_NAME", ""),
    ],
)
def test_the_name_of_a_service_with_placeholders_is_a_glob(name: str, known_as: str) -> None:
    (service,) = by_service([("a.yaml:1", named(name))])
    assert service.name == known_as


def test_a_service_without_a_known_name_has_rules_only_where_it_is_the_only_one() -> None:
    descriptions = [("a.yaml:1", named("${A}"))]
    assert "applies-to: {kind: Service}" in rule_set("x", by_service(descriptions))
    descriptions += [("b.yaml:1", named("b"))]
    text = rule_set("x", by_service(descriptions))
    assert "applies-to: {kind: Service}" not in text
    assert "applies-to: {kind: Service, name: b}" in text


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("shop", "SHOP001"),
        ("cr", "CR-001"),
        ("1-2-a", "OWN001"),
        ("my-shop", "MY001"),
        ("in", "IN-001"),
    ],
)
def test_ids_are_made_of_the_name_and_are_not_those_of_built_in_rules(
    name: str, first: str
) -> None:
    assert f"\n  {first}:\n" in rule_set(name, by_service([("a.yaml:1", named("api"))]))


def test_rules_that_are_left_out_leave_no_gap() -> None:
    text = SKELETONS["Service"].replace("\n  name:", "\n  labels: {team: a}\n  name:")
    services = by_service([("a.yaml:1", resource(text))])
    titles = [line for line in rule_set("my", services).splitlines() if "title:" in line]
    assert len(titles) > 1
    without = {titles[0].partition("title: ")[2]}
    text = rule_set("my", services, without)
    assert titles[0] not in text
    assert "MY001:" in text
    assert f"MY{len(titles) - 1:03}:" in text
    assert f"MY{len(titles):03}:" not in text
    assert rule_set("my", services, {title.partition("title: ")[2] for title in titles}) == ""
