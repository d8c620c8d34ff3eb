"""Terraform text for tests, read in whole or in part."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("tree_sitter_hcl")

from lint.deploy.file import DeployFile
from lint.deploy.step import Read, Step
from lint.deploy.terraform.hcl import HclFile
from lint.deploy.terraform.module import read
from lint.deploy.terraform.scope import Scope
from lint.deploy.terraform.values import is_known, plain
from lint.model.source import Source
from lint.yaml.tree import Node

if TYPE_CHECKING:
    from lint.deploy.terraform.values import Value

SERVICE = """\
resource "google_cloud_run_v2_service" "api" {
  name     = "api"
  location = "europe-west1"
  template {
    containers {
      image = "us-docker.pkg.dev/example/app/web:1.4.2"
    }
  }
}
"""


def read_files(
    folder: Path, main: str, root: str = "", declare: bool = True, **others: str
) -> Read:
    """What `main.tf` describes, beside other files (`variables_tf="..."`).

    One of them declares the variables that no other one does, unless `declare` is false.
    """
    (folder / "main.tf").write_text(main)
    if declare:
        used = dict.fromkeys(re.findall(r"\bvar\.(\w+)", main + "".join(others.values())))
        (folder / "zz.tf").write_text("".join(f'variable "{name}" {{}}\n' for name in used))
    for name, text in others.items():
        path = folder / name.replace("__", "/").replace("_tf", ".tf")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    path = folder / "main.tf"
    return read(DeployFile(str(path), path.read_bytes(), "main.tf", root or str(folder)))


def step_of(folder: Path, main: str, **others: str) -> Step:
    """The only step of `main.tf`, without faults."""
    found = read_files(folder, main, **others)
    assert found.faults == []
    (step,) = found.steps
    assert step.faults == []
    return step


def inside(text: str) -> str:
    """A service whose container has some more lines."""
    image = '      image = "us-docker.pkg.dev/example/app/web:1.4.2"\n'
    return SERVICE.replace(image, image + text)


def in_template(text: str) -> str:
    """A service whose template has some more lines."""
    return SERVICE.replace("  template {\n", "  template {\n" + text)


def faults(found: Read) -> list[str]:
    """Line, kind and message of each fault."""
    every = [*found.faults, *(fault for step in found.steps for fault in step.faults)]
    return [f"{fault.where.line}: {fault.kind}: {fault.message}" for fault in every]


def value_of(expression: str, before: str = "", folder: Path | None = None) -> Value:
    """The value of an expression in a file of its own."""
    parsed = HclFile(Source("main.tf", f"{before}\nlocals {{\n  it = {expression}\n}}\n"))
    file = DeployFile(str((folder or Path("/nowhere")) / "main.tf"), b"", "main.tf")
    found = Scope(file, parsed).resolve("local", "it")
    assert found is not None
    return found


def known(expression: str, before: str = "") -> Any:
    """What an expression is, which must be known."""
    value = value_of(expression, before)
    assert is_known(value), plain(value)
    return plain(value)


def place(node: Node | None) -> tuple[str, int, int]:
    """File, line and column of a node."""
    assert node is not None
    assert node.source is not None
    return Path(node.source.path).name, node.line, node.column
