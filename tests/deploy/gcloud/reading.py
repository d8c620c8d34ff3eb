"""Commands as a script has them, read without a shell: one word a blank, quotes as in a shell."""

from __future__ import annotations

import re
import shlex

from lint.deploy.file import DeployFile
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.gcloud.table import LATEST
from lint.deploy.step import CommandLine
from lint.deploy.text import Piece, Text
from lint.model.source import Source

_WORD = re.compile(r"(?:[^\s'\"]|'[^']*'|\"[^\"]*\")+")


def words_of(line):
    """The words of a line, each with its place. `$NAME` is an unknown piece."""
    source = Source("deploy.sh", line)
    words = []
    for match in _WORD.finditer(line):
        word, column = match[0], match.start() + 1
        plain = shlex.split(word)
        words.append(_text(plain[0] if plain else "", word, source, column))
    return words


def _text(plain, written, source, column):
    inner = column + (written.index(plain) if plain and plain in written else 0)
    pieces = []
    rest = plain
    while "$" in rest:
        before, _, behind = rest.partition("$")
        size = len(behind) - len(behind.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"))
        if before:
            pieces.append(Piece(before, source, 1, inner))
        inner += len(before)
        pieces.append(Piece("${" + behind[:size] + "}", source, 1, inner, False, size + 1))
        inner += size + 1
        rest = behind[size:]
    if rest or not pieces:
        pieces.append(Piece(rest, source, 1, inner))
    return Text(pieces)


def line_of(text, directory="."):
    """A command line."""
    return CommandLine(words_of(text), directory)


def steps_of(*lines, folder=".", release=LATEST):
    """The steps of some command lines of one script in a folder."""
    file = DeployFile(f"{folder}/deploy.sh", b"", root=str(folder))
    return read_commands([line_of(line, str(folder)) for line in lines], file, release)


def step_of(line, folder=".", release=LATEST):
    """The only step of a command line."""
    (step,) = steps_of(line, folder=folder, release=release)
    return step


def plain(line, folder=".", release=LATEST):
    """The resource that a command line amounts to, as plain data."""
    step = step_of(line, folder, release)
    assert [fault.kind for fault in step.faults] == []
    return step.resource.root.plain()


def container(line, folder="."):
    """The first container of a command line's resource."""
    return _spec(plain(line, folder))["containers"][0]


def _spec(root):
    spec = root["spec"]["template"]["spec"]
    return spec["template"]["spec"] if root["kind"] == "Job" else spec


def spec(line):
    """What has the containers and volumes of a command line's resource."""
    return _spec(plain(line))


def annotations(line, release=LATEST):
    """The annotations of a command line's resource: its own, and those of the template."""
    root = plain(line, release=release)
    template = root["spec"].get("template", {}).get("metadata", {}).get("annotations", {})
    return {**root["metadata"].get("annotations", {}), **template}


def kinds(line, folder=".", release=LATEST):
    """The kinds of fault of a command line, each with its column."""
    step = step_of(line, folder, release)
    return [(fault.kind, fault.where.column) for fault in step.faults]


def said(line):
    """The messages and helps of a command line's faults."""
    return [(str(fault.message), str(fault.help)) for fault in step_of(line).faults]
