"""The text of a .tf file as blocks and arguments, each word with its place.

tree-sitter parses a copy in which every character that is not ASCII is a letter, so that its
columns, which count bytes, are those of the text.
"""

from __future__ import annotations

from lint.deploy.text import Piece, Text
from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.model.source import Source

    Point = tuple[int, int]

_NOT_ASCII = lazy_regex(r"[^\x01-\x7f]")

MAX_DEPTH = 50
"""Blocks and expressions that are nested deeper are not looked into."""


class HclUnavailableError(Exception):
    """The parser is not installed."""


@record
class Attribute:
    """`name = expression`."""

    name: Text
    expression: Any
    """The node of the expression."""
    file: HclFile


@record
class Block:
    """`type "label" { ... }`."""

    type: Text
    labels: list[Text]
    body: Body
    file: HclFile
    node: Any
    """The node of the whole block."""

    @property
    def broken(self) -> bool:
        """Whether something in it is no HCL: then parts of it may be missing here."""
        has_error: bool = self.node.has_error
        return has_error


@record
class Body:
    """The arguments and blocks between two braces, or of a whole file."""

    attributes: dict[str, Attribute] = default(factory=dict)
    repeated: list[Attribute] = default(factory=list)
    """Arguments that are there already: Terraform refuses them."""
    blocks: list[Block] = default(factory=list)


class HclFile:
    """One parsed file."""

    __slots__ = ("body", "broken", "lines", "root", "source")

    def __init__(self, source: Source) -> None:
        """Raises `HclUnavailableError` where tree-sitter is not installed."""
        self.source = source
        self.lines = source.lines()
        self.root = _parse("\n".join(self.lines))
        self.broken = _first_error(self.root)
        """The position of the first place that is no HCL; None where there is none."""
        self.body = self._body(self.root, 0)

    def text(self, node: Any) -> Text:
        """The characters of a node, as they are written. Of several lines, the first."""
        (row, column), (end_row, end_column) = node.start_point, node.end_point
        line = self.lines[row] if row < len(self.lines) else ""
        end = end_column if end_row == row else len(line)
        return Text([Piece(line[column:end], self.source, row + 1, column + 1)])

    def between(self, start: Point, end: Point) -> Iterator[tuple[str, int, int]]:
        """The text from one position to before another, by lines: text, line and column from 1."""
        for row in range(start[0], min(end[0], len(self.lines) - 1) + 1):
            line = self.lines[row]
            first = start[1] if row == start[0] else 0
            last = end[1] if row == end[0] else len(line)
            yield line[first:last] + ("\n" if row < end[0] else ""), row + 1, first + 1

    def _body(self, node: Any, depth: int) -> Body:
        """The body of a block or of the file. What the parser could not make out is passed over."""
        body = Body()
        for child in node.named_children:
            if child.type == "body":
                node = child
                break
        if node.type != "body" or depth > MAX_DEPTH:
            return body
        for child in node.named_children:
            if child.type == "attribute":
                self._attribute(child, body)
            elif child.type == "block":
                body.blocks.append(self._block(child, depth))
        return body

    def _attribute(self, node: Any, body: Body) -> None:
        name = node.named_children[0]
        expression = node.named_children[-1]
        if name.type != "identifier" or expression.type != "expression":
            return
        attribute = Attribute(self.text(name), expression, self)
        if str(attribute.name) in body.attributes:
            body.repeated.append(attribute)
        else:
            body.attributes[str(attribute.name)] = attribute

    def _block(self, node: Any, depth: int) -> Block:
        words = [
            child for child in node.named_children if child.type in ("identifier", "string_lit")
        ]
        labels = [self.label(word) for word in words[1:]]
        return Block(self.text(words[0]), labels, self._body(node, depth + 1), self, node)

    def label(self, node: Any) -> Text:
        """The text of a block's label, without quotes."""
        if node.type == "identifier":
            return self.text(node)
        text = self.text(node)
        return text.cut(1, max(len(text) - 1, 1))


def _parse(text: str) -> Any:
    try:
        import tree_sitter
        import tree_sitter_hcl
    except ImportError as error:
        raise HclUnavailableError("tree-sitter-hcl is not installed") from error
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))
    return parser.parse(_NOT_ASCII.sub("x", text).encode()).root_node


def _first_error(root: Any) -> Point | None:
    if not root.has_error:
        return None
    node = root
    while node.type != "ERROR" and not node.is_missing:
        below = next((child for child in node.children if child.has_error), None)
        if below is None:
            break
        node = below
    row, column = node.start_point
    return row, column


_STRINGS = frozenset(("template_literal", "heredoc_identifier"))
_PASSED = frozenset(("comment", "numeric_lit"))


def reveal(file: HclFile) -> None:
    """Marks what may be shown of a file: names, operators, labels; no string, number or comment."""
    todo = [file.root]
    while todo:
        node = todo.pop()
        kind = node.type
        if kind in _PASSED or kind == "ERROR":
            continue
        if kind == "object_elem":
            # The keys of a map are names, also in quotes.
            first = node.named_children[0] if node.named_children else None
            if first is not None and first.type == "expression":
                _reveal(file, first)
        if kind == "block":
            for child in node.children:
                if child.type == "string_lit":
                    _reveal(file, child)
                else:
                    todo.append(child)
        elif node.children:
            todo.extend(node.children)
        elif kind not in _STRINGS:
            _reveal(file, node)


def _reveal(file: HclFile, node: Any) -> None:
    (row, column), (end_row, end_column) = node.start_point, node.end_point
    file.source.reveal(row + 1, column + 1, end_row + 1, end_column + 1)
