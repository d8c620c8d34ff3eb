"""The hooks, run by the real pre-commit on a real git repository, installed from this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS

ROOT = Path(__file__).resolve().parent.parent
RULES = """\
ruleset: own
rules:
  OWN001:
    title: The team is known
    labels: {required: [team]}
    examples:
      valid: ["metadata: {labels: {team: a}}"]
      invalid:
        - |
          metadata:
            name: web # <--
  OWN002:
    title: The name is short
    assert: size(resource.metadata.name) < 20
"""


def run(*command: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "t",
        "GIT_AUTHOR_EMAIL": "t@example.com",
        "GIT_COMMITTER_NAME": "t",
        "GIT_COMMITTER_EMAIL": "t@example.com",
    }
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=check
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with what this checkout ships, committed or not."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in ("lint", "rules", "schemas", "examples"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for name in (
        ".pre-commit-hooks.yaml",
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
    ):
        shutil.copy(ROOT / name, folder / name)
    run("git", "init", "-q", "-b", "main", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    run("git", "commit", "-q", "-m", "x", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def repository(hooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's repository with all hooks configured and installed, as the README says."""
    pytest.importorskip("cel_expr_python")
    folder = tmp_path_factory.mktemp("user")
    revision = run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n"
        "  - id: cloudrun-lint\n    additional_dependencies: ['.[cel]']\n"
        "  - id: cloudrun-lint-deploy\n    additional_dependencies: ['.[cel]']\n"
        "  - id: cloudrun-lint-rules\n    additional_dependencies: ['.[cel]']\n"
    )
    run("git", "init", "-q", "-b", "main", cwd=folder)
    installed = run(sys.executable, "-m", "pre_commit", "install-hooks", cwd=folder, check=False)
    # Only these words: whatever else fails in pip is a package of ours that does not install.
    if "No matching distribution found" in installed.stdout + installed.stderr:
        pytest.skip("the package index cannot be reached")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return folder


def commit(repository: Path, **files: str) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        (repository / f"{name}.yaml").write_text(text)
    run("git", "add", "-A", cwd=repository)
    return run(sys.executable, "-m", "pre_commit", "run", cwd=repository, check=False)


def test_good_manifests_and_other_yaml_pass(repository: Path) -> None:
    result = commit(repository, service=SKELETONS["Service"], workflow="on: push\n", rules=RULES)
    assert result.returncode == 0, result.stdout
    assert result.stdout.count("Passed") == 2


def test_a_bad_manifest_stops_the_commit(repository: Path) -> None:
    bad = SKELETONS["Service"] + "        env:\n        - {name: PORT, value: '80'}\n"
    result = commit(repository, service=bad)
    (repository / "service.yaml").write_text(SKELETONS["Service"])
    assert result.returncode == 1
    assert "service.yaml:11:18: error[CR012 reserved-env-name]" in result.stdout


def test_a_bad_script_stops_the_commit(repository: Path) -> None:
    script = repository / "deploy.sh"
    script.write_text(
        "gcloud run deploy api --image=us-docker.pkg.dev/p/r/api:1 --concurrency=2000\n"
    )
    result = commit(repository)
    script.write_text("echo no deploy step\n")
    assert result.returncode == 1
    assert "deploy.sh:1:73: error[CR111 concurrency-out-of-range]" in result.stdout
    assert commit(repository).returncode == 0


def test_a_rule_set_whose_example_fails_stops_the_commit(repository: Path) -> None:
    result = commit(repository, rules=RULES.replace("required: [team]", "required: [owner]"))
    (repository / "rules.yaml").write_text(RULES)
    assert result.returncode == 1
    assert "OWN001, valid example 1: it reports" in result.stdout
