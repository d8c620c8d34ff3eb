from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("tree_sitter_hcl")

from lint.deploy.file import DeployFile
from lint.deploy.terraform.addresses import described
from tests.deploy.terraform.reading import SERVICE


def test_blocks_of_a_folder_and_of_its_modules(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "x.tf").write_text(SERVICE + 'module "again" {\n  source = "./"\n}\n')
    (tmp_path / "main.tf").write_text(SERVICE + 'module "front" {\n  source = "./web"\n}\n')
    (tmp_path / "broken.tf").write_text(SERVICE.replace("{", "", 1))
    found = described(DeployFile(str(tmp_path / "plan.json"), b"", "plan.json", str(tmp_path)))
    own = "google_cloud_run_v2_service.api"
    assert list(found) == [
        own,
        f"module.front.{own}",
        f"module.front.module.again.{own}",
        f"module.front.module.again.module.again.{own}",
    ]
    assert found[own].anchor.place.line == 1


def test_a_folder_that_is_not_there_has_none() -> None:
    assert described(DeployFile("/nowhere/plan.json", b"", "plan.json")) == {}
