"""`lint inventory` against a stand-in: what it writes, says and refuses."""

from __future__ import annotations

import json

from tests.cloud.command import Run
from tests.cloud.server import PROJECT, StandIn, denied

PLACE = ("--project", PROJECT, "--region", "us-central1")


def test_it_is_written_to_a_file_or_to_standard_output(run: Run) -> None:
    assert run("inventory", *PLACE, "-o", "i.json") == 0
    assert run.output == ""
    written = json.loads((run.folder / "i.json").read_text(encoding="utf-8"))
    assert run("inventory", *PLACE, "-o", "-") == 0
    assert json.loads(run.output).keys() == written.keys()
    assert run("inventory", *PLACE, "-o", "gone/i.json") == 2
    assert run.errors.endswith("lint: cannot write gone/i.json: no such file or directory\n")


def test_an_inventory_needs_a_region(run: Run) -> None:
    assert run("inventory", "--project", PROJECT) == 2
    assert "no region is known" in run.errors


def test_an_inventory_of_nothing(run: Run, project: StandIn) -> None:
    for method in ("ListSecrets", "ListConnectors", "ListServices", "ListJobs", "ListWorkerPools",
                   "sql.list"):  # fmt: skip
        project.refusals[method] = denied("some.thing.list")
    assert run("inventory", "--project", PROJECT, "--region", "us-central1") == 2
    assert "nothing could be read" in run.errors
    assert "not recorded: secrets" in run.errors
