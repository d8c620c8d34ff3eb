"""What the tests of scripts read commands with."""

import pytest

from lint.deploy.shell import read_script
from lint.deploy.text import of_file
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
