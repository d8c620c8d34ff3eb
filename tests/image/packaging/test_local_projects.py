from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.packaging.local_projects import local_projects, required_projects


def write(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return list(files)


WORKSPACE = {
    "pyproject.toml": "[tool.uv.workspace]\nmembers = ['packages/*', 'apps/api']\n",
    "packages/core/pyproject.toml": "[project]\nname = 'core'\n",
    "packages/notes/README": "",
    "packages/deep/er/pyproject.toml": "",
    "apps/api/pyproject.toml": "[tool.uv.sources]\ncore = {workspace = true}\n",
    "apps/web/pyproject.toml": "",
}


def test_members_of_a_workspace(tmp_path: Path) -> None:
    files = write(tmp_path, WORKSPACE)
    assert local_projects(str(tmp_path), "", files) == ["packages/core", "apps/api"]
    assert local_projects(str(tmp_path), "apps/api", files) == ["", "packages/core"]
    assert local_projects(str(tmp_path), "apps/web", files) == []


def test_sources_at_the_root_of_a_workspace_are_those_of_its_members(tmp_path: Path) -> None:
    files = write(
        tmp_path,
        {
            "pyproject.toml": "[tool.uv.workspace]\nmembers = ['a', 'b', 'c']\n"
            "[tool.uv.sources]\nthe-base = {workspace = true}\n",
            "a/pyproject.toml": "[project]\nname = 'a'\ndependencies = ['The_Base[x]>1', 'y']\n",
            "b/pyproject.toml": "[project]\nname = 'the-base'\n",
            "c/pyproject.toml": "[project]\nname = 'c'\ndependencies = ['y', 3]\n",
        },
    )
    assert local_projects(str(tmp_path), "a", files) == ["", "b", "c"]
    assert local_projects(str(tmp_path), "c", files) == []


@pytest.mark.parametrize(
    "pyproject",
    [
        "[tool.uv.sources]\ncommon = {path = '../libs/common', editable = true}\n",
        "[tool.uv.sources]\ncommon = [{path = '../libs/common', marker = 'x'}, {index = 'y'}]\n",
        "[tool.poetry.dependencies]\ncommon = {path = '../libs/common', develop = true}\n",
        "[tool.poetry.group.dev.dependencies]\ncommon = {path = '../libs/common/'}\n",
        "[project]\ndependencies = ['common @ file:///${PROJECT_ROOT}/../libs/common', 'x']\n",
    ],
)
def test_dependencies_by_path(tmp_path: Path, pyproject: str) -> None:
    files = write(tmp_path, {"api/pyproject.toml": pyproject})
    assert local_projects(str(tmp_path), "api", files) == ["libs/common"]


@pytest.mark.parametrize(
    "pyproject",
    [
        "[tool.uv.sources]\ncommon = {path = '../../common'}\n",
        "[tool.uv.sources]\ncommon = {path = '/common'}\n",
        "[tool.uv.sources]\ncommon = {path = '../wheels/common-1-py3-none-any.whl'}\n",
        "[tool.uv.sources]\ncommon = {git = 'https://x/y'}\n",
        "[tool.uv]\nsources = 3\nworkspace = 1\n[tool.poetry]\ngroup = {dev = 1}\n",
        "[tool.uv.workspace]\nmembers = ['../*', '/x', 3, '**']\n",
        "not toml",
    ],
)
def test_nothing_else(tmp_path: Path, pyproject: str) -> None:
    files = write(tmp_path, {"api/pyproject.toml": pyproject})
    assert local_projects(str(tmp_path), "api", files) == []


def test_requirements_by_path() -> None:
    text = (
        "flask>=2\n-e ./libs/common\n../shared[extra]\n-e .\nlibs/plain  # why\n--editable=./other/\n"
        "./dist/x-1.whl\ncommon @ file:vendor/common\n-r base.txt\ngit+https://x/y.git#egg=z\nhttps://x/y.zip\n"
    )
    assert required_projects(text) == [
        "./libs/common", "../shared", ".", "libs/plain", "./other", "vendor/common",
    ]  # fmt: skip
