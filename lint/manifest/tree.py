"""The tree of a YAML document, in which every node knows its place.

Lines and columns count from 1, columns in characters; the end is one past the last character.
"""

from __future__ import annotations

from lint.manifest import placeholders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.manifest.scalars import Value


class Node:
    """A place in a document; see `Scalar`, `Mapping` and `Sequence`."""

    __slots__ = ("column", "end_column", "end_line", "line")

    kind = "node"

    def __init__(self, line: int, column: int, end_line: int, end_column: int) -> None:
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column

    def plain(self) -> Any:
        """The node as plain Python data (dict, list, scalar), shared aliases repeated."""
        raise NotImplementedError

    def get(self, name: str) -> Node | None:
        """The value of a key; None for anything that is not a mapping or has no such key."""
        return None

    def at(self, *names: str) -> Node | None:
        """The node under a chain of keys, or None where one is missing."""
        node: Node | None = self
        for name in names:
            if node is None:
                return None
            node = node.get(name)
        return node


class Scalar(Node):
    """A scalar: `value` is what YAML 1.1 makes of it, `text` what is written (unquoted).

    `style` is "" for a plain scalar, else the quote or block character.
    """

    __slots__ = ("_unknown", "style", "text", "value")

    kind = "scalar"

    def __init__(
        self,
        value: Value,
        text: str,
        style: str,
        line: int,
        column: int,
        end_line: int,
        end_column: int,
    ) -> None:
        self.value = value
        self.text = text
        self.style = style
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self._unknown: bool | None = None

    def __repr__(self) -> str:
        return f"<Scalar {self.line}:{self.column} {type(self.value).__name__}>"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders in the text, in placeholder syntax or as fill-in words."""
        return placeholders.find(self.text) or placeholders.find_fill_ins(self.text)

    @property
    def templated(self) -> bool:
        """Whether the text holds a placeholder in a placeholder syntax (not a fill-in word)."""
        return bool(placeholders.find(self.text))

    @property
    def unknown(self) -> bool:
        """Whether nobody can know the value yet: it holds a placeholder of any kind."""
        if self._unknown is None:
            self._unknown = bool(self.placeholders)
        return self._unknown

    def plain(self) -> Value:
        """The value itself."""
        return self.value


class Mapping(Node):
    """A mapping. `pairs` holds the keys that count, in order: the first of duplicates wins.

    `keys` finds the key node by name, `duplicates` holds (first key, repeated key, its value).
    Keys are stringified as gcloud does it (`on` becomes `true`).
    """

    __slots__ = ("_values", "duplicates", "keys", "pairs")

    kind = "mapping"

    def __init__(self, line: int, column: int, end_line: int, end_column: int) -> None:
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self.pairs: list[tuple[Scalar, Node]] = []
        self.keys: dict[str, Scalar] = {}
        self._values: dict[str, Node] = {}
        self.duplicates: list[tuple[Scalar, Scalar, Node]] = []

    def __repr__(self) -> str:
        return f"<Mapping {self.line}:{self.column} {list(self.keys)}>"

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __len__(self) -> int:
        return len(self.pairs)

    def add(self, name: str, key: Scalar, value: Node) -> None:
        """Adds a pair; a name that is there already goes to `duplicates`."""
        first = self.keys.get(name)
        if first is not None:
            self.duplicates.append((first, key, value))
            return
        self.keys[name] = key
        self._values[name] = value
        self.pairs.append((key, value))

    def get(self, name: str) -> Node | None:
        """The value of a key; None where there is no such key."""
        return self._values.get(name)

    def items(self) -> Iterator[tuple[str, Scalar, Node]]:
        """Name, key node and value of each pair."""
        for name, key in self.keys.items():
            yield name, key, self._values[name]

    def plain(self) -> dict[str, Any]:
        """The pairs as a dict, by name."""
        return {name: value.plain() for name, value in self._values.items()}


class Sequence(Node):
    """A sequence of nodes."""

    __slots__ = ("items",)

    kind = "sequence"

    def __init__(self, line: int, column: int, end_line: int, end_column: int) -> None:
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column
        self.items: list[Node] = []

    def __repr__(self) -> str:
        return f"<Sequence {self.line}:{self.column} of {len(self.items)}>"

    def plain(self) -> list[Any]:
        """The items as a list."""
        return [item.plain() for item in self.items]


def elements(node: Node | None) -> list[Node]:
    """The items of a list field as gcloud reads it: a lone value counts as a list of one."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return []
    if isinstance(node, Sequence):
        return node.items
    return [node]


def text_of(node: Node | None) -> str | None:
    """The value of a string scalar whose value is known, else None."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and not node.unknown:
        return node.value
    return None


def integer_of(node: Node | None) -> int | None:
    """The value of an integer field as gcloud reads it (also quoted), else None."""
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return None
    if isinstance(node.value, int):
        return node.value
    if isinstance(node.value, str) and not node.unknown:
        try:
            return int(node.value)
        except ValueError:
            return None
    return None


def is_null(node: Node | None) -> bool:
    """Whether a node is absent or an explicit null, which gcloud drops from known fields."""
    return node is None or (isinstance(node, Scalar) and node.value is None)
