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


SLIM = (
    "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
    'CMD ["python", "main.py"]\n'
)


@pytest.mark.parametrize(
    ("code", "requirements", "said"),
    [
        ("from google.cloud import storage\n", "google-cloud-firestore\n", "`google-cloud-storage`"),
        ("from google.cloud.storage import Client\n", "google-cloud-firestore\n", "`google.cloud.storage`"),
        ("from google import genai\n", "google-generativeai\n", "`google-genai`"),
        ("import google.auth\nfrom google.cloud import storage\n", "google-auth\n", "`google.cloud.storage`"),
        ("import tomli\n", 'flask\ntomli; python_version < "3.11"\n', "`tomli`"),
        ("import pkg_resources\n", "flask\n", "`setuptools`"),
        ("import pkg_resources\n", "setuptools\n", "`setuptools` no longer has since version 82"),
        ("from google.cloud import storage\n", "acme-kit\n", "unless `acme-kit` brings it"),
        ("import requests\n", "uv\n", "`requests`"),
        ("import redis\n", "poetry\n", "`redis`"),
    ],
)  # fmt: skip
def test_what_nothing_brings(tmp_path: Path, code: str, requirements: str, said: str) -> None:
    files = {"Dockerfile": SLIM, "main.py": code, "requirements.txt": requirements}
    found = sourced(tmp_path, files)
    assert said in found.get("BLD050", "") + found.get("BLD027", "")


@pytest.mark.parametrize(
    ("code", "requirements"),
    [
        ("from google.cloud import storage\n", "google-cloud-storage\n"),
        ("from google.cloud import acme\n", "google-cloud-storage\n"),
        ("from google.protobuf import json_format\nimport google.auth\n", "google-cloud-storage\n"),
        ("try:\n    from google.cloud import storage\nexcept ImportError:\n    storage = None\n", "flask\n"),
        ("import tomli\n", 'flask\ntomli; python_version < "3.13"\n'),
        ("import pkg_resources\n", "setuptools<82\n"),
        ("import pkg_resources\n", "setuptools==80.9.0\n"),
        ("import setuptools\n", "setuptools\n"),
    ],
)  # fmt: skip
def test_what_something_brings(tmp_path: Path, code: str, requirements: str) -> None:
    files = {"Dockerfile": SLIM, "main.py": code, "requirements.txt": requirements}
    assert not {"BLD050", "BLD027"}.intersection(sourced(tmp_path, files))


@pytest.mark.parametrize(("python", "found"), [("3.11", False), ("3.12", True)])
def test_what_older_images_of_python_have(tmp_path: Path, python: str, found: bool) -> None:
    files = {
        "Dockerfile": SLIM.replace("3.12", python),
        "main.py": "import pkg_resources\nimport flask\n",
        "requirements.txt": "flask\n",
    }
    assert ({"BLD050", "BLD027"} & set(sourced(tmp_path, files)) != set()) is found


@pytest.mark.parametrize(
    ("command", "found"),
    [("uv sync --no-install-project", True), ("uv sync", False)],
)
def test_a_package_that_uv_does_not_install(tmp_path: Path, command: str, found: bool) -> None:
    lock = (
        '[[package]]\nname = "shop"\nsource = { editable = "." }\ndependencies = [{ name = "flask" }]\n'
        '[[package]]\nname = "flask"\n'
    )
    project = (
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n'
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    )
    files = {
        "Dockerfile": f"FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN {command} --frozen\n"
        'ENV PATH=/app/.venv/bin:$PATH\nCMD ["python", "main.py"]\n',
        "main.py": "import flask\nimport shop\n",
        "src/shop/__init__.py": "",
        "pyproject.toml": project,
        "uv.lock": lock,
    }
    said = sourced(tmp_path, files).get("BLD022", "")
    assert ("`shop` is imported and is only in" in said) is found
