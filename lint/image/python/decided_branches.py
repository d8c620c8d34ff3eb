"""The branches that env vars decide: a module's source without those that do not run.

A container's variables are known where a manifest and its image state them. A test such as
`os.environ.get("MODE") == "worker"` is decided, then, and a program has the source that is made
here: `1` or `0` in the place of such a test, and `pass` in the place of the code behind it that does
not run. Lines stay where they are. All that reads a module reads this source as any other.

A test that nobody can decide stays as it is, and so does one of which a branch ends the program
with an error: what it demands is found by `lint.image.python.demands`.
"""

from __future__ import annotations

import ast
from collections import Counter

from lint.image.python.constants import NOTHING, UnknownValueError, evaluate
from lint.image.python.guards import EXITS, ends_well
from lint.image.python.syntax import children, dotted, targets
from lint.image.source_limits import parse
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lint.image.python.constants import Environment

    Function = ast.FunctionDef | ast.AsyncFunctionDef
    Edit = tuple[int, int, bytes]
    """The bytes from one offset to another, and what is put in their place."""

MAX_BYTES = 256 << 10
"""Longer modules are taken as they are."""
_MOST_NAMES = 500
"""So many values are known at a time: each function looks at those around it."""
_READS = lazy_regex(rb"environ|getenv")
_GIVEN = lazy_regex(rb"(?m)^[ \t]*(\w+)[ \t]*(?::[^=\n]+)?=[^=\n][^\n]*(?:environ|getenv)")
_TEST = lazy_regex(rb"(?m)^[ \t]*(?:if|elif|match)\b([^\n]*)")
_WORD = lazy_regex(rb"\w+")
_CASE = lazy_regex(rb"[ \t]*case[ \t]+")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMES = frozenset(("os", "environ", "getenv"))
_OF_OS = object()
"""Among names that are known: what an import of `os` binds."""
_BLOCKS = ("body", "orelse", "finalbody")


def without_dead_branches(source: bytes, environment: Environment) -> bytes | None:
    """The source that a program with these variables has; None where nothing is decided."""
    if len(source) > MAX_BYTES or not _may_have_tests(source):
        return None
    if not source.isascii() and (b"coding" in source[:200] or source.startswith(b"\xef\xbb\xbf")):
        return None  # columns are counted in another text
    source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        found = _Branches(source, environment)
        found.module(parse(source))
        if not found.edits:
            return None
        result = _edited(source, found.edits)
        parse(result)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return result


def _may_have_tests(source: bytes) -> bool:
    """Whether a line with a test reads the environment, or has a name that is read from it."""
    if not _READS.search(source):
        return False
    names = set(_GIVEN.findall(source))
    return any(
        _READS.search(test) or test.endswith(b"(") or not names.isdisjoint(_WORD.findall(test))
        for test in _TEST.findall(source)
    )


def _edited(source: bytes, edits: Sequence[Edit]) -> bytes:
    parts: list[bytes] = []
    done = 0
    for start, end, text in sorted(edits):
        parts += (source[done:start], text)
        done = end
    parts.append(source[done:])
    return b"".join(parts)


class _Branches:
    """Finds what is decided in one module, and the edits that this makes.

    Names count that are bound once in their scope, and to a value that is known.
    """

    def __init__(self, source: bytes, environment: Environment) -> None:
        self.edits: list[Edit] = []
        self._source = source
        self._environment = environment
        self._lines = [0]
        for line in source.split(b"\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._shared: set[str] = set()
        self._functions: list[tuple[Function, dict[str, object]]] = []

    def module(self, tree: ast.Module) -> None:
        """Looks at a module, and at its functions with the names that it has at its end."""
        for node in ast.walk(tree):
            if isinstance(node, (ast.Global, ast.Nonlocal)):
                self._shared.update(node.names)
            elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                self._shared.add(dotted(node))
            elif isinstance(node, ast.Call) and dotted(node.func) in ("globals", "exec", "setattr"):
                return  # they may set any name
        self._block(tree.body, {}, _bound(tree.body))
        while self._functions:
            function, around = self._functions.pop()
            own = _bound(function.body)
            given = function.args
            every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            for item in every:
                if item is not None:
                    own[item.arg] += 2  # what a caller gives is not known
            names = _not_hidden(around, own)
            self._block(function.body, names, own)

    def _block(
        self, body: Sequence[ast.stmt], names: dict[str, object], bound: Counter[str]
    ) -> None:
        for statement in body:
            if isinstance(statement, ast.If):
                self._if(statement, names, bound)
            elif isinstance(statement, ast.Match):
                self._match(statement, names, bound)
            elif isinstance(statement, _FUNCTIONS):
                self._functions.append((statement, names))
            elif isinstance(statement, ast.ClassDef):
                self._class(statement, names, bound)
            elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
                self._assignment(statement, names, bound)
            elif isinstance(statement, ast.Import):
                for alias in statement.names:
                    self._import("", alias, names, bound)
            elif isinstance(statement, ast.ImportFrom):
                for alias in statement.names:
                    self._import(statement.module or "", alias, names, bound)
                if any(alias.name == "*" for alias in statement.names):
                    names.clear()  # it may bind any of them anew
            else:
                for block in _blocks(statement):
                    self._block(block, names, bound)

    def _class(
        self, statement: ast.ClassDef, names: dict[str, object], bound: Counter[str]
    ) -> None:
        own = _bound(statement.body)
        inside = _not_hidden(names, own)
        plain = bound[statement.name] == 1 and not (
            statement.bases or statement.keywords or statement.decorator_list
        )
        self._block(statement.body, inside, own if plain else Counter())
        for name in own if plain else ():
            attribute = f"{statement.name}.{name}"
            if name in inside and attribute not in self._shared:
                names[attribute] = inside[name]

    def _import(
        self, module: str, alias: ast.alias, names: dict[str, object], bound: Counter[str]
    ) -> None:
        if _reads_environment(module, alias) and not bound[alias.name]:
            names[alias.name] = _OF_OS

    def _assignment(
        self, statement: ast.Assign | ast.AnnAssign, names: dict[str, object], bound: Counter[str]
    ) -> None:
        if statement.value is None:
            return
        for target in targets(statement):
            if not isinstance(target, ast.Name) or bound[target.id] != 1:
                continue
            if target.id not in self._shared:
                value = self._value(statement.value, names)
                if value is not None and len(names) < _MOST_NAMES:
                    names[target.id] = NOTHING if value[0] is None else value[0]

    def _if(self, statement: ast.If, names: dict[str, object], bound: Counter[str]) -> None:
        known = None
        if not (_fails(statement.body) or _fails(statement.orelse)):
            known = self._truth(statement.test, names)
        if known is None or isinstance(statement.test, ast.Constant):
            self._block(statement.body, names, bound)
            self._block(statement.orelse, names, bound)
            return
        self._decide(statement.test, known)
        self._block(statement.body if known else statement.orelse, names, bound)
        self._leave_out(statement.orelse if known else statement.body)

    def _match(self, statement: ast.Match, names: dict[str, object], bound: Counter[str]) -> None:
        chosen = self._case(statement, names)
        if chosen is None:
            for case in statement.cases:
                self._block(case.body, names, bound)
            return
        start = self._offset(statement.lineno, statement.col_offset)
        self._replace(start, self._end(statement.subject), b"if 1")
        for number, case in enumerate(statement.cases):
            line = self._lines[case.pattern.lineno - 1]
            before = self._source[line : self._offset_of(case.pattern)]
            start = line + len(before) - len(before.lstrip())
            taken = number == chosen
            self._replace(start, self._end(case.pattern), b"if 1" if taken else b"if 0")
            if taken:
                self._block(case.body, names, bound)
            else:
                self._leave_out(case.body)

    def _case(self, statement: ast.Match, names: dict[str, object]) -> int | None:
        """The number of the case that runs, -1 for none of them; None where nobody can tell."""
        subject = self._value(statement.subject, names)
        if subject is None or not self._source.startswith(b":", self._end(statement.subject)):
            return None
        chosen = -1
        for number, case in enumerate(statement.cases):
            place = self._lines[case.pattern.lineno - 1], self._offset_of(case.pattern)
            plain = _CASE.fullmatch(self._source[slice(*place)])
            if case.guard is not None or plain is None or _fails(case.body):
                return None
            fits = self._fits(case.pattern, subject[0])
            if fits is None:
                return None
            if fits and chosen < 0:
                chosen = number
        return chosen

    def _fits(self, pattern: ast.pattern, subject: object) -> bool | None:
        if isinstance(pattern, ast.MatchAs):
            return True if pattern.pattern is None and pattern.name is None else None
        if isinstance(pattern, ast.MatchSingleton):
            return subject is pattern.value
        if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant):
            return subject == pattern.value.value
        if isinstance(pattern, ast.MatchOr):
            parts = [self._fits(part, subject) for part in pattern.patterns]
            return None if None in parts else any(parts)
        return None

    def _truth(self, test: ast.expr, names: dict[str, object]) -> bool | None:
        """Whether a test is true; None where nobody can tell."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self._truth(test.operand, names)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            decides = isinstance(test.op, ast.Or)
            parts = [self._truth(part, names) for part in test.values]
            if decides in parts:
                return decides
            return None if None in parts else not decides
        value = self._value(test, names)
        return None if value is None else bool(value[0])

    def _value(self, node: ast.expr, names: dict[str, object]) -> tuple[object] | None:
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in _NAMES and part.id not in names:
                return None  # it may be anything
        try:
            return (evaluate(node, names, self._environment),)
        except UnknownValueError:
            return None

    def _decide(self, test: ast.expr, value: bool) -> None:
        self._replace(self._offset_of(test), self._end(test), b"1" if value else b"0")

    def _leave_out(self, body: Sequence[ast.stmt]) -> None:
        """Puts `pass` in the place of a block; of an `elif`, in that of all its blocks."""
        if not body:
            return
        first = body[0]
        start = self._offset(first.lineno, first.col_offset)
        if isinstance(first, ast.If) and self._source.startswith(b"elif", start):
            self._decide(first.test, False)
            self._leave_out(first.body)
            self._leave_out(first.orelse)
            return
        for decorator in getattr(first, "decorator_list", ()):
            start = min(start, self._source.rfind(b"@", 0, self._offset_of(decorator)))
        self._replace(start, self._end(body[-1]), b"pass")

    def _replace(self, start: int, end: int, text: bytes) -> None:
        lines = self._source.count(b"\n", start, end)
        if lines and text != b"pass":
            text = text.replace(b"1", b"(1").replace(b"0", b"(0") + b"\n" * lines + b")"
        else:
            text = text.ljust(end - start) if not lines else text + b"\n" * lines
        self.edits.append((start, end, text))

    def _offset(self, line: int, column: int) -> int:
        return self._lines[line - 1] + column

    def _offset_of(self, node: ast.expr | ast.pattern) -> int:
        return self._offset(node.lineno, node.col_offset)

    def _end(self, node: ast.expr | ast.stmt | ast.pattern) -> int:
        return self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)


def _not_hidden(names: Mapping[str, object], own: Mapping[str, int]) -> dict[str, object]:
    """The names of a scope that an inner one does not bind itself."""
    found = dict(names)
    for name in own:
        found.pop(name, None)
    for name in [name for name in found if "." in name]:
        if name.partition(".")[0] in own:
            del found[name]
    return found


def _blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    for name in _BLOCKS:
        block = getattr(statement, name, None)
        if isinstance(block, list):
            yield block
    for handler in getattr(statement, "handlers", ()):
        yield handler.body


def _bound(body: Sequence[ast.stmt]) -> Counter[str]:
    """How often the statements of one scope bind each name."""
    found: Counter[str] = Counter()
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found[node.id] += 1
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if not _reads_environment(node.module or "", alias):
                    found[alias.asname or alias.name] += 1
            continue
        elif isinstance(node, ast.alias):
            if _reads_environment("", node):
                continue
            found[node.asname or node.name.partition(".")[0]] += 1
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            found[node.name] += 1
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            found[node.name] += 1
            continue
        todo += children(node)
    return found


def _reads_environment(module: str, alias: ast.alias) -> bool:
    """Whether an import binds the module `os`, or what reads the environment in it, by its own name."""
    of_os = alias.name == "os" if not module else module == "os" and alias.name in _NAMES
    return of_os and not alias.asname


def _fails(body: Sequence[ast.stmt]) -> bool:
    """Whether a block ends the program with an error."""
    for statement in body:
        if isinstance(statement, (ast.Raise, ast.Assert)):
            return True
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            if dotted(statement.value.func) in EXITS and not ends_well(statement):
                return True
        if isinstance(statement, (ast.If, ast.With, ast.AsyncWith)) and any(
            map(_fails, _blocks(statement))
        ):
            return True
    return False
