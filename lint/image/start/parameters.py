"""The values of a function's parameters: from its only call, or from a command line.

Commands of click and typer take theirs from options, then from env vars, then from defaults.
Sources: https://click.palletsprojects.com/en/stable/options/ and
https://typer.tiangolo.com/tutorial/options/.
"""

from __future__ import annotations

import ast

from lint.image.python.constants import Environment, UnknownValueError, evaluate
from lint.image.python.syntax import dotted, keyword, text, texts
from lint.image.start.options import option
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Function = ast.FunctionDef | ast.AsyncFunctionDef

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Parameters:
    """What one function is called with; `words` is the command line behind the program."""

    def __init__(
        self,
        body: Sequence[ast.stmt],
        function: Function,
        environment: Environment,
        words: Sequence[str] | None,
    ) -> None:
        self._body = body
        self._function = function
        self._environment = environment
        self._words = words

    def values(self, names: Mapping[str, object]) -> dict[str, object]:
        """The parameters by name; None for a value that is not known.

        `names` are the constants of the module.
        """
        arguments = self._function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        found: dict[str, object] = dict.fromkeys(item.arg for item in every)
        command = self._is_command()
        call = None if command else self._only_call()
        if not command and call is None:
            return found
        defaults = self._defaults()
        for number, item in enumerate(every):
            try:
                if command:
                    found[item.arg] = self._option(item, defaults.get(item.arg), names)
                elif call is not None:
                    given = keyword(call, item.arg)
                    if given is None and number < len(call.args):
                        given = call.args[number]
                    given = defaults.get(item.arg) if given is None else given
                    found[item.arg] = self._evaluate(given, names)
            except UnknownValueError:
                continue
        return found

    def _evaluate(self, node: ast.expr | None, names: Mapping[str, object]) -> object:
        if node is None:
            raise UnknownValueError
        return evaluate(node, names, self._environment)

    def _defaults(self) -> dict[str, ast.expr]:
        arguments = self._function.args
        places = [*arguments.posonlyargs, *arguments.args]
        last = places[len(places) - len(arguments.defaults) :]
        found = {item.arg: value for item, value in zip(last, arguments.defaults, strict=True)}
        for item, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if value is not None:
                found[item.arg] = value
        return found

    def _is_command(self) -> bool:
        """Whether click or typer calls the function with what the command line says."""
        for decorator in self._function.decorator_list:
            name = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
            if name.rpartition(".")[2] in ("command", "callback", "group"):
                return True
        return any(
            dotted(call.func) == "typer.run"
            and len(call.args) == 1
            and dotted(call.args[0]) == self._function.name
            for call in _calls(self._body)
        )

    def _only_call(self) -> ast.Call | None:
        """The call of a top-level function, where there is one, outside of functions."""
        if self._function not in self._body or self._function.decorator_list:
            return None
        uses = [
            node
            for statement in self._body
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and node.id == self._function.name
        ]
        outside = [
            call
            for statement in self._body
            if not isinstance(statement, (*_FUNCTIONS, ast.ClassDef))
            for call in _calls([statement])
            if dotted(call.func) == self._function.name
        ]
        if len(uses) != 1 or len(outside) != 1:
            return None
        spread = any(isinstance(item, ast.Starred) for item in outside[0].args)
        spread = spread or any(item.arg is None for item in outside[0].keywords)
        return None if spread else outside[0]

    def _option(
        self, item: ast.arg, default: ast.expr | None, names: Mapping[str, object]
    ) -> object:
        """What an option of a command gives a parameter."""
        declared, default = self._declared(item, default)
        flags = [f"--{item.arg.replace('_', '-')}"]
        if declared is not None:
            stated = [flag for node in declared.args if (flag := text(node)) is not None]
            named = [flag for flag in stated if flag.startswith("-")]
            flags = named or flags
            for name in self._env_names(declared):
                given = self._environment.get(name)
                if given is not None and self._words is not None and not option(self._words, flags):
                    return given
        if self._words is None:
            raise UnknownValueError
        given = option(self._words, flags)
        if UNKNOWN in given or any(UNKNOWN in word for word in self._words):
            raise UnknownValueError
        return given or self._evaluate(default, names)

    def _declared(
        self, item: ast.arg, default: ast.expr | None
    ) -> tuple[ast.Call | None, ast.expr | None]:
        """The call that declares a parameter's option, and the default that counts."""
        if isinstance(default, ast.Call) and _last(default) in ("Option", "Argument"):
            given = default.args[0] if default.args else keyword(default, "default")
            inner = ast.Call(default.func, default.args[1:], default.keywords)
            return inner, given
        note = item.annotation
        if isinstance(note, ast.Subscript) and isinstance(note.slice, ast.Tuple):
            for entry in note.slice.elts:
                if isinstance(entry, ast.Call) and _last(entry) in ("Option", "Argument"):
                    return entry, default
        for decorator in self._function.decorator_list:
            if isinstance(decorator, ast.Call) and _last(decorator) in ("option", "argument"):
                if _parameter_of(decorator) == item.arg:
                    return decorator, keyword(decorator, "default")
        return None, default

    def _env_names(self, declared: ast.Call) -> tuple[str, ...]:
        value = keyword(declared, "envvar")
        if value is None:
            return ()
        one = text(value)
        found = (one,) if one is not None else texts(value)
        if found is None:
            raise UnknownValueError
        return found


def _calls(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                yield node


def _last(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2]


def _parameter_of(decorator: ast.Call) -> str:
    """The parameter that an option of click sets: a name of its own, else its longest flag."""
    stated = [flag for node in decorator.args if (flag := text(node)) is not None]
    own = [flag for flag in stated if flag.isidentifier()]
    if own:
        return own[0]
    longest = max((flag.lstrip("-") for flag in stated), key=len, default="")
    return longest.partition("/")[0].replace("-", "_")
