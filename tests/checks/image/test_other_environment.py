"""Programs outside the environment that has their distributions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.image.building import sourced

APP = "import flask\napp = flask.Flask(__name__)\n"
RULE = "BLD028"
SITE = "/usr/local/lib/python3.12/site-packages"
TAIL = 'CMD ["gunicorn", "main:app"]'
RUN = 'CMD ["python", "main.py"]'


def found(tmp_path: Path, text: str, **files: str) -> str:
    named = {
        "main.py": APP,
        "requirements.txt": "flask\ngunicorn\n",
        "pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["flask", "gunicorn"]\n',
        **files,
    }
    rules = sourced(tmp_path, {"Dockerfile": text, **named})
    return rules.get(RULE, "")


def one(lines: str) -> str:
    return f"FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n{lines}\n"


def two(install: str, lines: str) -> str:
    build = f"FROM python:3.12-slim AS build\nWORKDIR /b\nCOPY . .\nRUN {install}\n"
    return f"{build}FROM python:3.12-slim\nWORKDIR /app\n{lines}\nCOPY . .\n"


INSTALL = "pip install -r requirements.txt"
VENV = f"python -m venv /v && /v/bin/{INSTALL}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (one(f"RUN uv sync\n{TAIL}"), "`gunicorn` is installed into `/app/.venv/bin`, which is not on PATH"),
        (one(f"RUN uv sync\n{RUN}"), "`flask` is imported, and it is installed into `/app/.venv`, where"),
        (one("RUN uv sync\nCMD gunicorn main:app"), "which is not on PATH"),
        (one(f"RUN uv sync\nENV PATH=/venv/bin:$PATH\n{TAIL}"), "`/app/.venv/bin`, which is not on PATH"),
        (one(f"RUN poetry install\n{TAIL}"), "`/root/.cache/pypoetry/virtualenvs/?/bin`, which is not on PATH"),
        (one(f"RUN {VENV}\n{TAIL}"), "`/v/bin`, which is not on PATH"),
        (two(INSTALL, TAIL), "`gunicorn` is installed into `/usr/local` of another stage"),
        (two(INSTALL, RUN), "`flask` is installed into `/usr/local` of another stage"),
        (two(INSTALL, f"COPY --from=build {SITE} {SITE}\n{TAIL}"), "only the modules of `/usr/local`"),
        (two(f"{INSTALL} --user", f"COPY --from=build /root/.local /root/.local\n{TAIL}"),
         "`/root/.local/bin`, which is not on PATH"),
        (two(f"{INSTALL} --user",
             f"COPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nUSER app\n{TAIL}"),
         "`/root/.local`, which the user `app` cannot read"),
        (two("uv sync", f"COPY --from=build /b/.venv .venv\nENV PATH=/app/.venv/bin:$PATH\n{TAIL}"),
         "the first line of `/app/.venv/bin/gunicorn` names `/b/.venv/bin/python`, which is not in the image"),
        (two("uv sync", "COPY --from=build /b/.venv .venv\n" 'CMD ["/app/.venv/bin/gunicorn", "main:app"]'),
         "the first line of `/app/.venv/bin/gunicorn`"),
        (two("pip install -t /deps flask", f"COPY --from=build /deps /deps\n{RUN}"), "`/deps`, where the Python"),
    ],
)  # fmt: skip
def test_outside(tmp_path: Path, text: str, said: str) -> None:
    assert said in found(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        one(f"RUN {INSTALL}\n{TAIL}"),
        one(f"RUN {INSTALL}\n{RUN}"),
        one(f"RUN uv sync\nENV PATH=/app/.venv/bin:$PATH\n{TAIL}"),
        one(f'RUN uv sync\nENV PATH="/app/.venv/bin:${{PATH}}"\n{RUN}'),
        one(f"ENV VIRTUAL_ENV=/v\nENV PATH=$VIRTUAL_ENV/bin:$PATH\nRUN python -m venv /v\nRUN {INSTALL}\n{TAIL}"),
        one('RUN uv sync\nCMD ["uv", "run", "gunicorn", "main:app"]'),
        one('RUN uv sync\nCMD ["/app/.venv/bin/gunicorn", "main:app"]'),
        one('RUN uv sync\nCMD ["/app/.venv/bin/python", "main.py"]'),
        one("RUN uv sync\nCMD . .venv/bin/activate && gunicorn main:app"),
        one('RUN uv sync\nCMD ["sh", "-c", "PATH=/app/.venv/bin:$PATH gunicorn main:app"]'),
        one('RUN uv sync\nCMD ["bash", "-lc", "gunicorn main:app"]'),
        one(f"RUN uv sync\nENV PATH=$OTHER:$PATH\n{TAIL}"),
        one(f"RUN uv sync && make\n{TAIL}"),
        one(f"RUN uv sync\nRUN ln -s /app/.venv/bin/gunicorn /usr/local/bin/gunicorn\n{TAIL}"),
        one(f"RUN uv sync\nRUN {INSTALL}\n{TAIL}"),
        one(f"ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync\n{TAIL}"),
        one(f"RUN poetry config virtualenvs.create false && poetry install\n{TAIL}"),
        two(INSTALL, f"COPY --from=build /usr/local /usr/local\n{TAIL}"),
        two(INSTALL, f"COPY --from=build {SITE} {SITE}\n{RUN}"),
        two(INSTALL, f'COPY --from=build {SITE} {SITE}\nCMD ["python", "-m", "gunicorn", "main:app"]'),
        two(INSTALL, f"COPY --from=build {SITE} {SITE}\nCOPY --from=build /usr/local/bin /usr/local/bin\n{TAIL}"),
        two(INSTALL, f"COPY --from=build {SITE} {SITE}\nCOPY --from=build /usr/local/bin/gunicorn /usr/local/bin/\n{TAIL}"),
        two(INSTALL, f"RUN {INSTALL}\n{TAIL}"),
        two(f"{INSTALL} --user", f"COPY --from=build /root/.local /root/.local\n{RUN}"),
        two(f"{INSTALL} --user",
            f"COPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\n{TAIL}"),
        two(f"{INSTALL} --user",
            "COPY --from=build /root/.local /root/.local\nRUN chmod 755 /root\n"
            f"ENV PATH=/root/.local/bin:$PATH\nUSER app\n{TAIL}"),
        two("cd /app && uv sync", f"COPY --from=build /app/.venv /app/.venv\nENV PATH=/app/.venv/bin:$PATH\n{TAIL}"),
        two("uv sync", "COPY --from=build /b/.venv .venv\n" 'CMD ["/app/.venv/bin/python", "-m", "gunicorn", "main:app"]'),
        two("pip install -t /deps flask", f"COPY --from=build /deps /deps\nENV PYTHONPATH=/deps\n{RUN}"),
        two("pip install -t /deps flask", f"COPY --from=build /deps /app\n{RUN}"),
        "FROM acme/base\nWORKDIR /app\nCOPY . .\nRUN uv sync\n" + TAIL + "\n",
    ],
)  # fmt: skip
def test_inside_or_not_known(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == ""


def test_a_program_of_the_tree(tmp_path: Path) -> None:
    assert found(tmp_path, one(f"RUN uv sync\n{TAIL}"), **{"bin/gunicorn": "#!/bin/sh\n"}) == ""


def test_a_program_without_distributions(tmp_path: Path) -> None:
    assert found(tmp_path, one(f"RUN uv sync\n{RUN}"), **{"main.py": "import json\n"}) == ""
    guarded = "try:\n    import flask\nexcept ImportError:\n    flask = None\n"
    assert found(tmp_path, one(f"RUN uv sync\n{RUN}"), **{"main.py": guarded}) == ""
