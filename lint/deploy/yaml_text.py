"""The strings of a YAML file as texts that know where they are written."""

from __future__ import annotations

from lint.deploy.text import Piece, Text, of_scalar
from lint.model.findings import Place
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.model.source import Source
    from lint.yaml.tree import Node


def text_of(node: ScalarNode, source: Source) -> Text:
    """A scalar as it is written: numbers and booleans with their characters, null as nothing."""
    place = Place(source.path, node.line, node.column, node.end_line, node.end_column)
    string = "" if node.value is None and not node.style else node.text
    return of_scalar(string, source, place)


def root_of(documents: list[Node | None]) -> MappingNode | None:
    """The first document that is a mapping."""
    return next((root for root in documents if isinstance(root, MappingNode)), None)


def texts_of(node: Node | None, source: Source) -> Iterator[tuple[Text, Text]]:
    """The scalars of a mapping, each with its key."""
    if isinstance(node, MappingNode):
        for _, key, value in node.items():
            if isinstance(value, ScalarNode):
                yield text_of(key, source), text_of(value, source)


def unknown(text: Text, placeholder: str) -> Text:
    """A part of a text that something else decides when the step runs."""
    place = text.place
    width = place.end_column - place.column if place.line == place.end_line else 1
    return Text([Piece(placeholder, text.source, place.line, place.column, False, max(width, 0))])
