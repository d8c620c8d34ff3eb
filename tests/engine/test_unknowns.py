"""The placeholders of a resource: each once a scalar, and no names of env vars."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.engine.unknowns import unknowns
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.options import Options
from lint.yaml.tree import MappingNode

SERVICE = SKELETONS["Service"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(text: str) -> list[str]:
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return [entry.placeholder for entry in unknowns(Resource(root, "Service", manifest.source))]


def test_a_placeholder_is_counted_once_a_place(here: Path) -> None:
    text = SKELETONS["Service"].replace("web:1.4.2", "web:${TAG}-${TAG}")
    (here / "a.yaml").write_text(text)
    assert text != SKELETONS["Service"]
    options = Options(["a.yaml"])
    unknown = check(options).unknown
    assert [(entry.placeholder, entry.place.path) for entry in unknown] == [("${TAG}", "a.yaml")]
    options.set = ["TAG=1"]
    assert check(options).unknown == []


def test_the_name_of_an_env_var_is_no_fill_in_word() -> None:
    env = "        env:\n        - {name: PROJECT_ID, value: a}\n"
    assert found(SERVICE + env) == []
    assert found(SERVICE + env.replace("PROJECT_ID", "'${NAME}'")) == ["${NAME}"]


def test_the_value_of_an_env_var_is_counted_and_not_shown() -> None:
    env = "        env:\n        - {name: PROJECT_ID, value: PROJECT_ID}\n"
    assert found(SERVICE + env) == ["<redacted, 10 chars>"]


def test_the_image_that_gcloud_names_by_itself_is_nothing_to_fill_in(here: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    (here / "deploy.sh").write_text("gcloud run deploy api --source . --set-env-vars A=$B\n")
    unknown = check(Options(["deploy.sh"])).unknown
    assert [entry.placeholder for entry in unknown] == ["${B}"]
