"""The tree of a YAML document, in which every node knows its place.

Lines and columns count from 1, columns in characters; the end is one past the last character.
"""

from __future__ import annotations

from lint.model.record import record
from lint.yaml.placeholders import find, find_any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Reversible
    from typing import Any, TypeVar

    from lint.model.source import Source
    from lint.yaml.scalars import Value

    State = TypeVar("State")


class Node:
    """A place in a document; see `ScalarNode`, `MappingNode` and `SequenceNode`.

    Places are worked out when they are asked for: most nodes are in order, and nobody asks.
    """

    __slots__ = ()

    kind = "node"

    if TYPE_CHECKING:

        @property
        def line(self) -> int:
            """The line where the node begins."""

        @property
        def column(self) -> int:
            """The column where the node begins."""

        @property
        def end_line(self) -> int:
            """The line of the node's last character."""

        @property
        def end_column(self) -> int:
            """The column behind the node's last character."""

    @property
    def source(self) -> Source | None:
        """The file of a node that is not from the document's own; None for most."""
        mark = self._event.start_mark if isinstance(self, ScalarNode) else None
        if isinstance(self, Collection):
            mark = self.start
        return getattr(mark, "source", None)

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

    def children(self, repeated: bool = False) -> Iterable[tuple[str, Node]]:
        """The nodes directly below, in order, each with its key ("" in a sequence).

        Of keys that occur more than once only the first counts, unless `repeated` is true.
        """
        return ()

    def walk(self) -> Iterator[Node]:
        """This node and all below it in the order of the document; of repeated keys the first.

        A collection that aliases repeat is visited once.
        """
        return (node for node, _ in self.walk_with(None, lambda node, key, state: None))

    def walk_with(
        self,
        state: State,
        below: Callable[[Node, str, State], State],
        repeated: bool = False,
    ) -> Iterator[tuple[Node, State]]:
        """As `walk`, each node with a state that depends on the way to it.

        `state` is that of this node, and `below(node, key, state)` gives the one of the child
        under a key. A collection that aliases repeat is visited once for each state. `repeated`
        is that of `children`.
        """
        todo = [(self, state)]
        seen: set[tuple[int, State]] = set()
        while todo:
            node, state = todo.pop()
            if not isinstance(node, ScalarNode):
                if (id(node), state) in seen:
                    continue
                seen.add((id(node), state))
                lower = [(child, below(node, key, state)) for key, child in node.children(repeated)]
                todo.extend(reversed(lower))
            yield node, state


@record
class Span:
    """A place for a node that comes from several events."""

    start_mark: Any
    """Where it begins."""
    end_mark: Any
    """Where it ends."""


class ScalarNode(Node):
    """A scalar: `value` is what YAML 1.1 makes of it, `text` what is written (unquoted).

    `style` is "" for a plain scalar, else the quote or block character.
    """

    __slots__ = ("_event", "style", "text", "value")

    kind = "scalar"

    def __init__(self, value: Value, text: str, style: str, event: Any) -> None:
        """`event` has the marks `start_mark` and `end_mark`, with lines and columns from 0."""
        self.value = value
        self.text = text
        self.style = style
        self._event = event

    @property
    def event(self) -> Any:
        """What has the marks of the node's place."""
        return self._event

    def __repr__(self) -> str:
        return f"<Scalar {self.line}:{self.column} {type(self.value).__name__}>"

    @property
    def line(self) -> int:
        """The line where the node begins."""
        line: int = self._event.start_mark.line
        return line + 1

    @property
    def column(self) -> int:
        """The column where the node begins."""
        column: int = self._event.start_mark.column
        return column + 1

    @property
    def end_line(self) -> int:
        """The line of the node's last character."""
        line: int = self._event.end_mark.line
        return line + 1

    @property
    def end_column(self) -> int:
        """The column behind the node's last character."""
        column: int = self._event.end_mark.column
        return column + 1

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders in the text, in placeholder syntax or as fill-in words."""
        return find_any(self.text)

    @property
    def templated(self) -> bool:
        """Whether the text holds a placeholder in a placeholder syntax (not a fill-in word)."""
        return bool(find(self.text))

    @property
    def unknown(self) -> bool:
        """Whether nobody can know the value yet: it holds a placeholder of any kind."""
        return bool(find_any(self.text))

    def plain(self) -> Value:
        """The value itself."""
        return self.value


class Collection(Node):
    """A mapping or a sequence: `start` is the mark of its beginning, `end` of its end event."""

    __slots__ = ("end", "flow", "start")

    def __init__(self, start: Any, flow: bool) -> None:
        self.start = start
        self.flow = flow
        self.end: Any = start

    @property
    def line(self) -> int:
        """The line where the node begins."""
        line: int = self.start.line
        return line + 1

    @property
    def column(self) -> int:
        """The column where the node begins."""
        column: int = self.start.column
        return column + 1

    @property
    def end_line(self) -> int:
        """The line of the node's last character."""
        last = self._last_child()
        line: int = self.end.line + 1 if last is None else last.end_line
        return line

    @property
    def end_column(self) -> int:
        """The column behind the node's last character."""
        last = self._last_child()
        column: int = self.end.column + 1 if last is None else last.end_column
        return column

    def _children(self) -> Reversible[Node]:
        raise NotImplementedError

    def _last_child(self) -> Node | None:
        """The child that a block collection ends with: its own end event comes with the next token.

        None for a flow collection, for one without children, and where the last child is an
        alias, whose node has its place elsewhere.
        """
        if self.flow:
            return None
        for child in reversed(self._children()):
            return child if child.line >= self.line else None
        return None


class MappingNode(Collection):
    """A mapping. Of duplicate keys the first counts.

    `keys` and `values` have the key nodes and the values by name, in order; `duplicates` holds
    (first key, repeated key, its value). Keys are stringified as gcloud does it (`on` becomes
    `true`).
    """

    __slots__ = ("duplicates", "keys", "values")

    kind = "mapping"

    def __init__(self, start: Any, flow: bool) -> None:
        self.start = start
        self.flow = flow
        self.end = start
        self.keys: dict[str, ScalarNode] = {}
        self.values: dict[str, Node] = {}
        self.duplicates: list[tuple[ScalarNode, ScalarNode, Node]] = []

    def __repr__(self) -> str:
        return f"<Mapping {self.line}:{self.column} {list(self.keys)}>"

    def _children(self) -> Reversible[Node]:
        return self.values.values()

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, name: str, key: ScalarNode, value: Node) -> None:
        """Adds a pair; a name that is there already goes to `duplicates`."""
        first = self.keys.get(name)
        if first is not None:
            self.duplicates.append((first, key, value))
            return
        self.keys[name] = key
        self.values[name] = value

    def get(self, name: str) -> Node | None:
        """The value of a key; None where there is no such key."""
        return self.values.get(name)

    def items(self) -> Iterator[tuple[str, ScalarNode, Node]]:
        """Name, key node and value of each pair."""
        return zip(self.keys, self.keys.values(), self.values.values(), strict=True)

    def children(self, repeated: bool = False) -> Iterable[tuple[str, Node]]:
        """Name and value of each pair, then those of repeated keys if they are wanted."""
        if not repeated:
            return self.values.items()
        again = [(key.text, value) for _, key, value in self.duplicates]
        return [*self.values.items(), *again]

    def plain(self) -> dict[str, Any]:
        """The pairs as a dict, by name."""
        return {name: value.plain() for name, value in self.values.items()}


class SequenceNode(Collection):
    """A sequence of nodes."""

    __slots__ = ("items",)

    kind = "sequence"

    def __init__(self, start: Any, flow: bool) -> None:
        super().__init__(start, flow)
        self.items: list[Node] = []

    def __repr__(self) -> str:
        return f"<Sequence {self.line}:{self.column} of {len(self.items)}>"

    def _children(self) -> Reversible[Node]:
        return self.items

    def children(self, repeated: bool = False) -> Iterable[tuple[str, Node]]:
        """The items, each with the key ""."""
        return [("", item) for item in self.items]

    def plain(self) -> list[Any]:
        """The items as a list."""
        return [item.plain() for item in self.items]


def elements(node: Node | None) -> list[Node]:
    """The items of a list field as gcloud reads it: a lone value counts as a list of one."""
    if node is None or (isinstance(node, ScalarNode) and node.value is None):
        return []
    if isinstance(node, SequenceNode):
        return node.items
    return [node]


def text_of(node: Node | None) -> str | None:
    """The value of a string scalar whose value is known, else None."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and not node.unknown:
        return node.value
    return None


def written_text(node: Node | None) -> str | None:
    """The text that a string field has once its value is in quotes; None where it is not known.

    gcloud refuses a number or boolean without quotes there, and it may be wrong in another way too.
    """
    if not isinstance(node, ScalarNode) or node.unknown:
        return None
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    if isinstance(node.value, (int, float)):
        return node.text
    return node.value if isinstance(node.value, str) else None


def integer_of(node: Node | None) -> int | None:
    """The value of an integer field as gcloud reads it (also quoted), else None."""
    if not isinstance(node, ScalarNode) or isinstance(node.value, bool):
        return None
    if isinstance(node.value, int):
        return node.value
    # What has more digits is no number of any field, and could not even be printed.
    if isinstance(node.value, str) and not node.unknown and len(node.value) <= 1_000:
        try:
            return int(node.value)
        except ValueError:
            return None
    return None


def is_null(node: Node | None) -> bool:
    """Whether a node is absent or an explicit null, which gcloud drops from known fields."""
    return node is None or (isinstance(node, ScalarNode) and node.value is None)
