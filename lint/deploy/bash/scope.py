"""What a script knows at one point: its variables, its parameters, where it is, what it wrote.

Two ways that meet (the branches of an `if`) agree or do not: what they make differently is not
known behind them.
"""

from __future__ import annotations

from lint.deploy.text import Piece, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Value = Text | list[Text]

MAX_TEXT = 32 << 10
"""What variables make of a text is unknown beyond it: `A=$A$A` doubles it at every line."""


class Scope:
    """The state of a shell, as far as it is known."""

    __slots__ = ("directory", "ended", "parameters", "previous", "values", "written")

    def __init__(self, directory: str, values: Mapping[str, Text | None] | None = None) -> None:
        self.directory = directory
        """A path like those of the command line; "" where it is not known."""
        self.previous = ""
        """Where it was before, for `cd -` and `popd`."""
        self.values: dict[str, Value] = {}
        """A variable that is not in it may come from the environment."""
        for name, value in (values or {}).items():
            if value is not None:
                self.values[name] = value
        self.parameters: list[Text] | None = None
        """`$1` and on; None where they are not known."""
        self.written: dict[str, Text | None] = {}
        """What the script writes to files, by path; None where that is not known."""
        self.ended = ""
        """`exit` or `return`, where nothing behind it is reached."""

    def copy(self) -> Scope:
        """A state that changes on its own."""
        other = Scope(self.directory)
        other.previous = self.previous
        other.values = dict(self.values)
        other.parameters = None if self.parameters is None else list(self.parameters)
        other.written = dict(self.written)
        other.ended = self.ended
        return other

    def become(self, other: Scope) -> None:
        """Takes over all of another state."""
        self.directory = other.directory
        self.previous = other.previous
        self.values = other.values
        self.parameters = other.parameters
        self.written = other.written
        self.ended = other.ended

    def meet(self, ways: list[Scope]) -> None:
        """Goes on behind several ways, of which one was taken."""
        alive = [way for way in ways if not way.ended]
        if not alive:
            if ways:
                self.become(ways[0])
            return
        first, *others = alive
        for other in others:
            if other.directory != first.directory:
                first.directory = ""
            if other.previous != first.previous:
                first.previous = ""
            if not _same_words(other.parameters, first.parameters):
                first.parameters = None
            for path in {*first.written, *other.written}:
                mine, its = first.written.get(path), other.written.get(path)
                if mine is None or its is None or not same(mine, its):
                    first.written[path] = None
            for name in {*first.values, *other.values}:
                _meet_value(first, other, name)
        self.become(first)

    def forget(self, names: Iterable[str]) -> None:
        """Has variables that may change at a time that nobody knows be unknown."""
        for name in names:
            value = self.values.get(name)
            if value is not None:
                self.values[name] = unknown_like(name, value)


def same(one: Text, other: Text) -> bool:
    """Whether two texts are one, known or not."""
    return one.string == other.string and list(one.gaps()) == list(other.gaps())


def _same_words(one: list[Text] | None, other: list[Text] | None) -> bool:
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(map(same, one, other))


def _meet_value(first: Scope, other: Scope, name: str) -> None:
    mine, its = first.values.get(name), other.values.get(name)
    if mine is its:
        return
    if isinstance(mine, Text) and isinstance(its, Text):
        if not same(mine, its):
            first.values[name] = _common_text(name, mine, its)
    elif isinstance(mine, list) and isinstance(its, list):
        if not _same_words(mine, its):
            first.values[name] = _common(name, mine, its)
    else:
        value = mine if mine is not None else its
        if value is not None:
            first.values[name] = unknown_like(name, value)


def _common_text(name: str, mine: Text, its: Text) -> Text:
    """What two texts begin with, if one way only added to what the other has."""
    common = 0
    for one, other in zip(mine.pieces, its.pieces, strict=False):
        if not _is_one(one, other):
            break
        common += 1
    rests = (mine.pieces[common:], its.pieces[common:])
    if not common or not all(_adds(rest) for rest in rests):
        return unknown_like(name, mine)
    unknown = unknown_like(name, Text([next(piece for rest in rests for piece in rest)]))
    piece = unknown.pieces[0]
    blank = Piece(" ", piece.source, piece.line, piece.column, True, 0)
    return Text([*mine.pieces[:common], blank, *unknown.pieces])


def _is_one(piece: Piece, other: Piece) -> bool:
    """Whether two pieces are the same one, also where a variable gave it to one of the ways."""
    return piece is other or (
        piece.source is other.source
        and (piece.line, piece.column, piece.text, piece.known)
        == (other.line, other.column, other.text, other.known)
    )


def _adds(rest: tuple[Piece, ...]) -> bool:
    """Whether what one way added begins a word of its own."""
    return not rest or (rest[0].known and rest[0].text[:1].isspace())


def _common(name: str, mine: list[Text], its: list[Text]) -> list[Text]:
    """What two arrays begin with, and one word for all that may follow."""
    common = []
    for one, other in zip(mine, its, strict=False):
        if not same(one, other):
            break
        common.append(one)
    return [*common, unknown_like(name, mine or its)]


def unknown_like(name: str, value: Value) -> Text:
    """An unknown value of a variable, at the place of one that it may have."""
    text = value if isinstance(value, Text) else next(iter(value), Text(()))
    if not text.pieces:
        return Text(())
    piece = text.pieces[0]
    return Text([Piece(f"${{{name}}}", piece.source, piece.line, piece.column, False, 1)])
