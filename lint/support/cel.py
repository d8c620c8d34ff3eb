"""CEL, the language of `assert` rules, through Google's own runtime, which is an extra.

Of the CEL implementations for Python, `cel-expr-python` is maintained by the language's authors,
checks types, and can serialise a compiled expression into a plan. It has wheels only, none for
musl, arm64 Windows and the newest Python, and takes up 50 MB. So it is the extra `cel`, which
nothing but a rule set with `assert` needs.

There is no second implementation for where it is missing: cel-python does not check types, so a
misspelt field would pass, and it needs google-re2, which has no wheels for musl and the newest
Python either; common-expression-language does not check types and lacks the same wheels.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

VARIABLES = {
    **dict.fromkeys(
        ("resource", "service", "job", "workerPool", "instance", "template", "container"),
        "anything",
    ),
    "env": "texts",
    "annotations": "texts",
}
"""The variables of expressions: maps of strings to anything, or to texts."""

_environment: Any = None
_making = allocate_lock()


class CelError(Exception):
    """An expression that does not compile: `message`, and `offset` in characters from 0, or -1.

    `field` is an unknown field, and `message_type` the protobuf message that lacks it; "" for other
    mistakes.
    """

    def __init__(self, message: str, offset: int, field: str = "", message_type: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.field = field
        self.message_type = message_type


class CelMissingError(Exception):
    """The runtime is not installed, or cannot be loaded: `message`, and `help`, the repair."""

    def __init__(self, error: ImportError) -> None:
        package = "protobuf" if (error.name or "").startswith("google") else "cel-expr-python"
        self.message = f"`assert` needs CEL, and `{package}` is not installed"
        self.help = "Run `pip install 'cloudrun-lint[cel]'`."
        if not isinstance(error, ModuleNotFoundError):
            self.message = "`assert` needs CEL, and `cel-expr-python` cannot be loaded"
            self.help = f"Run `pip install --force-reinstall 'cloudrun-lint[cel]'` ({error})."
        super().__init__(self.message)


def is_installed() -> bool:
    """Whether the runtime is there, without loading it."""
    from importlib.machinery import PathFinder

    if "cel_expr_python" in sys.modules:
        return sys.modules["cel_expr_python"] is not None
    return PathFinder.find_spec("cel_expr_python") is not None


_PROTOBUF = ("google.protobuf", "google.protobuf.message_factory", "google._upb")


def _new_environment(variables: Mapping[str, str]) -> Any:
    """An environment with variables of these kinds, made without protobuf's Python package.

    The runtime needs that package for values that are messages, and does without where it is not
    installed. Ours are plain data, so it is hidden while the environment is made, unless somebody
    has imported it already: that saves a third of the time of a run that evaluates an `assert`.
    """
    hidden = [name for name in _PROTOBUF if name not in sys.modules]
    if len(hidden) < len(_PROTOBUF):
        hidden = []
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        try:
            from cel_expr_python import cel
        except ImportError as error:
            raise CelMissingError(error) from None
        types = {
            "anything": cel.Type.Map(cel.Type.STRING, cel.Type.DYN),
            "texts": cel.Type.Map(cel.Type.STRING, cel.Type.STRING),
            "any": cel.Type.DYN,
        }
        return cel.NewEnv(variables={name: types[kind] for name, kind in variables.items()})
    finally:
        for name in hidden:
            del sys.modules[name]


def _env() -> Any:
    global _environment
    if _environment is None:
        with _making:
            if _environment is None:
                _environment = _new_environment(VARIABLES)
    return _environment


def compile_expression(text: str, nesting: int = 0) -> bytes:
    """Compiles an expression and serialises it.

    `nesting` is how deep macros may be nested, where that is more than rule sets may. Raises
    `CelError` and `CelMissingError`.
    """
    from lint.support.cel_limits import ExpressionLimitError, check_limits

    environment = _env()
    try:
        check_limits(text, nesting)
        expression = environment.compile(text)
    except ExpressionLimitError as error:
        raise CelError(error.message, error.offset) from None
    except Exception as error:  # RuntimeError in this version, its own class in others
        raise _cel_errors(str(error), text)[0] from None
    serialized: bytes = expression.serialize()
    return serialized


def type_mistakes(text: str, pool: Any, messages: Mapping[str, str]) -> list[CelError]:
    """What is wrong with the types of an expression that compiles, and must give a boolean.

    `messages` has the names of the messages of `pool` that variables are; the others are maps of
    texts. Raises `CelMissingError`.
    """
    _env()  # without the runtime, that says so
    from cel_expr_python import cel

    texts = cel.Type.Map(cel.Type.STRING, cel.Type.STRING)
    variables = {
        name: cel.Type(messages[name]) if name in messages else texts for name in VARIABLES
    }
    try:
        expression = cel.NewEnv(descriptor_pool=pool, variables=variables).compile(text)
    except Exception as error:
        return _cel_errors(str(error), text)
    mistake = _result_mistake(expression)
    return [mistake] if mistake is not None else []


def result_mistake(text: str) -> CelError | None:
    """Whether an expression that compiles gives something else than true or false."""
    return _result_mistake(_env().compile(text))


def _result_mistake(expression: Any) -> CelError | None:
    kind = expression.return_type().name()
    if kind.upper() in ("BOOL", "DYN"):
        return None
    return CelError(f"the expression gives {_type_name(kind)}, not true or false", -1)


_UNKNOWN_FIELD = r"undefined field '(\w+)' not found in struct '([\w.]+)'"
_NO_FIELDS = r"expression of type '(.*)' cannot be the operand of a select operation"
_NO_RANGE = r"expression of type '(.*)' cannot be the range of a comprehension"
_NO_OVERLOAD = r"found no matching overload for '(.*)' applied to '(.*)'"


def _cel_errors(text: str, source: str) -> list[CelError]:
    """The mistakes that the runtime lists, in the order of the text, in our words."""
    import re

    found: list[CelError] = []
    lines = source.split("\n")
    for match in re.finditer(r"<input>:(\d+):(\d+): (.*)", text):
        line, column = int(match.group(1)), int(match.group(2))
        offset = sum(len(previous) + 1 for previous in lines[: line - 1]) + column - 1
        said = match.group(3).removesuffix(" [INVALID_ARGUMENT]")
        if "*error*" not in said:  # that follows from another one
            found.append(_cel_error(said, source, max(offset, 0)))
    return found or [CelError(text.partition("\n")[0][:200], -1)]


def _cel_error(said: str, source: str, offset: int) -> CelError:
    import re

    field = re.match(_UNKNOWN_FIELD, said)
    if field is not None:
        # The runtime points at the dot before it, or at the macro around it.
        offset = max(source.find(field.group(1), offset), offset)
        return CelError(f"unknown field `{field.group(1)}`", offset, *field.groups())
    operand = re.match(_NO_FIELDS, said)
    if operand is not None:
        return CelError(f"{_type_name(operand.group(1))} has no fields to select", offset)
    overload = re.match(_NO_OVERLOAD, said)
    if overload is not None:
        operator = overload.group(1).strip("_@").replace("_", " ").replace("[ ]", "[]")
        names = [_type_name(each) for each in _types(overload.group(2))]
        return CelError(f"`{operator}` cannot be applied to {' and '.join(names)}", offset)
    ranged = re.match(_NO_RANGE, said)
    if ranged is not None:
        return CelError(f"{_type_name(ranged.group(1))} has no elements", offset)
    message = said.split(" expecting {")[0]
    unknown = re.match(r"undeclared reference to '(\w+)", message)
    if unknown is not None and unknown.group(1) in source:
        # The runtime points behind the name when a field of it is selected.
        offset = source.index(unknown.group(1))
    message = re.sub(r" \(in container '.*'\)", "", message).replace("'", "`")
    return CelError(message[:1].lower() + message[1:], offset)


def _types(text: str) -> list[str]:
    """The types in `(int, map(string, string))`, without those of elements."""
    depth = 0
    types = [""]
    for character in text[1:-1]:
        if character in ")>":
            depth -= 1
        elif character in "(<":
            depth += 1
        elif depth == 0 and character == ",":
            types.append("")
        elif depth == 0:
            types[-1] += character
    return [each.strip() for each in types]


_TYPE_NAMES = {
    "bool": "a boolean",
    "int": "an integer",
    "uint": "an unsigned integer",
    "double": "a number",
    "string": "a string",
    "bytes": "bytes",
    "null": "null",
    "null_type": "null",
    "timestamp": "a timestamp",
    "duration": "a duration",
}


def _type_name(kind: str) -> str:
    """A type as a sentence has it: `a string`, `a list`, `a Probe`."""
    plain = kind.lower().partition("(")[0].partition("<")[0]
    if plain in ("list", "map"):
        return f"a {plain}"
    if kind.startswith("run."):
        return f"a {kind[4:].partition('Or')[0]}"
    return _TYPE_NAMES.get(plain, plain)


def load_expression(serialized: bytes) -> Any:
    """The expression that `compile_expression` serialised.

    Raises `CelError` when it is none, and `CelMissingError`.
    """
    environment = _env()
    try:
        return environment.deserialize(serialized)
    except Exception as error:
        raise CelError(str(error), 0) from None


def evaluate(expression: Any, data: dict[str, Any]) -> bool | str:
    """True or false, or in words why the expression has no value for this data.

    The words are ours: the runtime's own quote the data, such as a pattern made of an env var.
    """
    try:
        result = expression.eval(data=data)
        kind = result.type().name()
        value = result.value()
    except Exception as error:
        return _reason(str(error))
    if isinstance(value, bool) and kind.upper() == "BOOL":
        return value
    if kind.upper() == "ERROR":
        return _reason(str(value))
    return f"its value is of type {kind.lower()}, not true or false"


_environments_of_parts: dict[int, Any] = {}
_parts: dict[tuple[str, int], Any] = {}
_MOST_PARTS = 1000
_VALUES_AT_ONCE = 16


def evaluate_part(text: str, values: int, data: dict[str, Any]) -> bool | str:
    """The value of a part of an expression that has compiled, like that of `evaluate`.

    `values` is how many variables it has: `v0`, `v1`, ... To read one that `data` lacks is an error.
    """
    size = -(-values // _VALUES_AT_ONCE) * _VALUES_AT_ONCE
    expression = _parts.get((text, size))
    if expression is None:
        with _making:
            if size not in _environments_of_parts:
                names = {f"v{number}": "any" for number in range(size)}
                _environments_of_parts[size] = _new_environment(names)
        try:
            expression = _environments_of_parts[size].compile(text)
        except Exception as error:
            return _reason(str(error))
        if len(_parts) >= _MOST_PARTS:
            _parts.clear()
        _parts[text, size] = expression
    return evaluate(expression, data)


_REASONS = {
    "no value with name": "a key that it uses does not exist",
    "key not found": "a key that it uses does not exist",
    "no such key": "a key that it uses does not exist",
    "no matching overload": "an operator or a function has an operand of a wrong type",
    "regular expression": "the pattern of `matches` is not a valid regular expression",
    "by zero": "it divides by zero",
    "modulus": "it divides by zero",
    "overflow": "a number is out of range",
    "out of range": "a number is out of range",
    "expected integer type": "the index of a list is not an integer",
    "index error": "the index of a list is out of range",
    "conver": "a value cannot be converted to the type that the expression asks for",
    "iteration budget": "its macros go round more than 10,000 times",
    "non-message": "it selects a field of a value that has no fields",
}


def _reason(text: str) -> str:
    """What the runtime's error means, without what it quotes."""
    # What is quoted comes last, behind a colon.
    text = text.lower()
    for mark, reason in _REASONS.items():
        if mark in text:
            return reason
    return "it has no value for this manifest"
