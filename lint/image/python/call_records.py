"""What the functions of one module call: records without a syntax tree, which can be kept.

`lint.image.python.calls` makes them, `lint.image.python.call_text` writes and reads them,
`lint.image.python.start_path` follows them.
"""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Members = tuple["dict[str, Function]", "dict[str, Class]", dict[str, tuple[str, str]]]
    """The functions, the classes and the imports of a module, by name."""

KEY_ERROR = 64
"""A flag of `Call`, beside those of `lint.image.python.facts`: a `KeyError` in it is caught."""
SWALLOWS = 128
"""Another one: some error other than those of imports is caught in it."""
CATCHES = 256
"""Another one: an error is caught in it that may say that an env var is not set."""
SOME = "~"
"""Behind the name of a class: an object of it, or of a subclass."""
TABLE = "{}"
"""A dict with constant keys: what `name["key"]` is assigned from is kept under `name[key]`."""
UNKNOWN = "?"
"""Stands for a value that is not known, or that is not always the same."""
NO_RISK = 1 << 30
"""The line of `Function.risk` where a function raises nothing."""

VALIDATORS = frozenset(("validator", "field_validator", "root_validator", "model_validator"))
"""Decorators of pydantic: the functions run when an object of their class is made."""


class Call:
    """A call: the dotted name as written, where it stands, and the flags under which it runs.

    `awaited` is true where the coroutine that it may give is run. `given` are the names among its
    arguments by position, "" for any other, `keywords` the names of those by keyword. `texts` is
    true where a text is among them; which one is for `lint.image.python.call_arguments` to say.
    `starts` is true where what is named is not called here, but while the server starts
    (`lifespan=`, `@app.on_event("startup")`).
    """

    __slots__ = (
        "awaited", "column", "flags", "given", "keywords", "line", "name", "starts", "texts",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        line: int,
        column: int,
        flags: int,
        *,
        awaited: bool = False,
        given: tuple[str, ...] = (),
        keywords: tuple[str, ...] = (),
        texts: bool = False,
        starts: bool = False,
    ) -> None:
        self.name = name
        self.line = line
        self.column = column
        self.flags = flags
        self.awaited = awaited
        self.given = given
        self.keywords = keywords
        self.texts = texts
        self.starts = starts


class ParameterDemand:
    """A parameter of a function that names a variable which must be set.

    `default` is the parameter that is given in the place of a missing variable, with its position;
    "" and -1 for none.
    """

    __slots__ = ("column", "default", "flags", "line", "name", "position")

    def __init__(
        self,
        name: str,
        position: int,
        line: int,
        column: int,
        flags: int,
        default: tuple[str, int] = ("", -1),
    ) -> None:
        self.default = default
        self.name = name
        self.position = position
        self.line = line
        self.column = column
        self.flags = flags


class RunCall:
    """A call that may start a server: its name as written, and where it is.

    `span` are its first and last line and byte, as in a syntax tree. `function` is the function
    that it stands in, "" for none, and `around` the line of that function's definition.
    """

    __slots__ = ("around", "flags", "function", "name", "span")

    def __init__(
        self, name: str, span: tuple[int, int, int, int], function: str, around: int, flags: int
    ) -> None:
        self.name = name
        self.span = span
        self.function = function
        self.around = around
        self.flags = flags


class Function:
    """A function, or the module's top level (`name` is "").

    `name` includes classes and functions around it (`App.setup`). `owner` is the class that it is
    a method of, "" for none. `values` maps its local names to what they are assigned from: a
    dotted name, with `()` behind a call or `SOME` behind an annotation, or `UNKNOWN`; `imports` is
    like that of `ModuleCalls`.
    `yields` is the line of its first `yield`, 0 for none. `required` is the number of its
    parameters without a default. `returns` is its annotation, `gives` what its `return` statements
    give, in the form of `values`. `risk` is the line behind which it may have raised an error, and
    `again` is true where its name is defined more than once. `fields` are the names that the
    decorators of a validator are given.
    """

    __slots__ = (
        "_calls",
        "_kept",
        "again",
        "decorators",
        "end_line",
        "fields",
        "gives",
        "imports",
        "is_async",
        "line",
        "name",
        "owner",
        "parameters",
        "required",
        "returns",
        "risk",
        "runs",
        "values",
        "yields",
    )

    def __init__(self, name: str, owner: str, line: int, end_line: int) -> None:
        self.name = name
        self.owner = owner
        self.line = line
        self.end_line = end_line
        self.is_async = False
        self.yields = 0
        self.decorators: tuple[str, ...] = ()
        self.parameters: tuple[str, ...] = ()
        self.required = 0
        self.returns = ""
        self.gives: set[str] = set()
        self.risk = NO_RISK
        self.again = False
        self.fields: tuple[str, ...] = ()
        self.runs: dict[str, Call] | None = None
        self.values: dict[str, str] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        self._calls: list[Call] = []
        self._kept: Callable[[], list[Call]] | None = None

    @property
    def calls(self) -> list[Call]:
        """Its calls, in the order of the source."""
        if self._kept is not None:
            self._calls, self._kept = self._kept(), None
        return self._calls

    def keep_calls(self, kept: Callable[[], list[Call]]) -> None:
        """Takes its calls from `kept` when they are first asked for."""
        self._kept = kept

    def call_of(self, parameter: str) -> Call | None:
        """The first of its calls that calls a parameter of it."""
        if self.runs is None:
            self.runs = {}
            for call in self.calls:
                if not self.yields or call.line <= self.yields:
                    self.runs.setdefault(call.name, call)
        return self.runs.get(parameter)

    def adopt(self, other: Function) -> None:
        """Takes in what another reading of the same function has found."""
        for name in Function.__slots__:
            setattr(self, name, getattr(other, name))


class Class:
    """A class: its bases as written, its methods by name, and what its attributes are made of."""

    __slots__ = ("attributes", "bases", "methods", "name")

    def __init__(self, name: str, bases: tuple[str, ...]) -> None:
        self.name = name
        self.bases = bases
        self.methods: dict[str, Function] = {}
        self.attributes: dict[str, str] = {}


class ModuleCalls:
    """The functions and classes of one module by name, and what its names are imported from.

    In an outline (`whole` is false) nothing is said about the bodies of functions: what they call,
    give, assign and import, and the functions in them.

    `imports` maps a bound name to (module with its leading dots, name or ""); those inside
    functions count for the whole module. `stars` are the modules of `from module import *`.
    `demands` has the parameters of functions that name an env var that must be set. `runs` are the
    calls that may start a server.
    """

    def __init__(
        self,
        whole: bool = True,
        defined: frozenset[str] | None = None,
        members: Callable[[], Members] | None = None,
    ) -> None:
        """Empty records, or those that `members` gives when they are first asked for.

        `defined` are the top-level names of its functions and classes, where they are known.
        """
        self.whole = whole
        self.runs: list[RunCall] = []
        self.top = Function("", "", 1, NO_RISK)
        self.stars: list[str] = []
        self.demands: dict[str, list[ParameterDemand]] = {}
        self._defined = defined
        self._later = members
        self._members: Members = ({}, {}, {})
        self._spans: list[Function] | None = None
        self._around: list[int] = []

    def _known(self) -> Members:
        if self._later is not None:
            self._members, self._later = self._later(), None
        return self._members

    @property
    def functions(self) -> dict[str, Function]:
        """The functions by name, with those of classes."""
        return self._known()[0]

    @property
    def classes(self) -> dict[str, Class]:
        """The classes by name."""
        return self._known()[1]

    @property
    def imports(self) -> dict[str, tuple[str, str]]:
        """What its names are imported from, those in functions included."""
        return self._known()[2]

    def defines(self, name: str) -> bool:
        """Whether its top level defines a function or a class of that name."""
        if self._defined is None:
            return name in self.functions or name in self.classes
        return name in self._defined

    def adopt(self, other: ModuleCalls) -> None:
        """Takes in what a reading of the whole module has found.

        The objects that are known stay the same.
        """
        self.whole = True
        self.runs, self._spans = other.runs, None
        if self._later is not None:  # nobody has any of them yet
            self._members, self._later = other._known(), None
            return
        for name, function in other.functions.items():
            known = self.functions.get(name)
            if known is None:
                self.functions[name] = function
            else:
                known.adopt(function)
        for name, found in other.classes.items():
            mine = self.classes.setdefault(name, found)
            mine.attributes = found.attributes
            mine.methods = {short: self.functions[f.name] for short, f in found.methods.items()}
        self.imports.update(other.imports)

    def function_at(self, line: int) -> Function:
        """The innermost function that a line belongs to; the top level where it is in none."""
        if self._spans is None:
            self._spans = sorted(self.functions.values(), key=lambda f: (f.line, -f.end_line))
            self._around = []
            inside: list[int] = []
            for number, function in enumerate(self._spans):
                while inside and self._spans[inside[-1]].end_line < function.line:
                    inside.pop()
                self._around.append(inside[-1] if inside else -1)
                inside.append(number)
        number = bisect_right(self._spans, line, key=lambda f: f.line) - 1
        while number >= 0 and self._spans[number].end_line < line:
            number = self._around[number]
        return self._spans[number] if number >= 0 else self.top
