"""The words that the shell makes of what is written: quotes, variables, output of commands."""

from __future__ import annotations

import re

from lint.deploy.bash.scope import MAX_TEXT
from lint.deploy.text import Piece, Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lint.deploy.bash.scope import Scope, Value
    from lint.deploy.bash.unit import Unit

MAX_WORK = 300_000
MAX_COMMANDS = 500
_MAX_DEPTH = 30
_ORDINARY = lazy_regex(r"[^\\'\"$`\n]+|\n")
_IN_DOUBLE = lazy_regex(r"[^\\\"$`]+")
_IN_HEREDOC = lazy_regex(r"[^\\$`]+")
_NAME = lazy_regex(r"[A-Za-z_]\w*")
_QUOTED_VALUE = lazy_regex(r"(?:--?[A-Za-z][\w-]*=)?[\"']")
_HAS_VARIABLE = lazy_regex(r"\$(?:[A-Za-z_]|\{[A-Za-z_])")
_BLANKS = lazy_regex(r"[ \t\n]+")
_BRACED = lazy_regex(
    r"(?P<prefix>[#!]?)(?P<name>[A-Za-z_]\w*|\d+|[@*?$!#-])(?:\[(?P<index>[^\]]*)\])?"
    r"(?P<operator>:?[-=+?]|##?|%%?|//?|\^\^?|,,?|:|@|)"
)
_ESCAPES = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
    "v": "\v",
}  # fmt: skip
_ANSI = lazy_regex(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(.))", re.DOTALL
)
_EXPANSIONS = frozenset(
    ("arithmetic_expansion", "command_substitution", "expansion", "process_substitution")
)
_SPECIAL = {"?": "status", "$": "pid", "!": "pid", "#": "count", "-": "options"}


class TooLongError(Exception):
    """A script makes more of its variables than anybody would write."""


class Budget:
    """What reading the scripts of one file may cost, in pieces of text, statements and commands."""

    __slots__ = ("commands", "left")

    def __init__(self) -> None:
        self.left = MAX_WORK
        self.commands = MAX_COMMANDS

    def keep(self) -> bool:
        """Whether one more command may be kept."""
        self.commands -= 1
        return self.commands >= 0

    def spend(self, amount: int) -> None:
        """Raises `TooLongError` when all is spent."""
        self.left -= amount
        if self.left < 0:
            raise TooLongError


class Fields:
    """The words that are being put together from one that is written."""

    __slots__ = ("_budget", "current", "done", "quotes", "size")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.quotes: list[Piece] = []
        """Values of variables that begin with a quote, which is a character like others there."""
        self.done: list[Text] = []
        self.current: list[Piece] | None = None
        self.size = 0

    def add(self, pieces: list[Piece]) -> None:
        """Goes on with the present word. An empty piece makes a word of nothing."""
        if self.current is None:
            self.current = []
        self._budget.spend(1 + len(pieces))
        for piece in pieces:
            if self.size <= MAX_TEXT:
                self.current.append(piece)
                self.size += len(piece.text)

    def split(self, text: Text) -> None:
        """Adds the value of a variable that is not quoted: its blanks separate words."""
        for piece in text.pieces:
            if not piece.known:
                self.add([piece])
                continue
            position = 0
            for match in _BLANKS.finditer(piece.text):
                self._part(piece, position, match.start())
                self.end()
                position = match.end()
            self._part(piece, position, len(piece.text))

    def _part(self, piece: Piece, start: int, end: int) -> None:
        if start >= end:
            return
        pieces = list(Text([piece]).cut(start, end).pieces)
        if _QUOTED_VALUE.match(piece.text, start, end) and (start or self.current is None):
            self.quotes.extend(pieces)
        self.add(pieces)

    def end(self) -> None:
        """Ends the present word, if there is one."""
        if self.current is not None:
            self.done.append(Text(self.current))
            self.current = None


class Words:
    """Makes words of the nodes of one unit, in one scope.

    `output` runs a command substitution and gives what it prints, None where that is not known.
    """

    __slots__ = ("_budget", "_depth", "_expansions", "literal", "output", "quotes", "scope", "unit")

    def __init__(
        self, unit: Unit, scope: Scope, output: Callable[[Any], Text | None], budget: Budget
    ) -> None:
        self._budget = budget
        self.unit = unit
        self.scope = scope
        self.output = output
        self.quotes: list[Piece] = []
        """Values that begin with a quote which the shell does not remove."""
        self.literal: list[Piece] = []
        """Parts in single quotes that name a variable."""
        self._expansions: dict[int, Any] = {}
        self._depth = 0

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
        self._unquoted(start, end, fields)
        fields.end()
        self.quotes.extend(fields.quotes)
        return fields.done

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

    def _unquoted(self, start: int, end: int, fields: Fields, splits: bool = True) -> None:
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
                fields.add(self.unit.pieces(position, stop))
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
            self._braced(start, stop, fields, splits, quoted)
            return stop
        if following == "'" and not quoted:
            return self._ansi(start, end, fields)
        if following == '"' and not quoted:
            return start + 1
        match = _NAME.match(plain, start + 1, limit)
        if match is not None:
            self._variable(match[0], start, match.end(), fields, splits)
            return match.end()
        if following and (following.isdigit() or following in "@*#?$!-"):
            self._variable(following, start, start + 2, fields, splits)
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

    def _variable(self, name: str, start: int, end: int, fields: Fields, splits: bool) -> None:
        if name in ("@", "*"):
            self._parameters(self.scope.parameters, "args", start, end, fields, splits)
            return
        self._put(self.lookup(name), name, start, end, fields, splits)

    def lookup(self, name: str) -> Value | None:
        """The value of a variable or parameter; None where the environment decides.

        A parameter that a function is called without is an empty list.
        """
        if name.isdigit() and name != "0":
            parameters = self.scope.parameters
            if parameters is None or any(word.is_unknown for word in parameters[: int(name) - 1]):
                return None
            return parameters[int(name) - 1] if len(parameters) >= int(name) else []
        if name == "#" and self.scope.parameters is not None and self.scope.parameters:
            return None
        if name == "PWD":
            return None
        return self.scope.values.get(name)

    def _put(
        self, value: Value | None, name: str, start: int, end: int, fields: Fields, splits: bool
    ) -> None:
        if isinstance(value, list):
            if not value:
                return
            value = value[0]
        if value is None or (value.is_unknown and len(value.pieces) == 1):
            shown = _placeholder(name, value)
            fields.add([self.unit.spot(start, end, shown, known=False)])
        elif splits and self._separator() in " \t\n":
            fields.split(value)
        else:
            fields.add(list(value.pieces))

    def _parameters(
        self,
        words: list[Text] | None,
        name: str,
        start: int,
        end: int,
        fields: Fields,
        splits: bool,
        joined: bool = False,
    ) -> None:
        """`"$@"` and `"${ARRAY[@]}"`: each word stays one."""
        if words is None:
            fields.add([self.unit.spot(start, end, f"${{{name}}}", known=False)])
            return
        for index, word in enumerate(words):
            if index:
                if joined:
                    fields.add([self.unit.spot(start, end, self._separator(), known=True)])
                else:
                    fields.end()
            if splits:
                fields.split(word)
            else:
                fields.add(list(word.pieces))

    def _separator(self) -> str:
        """What `"${ARRAY[*]}"` puts between the words: the first character of `IFS`."""
        separators = self.scope.values.get("IFS")
        if isinstance(separators, Text) and separators.known:
            return str(separators)[:1]
        return " "

    def _braced(self, start: int, stop: int, fields: Fields, splits: bool, quoted: bool) -> None:
        plain = self.unit.plain
        inner = stop - 1
        match = _BRACED.match(plain, start + 2, self.unit.next_gap(start + 2, inner))
        if match is None:
            fields.add([self.unit.spot(start, stop, "${expression}", known=False)])
            return
        name, index, operator = match["name"], match["index"], match["operator"]
        if match["prefix"]:
            if match["prefix"] == "!" and not operator and index is None:
                target = self.lookup(name)
                if isinstance(target, Text) and target.known and _NAME.fullmatch(str(target)):
                    self._put(self.lookup(str(target)), str(target), start, stop, fields, splits)
                    return
            fields.add([self.unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            return
        value = self.lookup(name)
        if name in ("@", "*"):
            value = self.scope.parameters
            offset = plain[match.end() : inner]
            if operator == ":" and value is not None and offset.isdigit() and offset != "0":
                value, operator = value[int(offset) - 1 :], ""
            elif match.end() != inner:
                operator = ":"
            if operator == "":
                self._parameters(value, "args", start, stop, fields, splits, name == "*")
                return
        if index in ("@", "*"):
            if isinstance(value, list) and operator == "" and match.end() == inner:
                self._parameters(
                    value, name, start, stop, fields, splits and index == "@", index == "*"
                )
                return
            if operator in ("+", ":+", "-", ":-") and isinstance(value, list):
                # `${ARRAY[@]+"${ARRAY[@]}"}`: the array, also where it is empty.
                if value and operator.endswith("+"):
                    self._inner(match.end(), inner, fields, splits, quoted)
                elif value:
                    self._parameters(value, name, start, stop, fields, splits)
                elif operator.endswith("-"):
                    self._inner(match.end(), inner, fields, splits, quoted)
                return
            fields.add([self.unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            return
        if index is not None:
            value = (
                value[int(index)]
                if isinstance(value, list)
                and index.isdigit()
                and int(index) < len(value)
                and not any(word.is_unknown for word in value[: int(index)])
                else value
                if isinstance(value, Text) and index == "0"
                else None
            )
        self._operated(value, name, operator, match.end(), start, stop, fields, splits, quoted)

    def _operated(
        self,
        value: Value | None,
        name: str,
        operator: str,
        position: int,
        start: int,
        stop: int,
        fields: Fields,
        splits: bool,
        quoted: bool,
    ) -> None:
        inner = stop - 1
        if isinstance(value, list):
            value = value[0] if value else Text(())
            is_set = bool(value.pieces)
        else:
            is_set = value is not None
        if operator == "" and position == inner:
            self._put(value, name, start, stop, fields, splits)
        elif operator.lstrip(":") in ("-", "=", "?", "+") and operator != ":":
            decided = _decided(value, is_set, operator)
            uses_default = operator.endswith("+") == bool(decided)
            if decided is None:
                if operator.endswith("="):
                    self.scope.values[name] = Text(
                        [self.unit.spot(start, stop, f"${{{name}}}", known=False)]
                    )
                fields.add([self.unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            elif uses_default and not operator.endswith("?"):
                if operator.endswith("="):
                    self.scope.values[name] = self._whole(position, inner)
                self._inner(position, inner, fields, splits, quoted)
            elif not operator.endswith("+"):
                self._put(value, name, start, stop, fields, splits)
        else:
            changed = None
            if isinstance(value, Text) and value.known:
                changed = _changed(str(value), operator, self.unit.plain[position:inner])
            if changed is None or not isinstance(value, Text):
                fields.add([self.unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            else:
                text = Text([self.unit.spot(start, stop, changed, known=True)])
                self._put(text, name, start, stop, fields, splits)

    def _inner(self, start: int, end: int, fields: Fields, splits: bool, quoted: bool) -> None:
        """The default of a variable, which is a word of its own."""
        if self._depth >= _MAX_DEPTH:
            fields.add([self.unit.spot(start, end, "${default}", known=False)])
            return
        self._depth += 1
        if quoted and self.unit.plain[start : start + 1] != '"':
            self._double(start, end, fields, _IN_HEREDOC)
        else:
            self._unquoted(start, end, fields, splits)
        self._depth -= 1


def _decided(value: Text | None, is_set: bool, operator: str) -> bool | None:
    """Whether a variable counts as set; None where only the environment knows."""
    if value is None:
        return None
    if not is_set:
        return False
    if not operator.startswith(":"):
        return None if value.is_unknown else True
    if any(piece.known and piece.text for piece in value.pieces):
        return True
    return None if not value.known else False


def _placeholder(name: str, value: Text | None) -> str:
    if value is not None and value.string.startswith("${") and value.string[2:].isascii():
        inside = value.string[2:-1]
        if _NAME.fullmatch(inside) is None or inside.isupper():
            return value.string
    return f"${{{_clean(name)}}}"


def _clean(name: str) -> str:
    """A name that a placeholder can have: `${1}` would not be taken for one."""
    if name.isdigit():
        return f"arg{name}"
    return _SPECIAL.get(name, "args" if name in "@*" else name)


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


def _changed(value: str, operator: str, argument: str) -> str | None:
    """What `${NAME%/*}` and its like make of a value; None for what is not read."""
    if operator in ("^^", ",,") and not argument:
        return value.upper() if operator == "^^" else value.lower()
    if operator in ("%", "%%", "#", "##"):
        fixed = argument.replace("*", "", 1)
        if not fixed or any(character in fixed for character in "*?[]\\$`'\"(){}"):
            return None
        return _trimmed(value, operator, argument, fixed)
    return None


def _trimmed(value: str, operator: str, argument: str, fixed: str) -> str | None:
    if argument == fixed:
        return value.removesuffix(fixed) if operator.startswith("%") else value.removeprefix(fixed)
    if operator.startswith("%") and argument.endswith("*"):
        position = value.rfind(fixed) if operator == "%" else value.find(fixed)
        return value if position < 0 else value[:position]
    if operator.startswith("#") and argument.startswith("*"):
        position = value.find(fixed) if operator == "#" else value.rfind(fixed)
        return value if position < 0 else value[position + len(fixed) :]
    return None
