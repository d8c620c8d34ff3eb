"""The code of calls that start a server, read again from the source of their module."""

from __future__ import annotations

import ast

from lint.image.python.constants import assigned
from lint.image.python.guards import all_statements
from lint.image.source_limits import parse
from lint.image.start.parameters import Parameters
from lint.image.start.parsed_options import parsed_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lint.image.python.call_records import RunCall
    from lint.image.python.constants import Environment

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class RunCode:
    """The calls of one module; none where its source cannot be read or parsed."""

    def __init__(self, source: bytes | None) -> None:
        self._body: Sequence[ast.stmt] = ()
        self._calls: dict[tuple[int, int, int, int], ast.Call] = {}
        try:
            source = (source or b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            tree = parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self._body = tree.body
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                self._calls.setdefault(_span(node), node)

    def call(self, run: RunCall) -> ast.Call | None:
        """The node of a call."""
        return self._calls.get(run.span)

    def names(
        self,
        run: RunCall,
        environment: Environment,
        words: Sequence[str] | None = None,
        within: Callable[[str, Mapping[str, object]], dict[str, object]] | None = None,
    ) -> dict[str, object]:
        """The constants that a call may use; None for a value that is not known.

        `words` is the command line behind the program, None where it is not known. `within` adds
        the names that a function ("" for the top level) finds elsewhere.
        """
        line = run.span[0]
        parsed = parsed_options(self._body, environment, words)
        start = within("", parsed) if within is not None else parsed
        names = assigned(self._body, start, environment, 1 << 30 if run.function else line)
        for statement in self._body:
            if isinstance(statement, ast.ClassDef) and not statement.bases:
                for name, value in assigned(statement.body, names, environment).items():
                    names.setdefault(f"{statement.name}.{name}", value)
        if not run.function:
            return names
        body: Sequence[ast.stmt] = ()
        for statement in all_statements(self._body):
            if isinstance(statement, _FUNCTIONS) and statement.lineno == run.around:
                body = statement.body
                parameters = Parameters(self._body, statement, environment, words)
                names.update(parameters.values(names))
        names = within(run.function, names) if within is not None else names
        return assigned(body, names, environment, line)


def _span(node: ast.Call) -> tuple[int, int, int, int]:
    return node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or 0
