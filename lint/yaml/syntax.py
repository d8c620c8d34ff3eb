"""What is wrong with a text that is no YAML, and where."""

from __future__ import annotations

import re
import sys
from itertools import islice

from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import hidden, own, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.text import Message

_TEMPLATE = lazy_regex(
    r"\{\{|\{%|\[\[|<%|^[ \t]*+(?:-[ \t]++)?+(?:[\w.\-/]++:[ \t]++)?+([%@][A-Za-z_]\w*+[%@])",
    re.MULTILINE,
)
_BLOCK = lazy_regex(
    r"[ \t]*+(\$\{\{[^{}]*+\}\}|\$\{[^{}]++\}|\$[A-Za-z_]\w*+|__[A-Z][A-Z0-9_]*__)[ \t]*+(?:\#.*)?+"
)
"""A line that is nothing but a placeholder: what is filled in has keys of its own."""
_HASH = lazy_regex(r"\s?#")
_BREAK = lazy_regex(r"\r\n|\r|\n")
_QUOTED = lazy_regex(r"'([^']*)'")
_TOKEN = lazy_regex(r".?|<[a-z ]+>")


def at(path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0) -> Place:
    """A place that spans at least one character."""
    return Place(path, line, column, end_line, end_column or column + 1)


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column of a character of a text."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def syntax_fault(path: str, text: str, error: Exception) -> Fault:
    """The fault behind a parser's error: an unrendered template, a tab, else what the parser says."""
    reason = str(getattr(error, "problem", None) or "malformed")
    begin = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or begin
    if begin is not None and ("end of stream" in reason or "expected ':'" in reason):
        mark = begin  # an open quote, a key: noticed much further down
    line = mark.line + 1 if mark is not None else 1
    column = mark.column + 1 if mark is not None else 1
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # An unclosed construct is noticed at the end of the text: one line up at the least.
    while line > 1 and (line > len(lines) or not lines[line - 1].strip(" ")):
        line -= 1
        column = len(lines[line - 1]) + 1 if line <= len(lines) else 1
    written = lines[line - 1] if line <= len(lines) else ""
    context = getattr(error, "context", None)
    marker = _block_marker(lines, line) or _template_marker(text, line)
    if marker is not None:
        return Fault(
            "template-not-rendered",
            at(path, *marker),
            message=say("the file is a template and becomes YAML only when it is rendered"),
            help=say("Render it with `helm template`, and check the result.")
            if ".Values" in text or ".Release" in text
            else say(
                "Render the file and check the result, or pass values with --set or --values."
            ),
        )
    if "\t" in written[: max(column, 1)] and "cannot start any token" in reason:
        return _tab_fault(path, line, written.index("\t") + 1)
    said = say("{}", _said(reason))
    if context:
        said = say("{} ({})", said, _said(context))
    return Fault("yaml-syntax", at(path, line, column), message=say("not valid YAML: {}", said))


def _said(words: str) -> Message:
    """The parser's words. They quote characters and tokens, and seldom a word of the text."""
    shown = _QUOTED.sub(
        lambda match: match[0] if _TOKEN.fullmatch(match[1]) else str(hidden(match[1])), words
    )
    return own(shown)


def _tab_fault(path: str, line: int, column: int) -> Fault:
    return Fault(
        "yaml-syntax",
        at(path, line, column),
        message=say("a tab outside of quotes: gcloud accepts only spaces here"),
        help=say("Replace the tab with spaces."),
    )


def stray_tab(path: str, text: str, quoted: list[tuple[int, int]]) -> Fault | None:
    """The first tab that gcloud's parser refuses and libyaml does not mind.

    gcloud's is older: it takes tabs in quoted and block scalars and in comments, nowhere else.
    `quoted` holds the (start, end) indexes of such scalars in order. Each tab that is passed over
    takes the rest of its scalar or of its line along, so that no text is looked at twice.
    """
    index = text.find("\t")
    while index >= 0:
        end = _end_of_scalar(index, quoted)
        if end is None:
            start = text.rfind("\n", 0, index) + 1
            line_end = text.find("\n", index)
            end = len(text) if line_end < 0 else line_end
            comment = _comment(text, start, end, quoted)
            if comment is None or comment > index:
                return _tab_fault(path, *position(text, index))
        index = text.find("\t", end)
    return None


def _comment(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> int | None:
    """Where the comment of a line begins."""
    for match in _HASH.finditer(text, start, end):
        index = match.end() - 1
        if (index == start or match.start() < index) and _end_of_scalar(index, quoted) is None:
            return index
    return None


def _end_of_scalar(index: int, quoted: list[tuple[int, int]]) -> int | None:
    """The end of the scalar that a character is in, None when it is in none."""
    from bisect import bisect_right

    number = bisect_right(quoted, (index, sys.maxsize)) - 1
    return quoted[number][1] if number >= 0 and index < quoted[number][1] else None


def _block_marker(lines: list[str], line: int) -> tuple[int, int] | None:
    """The place of a line with nothing but a placeholder that explains a fault on a line."""
    if line > len(lines):
        return None
    found = _BLOCK.fullmatch(lines[line - 1])
    if found is not None:
        return line, found.start(1) + 1
    # A key below it at the same level is noticed one line late, as a key of two lines.
    above = _BLOCK.fullmatch(lines[line - 2]) if line > 1 else None
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip(" "))
    if above is None or above.start(1) != indent:
        return None
    return line - 1, above.start(1) + 1


def _template_marker(text: str, line: int) -> tuple[int, int] | None:
    """The place of the template syntax that explains a fault on a line, if there is any.

    That is the first one on the line, else the last one before it, else the first one after it.
    """
    breaks = [match.end() for match in islice(_BREAK.finditer(text), line)]
    start = breaks[line - 2] if 2 <= line <= len(breaks) + 1 else len(text) if line > 1 else 0
    end = breaks[line - 1] if line <= len(breaks) else len(text)
    found: int | None = None
    for match in _TEMPLATE.finditer(text):
        index = match.start(1) if match.group(1) else match.start()
        if found is None or index < end:
            found = index
        if index >= start:
            break
    return None if found is None else position(text, found)
