from __future__ import annotations

from tests.deploy.v2.bodies import resource_of


def container(text: str) -> object:
    spec = resource_of(f"template: {{containers: [{text}]}}").spec
    assert spec is not None
    return spec.plain()["containers"][0]


def test_a_secret_without_a_version_is_the_latest() -> None:
    made = container("{env: [{name: A, valueSource: {secretKeyRef: {secret: s}}}]}")
    assert made == {
        "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "latest"}}}]
    }


def test_an_empty_value_beside_a_secret_is_none() -> None:
    made = container(
        "{env: [{name: A, value: '', valueSource: {secretKeyRef: {secret: s, version: '1'}}}]}"
    )
    assert "value" not in made["env"][0]  # type: ignore[index]
    both = container("{env: [{name: A, value: x, valueSource: {secretKeyRef: {secret: s}}}]}")
    assert both["env"][0]["value"] == "x"  # type: ignore[index]


def test_nulls_are_absent() -> None:
    assert container("{image: a, command: null, resources: {limits: null}}") == {"image": "a"}
