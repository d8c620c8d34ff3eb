"""The lines that `lint init` suggests: YAML that the systems they are for can read."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from ruamel.yaml import YAML

from lint.cli.next_steps import next_steps


def blocks(text: str) -> list[object]:
    """The YAML of each part."""
    parts = text.split("\n\n")
    return [YAML(typ="safe").load(dedent(part)) for part in parts if part.startswith("    ")]


def test_a_folder_without_ci_gets_a_command(tmp_path: Path) -> None:
    text = next_steps(str(tmp_path), [], manifests=True)
    assert text.endswith("    pip install cloudrun-lint && lint --strict\n")


@pytest.mark.parametrize(
    ("steps", "manifests", "hooks"),
    [
        ([], True, ["cloudrun-lint"]),
        (["deploy.sh"], False, ["cloudrun-lint-deploy"]),
        ([".github/workflows/a.yml", "main.tf"], False, ["cloudrun-lint", "cloudrun-lint-deploy"]),
    ],
)
def test_the_hooks_are_those_for_the_files(
    tmp_path: Path, steps: list[str], manifests: bool, hooks: list[str]
) -> None:
    config = blocks(next_steps(str(tmp_path), steps, manifests))[0]
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == hooks  # type: ignore[index]
    known = YAML(typ="safe").load(Path(".pre-commit-hooks.yaml").read_text())
    assert set(hooks) <= {hook["id"] for hook in known}


def test_each_ci_system_of_a_folder_has_its_lines(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for name in (".gitlab-ci.yml", "cloudbuild.yaml"):
        (tmp_path / name).write_text("")
    text = next_steps(str(tmp_path), [], manifests=True)
    _, workflow, gitlab, cloud_build = blocks(text)
    assert workflow == [{"run": "pipx run cloudrun-lint --strict"}]
    assert gitlab["cloudrun-lint"]["artifacts"]["reports"] == {  # type: ignore[index]
        "codequality": "gl-code-quality-report.json"
    }
    assert cloud_build[0]["args"][1].endswith("lint --strict")  # type: ignore[index]
