"""What a command line gives the options that `argparse` reads.

Source: https://docs.python.org/3/library/argparse.html.
"""

from __future__ import annotations

import ast

from lint.image.python.constants import NOTHING, Environment, UnknownValueError, assigned, evaluate
from lint.image.python.syntax import dotted, keyword, text
from lint.image.start.options import option
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PARSES = ("parse_args", "parse_known_args")
_NO_VALUE = ("nargs", "action", "const")


def parsed_options(
    body: Sequence[ast.stmt], environment: Environment, words: Sequence[str] | None
) -> dict[str, object]:
    """The attributes of a module's parsed options (`args.port`); None for an unknown value.

    `words` is the command line behind the program, None where it is not known.
    """
    nodes = [node for statement in body for node in ast.walk(statement)]
    if not any(isinstance(node, ast.Attribute) and node.attr in _PARSES for node in nodes):
        return {}
    imported = {
        name
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    if "argparse" not in imported:
        return {}
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    names = assigned(body, {}, environment)
    declared = _Declared(environment, names, words)
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument":
            declared.add(call)
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "set_defaults":
            return {}
    values = declared.values()
    return {
        f"{name}.{option}": value for name in _namespaces(nodes) for option, value in values.items()
    }


class _Declared:
    """The options that a program declares, with the values that they get."""

    def __init__(
        self,
        environment: Environment,
        names: dict[str, object],
        words: Sequence[str] | None,
    ) -> None:
        self._environment = environment
        self._names = names
        self._words = words
        self._values: dict[str, object] = {}
        self._flags: set[str] = set()

    def add(self, call: ast.Call) -> None:
        """Takes note of one `add_argument(...)`."""
        flags = [flag for node in call.args if (flag := text(node)) and flag.startswith("-")]
        if not flags:
            return
        self._flags.update(flags)
        long = next((flag for flag in flags if flag.startswith("--")), flags[0])
        name = text(keyword(call, "dest")) or long.lstrip("-").replace("-", "_")
        if name in self._values:
            self._values[name] = None  # of two parsers
            return
        try:
            self._values[name] = self._value(call, flags)
        except (UnknownValueError, ValueError):
            self._values[name] = None

    def values(self) -> dict[str, object]:
        """The options by their attribute; None for one whose value is not known."""
        for word in self._words or ():
            if word.startswith("--") and word.partition("=")[0] not in self._flags:
                return dict.fromkeys(self._values)  # an option may be shortened
        return self._values

    def _value(self, call: ast.Call, flags: list[str]) -> object:
        if any(keyword(call, name) is not None for name in _NO_VALUE):
            raise UnknownValueError
        if self._words is None or any(UNKNOWN in word for word in self._words):
            raise UnknownValueError
        given: object = option(self._words, flags)
        if not given:
            default = keyword(call, "default")
            given = (
                evaluate(default, self._names, self._environment) if default is not None else None
            )
        kind = keyword(call, "type")
        if kind is not None and isinstance(given, str):
            if dotted(kind) not in ("int", "str"):
                raise UnknownValueError
            given = int(given) if dotted(kind) == "int" else given
        return NOTHING if given is None else given


def _namespaces(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names that hold what a parser returns, itself or through a function."""
    givers = {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Return) and _parses(inner.value)
    }
    for node in nodes:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and target.elts:
            target = target.elts[0]
        by_giver = isinstance(value, ast.Call) and dotted(value.func) in givers
        if isinstance(target, ast.Name) and (by_giver or _parses(value)):
            yield target.id


def _parses(value: ast.expr | None) -> bool:
    """Whether an expression parses the command line of the program."""
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in _PARSES
        and not value.args
        and not value.keywords
    )
