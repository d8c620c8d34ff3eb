"""What install commands read, and the image lacks at their line.

What pip, uv and Poetry answer was seen by running them: pip 26, uv 0.9 and Poetry 2.5.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.dependencies.install_inputs import absent_inputs
from lint.model.fault import Fault
from tests.image.context.trees import make

HEAD = "FROM python:3.12-slim\nWORKDIR /app\n"
PROJECT = '[project]\nname = "my-shop"\nversion = "1"\n'


def backend(name: str, more: str = "") -> str:
    return f'{PROJECT}{more}[build-system]\nrequires = []\nbuild-backend = "{name}"\n'


def faults(tmp_path: Path, text: str, *paths: str, **files: str) -> list[Fault]:
    make(tmp_path, *paths, Dockerfile=text, **files)
    return list(absent_inputs(read_context(str(tmp_path), "docker")))


def lines(tmp_path: Path, text: str, *paths: str, **files: str) -> list[int]:
    found = faults(tmp_path, HEAD + text + "\n", *paths, **files)
    assert all(fault.kind == "install-input" and not fault.severity for fault in found)
    return [fault.where.line for fault in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COPY requirements.txt .\nRUN pip install -r requirements.txt", []),
        ("COPY . .\nRUN pip install -r requirements.txt", []),
        ("RUN pip install -r requirements.txt\nCOPY . .", [3]),
        ("COPY . .\nRUN pip install -r requirements-prod.txt", [4]),
        ("COPY . /srv\nRUN pip install -r requirements.txt", [4]),
        ("COPY . /srv\nRUN cd /srv && pip install -r requirements.txt", []),
        ("COPY . /srv\nRUN pip install -r /srv/requirements.txt", []),
        ("RUN apt-get update && \\\n    pip install -r requirements.txt", [4]),
        ("RUN uv pip install --system -r requirements.txt", [3]),
        ("COPY requirements.txt .\nRUN pip install -r requirements.txt -c pins.txt", [4]),
        ("COPY requirements.txt pins.txt ./\nRUN pip install -r requirements.txt -c pins.txt", []),
        ("RUN --mount=type=bind,target=. pip install -r requirements.txt", []),
        ("RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt", [3]),
        ("RUN poetry export -o requirements.txt && pip install -r requirements.txt", []),
        ("RUN echo flask > requirements.txt\nRUN pip install -r requirements.txt", []),
        ("RUN git clone https://x/y && cd y && pip install -r requirements.txt", []),
        ("RUN pip install -r https://example.com/requirements.txt", []),
        ("RUN pip install -r $FILE", []),
        ("RUN pip install -r requirements.txt && rm requirements.txt", []),
        # a COPY of what is not there is a finding of its own
        ("COPY gone.txt .\nRUN pip install -r gone.txt", []),
        ("COPY app .\nRUN pip install -r requirements.txt", [4]),
        ("RUN pip install .", [3]),
        ("RUN pip install -e .[all]", [3]),
        ("COPY pyproject.toml .\nRUN pip install .", []),
        ("COPY . .\nRUN pip install ./libs/common", [4]),
        ("RUN pip install flask", []),
    ],
)  # fmt: skip
def test_pip(tmp_path: Path, text: str, expected: list[int]) -> None:
    files = {"requirements.txt": "flask\n", "pyproject.toml": PROJECT}
    assert lines(tmp_path, text, "app/main.py", "libs/common/x.py", **files) == expected


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("COPY requirements.txt .", "-r base.txt\n", [("requirements.txt", 1)]),
        ("COPY requirements.txt .", "flask\n-r more/base.txt\n", [("requirements.txt", 2)]),
        ("COPY requirements.txt base.txt ./", "-r base.txt\n", []),
        ("COPY . .", "-r base.txt\n-r more/base.txt\n", []),
        ("COPY requirements.txt .", "flask\n-e .\n", [("requirements.txt", 2)]),
        ("COPY requirements.txt .", "./libs/common\n", [("requirements.txt", 1)]),
        ("COPY . .", "-e .\n", []),
        ("COPY requirements.txt .", "flask\n-r https://example.com/x.txt\n", []),
    ],
)
def test_what_a_requirements_file_names(
    tmp_path: Path, text: str, stated: str, expected: list[tuple[str, int]]
) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "base.txt").write_text("flask\n")
    files = {"requirements.txt": stated, "base.txt": "flask\n", "pyproject.toml": PROJECT}
    found = faults(tmp_path, f"{HEAD}{text}\nRUN pip install -r requirements.txt\n", **files)
    assert [(f.where.path.rpartition("/")[2], f.where.line) for f in found] == expected
    assert all(f.related[0][0].line == 4 for f in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COPY pyproject.toml uv.lock ./\nRUN uv sync --frozen", []),
        ("COPY pyproject.toml ./\nRUN uv sync --frozen", [4]),
        ("COPY pyproject.toml ./\nRUN uv sync --locked", [4]),
        ("COPY pyproject.toml ./\nRUN uv sync", []),
        ("RUN uv sync", [3]),
        ("COPY pyproject.toml uv.lock* /\nRUN uv sync --frozen", []),
        ("COPY src .\nRUN uv run --with flask x", []),
        ("RUN poetry install", [3]),
        ("COPY pyproject.toml ./\nRUN poetry install --no-root", []),
        ("COPY src /app/src\nRUN poetry install -C src", []),
    ],
)
def test_managers(tmp_path: Path, text: str, expected: list[int]) -> None:
    files = {"pyproject.toml": PROJECT, "uv.lock": "version = 1\n"}
    assert lines(tmp_path, text, "src/m.py", **files) == expected


POETRY = '[tool.poetry]\nname = "my-shop"\nversion = "1"\n'
README = 'readme = "README.md"\n'


@pytest.mark.parametrize(
    ("project", "copied", "command", "wrong"),
    [
        (backend("hatchling.build", README), "my_shop/", "pip install .", True),
        (backend("hatchling.build", README), "my_shop/ README.md", "pip install .", False),
        (backend("uv_build", README), "my_shop/", "uv sync", True),
        (backend("uv_build", README), "my_shop/", "uv sync --no-install-project", False),
        (backend("poetry.core.masonry.api", README), "my_shop/", "pip install .", True),
        (backend("flit_core.buildapi", README), "my_shop/", "pip install .", True),
        (backend("pdm.backend", README), "my_shop/", "pip install .", True),
        # setuptools goes on without it, and uv does not build a project without a backend
        (backend("setuptools.build_meta", README), "my_shop/", "pip install .", False),
        (PROJECT + README, "my_shop/", "uv sync", False),
        (backend("hatchling.build", 'readme = {file = "README.md"}\n'), "my_shop/", "pip install .", True),
        (backend("hatchling.build"), "README.md", "pip install .", True),
        (backend("hatchling.build"), "README.md", "uv sync", True),
        (backend("uv_build"), "README.md", "uv sync", True),
        (backend("poetry.core.masonry.api"), "README.md", "pip install .", True),
        (backend("pdm.backend"), "README.md", "pip install .", False),
        (backend("hatchling.build") + "[tool.hatch.build.targets.wheel]\npackages = ['x']\n", "README.md",
         "pip install .", False),
        (backend("hatchling.build"), "other", "pip install .", True),
        (POETRY + README, "my_shop/", "poetry install", True),
        (POETRY + README, "my_shop/", "poetry install --only main", True),
        (POETRY + README, "my_shop/", "poetry install --no-root", False),
        (POETRY + README + "package-mode = false\n", "my_shop/", "poetry install", False),
        (POETRY, "README.md", "poetry install", True),
        (POETRY, "README.md", "pip install poetry==1.8.3 && poetry install", False),
    ],
)  # fmt: skip
def test_what_a_build_reads(
    tmp_path: Path, project: str, copied: str, command: str, wrong: bool
) -> None:
    copies = "".join(
        f"COPY {one} {one.rstrip('/') if '/' in one else '.'}\n" for one in copied.split()
    )
    text = f"COPY pyproject.toml .\n{copies}RUN {command}"
    paths = ("my_shop/__init__.py", "my_shop/m.py", "other/m.py", "README.md")
    found = lines(tmp_path, text, *paths, **{"pyproject.toml": project})
    assert found == ([text.count("\n") + 3] if wrong else [])


def test_the_pattern_that_excludes_it_is_named(tmp_path: Path) -> None:
    text = HEAD + "COPY . .\nRUN pip install -r requirements.txt\n"
    files = {"requirements.txt": "flask\n", "dockerignore": ".git\n*.txt\n"}
    [fault] = faults(tmp_path, text, **files)
    [(where, _)] = fault.related
    assert (where.path.rpartition("/")[2], where.line) == (".dockerignore", 2)
    assert str(fault.message) == (
        "`pip install` reads `/app/requirements.txt`, which no earlier line brings, so the build stops"
    )


def test_what_may_be_made_before_the_build(tmp_path: Path) -> None:
    text = HEAD + "COPY . .\nRUN pip install -r requirements.txt\n"
    [fault] = faults(tmp_path, text, "main.py", gitignore="requirements.txt\n")
    assert fault.severity == "warning"
    assert "unless it is made before (`.gitignore` has it)" in str(fault.message)


def test_a_context_that_is_guessed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, requirements_txt="")
    (tmp_path / "requirements.txt").write_text("flask\n")
    inner = tmp_path / "app"
    inner.mkdir()
    make(inner, "main.py", Dockerfile=HEAD + "COPY . .\nRUN pip install -r requirements.txt\n")
    context = read_context(str(inner), "docker")
    assert [fault.severity for fault in absent_inputs(context)] == [None]
    context.guessed = True
    assert [fault.severity for fault in absent_inputs(context)] == ["warning"]


def test_one_cause_is_one_fault(tmp_path: Path) -> None:
    text = HEAD + "RUN pip install -r requirements.txt\nRUN pip install -r requirements.txt\n"
    assert len(faults(tmp_path, text)) == 1


@pytest.mark.parametrize(
    "text", ["FROM {{ base }}\nRUN pip install -r x.txt\n", "RUN pip install .\n"]
)
def test_templates_and_what_is_no_dockerfile(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == []


def test_an_image_that_may_have_it(tmp_path: Path) -> None:
    text = "FROM acme/base\nWORKDIR /app\nRUN pip install -r requirements.txt\n"
    assert faults(tmp_path, text) == []


@pytest.mark.slow
def test_many_commands_take_bounded_time(tmp_path: Path) -> None:
    text = HEAD + "".join(f"RUN pip install -r r{n}.txt\n" for n in range(2_000))
    assert len(faults(tmp_path, text)) <= 500
