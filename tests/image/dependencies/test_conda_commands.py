"""Command lines of conda, mamba and micromamba."""

from __future__ import annotations

import pytest

from lint.image.dependencies.conda_commands import (
    ACTIVATE,
    INSTALL,
    NOTHING,
    RUN,
    UNKNOWN,
    conda_command,
    conda_lock_command,
)


@pytest.mark.parametrize(
    ("line", "environment", "packages", "files"),
    [
        ("install -y -c conda-forge flask gunicorn=22", None, ["flask", "gunicorn=22"], []),
        ("install -n base --file packages.txt", "", [], ["packages.txt"]),
        ("install -f flask", None, ["flask"], []),  # --force
        ("install -y -n web -f /tmp/env.yaml", "web", [], ["/tmp/env.yaml"]),
        ("create -p /opt/env --copy --file a.lock", "/opt/env", [], ["a.lock"]),
        ("env create -f environment.yml", None, [], ["environment.yml"]),
        ("env create", None, [], ["environment.yml"]),
        ("env update --quiet --name=base --file environment.yml", "", [], ["environment.yml"]),
        ("update -n base conda", "", ["conda"], []),
    ],
)
def test_what_is_installed(
    line: str, environment: str | None, packages: list[str], files: list[str]
) -> None:
    found = conda_command(line.split())
    assert (found.does, found.environment) == (INSTALL, environment)
    assert (found.packages, found.files) == (packages, files)
    assert found.named is ("-n" in line or "-p" in line)


@pytest.mark.parametrize(
    ("line", "does"),
    [
        ("run -n web pip install -r requirements.txt", RUN),
        ("activate web", ACTIVATE),
        ("clean -afy", NOTHING),
        ("config --add channels conda-forge", NOTHING),
        ("env list", NOTHING),
        ("init bash", NOTHING),
        ("build .", UNKNOWN),
        ("uninstall flask", UNKNOWN),
    ],
)
def test_what_commands_do(line: str, does: str) -> None:
    assert conda_command(line.split()).does == does


def test_what_is_run() -> None:
    found = conda_command(["run", "--no-capture-output", "-n", "web", "pip", "install", "-e", "."])
    assert (found.environment, found.rest) == ("web", ["pip", "install", "-e", "."])


def test_a_clone_is_not_clear() -> None:
    assert conda_command(["create", "-n", "web", "--clone", "base"]).unclear


def test_conda_lock() -> None:
    found = conda_lock_command(["install", "-n", "web", "--mamba"])
    assert (found.does, found.environment, found.files) == (INSTALL, "web", ["conda-lock.yml"])
    found = conda_lock_command(["install", "-p", "/opt/env", "shop.conda-lock.yml"])
    assert found.files == ["shop.conda-lock.yml"]
    assert conda_lock_command(["lock"]).does == UNKNOWN
