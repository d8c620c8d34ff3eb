"""Bases and overlays: what they render to, where each part of it is, and what is not rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options

BASE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/maxScale: "3"
    spec:
      timeoutSeconds: 4000
      containers:
        - image: web
          env:
            - {name: A, value: "1"}
"""
PRODUCTION = """\
resources: [../../base]
namePrefix: prod-
commonLabels: {Team: shop}
images:
  - name: web
    newName: us-docker.pkg.dev/p/r/web
    newTag: latest
patches:
  - patch: |-
      apiVersion: serving.knative.dev/v1
      kind: Service
      metadata:
        name: web
      spec:
        template:
          metadata:
            annotations:
              autoscaling.knative.dev/minScale: "5"
  - target: {kind: Service}
    patch: |-
      - op: replace
        path: /spec/template/spec/timeoutSeconds
        value: 4001
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: {name: PORT, value: "1"}
"""
STAGING = """\
resources: [../../base]
images: [{name: web, newName: us-docker.pkg.dev/p/r/web, newTag: "1.0"}]
patchesStrategicMerge: [timeout.yaml]
"""
TIMEOUT = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec: {template: {spec: {timeoutSeconds: null}}}
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path, text in {
        "base/service.yaml": BASE,
        "base/kustomization.yaml": "resources: [service.yaml]\n",
        "overlays/production/kustomization.yaml": PRODUCTION,
        "overlays/staging/kustomization.yaml": STAGING,
        "overlays/staging/timeout.yaml": TIMEOUT,
    }.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def places() -> list[tuple[str, str, int]]:
    outcome = check(Options(["."]))
    return [(f.rule, f.place.path, f.place.line) for f in outcome.findings]


def test_each_overlay_is_judged_and_each_finding_is_in_the_file_that_says_so() -> None:
    production = "overlays/production/kustomization.yaml"
    assert places() == [
        ("CR055", production, 3),
        ("CR077", production, 7),
        ("CR117", production, 18),
        ("CR112", production, 23),
        ("CR012", production, 26),
    ]
    outcome = check(Options(["."]))
    assert {checked.name for checked in outcome.checked} == {"prod-web", "web"}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("helmCharts: [{name: x}]", "`helmCharts`"),
        ("components: [../x]", "`components`"),
        ("resources: ['https://example.com/x.yaml']", "a remote resource"),
        ("resources: [absent.yaml]", "is not there"),
        ("resources: ['.']", "includes itself"),
        ("patches: [{path: absent.yaml}]", "a patch"),
        ("patches: [{target: {kind: Service, labelSelector: a=b}, patch: '[]'}]", "labels"),
    ],
)
def test_what_is_not_rendered_is_said(line: str, what: str) -> None:
    for overlay in ("production", "staging"):
        Path(f"overlays/{overlay}/kustomization.yaml").unlink()
    text = Path("base/kustomization.yaml").read_text()
    if line.startswith("resources"):
        text = text.replace("]", f", {line[12:-1]}]")
    else:
        text += line + "\n"
    Path("base/kustomization.yaml").write_text(text)
    outcome = check(Options(["."]))
    (skipped,) = outcome.skipped
    assert what in skipped.reason
    assert "kustomize build base" in skipped.reason


def test_what_is_not_for_cloud_run_is_passed_over() -> None:
    for overlay in ("production", "staging"):
        Path(f"overlays/{overlay}/kustomization.yaml").unlink()
    Path("overlays/staging/timeout.yaml").unlink()
    Path("base/service.yaml").write_text("apiVersion: apps/v1\nkind: Deployment\n")
    Path("base/kustomization.yaml").write_text("resources: [service.yaml]\nhelmCharts: [{}]\n")
    outcome = check(Options(["."]))
    assert outcome.findings == []
    assert outcome.skipped == []


def test_what_is_rendered_is_read_by_gcloud() -> None:
    base = Path("base/service.yaml")
    base.write_text(BASE.replace('maxScale: "3"', "maxScale: 3"))
    assert ("CR002", "base/service.yaml", 9) in places()
