"""Repaired command lines: gcloud's own parser reads the variables and arguments that were written.

The lines are generated. The installed SDK is asked; GCLOUD_SDK_ROOT names another one.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from lint.engine.repair import repair
from lint.model.options import Options
from lint.settings import SettingsTree
from tests.conformance.gcloud_commands import Gcloud
from tests.conformance.gcloud_oracle import find_sdk

IMAGE = "us-docker.pkg.dev/p/r/i:1"
LINES = 120
VALUES = (
    *("1", "", "x,y z", "https://a.test,https://b.test?c=1", "a@b,c.d", "a@@b,::c", "%,,x.y"),
    *("us-central1,europe-west1", "k=v,l.m", "{0,1}", "x,y.z@"),
)
ARGUMENTS = ("-m,uvicorn", "-c,x.y", "--workers=2", "-v")


@pytest.fixture(scope="module")
def gcloud(tmp_path_factory):
    found = find_sdk()
    if found is None:
        pytest.skip("gcloud is not installed")
    oracle = Gcloud(found.root, str(tmp_path_factory.mktemp("files")))
    yield oracle
    oracle.close()


def generated(choose):
    """A command line, the variables that are written in it, and the arguments."""
    names = choose.sample(["A", "B_C", "DEBUG", "ORIGINS"], choose.randint(1, 3))
    variables = {name: choose.choice(VALUES) for name in names}
    pairs = ",".join(f"{name}={value}" for name, value in variables.items())
    quote = choose.choice("'\"")
    flag = choose.choice(("--set-env-vars=", "--set-env-vars ", "--update-env-vars="))
    arguments = choose.choice(("", *ARGUMENTS))
    parts = [f"{flag}{quote}{pairs}{quote}", f"--args {arguments}" if arguments else "--args=a"]
    choose.shuffle(parts)
    line = f"gcloud run deploy api --image={IMAGE} {' '.join(parts)} --region=us-central1 --quiet"
    return line, variables, arguments.split(",") if arguments else ["a"]


@pytest.mark.slow
def test_gcloud_reads_what_was_written(
    gcloud: Gcloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tree_sitter_bash")
    monkeypatch.chdir(tmp_path)
    choose = random.Random(5)
    wrong = []
    made = 0
    for _ in range(LINES):
        line, variables, arguments = generated(choose)
        Path("deploy.sh").write_text(line + "\n")
        repaired = repair(Options(["deploy.sh"]), SettingsTree(), unsafe=False)
        after = repaired.after["deploy.sh"].text.strip() if repaired.after else line
        rules = {finding.rule for finding in repaired.outcome.findings}
        if rules & {"DEP002", "DEP004", "DEP016"}:
            continue  # left alone, as what is meant is not certain
        made += bool(repaired.after)
        answer = gcloud.ask(after)
        if answer["request"] is None:
            wrong.append(f"{line}\n{after}\n{answer['error']}")
            continue
        container = answer["request"]["spec"]["template"]["spec"]["containers"][0]
        read = {entry["name"]: entry.get("value", "") for entry in container.get("env", [])}
        if read != variables or container["args"] != arguments:
            wrong.append(f"{line}\n{after}\n{read} {container['args']}")
    assert not wrong, "\n\n".join(wrong[:10])
    assert made > LINES * 0.5
