"""Command lines: gcloud's own parser sends the same resource, or refuses what we refuse.

Two sources: recorded answers of SDK 528 (`../shared/vectors`), and generated command lines, for
which the installed SDK is asked. GCLOUD_SDK_ROOT names another one.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lint.deploy.gcloud.table import RELEASE
from tests.conformance.corpus import CORPUS
from tests.conformance.gcloud_command_lines import command_lines, write_files
from tests.conformance.gcloud_commands import Gcloud, difference, read
from tests.conformance.gcloud_oracle import find_sdk

VECTORS = Path(CORPUS).parent / "vectors" / "gcloud-flags.jsonl"
LINES = int(os.environ.get("GCLOUD_COMMAND_LINES", "1500"))
SEED = int(os.environ.get("GCLOUD_COMMAND_SEED", "1"))
SEQUENCES = 150

NOT_GCLOUD = {
    "No module named 'grpc'": "the recording lacks a part of the SDK",
    "'NoneType' object has no attribute 'template'": "the recording had no job to execute",
}
"""Recorded errors of the recorder itself."""


@pytest.fixture(scope="module")
def gcloud(tmp_path_factory):
    found = find_sdk()
    if found is None:
        pytest.skip("gcloud is not installed")
    folder = tmp_path_factory.mktemp("files")
    write_files(folder)
    oracle = Gcloud(found.root, str(folder))
    oracle.folder = str(folder)
    yield oracle
    oracle.close()


def test_recorded_answers(tmp_path):
    if not VECTORS.exists():
        pytest.skip("the recorded answers are not here: ../shared/vectors")
    wrong = []
    lines = VECTORS.read_text().splitlines()
    for line in lines:
        answer = json.loads(line)
        if any(text in answer["message"] for text in NOT_GCLOUD):
            continue
        command = answer["command"]
        steps = read([command], 528, str(tmp_path))
        # What is not in the repository may be on the machine that deploys: no finding, no refusal.
        if "/nonexistent" in command:
            assert steps[0].resource.may_have_more("env")
            continue
        found = difference(command, steps, answer["resource"], answer["message"])
        if found:
            wrong.append(f"{command}\n{found}")
    assert not wrong, "\n\n".join(wrong[:10])
    assert len(lines) >= 80


@pytest.mark.slow
def test_generated_command_lines(gcloud):
    release = min(gcloud.release, RELEASE)
    wrong = []
    accepted = 0
    for line in command_lines(LINES, release, SEED):
        answer = gcloud.ask(line)
        accepted += answer["request"] is not None
        steps = read([line], release, gcloud.folder)
        found = difference(line, steps, answer["request"], answer["error"])
        if found:
            wrong.append(f"{line}\n{found}")
    assert not wrong, "\n\n".join(wrong[:10])
    assert LINES * 0.3 < accepted < LINES * 0.7  # both verdicts are well represented


@pytest.mark.slow
def test_generated_sequences(gcloud):
    """A deploy and an update of what it made: gcloud gets the first's request as what exists."""
    release = min(gcloud.release, RELEASE)
    made = command_lines(SEQUENCES * 12, release, SEED + 1)
    same = [line for line in made if "--region" not in line and "--project" not in line]
    firsts = [line for line in same if " run deploy hello " in line and "beta" not in line]
    updates = [line for line in same if " run services update hello" in line]
    wrong = []
    count = 0
    for pair in list(zip(firsts, updates, strict=False))[:SEQUENCES]:
        request = gcloud.ask(pair[0])["request"]
        if request is None:
            continue
        count += 1
        request["metadata"]["generation"] = 1
        request["status"] = {"latestReadyRevisionName": "hello-00001-abc"}
        answer = gcloud.ask(pair[1], request)
        steps = read(list(pair), release, gcloud.folder)
        found = difference(pair[1], steps, answer["request"], answer["error"])
        if found:
            wrong.append("\n".join((*pair, found)))
    assert not wrong, "\n\n".join(wrong[:10])
    assert count > 30
