"""What an image installs, read from its Dockerfile and the files that the commands name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.dependencies.installed import Installed
from lint.image.dependencies.installed_reader import read_installed

UV_LOCK = '[[package]]\nname = "app"\n[[package]]\nname = "flask"\nversion = "3"\n'
PROJECT = '[project]\nname = "app"\ndependencies = ["flask"]\n'


def read(tmp_path: Path, dockerfile: str, **files: str) -> Installed:
    (tmp_path / "Dockerfile").write_text(dockerfile)
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_installed(read_context(str(tmp_path)))


def names(installed: Installed) -> list[str]:
    return [stated.requirement.name for stated in installed.stated]


HEAD = "FROM python:3.12-slim\nWORKDIR /app\n"


def test_a_requirements_file_and_those_that_it_names(tmp_path: Path) -> None:
    installed = read(
        tmp_path,
        HEAD + "COPY . .\nRUN pip install -r req/all.txt\n",
        req__all_txt="-r base.txt\nflask\n",
        req__base_txt="redis\n",
    )
    assert names(installed) == ["flask", "redis"]
    assert installed.files == {"req/all.txt", "req/base.txt"}
    assert installed.open == ""
    assert not installed.certain


@pytest.mark.parametrize("install", ["uv sync --no-dev", "pip install ."])
def test_projects_beside_a_project(tmp_path: Path, install: str) -> None:
    installed = read(
        tmp_path,
        f"{HEAD}COPY . .\nWORKDIR /app/api\nRUN {install}\n",
        pyproject_toml="[tool.uv.workspace]\nmembers = ['*']\n"
        "[tool.uv.sources]\nbase = {workspace = true}\n",
        api__pyproject_toml="[project]\nname = 'api'\ndependencies = ['base', 'flask']\n",
        base__pyproject_toml="[project]\nname = 'base'\ndependencies = ['redis']\n",
    )
    assert {"flask", "redis"} <= set(names(installed))
    assert {"api", "base"} <= installed.own
    assert [path for path, _ in installed.projects] == ["api/pyproject.toml"]


@pytest.mark.parametrize(
    "lines",
    [
        "COPY uv.lock pyproject.toml ./\nRUN uv sync --frozen\n",
        "COPY . /app\nRUN --mount=type=cache,target=/root/.cache uv sync --locked --no-dev\n",
        "RUN --mount=type=bind,source=uv.lock,target=uv.lock uv sync --frozen --no-install-project\n",
        "COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/\nCOPY . .\nRUN uv sync\n",
    ],
)
def test_a_lock_file_is_all(tmp_path: Path, lines: str) -> None:
    installed = read(tmp_path, HEAD + lines, uv_lock=UV_LOCK, pyproject_toml=PROJECT)
    assert installed.locked == {"app", "flask"}
    assert installed.open == ""
    assert installed.certain


def test_a_lock_file_in_an_earlier_stage(tmp_path: Path) -> None:
    installed = read(
        tmp_path,
        "FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim AS build\nWORKDIR /app\n"
        "COPY . .\nRUN uv sync --frozen\nFROM python:3.12-slim\nCOPY --from=build /app /app\n",
        uv_lock=UV_LOCK,
        pyproject_toml=PROJECT,
    )
    assert "flask" in installed.locked
    assert installed.certain


def test_a_lock_file_that_the_project_has_left_behind(tmp_path: Path) -> None:
    project = PROJECT.replace('"flask"', '"flask", "redis"')
    installed = read(
        tmp_path, HEAD + "COPY . .\nRUN uv sync\n", uv_lock=UV_LOCK, pyproject_toml=project
    )
    assert installed.open == "uv.lock"


@pytest.mark.parametrize("hashes", [True, False])
def test_only_hashes_make_a_requirements_file_all(tmp_path: Path, hashes: bool) -> None:
    text = "flask==3" + (" --hash=sha256:00\n" if hashes else "\n")
    installed = read(
        tmp_path, HEAD + "COPY . .\nRUN pip install -r requirements.txt\n", requirements_txt=text
    )
    assert installed.certain is hashes
    assert bool(installed.locks) is hashes


@pytest.mark.parametrize(
    "lines",
    [
        "RUN ./install.sh\n",
        "RUN conda install flask\n",
        "RUN pip install -r gone.txt\n",
        "RUN pip install -r $FILE\n",
        "RUN pip install dist/*.whl\n",
        "RUN cat <<EOF > x\npip install flask\nEOF\n",
        "FROM acme/base\nRUN pip install flask\n",
    ],
)
def test_what_is_not_known_leaves_it_open(tmp_path: Path, lines: str) -> None:
    installed = read(tmp_path, HEAD + "COPY . .\n" + lines)
    assert installed.open
    assert not installed.certain


def test_a_project(tmp_path: Path) -> None:
    installed = read(tmp_path, HEAD + "COPY . .\nRUN pip install .\n", pyproject_toml=PROJECT)
    assert names(installed) == ["flask"]
    assert installed.projects == [("pyproject.toml", "pip")]
    assert installed.open == ""


def test_a_stage_of_another_language_says_nothing(tmp_path: Path) -> None:
    installed = read(
        tmp_path,
        "FROM node:20 AS web\nRUN ./build.sh\nFROM python:3.12\nWORKDIR /app\nRUN pip install flask\n"
        "COPY --from=web /out /app/static\n",
    )
    assert (names(installed), installed.open) == (["flask"], "")


def test_a_buildpack(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask\n")
    (tmp_path / "main.py").write_text("app = 1\n")
    installed = read_installed(read_context(str(tmp_path)))
    assert names(installed) == ["gunicorn", "functions-framework", "uvicorn", "flask"]
    assert not installed.certain


def test_an_empty_lock_file_says_nothing(tmp_path: Path) -> None:
    installed = read(
        tmp_path,
        HEAD + "COPY . .\nRUN uv sync --frozen\n",
        uv_lock="",
        pyproject_toml='[project]\nname = "a"\ndynamic = ["dependencies"]\n',
    )
    assert installed.open


@pytest.mark.parametrize(
    ("lines", "project", "pin", "other"),
    [
        ("RUN uv sync --frozen\n", PROJECT, "", False),
        ("RUN uv sync --frozen\n", PROJECT, "3.13\n", True),
        ("RUN uv sync --frozen\n", PROJECT, "3.12\n", False),
        ("RUN uv sync --frozen\n", PROJECT + 'requires-python = ">=3.13"\n', "", True),
        ("RUN pip install .\n", PROJECT, "3.13\n", False),
    ],
)
def test_uv_may_take_another_python(
    tmp_path: Path, lines: str, project: str, pin: str, other: bool
) -> None:
    if pin:
        (tmp_path / ".python-version").write_text(pin)
    installed = read(tmp_path, HEAD + "COPY . .\n" + lines, uv_lock=UV_LOCK, pyproject_toml=project)
    assert installed.other_python is other


@pytest.mark.parametrize(
    ("start", "script", "names"),
    [
        ("flask run", "", {"app", "flask"}),
        ("uv run flask run", "", {"app", "flask", "pytest"}),
        ("./start.sh", "uv run flask run\n", {"app", "flask", "pytest"}),
    ],
)
def test_groups_that_are_left_out(tmp_path: Path, start: str, script: str, names: set[str]) -> None:
    lock = (
        '[[package]]\nname = "app"\nsource = { editable = "." }\ndependencies = [{ name = "flask" }]\n'
        '[package.dev-dependencies]\ndev = [{ name = "pytest" }]\n'
        '[[package]]\nname = "flask"\n[[package]]\nname = "pytest"\n'
    )
    installed = read(
        tmp_path,
        HEAD + f"COPY . .\nRUN uv sync --frozen --no-dev\nCMD {start}\n",
        uv_lock=lock,
        pyproject_toml=PROJECT,
        start_sh=script,
    )
    assert installed.locked == names


@pytest.mark.parametrize(
    ("lines", "files", "newest"),
    [
        ("RUN pip install -r requirements.txt\n", {}, True),
        ("RUN pip install -c c.txt -r requirements.txt\n", {}, False),
        ("RUN pip install -r requirements.txt\n", {"requirements_txt": "-c c.txt\nflask\n"}, False),
        ("ENV PIP_INDEX_URL=https://x\nRUN pip install -r requirements.txt\n", {}, False),
        ("ARG UV_CONSTRAINT=c.txt\nRUN uv pip install -r requirements.txt\n", {}, False),
        ("RUN pip install -r requirements.txt\n", {"pip_conf": "[global]\n"}, False),
        ("RUN pip install .\n", {"pyproject_toml": PROJECT}, True),
        ("RUN uv pip install .\n", {"pyproject_toml": PROJECT}, False),
    ],
)
def test_whether_the_newest_releases_are_taken(
    tmp_path: Path, lines: str, files: dict[str, str], newest: bool
) -> None:
    texts = {"requirements_txt": "flask\n", **files}
    installed = read(tmp_path, HEAD + "COPY . .\n" + lines, **texts)
    assert installed.newest is newest
    assert installed.own == ({"app"} if "pyproject_toml" in files else set())


CONDA = "FROM continuumio/miniconda3\nWORKDIR /app\nCOPY . .\n"
ENVIRONMENT = "name: web\ndependencies: [python=3.11, flask, pip, {pip: [redis, -r more.txt]}]\n"


def test_an_environment_of_conda(tmp_path: Path) -> None:
    installed = read(
        tmp_path,
        CONDA + "RUN conda env create -f environment.yml && conda run -n web pip install stripe\n",
        environment_yml=ENVIRONMENT,
        more_txt="boto3\n",
    )
    assert names(installed.in_environment("web")) == ["flask", "pip", "redis", "boto3", "stripe"]
    assert (installed.open, installed.more, installed.certain) == ("", "flask", False)
    assert installed.in_environment("web").python == (3, 11)
    assert installed.outside("")["flask"] == "web"
    assert "requests" not in installed.outside("")  # conda itself has it
    assert installed.outside("web") == installed.outside(None) == {}
    assert installed.files == {"environment.yml", "more.txt"}


def test_an_explicit_file_is_all(tmp_path: Path) -> None:
    installed = read(
        tmp_path,
        "FROM mambaorg/micromamba\nCOPY web.txt /tmp/\nRUN micromamba create -n web -f /tmp/web.txt\n",
        web_txt="@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/noarch/flask-3.0.0-0.conda\n",
    ).in_environment("web")
    assert (installed.locked, installed.certain, installed.open) == ({"flask"}, True, "")


@pytest.mark.parametrize(
    ("lines", "environment"),
    [
        ("RUN conda env create -n web -f gone.yml\n", "web"),
        ("RUN conda create -n web --clone base\n", "web"),
        ("RUN conda install $PACKAGES\n", ""),
        ("RUN ln -s /opt/conda/envs/web/bin/python /usr/bin/python\n", ""),
        ("FROM continuumio/anaconda3\nRUN pip install flask\n", ""),
    ],
)
def test_what_is_not_known_of_conda(tmp_path: Path, lines: str, environment: str) -> None:
    assert read(tmp_path, CONDA + lines).in_environment(environment).open


def test_pip_behind_another_shell_installs_into_its_environment(tmp_path: Path) -> None:
    lines = 'SHELL ["conda", "run", "-n", "web", "/bin/bash", "-c"]\nRUN pip install flask\n'
    installed = read(tmp_path, CONDA + "RUN conda create -n web python\n" + lines)
    assert names(installed.in_environment("web")) == ["flask"]
    assert names(installed.in_environment("")) == []


@pytest.mark.parametrize(
    ("source", "command", "there"),
    [
        ("editable", "uv sync --frozen", True),
        ("editable", "uv sync --frozen --no-install-project", False),
        ("editable", "uv sync --frozen --no-install-project && uv sync --frozen", True),
        ("virtual", "uv sync --frozen", False),
    ],
)
def test_whether_uv_installs_the_project_itself(
    tmp_path: Path, source: str, command: str, there: bool
) -> None:
    lock = UV_LOCK.replace('"app"\n', f'"app"\nsource = {{ {source} = "." }}\n')
    lines = f"COPY . .\nRUN {command}\n"
    installed = read(tmp_path, HEAD + lines, uv_lock=lock, pyproject_toml=PROJECT)
    assert ("app" in installed.locked) is there


@pytest.mark.slow
def test_many_commands_and_copies_take_bounded_time(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"r{number}.txt").write_text("flask\n")
    lines = "".join(f"COPY r{n % 100}.txt /app/x{n}/\n" for n in range(500))
    lines += "".join(f"RUN pip install -r q{n}.txt\n" for n in range(200))
    begun = time.process_time()
    assert read(tmp_path, HEAD + lines).open == "q0.txt"
    assert time.process_time() - begun < 5
