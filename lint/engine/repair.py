"""Repairs: the edits of findings, made in the texts of a run until nothing is left to repair.

A check gives a finding edits where it has exactly one right repair. They are made in memory, the
run is made again on the new texts, and so on: what overlaps waits for the next round.
"""

from __future__ import annotations

from lint.engine.run import check
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.model.findings import Outcome
    from lint.model.fix import Edit, Fix
    from lint.model.options import Options
    from lint.model.source import Source
    from lint.settings import SettingsTree

ROUNDS = 200
"""Rounds after which what still changes is left as it is."""
_BYTES = "\\udc"
"""What reports have for a byte of a path that is not UTF-8: they name no file then."""
_YAML_BREAKS = "\x85\u2028\u2029"
"""Line ends of YAML 1.1 only: a text that has one is left alone."""


@record
class Repaired:
    """What the repairs of a run amount to."""

    outcome: Outcome
    """What is found in the repaired texts."""
    before: dict[str, Source] = default(factory=dict)
    """The texts that were changed, as they were, by path as reports have it."""
    after: dict[str, Source] = default(factory=dict)
    """The same texts, repaired."""
    fixed: int = 0
    """Findings whose edits were made."""


def repair(
    options: Options,
    settings: SettingsTree,
    *,
    unsafe: bool,
    texts: Mapping[str, bytes] | None = None,
) -> Repaired:
    """Runs a check, repairs what it finds, and checks again. Writes nothing.

    `texts` count instead of those of the files, by the paths that reports have. Without `unsafe` only safe fixes count. Raises what `lint.engine.run.check` raises.
    """
    latest = dict(texts or {})

    repaired = Repaired(check(options, settings, latest))
    for _ in range(ROUNDS):
        sources = repaired.outcome.sources
        fixes = [
            finding.fix
            for finding in repaired.outcome.findings
            if finding.fix is not None and (unsafe or finding.fix.safe)
        ]
        made = _apart(fixes, sources)
        if not made:
            break
        repaired.fixed += len(made)
        by_path: dict[str, list[Edit]] = {}
        for fix in made:
            for edit in fix.edits:
                by_path.setdefault(edit.path, []).append(edit)
        for path, edits in by_path.items():
            repaired.before.setdefault(path, sources[path])
            latest[path] = edited(sources[path].text, edits).encode()
        repaired.outcome = check(options, settings, latest)
    shown = repaired.outcome.sources
    repaired.after = {
        path: shown[path] if path in shown else _source(path, latest[path])
        for path in repaired.before
    }
    return repaired


def _source(path: str, data: bytes) -> Source:
    """A text without findings, of which only what is harmless is shown."""
    from lint.model.redaction import mark_file
    from lint.model.source import Source

    source = Source(path, data.decode("utf-8-sig"))
    source.mark_later(mark_file)
    return source


def _apart(fixes: Iterable[Fix], sources: Mapping[str, Source]) -> list[Fix]:
    """As many fixes as do not overlap, in texts that are there."""
    made: list[Fix] = []
    taken: dict[tuple[str, int], list[Edit]] = {}
    editable = {
        path
        for path, source in sources.items()
        if _BYTES not in path and not any(map(source.text.count, _YAML_BREAKS))
    }
    for fix in fixes:
        if not all(edit.path in editable for edit in fix.edits):
            continue
        # Only edits that have a line in common can overlap.
        near = [
            (edit, other)
            for edit in fix.edits
            for line in range(edit.line, edit.end_line + 1)
            for other in taken.get((edit.path, line), ())
        ]
        if not any(_overlap(one, other) for one, other in near):
            made.append(fix)
            for edit in fix.edits:
                for line in range(edit.line, edit.end_line + 1):
                    taken.setdefault((edit.path, line), []).append(edit)
    return made


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made, none of which overlap. Line ends stay what they are."""
    starts, newline = _lines(text)
    pieces: list[str] = []
    done = 0
    # What is inserted where something is removed comes first.
    for edit in sorted(
        edits, key=lambda edit: (edit.line, edit.column, edit.end_line, edit.end_column)
    ):
        start = starts[edit.line - 1] + edit.column - 1
        end = (
            starts[edit.end_line - 1] + edit.end_column - 1
            if edit.end_line <= len(starts)
            else len(text)
        )
        pieces += (text[done:start], edit.text.replace("\n", newline))
        done = end
    return "".join([*pieces, text[done:]])


def _lines(text: str) -> tuple[list[int], str]:
    """Where the lines begin, counted as in `lint.model.source.Source`, and the line end in use."""
    import re

    ends = list(re.finditer(r"\r\n|\r|\n", text))
    starts = [0, *(match.end() for match in ends)]
    return starts, ends[0].group() if ends else "\n"


def _overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits of one file touch."""
    first, second = sorted((one, other), key=lambda edit: (edit.line, edit.column))
    # Two insertions at one place have no order, and an edit at the end of another one depends on it.
    return (second.line, second.column) <= (first.end_line, first.end_column) and not (
        _is_line(first)
        and _is_line(second)
        and second.line == first.end_line
        and first.line != second.line
    )


def _is_line(edit: Edit) -> bool:
    """Whether an edit removes whole lines."""
    return edit.column == 1 and edit.end_column == 1 and not edit.text and edit.end_line > edit.line
