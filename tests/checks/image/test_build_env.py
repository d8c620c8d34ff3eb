"""What a manifest says about the build of its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: shop
  annotations:
    run.googleapis.com/build-environment-variables: '{variables}'
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/shop:1.0
"""


def found(tmp_path: Path, python: str, variables: str) -> list[tuple[str, str, str]]:
    source = tmp_path / "src"
    source.mkdir()
    (source / "main.py").write_text("import cgi\nfrom flask import Flask\napp = Flask('a')\n")
    (source / "requirements.txt").write_text("flask\n")
    if python:
        (source / ".python-version").write_text(python)
    manifest = tmp_path / "service.yaml"
    manifest.write_text(MANIFEST.format(variables=variables))
    options = Options([str(manifest)])
    options.source = str(source)
    about = [one for one in check(options).findings if "cgi" in str(one.message)]
    return [(one.rule, one.severity, str(one.message)) for one in about]


@pytest.mark.parametrize(
    ("python", "variables", "version"),
    [
        ("3.13", "{}", "3.13"),
        ("3.12", "{}", ""),
        ("3.13", '{"GOOGLE_PYTHON_VERSION": "3.12"}', ""),
        ("3.12", '{"GOOGLE_PYTHON_VERSION": "3.14"}', "3.14"),
        ("3.12", '{"GOOGLE_RUNTIME_VERSION": "3.14.x"}', "3.14"),
        ("3.13", '{"GOOGLE_PYTHON_VERSION": "${PYTHON}"}', ""),
    ],
)
def test_the_python_of_the_build(tmp_path: Path, python: str, variables: str, version: str) -> None:
    findings = found(tmp_path, python, variables)
    assert [(rule, severity) for rule, severity, _ in findings] == (
        [("BLD051", "error")] if version else []
    )
    assert all(f"Python {version} does not have it" in message for *_, message in findings)


def test_the_python_of_the_builder_where_none_is_stated(tmp_path: Path) -> None:
    [(rule, severity, message)] = found(tmp_path, "", "{}")
    assert (rule, severity) == ("BLD022", "warning")
    assert message.endswith("removed in 3.13; the build takes this Python where no file states one")
