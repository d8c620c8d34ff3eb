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
