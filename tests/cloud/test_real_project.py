"""The same look-ups against a real project: LINT_LIVE_PROJECT names it, LINT_LIVE_REGION a region.

They only read. What the project holds is unknown here, so they hold the recording against what
single look-ups say, and both against names that nobody has.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from lint.cloud.google.live import Live
from lint.cloud.inventory import Inventory
from lint.cloud.inventory_writer import record
from lint.cloud.query import Query
from lint.cloud.target import Target
from lint.support.paths import data_path

PROJECT = os.environ.get("LINT_LIVE_PROJECT", "")
REGION = os.environ.get("LINT_LIVE_REGION", "us-central1")
NOBODY = "lint-test-that-nobody-has"

pytestmark = pytest.mark.skipif(not PROJECT, reason="LINT_LIVE_PROJECT is not set")


def test_what_is_not_there() -> None:
    parent = f"projects/{PROJECT}/locations/{REGION}"
    questions = [
        Query("secret", f"projects/{PROJECT}/secrets/{NOBODY}"),
        Query("version", f"projects/{PROJECT}/secrets/{NOBODY}/versions/latest"),
        Query("connector", f"{parent}/connectors/{NOBODY[:20]}"),
        Query("instance", f"{PROJECT}:{REGION}:{NOBODY}"),
        Query("service", f"{parent}/services/{NOBODY}"),
        Query("job", f"{parent}/jobs/{NOBODY}"),
        Query("workerpool", f"{parent}/workerPools/{NOBODY}"),
        Query("revision", f"{parent}/services/{NOBODY}/revisions/{NOBODY}-1"),
    ]
    live = Live({})
    answers = live.answer(questions)
    live.close()
    for question, answer in answers.items():
        assert not answer.found, question
        assert answer.absent or answer.reason, question


def test_a_recording_answers_like_the_project() -> None:
    target = Target(PROJECT, "", REGION, "")
    live = Live({}, limit=120.0)
    data = record(live, target, "2031-01-01T00:00:00Z", "0.0.0")
    schema = json.loads(Path(data_path("schemas", "inventory.json")).read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    names = list(data["secrets"] or ())[:20]
    questions = [Query("secret", f"projects/{PROJECT}/secrets/{name}") for name in names]
    questions += [Query("version", f"{item.name}/versions/latest") for item in list(questions)]
    first, second = live.answer(questions), Inventory("i.json", data).answer(questions)
    live.close()
    for question in questions:
        if not first[question].unknown and not second[question].unknown:
            assert first[question].status == second[question].status, question
