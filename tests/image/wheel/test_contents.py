"""Secrets, junk and misplaced files."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.wheel.reader import read_wheel
from tests.image.wheel.judging import judged, kinds
from tests.image.wheels import DEFAULT_FILES, build_wheel

KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----\n"


ACCOUNT = '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----x"}'


CONTENTS: dict[str, tuple[dict[str, str], list[str]]] = {
    "an env file": ({"app/.env": "SECRET_KEY=hunter2"}, ["secret-env-file"]),
    "an env file of a stage": ({"app/.env.production": "A=b"}, ["secret-env-file"]),
    "a named env file": ({"app/prod.env": "A=b"}, ["secret-env-file"]),
    "an env example": ({"app/.env.example": "A="}, []),
    "an env file at the top": ({".env": "A=b"}, ["secret-env-file"]),
    "an env module": ({"app/env.py": ""}, []),
    "a private key": ({"app/tls.key": KEY}, ["secret-private-key"]),
    "an RSA key": ({"app/id_rsa": KEY.replace("PRIVATE", "RSA PRIVATE")}, ["secret-private-key"]),
    "a public certificate": ({"app/ca.pem": "-----BEGIN CERTIFICATE-----\n"}, []),
    "a service account": ({"app/sa.json": ACCOUNT}, ["secret-credentials"]),
    "its public part": ({"app/sa.json": '{"type": "service_account"}'}, []),
    "a user's credentials": (
        {"app/adc.json": '{"type": "authorized_user", "refresh_token": "1//x"}'},
        ["secret-credentials"],
    ),
    "ordinary JSON": ({"app/data.json": '{"type": "object"}'}, []),
    "a .netrc": ({"app/.netrc": "machine x"}, ["secret-credentials"]),
    "bytecode": ({"app/__pycache__/main.cpython-311.pyc": "x"}, ["junk-bytecode"]),
    "a sourceless module": ({"app/fast.pyc": "x"}, []),
    "Finder's files": ({"app/.DS_Store": "x"}, ["junk-file"]),
    "a repository": ({"app/.git/config": "x", "app/.git/HEAD": "x"}, ["junk-file"]),
    "tests": ({"tests/__init__.py": "", "tests/test_a.py": ""}, ["junk-tests"]),
    "tests in the package": ({"app/tests/test_a.py": ""}, []),
    "a second package": ({"lib/__init__.py": ""}, []),
    "a namespace package": ({"acme/sub/mod.py": ""}, []),
    "a module": ({"single.py": ""}, []),
    "data in the package": ({"app/templates/index.html": "", "app/py.typed": ""}, []),
    "a file at the top": ({"README.md": ""}, ["outside-package"]),
    "a directory of data": ({"static/a.css": "", "static/b.css": ""}, ["outside-package"]),
    "repaired libraries": ({"app.libs/libx.so.1": ""}, []),
    "stubs": ({"app-stubs/__init__.pyi": ""}, []),
    "a path file": ({"app.pth": "import app"}, []),
    "an editable wheel": ({"__editable__.app-1.0.pth": "/home/me/src"}, ["editable-wheel"]),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_contents(tmp_path: Path, what: str) -> None:
    files, expected = CONTENTS[what]
    path = build_wheel(tmp_path, files={**DEFAULT_FILES, **files})
    faults = judged(path)
    assert [fault.kind for fault in faults] == expected
    for fault in faults:
        assert "hunter2" not in f"{fault.message}{fault.help}"
        assert read_wheel(path).source(fault.where.path) is None


def test_the_wheel_called_app_is_fine_and_so_is_one_of_tests(tmp_path: Path) -> None:
    assert kinds(build_wheel(tmp_path)) == []
    assert kinds(build_wheel(tmp_path, name="tests", files={"tests/__init__.py": ""})) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["no-modules"]),
        ({"app/data.txt": "x"}, ["no-modules", "outside-package"]),
        ({"app-1.0.data/scripts/run": "#!python"}, []),
    ],
)
def test_wheels_without_modules(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert kinds(build_wheel(tmp_path, files=files)) == expected
