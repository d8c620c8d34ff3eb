"""A secret in every place of the schema comes out of no output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.canary.placements import Placement, block, placements
from tests.canary.running import leaks

SIZE = 150
EVERY = list(placements())
PARTS = [EVERY[first : first + SIZE] for first in range(0, len(EVERY), SIZE)]


@pytest.mark.parametrize("style", ["block", pytest.param("flow", marks=pytest.mark.slow)])
@pytest.mark.parametrize("part", range(len(PARTS)))
def test_nothing_that_may_be_a_secret_comes_out(tmp_path: Path, part: int, style: str) -> None:
    write = block if style == "block" else json.dumps
    files = []
    for number, placement in enumerate(PARTS[part]):
        files.append(f"{number}.yaml")
        (tmp_path / files[-1]).write_text(write(placement.data), encoding="utf-8")
    found = leaks(tmp_path, files)
    by_canary = {placement.canary: placement.label for placement in PARTS[part]}
    shown = {by_canary[canary]: sorted(outputs) for canary, outputs in found.items()}
    assert not shown


def test_every_field_of_the_schema_is_tried() -> None:
    tried = {placement.label.partition(":")[0] for placement in EVERY}
    assert "Service spec.template.spec.containers.0.env.0.value" in tried
    assert "Job spec.template.spec.taskCount" in tried
    assert len(tried) > 180
    assert len({placement.canary for placement in EVERY}) == len(EVERY)
    assert all(isinstance(placement, Placement) for placement in EVERY)
