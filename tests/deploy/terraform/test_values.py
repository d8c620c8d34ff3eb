from __future__ import annotations

from lint.deploy.terraform.values import (
    Entries,
    Entry,
    Items,
    Literal,
    Unknown,
    as_text,
    is_known,
    is_null,
    known_text,
    lent,
    plain,
    written,
)
from lint.deploy.text import Text
from lint.model.source import Source

TEXT = Text.of("x", Source("main.tf", "x"), 1, 1)
UNKNOWN = Unknown(TEXT.written("${var.a}", False))


def test_numbers_are_written_as_terraform_does() -> None:
    assert [written(value) for value in (True, 1.0, 0.5, 8080, "a", None)] == [
        "true",
        "1",
        "0.5",
        "8080",
        "a",
        "",
    ]


def test_null_is_absent() -> None:
    assert is_null(None)
    assert is_null(Literal(TEXT, None))
    assert not is_null(UNKNOWN)
    assert as_text(Literal(TEXT, None)) is None


def test_text_of_values() -> None:
    assert str(as_text(Literal(TEXT, 5))) == "5"
    assert str(as_text(UNKNOWN)) == "${var.a}"
    assert as_text(Items([], TEXT)) is None
    assert known_text(UNKNOWN) is None
    assert known_text(Literal(UNKNOWN.text, "${var.a}")) is None


def test_one_unknown_part_makes_the_whole_unknown() -> None:
    assert is_known(Items([Literal(TEXT, 1)], TEXT))
    assert not is_known(Items([UNKNOWN], TEXT))
    assert not is_known(Entries({}, TEXT, True))
    inner = Entries({"a": Entry(TEXT, Items([UNKNOWN], TEXT))}, TEXT)
    assert not is_known(inner)
    assert plain(inner) == {"a": ["${var.a}"]}


def test_what_a_variable_gives_may_be_used_elsewhere() -> None:
    shared = Items([Literal(TEXT, "x")], TEXT)
    value = Entries(
        {"a": Entry(TEXT, shared), "b": Entry(TEXT, shared), "c": Entry(TEXT, UNKNOWN)}, TEXT, True
    )
    made = lent(value)
    assert isinstance(made, Entries)
    assert made.open
    assert made.get("a") is made.get("b")
    assert made.entries["a"].key.is_lent
    assert plain(made) == plain(value)


def test_sharing_is_kept_however_deep() -> None:
    value = Items([Literal(TEXT, "x")], TEXT)
    for _ in range(200):
        value = Items([value, value], TEXT)
    made = lent(value)
    assert isinstance(made, Items)
    assert made.items[0] is made.items[1]
