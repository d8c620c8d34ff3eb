"""Terraform: the examples of the provider's documentation, and the table of fields.

Both are compared with copies that are not part of this project, git repositories as `git clone` makes
them, bare or not: hashicorp/terraform-provider-google for the examples, and
GoogleCloudPlatform/magic-modules, from which that provider is generated, for the fields.

    TERRAFORM_PROVIDER=DIR MAGIC_MODULES=DIR pytest tests/conformance/test_terraform_provider.py
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("tree_sitter_hcl")

from lint.deploy.terraform.fields import Field, field_of
from tests.conformance.linting import lint_files

pytestmark = pytest.mark.slow

BESIDE = Path(__file__).resolve().parents[3] / ".mirror"
PAGES = (
    "cloud_run_service",
    "cloud_run_v2_service",
    "cloud_run_v2_job",
    "cloud_run_v2_worker_pool",
)
EXAMPLE = re.compile(r"```(?:hcl|terraform)\n(.*?)```", re.DOTALL)
WORDS = {"v2_service": "Service", "v2_job": "Job", "v2_worker_pool": "WorkerPool"}


def repository(variable: str, beside: str) -> str:
    """The path of a copy; the test is skipped, visibly, where there is none."""
    for path in (os.environ.get(variable, ""), str(BESIDE / beside / "repo")):
        if path and Path(path).is_dir():
            return path
    pytest.skip(f"no copy: set {variable}")


def shown(path: str, file: str) -> str:
    done = subprocess.run(
        ["git", "-C", path, "show", f"HEAD:{file}"], capture_output=True, text=True, check=True
    )
    return done.stdout


def examples(path: str) -> list[str]:
    found = []
    for page in PAGES:
        text = shown(path, f"website/docs/r/{page}.html.markdown")
        found += [body for body in EXAMPLE.findall(text) if 'resource "google_cloud_run' in body]
    return found


def test_no_example_of_the_documentation_has_an_error(tmp_path: Path) -> None:
    texts = examples(repository("TERRAFORM_PROVIDER", "hashicorp+terraform-provider-google"))
    assert len(texts) >= 50
    files = []
    for number, text in enumerate(texts):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "main.tf").write_text(text, encoding="utf-8")
        files.append(str(folder / "main.tf"))
    errors = [
        f"{path}:{finding.place.line} {finding.rule} {finding.message}"
        for path, findings in lint_files(files).items()
        for finding in findings
        if finding.severity == "error"
    ]
    assert errors == []


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def defined(properties: list[dict[str, Any]], way: str = "") -> dict[str, bool]:
    """The path of each field that a definition lets users set, and whether it is required."""
    found: dict[str, bool] = {}
    for each in properties:
        if each.get("output") or each.get("exclude"):
            continue
        path = way + snake(each["name"])
        found[path] = bool(each.get("required"))
        inner = each.get("properties") or (each.get("item_type") or {}).get("properties")
        if inner:
            found.update(defined(inner, f"{path}."))
    return found


def listed(field: Field, way: str = "") -> dict[str, bool]:
    found = {}
    for name, below in field.fields.items():
        found[way + name] = below.required
        found.update(listed(below, f"{way}{name}."))
    return found


@pytest.mark.parametrize("name", WORDS)
def test_the_table_has_the_fields_of_the_definitions(name: str) -> None:
    path = repository("MAGIC_MODULES", "GoogleCloudPlatform+magic-modules")
    page = yaml.safe_load(shown(path, f"mmv1/products/cloudrunv2/{WORDS[name]}.yaml"))
    parts = [*page.get("virtual_fields", ()), *page.get("parameters", ()), *page["properties"]]
    assert listed(field_of(f"google_cloud_run_{name}")) == defined(parts)
