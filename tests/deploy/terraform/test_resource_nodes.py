from __future__ import annotations

from pathlib import Path

import pytest

from lint.deploy.terraform.fields import BLOCKS, KINDS, Field, field_of
from lint.deploy.terraform.resource_nodes import OPEN, camel
from tests.deploy.terraform.reading import SERVICE, in_template, inside, place, read_files, step_of

LITERALS = {
    "string": '"x"',
    "int": "1",
    "float": "0.5",
    "bool": "true",
    "map": '{ k = "x" }',
    "list": '["x"]',
}


def test_names_of_the_api() -> None:
    assert camel("max_instance_request_concurrency") == "maxInstanceRequestConcurrency"
    assert camel("nfs") == "nfs"


def whole(field: Field, indent: str = "  ") -> str:
    """A body in which every field is set, but for those that another one excludes."""
    lines = []
    for name, below in field.fields.items():
        if below.not_with and below.not_with < name:
            continue
        if below.type in BLOCKS:
            lines += [f"{indent}{name} {{", whole(below, indent + "  "), indent + "}"]
        elif below.duration or name.endswith("_duration"):
            lines.append(f'{indent}{name} = "3600s"')
        else:
            value = f'"{below.values[0]}"' if below.values else LITERALS[below.type]
            lines.append(f"{indent}{name} = {value}")
    return "\n".join(lines)


@pytest.mark.parametrize("resource_type", KINDS)
def test_a_resource_with_every_field_is_read(tmp_path: Path, resource_type: str) -> None:
    text = f'resource "{resource_type}" "all" {{\n{whole(field_of(resource_type))}\n}}\n'
    found = read_files(tmp_path, text)
    assert found.faults == []
    (step,) = found.steps
    kinds = {fault.kind for fault in step.faults}
    # Probes of all kinds at once exclude each other in v1; a volume "x" is mounted at "x".
    assert kinds <= {"terraform-conflict", "cloudsql-mount"}, step.faults
    assert step.resource is not None
    assert not step.resource.partial
    assert step.resource.open == frozenset()
    golden = Path(__file__).with_name("every_field.yaml").read_text(encoding="utf-8")
    import yaml

    assert step.resource.root.plain() == yaml.safe_load(golden)[resource_type]


def test_values_are_converted_as_terraform_does(tmp_path: Path) -> None:
    text = inside(
        '      env {\n        name  = "A"\n        value = 8080\n      }\n'
        '      env {\n        name  = "B"\n        value = true\n      }\n'
        '      resources {\n        limits = { cpu = 2, memory = "1Gi" }\n      }\n'
        '      ports {\n        container_port = "9000"\n      }\n'
    )
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    container = resource.containers[0].node.plain()
    assert container["env"] == [{"name": "A", "value": "8080"}, {"name": "B", "value": "true"}]
    assert container["resources"] == {"limits": {"cpu": "2", "memory": "1Gi"}}
    assert container["ports"] == [{"containerPort": 9000}]


def test_places_are_those_of_arguments(tmp_path: Path) -> None:
    resource = step_of(tmp_path, in_template('    service_account = "a@b.iam"\n')).resource
    assert resource is not None
    assert resource.spec is not None
    assert place(resource.spec.get("serviceAccountName")) == ("main.tf", 5, 24)
    assert place(resource.spec.keys["serviceAccountName"]) == ("main.tf", 5, 5)
    assert place(resource.name_node) == ("main.tf", 2, 15)
    assert place(resource.containers[0].node) == ("main.tf", 6, 5)
    assert place(resource.root) == ("main.tf", 1, 11)


@pytest.mark.parametrize(
    ("text", "words", "partial"),
    [
        (in_template("    labels = var.labels\n"), {"labels"}, False),
        (in_template("    annotations = merge({}, var.a)\n"), {"annotations"}, False),
        (inside("      args = var.args\n"), set(), False),
        (inside('      args = concat(["a"], var.args)\n'), set(), False),
        (inside("      resources {\n        limits = var.limits\n      }\n"), set(), True),
        (
            in_template(
                '    volumes {\n      name = "a"\n      cloud_sql_instance {\n'
                "        instances = var.i\n      }\n    }\n"
            ).replace(
                "      image",
                '      volume_mounts {\n        name = "a"\n        mount_path = "/cloudsql"\n      }\n      image',
            ),
            {"cloudsql"},
            False,
        ),
        (SERVICE, set(), False),
    ],
)
def test_what_is_not_known_may_be_more(
    tmp_path: Path, text: str, words: set[str], partial: bool
) -> None:
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert (resource.open, resource.partial) == (words, partial)


def test_open_words_are_those_of_a_resource() -> None:
    known = {"env", "secrets", "labels", "annotations", "cloudsql", "volumes", "containers"}
    assert {word for words in OPEN.values() for word in words} == known


@pytest.mark.parametrize(
    "containers",
    [
        "",
        '    dynamic "containers" {\n      for_each = var.c\n      content {\n        image = "a"\n      }\n    }\n',
    ],
)
def test_containers_may_be_stated_elsewhere(tmp_path: Path, containers: str) -> None:
    text = SERVICE.partition("    containers")[0] + containers + "  }\n}\n"
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert resource.spec is not None
    assert resource.spec.plain() == {"containers": ["${containers}"]}
