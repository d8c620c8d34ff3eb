"""Which functions a command line of click or typer calls.

Sources: https://click.palletsprojects.com/en/stable/commands/ and
https://typer.tiangolo.com/tutorial/commands/.
"""

from __future__ import annotations

import ast

from lint.image.python.syntax import dotted, keyword, text
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Function = ast.FunctionDef | ast.AsyncFunctionDef

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Commands:
    """The commands that a module defines at its top level; none where it cannot be parsed."""

    def __init__(self, source: bytes) -> None:
        self._groups: dict[str, list[Function]] = {}
        self._single: dict[str, Function] = {}
        self._by_name: dict[str, dict[str, Function]] = {}
        self._typers: dict[str, str] = {}
        self._added: dict[str, dict[str, str]] = {}
        self.called: set[str] = set()
        """The names that the module calls without arguments."""
        self.imports: dict[str, tuple[str, str]] = {}
        """What names are imported from: a module with its leading dots, and the name there."""
        try:
            body = parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self._learn(body)

    def functions(self, name: str, words: Sequence[str], inner: bool = False) -> list[str]:
        """The functions that calling `name` runs with a command line; none where it is no command.

        `inner` says that it was added to another group: then its only command needs to be named too.
        """
        if name in self._single:
            return [self._single[name].name]
        group = self._groups.get(name)
        if group is None:
            return []
        found = [function.name for function in group]
        commands, added = self._by_name.get(name, {}), self._added.get(name, {})
        if name in self._typers and len(commands) == 1 and not (group or added or inner):
            return [function.name for function in commands.values()]
        chosen = next((word for word in words if word in commands or word in added), "")
        return [*found, commands[chosen].name] if chosen in commands else found

    def added(self, name: str, words: Sequence[str]) -> tuple[str, Sequence[str]] | None:
        """The group or command of another name that a command line chooses, and the words behind it.

        It is a dotted name of this module, such as `users.app`; None where it chooses none.
        """
        commands, added = self._by_name.get(name, {}), self._added.get(name, {})
        for number, word in enumerate(words):
            if word in commands:
                return None
            if word in added:
                return added[word], words[number + 1 :]
        return None

    def _learn(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            for inner in (statement, *(statement.body if isinstance(statement, ast.If) else ())):
                if isinstance(inner, ast.Import):
                    for alias in inner.names:
                        if alias.asname or "." not in alias.name:
                            self.imports[alias.asname or alias.name] = alias.name, ""
                if isinstance(inner, ast.ImportFrom):
                    for alias in inner.names:
                        source = "." * inner.level + (inner.module or "")
                        self.imports[alias.asname or alias.name] = source, alias.name
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
                if dotted(statement.value.func) in ("typer.Typer", "Typer"):
                    for target in statement.targets:
                        self._groups.setdefault(dotted(target), [])
                        own = text(keyword(statement.value, "name"))
                        self._typers[dotted(target)] = own or ""
            elif isinstance(statement, _FUNCTIONS):
                self._function(statement)
            if isinstance(statement, (ast.If, ast.Expr)):
                self._calls(statement, body)

    def _function(self, function: Function) -> None:
        for decorator in function.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            owner, _, kind = dotted(call.func if call else decorator).rpartition(".")
            if kind == "group" and (owner in ("", "click") or owner not in self._groups):
                self._groups[function.name] = [function]
            elif kind == "command" and owner in self._groups:
                stated = text(call.args[0]) if call and call.args else None
                stated = stated or (text(keyword(call, "name")) if call else None)
                self._by_name.setdefault(owner, {})[stated or _spelled(function.name)] = function
            elif kind == "command" and owner in ("", "click"):
                self._single[function.name] = function
            elif kind == "callback" and owner in self._groups:
                self._groups[owner].append(function)

    def _calls(self, statement: ast.stmt, body: Sequence[ast.stmt]) -> None:
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func)
            if name == "typer.run" and len(node.args) == 1:
                wanted = dotted(node.args[0])
                for found in body:
                    if isinstance(found, _FUNCTIONS) and found.name == wanted:
                        self._single[wanted] = found
                        self.called.add(wanted)
            elif name.endswith(".add_command") and node.args:
                command = self._single.get(dotted(node.args[0]))
                stated = text(node.args[1]) if len(node.args) > 1 else text(keyword(node, "name"))
                if command is not None:
                    commands = self._by_name.setdefault(name.rpartition(".")[0], {})
                    commands[stated or _spelled(command.name)] = command
                else:
                    self._add(node, name, stated)
            elif name.endswith(".add_typer") and node.args:
                own = self._typers.get(dotted(node.args[0]))
                self._add(node, name, text(keyword(node, "name")) or own)
            elif name and not node.args:
                self.called.add(name)

    def _add(self, call: ast.Call, name: str, stated: str | None) -> None:
        """Takes note of a group that is added to one under a name, where that is stated."""
        added = dotted(call.args[0])
        if added and stated:
            self._added.setdefault(name.rpartition(".")[0], {})[stated] = added


def from_package(origin: tuple[str, str], module: str, package: bool) -> tuple[str, str]:
    """The absolute module that an import of `module` names; "" where it leads out of the top."""
    source, name = origin
    level = len(source) - len(source.lstrip("."))
    if not level:
        return source, name
    parts = module.split(".")
    kept = parts[: len(parts) - level + (1 if package else 0)]
    rest = source.lstrip(".")
    return ".".join([*kept, rest] if rest else kept), name


def _spelled(name: str) -> str:
    """The command that a function's name makes: `run_server` is `run-server`."""
    return name.lower().replace("_", "-")
