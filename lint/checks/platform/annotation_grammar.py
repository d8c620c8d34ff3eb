"""The grammars of annotations that hold JSON: syntax and shape, not whether the names exist."""

from __future__ import annotations

from lint.checks.suggestion import suggestion
from lint.model import text as shown
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.model.text import Message

_INTERFACE_KEYS = ("network", "subnetwork", "tags")
_TOKEN = lazy_regex(r"\s*(?:([\[\]{},:])|\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([^\s\[\]{},:\"']+))")
MAX_DEPTH = 8
"""No annotation nests deeper; what does is not judged as anything but broken."""


class FlowError(Exception):
    """A text that is neither JSON nor a YAML flow value."""


def grammar_faults(grammar: str, text: str) -> Iterator[tuple[Message, Message, bool]]:
    """Message, help and doubtfulness of each fault in the value of an annotation.

    A message follows the name of the annotation.
    `grammar` is "strings" (a JSON list), "string-map", "name-lists" (name to list of names, also
    as YAML flow text, as Google's samples write it), "interfaces", or "json" for any JSON.
    A doubtful fault is one that the API is not known to refuse.
    """
    help = _JSON_HELP[grammar]
    value, error = _json(text)
    if error:
        not_json = say("is not valid JSON: {}", error)
        try:
            value = read_flow(text)
        except FlowError:
            yield not_json, help, False
            return
        # The API takes flow text for dependencies; nobody has written down that it does so here.
        if grammar != "name-lists":
            yield not_json, help, True
    if grammar == "strings":
        if not _names(value):
            yield say("must be a JSON list of strings"), help, False
    elif grammar == "string-map":
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            yield say("must be a JSON object whose values are strings"), help, False
    elif grammar == "name-lists":
        if not isinstance(value, dict) or not all(_names(item) for item in value.values()):
            yield (
                say("must be a JSON object whose values are lists of container names"),
                help,
                False,
            )
    elif grammar == "interfaces":
        yield from _interfaces(value)


def read_flow(text: str) -> Any:
    """The value of a YAML flow text such as `{app:[collector]}`; all scalars are strings.

    Unlike YAML, a `:` needs no space behind it: Google's samples have none, and the API takes
    them. Raises `FlowError`.
    """
    tokens: list[tuple[str, str]] = []
    position = 0
    text = text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FlowError(position)
        mark, double, single, plain = match.groups()
        if mark:
            tokens.append((mark, ""))
        else:
            word = next(part for part in (double, single, plain) if part is not None)
            tokens.append(("word", word))
        position = match.end()
    value, rest = _value(tokens, 0, 0)
    if rest != len(tokens):
        raise FlowError(rest)
    return value


def _value(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Any, int]:
    kind, word = _token(tokens, at)
    if depth > MAX_DEPTH:
        raise FlowError(at)
    if kind == "word":
        return word, at + 1
    if kind == "[":
        items = []
        at += 1
        while _token(tokens, at)[0] != "]":
            item, at = _value(tokens, at, depth + 1)
            items.append(item)
            at = _next(tokens, at, "]")
        return items, at + 1
    if kind != "{":
        raise FlowError(at)
    mapping = {}
    at += 1
    while _token(tokens, at)[0] != "}":
        kind, name = _token(tokens, at)
        if kind != "word" or _token(tokens, at + 1)[0] != ":":
            raise FlowError(at)
        mapping[name], at = _value(tokens, at + 2, depth + 1)
        at = _next(tokens, at, "}")
    return mapping, at + 1


def _token(tokens: list[tuple[str, str]], at: int) -> tuple[str, str]:
    if at >= len(tokens):
        raise FlowError(at)
    return tokens[at]


def _next(tokens: list[tuple[str, str]], at: int, end: str) -> int:
    kind = _token(tokens, at)[0]
    if kind == ",":
        return at + 1
    if kind != end:
        raise FlowError(at)
    return at


def _json(text: str) -> tuple[Any, Message]:
    """The JSON value, and what is wrong with the text where it has none."""
    import json

    try:
        return json.loads(text), shown.NOTHING
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        return None, say("{} at character {}", shown.own(what), shown.number(error.colno))
    except ValueError:
        return None, say("a number in it is too long")
    except RecursionError:
        return None, say("it is nested too deeply")


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _interfaces(value: Any) -> Iterator[tuple[Message, Message, bool]]:
    help = _JSON_HELP["interfaces"]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        yield say("must be a JSON list that contains one object"), help, False
        return
    if len(value) != 1:
        message = say("has {}; exactly 1 is allowed", shown.count(len(value), "interface"))
        yield message, help, False
    for interface in value:
        for key, item in interface.items():
            if key not in _INTERFACE_KEYS:
                message = say("has the unknown key `{}`", shown.name(key))
                yield message, suggestion(key, _INTERFACE_KEYS), True
            elif key == "tags":
                if not _names(item):
                    message = say("has a value for `tags` that is not a list of strings")
                    yield message, say('Write `"tags": ["a", "b"]`.'), False
            elif not isinstance(item, str):
                message = say("has a value for `{}` that is not a string", shown.own(key))
                yield message, say("Write its name in quotes."), False


_JSON_HELP = {
    "strings": say('Write `["a", "b"]`.'),
    "string-map": say("Write `{}`.", shown.own('{"container": "value"}')),
    "name-lists": say("Write `{}`.", shown.own('{"container": ["dependency"]}')),
    "interfaces": say(
        "Write `{}`.", shown.own('[{"network": "NETWORK", "subnetwork": "SUBNETWORK"}]')
    ),
    "json": say("Correct the JSON."),
}
