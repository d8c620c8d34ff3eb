from __future__ import annotations

from pathlib import Path

from lint.yaml.tree import ScalarNode
from tests.deploy.terraform.reading import SERVICE, place, read_files, step_of
from tests.deploy.terraform.test_words import V1


def test_a_step_knows_region_and_project(tmp_path: Path) -> None:
    step = step_of(tmp_path, SERVICE.replace("  template {", "  project = var.p\n  template {"))
    assert step.command == "google_cloud_run_v2_service"
    assert str(step.region) == "europe-west1"
    assert str(step.project) == "${var.p}"
    assert (step.anchor.place.line, step.anchor.place.column) == (1, 11)
    assert "europe-west1" in [str(text) for text in step.revealed]


def test_the_v1_resource_is_taken_as_it_is(tmp_path: Path) -> None:
    text = V1.replace(
        "  template {\n",
        '  metadata {\n    namespace = "p"\n    annotations = {\n      "run.googleapis.com/ingress" = "all"\n'
        "    }\n  }\n  traffic {\n    percent = 100\n    latest_revision = true\n  }\n"
        "  autogenerate_revision_name = true\n"
        "  template {\n    metadata {\n      annotations = {\n"
        '        "autoscaling.knative.dev/maxScale" = 3\n      }\n    }\n',
        1,
    )
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert resource.root.plain() == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"annotations": {"run.googleapis.com/ingress": "all"}, "name": "api"},
        "spec": {
            "template": {
                "metadata": {"annotations": {"autoscaling.knative.dev/maxScale": "3"}},
                "spec": {"containers": [{"image": "us-docker.pkg.dev/example/app/web:1.4.2"}]},
            },
            "traffic": [{"percent": 100, "latestRevision": True}],
        },
    }
    node = resource.annotation("autoscaling.knative.dev/maxScale", template=True)
    assert place(node) == ("main.tf", 18, 46)
    assert resource.open == frozenset()


def test_the_v1_resource_keeps_annotations_that_it_does_not_state(tmp_path: Path) -> None:
    resource = step_of(tmp_path, V1).resource
    assert resource is not None
    assert resource.open == {"annotations"}


def test_a_step_without_a_template_has_no_resource(tmp_path: Path) -> None:
    (step,) = read_files(tmp_path, SERVICE.partition("  template")[0] + "}\n").steps
    assert step.resource is None


def test_what_is_put_together_is_placed_in_the_file_that_does_it(tmp_path: Path) -> None:
    image = '      image = "${var.region}-docker.pkg.dev/${var.project}/${var.app}/web:latest"\n'
    text = SERVICE.replace('      image = "us-docker.pkg.dev/example/app/web:1.4.2"\n', image)
    defaults = {"region": "us", "project": "example", "app": "a"}
    variables = "".join(
        f'variable "{name}" {{\n  default = "{value}"\n}}\n' for name, value in defaults.items()
    )
    resource = step_of(tmp_path, 'provider "google" {}\n' + text, variables_tf=variables).resource
    assert resource is not None
    node = resource.containers[0].node.get("image")
    assert isinstance(node, ScalarNode)
    assert node.value == "us-docker.pkg.dev/example/a/web:latest"
    assert place(node)[:2] == ("main.tf", 7)
