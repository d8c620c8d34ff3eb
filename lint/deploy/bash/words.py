"""The words that the shell makes of what is written: quotes, variables, output of commands."""

from __future__ import annotations

import re

from lint.deploy.bash.braces import brace_words
from lint.deploy.bash.expansion import NAME, Expansion
from lint.deploy.bash.fields import Fields
from lint.deploy.text import Piece, Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lint.deploy.bash.budget import Budget
    from lint.deploy.bash.scope import Scope
    from lint.deploy.bash.unit import Unit

_MAX_DEPTH = 30
_ORDINARY = lazy_regex(r"[^\\'\"$`\n<>]+|\n")
_IN_DOUBLE = lazy_regex(r"[^\\\"$`]+")
_IN_HEREDOC = lazy_regex(r"[^\\$`]+")
_HAS_VARIABLE = lazy_regex(r"\$(?:[A-Za-z_]|\{[A-Za-z_])")
_ESCAPES = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
    "v": "\v",
}  # fmt: skip
_ANSI = lazy_regex(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(.))", re.DOTALL
)
_REFERENCE = lazy_regex(r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})")
_EXPANSIONS = frozenset(
    ("arithmetic_expansion", "command_substitution", "expansion", "process_substitution")
)


class Words:
    """Makes words of the nodes of one unit, in one scope.

    `output` runs a command substitution and gives what it prints, None where that is not known.
    `posix` says that the shell may be one to which braces mean nothing.
    """

    __slots__ = (
        "_budget",
        "_depth",
        "_expansions",
        "_posix",
        "_variables",
        "bare",
        "literal",
        "output",
        "quotes",
        "references",
        "unit",
    )

    def __init__(
        self,
        unit: Unit,
        scope: Scope,
        output: Callable[[Any], Text | None],
        budget: Budget,
        *,
        posix: bool,
    ) -> None:
        self._budget = budget
        self._posix = posix
        self.unit = unit
        self.output = output
        self.quotes: list[Piece] = []
        """Values that begin with a quote which the shell does not remove."""
        self.literal: list[Piece] = []
        """Parts in single quotes that name a variable."""
        self.bare: list[Piece] = []
        """Parts without quotes that have other characters than those of ASCII."""
        self.references: list[Piece] = []
        """The variables, as `$NAME` or `${NAME}`, whose values are in the words."""
        self._expansions: dict[int, Any] = {}
        self._depth = 0
        self._variables = Expansion(unit, scope, self._inner, self._whole)

    def fields(self, node: Any, end: int = -1) -> list[Text]:
        """The words that one written word becomes: none, one or several.

        `end` is where the word ends if nodes follow that belong to it.
        """
        return self.fields_between([node], node.start_byte, node.end_byte if end < 0 else end)

    def fields_between(self, nodes: list[Any], start: int, end: int) -> list[Text]:
        """The words that the text between two positions becomes, with the nodes that are in it."""
        for node in nodes:
            self._learn(node)
        fields = Fields(self._budget)
        words = brace_words(self.unit.plain, start, end, self._expansions)
        shared = len(words) > 1
        if self._posix:
            words = [[(start, end, None)]]
        for word in words:
            for first, last, string in word:
                if string is None:
                    self._unquoted(first, last, fields)
                else:
                    fields.add([self.unit.spot(first, last, string, known=True)])
            fields.end()
        self.quotes.extend(fields.quotes)
        return [_shared(made) for made in fields.done] if shared else fields.done

    def value(self, node: Any) -> Text:
        """What is assigned to a variable: blanks in values do not separate anything."""
        self._learn(node)
        return self._whole(node.start_byte, node.end_byte)

    def heredoc(self, node: Any, quoted: bool) -> Text:
        """The text of a here-document, with its variables unless its delimiter is quoted."""
        self._learn(node)
        fields = Fields(self._budget)
        if quoted:
            fields.add(self.unit.pieces(node.start_byte, node.end_byte))
        else:
            self._double(node.start_byte, node.end_byte, fields, _IN_HEREDOC)
        return Text(fields.current or ())

    def _whole(self, start: int, end: int) -> Text:
        fields = Fields(self._budget)
        self._unquoted(start, end, fields, splits=False)
        pieces = fields.current or ()
        return Text(pieces or [self.unit.spot(start, end, "", known=True)])

    def _learn(self, node: Any) -> None:
        todo = [node]
        while todo:
            node = todo.pop()
            if node.type in _EXPANSIONS:
                self._expansions[node.start_byte] = node
                if node.type == "command_substitution":
                    continue
            todo.extend(node.children)

    def _unquoted(
        self, start: int, end: int, fields: Fields, splits: bool = True, blanks: bool = False
    ) -> None:
        """Reads what is not quoted. `blanks` says whether blanks that are written divide words."""
        plain = self.unit.plain
        position = start
        while position < end:
            character = plain[position]
            if character == "\\":
                position += 1
                if position < end and plain[position] == "\n":
                    position += 1
                elif position < end and self.unit.next_gap(position, end) > position:
                    fields.add(self.unit.pieces(position, position + 1))
                    position += 1
            elif character == "'":
                close = plain.find("'", position + 1, end)
                close = end if close < 0 else close
                if _HAS_VARIABLE.search(plain, position, close):
                    self.literal.extend(self.unit.pieces(position + 1, close))
                self._literal(position, position + 1, close, fields)
                position = close + 1
            elif character == '"':
                position = self._quoted(position, end, fields)
            elif character in "$`":
                position = self._dollar(position, end, fields, splits)
            elif character in "<>" and position in self._expansions:
                stop = self._expansions[position].end_byte
                fields.add([self.unit.spot(position, stop, "${process}", known=False)])
                position = stop
            else:
                match = _ORDINARY.match(plain, position, end)
                stop = match.end() if match else position + 1
                pieces = self.unit.pieces(position, stop)
                self.bare.extend(piece for piece in pieces if not piece.text.isascii())
                if blanks:
                    fields.split(Text(pieces))
                else:
                    fields.add(pieces)
                position = stop

    def _literal(self, opening: int, start: int, end: int, fields: Fields) -> None:
        pieces = self.unit.pieces(start, end)
        fields.add(pieces or [self.unit.spot(opening, end + 1, "", known=True)])

    def _quoted(self, start: int, end: int, fields: Fields) -> int:
        """Reads from a double quote to behind the one that closes it."""
        words = len(fields.done)
        size = fields.size
        stop = self._double(start + 1, end, fields, _IN_DOUBLE)
        if size == fields.size and words == len(fields.done) and self._keeps_empty(start, stop):
            fields.add([self.unit.spot(start, stop, "", known=True)])
        return stop

    def _keeps_empty(self, start: int, stop: int) -> bool:
        """`"$@"` without parameters is no word; `""` and `"$X"` are one."""
        return "@" not in self.unit.plain[start:stop]

    def _double(self, start: int, end: int, fields: Fields, ordinary: re.Pattern[str]) -> int:
        plain = self.unit.plain
        position = start
        while position < end:
            character = plain[position]
            if character == '"' and ordinary is _IN_DOUBLE:
                return position + 1
            if character == "\\":
                following = plain[position + 1 : position + 2]
                if following == "\n":
                    position += 2
                elif following in ("$", "`", "\\", '"') and (
                    following != '"' or ordinary is _IN_DOUBLE
                ):
                    fields.add(self.unit.pieces(position + 1, position + 2))
                    position += 2
                else:
                    fields.add(self.unit.pieces(position, position + 1))
                    position += 1
            elif character in "$`":
                position = self._dollar(position, end, fields, splits=False, quoted=True)
            else:
                match = ordinary.match(plain, position, end)
                stop = match.end() if match else position + 1
                fields.add(self.unit.pieces(position, stop))
                position = stop
        return position

    def _dollar(
        self, start: int, end: int, fields: Fields, splits: bool, quoted: bool = False
    ) -> int:
        """Reads what begins with `$` or a back quote."""
        plain = self.unit.plain
        limit = self.unit.next_gap(start + 1, end)
        following = plain[start + 1 : start + 2] if start + 1 < limit else ""
        node = self._expansions.get(start)
        if node is not None and node.type == "command_substitution":
            self._command(node, fields, splits)
            return int(node.end_byte)
        if node is not None and node.type == "arithmetic_expansion":
            stop = int(node.end_byte)
            fields.add([self.unit.spot(start, stop, "${number}", known=False)])
            return stop
        if following == "{":
            stop = int(node.end_byte) if node is not None else _closing(plain, start + 1, end)
            self._refer(start, stop)
            self._variables.braced(start, stop, fields, splits, quoted)
            return stop
        if following == "'" and not quoted:
            return self._ansi(start, end, fields)
        if following == '"' and not quoted:
            return start + 1
        match = NAME.match(plain, start + 1, limit)
        if match is not None:
            self._refer(start, match.end())
            self._variables.variable(match[0], start, match.end(), fields, splits)
            return match.end()
        if following and (following.isdigit() or following in "@*#?$!-"):
            self._variables.variable(following, start, start + 2, fields, splits)
            return start + 2
        if plain[start] == "`" or following == "(":
            close = plain.find("`", start + 1, end) if plain[start] == "`" else -1
            stop = (
                close + 1
                if close >= 0
                else _closing(plain, start + 1, end)
                if following == "("
                else end
            )
            fields.add([self.unit.spot(start, stop, "${output}", known=False)])
            return stop
        fields.add(self.unit.pieces(start, start + 1))
        return start + 1

    def _refer(self, start: int, stop: int) -> None:
        written = self.unit.plain[start:stop]
        if _REFERENCE.fullmatch(written):
            piece = self.unit.spot(start, stop, written, known=True)
            line = "".join(piece.source.lines()[piece.line - 1 : piece.line])
            # What is written there may be a value that becomes this text: no variable's name.
            if line[piece.column - 1 : piece.column - 1 + len(written)] == written:
                self.references.append(piece)

    def _command(self, node: Any, fields: Fields, splits: bool) -> None:
        text = self.output(node)
        if text is None:
            name = "_".join(
                re.findall(r"[A-Za-z]\w*", self.unit.plain[node.start_byte : node.end_byte])[:3]
            )
            placeholder = f"${{{name or 'output'}}}"
            fields.add([self.unit.spot(node.start_byte, node.end_byte, placeholder, known=False)])
        elif splits:
            fields.split(text)
        else:
            fields.add(list(text.pieces))

    def _ansi(self, start: int, end: int, fields: Fields) -> int:
        r"""Reads `$'...'`, in which `\n` and others have a meaning."""
        plain = self.unit.plain
        position = start + 2
        begin = position
        while position < end and plain[position] != "'":
            if plain[position] == "\\" and position + 1 < end:
                if position > begin:
                    fields.add(self.unit.pieces(begin, position))
                match = _ANSI.match(plain, position, end)
                stop = match.end() if match else position + 1
                fields.add(
                    [
                        self.unit.spot(
                            position, stop, _unescape(match) if match else "\\", known=True
                        )
                    ]
                )
                position = begin = stop
            else:
                position += 1
        self._literal(start, begin, min(position, end), fields)
        return position + 1

    def _inner(self, start: int, end: int, fields: Fields, splits: bool, quoted: bool) -> None:
        """The default of a variable: `${A:-b c}` is two words, unless it is quoted or assigned."""
        if self._depth >= _MAX_DEPTH:
            fields.add([self.unit.spot(start, end, "${default}", known=False)])
            return
        self._depth += 1
        if quoted and self.unit.plain[start : start + 1] != '"':
            self._double(start, end, fields, _IN_HEREDOC)
        else:
            self._unquoted(start, end, fields, splits, blanks=splits)
        self._depth -= 1


def _shared(word: Text) -> Text:
    """A word that braces make: no part of it is edited, since it is a part of others, too."""
    return Text(
        Piece(piece.text, piece.source, piece.line, piece.column, piece.known, len(piece.text))
        if piece.width < 0
        else piece
        for piece in word.pieces
    )


def _unescape(match: re.Match[str]) -> str:
    octal, byte, short, long, single = match.groups()
    if single is not None:
        return _ESCAPES.get(single, single if single in "\\'\"?" else "\\" + single)
    code = int(octal, 8) if octal else int(byte or short or long, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _closing(plain: str, start: int, end: int) -> int:
    """Behind the bracket that closes the one at `start`, for what the grammar could not read."""
    opening = plain[start]
    closing = {"{": "}", "(": ")"}[opening]
    depth = 0
    for position in range(start, end):
        if plain[position] == opening:
            depth += 1
        elif plain[position] == closing:
            depth -= 1
            if depth == 0:
                return position + 1
    return end
