"""The instructions of a Dockerfile, read as BuildKit's parser reads them."""

from __future__ import annotations

import re

from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_DIRECTIVE = lazy_regex(r"#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*([^\s]+)[ \t]*$")
_HEREDOC = lazy_regex(r"\d*<<(-?)([^<]+)")
_WHITE_SPACE = " \t\v\f\r"


@record
class Instruction:
    """One instruction of a Dockerfile."""

    name: str
    """In upper case."""
    rest: str
    """What follows the name, as one line."""
    line: int
    """Where it begins, from 1."""
    end_line: int
    """Its last line, without its here-documents."""
    heredoc: bool
    """Whether it has a here-document."""
    escape: str
    """The file's escape character, a backslash or a backtick."""
    text: str = ""
    """`rest` with the here-documents behind it."""


def parse_instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile: continuations joined, comments and heredocs passed over.

    Source: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/parser/parser.go
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    escape = _escape_character(lines)
    instructions: list[Instruction] = []
    source = iter(enumerate(lines, 1))
    for number, raw in source:
        line = raw.lstrip()
        if not line or line.startswith("#"):
            continue
        joined, last = _join_continuation(line, number, escape, source)
        words = joined.strip(_WHITE_SPACE).split(None, 1)
        if not words:
            continue
        name, rest = words[0].upper(), (words[1] if len(words) > 1 else "")
        heredocs = _heredocs(rest, escape) if name in ("RUN", "COPY", "ADD") else []
        bodies = []
        for dash, word in heredocs:
            for _, body in source:
                if (body.lstrip("\t") if dash else body).rstrip("\r") == word:
                    break
                bodies.append(body)
        whole = "\n".join((rest, *bodies)) if bodies else rest
        instructions.append(Instruction(name, rest, number, last, bool(heredocs), escape, whole))
    return instructions


def split_words(text: str, escape: str = "\\") -> list[str]:
    """The words of a line, with their quotes and escapes; white space in quotes does not split."""
    words: list[str] = []
    current: list[str] = []
    quote = ""
    position = 0
    while position < len(text):
        char = text[position]
        if char == escape and quote != "'" and position + 1 < len(text):
            current.append(text[position : position + 2])
            position += 2
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char.isspace():
            if current:
                words.append("".join(current))
            current = []
            position += 1
            continue
        current.append(char)
        position += 1
    if current:
        words.append("".join(current))
    return words


def _heredocs(rest: str, escape: str) -> list[tuple[str, str]]:
    """The here-documents that a line begins: "-" where tabs are stripped, and the closing word."""
    if "<<" not in rest:
        return []
    found = []
    for word in split_words(rest, escape):
        match = _HEREDOC.fullmatch(word)
        name = match[2].replace('"', "").replace("'", "") if match else ""
        if match is not None and name:
            found.append((match[1], name))
    return found


def _escape_character(lines: list[str]) -> str:
    """The escape character: parser directives count only before anything else."""
    for line in lines:
        match = _DIRECTIVE.match(line.strip())
        if match is None:
            break
        if match[1].lower() == "escape" and match[2] in ("\\", "`"):
            return match[2]
    return "\\"


def _join_continuation(
    line: str, number: int, escape: str, source: Iterator[tuple[int, str]]
) -> tuple[str, int]:
    """A line with those that continue it, and the number of the last one.

    Two escape characters at the end of a line are no continuation. Comments and empty lines inside
    of one are passed over.
    """
    parts: list[str] = []
    while True:
        bare = line.rstrip(" \t")
        if not bare.endswith(escape) or bare.endswith(escape * 2):
            parts.append(line)
            return "".join(parts), number
        parts.append(bare[:-1])
        for number, line in source:  # noqa: B007 - both are the next line's
            bare = line.strip()
            if bare and not bare.startswith("#"):
                break
        else:
            return "".join(parts), number


def find_word(lines: list[str], instruction: Instruction, word: str) -> tuple[int, int]:
    """The line and column, from 1, where an instruction has a word; its own first line, else."""
    pattern = re.compile(rf"(?<![^\s\"'=,\[]){re.escape(word)}(?![^\s\"',\]])")
    for number in range(instruction.line, min(instruction.end_line, len(lines)) + 1):
        match = pattern.search(lines[number - 1])
        if match is not None:
            return number, match.start() + 1
    return instruction.line, 1
