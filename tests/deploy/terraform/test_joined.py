from __future__ import annotations

from lint.deploy.terraform.joined import with_places_of
from lint.deploy.terraform.values import Entries, Entry, Items, Literal, Unknown, plain
from lint.deploy.text import Text
from lint.model.source import Source

HERE = Source("plan.json", "x" * 50)
THERE = Source("main.tf", "x" * 50)


def text(source: Source, column: int, string: str = "x") -> Text:
    return Text.of(string, source, 1, column)


def entries(source: Source, column: int, **values: object) -> Entries:
    made = Entries({}, text(source, column))
    for number, (name, value) in enumerate(values.items(), start=column + 1):
        literal = Literal(text(source, number), value)  # type: ignore[arg-type]
        made.entries[name] = Entry(text(source, number), literal)
    return made


def test_blocks_are_joined_by_their_names() -> None:
    values = Items(
        [entries(HERE, 1, name="B", value="b"), entries(HERE, 9, name="A", value="a")],
        text(HERE, 1),
    )
    written = Items(
        [entries(THERE, 20, name="A", value="?"), entries(THERE, 30, name="B", value="?")],
        text(THERE, 19),
    )
    joined = with_places_of(values, written)
    assert plain(joined) == [{"name": "B", "value": "b"}, {"name": "A", "value": "a"}]
    assert isinstance(joined, Items)
    assert [item.anchor.place.column for item in joined.items if isinstance(item, Entries)] == [
        30,
        20,
    ]


def test_what_the_text_does_not_have_is_at_its_block() -> None:
    joined = with_places_of(entries(HERE, 1, a=1, b=2), entries(THERE, 20, a=0))
    assert isinstance(joined, Entries)
    assert joined.entries["a"].key.place.column == 21
    assert joined.entries["b"].key.place.column == 20
    assert joined.entries["b"].key.source is THERE


def test_a_value_of_another_form_is_at_the_expression() -> None:
    unknown = Unknown(text(THERE, 7, "${var.a}"))
    joined = with_places_of(entries(HERE, 1, a=1), unknown)
    assert plain(joined) == {"a": 1}
    moved = with_places_of(Items([Unknown(text(HERE, 1, "${x}"))], text(HERE, 1)), unknown)
    assert isinstance(moved, Items)
    assert moved.anchor.source is THERE
    assert plain(moved) == ["${x}"]
