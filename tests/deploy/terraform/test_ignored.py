from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.terraform.reading import SERVICE, step_of


@pytest.mark.parametrize(
    ("paths", "words", "partial", "image"),
    [
        ("template[0].containers[0].image", set(), False, "${ignored.image}"),
        ("template.0.containers.0.image", set(), False, "${ignored.image}"),
        ("client, client_version", set(), False, ""),
        ("template[0].containers[0].env", {"env", "secrets"}, False, ""),
        ('annotations["a"], template[0].labels', {"annotations", "labels"}, False, ""),
        ("template", set(), True, ""),
        ("template[0].scaling", set(), True, ""),
        ("launch_stage", set(), True, ""),
    ],
)
def test_what_terraform_does_not_keep_is_not_known(
    tmp_path: Path, paths: str, words: set[str], partial: bool, image: str
) -> None:
    block = f"  lifecycle {{\n    ignore_changes = [{paths}]\n  }}\n"
    resource = step_of(tmp_path, SERVICE.replace("  template {", block + "  template {")).resource
    assert resource is not None
    assert (resource.open, resource.partial) == (words, partial)
    node = resource.containers[0].node.get("image")
    assert node is not None
    assert node.plain() == (image or "us-docker.pkg.dev/example/app/web:1.4.2")


def test_all_changes_may_be_ignored(tmp_path: Path) -> None:
    block = "  lifecycle {\n    ignore_changes = all\n  }\n  template {"
    resource = step_of(tmp_path, SERVICE.replace("  template {", block)).resource
    assert resource is not None
    assert resource.partial
