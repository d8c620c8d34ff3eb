"""Values of HCL expressions, as far as they are known, each with its place."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from lint.deploy.text import Text

    Primitive: TypeAlias = str | int | float | bool | None
    Value: TypeAlias = "Literal | Unknown | Items | Entries"


@record
class Literal:
    """A string, number, boolean or null. A string may have parts that are not known."""

    text: Text
    """How it is written; of a string, its characters."""
    value: Primitive

    @property
    def known(self) -> bool:
        """Whether all of it is known."""
        return not isinstance(self.value, str) or self.text.known


@record
class Unknown:
    """A value of any type that is decided elsewhere: a variable, another resource."""

    text: Text
    """One unknown piece, which names what decides it: `${var.image}`."""


@record
class Items:
    """A list, a set or a tuple; also the blocks of one type."""

    items: list[Value]
    anchor: Text
    """Where it begins."""
    open: bool = False
    """Whether there may be more items than are known."""
    weight: int = 0
    """As `weigh` gives it, once it was asked."""


@record
class Entry:
    """One key of a map, or one argument of a block."""

    key: Text
    value: Value


@record
class Entries:
    """A map or an object; also the body of a block."""

    entries: dict[str, Entry]
    anchor: Text
    """Where it begins: its bracket, or the type of the block."""
    open: bool = False
    """Whether there may be more keys than are known."""
    weight: int = 0
    """As `weigh` gives it, once it was asked."""

    def get(self, name: str) -> Value | None:
        """The value of a key; None where there is none."""
        entry = self.entries.get(name)
        return None if entry is None else entry.value


def weigh(value: Value) -> int:
    """The size of a value, in which what is shared counts as often as it occurs."""
    if isinstance(value, Unknown):
        return 1
    if isinstance(value, Literal):
        return 1 + len(value.text) // 50 + len(value.text.pieces) // 5
    if not value.weight:
        if isinstance(value, Items):
            below = list(value.items)
        else:
            below = [entry.value for entry in value.entries.values()]
        value.weight = 1 + sum(weigh(each) for each in below)
    return value.weight


def is_null(value: Value | None) -> bool:
    """Whether an argument is not set: absent, or the literal null."""
    return value is None or (isinstance(value, Literal) and value.value is None)


def known_text(value: Value | None) -> str | None:
    """The characters of a string, a number or a boolean that is known, as Terraform converts it."""
    if not isinstance(value, Literal) or not value.known or value.value is None:
        return None
    return written(value.value)


def written(value: Primitive) -> str:
    """A primitive value as Terraform writes it in a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def as_text(value: Value) -> Text | None:
    """A value as text, with its known and its unknown parts; None for null and collections."""
    if isinstance(value, Unknown):
        return value.text
    if not isinstance(value, Literal) or value.value is None:
        return None
    if isinstance(value.value, str):
        return value.text
    return value.text.written(written(value.value))


def is_known(value: Value) -> bool:
    """Whether all of a value is known, also below it."""
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, Unknown):
            return False
        if isinstance(each, Literal):
            if not each.known:
                return False
        elif each.open:
            return False
        elif isinstance(each, Items):
            todo += each.items
        else:
            todo += [entry.value for entry in each.entries.values()]
    return True


def lent(value: Value, done: dict[int, Value] | None = None) -> Value:
    """The same value as a variable gives it: its texts may be used elsewhere, too.

    What occurs several times in a value stays shared. `done` has what was made of a part, by its id.
    """
    done = {} if done is None else done
    made = done.get(id(value))
    if made is None:
        if isinstance(value, Unknown):
            made = value
        elif isinstance(value, Literal):
            made = Literal(value.text.lent(), value.value)
        elif isinstance(value, Items):
            items = [lent(item, done) for item in value.items]
            made = Items(items, value.anchor, value.open, value.weight)
        else:
            entries = {
                name: Entry(entry.key.lent(), lent(entry.value, done))
                for name, entry in value.entries.items()
            }
            made = Entries(entries, value.anchor, value.open, value.weight)
        done[id(value)] = made
    return made


def plain(value: Value) -> object:
    """A value that is known as plain Python data."""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Items):
        return [plain(item) for item in value.items]
    if isinstance(value, Entries):
        return {name: plain(entry.value) for name, entry in value.entries.items()}
    return str(value.text)
