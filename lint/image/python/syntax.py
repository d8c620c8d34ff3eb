"""Small questions to a syntax tree."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_BYTES = bytes(byte for byte in range(256) if byte & 0xC0 != 0x80)


_BLOCK = 1_024


def _count(data: bytes) -> int:
    """The characters of a part of UTF-8 text: the bytes that do not continue one."""
    return len(data) - len(data.translate(None, _FIRST_BYTES))


class Positions:
    """Where nodes stand, counted as in `lint.model.findings.Place`.

    `lines` are the source's lines in UTF-8, which is what the parser counts columns in, or None
    for plain ASCII.
    """

    __slots__ = ("_counted", "_lines")

    def __init__(self, lines: list[bytes] | None) -> None:
        self._lines = lines
        self._counted: dict[int, list[int]] = {}

    def of(self, node: ast.expr | ast.stmt | ast.alias) -> tuple[int, int]:
        """The line and column of a node's first character."""
        offset = node.col_offset
        if self._lines is not None and 0 < node.lineno <= len(self._lines):
            offset = self._characters(node.lineno, offset)
        return node.lineno, offset + 1

    def _characters(self, number: int, offset: int) -> int:
        """The characters in the first bytes of a line; long lines are counted once, in blocks."""
        assert self._lines is not None
        line = self._lines[number - 1]
        if len(line) <= _BLOCK:
            return _count(line[:offset])
        known = self._counted.get(number)
        if known is None:
            known = self._counted[number] = [0]
            for start in range(0, len(line), _BLOCK):
                known.append(known[-1] + _count(line[start : start + _BLOCK]))
        block, rest = divmod(min(offset, len(line)), _BLOCK)
        start = block * _BLOCK
        return known[block] + _count(line[start : start + rest])


def targets(statement: ast.Assign | ast.AugAssign | ast.AnnAssign) -> list[ast.expr]:
    """What a statement assigns to."""
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def dotted(node: ast.AST | None) -> str:
    """`a.b.c` for a name or an attribute of one, else ""."""
    if type(node) is ast.Name:
        return node.id
    if type(node) is not ast.Attribute:  # most of what is asked about
        return ""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below one, as `ast.iter_child_nodes` gives them, without operators, `Load` and the like."""
    found: list[ast.AST] = []
    kind = type(node)
    for name in _FIELDS[kind] if kind in _FIELDS else _fields(kind):
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += value if name not in _MIXED else [v for v in value if isinstance(v, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def all_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it that `children` gives, in no order that means anything."""
    todo = [node]
    while todo:
        inner = todo.pop()
        yield inner
        todo += children(inner)


_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}
"""The fields of a kind of nodes that may hold other nodes; kept, because each is asked for often."""
_PLAIN = frozenset(
    (
        "ctx",
        "id",
        "attr",
        "arg",
        "kind",
        "level",
        "module",
        "type_comment",
        "op",
        "ops",
        "conversion",
    )
)
"""Fields that hold no nodes, or none that says anything."""
_MIXED = frozenset(("names", "keys", "kw_defaults", "kwd_attrs"))
"""Lists that may hold texts, or None."""


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    found = tuple(name for name in kind._fields if name not in _PLAIN)
    _FIELDS[kind] = found
    return found


def text(node: ast.AST | None) -> str | None:
    """The value of a string literal, else None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def texts(node: ast.AST | None) -> tuple[str, ...] | None:
    """The values of a literal list, tuple or set of strings, else None."""
    if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return None
    values = [text(item) for item in node.elts]
    found = [value for value in values if value is not None]
    return tuple(found) if found and len(found) == len(values) else None


def is_lazy(statement: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import is made when its name is first used (PEP 810), as Python 3.15 reads it."""
    return bool(getattr(statement, "is_lazy", 0))


def too_new(tree: ast.Module) -> tuple[ast.expr | ast.stmt, str] | None:
    """The first node that no Python before 3.15 takes, and why; its parser takes it for all of them."""
    found: list[tuple[ast.expr | ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if is_lazy(node):
                found.append((node, "lazy imports are only supported in Python 3.15 and greater"))
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            unpacked = (
                node.value is None
                if isinstance(node, ast.DictComp)
                else isinstance(node.elt, ast.Starred)
            )
            if unpacked:
                message = "unpacking in comprehensions is only supported in Python 3.15 and greater"
                found.append((node, message))
    return min(found, key=lambda one: (one[0].lineno, one[0].col_offset), default=None)


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a call's keyword argument, or None when it has none of that name."""
    for item in call.keywords:
        if item.arg == name:
            return item.value
    return None
