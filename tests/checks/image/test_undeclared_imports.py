"""Imports of distributions that the image does not have where the program runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.image.building import sourced

DOCKERFILE = "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python main.py\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"lib/util.py": ""}, True),
        ({"lib/util/__init__.py": ""}, True),
        ({"lib/util.py": "", "lib/__init__.py": ""}, False),  # a module of the package `lib`
        ({"lib/util.py": "", "requirements.txt": "acme-util\n"}, False),
        (
            {"lib/util.py": "", "Dockerfile": DOCKERFILE.replace("python:", "acme/py:")},
            False,
        ),
        ({"lib/other.py": ""}, False),
    ],
)
def test_a_module_that_only_another_folder_has(
    tmp_path: Path, files: dict[str, str], found: bool
) -> None:
    tree = {"Dockerfile": DOCKERFILE, "main.py": "import util\n", **files}
    assert ("is only in" in sourced(tmp_path, tree).get("BLD022", "")) is found


@pytest.mark.parametrize(
    ("command", "rule", "said"),
    [
        ('["gunicorn", "app:app"]', "BLD050", "runs in the environment `base` of conda"),
        ('["conda", "run", "-n", "web", "gunicorn", "app:app"]', "BLD027", "unless `flask` brings"),
        ('["bash", "-lc", "gunicorn app:app"]', "BLD027", "`redis` is imported"),
    ],
)
def test_a_program_in_another_environment_of_conda(
    tmp_path: Path, command: str, rule: str, said: str
) -> None:
    files = {
        "environment.yml": "name: web\ndependencies: [python=3.11, flask]\n",
        "app.py": "import flask\nimport redis\napp = flask.Flask(__name__)\n",
        "Dockerfile": "FROM continuumio/miniconda3\nWORKDIR /app\nCOPY . .\n"
        f"RUN conda env create -f environment.yml\nCMD {command}\n",
    }
    found = sourced(tmp_path, files)
    assert said in found[rule]
    assert rule == "BLD050" or "BLD050" not in found
