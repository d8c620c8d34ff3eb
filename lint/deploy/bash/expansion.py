"""What `$NAME` and `${NAME...}` become: parameters, arrays, defaults, changed values."""

from __future__ import annotations

from lint.deploy.text import Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.deploy.bash.fields import Fields
    from lint.deploy.bash.scope import Scope, Value
    from lint.deploy.bash.unit import Unit

NAME = lazy_regex(r"[A-Za-z_]\w*")
_BRACED = lazy_regex(
    r"(?P<prefix>[#!]?)(?P<name>[A-Za-z_]\w*|\d+|[@*?$!#-])(?:\[(?P<index>[^\]]*)\])?"
    r"(?P<operator>:?[-=+?]|##?|%%?|//?|\^\^?|,,?|:|@|)"
)
_SPECIAL = {"?": "status", "$": "pid", "!": "pid", "#": "count", "-": "options"}


class Expansion:
    """Puts the values of variables and parameters into words.

    `inner` reads a default (`${NAME:-default}`) into the words, `whole` reads one as a value.
    """

    __slots__ = ("_inner", "_scope", "_unit", "_whole")

    def __init__(
        self,
        unit: Unit,
        scope: Scope,
        inner: Callable[[int, int, Fields, bool, bool], None],
        whole: Callable[[int, int], Text],
    ) -> None:
        self._unit = unit
        self._scope = scope
        self._inner = inner
        self._whole = whole

    def variable(self, name: str, start: int, end: int, fields: Fields, splits: bool) -> None:
        """Adds the value of `$NAME`, or of the parameters."""
        if name in ("@", "*"):
            self._parameters(self._scope.parameters, "args", start, end, fields, splits)
            return
        self._put(self._lookup(name), name, start, end, fields, splits)

    def braced(self, start: int, stop: int, fields: Fields, splits: bool, quoted: bool) -> None:
        """Adds what `${...}` between two positions becomes."""
        plain = self._unit.plain
        inner = stop - 1
        match = _BRACED.match(plain, start + 2, self._unit.next_gap(start + 2, inner))
        if match is None:
            fields.add([self._unit.spot(start, stop, "${expression}", known=False)])
            return
        name, index, operator = match["name"], match["index"], match["operator"]
        if match["prefix"]:
            if match["prefix"] == "!" and not operator and index is None:
                target = self._lookup(name)
                if isinstance(target, Text) and target.known and NAME.fullmatch(str(target)):
                    self._put(self._lookup(str(target)), str(target), start, stop, fields, splits)
                    return
            fields.add([self._unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            return
        value = self._lookup(name)
        if name in ("@", "*"):
            value = self._scope.parameters
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
            fields.add([self._unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
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

    def _lookup(self, name: str) -> Value | None:
        """The value of a variable or parameter; None where the environment decides.

        A parameter that a function is called without is an empty list.
        """
        if name.isdigit() and name != "0":
            parameters = self._scope.parameters
            if parameters is None or any(word.is_unknown for word in parameters[: int(name) - 1]):
                return None
            return parameters[int(name) - 1] if len(parameters) >= int(name) else []
        if name == "#" and self._scope.parameters is not None and self._scope.parameters:
            return None
        if name == "PWD":
            return None
        return self._scope.values.get(name)

    def _put(
        self, value: Value | None, name: str, start: int, end: int, fields: Fields, splits: bool
    ) -> None:
        if isinstance(value, list):
            if not value:
                return
            value = value[0]
        if value is None or (value.is_unknown and len(value.pieces) == 1):
            shown = _placeholder(name, value)
            fields.add([self._unit.spot(start, end, shown, known=False)])
        elif splits and self._separator() in " \t\n":
            fields.split(value.lent())
        else:
            fields.add(list(value.lent().pieces))

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
            fields.add([self._unit.spot(start, end, f"${{{name}}}", known=False)])
            return
        for index, word in enumerate(words):
            if index:
                if joined:
                    fields.add([self._unit.spot(start, end, self._separator(), known=True)])
                else:
                    fields.end()
            if splits:
                fields.split(word.lent())
            else:
                fields.add(list(word.lent().pieces))

    def _separator(self) -> str:
        """What `"${ARRAY[*]}"` puts between the words: the first character of `IFS`."""
        separators = self._scope.values.get("IFS")
        if isinstance(separators, Text) and separators.known:
            return str(separators)[:1]
        return " "

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
                    self._scope.values[name] = Text(
                        [self._unit.spot(start, stop, f"${{{name}}}", known=False)]
                    )
                fields.add([self._unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            elif uses_default and not operator.endswith("?"):
                if operator.endswith("="):
                    self._scope.values[name] = self._whole(position, inner)
                self._inner(position, inner, fields, splits, quoted)
            elif not operator.endswith("+"):
                self._put(value, name, start, stop, fields, splits)
        else:
            changed = None
            if isinstance(value, Text) and value.known:
                changed = _changed(str(value), operator, self._unit.plain[position:inner])
            if changed is None or not isinstance(value, Text):
                fields.add([self._unit.spot(start, stop, f"${{{_clean(name)}}}", known=False)])
            else:
                text = Text([self._unit.spot(start, stop, changed, known=True)])
                self._put(text, name, start, stop, fields, splits)


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
        if NAME.fullmatch(inside) is None or inside.isupper():
            return value.string
    return f"${{{_clean(name)}}}"


def _clean(name: str) -> str:
    """A name that a placeholder can have: `${1}` would not be taken for one."""
    if name.isdigit():
        return f"arg{name}"
    return _SPECIAL.get(name, "args" if name in "@*" else name)


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
