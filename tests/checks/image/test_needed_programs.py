"""Servers and workers that are started and that nothing installs."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options
from tests.checks.image.building import sourced

HEAD = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
CODE = "import flask\napp = flask.Flask(__name__)\n"


def tree(command: str, requirements: str, code: str = CODE, lines: str = "") -> dict[str, str]:
    return {
        "Dockerfile": f"{HEAD}{lines}CMD {command}\n",
        "requirements.txt": requirements,
        "main.py": code,
    }


@pytest.mark.parametrize(
    ("command", "requirements", "said"),
    [
        ('["gunicorn", "main:app"]', "flask\n", "the image starts `gunicorn`, and nothing installs it"),
        ("exec gunicorn main:app", "flask==3.0.0\n", "`gunicorn`, and nothing installs it"),
        ('["python", "-m", "waitress", "main:app"]', "flask\n", "`waitress`, which brings it"),
        ('["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "main:app"]', "flask\ngunicorn\n",
         "workers of the class `uvicorn.workers.UvicornWorker`, and nothing installs `uvicorn`"),
        ('["gunicorn", "--worker-class=gevent", "main:app"]', "flask\ngunicorn\n", "`gevent`"),
    ],
)  # fmt: skip
def test_what_nothing_installs(tmp_path: Path, command: str, requirements: str, said: str) -> None:
    assert said in sourced(tmp_path, tree(command, requirements))["BLD057"]


@pytest.mark.parametrize(
    ("command", "requirements", "lines"),
    [
        ('["gunicorn", "main:app"]', "flask\ngunicorn\n", ""),
        ('["gunicorn", "main:app"]', "flask\nfunctions-framework\n", ""),  # brings it
        ('["gunicorn", "main:app"]', "flask\nacme-kit\n", ""),  # nobody knows what it brings
        ('["gunicorn", "main:app"]', "flask\n", "RUN apt-get install -y gunicorn\n"),
        ('["gunicorn", "main:app"]', "flask\n", "RUN ./install.sh\n"),
        ('["gunicorn", "-k", "gthread", "main:app"]', "flask\ngunicorn\n", ""),
        ('["flask", "--app", "main", "run"]', "flask\n", ""),
        ('["fastapi", "run", "main.py"]', "fastapi==0.111.0\nflask\n", ""),
        ('["python", "main.py"]', "flask\n", ""),
        ("pip install gunicorn && gunicorn main:app", "flask\n", ""),
        ('["uv", "run", "--with", "gunicorn", "gunicorn", "main:app"]', "flask\n", ""),
    ],
)
def test_nothing_is_said(tmp_path: Path, command: str, requirements: str, lines: str) -> None:
    found = sourced(tmp_path, tree(command, requirements, lines=lines))
    said = found.get("BLD057", "")
    assert not said or "unless `acme-kit` brings it" in said


@pytest.mark.parametrize(
    "start",
    [
        "#!/bin/sh\npip install -r prod.txt\nexec gunicorn main:app\n",
        "#!/bin/sh\nif true; then\n  uv sync --extra server\nfi\ngunicorn main:app\n",
        "#!/bin/sh\npython -m pip install gunicorn six\npython main.py\n",
    ],
)
def test_what_the_start_installs(tmp_path: Path, start: str) -> None:
    files = tree('["sh", "start.sh"]', "flask\n", code="import flask, six\napp = 1\n")
    found = sourced(tmp_path, {**files, "start.sh": start})
    assert not {"BLD050", "BLD057"} & set(found)


def test_a_program_of_the_tree(tmp_path: Path) -> None:
    files = tree('["./bin/gunicorn", "main:app"]', "flask\n")
    assert "BLD057" not in sourced(tmp_path, {**files, "bin/gunicorn": "#!/usr/bin/python3\n"})


def test_what_is_copied_into_site_packages(tmp_path: Path) -> None:
    line = "COPY vendor /usr/local/lib/python3.12/site-packages\n"
    files = tree('["gunicorn", "main:app"]', "flask\n", lines=line)
    assert "BLD057" not in sourced(tmp_path, {**files, "vendor/gunicorn/__init__.py": ""})


LOCK = """\
version = 1
requires-python = ">=3.12"
[[package]]
name = "shop"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "flask" }]
[[package]]
name = "flask"
version = "3.0.0"
source = { registry = "https://pypi.org/simple" }
"""


@pytest.mark.parametrize(("locked", "severity"), [(True, "error"), (False, "warning")])
def test_a_lock_file_proves_it(tmp_path: Path, locked: bool, severity: str) -> None:
    files = tree('["gunicorn", "main:app"]', "flask\n")
    if locked:
        files["pyproject.toml"] = "[project]\nname='shop'\nversion='1'\ndependencies=['flask']\n"
        files["uv.lock"] = LOCK
        base = "FROM ghcr.io/astral-sh/uv:python3.12-bookworm\nWORKDIR /app\nCOPY . .\n"
        lines = "RUN uv sync --frozen\nENV PATH=/app/.venv/bin:$PATH\n"
        files["Dockerfile"] = base + lines + 'CMD ["gunicorn", "main:app"]\n'
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    options = Options([])
    options.source = str(tmp_path)
    found = [one for one in check(options).findings if one.rule == "BLD057"]
    assert [one.severity for one in found] == [severity]


def test_what_the_code_imports_is_one_finding(tmp_path: Path) -> None:
    code = "import uvicorn\napp = 1\n"
    found = sourced(tmp_path, tree('["uvicorn", "main:app"]', "flask\n", code))
    assert "BLD057" not in found
    assert "`uvicorn` is imported" in found["BLD050"]


def test_a_module_of_the_tree_is_no_distribution(tmp_path: Path) -> None:
    files = tree('["gunicorn", "-k", "workers.Ours", "main:app"]', "flask\ngunicorn\n")
    assert "BLD057" not in sourced(tmp_path, {**files, "workers.py": "Ours = 1\n"})
