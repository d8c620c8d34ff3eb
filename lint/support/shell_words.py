"""The words of a shell's commands: text, variables, and what cannot be known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_TEXT = 32 << 10
"""What variables make of a word is cut there: `A=$A$A` doubles it at every line."""
UNKNOWN = "\ufffc"
"""Replaces a part of a word's text that is not known."""
SCRIPT_FOLDER = "0/.."
"""The name of a variable, as it were, that stands for the folder of the script that runs."""


class Variable:
    """`$NAME` or `${NAME:-default}` in a word. `default` is None where there is none.

    `operator` is what stands between name and default (`:-`, `-`, `:=`, `:+`, ...), "" for a bare
    variable.
    """

    __slots__ = ("default", "name", "operator")

    def __init__(self, name: str, operator: str = "", default: Word | None = None) -> None:
        self.name = name
        self.operator = operator
        self.default = default


class Word:
    """One word of a command: literal text, variables, and None for what cannot be known.

    A word that is not `quoted` vanishes where its variables are empty.
    """

    __slots__ = ("column", "line", "parts", "quoted")

    def __init__(
        self, parts: list[str | Variable | None], line: int, column: int, quoted: bool = False
    ) -> None:
        self.parts = parts
        self.quoted = quoted
        self.line = line
        self.column = column

    def text(self, variables: Mapping[str, str | None]) -> str:
        """The word with the variables filled in; `UNKNOWN` replaces every unknown part.

        `variables` maps a name to its value, or to None where it is set to something unknown. A
        name that is missing is unset: its default counts, else nothing. What comes after
        `MAX_TEXT` characters is unknown.
        """
        pieces = []
        size = 0
        for part in self.parts:
            if size > MAX_TEXT:
                pieces.append(UNKNOWN)
                break
            if isinstance(part, str):
                pieces.append(part)
            elif part is None:
                pieces.append(UNKNOWN)
            else:
                pieces.append(_value(part, variables))
            size += len(pieces[-1])
        return "".join(pieces)

    @property
    def names(self) -> list[str]:
        """The variables that the word reads."""
        return [part.name for part in self.parts if isinstance(part, Variable)]


def plain_words(words: Sequence[Word], variables: Mapping[str, str | None]) -> list[str]:
    """The texts of words; `"$@"` gives the positional parameters, which `variables` has as `@`.

    The words after a total of `MAX_TEXT` characters beyond their own are unknown.
    """
    texts: list[str] = []
    size = 0
    for word in words:
        if size > MAX_TEXT:
            texts.append(UNKNOWN)
            break
        if word.names in (["@"], ["*"]) and len(word.parts) == 1:
            value = variables.get("@")
            if "@" in variables and value is None:
                texts.append(UNKNOWN)
            else:
                texts.extend((value or "").split("\0") if value else [])
                size += len(value or "")
            continue
        text = word.text(variables)
        size += len(text) if word.names else 0
        if word.quoted or not word.names:
            texts += [text] if text or word.quoted else []
        else:
            texts += text.split()  # the shell splits what a variable without quotes stands for
    return texts


def _value(variable: Variable, variables: Mapping[str, str | None]) -> str:
    is_set = variable.name in variables or variable.name == SCRIPT_FOLDER
    value = variables.get(variable.name)
    operator = variable.operator
    if not operator:
        return (UNKNOWN if value is None else value) if is_set else ""
    if operator in (":-", "-", ":=", "="):
        if is_set and value is None:
            return UNKNOWN
        if is_set and value is not None and (value or not operator.startswith(":")):
            return value
        return variable.default.text(variables) if variable.default is not None else ""
    if operator in (":?", "?"):
        return value if value is not None else UNKNOWN
    return UNKNOWN
