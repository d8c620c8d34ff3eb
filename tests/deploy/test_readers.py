"""Which reader a file gets, by its name and by what it says of itself."""

from __future__ import annotations

import pytest

from lint.deploy.readers import may_be_script, reader_of

GCLOUD = b"gcloud run deploy api --image=x\n"


@pytest.mark.parametrize(
    ("path", "data", "reader"),
    [
        ("deploy.sh", GCLOUD, "shell_script"),
        ("deploy", b"#!/bin/bash\n" + GCLOUD, "shell_script"),
        ("deploy.sh", b"echo hello\n", ""),
        ("Makefile", b"deploy:\n\t" + GCLOUD, "makefile"),
        ("ops/x.mk", GCLOUD, "makefile"),
        ("package.json", b'{"scripts": {"deploy": "gcloud run deploy"}}', "package_json"),
        ("package.json", b"{}", ""),
        ("tools/deploy.py", b"import subprocess\nsubprocess.run(['gcloud'])\n", "python_script"),
        (".github/workflows/d.yml", b"jobs:\n  - run: " + GCLOUD, "workflow"),
        (".github/workflows/d.yml", b"jobs: {a: {uses: google-github-actions/deploy-cloudrun@v2}}", "workflow"),
        (".github/workflows/test.yml", b"jobs: {a: {}}", ""),
        (".github/workflows/ci.yml", b"jobs: {a: {uses: ./.github/workflows/d.yml}}", "workflow"),
        ("action.yml", b"runs: {steps: [{run: gcloud run deploy x}]}", "workflow"),
        ("cloudbuild.yaml", b"steps: []", "cloudbuild"),
        ("ci/build.yaml", b"steps:\n- name: gcr.io/google.com/cloudsdktool/cloud-sdk\n  args: [gcloud]\n", "cloudbuild"),
        (".gitlab-ci.yml", b"deploy:\n  script:\n    - " + GCLOUD, "ci_script"),
        ("main.tf", b'resource "google_cloud_run_v2_service" "x" {}', "terraform.module"),
        ("main.tf", b'resource "google_storage_bucket" "x" {}', ""),
        ("skaffold.yaml", b"apiVersion: skaffold/v4beta1\n", "skaffold"),
        ("service.yaml", b"apiVersion: run.cnrm.cloud.google.com/v1beta1\n", "config_connector"),
        ("values.yaml", b"replicas: 1\n", ""),
    ],
)  # fmt: skip
def test_reader_of(path: str, data: bytes, reader: str) -> None:
    assert reader_of(path, data) == reader


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("deploy.py", True),
        ("scripts/run.py", True),
        ("infra/cloudrun", True),
        ("app/main.py", False),
        ("app/models/user.py", False),
    ],
)
def test_which_python_files_are_opened(path: str, expected: bool) -> None:
    assert may_be_script(path) is expected
