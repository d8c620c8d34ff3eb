"""The grammars of annotations that hold JSON: syntax and shape, not whether the names exist."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_INTERFACE_KEYS = ("network", "subnetwork", "tags")
_TOKEN = lazy_regex(r"\s*(?:([\[\]{},:])|\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([^\s\[\]{},:\"']+))")
MAX_DEPTH = 8
"""No annotation nests deeper; what does is not judged as anything but broken."""


class FlowError(Exception):
    """A text that is neither JSON nor a YAML flow value."""


def grammar_faults(grammar: str, text: str) -> Iterator[tuple[str, str, bool]]:
    """Message, help and doubtfulness of each fault in the value of an annotation.

    `grammar` is "strings" (a JSON list), "string-map", "name-lists" (name to list of names, also
    as YAML flow text, as Google's samples write it), "interfaces", or "json" for any JSON.
    A doubtful fault is one that the API is not known to refuse.
    """
    help = _JSON_HELP[grammar]
    try:
        value = _json(text)
    except ValueError as error:
        try:
            value = read_flow(text)
        except FlowError:
            yield f"is not JSON: {error}", help, False
            return
        # The API takes flow text for dependencies; nobody has written down that it does so here.
        if grammar != "name-lists":
            yield f"is not JSON: {error}", help, True
    if grammar == "strings":
        if not _names(value):
            yield "is not a JSON list of strings", help, False
    elif grammar == "string-map":
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            yield "is not a JSON object of strings", help, False
    elif grammar == "name-lists":
        if not isinstance(value, dict) or not all(_names(item) for item in value.values()):
            yield "is not an object of lists of container names", help, False
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


def _json(text: str) -> Any:
    """The JSON value. Raises `ValueError` with one line of words."""
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.colno}"
        raise ValueError(where) from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _interfaces(value: Any) -> Iterator[tuple[str, str, bool]]:
    help = _JSON_HELP["interfaces"]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        yield "is not a JSON list of one interface", help, False
        return
    if len(value) != 1:
        yield f"has {len(value)} interfaces; exactly one is allowed", help, False
    for interface in value:
        for key, item in interface.items():
            if key not in _INTERFACE_KEYS:
                yield f"has the unknown key `{key[:60]}`", did_you_mean(key, _INTERFACE_KEYS), True
            elif key == "tags":
                if not _names(item):
                    yield (
                        "has `tags` that are no list of strings",
                        'Write `"tags": ["a", "b"]`.',
                        False,
                    )
            elif not isinstance(item, str):
                yield f"has a `{key}` that is no string", "Write its name in quotes.", False


_JSON_HELP = {
    "strings": 'Write `["a", "b"]`.',
    "string-map": 'Write `{"container": "value"}`.',
    "name-lists": 'Write `{"container": ["dependency"]}`.',
    "interfaces": 'Write `[{"network": "NETWORK", "subnetwork": "SUBNETWORK"}]`.',
    "json": "Correct the JSON.",
}
