"""Nodes of a resource that are made of the parts of a deploy step, each with the place of its part."""

from __future__ import annotations

from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.text import Text
    from lint.model.source import Source
    from lint.yaml.scalars import Value


class Mark:
    """A position in a file, from 0, as parsers give it, with the file: a step may span several."""

    __slots__ = ("column", "line", "source")

    def __init__(self, source: Source, line: int, column: int) -> None:
        self.source = source
        self.line = line
        self.column = column


def _span(text: Text) -> tuple[Mark, Mark]:
    place = text.place
    start = Mark(text.source, place.line - 1, place.column - 1)
    return start, Mark(text.source, place.end_line - 1, place.end_column - 1)


def scalar(text: Text, value: Value | None = None) -> ScalarNode:
    """A scalar that is written as `text`: its string, unless it stands for another `value`."""
    start, end = _span(text)
    shown = str(text) if value is None or isinstance(value, str) else str(value).lower()
    made: Value = str(text) if value is None else value
    if isinstance(made, str):
        shown = made
    return ScalarNode(made, shown, '"', Span(start, end))


def mapping(anchor: Text) -> MappingNode:
    """An empty mapping, with the place of what it comes from."""
    start, end = _span(anchor)
    node = MappingNode(start, True)
    node.end = end
    return node


def sequence(anchor: Text) -> SequenceNode:
    """An empty sequence, with the place of what it comes from."""
    start, end = _span(anchor)
    node = SequenceNode(start, True)
    node.end = end
    return node


def put(parent: MappingNode, key: str, node: Node, anchor: Text) -> None:
    """Sets a key, whose place is that of `anchor`; what it had before is gone."""
    parent.keys[key] = scalar(anchor, key)
    parent.values[key] = node


def drop(parent: MappingNode, key: str) -> None:
    """Removes a key, if it is there."""
    parent.keys.pop(key, None)
    parent.values.pop(key, None)


def below(parent: MappingNode, key: str, anchor: Text) -> MappingNode:
    """The mapping under a key, made where there is none."""
    node = parent.get(key)
    if not isinstance(node, MappingNode):
        node = mapping(anchor)
        put(parent, key, node, anchor)
    return node


def items(parent: MappingNode, key: str, anchor: Text) -> SequenceNode:
    """The sequence under a key, made where there is none."""
    node = parent.get(key)
    if not isinstance(node, SequenceNode):
        node = sequence(anchor)
        put(parent, key, node, anchor)
    return node


def placed(node: Node, source: Source, lines: int = 0) -> Node:
    """A copy of a tree whose nodes know their file; `lines` are added to the line of each."""

    def span(start: Mark, end: Mark) -> tuple[Mark, Mark]:
        return (
            Mark(source, start.line + lines, start.column),
            Mark(source, end.line + lines, end.column),
        )

    if isinstance(node, ScalarNode):
        start, end = span(node.event.start_mark, node.event.end_mark)
        return ScalarNode(node.value, node.text, node.style, Span(start, end))
    if isinstance(node, MappingNode):
        start, end = span(node.start, node.end)
        made = MappingNode(start, node.flow)
        made.end = end
        for name, key, value in node.items():
            copied = placed(key, source, lines)
            assert isinstance(copied, ScalarNode)
            made.keys[name] = copied
            made.values[name] = placed(value, source, lines)
        return made
    assert isinstance(node, SequenceNode)
    start, end = span(node.start, node.end)
    copy = SequenceNode(start, node.flow)
    copy.end = end
    copy.items = [placed(item, source, lines) for item in node.items]
    return copy
