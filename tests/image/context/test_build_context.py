"""What a source tree and its ignore files make of an image."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from lint.image.context import source_tree as tree
from lint.image.context.build_context import read_context
from tests.image.context.trees import code, make

DOCKERFILE = "FROM python:3.12-slim\nWORKDIR /srv\nCOPY shop ./shop\nCOPY lib/ ./\n"


SHOP = ("shop/__init__.py", "shop/main.py", "shop/monitoring/__init__.py", "shop/core/cloud_sql.py")


IGNORE = "**/monitoring/\n**/cloud*\n!shop/\n"


@pytest.mark.parametrize(
    ("builder", "missing"),
    [
        ("docker", ["shop/core/cloud_sql.py", "shop/monitoring/__init__.py"]),
        ("kaniko", []),
        ("gcloud", ["shop/core/cloud_sql.py", "shop/monitoring/__init__.py"]),
    ],
)
def test_the_incident_in_small(tmp_path, builder, missing: list[str]) -> None:
    directory = make(tmp_path, *SHOP, dockerignore=IGNORE, gcloudignore=IGNORE)
    context = read_context(directory, builder)
    assert context.complete
    assert context.faults == []
    assert code(context) == sorted(set(SHOP) - set(missing))
    for path in SHOP:
        assert context.exists_in_tree(path)
        assert (context.absence(path) is not None) is (path in missing)
        assert context.excluded(path).included is (path not in missing)


def test_an_absence_names_the_pattern_and_the_other_builders(tmp_path) -> None:
    directory = make(tmp_path, *SHOP, dockerignore=IGNORE)
    absence = read_context(directory).absence("shop/monitoring/__init__.py")
    assert absence is not None
    assert (absence.reason, absence.display_path) == (
        "ignored",
        f"{directory}/shop/monitoring/__init__.py",
    )
    pattern = absence.decision.pattern
    assert pattern is not None
    assert (pattern.path, pattern.line, pattern.text) == (
        f"{directory}/.dockerignore",
        1,
        "**/monitoring/",
    )
    assert {b: (d.included, d.pattern and d.pattern.line) for b, d in absence.others.items()} == {
        "kaniko": (True, 3),
        "gcloud": (True, None),
    }


def test_members(tmp_path) -> None:
    directory = make(tmp_path, "shop/main.py", "src/pkg/a.py", "data.bin")
    context = read_context(directory)
    assert sorted(context.files) == ["data.bin", "shop/main.py", "src/pkg/a.py"]
    assert context.roots == ("", "src")
    assert sorted(context.members) == ["data.bin", "pkg/a.py", "shop/main.py", "src/pkg/a.py"]
    member = context.members["pkg/a.py"]
    assert (member.path, member.display_path) == ("pkg/a.py", f"{directory}/src/pkg/a.py")
    assert member.read() == b"x = 1\n"
    assert member.size == 6
    (tmp_path / "src/pkg/a.py").unlink()
    with pytest.raises(OSError, match="No such file"):
        member.read()


def test_a_package_called_src_is_no_import_root(tmp_path) -> None:
    assert read_context(make(tmp_path, "src/__init__.py", "src/a.py")).roots == ("",)


def test_paths_are_shown_as_given(tmp_path, monkeypatch) -> None:
    make(tmp_path, "a.py", dockerignore="[\n")
    monkeypatch.chdir(tmp_path)
    context = read_context(".")
    assert context.members["a.py"].display_path == "a.py"
    assert context.faults[0].where.path == ".dockerignore"


def test_the_ignore_file_of_the_dockerfile_comes_first(tmp_path) -> None:
    directory = make(tmp_path, "a.py", "b.py", "docker/x", dockerignore="a.py\n")
    (tmp_path / "docker/api.Dockerfile").write_text(
        "FROM python\nWORKDIR /app\nCOPY . /app\n", encoding="utf-8"
    )
    dockerfile = str(tmp_path / "docker/api.Dockerfile")
    assert code(read_context(directory, "docker", dockerfile)) == ["b.py"]
    Path(dockerfile + ".dockerignore").write_text("b.py\n", encoding="utf-8")
    for builder in ("docker", "kaniko"):
        context = read_context(directory, builder, dockerfile)
        assert code(context) == ["a.py"]
        assert context.ignore_files == [f"{directory}/docker/api.Dockerfile.dockerignore"]
    assert code(read_context(directory)) == ["b.py"]


def test_copy_lines_decide(tmp_path) -> None:
    directory = make(
        tmp_path, "shop/main.py", "lib/tools.py", "jobs/nightly.py", Dockerfile=DOCKERFILE
    )
    context = read_context(directory)
    assert code(context) == ["shop/main.py", "tools.py"]
    assert sorted(context.files) == ["lib/tools.py", "shop/main.py"]
    absence = context.absence("jobs/nightly.py")
    assert absence is not None
    assert absence.reason == "not-copied"
    assert (absence.dockerfile, absence.line) == (f"{directory}/Dockerfile", 4)
    elsewhere = context.absence("lib/tools.py")
    assert elsewhere is not None
    assert (elsewhere.reason, elsewhere.places) == ("elsewhere", ["/srv/tools.py"])
    assert context.absence("nowhere.py") is None
    lenient = read_context(directory).started_from(None)
    assert code(lenient) == ["lib/tools.py", "shop/main.py", "tools.py"]


def test_an_ignored_file_is_found_by_its_place_in_the_image(tmp_path) -> None:
    directory = make(tmp_path, "lib/tools.py", dockerignore="lib/t*\n", Dockerfile=DOCKERFILE)
    absence = read_context(directory).absence("tools.py")
    assert absence is not None
    assert (absence.path, absence.reason) == ("lib/tools.py", "ignored")


def test_a_dockerfile_that_cannot_be_followed_decides_nothing(tmp_path) -> None:
    directory = make(
        tmp_path, "shop/main.py", "a.py", Dockerfile="FROM python\nARG D\nCOPY $D /app/\n"
    )
    context = read_context(directory)
    assert code(context) == ["a.py", "shop/main.py"]


def test_installed_projects_may_be_imported_from_anywhere(tmp_path) -> None:
    directory = make(
        tmp_path,
        "src/pkg/a.py",
        Dockerfile="FROM python:3.12\nWORKDIR /b\nCOPY . .\nRUN pip install .\n",
    )
    assert "pkg/a.py" in read_context(directory).members


def test_a_missing_dockerfile(tmp_path) -> None:
    context = read_context(make(tmp_path, "a.py"), "docker", str(tmp_path / "no"))
    assert [fault.kind for fault in context.faults] == ["dockerfile-unreadable"]
    assert code(context) == ["a.py"]


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_directory_that_is_none(tmp_path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    context = read_context(str(tmp_path / name))
    assert [fault.kind for fault in context.faults] == ["context-unreadable"]
    assert not context.complete
    assert context.members == {}
    assert context.absence("a.py") is None


def test_nothing_is_known_when_the_ignore_file_is_not(tmp_path) -> None:
    directory = make(tmp_path, "a.py", gcloudignore="#!include:nope\n")
    context = read_context(directory, "gcloud")
    assert not context.complete
    assert [fault.kind for fault in context.faults] == ["gcloudignore-include"]
    assert "gcloud" not in read_context(directory, "docker").others("a.py")


@pytest.mark.slow
def test_a_large_file_is_not_read(tmp_path) -> None:
    with open(tmp_path / "big.py", "wb") as stream:
        stream.truncate(tree.MAX_FILE_BYTES + 1)
    with pytest.raises(OSError, match="larger than"):
        read_context(str(tmp_path)).members["big.py"].read()


@pytest.mark.slow
def test_a_large_tree_is_walked_in_no_time(tmp_path) -> None:
    for i in range(90):
        package = tmp_path / "app" / f"p{i // 10}" / f"q{i}"
        package.mkdir(parents=True)
        for j in range(20):
            (package / f"m{j}.py").touch()
    lines = [
        "**/__pycache__",
        "**/*.py[cod]",
        "**/node_modules",
        "*.md",
        *(f"d{i}/*" for i in range(40)),
    ]
    make(
        tmp_path,
        dockerignore="\n".join([*lines, "!app/"]),
        Dockerfile=DOCKERFILE + "COPY app app\n",
    )
    best = 9.9
    for _ in range(3):
        start = time.process_time()
        context = read_context(str(tmp_path))
        best = min(best, time.process_time() - start)
    assert len(code(context)) == 1800
    assert best < 0.4  # 0.07 s on two busy cores


@pytest.mark.parametrize(
    ("install", "files"),
    [
        ("RUN uv sync", {"pyproject.toml": "[tool.uv.workspace]\nmembers = ['libs/*']\n"}),
        ("RUN uv sync", {"pyproject.toml": "[tool.uv.sources]\ncommon = {path = 'libs/common'}\n"}),
        (
            "RUN poetry install",
            {"pyproject.toml": "[tool.poetry.dependencies]\ncommon = {path = './libs/common'}\n"},
        ),
        ("RUN pip install -r requirements.txt", {"requirements.txt": "-e ./libs/common\n"}),
        ("RUN pip install ./libs/common", {}),
    ],
)
def test_projects_that_are_installed_with_the_project(
    tmp_path: Path, install: str, files: dict[str, str]
) -> None:
    files = {
        **files,
        "main.py": "",
        "libs/common/pyproject.toml": "[tool.setuptools.packages.find]\nwhere = ['lib']\n",
        "libs/common/lib/common/__init__.py": "",
        "Dockerfile": f"FROM python:3.12\nWORKDIR /app\nCOPY . .\n{install}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    started = read_context(str(tmp_path)).started_from(["/app"])
    assert "common/__init__.py" in started.members
    (tmp_path / "Dockerfile").write_text(files["Dockerfile"].replace(install, "RUN pip install x"))
    assert "common/__init__.py" not in read_context(str(tmp_path)).started_from(["/app"]).members


def test_projects_that_a_buildpack_installs(tmp_path: Path) -> None:
    make(tmp_path, "main.py", "libs/common/lib/common/__init__.py")
    (tmp_path / "libs/common/setup.py").write_text("setup(package_dir={'': 'lib'})\n")
    assert "common/__init__.py" not in read_context(str(tmp_path)).members
    (tmp_path / "requirements.txt").write_text("flask\n./libs/common\n../other\n")
    context = read_context(str(tmp_path))
    assert "common/__init__.py" in context.members
    assert "common/__init__.py" in context.started_from(["/workspace"]).members


def test_members_of_a_workspace_that_a_stage_installs(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "[tool.uv.workspace]\nmembers = ['agents/*', 'libs/*']\n",
        "agents/one/pyproject.toml": "[project]\nname = 'agent-one'\n"
        "[tool.uv.sources]\ncommon = {path = '../../libs/common'}\n",
        "agents/one/agents_of/one/main.py": "",
        "agents/two/pyproject.toml": "[project]\nname = 'agent-two'\n",
        "agents/two/agents_of/two/main.py": "",
        "libs/common/pyproject.toml": "[project]\nname = 'common'\n",
        "libs/common/common/__init__.py": "",
        "Dockerfile": "FROM python:3.12 AS build\nWORKDIR /app\n"
        "RUN --mount=type=bind,target=/app,rw uv sync --locked --no-editable --package agent-one\n"
        "FROM python:3.12\nCOPY --from=build /opt/venv /opt/venv\nWORKDIR /app\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    members = read_context(str(tmp_path)).started_from(["/app"]).members
    assert "agents_of/one/main.py" in members
    assert "common/__init__.py" in members
    assert "agents_of/two/main.py" not in members
