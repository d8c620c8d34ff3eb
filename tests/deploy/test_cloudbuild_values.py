"""Variables, secrets and volumes of a build."""

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


SECRETS = "availableSecrets: {secretManager: [{versionName: v, env: A}]}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("steps: [{name: gcloud, env: [A=b, 'C=', $_ENV]}]\n", [(1, 41, None)]),
        (SECRETS + "steps: [{name: gcloud, secretEnv: [A]}]\n", []),
        (SECRETS + "steps: [{name: gcloud}]\noptions: {secretEnv: [A]}\n", []),
        (SECRETS + "steps: [{name: gcloud}]\n", [(1, 58, "warning")]),
        (
            "secrets: [{kmsKeyName: k, secretEnv: {A: YQ==}}]\nsteps: [{name: gcloud}]\n",
            [(1, 39, None)],
        ),
        (SECRETS + "steps: [{name: gcloud, secretEnv: [A, B]}]\n", [(2, 39, None)]),
        (SECRETS + "steps: [{name: gcloud, secretEnv: [A], env: [A=1]}]\n", [(2, 36, None)]),
    ],
)
def test_variables_and_secrets(text: str, expected: list[tuple[int, int, str | None]]) -> None:
    assert _faults(text, "build-env") == expected


def test_no_value_is_in_a_message() -> None:
    text = SECRETS + "steps: [{name: gcloud, env: [hush], secretEnv: [A]}]\n"
    found = read(DeployFile("cloudbuild.yaml", text.encode()))
    assert found.faults
    assert "hush" not in "".join(f"{fault.message}{fault.help}" for fault in found.faults)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("- {name: gcloud, volumes: [{name: v, path: /v}]}\n" * 2, []),
        ("- {name: gcloud, volumes: [{name: v, path: /v}]}\n", [(2, 35, None)]),
        ("- {name: gcloud, volumes: {name: v, path: v}}\n" * 2, [(2, 43, None), (3, 43, None)]),
        (
            "- {name: gcloud, volumes: [{name: v, path: /workspace}]}\n" * 2,
            [(2, 44, None), (3, 44, None)],
        ),
    ],
)
def test_volumes(steps: str, expected: list[tuple[int, int, str | None]]) -> None:
    assert _faults("steps:\n" + steps, "build-volume") == expected
