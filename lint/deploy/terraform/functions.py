"""Terraform's functions, as far as settings of a service are commonly put together with them.

A function gets what is known of its arguments. What it cannot answer is None, which stands for an
unknown value; so is what Terraform would refuse.
"""

from __future__ import annotations

import json

from lint.deploy.terraform.values import (
    Entries,
    Entry,
    Items,
    Literal,
    Unknown,
    as_text,
    is_known,
    is_null,
    known_text,
    plain,
    written,
)
from lint.deploy.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lint.deploy.terraform.values import Value

    Function = Callable[[Sequence[Value], Text], "Value | None"]

_LONGEST = 100_000
"""Characters of a made string, and items of a made list."""


def call(name: str, arguments: Sequence[Value], anchor: Text) -> Value | None:
    """The result of a function; None where it is not known."""
    function = _FUNCTIONS.get(name)
    if function is None:
        return None
    try:
        return function(arguments, anchor)
    except (IndexError, ValueError, TypeError, OverflowError):
        return None


def _string(text: str, anchor: Text) -> Literal:
    return Literal(anchor.written(text), text)


def _concat(arguments: Sequence[Value], anchor: Text) -> Value | None:
    made: list[Value] = []
    is_open = False
    for argument in arguments:
        if isinstance(argument, Items):
            made += argument.items
            is_open = is_open or argument.open
        elif isinstance(argument, Unknown):
            is_open = True
        else:
            return None
    return Items(made[:_LONGEST], anchor, is_open)


def _merge(arguments: Sequence[Value], anchor: Text) -> Value | None:
    made: dict[str, Entry] = {}
    is_open = False
    for argument in arguments:
        if is_null(argument):
            continue
        if isinstance(argument, Entries):
            made.update(argument.entries)
            is_open = is_open or argument.open
        elif isinstance(argument, Unknown):
            is_open = True
        else:
            return None
        if isinstance(argument, Unknown) or (isinstance(argument, Entries) and argument.open):
            # What is there already may be replaced by what is not known.
            mine = argument.entries if isinstance(argument, Entries) else {}
            for name, entry in made.items():
                if name not in mine:
                    unknown = Unknown(entry.key.written(f"${{{_word(name)}}}", False))
                    made[name] = Entry(entry.key, unknown)
    return Entries(made, anchor, is_open)


def _word(name: str) -> str:
    word = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in name)
    return f"merged.{word}"


def _format(arguments: Sequence[Value], anchor: Text) -> Value | None:
    pattern = arguments[0]
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str) or not pattern.known:
        return None
    pieces: list[Text] = []
    rest = list(arguments[1:])
    text = pattern.text
    start = 0
    string = str(text)
    while (at := string.find("%", start)) >= 0:
        pieces.append(text.cut(start, at))
        verb = string[at + 1 : at + 2]
        if verb == "%":
            pieces.append(text.cut(at, at + 1))
        elif verb in ("s", "d", "v"):
            made = as_text(rest.pop(0))
            if made is None:
                return None
            pieces.append(made)
        else:
            return None
        start = at + 2
    pieces.append(text.cut(start))
    joined = Text.joined(piece for piece in pieces if piece)
    return Literal(joined, str(joined)) if joined.pieces else _string("", anchor)


def _join(arguments: Sequence[Value], anchor: Text) -> Value | None:
    separator = known_text(arguments[0])
    whole = _concat(arguments[1:], anchor)
    if separator is None or not isinstance(whole, Items) or whole.open:
        return None
    pieces: list[Text] = []
    for number, item in enumerate(whole.items):
        text = as_text(item)
        if text is None:
            return None
        if number and separator:
            pieces.append(text.written(separator))
        pieces.append(text)
    joined = Text.joined(pieces)
    return Literal(joined, str(joined)) if joined.pieces else _string("", anchor)


def _split(arguments: Sequence[Value], anchor: Text) -> Value | None:
    separator, text = known_text(arguments[0]), as_text(arguments[1])
    if not separator or text is None or not text.known:
        return None
    return Items([Literal(part, str(part)) for part in text.split(separator)], anchor)


def _list(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value = arguments[0]
    return value if isinstance(value, Items) else None


def _set(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value = arguments[0]
    if not isinstance(value, Items):
        return None
    seen: dict[str, Value] = {}
    for number, item in enumerate(value.items):
        text = known_text(item)
        seen.setdefault(f"={text}" if text is not None else f"?{number}", item)
    return Items(list(seen.values()), value.anchor, value.open)


def _map(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value = arguments[0]
    return value if isinstance(value, Entries) else None


def _tostring(arguments: Sequence[Value], anchor: Text) -> Value | None:
    text = as_text(arguments[0])
    return Literal(text, str(text)) if text is not None else None


def _tonumber(arguments: Sequence[Value], anchor: Text) -> Value | None:
    text = known_text(arguments[0])
    if text is None or len(text) > 30:
        return None
    number = float(text)
    return Literal(anchor.written(text), int(number) if number.is_integer() else number)


def _same(arguments: Sequence[Value], anchor: Text) -> Value | None:
    return arguments[0]


def _jsonencode(arguments: Sequence[Value], anchor: Text) -> Value | None:
    if not is_known(arguments[0]):
        return None
    text = json.dumps(plain(arguments[0]), separators=(",", ":"), ensure_ascii=False)
    return _string(text, anchor)


def _coalesce(arguments: Sequence[Value], anchor: Text) -> Value | None:
    for argument in arguments:
        if isinstance(argument, Unknown):
            return None
        if not is_null(argument) and not (isinstance(argument, Literal) and argument.value == ""):
            return argument
    return None


def _try(arguments: Sequence[Value], anchor: Text) -> Value | None:
    first = arguments[0]
    return None if isinstance(first, Unknown) else first


def _lookup(arguments: Sequence[Value], anchor: Text) -> Value | None:
    table, name = arguments[0], known_text(arguments[1])
    if not isinstance(table, Entries) or name is None:
        return None
    found = table.get(name)
    if found is None and not table.open:
        return arguments[2]
    return found


def _keys(arguments: Sequence[Value], anchor: Text) -> Value | None:
    table = arguments[0]
    if not isinstance(table, Entries):
        return None
    names = sorted(table.entries)
    items: list[Value] = [Literal(table.entries[name].key.written(name), name) for name in names]
    return Items(items, anchor, table.open)


def _values(arguments: Sequence[Value], anchor: Text) -> Value | None:
    table = arguments[0]
    if not isinstance(table, Entries):
        return None
    return Items([table.entries[name].value for name in sorted(table.entries)], anchor, table.open)


def _length(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value = arguments[0]
    if isinstance(value, Items) and not value.open:
        return Literal(anchor, len(value.items))
    if isinstance(value, Entries) and not value.open:
        return Literal(anchor, len(value.entries))
    text = known_text(value)
    return None if text is None else Literal(anchor, len(text))


def _flatten(arguments: Sequence[Value], anchor: Text) -> Value | None:
    if not isinstance(arguments[0], Items):
        return None
    made: list[Value] = []
    todo: list[Value] = [arguments[0]]
    is_open = False
    while todo and len(made) < _LONGEST:
        value = todo.pop()
        if isinstance(value, Items):
            is_open = is_open or value.open
            todo.extend(reversed(value.items))
        elif isinstance(value, Unknown):
            is_open = True  # it may be a list
        else:
            made.append(value)
    return Items(made, anchor, is_open)


def _compact(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value = arguments[0]
    if not isinstance(value, Items):
        return None
    kept = [item for item in value.items if not is_null(item) and known_text(item) != ""]
    return Items(kept, value.anchor, value.open)


def _contains(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value, wanted = arguments[0], known_text(arguments[1])
    if not isinstance(value, Items) or wanted is None:
        return None
    if any(known_text(item) == wanted for item in value.items):
        return Literal(anchor, True)
    return Literal(anchor, False) if is_known(value) else None


def _element(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value, number = arguments[0], known_text(arguments[1])
    if not isinstance(value, Items) or value.open or number is None or not value.items:
        return None
    return value.items[int(number) % len(value.items)]


def _one(arguments: Sequence[Value], anchor: Text) -> Value | None:
    value = arguments[0]
    if not isinstance(value, Items) or value.open or len(value.items) != 1:
        return None
    return value.items[0]


def _of_text(change: Callable[[str], str]) -> Function:
    def function(arguments: Sequence[Value], anchor: Text) -> Value | None:
        text = known_text(arguments[0])
        if text is None:
            return None
        made = change(text)
        place = arguments[0]
        if isinstance(place, Literal):
            anchor = place.text
        return Literal(anchor.written(made), made)

    return function


def _of_two(change: Callable[[str, str], str]) -> Function:
    def function(arguments: Sequence[Value], anchor: Text) -> Value | None:
        first, second = known_text(arguments[0]), known_text(arguments[1])
        if first is None or second is None:
            return None
        return _string(change(first, second), anchor)

    return function


def _replace(arguments: Sequence[Value], anchor: Text) -> Value | None:
    words = [known_text(argument) for argument in arguments]
    text, old, new = words
    if text is None or old is None or new is None or (old[:1] == "/" and old[-1:] == "/"):
        return None
    if not old or len(text) * max(len(new), 1) > _LONGEST:
        return None
    return _string(text.replace(old, new), anchor)


def _substr(arguments: Sequence[Value], anchor: Text) -> Value | None:
    text, offset, length = (known_text(argument) for argument in arguments)
    if text is None or offset is None or length is None:
        return None
    start = int(offset) if int(offset) >= 0 else max(len(text) + int(offset), 0)
    end = len(text) if int(length) < 0 else start + int(length)
    return _string(text[start:end], anchor)


_FUNCTIONS: dict[str, Function] = {
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _set,
    "element": _element,
    "flatten": _flatten,
    "format": _format,
    "join": _join,
    "jsonencode": _jsonencode,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _of_text(str.lower),
    "merge": _merge,
    "nonsensitive": _same,
    "one": _one,
    "replace": _replace,
    "sensitive": _same,
    "setunion": _concat,
    "split": _split,
    "substr": _substr,
    "tolist": _list,
    "tomap": _map,
    "tonumber": _tonumber,
    "toset": _set,
    "tostring": _tostring,
    "trimprefix": _of_two(lambda text, word: text.removeprefix(word)),
    "trimspace": _of_text(str.strip),
    "trimsuffix": _of_two(lambda text, word: text.removesuffix(word)),
    "try": _try,
    "upper": _of_text(str.upper),
    "values": _values,
}


def operate(operator: str, left: Value, right: Value, anchor: Text) -> Value | None:
    """The result of a binary operator; None where it is not known."""
    first, second = _primitive(left), _primitive(right)
    if operator in ("&&", "||"):
        deciding = operator == "||"
        if deciding in (first, second):
            return Literal(anchor, deciding)
        return Literal(anchor, not deciding) if first is not None and first is second else None
    if operator in ("==", "!="):
        if not (is_known(left) and is_known(right)):
            return None
        equal = _equal(left, right)
        return Literal(anchor, equal if operator == "==" else not equal)
    try:
        x, y = float(written(first)), float(written(second))
    except ValueError:
        return None
    if isinstance(first, bool) or isinstance(second, bool) or max(abs(x), abs(y)) > 1e15:
        return None
    if operator in ("<", ">", "<=", ">="):
        answer = {"<": x < y, ">": x > y, "<=": x <= y, ">=": x >= y}[operator]
        return Literal(anchor, answer)
    if operator in ("/", "%") and not y:
        return None
    result = {
        "+": lambda: x + y,
        "-": lambda: x - y,
        "*": lambda: x * y,
        "/": lambda: x / y,
        "%": lambda: x % y,
    }.get(operator)
    if result is None:
        return None
    number = result()
    shown: int | float = int(number) if number.is_integer() else number
    return Literal(anchor.written(written(shown)), shown)


def _primitive(value: Value) -> str | int | float | bool | None:
    return value.value if isinstance(value, Literal) and value.known else None


def _equal(left: Value, right: Value) -> bool:
    first, second = plain(left), plain(right)
    if isinstance(first, bool) != isinstance(second, bool):
        return False  # True is 1 to Python
    return first == second
