"""Where distributions are installed, and what of that the last stage has."""

from __future__ import annotations

import pytest

from lint.image.context.copy_map import CopyMap
from lint.image.dependencies.install_places import install_places

HEAD = "FROM python:3.12-slim\nWORKDIR /app\n"
SITE = "lib/python3.12/site-packages"


def places(text: str) -> list[str] | None:
    found = install_places(CopyMap(text, "Dockerfile"))
    return None if found is None else [place.made for place in found if not place.tools]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("RUN pip install flask", ["/usr/local"]),
        ("RUN python3 -m pip install -r requirements.txt", ["/usr/local"]),
        ("RUN pip install uv poetry && pip install --upgrade pip", []),
        ("RUN pip install --user flask", ["/root/.local"]),
        ("RUN pip install --prefix=/install flask", ["/install"]),
        ("RUN pip install -t lib flask", ["/app/lib"]),
        ("RUN python -m venv .venv && .venv/bin/pip install flask", ["/app/.venv"]),
        ("RUN python -m venv /v && . /v/bin/activate && pip install flask", ["/v"]),
        ("RUN python -m venv /v\nENV PATH=/v/bin:$PATH\nRUN pip install flask", ["/v"]),
        ("RUN python -m venv /v\nENV VIRTUAL_ENV=/v\nRUN uv pip install flask", ["/v"]),
        ("RUN uv venv && uv pip install flask", ["/app/.venv"]),
        ("RUN uv pip install --system flask", ["/usr/local"]),
        ("ENV UV_SYSTEM_PYTHON=1\nRUN uv pip install flask", ["/usr/local"]),
        ("RUN uv sync --frozen", ["/app/.venv"]),
        ("ENV UV_PROJECT_ENVIRONMENT=/v\nRUN uv sync", ["/v"]),
        ("ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync", ["/usr/local"]),
        ("RUN poetry install", ["/root/.cache/pypoetry/virtualenvs/?"]),
        ("ENV POETRY_VIRTUALENVS_IN_PROJECT=true\nRUN poetry install", ["/app/.venv"]),
        ("ENV POETRY_VIRTUALENVS_CREATE=false\nRUN poetry install", ["/usr/local"]),
        ("RUN poetry config virtualenvs.create false && poetry install", ["/usr/local"]),
        ("RUN poetry config virtualenvs.in-project true\nRUN poetry install", ["/app/.venv"]),
        ("RUN pipenv install --system --deploy", ["/usr/local"]),
        ("RUN pipenv sync", ["/root/.local/share/virtualenvs/?"]),
        ("RUN apt-get update && apt-get install -y gcc\nRUN pip install flask", ["/usr/local"]),
        ("RUN curl -LsSf https://astral.sh/uv/install.sh | sh\nRUN pip install flask", ["/usr/local"]),
        ("RUN mkdir /x && cd /x && uv sync", ["/x/.venv"]),
        ("COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nRUN uv sync", ["/app/.venv"]),
        # what may install or move something in another way
        ("RUN make install", None),
        ("RUN pip install flask && ln -s /usr/local/bin/flask /bin/flask", None),
        ("RUN cp -r /x /y", None),
        ("RUN PIP_TARGET=/x pip install flask", None),
        ("ENV PIP_PREFIX=/x\nRUN pip install flask", None),
        ("RUN export PATH=/x:$PATH && pip install flask", None),
        ("RUN uv tool install flask", None),
        ("RUN uv run x", None),
        ("RUN uv sync --active", None),
        ("RUN uv sync --package api", None),
        ("RUN uv pip install flask", None),
        ("RUN uv --directory x sync", None),
        ("RUN source /x/env.sh && pip install flask", None),
        ("RUN pip install --python /x flask", None),
        ("RUN pip uninstall -y flask", None),
        ("USER app\nRUN pip install flask", None),
        ("USER app\nRUN poetry install", None),
        ("ENV PATH=/v/bin:$PATH\nRUN pip install flask", None),
        ("ENV PATH=$OTHER\nRUN pip install flask", None),
        ("SHELL [\"bash\", \"-lc\"]\nRUN pip install flask", None),
        ("RUN poetry config virtualenvs.path /v && poetry install", None),
        ("RUN python setup.py install", None),
        ("COPY --from=acme/tools /x /usr/local", None),
        ("RUN cd $X && uv sync", None),
        ("WORKDIR $X\nRUN uv sync", None),
        ("RUN bash -c 'pip install flask'", None),
        ("RUN uv venv --relocatable && uv pip install flask", None),
    ],
)  # fmt: skip
def test_one_stage(lines: str, expected: list[str] | None) -> None:
    assert places(f"{HEAD}{lines}\n") == expected


def test_images_of_which_nothing_is_known() -> None:
    assert places("FROM acme/base\nRUN pip install flask\n") is None
    assert places("FROM python\nRUN pip install flask\n") is None
    assert places("") is None


BUILD = "FROM python:3.12-slim AS build\nWORKDIR /b\n"


@pytest.mark.parametrize(
    ("install", "copy", "programs", "modules"),
    [
        ("pip install flask", "", "", ""),
        ("pip install flask", f"/usr/local/{SITE} /usr/local/{SITE}", "", f"/usr/local/{SITE}"),
        ("pip install flask", f"/usr/local/{SITE}/ /x/", "", "/x"),
        ("pip install flask", "/usr/local/bin /usr/local/bin", "/usr/local/bin", ""),
        ("pip install flask", "/usr/local /usr/local", "/usr/local/bin", f"/usr/local/{SITE}"),
        ("pip install flask", "/ /", "/usr/local/bin", f"/usr/local/{SITE}"),
        ("uv sync", "/b/.venv /app/.venv", "/app/.venv/bin", f"/app/.venv/{SITE}"),
        ("uv sync", "/b /app", "/app/.venv/bin", f"/app/.venv/{SITE}"),
        ("uv sync", "/c /app", "", ""),
        ("pip install -t /deps flask", "/deps /deps", "/deps/bin", "/deps"),
        ("pip install --prefix=/i flask", "/i /usr/local", "/usr/local/bin", f"/usr/local/{SITE}"),
    ],
)
def test_what_is_copied(install: str, copy: str, programs: str, modules: str) -> None:
    line = f"COPY --from=build {copy}\n" if copy else ""
    text = f"{BUILD}RUN {install}\nFROM python:3.12-slim\nWORKDIR /app\n{line}"
    [place] = install_places(CopyMap(text, "Dockerfile")) or []
    assert (place.programs, place.modules, place.line) == (programs, modules, 3)
    assert place.virtual is (install == "uv sync")


@pytest.mark.parametrize(
    "copy",
    [
        "/usr/local/bin/flask /usr/local/bin/",
        f"/usr/local/{SITE}/flask /app/flask",
        "/usr/local/*/ /x",
        "--parents /usr/local /x",
        "/usr/local $X",
    ],
)
def test_what_is_copied_in_part_is_not_known(copy: str) -> None:
    text = f"{BUILD}RUN pip install flask\nFROM python:3.12-slim\nCOPY --from=build {copy}\n"
    assert places(text) is None


def test_stages_of_other_languages_and_stages_above() -> None:
    text = (
        "FROM node:22 AS web\nRUN make\nFROM python:3.12-slim AS base\nRUN pip install flask\n"
        "FROM base\nCOPY --from=web /dist /dist\n"
    )
    assert places(text) == ["/usr/local"]
    assert places("FROM python:3.12 AS x\nRUN make\n" + HEAD + "RUN pip install flask\n") == [
        "/usr/local"
    ]
