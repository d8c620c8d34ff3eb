"""Deploy scripts in Python: the commands that they hand to `subprocess`, `os.system` and the like.

The script is parsed and never run. Lists and strings are followed through variables; what comes
from arguments, from the environment or from other functions is unknown.
"""

from __future__ import annotations

import ast
import os

from lint.deploy.bash.budget import Budget, TooLongError
from lint.deploy.bash.machine import choices
from lint.deploy.bash.scope import Scope
from lint.deploy.bash.wrappers import PROGRAMS, base, find_program
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.images import read_images
from lint.deploy.python.strings import Literals
from lint.deploy.python.values import Values, key_of, last_name
from lint.deploy.shell import faults_of, read_script
from lint.deploy.shell_script import NO_GRAMMAR, start_folder
from lint.deploy.step import CommandLine, Read
from lint.deploy.text import Text
from lint.image.source_limits import parse
from lint.support.lazy_regex import lazy_regex
from lint.support.shell import ShellUnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.deploy.file import DeployFile

MAX_ROUNDS = 20
"""Of a loop over more values than that, the value is unknown."""
_SHOWS = [
    "append",
    "assert",
    "critical",
    "debug",
    "echo",
    "error",
    "exception",
    "exit",
    "extend",
    "fail",
    "format",
    "info",
    "insert",
    "join",
    "len",
    "list",
    "log",
    "panel",
    "print",
    "quote",
    "rule",
    "secho",
    "tuple",
    "warn",
    "write",
]
"""How the names begin of what is called with a command and does not run it."""
_RUNS_TEXT = frozenset(
    [
        "bash",
        "call",
        "cmd",
        "command",
        "exec",
        "execute",
        "getoutput",
        "getstatusoutput",
        "invoke",
        "local",
        "output",
        "popen",
        "run",
        "sh",
        "shell",
        "sudo",
        "system",
    ]
)
"""One of the words in the name of what runs a text as a shell does."""
_GCLOUD_FUNCTION = lazy_regex(r"(?i)_*(?:run_|call_|exec_)?gcloud(?:_run|_cmd|_command|_exec)?")
_GROUPS = frozenset(("run", "functions", "builds", "alpha", "beta"))


def read(file: DeployFile) -> Read:
    """The deploy steps of a script, and the images that it builds."""
    if file.name.startswith("test_") or file.name == "conftest.py":
        return Read()
    try:
        tree = parse(file.source.text.encode("utf-8", "replace"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Read()
    reader = _Reader(file)
    try:
        reader.read(tree)
    except (TooLongError, RecursionError):
        pass  # what was found so far
    except ShellUnavailableError:
        return Read(not_read=NO_GRAMMAR)
    builds, pushed = read_images(reader.found)
    return Read(read_commands(reader.found, file), builds, pushed, faults_of(reader.found))


class _Reader:
    """Goes through the statements of a module, and then of its functions."""

    def __init__(self, file: DeployFile) -> None:
        self.file = file
        self.literals = Literals(file.source)
        self.folder = start_folder(file)
        self.scope = Scope(self.folder)
        self.budget = Budget()
        self.found: list[CommandLine] = []
        self.branch: tuple[tuple[int, int], ...] = ()
        self.conditional = False
        self.functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = []

    @property
    def values(self) -> Values:
        return Values(self.literals, self.scope, self.budget)

    def read(self, tree: ast.Module) -> None:
        self.block(tree.body)
        state = self.scope
        choice = next(choices)
        position = 0
        while position < len(self.functions):  # a function may hold others
            function = self.functions[position]
            position += 1
            self.scope = state.copy()
            self.scope.ended = ""
            for argument in _parameters(function):
                self.scope.values.pop(argument, None)
            self.branch = ((choice, position),)
            self.conditional = False
            self.block(function.body)

    def block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            if self.scope.ended:
                return
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        self.budget.spend(1)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self.functions.append(node)
        elif isinstance(node, ast.ClassDef):
            self.block(node.body)
        elif isinstance(node, ast.If):
            self.calls(node.test)
            self.choose([node.body, node.orelse])
        elif isinstance(node, ast.For | ast.AsyncFor):
            self.loop(node)
        elif isinstance(node, ast.While):
            self.calls(node.test)
            self.turn(node.body)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                self.calls(item.context_expr)
            self.block(node.body)
        elif isinstance(node, ast.Try):
            self.block(node.body)
            if not self.scope.ended:
                self.block(node.orelse)
            ended, self.scope.ended = self.scope.ended, ""
            for handler in node.handlers:
                self.turn(handler.body)
            self.scope.ended = ended
            self.block(node.finalbody)
        elif isinstance(node, ast.Match):
            self.choose([*(case.body for case in node.cases), []])
        else:
            self.simple(node)

    def simple(self, node: ast.stmt) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.calls(child)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self.assign(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self.assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            self.add(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self.change(node.value)
        elif isinstance(node, ast.Return | ast.Raise):
            if isinstance(node, ast.Return) and node.value is not None:
                value = self.values.value(node.value)
                if isinstance(value, list) and value:
                    self.keep(value, self.folder)
            self.scope.ended = "return"

    # Values

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        key = key_of(target)
        if not key:
            for name in _names(target):
                self.scope.values.pop(name, None)
            return
        if isinstance(value, ast.Dict):
            self.scope.values.pop(key, None)
            for field, item in zip(value.keys, value.values, strict=True):
                if isinstance(field, ast.Constant) and isinstance(field.value, str):
                    self.scope.values[f"{key}[{field.value}]"] = self.values.value(item)
            return
        self.scope.values[key] = self.values.value(value)

    def add(self, node: ast.AugAssign) -> None:
        key = key_of(node.target)
        old = self.scope.values.get(key) if key else None
        if old is None:
            return
        new = self.values.value(node.value)
        if not isinstance(node.op, ast.Add):
            self.scope.values.pop(key, None)
        elif isinstance(old, list):
            self.scope.values[key] = [*old, *(new if isinstance(new, list) else [new])]
        elif isinstance(new, Text):
            self.scope.values[key] = old + new
        else:
            self.scope.values.pop(key, None)

    def change(self, node: ast.Call) -> None:
        """`command.append(...)`, `command.extend(...)`, and what is not followed."""
        if not isinstance(node.func, ast.Attribute) or len(node.args) != 1:
            return
        key = key_of(node.func.value)
        old = self.scope.values.get(key) if key else None
        if not isinstance(old, list):
            return
        if node.func.attr == "append":
            self.scope.values[key] = [*old, self.values.text(node.args[0])]
        elif node.func.attr == "extend":
            new = self.values.value(node.args[0])
            self.scope.values[key] = [*old, *(new if isinstance(new, list) else [new])]
        elif node.func.attr in ("insert", "remove", "pop", "clear", "sort", "reverse"):
            self.scope.values.pop(key, None)

    # Ways

    def way(self, statements: Sequence[ast.stmt], branch: tuple[int, int]) -> Scope:
        before = self.scope, self.branch, self.conditional
        self.budget.spend(len(self.scope.values) // 16)
        self.scope = self.scope.copy()
        self.branch += (branch,)
        self.conditional = True
        self.block(statements)
        after = self.scope
        self.scope, self.branch, self.conditional = before
        return after

    def choose(self, arms: Sequence[Sequence[ast.stmt]]) -> None:
        choice = next(choices)
        ways = [self.way(statements, (choice, index)) for index, statements in enumerate(arms)]
        self.scope = self.scope.copy()
        self.scope.meet(ways)

    def turn(self, statements: Sequence[ast.stmt]) -> None:
        """Statements of which nobody knows whether, or how often, they run."""
        for name in _assigned(statements):
            self.scope.forget([name])
        way = self.way(statements, (next(choices), 0))
        ways = [self.scope, way]
        self.scope = self.scope.copy()
        self.scope.meet(ways)

    def loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.calls(node.iter)
        words = self.values.value(node.iter)
        known = isinstance(node.iter, ast.List | ast.Tuple | ast.Name) and isinstance(words, list)
        if (
            known
            and isinstance(words, list)
            and isinstance(node.target, ast.Name)
            and len(words) <= MAX_ROUNDS
            and not any(word.is_unknown for word in words)
        ):
            for word in words:
                self.scope.values[node.target.id] = word
                self.block(node.body)
            return
        for name in _names(node.target):
            self.scope.values.pop(name, None)
        self.turn(node.body)

    # Commands

    def calls(self, node: ast.expr) -> None:
        """Keeps the commands that the calls in an expression run."""
        for inner in ast.walk(node):
            self.budget.spend(1)
            if isinstance(inner, ast.Call):
                self.call(inner)

    def call(self, node: ast.Call) -> None:
        name = last_name(node.func)
        if not name or name.lower().startswith(tuple(_SHOWS)):
            return
        first = node.args[0] if node.args else _keyword(node, "args", "cmd", "command")
        if first is None:
            return
        directory = self.directory(node)
        if name == "create_subprocess_exec" or name.startswith(("execl", "spawnl")):
            self.keep(self.values.items(node.args), directory)
            return
        value = self.values.value(first)
        if isinstance(value, list):
            if value and _GCLOUD_FUNCTION.fullmatch(name) and str(value[0]) in _GROUPS:
                value = [value[0].written("gcloud"), *value]
            self.keep(value, directory)
        elif not _RUNS_TEXT.isdisjoint(name.lower().split("_")) and _mentions(value):
            for command in read_script(
                value, directory, file=self.file, posix=True, budget=self.budget
            ):
                command.branch = (*self.branch, *command.branch)
                command.conditional = command.conditional or self.conditional
                self.found.append(command)
        elif value.known and base(str(value)) in PROGRAMS and len(node.args) > 1:
            rest = self.values.value(node.args[1])
            if isinstance(rest, list):
                self.keep([value, *rest], directory)

    def directory(self, node: ast.Call) -> str:
        """The folder that a command runs in."""
        given = _keyword(node, "cwd")
        if given is None or (isinstance(given, ast.Constant) and given.value is None):
            return self.scope.directory
        path = self.values.text(given)
        if not path.known:
            return ""
        return os.path.normpath(os.path.join(self.folder, str(path)))

    def keep(self, words: list[Text], directory: str) -> None:
        index = find_program(words)
        if index < 0 or not self.budget.keep():
            return
        words = words[index:]
        program = base(str(words[0])) if words[0].known else "gcloud"
        if str(words[0]) != program:
            words = [words[0].written(program), *words[1:]]
        if any(command.words == words for command in self.found[-1:]):
            return
        self.found.append(CommandLine(words, directory, self.conditional, branch=self.branch))


def _mentions(text: Text) -> bool:
    return any(
        program in piece.text for piece in text.pieces if piece.known for program in PROGRAMS
    )


def _keyword(node: ast.Call, *names: str) -> ast.expr | None:
    return next((word.value for word in node.keywords if word.arg in names), None)


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    arguments = node.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield argument.arg
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            yield rest.arg


def _names(node: ast.expr) -> Iterator[str]:
    return (inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def _assigned(statements: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    key = key_of(target)
                    if key:
                        yield key
