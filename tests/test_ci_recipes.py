"""docs/ci.md: its commands stop a bad deploy and pass a good one, and its YAML is what readers take."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from lint import __version__
from lint.cli.next_steps import next_steps
from tests.ci_machine import BAD, GOOD, ROOT, Machine
from tests.command import lint_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS: dict[str, str] = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.M | re.S))
"""The recipes by the file that they are for."""
CLOUD_DEPLOY = {
    "CLOUD_DEPLOY_RELEASE": "r1",
    "CLOUD_DEPLOY_DELIVERY_PIPELINE": "shop",
    "CLOUD_DEPLOY_LOCATION": "europe-west1",
    "CLOUD_DEPLOY_TARGET": "prod",
}
Step = tuple[tuple[str, ...], str]
"""The words that run a script, and the script."""


def read(path: str) -> Any:
    return YAML(typ="safe").load(BLOCKS[path])


def steps(path: str) -> Iterator[Step]:
    """What a recipe runs, as its CI system runs it."""
    sh = ("sh", "-ec")
    if path == "Jenkinsfile":
        yield from ((sh, script) for script in re.findall(r"^ *sh '(.*)'$", BLOCKS[path], re.M))
        return
    read_file = read(path)
    if path == ".gitlab-ci.yml":
        yield sh, "\n".join(read_file["cloudrun-lint"]["script"])
    elif path == "cloudbuild.yaml":
        for step in read_file["steps"]:
            yield (step["entrypoint"], *step["args"][:-1]), step["args"][-1]
    elif path == "skaffold.yaml":
        (container,) = read_file["customActions"][0]["containers"]
        yield tuple(container["command"]), container["args"][0]
    elif path == "azure-pipelines.yml":
        yield from ((sh, step["script"]) for step in read_file["steps"] if "script" in step)
    else:
        jobs = read_file["jobs"]
        for step in jobs.get("deploy", jobs.get("cloudrun-lint"))["steps"]:
            if "run" in step:
                yield ("bash", "-eo", "pipefail", "-c"), step["run"]


RUN = {
    ".github/workflows/deploy.yml": "",
    ".gitlab-ci.yml": "gl-code-quality-report.json",
    "cloudbuild.yaml": "",
    "skaffold.yaml": "",
    "Jenkinsfile": "cloudrun-lint.xml",
    ".circleci/config.yml": "reports/cloudrun-lint.xml",
    "azure-pipelines.yml": "cloudrun-lint.xml",
}
"""The recipes with commands, and the report that each of them hands on."""
DEPLOYING = (".github/workflows/deploy.yml", "cloudbuild.yaml")


def test_every_recipe_is_held_here() -> None:
    other = {".github/workflows/cloud-run.yml", "clouddeploy.yaml", ".pre-commit-config.yaml"}
    assert BLOCKS.keys() == RUN.keys() | other


@pytest.mark.slow
@pytest.mark.parametrize("path", RUN)
@pytest.mark.parametrize(("manifest", "code"), [(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def test_a_recipe_stops_a_bad_deploy_and_passes_a_good_one(
    tmp_path: Path, path: str, manifest: str, code: int
) -> None:
    machine = Machine(tmp_path, manifest)
    ran = list(steps(path))
    assert any("lint --strict" in script for _, script in ran)
    for words, script in ran:
        done = machine.run(script, *words, **CLOUD_DEPLOY)
        if done.returncode:
            break
    assert done.returncode == code, done.stdout + done.stderr
    assert ("CR012" in done.stdout) == (code == 1), done.stdout + done.stderr
    assert machine.deployed == (code == 0 and path in DEPLOYING)
    if RUN[path]:
        assert ("CR012" in (machine.checkout / RUN[path]).read_text()) == (code == 1)
        assert BLOCKS[path].count(RUN[path].partition("/")[0]) >= 2


@pytest.mark.parametrize("path", [path for path in BLOCKS if path != "Jenkinsfile"])
def test_our_readers_have_nothing_against_a_recipe(tmp_path: Path, path: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(BLOCKS[path])
    (tmp_path / "service.yaml").write_text(GOOD)
    done = lint_here("--allow-empty", "--strict", "--info", path, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    if path in DEPLOYING or path.endswith("cloud-run.yml"):
        file.write_text(BLOCKS[path].replace("--region=", "--regoin="))
        assert "--regoin" in lint_here(path, cwd=tmp_path).stdout


def test_a_pipeline_names_the_action_of_its_skaffold_file() -> None:
    (stage,) = read("clouddeploy.yaml")["serialPipeline"]["stages"]
    (action,) = read("skaffold.yaml")["customActions"]
    assert stage["strategy"]["standard"]["predeploy"]["actions"] == [action["name"]]


def test_versions_and_hooks_are_those_of_this_one() -> None:
    named = re.findall(r"(?:@v|rev: v|lint:|#v)(\d+\.\d+\.\d+)", PAGE)
    assert set(named) == {__version__}
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (repository,) = read(".pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]


def test_the_inputs_of_the_action_are_in_the_table() -> None:
    action = YAML(typ="safe").load((ROOT / "action.yml").read_text())
    table = PAGE[PAGE.index("| input |") :].partition("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", table, re.M) == list(action["inputs"])
    used = read(".github/workflows/cloud-run.yml")["jobs"]["lint"]["steps"][1]["with"]
    assert used.keys() <= action["inputs"].keys()


def test_lint_init_prints_the_lines_of_the_page(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for name in (".gitlab-ci.yml", "cloudbuild.yaml"):
        (tmp_path / name).write_text("")
    printed = next_steps(str(tmp_path), ["deploy.sh"], manifests=True)
    on_page = {re.sub(r" #.*", "", line).strip() for line in PAGE.splitlines()}
    lines = [line.strip() for line in printed.splitlines() if line.startswith("    ")]
    assert len(lines) > 15
    assert [line for line in lines if line not in on_page] == []
