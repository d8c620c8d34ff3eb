"""`inventory-age`: how old a recording may be."""

from __future__ import annotations

import json

from tests.cloud.command import Run
from tests.cloud.manifests import SERVICE
from tests.cloud.server import PROJECT


def test_an_old_inventory(run: Run) -> None:
    place = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *place) == 0
    data = json.loads(run.output) | {"recorded": "2020-01-01T00:00:00Z"}
    (run.folder / "inventory.json").write_text(json.dumps(data), encoding="utf-8")
    (run.folder / "lint.toml").write_text('inventory = "inventory.json"\n', encoding="utf-8")
    _, report = run.report(SERVICE)
    (entry,) = [entry for entry in report["findings"] if entry["rule"] == "LIVE050"]
    assert entry["path"] == "inventory.json"
    assert entry["severity"] == "warning"


def test_the_age_can_be_configured(run: Run) -> None:
    place = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *place) == 0
    data = json.loads(run.output) | {"recorded": "2020-01-01T00:00:00Z"}
    (run.folder / "inventory.json").write_text(json.dumps(data), encoding="utf-8")
    (run.folder / "rules.yaml").write_text(
        "ruleset: own\nextends: [live]\nrules:\n  LIVE050: {inventory-age: 36500}\n",
        encoding="utf-8",
    )
    found = run.found(SERVICE, "--inventory", "inventory.json", "--rules", "rules.yaml")
    assert found == []
