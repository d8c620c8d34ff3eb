"""The incident of the example: all of it in one run, and nothing of it in the repaired manifest."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.command import Done, lint_here
from tests.image.wheels import build_wheel

pytest.importorskip("cel_expr_python")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "netra-staging"
SERVICE = "examples/netra-staging/service"


def lint(*arguments: str) -> Done:
    # Its findings name the files below the working directory, and the cache is everybody's.
    cache = {"CLOUDRUN_LINT_CACHE": os.environ["CLOUDRUN_LINT_CACHE"]}
    rules = "examples/netra-staging/rules.yaml"
    return lint_here("--rules", rules, *arguments, cwd=ROOT, **cache)


@pytest.fixture
def wheel(tmp_path: Path) -> str:
    """What the package's settings make of it: everything but `monitoring`."""
    service = EXAMPLE / "service"
    files = {
        str(path.relative_to(service)): path.read_text(encoding="utf-8")
        for path in sorted((service / "netra_backend").rglob("*.py"))
        if "monitoring" not in path.parts
    }
    return str(build_wheel(tmp_path, name="netra-backend", version="1.8.2", files=files))


def test_one_run_shows_the_whole_incident(wheel: str) -> None:
    done = lint(
        "--wheel", wheel, "--source", SERVICE, "--format", "json", str(EXAMPLE / "broken.yaml")
    )
    assert done.returncode == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    errors = [(f["rule"], f["message"]) for f in findings if f["severity"] == "error"]

    def reported(rule: str, *parts: str) -> bool:
        return any(r == rule and all(part in message for part in parts) for r, message in errors)

    names = [f"POSTGRES_{name}" for name in ("HOST", "PORT", "DB", "USER")]
    names += ["DATABASE_URL", "SECRET_KEY"]
    assert reported("NETRA001", "6 env vars are not set", *(f"`{name}`" for name in names))
    assert reported("NETRA002", "`JWT_SECRET_KEY` is a plain value")
    assert reported("NETRA003", "`staging-connector` is not set")
    assert reported("NETRA004", "staging-shared-postgres` is not attached")
    assert reported(
        "NETRA005", "`netra_backend.app.services.monitoring` is imported while the program starts"
    )
    assert reported("NETRA006", "gives up before the database phase can end (75 s)")
    assert reported("NETRA007", "`SERVICE_ID` has white space")
    assert reported("CR190", "this is the socket of Cloud SQL instance")
    (missing,) = [f for f in findings if f["rule"] == "NETRA005"]
    related = [(place["path"], place["message"]) for place in missing["related"]]
    assert any(
        path.endswith(".dockerignore") and "gcloud and kaniko would include it" in message
        for path, message in related
    )
    assert any(path.endswith("pyproject.toml") for path, _ in related)
    assert any("`create_app` calls `run_startup`" in message for _, message in related)


def test_the_readme_shows_what_comes_out(wheel: str) -> None:
    done = lint("--wheel", wheel, "--source", SERVICE, "examples/netra-staging/broken.yaml")
    printed = done.stdout.replace(wheel, ".venv/dist/netra_backend-1.8.2-py3-none-any.whl")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sample = readme.partition("What a finding looks like:\n\n")[2].partition("\n## ")[0]
    lines = [line.removeprefix("    ") for line in sample.splitlines() if line.strip()]
    assert len(lines) > 20
    assert [line for line in lines if line != "..." and line not in printed.splitlines()] == []


def test_the_repaired_manifest_is_clean() -> None:
    done = lint("--source", SERVICE, "--builder", "kaniko", "examples/netra-staging/service.yaml")
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("no findings.\n")


def test_the_script_of_that_day() -> None:
    done = lint("--format", "json", "examples/netra-staging/deploy.sh")
    findings = json.loads(done.stdout)["findings"]
    places = {(f["rule"], f["line"], f["column"]) for f in findings if f["severity"] == "error"}
    # The list of instances that gcloud drops, the connector that is gone, and what both entail.
    assert ("DEP015", 12, 3) in places
    assert ("NETRA004", 13, 37) in places
    assert ("CR190", 14, 78) in places
    assert ("NETRA003", 7, 1) in places
    assert ("CR181", 11, 3) in places
    (connector,) = [f for f in findings if f["rule"] == "NETRA003"]
    assert connector["help"] == "Add `--vpc-connector=staging-connector`."
    assert done.returncode == 1
