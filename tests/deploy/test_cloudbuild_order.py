"""The order of a build's steps, and whether images are pushed in time."""

from __future__ import annotations

import pytest

from lint.deploy.cloudbuild import read
from lint.deploy.file import DeployFile


def _faults(text: str, kind: str) -> list[tuple[int, int, str | None]]:
    found = read(DeployFile("cloudbuild.yaml", text.encode()))
    return [
        (fault.where.line, fault.where.column, fault.severity)
        for fault in found.faults
        if fault.kind == kind
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("- {name: gcloud, id: a}\n- {name: gcloud, waitFor: [a, '-']}\n", []),
        ("- {name: gcloud, waitFor: [b]}\n- {name: gcloud, id: b}\n", [(2, 28, None)]),
        ("- {name: gcloud, id: a}\n- {name: gcloud, waitFor: aa}\n", [(3, 27, None)]),
        ("- {name: gcloud, id: a}\n- {name: gcloud, id: a}\n", [(3, 22, None)]),
        ("- {name: gcloud, id: '-'}\n", [(2, 23, None)]),
        ("- {args: [gcloud]}\n", [(2, 4, None)]),
    ],
)
def test_what_steps_wait_for(steps: str, expected: list[tuple[int, int, str | None]]) -> None:
    assert _faults("steps:\n" + steps, "build-step") == expected


DOCKER = "- {name: gcr.io/cloud-builders/docker, args: [%s]}\n"
DEPLOY = (
    "- {name: gcr.io/cloud-builders/gcloud, args: [run, deploy, web, --region=r, --image, '%s']}\n"
)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (DOCKER % "build, -t, 'x/y:$SHORT_SHA', ." + DEPLOY % "x/y:$SHORT_SHA", [(3, 87, None)]),
        (DOCKER % "build, -t, 'x/y:latest', ." + DEPLOY % "x/y:latest", [(3, 87, "warning")]),
        (DOCKER % "build, -t, 'x/y:1', ." + DOCKER % "push, 'x/y:1'" + DEPLOY % "x/y:1", []),
        (DOCKER % "build, -t, 'x/y:1', ." + DOCKER % "push, -a, x/y" + DEPLOY % "x/y:1", []),
        (DOCKER % "build, -t, 'x/y:1', ." + DEPLOY % "x/z:1", []),
        (DEPLOY % "x/y:$SHORT_SHA", []),
    ],
)
def test_images_that_are_deployed_too_early(
    steps: str, expected: list[tuple[int, int, str | None]]
) -> None:
    assert _faults("steps:\n" + steps, "build-image-not-pushed") == expected
