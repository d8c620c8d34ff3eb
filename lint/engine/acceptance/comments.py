"""The comments of a text that accept findings: `# lint: ignore[CR077] until 2027-01-31: reason`.

A comment counts for the line that it stands on, or, alone on its line, for the next line that is
no comment. A line that goes on behind a backslash is one line. What stands on the first line of a
block of YAML (`run: |`) counts for all of the block.

What begins a comment depends on the language of the file. In JSON nothing does.
"""

from __future__ import annotations

from lint.engine.acceptance.members import file_of
from lint.model.text import amount, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from lint.model.source import Source
    from lint.model.text import Message

MARK = "lint:"
"""What the text of every such comment has."""
_ANYWHERE = lazy_regex(r"(?:(?<=\s)|^)#+\s*lint:\s*ignore\b")
_HCL = lazy_regex(r"(?:(?<=\s)|^)(?:#+|//+)\s*lint:\s*ignore\b")
_WHOLE_LINE = lazy_regex(r"^\s*#+\s*lint:\s*ignore\b")
_FIRST_COLUMN = lazy_regex(r"^#+\s*lint:\s*ignore\b")
_PARTS = lazy_regex(r"\s*\[([^\]]*)\]\s*(?:until\b\s*([^\s:]*)\s*)?(?::(.*))?$")
_DATE = lazy_regex(r"\d{4}-\d{2}-\d{2}$")
_BLOCK = lazy_regex(r"(?:^|\s)[|>][-+0-9]{0,2}\s*$")
MAX_WORDS = 50
"""Rules that one comment may name."""
_MOST_AT_ONE_LINE = 100
"""Comments that may count for one line; the others accept nothing."""
_HOW = say(
    "Write `# lint: ignore[CR077]: reason`, or `# lint: ignore[CR077] until 2027-01-31: reason`."
)


class Comment:
    """A comment that accepts findings, or tries to.

    `target` is the first line of what it counts for. `words` are the ids and names of rules as
    written. `mistake` says why it accepts nothing; None where it is in order.
    """

    __slots__ = (
        "column",
        "end_column",
        "help",
        "line",
        "mistake",
        "reason",
        "target",
        "until",
        "words",
    )

    def __init__(self, line: int, column: int, end_column: int, text: str) -> None:
        """`text` is what follows `lint: ignore`."""
        self.line = line
        self.column = column
        self.end_column = end_column
        self.target = line
        self.words: list[str] = []
        self.until = ""
        self.reason = ""
        self.mistake: Message | None = None
        self.help: Message = _HOW
        self._read(text)

    def _read(self, text: str) -> None:
        parts = _PARTS.match(text)
        if parts is None:
            self.mistake = say("the comment cannot be read")
            if not text.lstrip().startswith("["):
                self.mistake = say("the comment names no rule")
            return
        self.words = [word for part in parts[1].split(",") if (word := part.strip())]
        self.until = parts[2] or ""
        self.reason = (parts[3] or "").strip()
        if len(self.words) > MAX_WORDS:
            self.mistake = say("the comment names more than {} rules", amount(MAX_WORDS))
            self.help = say("Switch the rules off in the settings, or use a baseline.")
            self.words = []
        elif not self.words:
            self.mistake = say("the comment names no rule")
        elif parts[2] is not None and not _is_date(self.until):
            self.mistake = say("the comment has no date such as 2027-01-31 after `until`")
        elif not any(character.isalnum() for character in self.reason):
            self.mistake = say("the comment gives no reason")
            self.help = say("Add the reason behind the brackets: `]: reason`.")


def may_hold_comments(text: str) -> bool:
    """Whether a text may have such comments: a look that costs next to nothing."""
    return MARK in text and "ignore" in text


class Comments:
    """The comments of one text, by the lines that they count for."""

    def __init__(self, source: Source) -> None:
        self.all: list[Comment] = []
        self._by_target: dict[int, list[Comment]] = {}
        self._lines: dict[int, tuple[int, int]] = {}
        found = {comment.line: comment for comment in _found(source)}
        if not found:
            return
        lines = source.lines()
        alone = {
            number
            for number, line in enumerate(lines, start=1)
            if line.lstrip().startswith(("#", "//"))
        }
        self._lines = _wholes(lines, alone, _is_yaml(source.path))
        self.all = list(found.values())
        following = 0
        for number in range(len(lines), 0, -1):
            if number not in alone:
                following = number
            comment = found.get(number)
            if comment is None:
                continue
            target = following if number in alone and following else number
            comment.target = self._lines[target][0]
            for line in {comment.target, number}:
                here = self._by_target.setdefault(line, [])
                here.insert(0, comment)
                del here[_MOST_AT_ONE_LINE:]

    def of_line(self, line: int) -> Iterator[Comment]:
        """The comments that count for a line, those that are nearest first."""
        for start in dict.fromkeys((line, *self._lines.get(line, ()))):
            yield from self._by_target.get(start, ())


def line_below_comment(source: Source, line: int, *, in_scripts: bool) -> int:
    """The line above which a comment of its own counts for a line and changes nothing else.

    `in_scripts` says that a literal block of YAML (`run: |`) is a script, which has comments; any other
    block is a text, in which nothing is a comment.
    """
    lines = source.lines()
    alone = {n for n, text in enumerate(lines, start=1) if text.lstrip().startswith(("#", "//"))}
    first, block = _wholes(lines, alone, _is_yaml(source.path)).get(line, (line, line))
    if block == line:
        return first
    literal = in_scripts and "|" in lines[block - 1].partition(" #")[0][-4:]
    return first if literal else block


def _is_yaml(path: str) -> bool:
    """Whether a text is YAML by its name, or comes from standard input."""
    return ".yaml" in path.lower() or ".yml" in path.lower() or path == "<stdin>"


def _found(source: Source) -> Iterator[Comment]:
    """Every comment of a text, in order, without the lines that it counts for."""
    path = source.path
    name = path.rpartition("/")[2].lower()
    if name.endswith(".json") or file_of(path) != path:
        return
    lines = source.lines()
    if name.endswith((".py", ".pyi")):
        places = _of_python(source.text)
    elif name.endswith("ignore"):
        places = _by_pattern(lines, _FIRST_COLUMN)
    elif "dockerfile" in name or "containerfile" in name:
        places = _by_pattern(lines, _WHOLE_LINE)
    elif name.endswith((".tf", ".tofu", ".hcl", ".tfvars")):
        places = _by_pattern(lines, _HCL)
    else:
        places = _by_pattern(lines, _ANYWHERE)
    for number, start in places:
        line = lines[number - 1]
        match = _HCL.search(line, start)
        if match is not None:
            yield Comment(number, start + 1, len(line.rstrip()) + 1, line[match.end() :].rstrip())


def _by_pattern(lines: list[str], pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The line and the position, from 0, of each comment."""
    for number, line in enumerate(lines, start=1):
        if MARK not in line:
            continue
        match = pattern.search(line)
        if match is not None:
            start = match.end() - len(match[0].lstrip())
            if not _is_quoted(line, start):
                yield number, start


def _of_python(text: str) -> Iterator[tuple[int, int]]:
    """The comments of Python code; none where it is no Python code."""
    import tokenize
    from io import StringIO

    try:
        for token in tokenize.generate_tokens(StringIO(text).readline):
            if token.type == tokenize.COMMENT and _ANYWHERE.match(token.string):
                yield token.start
    except (tokenize.TokenError, SyntaxError):
        return


def _is_quoted(line: str, at: int) -> bool:
    """Whether a position is in a string that begins and ends on the line.

    A quote begins a string at the start of a word only, so the one of "don't" does not.
    """
    quote = ""
    before = " "
    for number, character in enumerate(line):
        if number == at:
            break
        if quote:
            if character == quote and before != "\\":
                quote = ""
        elif character in "\"'" and not before.isalnum():
            quote = character
        before = character
    return bool(quote) and quote in line[at:]


def _wholes(lines: list[str], alone: set[int], yaml: bool) -> dict[int, tuple[int, int]]:
    """For each line, the first one of the command and of the block that it belongs to.

    Comments do not end a line that a backslash continues: in a Dockerfile they stand in between.
    """
    wholes: dict[int, tuple[int, int]] = {}
    first = 0
    block = indent = 0
    for number, line in enumerate(lines, start=1):
        depth = len(line) - len(line.lstrip())
        if block and line.strip() and depth <= indent:
            block = 0
        first = first or number
        wholes[number] = (first, block or number)
        if number in alone:
            first = 0 if first == number else first
            continue
        if not line.endswith("\\"):
            first = 0
        if yaml and not block and line.rstrip() and _BLOCK.search(line.partition(" #")[0]):
            block, indent = number, depth
    return wholes


def _is_date(text: str) -> bool:
    from datetime import date

    if not _DATE.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
