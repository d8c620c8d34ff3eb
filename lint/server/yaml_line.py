"""What one line of YAML says, or its beginning: a key, a scalar, a comment. Columns count from 0."""

from __future__ import annotations

import re

_KEY_END = re.compile(r":(?=[ \t]|$)")
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
"""A text in quotes, up to the quote that ends it."""
_ESCAPE = re.compile(r"\\(.)")


def unquoted(value: str) -> str:
    """A scalar without its quotes; escapes of one letter are that letter, which is enough here."""
    if value[:1] == '"':
        return _ESCAPE.sub(r"\1", value[1:].removesuffix('"'))
    if value[:1] == "'":
        return value[1:].removesuffix("'").replace("''", "'")
    return value


def key_at(line: str, column: int) -> tuple[str, int, int]:
    """The key at a column, its end, and the column behind its colon; the end is -1 for none."""
    first = line[column : column + 1]
    if first in ('"', "'"):
        quoted = QUOTED.match(line, column)
        if quoted is None:
            return "", -1, -1
        colon = quoted.end()
        while line[colon : colon + 1] == " ":
            colon += 1
        if line[colon : colon + 1] != ":" or line[colon + 1 : colon + 2] not in ("", " ", "\t"):
            return "", -1, -1
        return unquoted(quoted[0]), quoted.end(), colon + 1
    if first in ("", "{", "[", "#", "&", "*", "!", "|", ">", "%", "@", "`", "}", "]", ","):
        return "", -1, -1
    match = _KEY_END.search(line, column)
    if match is None:
        return "", -1, -1
    key = line[column : match.start()]
    if " #" in key:
        return "", -1, -1
    return key.rstrip(), column + len(key.rstrip()), match.end()


def begins_entry(line: str, column: int) -> bool:
    """Whether a key or a list item is at a column, and not the rest of a text."""
    return key_at(line, column)[1] >= 0 or (
        line[column : column + 1] == "-" and line[column + 1 : column + 2] in ("", " ")
    )


def without_comment(text: str) -> str:
    """A value without the comment behind it, and without blanks at its end."""
    if text[:1] in ("'", '"'):
        quoted = QUOTED.match(text)
        return quoted[0] if quoted else text.rstrip()
    if text[:1] == "#":
        return ""
    return text.partition(" #")[0].rstrip()


def is_in_comment(prefix: str) -> bool:
    """Whether the end of a line's beginning is in a comment."""
    quote = ""
    for number, char in enumerate(prefix):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"" and (number == 0 or prefix[number - 1] in " [{,:"):
            quote = char
        elif char == "#" and (number == 0 or prefix[number - 1] in " \t"):
            return True
    return False
