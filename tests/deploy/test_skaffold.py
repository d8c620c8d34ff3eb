"""A Skaffold project delivers several manifests, replaces images, and takes numbers for strings."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.skaffold import read
from lint.engine.run import check
from lint.model.options import Options

PROJECT = b"""\
apiVersion: skaffold/v4beta7
kind: Config
build:
  artifacts:
    - image: shop
      context: app
      docker: {dockerfile: Dockerfile.prod}
manifests:
  rawYaml: [deploy/*.yaml]
profiles:
  - name: staging
    manifests: {rawYaml: [staging.yaml]}
    build: {artifacts: [{image: till}]}
deploy: {cloudrun: {}}
"""
SERVICES = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: shop}
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/minScale: 1
        autoscaling.knative.dev/maxScale: 0 # from-param: ${most}
    spec: {containers: [{image: shop}]}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: till}
spec:
  template:
    spec: {containers: [{image: us-docker.pkg.dev/p/r/x}]}
"""


def test_what_a_project_says() -> None:
    found = read(DeployFile("shop/skaffold.yaml", PROJECT))
    assert [(build.image, build.directory, build.dockerfile) for build in found.builds] == [
        ("shop", "shop/app", "shop/app/Dockerfile.prod"),
        ("till", "shop", ""),
    ]
    assert found.delivery is not None
    assert found.delivery.manifests == ["shop/deploy/*.yaml", "shop/staging.yaml"]


@pytest.mark.parametrize("text", [b"apiVersion: skaffold/v4beta7\nkind: Config\n", b"a: [\n", b""])
def test_a_project_that_delivers_nothing(text: bytes) -> None:
    found = read(DeployFile("skaffold.yaml", text))
    assert found.delivery is None
    assert found.builds == []


def test_its_manifests_are_judged_as_skaffold_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("skaffold.yaml").write_bytes(PROJECT)
    Path("deploy").mkdir()
    Path("deploy/all.yaml").write_text(SERVICES)
    outcome = check(Options(["."]))
    # The second image is named in full, and not one that the project builds.
    assert [(finding.rule, finding.place.line) for finding in outcome.findings] == [("CR078", 17)]
    assert [unknown.placeholder for unknown in outcome.unknown] == ["${most}", "${shop}"]
    # Named alone, the file is one that gcloud is to read.
    alone = {finding.rule for finding in check(Options(["deploy/all.yaml"])).findings}
    assert alone == {"CR002", "CR078", "IN004"}


def test_a_parameter_of_cloud_deploy_is_unknown_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "service.yaml"
    path.write_text(SERVICES.partition("---")[0].replace("minScale: 1", "minScale: '1'"))
    outcome = check(Options([str(path)]))
    assert "${most}" in [unknown.placeholder for unknown in outcome.unknown]
    assert "CR023" not in {finding.rule for finding in outcome.findings}
