"""The records of a module's calls as one text, which is kept between runs.

Names, numbers and flags only: no text of the code is in it. Items are separated by signs that no
name has, so that splitting is all that reading takes. What a start needs of a module that it only
imports (its top level) comes first, and the rest is read when it is asked for.
"""

from __future__ import annotations

from lint.image.python.call_records import (
    NO_RISK,
    Call,
    Class,
    Function,
    ModuleCalls,
    ParameterDemand,
    RunCall,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lint.image.python.call_records import Members

_NONE = "-"
"""Stands for an empty list: no name is like it."""
_PART = "#"
_LINE = "|"
_CALL = ";"
_ASYNC, _AGAIN = 1, 2
_AWAITED, _STARTS, _TEXTS = 1, 2, 4


def calls_as_text(module: ModuleCalls) -> str:
    """The records as a text that `calls_from_text` reads."""
    defined = {name for name in (*module.functions, *module.classes) if "." not in name}
    head = [f"{int(module.whole)} {_list(sorted(defined))} {_list(module.stars)}"]
    for name, demands in module.demands.items():
        for d in demands:
            numbers = f"{d.position} {d.line} {d.column} {d.flags} {d.default[1]}"
            head.append(f"d {name} {d.name} {numbers} {d.default[0]}")
    for run in module.runs:
        span = " ".join(map(str, run.span))
        head.append(f"r {run.name} {span} {run.flags} {run.around} {run.function}")
    head.append(_function(module.top))
    rest: list[str] = []
    for function in module.functions.values():
        rest.append(_function(function))
    for found in module.classes.values():
        methods = _list([f"{short}={method.name}" for short, method in found.methods.items()])
        attributes = _pairs(found.attributes)
        rest.append(f"k {found.name} {_list(found.bases)} {methods} {attributes}")
    if module.whole:
        rest.append(f"i {_origins(module.imports)}")
    return _PART.join((_LINE.join(head), _LINE.join(rest)))


def calls_from_text(text: str) -> ModuleCalls:
    """The records that `calls_as_text` wrote. Raises `ValueError` for any other text.

    Functions and classes are read when they are asked for, and raise it then, and so are the calls
    of each function.
    """
    head, part, rest = text.partition(_PART)
    lines = iter(head.split(_LINE))
    whole, defined, stars = next(lines).split(" ")
    if not part:
        raise ValueError("not the calls of a module")
    module = ModuleCalls(whole == "1", frozenset(_items(defined)), lambda: _members(rest))
    module.stars = list(_items(stars))
    top: Function | None = None
    for line in lines:
        if line.startswith("d "):
            _read_demand(line, module.demands)
        elif line.startswith("r "):
            module.runs.append(_read_run(line))
        else:
            top = _read_function(line)
    if top is None:
        raise ValueError("not the calls of a module")
    module.top = top
    return module


def _members(text: str) -> Members:
    functions: dict[str, Function] = {}
    classes: dict[str, Class] = {}
    imports: dict[str, tuple[str, str]] = {}
    for line in text.split(_LINE) if text else ():
        if line.startswith("f "):
            function = _read_function(line)
            functions[function.name] = function
        elif line.startswith("k "):
            _, name, bases, methods, attributes = line.split(" ")
            made = classes[name] = Class(name, _items(bases))
            for item in _items(methods):
                short, _, full = item.partition("=")
                made.methods[short] = functions[full]
            made.attributes = _read_pairs(attributes)
        elif line.startswith("i "):
            imports = _read_origins(line[2:])
        else:
            raise ValueError("not a record of calls")
    return functions, classes, imports


def _function(function: Function) -> str:
    f = function
    bits = f.is_async * _ASYNC + f.again * _AGAIN
    risk = "" if f.risk == NO_RISK else f.risk
    numbers = f"{f.line} {f.end_line} {bits} {f.required} {f.yields} {risk}"
    signature = f"{_list(f.parameters)} {_list(f.decorators)} {_list(f.fields)} {f.returns}"
    origins = f"{_list(sorted(f.gives))} {_pairs(f.values)} {_origins(f.imports)}"
    lines = [f"f {f.name} {f.owner} {numbers} {signature} {origins}"]
    for c in f.calls:
        bits = c.awaited * _AWAITED + c.starts * _STARTS + c.texts * _TEXTS
        line = f"{c.line} {c.column} {c.flags} {bits} {c.name}"
        if c.given or c.keywords:
            line = f"{line} {_list(c.given)} {_list(c.keywords)}"
        lines.append(line)
    return _CALL.join(lines)


def _read_function(line: str) -> Function:
    line, separator, calls = line.partition(_CALL)
    (
        _, name, owner, first, last, bits, required, yields, risk,
        parameters, decorators, fields, returns, gives, values, imports,
    ) = line.split(" ")  # fmt: skip
    made = Function(name, owner, int(first), int(last))
    flags = int(bits)
    made.is_async, made.again = bool(flags & _ASYNC), bool(flags & _AGAIN)
    made.required, made.yields = int(required), int(yields)
    if risk:
        made.risk = int(risk)
    made.parameters, made.decorators = _items(parameters), _items(decorators)
    made.fields, made.returns = _items(fields), returns
    if gives != _NONE:
        made.gives.update(_items(gives))
    if values != _NONE:
        made.values = _read_pairs(values)
    if imports != _NONE:
        made.imports = _read_origins(imports)
    if separator:
        made.keep_calls(lambda: _read_calls(calls))
    return made


def _read_calls(text: str) -> list[Call]:
    found: list[Call] = []
    for line in text.split(_CALL):
        fields = line.split(" ")
        bits = int(fields[3])
        call = Call(fields[4], int(fields[0]), int(fields[1]), int(fields[2]))
        if bits:
            call.awaited, call.starts = bool(bits & _AWAITED), bool(bits & _STARTS)
            call.texts = bool(bits & _TEXTS)
        if len(fields) > 5:
            call.given, call.keywords = _items(fields[5]), _items(fields[6])
        found.append(call)
    return found


def _read_run(line: str) -> RunCall:
    _, name, line_, column, end_line, end_column, flags, around, function = line.split(" ")
    span = int(line_), int(column), int(end_line), int(end_column)
    return RunCall(name, span, function, int(around), int(flags))


def _read_demand(line: str, demands: dict[str, list[ParameterDemand]]) -> None:
    _, function, name, position, line_, column, flags, number, default = line.split(" ")
    made = ParameterDemand(
        name, int(position), int(line_), int(column), int(flags), (default, int(number))
    )
    demands.setdefault(function, []).append(made)


def _list(items: Collection[str]) -> str:
    return ",".join(items) if items else _NONE


def _items(text: str) -> tuple[str, ...]:
    return () if text == _NONE else tuple(text.split(","))


def _pairs(items: Mapping[str, str]) -> str:
    return _list([f"{name}={value}" for name, value in items.items()])


def _read_pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _items(text):
        name, _, value = item.partition("=")
        found[name] = value
    return found


def _origins(items: Mapping[str, tuple[str, str]]) -> str:
    return _list([f"{name}={source}={inner}" for name, (source, inner) in items.items()])


def _read_origins(text: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for item in _items(text):
        name, source, inner = item.split("=")
        found[name] = (source, inner)
    return found
