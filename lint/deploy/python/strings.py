"""String literals of Python as texts: each character has the place where it is written."""

from __future__ import annotations

import ast

from lint.deploy.text import Piece, Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.model.source import Source

_OPENING = lazy_regex(r"(?:[rRbBuUfFtT]{0,2})(\"\"\"|'''|\"|')")
_ESCAPE = lazy_regex(
    r"\\(?:N\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)"
)


class Literals:
    """Finds the characters of string literals in one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lines = source.lines()

    def column(self, line: int, offset: int) -> int:
        """The column, from 1, of an offset in bytes, as the syntax tree counts."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore")) + 1

    def anchor(self, node: ast.expr) -> tuple[int, int, int]:
        """The line, the column and the width of an expression, as far as its first line goes."""
        column = self.column(node.lineno, node.col_offset)
        if node.end_lineno == node.lineno and node.end_col_offset is not None:
            return node.lineno, column, self.column(node.lineno, node.end_col_offset) - column
        line = self._lines[node.lineno - 1] if node.lineno <= len(self._lines) else ""
        return node.lineno, column, max(len(line) + 1 - column, 0)

    def replaced(self, node: ast.expr, string: str, *, known: bool) -> Text:
        """A text that stands for an expression."""
        line, column, width = self.anchor(node)
        return Text([Piece(string, self.source, line, column, known, width)])

    def literal(self, node: ast.expr, string: str) -> Text:
        """The text of a string literal, or of several that stand side by side."""
        pieces = _Scan(self, node).read(string)
        return Text(pieces) if pieces else self.replaced(node, string, known=True)

    def formatted(self, node: ast.JoinedStr, value: Callable[[ast.expr], Text]) -> Text:
        """The text of an f-string; `value` gives that of an expression in it."""
        scan = _Scan(self, node)
        parts: list[Text] = []
        for part in node.values:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                pieces = scan.read(part.value)
                parts.append(
                    Text(pieces) if pieces else self.replaced(node, part.value, known=True)
                )
            elif isinstance(part, ast.FormattedValue):
                parts.append(value(part.value))
                scan.skip_expression()
        return Text.joined(parts) if parts else self.replaced(node, "", known=True)


class _Scan:
    """Goes through the text of a literal side by side with its value."""

    def __init__(self, literals: Literals, node: ast.expr) -> None:
        self.source = literals.source
        self.lines = literals.source.lines()
        self.line = node.lineno
        self.index = literals.column(node.lineno, node.col_offset) - 1
        self.last = node.end_lineno or node.lineno
        self.quote = ""
        self.is_raw = False
        self.is_format = False

    def read(self, string: str) -> list[Piece]:
        """The pieces of the characters that come next; [] where they are written differently."""
        pieces: list[Piece] = []
        run, start, line = "", 0, 0
        for character in string:
            spot = self._next(character)
            if spot is None:
                return []
            number, first, width = spot
            if width == 1 and number == line and first == start + len(run) and character != "\n":
                run += character
                continue
            if run:
                pieces.append(Piece(run, self.source, line, start + 1))
            run = ""
            if width == 1 and character != "\n":
                run, start, line = character, first, number
            else:
                pieces.append(Piece(character, self.source, number, first + 1, True, width))
        if run:
            pieces.append(Piece(run, self.source, line, start + 1))
        return pieces

    def _next(self, character: str) -> tuple[int, int, int] | None:
        """Where a character is written: line, index, width; None where it is not found."""
        while self.line <= min(self.last, len(self.lines)):
            text = self.lines[self.line - 1]
            if not self.quote:
                if not self._open(text):
                    return None
                continue
            if self.index >= len(text):
                if len(self.quote) == 1 and not text.endswith("\\"):
                    return None
                spot = (self.line, self.index, 0)
                self.line, self.index = self.line + 1, 0
                return spot if character == "\n" else None
            if text.startswith(self.quote, self.index):
                self.index += len(self.quote)
                self.quote = ""
                continue
            if text[self.index] == "\\" and not self.is_raw:
                if self.index + 1 >= len(text):  # the line goes on
                    self.line, self.index = self.line + 1, 0
                    continue
                match = _ESCAPE.match(text, self.index)
                width = match.end() - self.index if match else 1
                if match and match[0][1] not in "\\'\"abfnrtvxuUN01234567":
                    width = 1  # no escape: the backslash is a character
                spot = (self.line, self.index, width)
                self.index += width
                return spot
            if text[self.index] != character:
                return None
            spot = (self.line, self.index, 1)
            doubled = self.is_format and text[self.index : self.index + 2] in ("{{", "}}")
            self.index += 2 if doubled else 1
            return spot
        return None

    def _open(self, text: str) -> bool:
        """Goes to the next opening quote, over white space, comments and brackets."""
        rest = text[self.index :]
        stripped = rest.lstrip(" \t()\\")
        if not stripped or stripped.startswith("#"):
            if self.line >= self.last:
                return False
            self.line, self.index = self.line + 1, 0
            return True
        self.index += len(rest) - len(stripped)
        match = _OPENING.match(text, self.index)
        if match is None:
            return False
        prefix = match[0].lower()
        self.is_raw = "r" in prefix.partition("'")[0].partition('"')[0]
        self.is_format = "f" in prefix.partition("'")[0].partition('"')[0]
        self.quote = match[1]
        self.index = match.end()
        return True

    def skip_expression(self) -> None:
        """Goes behind the next `{...}`."""
        depth = 0
        while self.line <= min(self.last, len(self.lines)):
            text = self.lines[self.line - 1]
            if not self.quote:
                if not self._open(text):
                    return
                continue
            if self.index >= len(text):
                self.line, self.index = self.line + 1, 0
                continue
            character = text[self.index]
            if depth == 0 and text.startswith(self.quote, self.index):
                self.index += len(self.quote)
                self.quote = ""
                continue
            self.index += 1
            if character in "{[(":
                depth += 1
            elif character in "}])":
                depth -= 1
                if depth <= 0:
                    return
