r"""Commands that end before their writer meant them to: a `\\` that is none, or is missing."""

from __future__ import annotations

import itertools

from lint.deploy.bash.line_repairs import (
    continued,
    moved_from_behind,
    moved_from_line,
    moved_line,
    without_blanks,
)
from lint.deploy.bash.shown import show
from lint.deploy.text import Text
from lint.model.fault import Fault
from lint.model.text import listed, name, number, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.bash.unit import Unit
    from lint.model.fault import Spot
    from lint.model.text import Message

_BLANK_BEHIND = lazy_regex(r"\\[ \t]+(?=\n|\Z)")
_COMMENT_BEHIND = lazy_regex(r"[ \t]*(\\)[ \t]+(#[^\n]*)(?=\n|\Z)")
_BLANK_INSIDE = lazy_regex(r"(?<!\\)\\[ \t]")
_COMMENT_LINE = lazy_regex(r"[ \t]*\\\n(?:[ \t]*\\?\n)*[ \t]*(#)")
_COMMENT_TAKES = lazy_regex(r"[ \t]+(#[^\n]*)\\[ \t]*(?=\n)")
_EMPTY_LINE = lazy_regex(r"[ \t]*\\\n[ \t]*(?=\n)")
_SKIPPED = lazy_regex(r"[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*")
_BEHIND = lazy_regex(r"[ \t]*+(?:\\[ \t]*+)?(?:#[^\n]*+)?(?=\n)")
_FLAG_LINE = lazy_regex(r"(?:--[A-Za-z][\w-]*|-[A-Za-z])(?=[\s=]|\Z)")
_FLAG = lazy_regex(r"(?<![^\s])(?:--[A-Za-z][\w-]*|-[A-Za-z])(?=[\s=]|\Z)")
_QUOTED = lazy_regex(r"\"(?:[^\"\\]|\\.)*\"?|'[^']*'?")
_MAX_LOST_LINES = 30


def faults_of(unit: Unit, spans: Sequence[tuple[int, int]], end: int) -> list[Fault]:
    """What is wrong with the line ends of a command whose words have these spans.

    `end` is where the command ends, with its redirections.
    """
    faults = [fault for fault in (_inside(unit, *pair) for pair in _gaps(spans)) if fault]
    plain = unit.plain
    blank = _blank_behind(plain, spans, end)
    lost = _lost(plain, end)
    if blank is not None:
        faults.append(_broken(unit, blank, lost))
        return faults
    comment = _COMMENT_BEHIND.match(plain, end)
    if comment is not None:
        fault = _comment_behind(unit, comment.start(1), lost)
        fault.repair = moved_from_behind(unit, comment.span(2), spans[0][0])
        faults.append(fault)
        return faults
    if lost is None:
        return faults
    start, flags = lost
    comment = _COMMENT_LINE.match(plain, end)
    if comment is not None:
        fault = _comment_line(unit, comment.start(1), flags, start)
        fault.repair = moved_line(unit, comment.start(1), spans[0][0])
        faults.append(fault)
        return faults
    comment = _COMMENT_TAKES.match(plain, end)
    if comment is not None:
        fault = _comment_takes(unit, comment.start(1), flags, start)
        fault.repair = moved_from_line(unit, comment.span(1), spans[0][0])
        faults.append(fault)
        return faults
    faults.append(_missing(unit, end, start, flags))
    return faults


def _gaps(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(one[1], other[0]) for one, other in itertools.pairwise(spans)]


def _inside(unit: Unit, start: int, end: int) -> Fault | None:
    r"""A `\` before a blank between two words: the blank becomes a part of the next word."""
    if end - start < 2:
        return None
    match = _BLANK_INSIDE.search(unit.plain, start, end)
    if match is None:
        return None
    anchor = Text([unit.spot(match.start(), match.start() + 1, "\\", known=True)])
    show(anchor)
    return Fault(
        "backslash-in-line",
        anchor.place,
        say("the `\\` is not at the end of the line, so the next word begins with a blank"),
        help=say("Remove the `\\`, or begin a new line behind it."),
    )


def _blank_behind(plain: str, spans: Sequence[tuple[int, int]], end: int) -> int | None:
    r"""Where the `\` is that a blank follows up to the end of the line."""
    if (
        spans
        and spans[-1][1] == end
        and plain[end - 2 : end - 1] == "\\"
        and plain[end - 1 : end] in (" ", "\t")
    ):
        match = _BLANK_BEHIND.match(plain, end - 2)
        return end - 2 if match is not None else None
    position = end
    while position < len(plain) and plain[position] in " \t":
        position += 1
    match = _BLANK_BEHIND.match(plain, position)
    return position if match is not None else None


def _lost(plain: str, end: int) -> tuple[int, list[str]] | None:
    """Where the next line with flags begins that belongs to no command, and its flags."""
    if _BEHIND.match(plain, end) is None and plain[end : end + 1] != "\n":
        return None
    match = _SKIPPED.match(plain, end)
    if match is None:
        return None
    start = match.end()
    if _FLAG_LINE.match(plain, start) is None:
        return None
    flags: list[str] = []
    position = start
    for _ in range(_MAX_LOST_LINES):
        line_end = plain.find("\n", position)
        line_end = len(plain) if line_end < 0 else line_end
        flags.extend(_FLAG.findall(_QUOTED.sub("''", plain[position:line_end])))
        following = _FLAG_LINE.match(plain, _next_word(plain, line_end))
        if following is None or line_end >= len(plain):
            break
        position = line_end + 1
    return start, list(dict.fromkeys(flags))


def _next_word(plain: str, line_end: int) -> int:
    position = line_end + 1
    while position < len(plain) and plain[position] in " \t":
        position += 1
    return position


def _broken(unit: Unit, position: int, lost: tuple[int, list[str]] | None) -> Fault:
    anchor = Text([unit.spot(position, position + 1, "\\", known=True)])
    show(anchor)
    return Fault(
        "broken-continuation",
        anchor.place,
        say("a blank follows the `\\`, so the command ends in this line{}", _loss(lost)),
        help=say("Remove the blanks behind the `\\`."),
        related=_related(unit, lost),
        repair=without_blanks(unit, position + 1, lost is not None),
    )


def _comment_behind(unit: Unit, position: int, lost: tuple[int, list[str]] | None) -> Fault:
    anchor = Text([unit.spot(position, position + 1, "\\", known=True)])
    show(anchor)
    return Fault(
        "comment-in-command",
        anchor.place,
        say("a comment follows the `\\`, so the command ends in this line{}", _loss(lost)),
        help=say("Write the comment above the command."),
        related=_related(unit, lost),
    )


def _comment_line(unit: Unit, position: int, flags: list[str], start: int) -> Fault:
    anchor = Text([unit.spot(position, position + 1, "#", known=True)])
    show(anchor)
    return Fault(
        "comment-in-command",
        anchor.place,
        say("the comment ends the command{}", _loss((start, flags))),
        help=say("Write the comment above the command."),
        related=_related(unit, (start, flags)),
    )


def _comment_takes(unit: Unit, position: int, flags: list[str], start: int) -> Fault:
    anchor = Text([unit.spot(position, position + 1, "#", known=True)])
    show(anchor)
    return Fault(
        "comment-in-command",
        anchor.place,
        say(
            "the `\\` is a part of the comment, so the command ends in this line{}",
            _loss((start, flags)),
        ),
        help=say("Write the comment above the command."),
        related=_related(unit, (start, flags)),
    )


def _missing(unit: Unit, end: int, start: int, flags: list[str]) -> Fault:
    anchor = Text([unit.spot(start, start + len(flags[0]), flags[0], known=True)])
    show(anchor)
    last = unit.spot(max(end - 1, 0), end, "", known=True)
    show(Text([last]))
    empty = _EMPTY_LINE.match(unit.plain, end) is not None
    if empty:
        return Fault(
            "missing-continuation",
            anchor.place,
            say("the empty line above ends the command{}", _loss((start, flags))),
            help=say("Remove the empty line behind line {}.", number(last.line)),
        )
    return Fault(
        "missing-continuation",
        anchor.place,
        say("the command ended before this line{}", _loss((start, flags))),
        help=say("End line {} with ` \\`.", number(last.line)),
        related=[(Text([last]).place, say("no `\\` at the end of this line"))],
        repair=continued(unit, end),
    )


def _loss(lost: tuple[int, list[str]] | None) -> Message:
    if lost is None or not lost[1]:
        return say("")
    flags = lost[1]
    return say(
        "; {} {} lost",
        listed(name(flag) for flag in flags),
        say("is" if len(flags) == 1 else "are"),
    )


def _related(unit: Unit, lost: tuple[int, list[str]] | None) -> list[tuple[Spot, Message]]:
    if lost is None:
        return []
    start, flags = lost
    anchor = Text([unit.spot(start, start + len(flags[0]), flags[0], known=True)])
    show(anchor)
    return [(anchor.place, say("the shell runs this as a command of its own"))]
