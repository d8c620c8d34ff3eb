"""Requirements that are not installed, not pinned, or for another Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.dependencies.dependency_faults import dependency_faults
from lint.image.dependencies.installed_reader import read_installed
from lint.model.fault import Fault


def faults(tmp_path: Path, dockerfile: str, **files: str) -> list[Fault]:
    (tmp_path / "Dockerfile").write_text("FROM python:3.11-slim\nWORKDIR /app\n" + dockerfile)
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/").replace("_", ".").replace(
            "init.py", "__init__.py"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    context = read_context(str(tmp_path))
    assert context.copy_map is not None
    return dependency_faults(context, read_installed(context), context.copy_map.python)


def kinds(found: list[Fault]) -> list[str]:
    return [fault.kind for fault in found]


def test_a_file_that_is_copied_and_not_installed(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path,
        "RUN pip install flask==3.0\nCOPY agent agent\n",
        agent__requirements_txt="flask\ngoogle-cloud-storage\n",
        agent__main_py="import flask\nfrom google.cloud import storage\n",
    )
    assert fault.kind == "requirements-not-installed"
    assert fault.where.line == 4
    assert [(place.line, str(text)) for place, text in fault.related] == [
        (2, "`google-cloud-storage` is required here"),
        (2, "it is imported here"),
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("COPY . .\nRUN pip install -r requirements.txt\n", "import redis\n"),
        ("RUN pip install redis==5\nCOPY . .\n", "import redis\n"),
        ("RUN pip install flask==3\nCOPY . .\n", "import flask\n"),  # nothing needs it
        ("RUN pip install flask==3 && ./more.sh\nCOPY . .\n", "import redis\n"),
        ("COPY . .\n", "import redis\n"),
    ],
)
def test_files_of_which_nothing_is_said(tmp_path: Path, lines: str, code: str) -> None:
    assert faults(tmp_path, lines, requirements_txt="redis==5\n", main_py=code) == []


def test_the_lists_of_other_programs_are_not_installed(tmp_path: Path) -> None:
    lines = "COPY app/requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\nCOPY . .\n"
    files = {
        "app__requirements_txt": "flask==3.0\n",
        "app__main_py": "import flask\n",
        "jobs__requirements_txt": "redis==5\n",
        "jobs__main_py": "import redis\n",
    }
    assert kinds(faults(tmp_path, lines, **files)) == []
    files["app__requirements-prod_txt"] = "redis==5\n"
    files["app__main_py"] = "import flask, redis\nimport redis\n"
    assert kinds(faults(tmp_path, lines, **files)) == ["requirements-not-installed"]


@pytest.mark.parametrize(("init", "wrong"), [("from . import client\n", True), ("", False)])
def test_a_script_that_nothing_imports_does_not_count(
    tmp_path: Path, init: str, wrong: bool
) -> None:
    found = faults(
        tmp_path,
        "RUN pip install flask==3.0\nCOPY agent agent\n",
        agent__requirements_txt="redis\n",
        agent__init_py=init,
        agent__client_py="import redis\n",
    )
    assert kinds(found) == (["requirements-not-installed"] if wrong else [])


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [
        (">=3.12", True),
        (">=3.11", False),
        ("<3.11", True),
        (">=3.11.4", False),
        ("nonsense", False),
    ],
)
def test_the_python_of_a_project(tmp_path: Path, stated: str, wrong: bool) -> None:
    project = f'[project]\nname = "a"\nrequires-python = "{stated}"\n'
    found = faults(tmp_path, "COPY . .\nRUN pip install .\n", pyproject_toml=project)
    assert kinds(found) == (["project-python"] if wrong else [])
    if wrong:
        assert (found[0].where.line, found[0].severity) == (3, None)
        assert "has 3.11" in str(found[0].message)


def test_another_installer_may_find_another_python(tmp_path: Path) -> None:
    project = '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\npython = "^3.12"\n'
    (fault,) = faults(tmp_path, "COPY . .\nRUN poetry install\n", pyproject_toml=project)
    assert fault.severity == "warning"
    project = '[project]\nname = "a"\nrequires-python = ">=3.12"\n'
    assert faults(tmp_path, "COPY . .\nRUN uv sync\n", pyproject_toml=project) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("flask\nredis>=4\n", True), ("flask\nredis==5\n", False), ("flask\n", False)],
)
def test_nothing_is_pinned(tmp_path: Path, text: str, wrong: bool) -> None:
    found = faults(
        tmp_path, "COPY . .\nRUN pip install -r requirements.txt\n", requirements_txt=text
    )
    assert kinds(found) == (["unpinned"] if wrong else [])


def test_constraints_pin(tmp_path: Path) -> None:
    lines = "COPY . .\nRUN pip install -r requirements.txt -c pins.txt\n"
    (tmp_path / "pins.txt").write_text("flask==3.0.0\n", encoding="utf-8")
    assert faults(tmp_path, lines, requirements_txt="flask\nredis\n") == []


@pytest.mark.parametrize(
    ("stated", "lines", "wrong"),
    [
        (">=3.12", "RUN uv pip sync --system pylock.toml\n", True),
        (">=3.12", "RUN pip install -r pylock.toml\n", True),
        (">=3.11", "RUN pip install -r pylock.toml\n", False),
        ("==3.11.*", "RUN pip install -r pylock.toml\n", False),
        ("no specifier", "RUN pip install -r pylock.toml\n", False),
        (">=3.12", "RUN uv python install 3.12 && uv pip sync pylock.toml\n", False),
        (">=3.12", "RUN pip install flask==3\n", False),
    ],
)
def test_a_pylock_for_another_python(tmp_path: Path, stated: str, lines: str, wrong: bool) -> None:
    text = f"lock-version = '1.0'\nrequires-python = '{stated}'\n[[packages]]\nname = 'flask'\nversion = '3'\n"
    found = faults(tmp_path, "COPY pylock.toml .\n" + lines, pylock_toml=text)
    assert [(fault.kind, fault.where.line) for fault in found] == (
        [("project-python", 2)] if wrong else []
    )


@pytest.mark.parametrize(("lines", "wrong"), [("", True), ("RUN pip install flask\n", False)])
def test_an_environment_of_conda_that_nothing_makes(
    tmp_path: Path, lines: str, wrong: bool
) -> None:
    found = faults(
        tmp_path,
        f"FROM condaforge/miniforge3\nWORKDIR /app\n{lines}COPY . .\n",
        environment_yml="dependencies: [python=3.11, flask, {pip: [redis, -r a.txt]}]\n",
        app_py="import flask\n",
    )
    assert kinds(found) == ["requirements-not-installed"] * wrong


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("", False),  # uv fetches one that fits
        ("ENV UV_PYTHON_DOWNLOADS=never\n", True),
        ("ARG UV_PYTHON_DOWNLOADS=0\n", True),
        ("ENV UV_PYTHON_PREFERENCE=only-system\n", True),
        ("ENV UV_PYTHON_DOWNLOADS=automatic\n", False),
    ],
)
def test_uv_that_downloads_no_python(tmp_path: Path, lines: str, wrong: bool) -> None:
    project = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.13"\n'
    found = faults(tmp_path, f"COPY . .\n{lines}RUN uv sync\n", pyproject_toml=project)
    assert [(fault.kind, fault.severity) for fault in found] == (
        [("project-python", None)] if wrong else []
    )
