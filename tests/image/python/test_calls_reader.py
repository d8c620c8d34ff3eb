"""Many modules are read by several processes, with the same outcome."""

from __future__ import annotations

import pytest

from lint.image.python import calls_reader
from lint.image.python.call_text import calls_as_text
from lint.image.python.calls import read_calls
from lint.image.python.calls_reader import read_together

SOURCES = [f"def f{number}(): g{number}()\n".encode() + b"#" * 9_000 for number in range(40)]


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_reader, "processors", lambda: 2)


def test_texts_come_in_the_order_of_the_sources() -> None:
    expected = []
    for source in SOURCES:
        made = read_calls(source)
        assert made is not None
        expected.append(calls_as_text(made))
    assert read_together(SOURCES) == expected


def test_what_cannot_be_read_together_is_left_for_later() -> None:
    large = b"f()\n" + b"#" * (200 << 10)
    found = read_together([large, b"def f(:\n", *SOURCES])
    assert found[:2] == [None, None]
    assert all(found[2:])


def test_few_modules_are_left_for_later() -> None:
    assert read_together(SOURCES[:3]) == [None] * 3
    assert read_together([]) == []


def test_one_processor_reads_nothing_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_reader, "processors", lambda: 1)
    assert read_together(SOURCES) == [None] * len(SOURCES)
