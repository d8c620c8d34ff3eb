"""The directories that a module adds to `sys.path`, where its text says which.

Only the forms that programs use for it are followed: constant texts, `__file__`, `os.path` and
`pathlib`, and names of the module that hold one of these. Nothing is read from the disk.
"""

from __future__ import annotations

import ast
import posixpath

from lint.image.python.syntax import dotted
from lint.image.source_limits import parse
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_BYTES = 256 << 10
"""A longer module is not searched: what it adds is not known."""
MAX_ADDED = 100
"""Directories that are looked at; what else a module adds is not known."""
_MAX_DEPTH = 50
_MAX_PATH = 4 << 10
_MAX_STEPS = 50_000
"""Expressions of a module that are worked out."""

_SAME = frozenset(
    (
        "str", "Path", "pathlib.Path", "PurePath", "pathlib.PurePath", "PosixPath", "pathlib.PosixPath",
        "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser", "os.fspath",
        "path.abspath", "path.realpath", "path.normpath", "abspath", "realpath", "normpath",
    )
)  # fmt: skip
_PARENT = frozenset(("os.path.dirname", "path.dirname", "dirname"))
_JOIN = frozenset(("os.path.join", "path.join", "join"))
_HERE = frozenset(("os.getcwd", "getcwd", "Path.cwd", "pathlib.Path.cwd", "os.path.curdir"))
_KEEPING = frozenset(("resolve", "absolute", "as_posix", "expanduser", "__str__", "strip"))


class UnknownPathError(Exception):
    """A path that the text does not say."""


@record
class AddedPaths:
    """What a module adds to `sys.path`: absolute directories."""

    front: list[str] = default(factory=list)
    """Those that come before what was there, the first first."""
    back: list[str] = default(factory=list)
    """Those that come behind it."""
    unknown: bool = False
    """Whether it adds others, which the text does not say."""


def added_paths(source: bytes, file: str, directory: str | None) -> AddedPaths:
    """The directories that a module adds, wherever in it; whether that code runs is not asked.

    `file` is its absolute path, `directory` the working directory of the program, None where it is
    not known.
    """
    added = AddedPaths()
    if len(source) > MAX_BYTES:
        added.unknown = True
        return added
    try:
        tree = parse(source)
        paths = _Paths(tree, file, directory)
        additions = sorted(_additions(tree), key=lambda found: found[0].lineno)
        added.unknown = len(additions) > MAX_ADDED
        for node, first in additions[:MAX_ADDED]:
            try:
                values = paths.values(node)
            except UnknownPathError:
                added.unknown = True
                continue
            if first:
                added.front[:0] = values
            else:
                added.back += values
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        added.unknown = True
    return added


def _additions(tree: ast.Module) -> Iterator[tuple[ast.expr, bool]]:
    """(expression, whether it goes to the front) for all that is added."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name == "sys.path.insert" and len(node.args) == 2:
                yield node.args[1], True
            elif name in ("sys.path.append", "sys.path.extend", "site.addsitedir") and node.args:
                yield node.args[0], False
        elif isinstance(node, ast.AugAssign) and dotted(node.target) == "sys.path":
            yield node.value, False
        elif isinstance(node, ast.Assign) and any(dotted(t) == "sys.path" for t in node.targets):
            yield from _assigned(node.value)
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Subscript) and dotted(target.value) == "sys.path"
            for target in node.targets
        ):
            yield node.value, True


def _assigned(value: ast.expr) -> Iterator[tuple[ast.expr, bool]]:
    """What `sys.path = ...` has besides what was there."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        for part, first in ((value.left, True), (value.right, False)):
            if not _is_old(part):
                yield part, first
    elif isinstance(value, ast.List):
        old = next((n for n, item in enumerate(value.elts) if _is_old(item)), len(value.elts))
        for number, item in enumerate(value.elts):
            if not _is_old(item):
                yield item, number < old
    elif not _is_old(value):
        yield value, True


def _is_old(node: ast.expr) -> bool:
    if isinstance(node, ast.Starred):
        node = node.value
    if isinstance(node, ast.Subscript):
        node = node.value
    return dotted(node) == "sys.path"


class _Paths:
    """Works out paths; the names that a module assigns are looked up when they are used."""

    def __init__(self, tree: ast.Module, file: str, directory: str | None) -> None:
        self._tree = tree
        self._file = file
        self._directory = directory
        self._names: Mapping[str, list[ast.expr]] | None = None
        self._chosen: dict[str, ast.expr] = {}
        self._known: dict[str, str] = {}
        self._left = _MAX_STEPS

    def values(self, node: ast.expr) -> list[str]:
        """The absolute directories that an expression gives. Raises `UnknownPathError`."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return [value for item in node.elts for value in self.values(item)]
        several = {
            item.id
            for item in ast.walk(node)
            if isinstance(item, ast.Name) and len(self.names.get(item.id, ())) > 1
        }
        if not several:
            return [self.absolute(self._text(node, 0))]
        if len(several) > 1:
            raise UnknownPathError
        (name,) = several
        found = []
        for value in self.names[name]:
            self._chosen = {name: value}
            self._known.clear()
            found.append(self.absolute(self._text(node, 0)))
        self._chosen = {}
        self._known.clear()
        return found

    def absolute(self, path: str) -> str:
        """A path from the working directory on. Raises `UnknownPathError`."""
        if path.startswith("/"):
            return posixpath.normpath(path)
        if self._directory is None:
            raise UnknownPathError
        return posixpath.normpath(posixpath.join(self._directory, path))

    @property
    def names(self) -> Mapping[str, list[ast.expr]]:
        """What the names of the module are assigned."""
        if self._names is None:
            self._names = _assigned_names(self._tree)
        return self._names

    def _text(self, node: ast.expr, depth: int) -> str:
        self._left -= 1
        if self._left < 0:
            raise UnknownPathError
        text = self._unbounded(node, depth)
        if len(text) > _MAX_PATH:
            raise UnknownPathError
        return text

    def _unbounded(self, node: ast.expr, depth: int) -> str:
        if depth > _MAX_DEPTH:
            raise UnknownPathError
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Name):
            if node.id == "__file__":
                return self._file
            return self._named(node.id, depth)
        if isinstance(node, ast.Attribute):
            if dotted(node) in ("os.pardir", "os.path.pardir"):
                return ".."
            if dotted(node) in ("os.curdir", "os.path.curdir"):
                return "."
            if dotted(node) in ("os.sep", "os.path.sep"):
                return "/"
            if node.attr == "parent":
                return posixpath.dirname(self._rooted(node.value, depth))
        elif isinstance(node, ast.Subscript):
            return self._subscript(node, depth)
        elif isinstance(node, ast.BinOp):
            left, right = self._text(node.left, depth + 1), self._text(node.right, depth + 1)
            if isinstance(node.op, ast.Div):
                return posixpath.join(left, right)
            if isinstance(node.op, ast.Add):
                return left + right
        elif isinstance(node, ast.JoinedStr):
            return "".join(self._text(part, depth + 1) for part in node.values)
        elif isinstance(node, ast.FormattedValue) and node.format_spec is None:
            return self._text(node.value, depth + 1)
        elif isinstance(node, ast.Call):
            return self._call(node, depth)
        raise UnknownPathError

    def _named(self, name: str, depth: int) -> str:
        if name not in self._known:
            values = [self._chosen[name]] if name in self._chosen else self.names.get(name, [])
            if len(values) != 1:
                raise UnknownPathError
            self._known[name] = self._text(values[0], depth + 1)
        return self._known[name]

    def _rooted(self, node: ast.expr, depth: int) -> str:
        """A path whose parents are known: `Path("lib").parent` is not that of the directory."""
        return posixpath.normpath(self._text(node, depth + 1))

    def _subscript(self, node: ast.Subscript, depth: int) -> str:
        """`Path(__file__).parents[1]`."""
        index = node.slice
        if (
            isinstance(node.value, ast.Attribute)
            and node.value.attr == "parents"
            and isinstance(index, ast.Constant)
            and type(index.value) is int
            and 0 <= index.value < _MAX_DEPTH
        ):
            path = self._rooted(node.value.value, depth)
            for _ in range(index.value + 1):
                path = posixpath.dirname(path)
            return path
        raise UnknownPathError

    def _call(self, node: ast.Call, depth: int) -> str:
        name = dotted(node.func)
        arguments = [self._text(item, depth + 1) for item in node.args]
        if name in _HERE:
            if self._directory is None:
                raise UnknownPathError
            return self._directory
        if name in _SAME and arguments:
            path = posixpath.join(*arguments)
            if name.endswith(("abspath", "realpath")):
                return self.absolute(path)
            return posixpath.normpath(path) if name.endswith("normpath") else path
        if name in _PARENT and len(arguments) == 1:
            return posixpath.dirname(arguments[0])
        if name in _JOIN and arguments:
            return posixpath.join(*arguments)
        if isinstance(node.func, ast.Attribute):
            path = self._text(node.func.value, depth + 1)
            if node.func.attr in ("resolve", "absolute"):
                return self.absolute(path)
            if node.func.attr in _KEEPING:
                return path
            if node.func.attr == "joinpath":
                return posixpath.join(path, *arguments)
        raise UnknownPathError


def _assigned_names(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What each name of a module is assigned, by plain assignments and by loops over literals.

    A name that is bound in any other way as well is left out.
    """
    names: dict[str, list[ast.expr]] = {}
    other: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, ast.Name):
                if target.id in names:
                    other.add(target.id)
                names[target.id] = [node.value]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if node.value is not None:
                if node.target.id in names:
                    other.add(node.target.id)
                names[node.target.id] = [node.value]
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            literal = isinstance(node.iter, (ast.List, ast.Tuple))
            if literal and node.target.id not in names:
                names[node.target.id] = list(node.iter.elts[:MAX_ADDED])  # type: ignore[attr-defined]
            else:
                other.add(node.target.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            other.add(node.target.id)
    return {name: values for name, values in names.items() if name not in other}
