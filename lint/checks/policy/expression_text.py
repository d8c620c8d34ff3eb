"""What the text of a CEL expression mentions: variables, the fields that it takes of them, and paths.

The text is searched with regular expressions, not parsed.
"""

from __future__ import annotations

import re

from lint.support.cel import VARIABLES
from lint.support.lazy_regex import lazy_regex

_PATH = lazy_regex(
    r"\b(resource|service|job|workerPool|instance|template|container|annotations|env)"
    r"((?:\.\??[A-Za-z_]\w*(?!\w*\s*\()|\[\s*(?:'[^']*'|\"[^\"]*\"|\d+)\s*\])+)"
)
_STEP = lazy_regex(
    r"\.\??([A-Za-z_]\w*)|\[\s*'([^']*)'\s*\]|\[\s*\"([^\"]*)\"\s*\]|\[\s*(\d+)\s*\]"
)
_JOINT = lazy_regex(r"&&|\|\||[?()\[\]{}]")
_STRING = lazy_regex(
    r"(?:[rR]|\b[bB])?(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?''')"
    r"|[rR](?:\"[^\"]*\"|'[^']*')"
    r"|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
)


def mentioned_paths(expression: str) -> list[list[str]]:
    """Each path of a variable and steps below it, in the order of the text."""
    return [
        [match.group(1), *_steps(match.group(2))]
        for match in _PATH.finditer(re.sub(r"'[^']*'|\"[^\"]*\"", _blank_free, expression))
    ]


def operands(expression: str) -> list[str]:
    """The parts of an expression of which each must be true, joined by `&&`; else the whole of it."""
    depth = start = 0
    parts = []
    code = _STRING.sub(lambda match: "_" * len(match.group()), expression)
    for match in _JOINT.finditer(code):
        mark = match.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif depth == 0 and mark != "&&":
            return [expression.strip()]  # `||` and `?` bind less than `&&`
        elif depth == 0:
            parts.append(expression[start : match.start()].strip())
            start = match.end()
    return [*parts, expression[start:].strip()]


def mentioned_variables(expression: str) -> dict[str, list[str]]:
    """The variables that an expression mentions, each with the fields that it takes of it.

    [] stands for all fields: the variable is also used as a whole.
    """
    code = _STRING.sub('""', expression)
    found: dict[str, list[str]] = {}
    for name in VARIABLES:
        whole = len(re.findall(rf"(?<![\w.]){name}\b", code))
        fields = re.findall(
            rf"(?<![\w.]){name}\b\s*(?:\.\??|\?\.)\s*([A-Za-z_]\w*)(?!\w*\s*\()", code
        )
        if whole:
            found[name] = sorted(set(fields)) if len(fields) == whole else []
    return found


def _blank_free(match: re.Match[str]) -> str:
    # Keys in brackets are kept; other strings must not look like paths.
    text = match.group()
    return text if "container." not in text and "resource." not in text else '""'


def _steps(text: str) -> list[str]:
    return [next(group for group in match.groups() if group) for match in _STEP.finditer(text)]
