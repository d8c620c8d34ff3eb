"""The expressions of GitHub workflows in a text: `${{ env.REGION }}`."""

from __future__ import annotations

from lint.deploy.text import Text
from lint.deploy.yaml_text import unknown
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LITERAL = lazy_regex(r"'((?:[^']|'')*)'")
_INDEX = lazy_regex(r"(\w+)\[\s*'([\w-]+)'\s*\]")
MAX_TEXT = 64 << 10
"""A text that expressions make longer is cut: `env` may double it again and again."""


class Values:
    """What the names in expressions stand for, as far as the files say.

    A name that is not in there, or stands for None, is not known. `used` hears of every input
    that a text was filled with.
    """

    __slots__ = ("known", "used_input")

    def __init__(self, known: Mapping[str, Text | None] | None = None) -> None:
        self.known = dict(known or {})
        self.used_input = False

    def get(self, expression: str) -> Text | None:
        """The value of an expression; None where it is not known."""
        name = expression.strip().lower()
        index = _INDEX.fullmatch(name)
        if index is not None:
            name = f"{index[1]}.{index[2]}"
        value = self.known.get(name)
        if value is not None and name.startswith("inputs."):
            self.used_input = True
        return value

    def with_more(self, more: Mapping[str, Text | None]) -> Values:
        """The same names and some more, which win."""
        made = Values({**self.known, **more})
        made.used_input = self.used_input
        return made


def fill(text: Text, values: Values) -> Text:
    """The text with its expressions replaced by what they stand for, or by unknown pieces."""
    string = str(text)
    if "${{" not in string:
        return text
    parts: list[Text] = []
    done = size = 0
    while (start := string.find("${{", done)) >= 0:
        end = string.find("}}", start + 3) + 2
        if end < 2:
            break
        parts.append(text.cut(done, start))
        written = text.cut(start, end)
        part = _value(string[start + 3 : end - 2].strip(), written, values)
        size += len(part)
        if size > MAX_TEXT:
            part = unknown(written, "${{ expression }}")
        parts.append(part)
        done = end
    parts.append(text.cut(done))
    return Text([piece for part in parts if part for piece in part.pieces] or text.cut(0, 0).pieces)


def _value(expression: str, written: Text, values: Values) -> Text:
    literal = _LITERAL.fullmatch(expression)
    if literal is not None:
        return written.written(literal[1].replace("''", "'"))
    value = values.get(expression)
    if value is not None:
        return value.lent()
    plain = expression and not any(character in "{}\n\r" for character in expression)
    return unknown(written, f"${{{{ {expression if plain else 'expression'} }}}}")
