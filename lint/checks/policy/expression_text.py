"""What a CEL expression mentions: variables, the fields that it takes of them, and paths."""

from __future__ import annotations

import re

from lint.support.cel import VARIABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.support.cel_syntax import Term

_SPACE_OR_TEXT = re.compile(
    r"((?:[bB]?[rR]?|[rR][bB])(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?''')"
    r"|(?:[rR][bB]?|[bB][rR])(?:\"[^\"]*\"|'[^']*')"
    r"|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
    r"|(?:\s|//[^\n]*)+"
)


def mentioned_variables(term: Term) -> dict[str, list[str]]:
    """The variables that an expression mentions, each with the fields that it takes of it.

    [] stands for all fields: the variable is also used as a whole.
    """
    fields: dict[str, set[str]] = {}
    whole: set[str] = set()
    taken: set[int] = set()
    for part, bound in term.walk():
        if part.key is not None and part.parts[0].kind == "name":
            name = part.parts[0].name
            if name in VARIABLES and name not in bound and isinstance(part.key, str):
                taken.add(id(part.parts[0]))
                fields.setdefault(name, set()).add(part.key)
        elif part.kind == "name" and part.name in VARIABLES and part.name not in bound:
            if id(part) not in taken:
                whole.add(part.name)
                fields.setdefault(part.name, set())
    return {
        name: [] if name in whole else sorted(fields[name]) for name in VARIABLES if name in fields
    }


def mentioned_paths(term: Term) -> list[list[str]]:
    """Each path of a variable and constant steps below it, in the order of the text."""
    paths: list[list[str]] = []
    within: set[int] = set()
    for part, bound in term.walk():
        if id(part) in within or part.kind not in ("select", "index"):
            continue
        steps: list[str] = []
        while part.kind in ("select", "index"):
            # A step that is not constant ends the path before it.
            steps = [] if part.key is None else [str(part.key), *steps]
            part = part.parts[0]
            within.add(id(part))
        if steps and part.kind == "name" and part.name in VARIABLES and part.name not in bound:
            paths.append([part.name, *steps])
    return paths


def one_line(text: str) -> str:
    """An expression in one line, without comments and with single spaces outside of strings."""
    return _SPACE_OR_TEXT.sub(lambda match: match.group(1) or " ", text).strip()
