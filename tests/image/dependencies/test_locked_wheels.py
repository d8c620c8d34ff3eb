"""Packages of lock files that cannot be installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.dependencies.installed_reader import read_installed
from lint.image.dependencies.locked_wheels import locked_wheels

PROJECT = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["torch"]\n'
LOCK = """\
requires-python = ">=3.11"
[[package]]
name = "shop"
version = "1"
source = {{ virtual = "." }}
dependencies = [{{ name = "torch" }}]

[[package]]
name = "torch"
version = "2.4.0"
source = {{ registry = "https://pypi.org/simple" }}
{sdist}
wheels = [
    {{ url = "https://x/torch-2.4.0-cp311-cp311-manylinux1_x86_64.whl" }},
    {{ url = "https://x/torch-2.4.0-cp312-cp312-manylinux1_x86_64.whl" }},
    {{ url = "https://x/torch-2.4.0-cp313-cp313-win_amd64.whl" }},
]
"""
SDIST = 'sdist = { url = "https://x/torch-2.4.0.tar.gz" }'
SYNC = "RUN uv sync --frozen\n"


def found(
    tmp_path: Path, base: str, lines: str = SYNC, sdist: str = "", file: str = "uv.lock"
) -> list[tuple[str, str, int, str]]:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / file).write_text(LOCK.format(sdist=sdist))
    (tmp_path / "Dockerfile").write_text(f"FROM {base}\nWORKDIR /app\nCOPY . .\n{lines}")
    context = read_context(str(tmp_path), "docker")
    return [
        (fault.kind, fault.severity or "error", fault.where.line, str(fault.message))
        for fault in locked_wheels(context, read_installed(context))
    ]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("python:3.12-slim", ""),
        ("python:3.11", ""),
        ("python:3.13-slim", "Python 3.13 on Linux x86-64 with glibc"),
        ("ghcr.io/astral-sh/uv:python3.14-bookworm", "Python 3.14 on Linux x86-64 with glibc"),
        ("python:3.12-alpine", "Python 3.12 on Linux x86-64 with musl"),
        ("acme/python:3.13", ""),
        ("python:latest", ""),
    ],
)
def test_a_package_without_source(tmp_path: Path, base: str, expected: str) -> None:
    findings = found(tmp_path, base)
    if not expected:
        assert findings == []
        return
    [(kind, severity, line, message)] = findings
    assert (kind, severity, line) == ("locked-wheel", "error", 9)
    assert f"`torch` 2.4.0 has no wheel for {expected}" in message


@pytest.mark.parametrize(
    ("base", "lines", "severity"),
    [
        ("python:3.13-slim", SYNC, "warning"),
        ("python:3.12-alpine", SYNC, "warning"),
        ("python:3.13", SYNC, None),  # has a compiler
        ("python:3.13-slim", "RUN apt-get install -y build-essential\n" + SYNC, None),
        ("python:3.12-slim", SYNC, None),
    ],
)
def test_a_package_with_source(tmp_path: Path, base: str, lines: str, severity: str | None) -> None:
    findings = found(tmp_path, base, lines, SDIST)
    assert [one[1] for one in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    "lines",
    [
        "RUN uv sync --frozen --python 3.12\n",
        "RUN uv python install 3.12\nRUN uv sync --frozen\n",
        "ENV UV_PYTHON=3.12\nRUN uv sync --frozen\n",
        "RUN pip install torch\n",
        "RUN uv sync --frozen --no-install-package torch\n",
        "RUN uv sync --frozen --only-group lint\n",
    ],
)
def test_where_another_python_may_be_taken_or_no_lock_file(tmp_path: Path, lines: str) -> None:
    assert found(tmp_path, "python:3.13-slim", lines) == []


def test_a_start_by_uv_installs_the_project_too(tmp_path: Path) -> None:
    lines = SYNC + 'CMD ["uv", "run", "main.py"]\n'
    assert len(found(tmp_path, "python:3.13-slim", lines)) == 1


def test_a_pin_that_uv_follows(tmp_path: Path) -> None:
    (tmp_path / ".python-version").write_text("3.12\n")
    assert found(tmp_path, "python:3.13-slim") == []


def test_pylock(tmp_path: Path) -> None:
    text = (
        "lock-version = '1.0'\n[[packages]]\nname = 'torch'\nversion = '2.4.0'\n"
        "wheels = [{ url = 'https://x/torch-2.4.0-cp312-cp312-manylinux1_x86_64.whl' }]\n"
    )
    (tmp_path / "pylock.toml").write_text(text)
    for base, kinds in (("3.12-slim", []), ("3.13-slim", ["locked-wheel"])):
        (tmp_path / "Dockerfile").write_text(
            f"FROM python:{base}\nWORKDIR /app\nCOPY . .\nRUN uv pip sync --system pylock.toml\n"
        )
        context = read_context(str(tmp_path), "docker")
        faults = locked_wheels(context, read_installed(context))
        assert [fault.kind for fault in faults] == kinds
