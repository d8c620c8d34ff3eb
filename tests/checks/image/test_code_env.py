"""`code-env`: what the code reads against what manifest, image and command set."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.image.building import DF, FILES, MANIFEST, by_rule, found, run, sourced
from tests.image.wheels import build_wheel


def test_env_vars_that_the_code_needs(tmp_path: Path) -> None:
    findings = found(tmp_path)
    ((path, line, message),) = by_rule(findings, "BLD030")
    assert (path, line) == ("service.yaml", 10)
    assert "`DB_URL`" in message
    assert "at import time" in message
    ((_, _, message),) = by_rule(findings, "BLD031")
    assert "`KEY`" in message
    ((path, line, message),) = by_rule(findings, "BLD032")
    assert (path, line) == ("service.yaml", 12)
    assert "`LEFT`" in message
    assert not any("over" in entry[3] for entry in findings)


@pytest.mark.parametrize(
    "command",
    [
        '[sh, -c, "export DB_URL=x && exec uvicorn app.main:app"]',
        '[sh, -c, "DB_URL=x uvicorn app.main:app"]',
        '[env, DB_URL=x, uvicorn, "app.main:app"]',
    ],
)
def test_what_the_command_sets_need_not_be_set(tmp_path: Path, command: str) -> None:
    wheel = str(build_wheel(tmp_path, name="app", files=FILES))
    manifest = MANIFEST.replace('[uvicorn, "app.main:app"]', command)
    assert "BLD030" not in dict(run(tmp_path, manifest, wheel=[wheel]))
    manifest = manifest.replace("DB_URL=", "DB_ULR=")
    assert "BLD030" in dict(run(tmp_path, manifest, wheel=[wheel]))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ENV KEY=x", False),
        ('ENV A="b c" KEY="x y"', False),
        ("ENV KEY some value", False),
        ("ENV OTHER=KEY=1", True),
        ("ENV OTHER KEY=1", True),
        ("ARG KEY=x", True),
        ("ENV KEY=x\nFROM python:3.11", True),
    ],
)
def test_what_the_image_sets_need_not_be_set(tmp_path: Path, line: str, found: bool) -> None:
    context = tmp_path / "ctx"
    context.mkdir()
    (context / "main.py").write_text("import os\nX = os.environ['KEY']\n")
    tail = "WORKDIR /app\nCOPY . .\nCMD python main.py\n"
    (context / "Dockerfile").write_text(f"FROM python:3.11\n{line}\n{tail}")
    lines = MANIFEST.partition("          command:")[0]
    assert ("BLD030" in dict(run(tmp_path, lines, source=str(context)))) is found


def test_an_image_that_is_not_known_may_set_variables(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/main.py": "import os\nX = os.environ['X']\n",
        "Dockerfile": DF.format("COPY . .").replace("python:3.12", "example.com/base:1"),
    }
    found = sourced(tmp_path, files)
    assert "BLD030" not in found
    assert "unless something else sets or catches it" in found["BLD031"]
