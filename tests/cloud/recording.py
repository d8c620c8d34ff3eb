"""Inventories that are recorded from a stand-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from lint.cloud.google.live import Live
from lint.cloud.inventory_writer import record
from lint.cloud.target import Target
from lint.support.paths import data_path
from tests.cloud.server import PROJECT, StandIn

TARGET = Target(PROJECT, "", "us-central1", "")


NOW = "2031-02-03T04:05:06Z"


SCHEMA = json.loads(Path(data_path("schemas", "inventory.json")).read_text(encoding="utf-8"))
INVENTORY = jsonschema.Draft202012Validator(SCHEMA)


def recorded(project: StandIn) -> dict[str, Any]:
    live = Live(project.endpoints)
    try:
        return record(live, TARGET, NOW, "0.0.0")
    finally:
        live.close()
