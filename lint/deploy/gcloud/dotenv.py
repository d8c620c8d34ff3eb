"""Env files, as python-dotenv reads them, which gcloud uses for files that end in `.env`.

https://pypi.org/project/python-dotenv: quotes are removed, `export` is allowed, `${NAME}` is
replaced, and a line that is none of this is passed over.
"""

from __future__ import annotations

from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.deploy.text import Text

_BLANK = lazy_regex(r"\s*")
_COMMENT = lazy_regex(r"#[^\r\n]*")
_EXPORT = lazy_regex(r"export[^\S\r\n]+")
_KEY = lazy_regex(r"'([^']+)'|([^=#\s]+)")
_EQUAL = lazy_regex(r"[^\S\r\n]*=[^\S\r\n]*")
_SINGLE = lazy_regex(r"'((?:\\'|[^'])*)'")
_DOUBLE = lazy_regex(r"\"((?:\\\"|[^\"])*)\"")
_PLAIN = lazy_regex(r"[^\r\n]*")
_TAIL = lazy_regex(r"[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|\Z)")
_REST = lazy_regex(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_INLINE_COMMENT = lazy_regex(r"(?<!\s)\s++#.*")
_ESCAPE = lazy_regex(r"\\[\\'\"abfnrtv]")
_QUOTE_ESCAPE = lazy_regex(r"\\[\\']")
_VARIABLE = lazy_regex(r"\$\{([^}:{]*+)(?::-([^}{]*+))?\}")
_ESCAPED = {
    "\\\\": "\\",
    "\\'": "'",
    '\\"': '"',
    "\\a": "\a",
    "\\b": "\b",
    "\\f": "\f",
    "\\n": "\n",
    "\\r": "\r",
    "\\t": "\t",
    "\\v": "\v",
}
MOST_LINES = 5_000


@record
class Binding:
    """A variable of an env file; `value` is None where the line has no `=`."""

    key: Text
    value: Text | None


def read_dotenv(text: Text) -> list[Binding]:
    """The variables of a file in order; of equal names the last counts, where the first was."""
    found: dict[str, Binding] = {}
    string = str(text)
    position = 0
    for _ in range(MOST_LINES):
        match = _BLANK.match(string, position)
        position = match.end() if match else position
        if position >= len(string):
            break
        position = _line(text, string, position, found)
    return list(found.values())


def _line(text: Text, string: str, position: int, found: dict[str, Binding]) -> int:
    """Reads the line at a position; gives where the next one begins."""
    comment = _COMMENT.match(string, position)
    if comment is not None:
        return comment.end()
    start = position
    export = _EXPORT.match(string, position)
    position = export.end() if export is not None else position
    key = _KEY.match(string, position)
    if key is None:
        return _rest(string, start)
    group = 1 if key[1] is not None else 2
    name = text.cut(*key.span(group))
    position = key.end()
    equal = _EQUAL.match(string, position)
    value: Text | None = None
    if equal is not None:
        position, value = _value(text, string, equal.end())
    tail = _TAIL.match(string, position)
    if tail is None:
        return _rest(string, position)
    known = {title: binding.value for title, binding in found.items()}
    if value is not None:
        value = _resolved(value, known)
    found[str(name)] = Binding(name, value)
    return max(tail.end(), start + 1)


def _rest(string: str, position: int) -> int:
    match = _REST.match(string, position)
    return max(match.end() if match is not None else position, position + 1)


def _value(text: Text, string: str, position: int) -> tuple[int, Text]:
    quote = string[position : position + 1]
    if quote in ("'", '"') and quote:
        match = (_SINGLE if quote == "'" else _DOUBLE).match(string, position)
        if match is None:
            return position, text.cut(position, position)
        inner = text.cut(*match.span(1))
        escape = _QUOTE_ESCAPE if quote == "'" else _ESCAPE
        plain = escape.sub(lambda found: _ESCAPED[found[0]], match[1])
        return match.end(), inner if plain == match[1] else inner.written(plain)
    match = _PLAIN.match(string, position)
    assert match is not None
    plain = _INLINE_COMMENT.sub("", match[0]).rstrip()
    return match.end(), text.cut(position, position + len(plain))


def _resolved(value: Text, known: Mapping[str, Text | None]) -> Text:
    """A value with the variables of the file put in; others are those of the environment."""
    string = str(value)
    if "${" not in string:
        return value
    result = ""
    position = 0
    certain = True
    for match in _VARIABLE.finditer(string):
        result += string[position : match.start()]
        position = match.end()
        before = known.get(match[1])
        if match[1] in known and before is not None and before.known:
            result += str(before)
        else:
            certain = False
            result += "${" + "".join(c for c in match[1] if c.isalnum() or c == "_") + "}"
    result += string[position:]
    return value.written(result, certain)


def is_dotenv(path: str) -> bool:
    """Whether gcloud reads a file as an env file, and not as YAML."""
    return path.endswith(".env")
