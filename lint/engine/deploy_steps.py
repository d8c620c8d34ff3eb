"""The deploy steps of a file, for the run."""

from __future__ import annotations

import os

from lint.deploy.gcloud.faults import REFUSED_VALUES
from lint.deploy.readers import read, reader_of
from lint.deploy.wording import vocabulary_of
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import own
from lint.support.confinement import is_inside, root_around
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint.deploy.step import Read, Step
    from lint.engine.inputs import Input
    from lint.manifest.resource import Resource
    from lint.model.fault import Fault, Spot
    from lint.model.findings import Finding
    from lint.model.source import Source


_JOINTS = ("=", ",", ":")
_BEFORE_VALUES = ("=", '"', "'")
_ASSIGNMENT = lazy_regex(r"\s*+(?:(?:export|local|readonly) )?+[A-Za-z_]\w{0,99}+=[\"']?")
_EXAMPLE = os.path.join(os.sep, "example")
"""Where the files of an example are, which are on no disk."""


@record
class Found:
    """What a file holds, and the texts that findings on it may point into."""

    read: Read
    faults: list[Fault]
    """All of them, those of the steps included."""
    sources: dict[str, Source]

    @property
    def steps(self) -> list[Step]:
        """The deploy steps."""
        return self.read.steps

    def note_reported(self, findings: Iterable[Finding]) -> None:
        """Has the resources know which of their values the findings on the commands say are refused."""
        refused = {
            _begin(fault.where)
            for fault in self.faults
            if fault.kind in REFUSED_VALUES and isinstance(fault.where, Place)
        }
        # A command that updates what another one deploys has its values, too.
        reported = refused.intersection(_begin(finding.place) for finding in findings)
        for step in self.steps:
            if step.resource is not None and not step.is_manifest:
                step.resource.refused = frozenset(reported)


def read_steps(reader: str, file: Input, data: bytes) -> Found | None:
    """The deploy steps of a file; None where it holds none, and nothing is wrong with it."""
    from lint.deploy.file import MAX_BYTES, DeployFile
    from lint.deploy.step import Read

    deploy_file = DeployFile(file.path, data, file.display_path, _root(file.path))
    if len(data) > MAX_BYTES:
        limit = f"it is larger than {MAX_BYTES:,} bytes"
        return Found(Read(not_read=limit), [], deploy_file.sources)
    found = read(reader, deploy_file)
    faults = _faults(found)
    if found.is_empty and not faults:
        return None
    for step in found.steps:
        if step.resource is not None and not step.is_manifest:
            step.resource.deployed_by = step.command
    _mark(found.steps, {*deploy_file.sources.values(), *(step.source for step in found.steps)})
    return Found(found, faults, deploy_file.sources)


def _begin(place: Place) -> tuple[str, int, int]:
    return place.path, place.line, place.column


def _root(path: str) -> str:
    """The folder that what a file names must be in: its repository, or the working directory."""
    root = root_around(path)
    here = os.getcwd()
    return here if is_inside(root, here) else root


def in_own_words(findings: list[Finding], resource: Resource) -> list[Finding]:
    """The findings on a resource in the words of the deploy step that describes it.

    What the step reports of a value by itself, a built-in rule need not say once more.
    """
    if resource.refused:
        findings = [
            finding
            for finding in findings
            if not finding.documented or _begin(finding.place) not in resource.refused
        ]
    vocabulary = vocabulary_of(resource.deployed_by)
    if vocabulary is None:
        return findings
    # What the messages show of the file was decided when they were made.
    return [
        finding.reworded(lambda text: own(vocabulary.reworded(text, resource.kind)))
        for finding in findings
    ]


def example_faults(files: Sequence[tuple[str, str]]) -> list[Fault]:
    """The faults of the first of some files (name and text), for the examples of rules."""
    from lint.deploy.file import DeployFile

    paths = [os.path.join(_EXAMPLE, name) for name, _ in files]
    data = [text.encode() for _, text in files]
    reader = reader_of(paths[0], data[0])
    if not reader:
        return []
    file = DeployFile(paths[0], data[0], "example", _EXAMPLE)
    file.beside = dict(zip(paths, data, strict=True))
    return _faults(read(reader, file))


def _faults(found: Read) -> list[Fault]:
    return [*found.faults, *(fault for step in found.steps for fault in step.faults)]


def _mark(steps: list[Step], sources: Iterable[Source]) -> None:
    """Has what the schema allows to show of each step revealed, and the rest of it hidden.

    Parts of a step may be in any of the sources, as a value that a module is called with, and a
    finding on one of them may be the only one that is shown.
    """
    pending = list(steps)

    def mark(_: Source) -> None:
        while pending:
            _mark_step(pending.pop())

    if pending:
        for source in sources:
            source.mark_later(mark)


def _mark_step(step: Step) -> None:
    for number, line in enumerate(step.source.lines(), start=1):
        if line.endswith("\\"):
            step.source.reveal(number, len(line), number, len(line) + 1)
    for text in step.revealed:
        place = text.place
        _reveal(text.source, place)
    if step.resource is None:
        return
    disclosure = step.resource.disclosure
    for node in disclosure.shown():
        source = node.source or step.source
        _reveal(source, node)
    for node in disclosure.hidden():
        if node.text:
            source = node.source or step.source
            source.redact(node.line, node.column, node.end_line, node.end_column)


def _reveal(source: Source, where: Spot) -> None:
    """Reveals a span with the signs beside it that join names, values and items.

    Where a script sets a variable to the value, the name of the variable is revealed, too.
    """
    lines = source.lines()
    column, end_column = where.column, where.end_column
    if where.line <= len(lines):
        before = lines[where.line - 1][: column - 1]
        if before[-1:] in _BEFORE_VALUES and _ASSIGNMENT.fullmatch(before):
            column = 1
    if where.line <= len(lines) and lines[where.line - 1][column - 2 : column - 1] in _JOINTS:
        column -= 1
    if (
        where.end_line <= len(lines)
        and lines[where.end_line - 1][end_column - 1 : end_column] in _JOINTS
    ):
        end_column += 1
    source.reveal(where.line, max(column, 1), where.end_line, end_column)
