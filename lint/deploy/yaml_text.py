"""The strings of a YAML file as texts that know where they are written."""

from __future__ import annotations

from functools import partial

from lint.deploy.text import Piece, Text, of_scalar
from lint.model.findings import Place
from lint.model.source import Source
from lint.model.text import name
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.file import DeployFile
    from lint.yaml.tree import Node


def text_of(node: ScalarNode, source: Source) -> Text:
    """A scalar as it is written: numbers and booleans with their characters, null as nothing."""
    place = Place(source.path, node.line, node.column, node.end_line, node.end_column)
    string = "" if node.value is None and not node.style else node.text
    return of_scalar(string, source, place)


def root_of(file: DeployFile) -> MappingNode | None:
    """The first document of a file that is a mapping; None where there is none.

    The file is no manifest: of its text, the keys may be shown, and what its steps reveal.
    """
    documents = [document.root for document in file.manifest.documents]
    root = next((each for each in documents if isinstance(each, MappingNode)), None)
    if root is not None:
        source = Source(file.source.path, file.source.text, yaml_breaks=True)
        source.mark_later(partial(_reveal_keys, root))
        file.source = file.sources[source.path] = source
    return root


def _reveal_keys(root: MappingNode, source: Source) -> None:
    for node in root.walk():
        if isinstance(node, MappingNode):
            for _, key, _ in node.items():
                if str(name(key.text)) == key.text:
                    source.reveal(key.line, key.column, key.end_line, key.end_column)


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
