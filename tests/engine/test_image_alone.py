"""An image that is checked without a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.engine.image_alone import assumed_service
from lint.engine.run import check
from lint.image.image import read_image
from lint.model.options import Options
from tests.engine.test_build_contexts import DOCKERFILE, tree
from tests.image.wheels import build_wheel


def test_an_image_without_a_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(
        tmp_path,
        Dockerfile=DOCKERFILE.replace("python", "uvicorn")
        .replace("uvicorn:3", "python:3")
        .replace("main.py", "main:app"),
        main_dot_py="import os\nK = os.environ['K']\napp = 1\n",
    )
    monkeypatch.chdir(tmp_path)
    options = Options([])
    options.source = "."
    outcome = check(options)
    severities = {finding.rule: finding.severity for finding in outcome.findings}
    # No service is given, and it may name the port that the program listens on.
    assert severities == {"CR215": "error", "CR216": "warning"}
    assert all(finding.place.path == "Dockerfile" for finding in outcome.findings)
    assert "BLD030" in {entry.rule for entry in outcome.not_run}
    assert json.dumps([entry.path for entry in outcome.checked]) == '["Dockerfile"]'


@pytest.mark.parametrize(
    ("dockerfile", "source", "path"),
    [(True, True, "Dockerfile"), (False, True, "."), (False, False, ".whl")],
)
def test_the_assumed_service_is_placed_where_the_image_is_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dockerfile: bool, source: bool, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    tree(tmp_path, main_dot_py="", **({"Dockerfile": DOCKERFILE} if dockerfile else {}))
    wheels = [] if source else [str(build_wheel(tmp_path))]
    resource = assumed_service(read_image(wheels, "." if source else "", "docker", ""))
    assert resource.assumed
    assert resource.head.path.endswith(path)
    (container,) = resource.containers
    assert (resource.kind, resource.name, container.env, container.ingress) == (
        "Service",
        "",
        [],
        True,
    )
