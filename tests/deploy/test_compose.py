"""A Compose file is judged where `gcloud run compose up` deploys it, and only what it states."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.deploy.compose import read
from lint.deploy.file import DeployFile
from lint.engine.run import check
from lint.model.options import Options

TEXT = """\
name: shop
services:
  web:
    build: {context: web, dockerfile: prod.Dockerfile}
    image: shop-web
    command: python -m "web app"
    environment:
      PORT: 8080
      MODE: prod
  cache:
    image: redis:7
    environment:
      - K_SERVICE=x
      - FROM_SHELL
"""


def test_what_it_amounts_to() -> None:
    found = read(DeployFile("shop/compose.yaml", TEXT.encode()))
    (step,) = found.steps
    assert step.resource is not None
    assert step.resource.partial
    assert step.resource.root.plain() == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "shop"},
        "spec": {
            "template": {
                "spec": {
                    "containers": [
                        {
                            "name": "web",
                            "image": "shop-web",
                            "args": ["python", "-m", "web app"],
                            "env": [
                                {"name": "PORT", "value": "8080"},
                                {"name": "MODE", "value": "prod"},
                            ],
                        },
                        {
                            "name": "cache",
                            "image": "redis:7",
                            "env": [{"name": "K_SERVICE", "value": "x"}, {"name": "FROM_SHELL"}],
                        },
                    ]
                }
            }
        },
    }
    (build,) = found.builds
    assert (build.directory, build.dockerfile, build.image) == (
        "shop/web",
        "shop/web/prod.Dockerfile",
        "shop-web",
    )


def test_where_it_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("compose.yaml").write_text(TEXT)
    Path("service.yaml").write_text("apiVersion: v1\nkind: Other\n")
    named = check(Options(["compose.yaml"]))
    reserved = [(f.place.line, f.place.column) for f in named.findings if f.rule == "CR012"]
    assert reserved == [(8, 7), (13, 9)]
    assert check(Options(["."])).findings == []  # for developers' machines, as far as anybody knows
    Path("deploy.sh").write_text("gcloud run compose up\n")
    assert "CR012" in {finding.rule for finding in check(Options(["."])).findings}


@pytest.mark.parametrize("text", ["services: {}\n", "a: b\n", "services: [a]\n", "[\n"])
def test_what_is_no_compose_file(text: str) -> None:
    assert read(DeployFile("compose.yaml", text.encode())).steps == []


def test_the_stage_of_a_build() -> None:
    text = TEXT.replace("dockerfile: prod.Dockerfile", "target: prod")
    (build,) = read(DeployFile("shop/compose.yaml", text.encode())).builds
    assert (build.directory, build.dockerfile, build.target) == ("shop/web", "", "prod")
