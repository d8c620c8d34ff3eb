"""What is said to be missing in an image, against what a fresh environment can import.

`DEPENDENCY_SETS=15` installs all the sets; without it the first two are.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options

SETS = [
    "flask gunicorn",
    "fastapi uvicorn[standard]",
    "flask==3.0.3 gunicorn==22.0.0 google-cloud-storage",
    "fastapi uvicorn sqlalchemy[asyncio] asyncpg alembic psycopg2-binary",
    "google-adk==1.13.0",
    "streamlit",
    "django psycopg[binary] gunicorn whitenoise djangorestframework django-environ",
    "langchain-openai fastapi uvicorn",
    "fastapi[standard] pydantic-settings httpx jinja2 python-multipart",
    "celery[redis] flask flask-sqlalchemy flask-cors",
    "firebase-admin functions-framework",
    "boto3 starlette uvicorn sentry-sdk[fastapi] structlog",
    "openai anthropic fastapi uvicorn tenacity python-dotenv",
    "google-cloud-pubsub google-cloud-secret-manager google-cloud-logging flask gunicorn",
    "cloud-sql-python-connector[pg8000] sqlalchemy flask gunicorn",
]
NAMES = [
    "requests",
    "yaml",
    "httpx",
    "jwt",
    "dotenv",
    "jinja2",
    "pydantic",
    "pydantic_settings",
    "sqlalchemy",
    "redis",
    "celery",
    "flask",
    "django",
    "fastapi",
    "starlette",
    "uvicorn",
    "gunicorn",
    "psycopg2",
    "psycopg",
    "asyncpg",
    "numpy",
    "pandas",
    "PIL",
    "boto3",
    "botocore",
    "openai",
    "anthropic",
    "langchain",
    "langchain_core",
    "tenacity",
    "structlog",
    "sentry_sdk",
    "click",
    "rich",
    "typer",
    "orjson",
    "aiohttp",
    "attr",
    "bs4",
    "lxml",
    "cryptography",
    "certifi",
    "urllib3",
    "idna",
    "six",
    "dateutil",
    "tzlocal",
    "pytz",
    "websockets",
    "httptools",
    "uvloop",
    "anyio",
    "sniffio",
    "h11",
    "markupsafe",
    "werkzeug",
    "itsdangerous",
    "multipart",
    "email_validator",
    "simplejson",
    "ujson",
    "pymongo",
    "stripe",
    "twilio",
    "sklearn",
    "torch",
    "scipy",
    "settings_local",
    "mycompany_utils",
    "grpc",
    "proto",
    "firebase_admin",
    "functions_framework",
    "cloudevents",
    "httplib2",
    "googleapiclient",
    "alembic",
    "mako",
    "greenlet",
    "tiktoken",
    "tqdm",
    "jsonschema",
    "packaging",
    "cachetools",
    "rsa",
    "pyasn1",
    "streamlit",
    "tornado",
    "whitenoise",
    "environ",
    "rest_framework",
    "flask_cors",
    "kombu",
    "vine",
    "immutabledict",
    "mcp",
]
DOCKERFILE = """\
FROM python:{python}-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY main.py .
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]
"""
FIND = """\
import importlib.util, sys
print(*(name for name in sys.argv[1:] if importlib.util.find_spec(name) is not None))
"""


def _installed(folder: Path, requirements: list[str]) -> tuple[set[str], str]:
    """What a fresh environment with these requirements can import, and its `pip freeze`."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "-q"]
    done = subprocess.run(
        [*pip, "install", "--only-binary", ":all:", *requirements], capture_output=True, timeout=900
    )
    if done.returncode:
        pytest.skip("the package index cannot be reached, or has no wheels for this Python")
    found = subprocess.run(
        [python, "-c", FIND, *NAMES], capture_output=True, text=True, check=True, timeout=120
    )
    frozen = subprocess.run([*pip, "freeze"], capture_output=True, text=True, check=True)
    return set(found.stdout.split()), frozen.stdout


def _flagged(folder: Path, requirements: str) -> dict[str, str]:
    """The imports that are said to be missing, with the rule that says it."""
    folder.mkdir()
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (folder / "Dockerfile").write_text(DOCKERFILE.format(python=python))
    (folder / "requirements.txt").write_text(requirements)
    (folder / "main.py").write_text("".join(f"import {name}\n" for name in NAMES) + "app = 1\n")
    options = Options([])
    options.source = str(folder)
    return {
        NAMES[finding.place.line - 1]: finding.rule
        for finding in check(options).findings
        if finding.rule in ("BLD027", "BLD050")
    }


@pytest.mark.slow
@pytest.mark.parametrize("requirements", SETS[: int(os.environ.get("DEPENDENCY_SETS", "2"))])
def test_nothing_that_can_be_imported_is_said_to_be_missing(
    tmp_path: Path, requirements: str
) -> None:
    importable, frozen = _installed(tmp_path / "venv", requirements.split())
    missing = set(NAMES) - importable
    stated = _flagged(tmp_path / "stated", "\n".join(requirements.split()) + "\n")
    assert stated.keys() <= missing
    assert len(stated) >= 0.75 * len(missing)
    assert set(stated.values()) <= {"BLD027", "BLD050"}
    hashed = "".join(f"{line} --hash=sha256:00\n" for line in frozen.splitlines())
    locked = _flagged(tmp_path / "locked", hashed)
    assert locked.keys() <= missing
    assert list(locked.values()).count("BLD050") >= 0.9 * len(missing)
