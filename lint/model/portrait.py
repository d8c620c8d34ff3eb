"""What a picture of a resource shows: its parts, how they are linked, and the findings on them.

Names and kinds only. Every text of a user's file comes in as a `Message` (see `lint.model.text`),
as those of findings do.
"""

from __future__ import annotations

from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from lint.model.findings import Finding, Place, ResourceId
    from lint.model.text import Message

    Role = Literal[
        "caller", "container", "secret", "cloud-sql", "network", "volume", "identity", "resource"
    ]
    """What a part is."""
    Topic = Literal["fact", "env", "variable", "mount"]
    """What a line of a part is about."""


class Spot:
    """Something that findings can be about: it has places, and gets the findings on them."""

    __slots__ = ("findings", "places")

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self.places = list(places)
        self.findings: list[Finding] = []


class Row(Spot):
    """A line of a part: `label` says in a word of ours what `text` is."""

    __slots__ = ("_text", "label", "topic")

    def __init__(
        self, label: str, text: Message, places: Iterable[Place] = (), topic: Topic = "fact"
    ) -> None:
        super().__init__(places)
        self.label = label
        self._text = text
        self.topic = topic

    @property
    def text(self) -> str:
        """What the picture shows; "" for a line that only begins a list."""
        return str(self._text)


class Part(Spot):
    """A box of the picture.

    `missing` is true for what something refers to, or a rule demands, and the resource does not have.
    """

    __slots__ = ("_title", "missing", "role", "rows")

    def __init__(
        self,
        role: Role,
        title: Message,
        rows: Sequence[Row] = (),
        places: Iterable[Place] = (),
        *,
        missing: bool = False,
    ) -> None:
        super().__init__(places)
        self.role = role
        self._title = title
        self.rows = list(rows)
        self.missing = missing

    @property
    def title(self) -> str:
        """The name of the part; "" for one without."""
        return str(self._title)

    def row(self, label: str) -> Row | None:
        """The first line with a label."""
        return next((row for row in self.rows if row.label == label), None)


class Link(Spot):
    """A line from a row, or from a part as a whole, to another part."""

    __slots__ = ("start", "target")

    def __init__(self, start: Row | Part, target: Part, places: Iterable[Place] = ()) -> None:
        super().__init__(places)
        self.start = start
        self.target = target


class Portrait:
    """One resource: `callers` reach `containers`, which use what is `attached`.

    `path` is the file that it is written in, and `whole` has the facts about the resource as such.
    `findings` are all that are about it, those on its parts included.
    """

    __slots__ = (
        "attached",
        "callers",
        "containers",
        "findings",
        "links",
        "path",
        "resource",
        "whole",
    )

    def __init__(self, resource: ResourceId, path: str, place: Place) -> None:
        self.resource = resource
        self.path = path
        self.whole = Part("resource", NOTHING, places=[place])
        self.callers: list[Part] = []
        self.containers: list[Part] = []
        self.attached: list[Part] = []
        self.links: list[Link] = []
        self.findings: list[Finding] = []

    @property
    def parts(self) -> list[Part]:
        """All parts, the resource as such first."""
        return [self.whole, *self.callers, *self.containers, *self.attached]

    def spots(self) -> list[Spot]:
        """All that findings can be about: parts, their lines, and links."""
        spots: list[Spot] = []
        for part in self.parts:
            spots += [part, *part.rows]
        return spots + list[Spot](self.links)
