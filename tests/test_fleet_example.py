"""examples/fleet: the library checks many manifests, in one process and in Dask's workers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lint.api import check_texts

ROOT = Path(__file__).resolve().parent.parent
FLEET = ROOT / "examples" / "fleet"
COUNT = 120


def run(script: str, *words: str) -> str:
    command = [sys.executable, str(FLEET / script), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet")
    assert run("make_fleet.py", str(folder), str(COUNT)) == ""
    return folder


def counts(printed: str) -> str:
    """What was found, without the times."""
    return printed.partition(" process")[0].rpartition("\n")[0]


@pytest.mark.slow
def test_one_process_counts_what_the_library_finds(fleet: Path) -> None:
    printed = run("check_fleet.py", str(fleet), "0")
    texts = {str(path): path.read_text() for path in sorted(fleet.rglob("*.yaml"))}
    assert len(texts) == COUNT
    findings = check_texts(texts, isolated=True).findings
    wrong = len({finding.place.path for finding in findings})
    assert 0 < wrong < COUNT / 3
    assert printed.startswith(
        f"{COUNT} manifests, {wrong} of them with findings\n{len(findings)} findings, by rule:\n"
    )
    listed = re.findall(r"^ +(\d+)  (\S+) ", printed, re.M)
    assert sum(int(number) for number, _ in listed) == len(findings)
    assert {rule for _, rule in listed} == {finding.rule for finding in findings}


@pytest.mark.slow
def test_the_workers_of_dask_find_the_same(fleet: Path) -> None:
    pytest.importorskip("dask")
    printed = run("check_fleet.py", str(fleet), "2")
    assert counts(printed) == counts(run("check_fleet.py", str(fleet), "0"))
    assert "2 worker processes: " in printed
