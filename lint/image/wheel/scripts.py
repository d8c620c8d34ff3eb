"""Whether the commands that a wheel installs point at something that exists."""

from __future__ import annotations

import ast

from lint.image.source_limits import parse
from lint.model.text import module, name, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint.image.fault_list import FaultList
    from lint.image.file import ImageFile
    from lint.image.wheel.metadata import EntryPoint
    from lint.image.wheel.reader import Wheel

MAX_SCRIPTS = 200
"""Commands looked at; no wheel on PyPI installs as many."""

MAX_SOURCE_BYTES = 256 << 10
"""A larger module is not parsed for one name: its syntax tree would take a thousandfold."""

_DYNAMIC = frozenset(("globals", "vars", "exec", "setattr", "__dict__", "modules", "__getattr__"))
"""Names whose use means that the module's attributes are not all in its text."""


def audit_entry_points(wheel: Wheel, faults: FaultList) -> None:
    """Reports unreadable lines of entry_points.txt, and scripts that lead nowhere."""
    display_path = wheel.info_shown("entry_points.txt")
    if "entry_points.txt" not in wheel.info:
        return
    from lint.image.wheel.metadata import odd_entry_point_lines

    for line in odd_entry_point_lines(wheel.info_text("entry_points.txt") or ""):
        message = say("expected `[group]` or `name = module:attribute`")
        faults.add("entry-points-invalid", message, display_path, line=line)
    scripts = [point for point in wheel.entry_points if point.is_script][:MAX_SCRIPTS]
    if scripts:
        modules = _Modules(wheel.members)
        known: dict[str, frozenset[str] | None] = {}
        for point in scripts:
            _audit_script(wheel, modules, point, known, faults)


def _audit_script(
    wheel: Wheel,
    modules: _Modules,
    point: EntryPoint,
    known: dict[str, frozenset[str] | None],
    faults: FaultList,
) -> None:
    display_path = wheel.info_shown("entry_points.txt")
    script = say("the script `{}`", name(point.name))
    if not point.module or not point.attr:
        message = say("{} has no valid target, expected `module:function`", script)
        faults.add("entry-points-invalid", message, display_path, line=point.line)
        return
    if point.module.partition(".")[0] not in wheel.top_level:
        return  # another distribution's module
    member, missing = modules.find(point.module)
    if missing:
        faults.add(
            "script-module-missing",
            say(
                "{} calls `{}`, and the wheel has no module `{}`",
                script,
                module(point.module),
                module(missing),
            ),
            display_path,
            say("Include `{}` in the wheel, or correct the entry point.", module(point.module)),
            point.line,
        )
        return
    if member is None or not member.path.endswith(".py"):
        return
    attr = point.attr.partition(".")[0]
    if member.path not in known:
        known[member.path] = _module_names(member)
    names = known[member.path]
    # A submodule becomes an attribute of its package when something imports it.
    if names is None or attr in names or modules.file(f"{point.module.replace('.', '/')}/{attr}"):
        return
    from lint.support.nearest import nearest

    match = nearest(attr, names)
    faults.add(
        "script-attribute-missing",
        say(
            "{} calls `{}`, and the module does not define `{}`",
            script,
            module(point.reference),
            module(attr),
        ),
        display_path,
        say("Did you mean `{}:{}`?", module(point.module), module(match))
        if match
        else say("Define `{}` in `{}`.", module(attr), module(point.module)),
        point.line,
    )


class _Modules:
    """The modules among the members, indexed once for all scripts."""

    def __init__(self, members: dict[str, ImageFile]) -> None:
        self.members = members
        self.directories: set[str] = set()
        self._extensions: dict[str, ImageFile] = {}
        for path, member in members.items():
            directory, _, name = path.rpartition("/")
            while directory and directory not in self.directories:
                self.directories.add(directory)
                directory = directory.rpartition("/")[0]
            if name.endswith(".so"):
                base = path[: len(path) - len(name)] + name.partition(".")[0]
                self._extensions[base] = member

    def find(self, module: str) -> tuple[ImageFile | None, str]:
        """The module's file, and the first module on the way that is certainly not there, or "".

        A package without `__init__` may lie in several distributions, and one that touches its
        `__path__` too: what is missing in those may be somewhere else.
        """
        parts = module.split(".")
        closed = False
        member: ImageFile | None = None
        for depth in range(1, len(parts) + 1):
            base = "/".join(parts[:depth])
            member = self.file(base)
            if member is None:
                if base in self.directories:
                    closed = False
                    continue
                return None, ".".join(parts[:depth]) if closed else ""
            closed = not (member.path.endswith("__init__.py") and _extends_path(member))
        return member, ""

    def file(self, base: str) -> ImageFile | None:
        """The file that a module is loaded from, given its path without suffix."""
        for path in (f"{base}/__init__.py", f"{base}.py", f"{base}.pyc", f"{base}/__init__.pyc"):
            if path in self.members:
                return self.members[path]
        return self._extensions.get(f"{base}/__init__") or self._extensions.get(base)


def _extends_path(member: ImageFile) -> bool:
    try:
        return b"__path__" in member.read() if member.size else False
    except OSError:
        return True


def _module_names(member: ImageFile) -> frozenset[str] | None:
    """The names that a module binds at its top level, or None when they cannot be told."""
    if member.size > MAX_SOURCE_BYTES:
        return None
    try:
        tree = parse(member.read())
        names: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute):
                used = node.id if isinstance(node, ast.Name) else node.attr
                if used in _DYNAMIC:
                    return None
            elif isinstance(node, ast.Global):
                names.update(node.names)
        return frozenset(names.union(*map(set, map(_bound, _statements(tree.body)))))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError, _DynamicError):
        return None


class _DynamicError(Exception):
    """The module's names depend on something that is not in its text."""


def _statements(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes that run in the module's own scope."""
    pending = list(body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        if node.name == "__getattr__":
            raise _DynamicError
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            if alias.name == "*":
                raise _DynamicError
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
