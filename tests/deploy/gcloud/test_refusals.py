"""A refused flag hides nothing else, and what it would have set is unknown."""

from __future__ import annotations

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.shell_script import read

COMMAND = "gcloud run deploy api --image=us-docker.pkg.dev/p/r/i:1 --cpu=2 "


@pytest.mark.parametrize(
    ("flags", "partial", "lists"),
    [
        ("", False, set()),
        ("--allow-unauthenticated=true", False, set()),
        ("--concurrency=0", False, set()),
        ("--set-env-vars=HOSTS=a,b", False, {"env"}),
        ("--set-env-vars=A=1 --update-env-vars=B=2", False, {"env"}),
        ("--set-secrets=TOKEN=api-token", False, {"env", "secrets", "volumes"}),
        ("--set-cloudsql-instances=p:db", False, {"cloudsql"}),
        ("--labels=a", False, {"labels"}),
        ("--mem=2Gi", True, set()),
        ("$FLAGS", True, set()),
    ],
)
def test_what_stays_unknown(flags: str, partial: bool, lists: set[str]) -> None:
    pytest.importorskip("tree_sitter_bash")
    (step,) = read(DeployFile("deploy.sh", (COMMAND + flags).encode())).steps
    assert step.resource is not None
    assert step.resource.partial is partial
    assert lists <= set(step.resource.open)
    assert bool(lists) == bool(step.resource.open & {"env", "secrets", "cloudsql", "labels"})
