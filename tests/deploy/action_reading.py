"""A step with deploy-cloudrun, read: for the tests of its modules."""

from __future__ import annotations

from pathlib import Path

from lint.deploy.file import DeployFile
from lint.deploy.step import Read
from lint.deploy.workflow import read

HEAD = """\
jobs:
  deploy:
    steps:
      - uses: google-github-actions/deploy-cloudrun@%s
        with:
"""
IMAGE = "          image: us-docker.pkg.dev/acme-prod/app/web:1\n"


def read_step(release: str, inputs: str, root: Path | None = None) -> Read:
    text = HEAD % release + inputs
    if root is None:
        return read(DeployFile("/repo/.github/workflows/deploy.yml", text.encode()))
    path = root / ".github" / "workflows" / "deploy.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return read(DeployFile(str(path), text.encode(), "deploy.yml", str(root)))


def faults_of(found: Read) -> list[tuple[str, int, int, str | None]]:
    return [
        (fault.kind, fault.where.line, fault.where.column, fault.severity)
        for fault in [*found.faults, *(fault for step in found.steps for fault in step.faults)]
    ]


def messages_of(found: Read) -> str:
    faults = [*found.faults, *(fault for step in found.steps for fault in step.faults)]
    return "\n".join(f"{fault.message} {fault.help}" for fault in faults)
