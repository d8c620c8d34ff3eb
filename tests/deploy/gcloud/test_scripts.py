"""Whole scripts with what is wrong in each, by line and column: scripts/*.sh and expected.txt."""

from pathlib import Path

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.shell import read_script

pytest.importorskip("tree_sitter_bash")

SCRIPTS = Path(__file__).with_name("scripts")


def found(path):
    file = DeployFile(str(path), path.read_bytes(), path.name, str(SCRIPTS))
    steps = read_commands(read_script(file.text, str(SCRIPTS), file=file), file)
    for step in steps:
        for fault in step.faults:
            where = fault.where
            end = "" if fault.severity is None else f" ({fault.severity})"
            yield f"{path.name}:{where.line}:{where.column}: {fault.kind}: {fault.message}{end}"


def test_scripts():
    lines = [
        line for path in sorted(SCRIPTS.glob("*.sh")) for line in sorted(found(path), key=_place)
    ]
    assert lines == (SCRIPTS / "expected.txt").read_text().splitlines()


def _place(line):
    return [int(part) for part in line.split(":")[1:3]]
