"""A run takes out what comments and a baseline accept, and reports what is wrong with these."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.model.findings import Outcome
from lint.model.options import Options

PORT = SKELETONS["Service"] + "        env:\n        - name: PORT\n          value: '80'{}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def accepted(outcome: Outcome) -> list[tuple[str, str]]:
    return [(entry.finding.rule, entry.by) for entry in outcome.accepted]


def test_a_comment_in_the_code_of_an_image_counts(here: Path) -> None:
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "Dockerfile").write_text('FROM python:3.12\nCOPY . .\nCMD ["python", "m.py"]\n')
    (here / "pkg").mkdir()
    (here / "pkg" / "__init__.py").write_text("")
    line = "from pkg import gone  # lint: ignore[BLD023]: a generated module\n"
    (here / "m.py").write_text(line)
    options = Options(["service.yaml"])
    options.source = "."
    outcome = check(options)
    assert accepted(outcome) == [("BLD023", "comment")]
    assert "m.py" in outcome.sources
    options.no_accept = True
    outcome = check(options)
    assert accepted(outcome) == []
    assert "BLD023" in [finding.rule for finding in outcome.findings]


def test_a_mistake_in_a_comment_is_a_finding_in_its_place(here: Path) -> None:
    (here / "b.yaml").write_text(PORT.format(""))
    (here / "a.yaml").write_text(PORT.format(" # lint: ignore[CR012]"))
    outcome = check(Options(["a.yaml", "b.yaml"]))
    assert [(f.rule, f.place.path) for f in outcome.findings] == [
        ("CR012", "a.yaml"),
        ("IN010", "a.yaml"),
        ("CR012", "b.yaml"),
    ]


def test_a_baseline_is_written_applied_and_found_stale(here: Path) -> None:
    file = here / "a.yaml"
    file.write_text(PORT.format(""))
    options = Options(["a.yaml"])
    options.baseline, options.write_baseline = "base.json", True
    outcome = check(options)
    assert accepted(outcome) == [("CR012", "baseline")]
    assert [entry["rule"] for entry in json.loads(outcome.baseline)["findings"]] == [
        "CR012 reserved-env-name"
    ]
    (here / "base.json").write_text(outcome.baseline)
    options.write_baseline = False
    assert accepted(check(options)) == [("CR012", "baseline")]
    file.write_text(SKELETONS["Service"])
    outcome = check(options)
    assert accepted(outcome) == []
    assert [(f.name, f.place.path) for f in outcome.findings] == [("stale-baseline", "base.json")]
