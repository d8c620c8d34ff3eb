"""A shell that executes nothing: the state in which each statement of a script is met.

What a kind of statement does is in other modules; they get the machine, and it finds them by the
type of a node of the syntax tree.
"""

from __future__ import annotations

import os
from itertools import count

from lint.deploy.bash.unit import Unit
from lint.deploy.bash.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from lint.deploy.bash.budget import Budget
    from lint.deploy.bash.scope import Scope
    from lint.deploy.file import DeployFile
    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text
    from lint.model.fault import Fault

    Run = Callable[["Machine", Any], None]

MAX_CHARACTERS = 256 << 10
"""A longer script is not read."""
MAX_DEPTH = 60
"""Statements within each other."""
MAX_CALLS = 12
"""Functions, `eval` and sourced files within each other."""

choices = count(1)
"""Numbers of the choices that commands depend on."""


class Function:
    """A function of the script, or of one that it sources."""

    __slots__ = ("called", "node", "unit")

    def __init__(self, unit: Unit, node: Any) -> None:
        self.unit = unit
        self.node = node
        self.called = False


class Machine:
    """Goes through the statements of a script."""

    def __init__(
        self,
        unit: Unit,
        scope: Scope,
        statements: Mapping[str, Run],
        file: DeployFile | None,
        budget: Budget,
        *,
        posix: bool,
    ) -> None:
        self.unit = unit
        self.scope = scope
        self.file = file
        """Gives the files that the script sources."""
        self.found: list[CommandLine] = []
        self.pending: list[Fault] = []
        """What is wrong with the lines before the next command that is kept."""
        self.functions: dict[str, Function] = {}
        self.branch: tuple[tuple[int, int], ...] = ()
        self.conditional = False
        self.printed: list[Text | None] | None = None
        """What the commands of a `$(...)` print, None for what is not known; None outside of one."""
        self.stdin: Text | None = None
        self.end = -1
        """Where the present command ends with its redirections; -1 where it has none."""
        self.behind: list[tuple[list[Any], int, int]] = []
        """Words of the next command (nodes, start, end) that are written behind a redirection."""
        self.calls: list[str] = []
        """The functions and files that are being read."""
        self.locals: list[dict[str, Text | list[Text] | None]] = []
        """What the local variables of each function that is being read were before."""
        self.budget = budget
        self._posix = posix
        self._statements = statements
        self._depth = 0

    def plain(self, node: Any) -> str:
        """A node as it is written, in ASCII."""
        return self.unit.plain[node.start_byte : node.end_byte]

    def words(self) -> Words:
        """Makes words in the present state."""
        return Words(self.unit, self.scope, self.output, self.budget, posix=self._posix)

    def path(self, name: str) -> str:
        """A path that the script names, as one of the command line; "" where it is not known."""
        if name.startswith("~"):
            return ""
        if os.path.isabs(name):
            return self._as_given(name)
        if not self.scope.directory:
            return ""
        return os.path.normpath(os.path.join(self.scope.directory, name))

    def _as_given(self, path: str) -> str:
        """An absolute path, made as relative as those of the command line are."""
        if self.file is None or os.path.isabs(self.file.path):
            return os.path.normpath(path)
        try:
            return os.path.relpath(path)
        except ValueError:
            return os.path.normpath(path)

    # Statements

    def block(self, node: Any) -> None:
        """The statements directly below a node, up to one that leaves it."""
        self.each(node.children)

    def each(self, nodes: Sequence[Any]) -> None:
        """One statement after the other. What leaves the script within them ends their choices."""
        branch = self.branch
        for node in nodes:
            if self.scope.ended:
                break
            self.statement(node)
        self.branch = branch

    def lines(self, root: Any) -> None:
        """The statements of a text in which each line has a shell of its own, as in a Makefile."""
        state = self.scope
        end = 0
        for node in root.children:
            if "\n" in self.unit.plain[end : node.start_byte].replace("\\\n", "") or end == 0:
                self.scope = state.copy()
            end = node.end_byte
            if not self.scope.ended:
                self.statement(node)

    def statement(self, node: Any) -> None:
        """Runs one statement, or what is run within a node that is none."""
        self.budget.spend(1)
        run = self._statements.get(node.type)
        if run is None or self._depth > MAX_DEPTH:
            self.substitutions(node)
            return
        self._depth += 1
        try:
            run(self, node)
        finally:
            self._depth -= 1

    def is_statement(self, node: Any) -> bool:
        """Whether a node is of a type that is run."""
        return node.type in self._statements

    def substitutions(self, node: Any) -> None:
        """Runs the commands whose output a test or an expression uses."""
        todo = [node]
        while todo:
            node = todo.pop()
            if node.type == "command_substitution":
                self.output(node)
            elif node.child_count and node.type != "heredoc_body":
                todo.extend(reversed(node.children))

    def output(self, node: Any) -> Text | None:
        """Runs a command substitution; what it prints, as far as that is known."""
        if self._depth > MAX_DEPTH:
            return None
        before = self.scope, self.printed, self.end, self.stdin, self.branch
        self.scope = self.fork()
        self.printed, self.end, self.stdin = [], -1, None
        self._depth += 1
        for child in node.children:
            if child.type not in ("$(", ")", "`") and not self.scope.ended:
                self.statement(child)
        self._depth -= 1
        parts = self.printed
        self.scope, self.printed, self.end, self.stdin, self.branch = before
        return parts[0] if len(parts) == 1 else None

    def hide_output(self) -> None:
        """Has the output of a substitution be unknown: what is printed depends on a condition."""
        if self.printed is not None:
            self.printed.append(None)

    # States

    def fork(self) -> Scope:
        """The present state for a shell, or for one of several ways."""
        self.budget.spend(len(self.scope.values) // 16)
        return self.scope.copy()

    def way(self, nodes: Sequence[Any], branch: tuple[int, int]) -> Scope:
        """Runs statements as one of several ways; the state behind them."""
        before = self.scope, self.conditional, self.branch
        self.scope = self.fork()
        self.branch += (branch,)
        self.conditional = True
        self.each(nodes)
        after = self.scope
        self.scope, self.conditional, self.branch = before
        return after

    def meet(self, ways: list[Scope]) -> None:
        """Goes on behind several ways, of which one was taken."""
        self.budget.spend(sum(len(way.values) for way in ways) // 16)
        self.scope = self.scope.copy()
        self.scope.meet(ways)

    # Other texts and functions

    def call(self, name: str, parameters: list[Text] | None) -> None:
        """Runs a function. One that calls itself is read once."""
        function = self.functions[name]
        function.called = True
        if name in self.calls or len(self.calls) >= MAX_CALLS:
            return
        before = self.unit, self.end, self.branch, self.stdin
        old = self.scope.parameters
        self.unit, self.end, self.scope.parameters = function.unit, -1, parameters
        self.calls.append(name)
        self.locals.append({})
        self.statement(function.node)
        for local, value in self.locals.pop().items():
            if value is None:
                self.scope.values.pop(local, None)
            else:
                self.scope.values[local] = value
        self.calls.pop()
        self.unit, self.end, self.branch, self.stdin = before
        self.scope.parameters = old
        if self.scope.ended == "return":
            self.scope.ended = ""

    def run_text(self, text: Text, *, name: str = "", own_shell: bool = False) -> None:
        """Runs a text: that of `eval` or of a sourced file, or of `bash -c` in a shell of its own."""
        if len(self.calls) >= MAX_CALLS or len(text) > MAX_CHARACTERS or not text.pieces:
            return
        self.budget.spend(1 + len(text) // 8)
        self.calls.append(name)
        before = self.unit, self.end, self.branch
        state, parameters = self.scope, self.scope.parameters
        self.end = -1
        if own_shell:
            self.scope = self.fork()
            self.scope.parameters = None
        self.unit = Unit(text)
        self.block(self.unit.root)
        if own_shell:
            self.scope = state
        else:
            self.scope.parameters = parameters
        self.unit, self.end, self.branch = before
        self.calls.pop()
