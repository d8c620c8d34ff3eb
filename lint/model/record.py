"""Classes that only carry data, written as a list of attributes.

`dataclasses` would do, but importing it takes a quarter of the time of a whole run.

    @record
    class Skipped:
        path: str
        \"\"\"As given, with `/`.\"\"\"
        reason: str = ""
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        """Says to type checkers what a decorator does; nothing to the interpreter."""
        return lambda decorator: decorator


class _Factory:
    """The default of an attribute that is made anew for each object."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def default(*, factory: Callable[[], T]) -> T:
    """The default of an attribute whose value (a list, a set) is made anew for each object."""
    return _Factory(factory)  # type: ignore[return-value]


@dataclass_transform(eq_default=False, field_specifiers=(default,))
def record(cls: type[T]) -> type[T]:
    """Gives a class `__slots__`, an `__init__` and a `__repr__` from its annotated attributes.

    Attributes become parameters in their order, as in a dataclass. Methods that the class has
    itself are kept, and so are base classes; those must not have attributes with defaults.
    The class is made again, which `__slots__` demand, so `super()` without arguments does not
    work in its methods. Annotations must be strings (`from __future__ import annotations`).
    """
    names = tuple(cls.__annotations__)
    namespace = dict(cls.__dict__)
    defaults = {name: namespace.pop(name) for name in names if name in namespace}
    for name in ("__dict__", "__weakref__"):
        namespace.pop(name, None)
    namespace["__slots__"] = names
    if "__repr__" not in namespace:
        namespace["__repr__"] = _repr
    made: Any = None

    def init(self: Any, *values: Any, **named: Any) -> None:
        # Most classes have no object in an ordinary run, and compiling takes longer than that.
        made.__init__ = _compiled_init(names, defaults)
        made.__init__(self, *values, **named)

    namespace.setdefault("__init__", init)
    metaclass: Any = type(cls)
    made = metaclass(cls.__name__, cls.__bases__, namespace)
    return made  # type: ignore[no-any-return]


def _compiled_init(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    parameters, lines = ["self"], []
    for name in names:
        value = name
        if name in defaults:
            parameters.append(f"{name}=defaults[{name!r}]")
            if isinstance(defaults[name], _Factory):
                value = f"{name}.make() if {name}.__class__ is Factory else {name}"
        else:
            parameters.append(name)
        lines.append(f" self.{name} = {value}\n")
    source = f"def __init__({', '.join(parameters)}):\n{''.join(lines)}"
    scope: dict[str, Any] = {"defaults": defaults, "Factory": _Factory}
    exec(source, scope)  # noqa: S102  # of identifiers that stand in a class of ours
    return scope["__init__"]


def _repr(self: Any) -> str:
    parts = (f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__name__}({', '.join(parts)})"
