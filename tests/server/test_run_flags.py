"""Flags of `gcloud run`, and of no other command."""

from __future__ import annotations

import pytest

from lint.server.run_flags import flag_at

BUILD = """steps:
- name: gcr.io/google.com/cloudsdktool/cloud-sdk
  entrypoint: gcloud
  args:
  - run
  - deploy
  - shop
  - '--memory=1Gi'
- name: gcr.io/cloud-builders/gcloud
  args: ['run', 'deploy', '--cpu=2']
- name: gcr.io/cloud-builders/gcloud
  args: [builds, submit, --timeout=60]
- name: gcr.io/cloud-builders/docker
  args: [build, --no-cache]
"""
WORKFLOW = """
      - uses: google-github-actions/deploy-cloudrun@v2
        with:
          service: shop
          flags: --memory=1Gi
      - run: docker run --cpus 2 shop
      - run: |
          gcloud run deploy shop \\
            --image europe-docker.pkg.dev/p/docker/shop \\
            --concurrency 10
          other --timeout 5
      - run: gcloud beta run jobs deploy nightly --tasks 3 && docker push --all-tags x
"""


def flags(text: str) -> list[str]:
    """Every flag of Cloud Run in a text, as far as a pointer on it shows one."""
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines):
        for column in range(len(line)):
            flag = flag_at(lines, number, column)
            if flag is not None and flag.start == column:
                assert line[flag.start : flag.end] == flag.name
                found.append(flag.name)
    return found


def test_a_build_file() -> None:
    assert flags(BUILD) == ["--memory", "--cpu"]


def test_a_workflow() -> None:
    assert flags(WORKFLOW) == ["--memory", "--image", "--concurrency", "--tasks"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gcloud run deploy shop --memory 1Gi", ["--memory"]),
        ("gcloud --project p run deploy --cpu 1", []),
        ("gcloud run deploy x --cpu 1; docker run --memory 1g", ["--cpu"]),
        ("gcloud sql instances create --cpu 2", []),
        ("['gcloud', 'run', 'deploy', '--cpu', '1']", ["--cpu"]),
        ("echo --cpu", []),
        ("", []),
    ],
)
def test_commands(text: str, expected: list[str]) -> None:
    assert flags(text) == expected


def test_places_that_are_not_there() -> None:
    assert flag_at(["gcloud run deploy --cpu 1"], 3, 0) is None
    assert flag_at(["gcloud run deploy --cpu 1"], 0, 99) is None
