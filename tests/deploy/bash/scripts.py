"""What the tests of scripts read commands with."""

import pytest

from lint.deploy.shell import read_script
from lint.deploy.text import of_file
from lint.engine.repair import edited
from lint.model.fix import Edit
from lint.model.source import Source

pytest.importorskip("tree_sitter_bash")


def commands(script, directory=".", variables=None, **options):
    """The commands of a script."""
    return read_script(of_file(Source("deploy.sh", script)), directory, variables, **options)


def lines(script, **options):
    """The commands of a script as lines."""
    return [" ".join(map(str, command.words)) for command in commands(script, **options)]


def faults(script):
    """The faults of a script's commands: kind, line, column, message."""
    return [
        (fault.kind, fault.where.line, fault.where.column, str(fault.message))
        for command in commands(script)
        for fault in command.faults
    ]


def repaired(script):
    """The script after the repairs of its first command; None where there are none."""
    edits = []
    for command in commands(script):
        for fault in command.faults[:1]:
            if fault.repair is None:
                return None
            for each in (fault.repair, *fault.repair.further):
                place, text = each.arguments
                edits.append(
                    Edit("a", place.line, place.column, place.end_line, place.end_column, text)
                )
    return edited(script, edits) if edits else None
