"""A message under construction, every field of which knows the node that it comes from."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.yaml.tree import Node


@record
class MessageBuilder:
    """Builds one object of a message."""

    data: dict[str, Any]
    """The object, as far as it is built."""
    path: str
    """Its field path: `template.containers[0]`."""
    places: dict[str, Node]
    """Field path to node; shared by all builders of a message."""

    def where(self, name: str) -> str:
        """The path of a field of this part."""
        return f"{self.path}.{name}" if self.path else name

    def set(self, name: str, value: Any, node: Node | None) -> None:
        """Sets a field. None for a value leaves it out."""
        if value is None:
            return
        self.data[name] = value
        if node is not None:
            self.places[self.where(name)] = node

    def part(self, name: str, node: Node | None) -> MessageBuilder:
        """The object under a field, made when it is not there."""
        path = self.where(name)
        if node is not None:
            self.places.setdefault(path, node)
        data = self.data.setdefault(name, {})
        return MessageBuilder(data, path, self.places)

    def item(self, name: str, node: Node | None) -> MessageBuilder:
        """A new object at the end of a list field."""
        items = self.data.setdefault(name, [])
        path = f"{self.where(name)}[{len(items)}]"
        if node is not None:
            self.places[path] = node
        data: dict[str, Any] = {}
        items.append(data)
        return MessageBuilder(data, path, self.places)
