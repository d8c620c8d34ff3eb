"""Text as HTML: everything of a user's file is escaped here, and nowhere else."""

from __future__ import annotations

from html import escape

from lint.model.code_spans import code_spans
from lint.report.safe import safe

_COLORS = {"1": "b", "2": "dim", "1;31": "error", "1;33": "warning", "1;34": "info", "36": "mark"}
"""The classes for what `lint.report.color` puts around text."""


def text(raw: str) -> str:
    """A text on one line, for the content of an element and for an attribute in double quotes."""
    return _escaped(safe(raw))


def prose(raw: str) -> str:
    """A sentence of ours, in which what is between back ticks is code."""
    parts = [text(part) for part in code_spans(raw)]
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def colored(lines: list[str]) -> str:
    """Lines with the colours of `lint.report.color`, as HTML."""
    head, *pieces = "\n".join(lines).split("\x1b[")
    result = _escaped(head)
    for piece in pieces:
        code, _, rest = piece.partition("m")
        result += "</span>" if code == "0" else f'<span class="{_COLORS[code]}">'
        result += _escaped(rest)
    return result


def _escaped(words: str) -> str:
    """Without markup, and without what a workflow runner takes for a command in its log."""
    return escape(words, quote=True).replace("##[", "#&#35;[")
