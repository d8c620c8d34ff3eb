"""What the code of a folder says about a manifest in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.code_links import CodeLinks, Variable, code_links

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
      - image: europe-docker.pkg.dev/p/r/shop:1
"""
MAIN = """\
import os

DB_HOST = os.environ["DB_HOST"]
MODE = os.environ.get("MODE", "live")
PORT = os.environ.get("PORT")
BASE = os.environ["BASE"]
DB_AGAIN = os.environ["DB_HOST"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "service.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "main.py").write_text(MAIN, encoding="utf-8")
    (tmp_path / "Dockerfile").write_text(
        'FROM python:3.12-slim\nENV BASE=1\nCOPY . .\nCMD ["python", "main.py"]\n', encoding="utf-8"
    )
    (tmp_path / "build.sh").write_text(
        "gcloud config list\ndocker build -t europe-docker.pkg.dev/p/r/shop:1 .\n", encoding="utf-8"
    )
    return tmp_path


def test_variables_that_the_start_needs_come_first(folder: Path) -> None:
    found = code_links(".", "service.yaml")
    assert list(found.variables)[:2] == ["DB_HOST", "BASE"]
    host = found.variables["DB_HOST"]
    assert (host.needed, host.free) == (True, True)
    assert [(place.path, place.line) for place in host.places] == [("main.py", 3), ("main.py", 7)]
    assert (found.variables["MODE"].needed, found.variables["MODE"].free) == (False, True)


def test_what_cloud_run_and_the_image_set_is_not_free(folder: Path) -> None:
    found = code_links(str(folder), str(folder / "service.yaml"))
    assert not found.variables["PORT"].free
    assert not found.variables["BASE"].free


def test_the_build_of_an_image(folder: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    place = code_links(".", "service.yaml").builds["europe-docker.pkg.dev/p/r/shop"]
    assert (Path(place.path).name, place.line) == ("build.sh", 2)


def test_a_manifest_without_code(folder: Path) -> None:
    (folder / "Dockerfile").unlink()
    (folder / "main.py").unlink()
    assert code_links(".", "service.yaml").variables == {}
    assert code_links(".", "other.yaml").variables == {}


def test_names_whose_case_does_not_count() -> None:
    links = CodeLinks({"db_host": Variable("db_host", False, True, True)})
    assert links.variable("DB_HOST") is links.variables["db_host"]
    links = CodeLinks({"db_host": Variable("db_host", True, True, True)})
    assert links.variable("DB_HOST") is None
