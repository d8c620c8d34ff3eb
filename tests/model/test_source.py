import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model.source import Source
from tests.report.build import revealed


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "key: abcdefghij # c"),
        ([(6, 16)], "key: <redacted, 10 chars> # c"),
        ([(6, 16), (6, 16)], "key: <redacted, 10 chars> # c"),
        ([(6, 16), (8, 10)], "key: <redacted, 10 chars> # c"),
        ([(6, 10), (8, 16)], "key: <redacted, 10 chars> # c"),
        ([(6, 10), (10, 16)], "key: <redacted, 10 chars> # c"),
        ([(1, 4), (6, 16)], "<redacted, 3 chars>: <redacted, 10 chars> # c"),
        ([(6, 99)], "key: <redacted, 14 chars>"),
        ([(0, 4)], "<redacted, 3 chars>: abcdefghij # c"),
        ([(30, 40), (7, 7)], "key: abcdefghij # c"),
    ],
)
def test_hidden_spans_are_replaced(spans, expected):
    source = revealed("a", "key: abcdefghij # c")
    for first, last in spans:
        source.redact(1, first, 1, last)
    assert source.line(1) == expected


def test_span_over_lines_hides_each_of_them():
    source = revealed("a", "a: |\n  one\n\n  two # x\nb")
    source.redact(1, 4, 4, 6)
    assert [source.line(number) for number in range(1, 7)] == [
        "a: <redacted, 1 char>",
        "  <redacted, 3 chars>",
        "",
        "  <redacted, 3 chars> # x",
        "b",
        "",
    ]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((1, 4), "key"),
        ((6, 16), "<redacted, 10 chars>"),
        ((8, 10), "<redacted, 10 chars>"),
        ((3, 8), "y: <redacted, 10 chars>"),
        ((8, 18), "<redacted, 10 chars> #"),
        ((17, 20), "# c"),
        ((9, 9), ""),
    ],
)
def test_spans_are_found_in_what_is_shown(span, expected):
    source = revealed("a", "key: abcdefghij # c")
    source.redact(1, 6, 1, 16)
    text, start, end = source.shown_span(1, *span)
    assert text[start - 1 : end - 1] == expected


@given(st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6))
def test_no_hidden_character_is_shown(spans):
    text = "".join(chr(0x4E00 + index) for index in range(40))
    source = revealed("a", text)
    for first, last in spans:
        source.redact(1, first, 1, last)
    hidden = {
        character
        for index, character in enumerate(text, start=1)
        if any(first <= index < last for first, last in spans)
    }
    visible = set(source.line(1))
    assert visible & set(text) == set(text) - hidden


@pytest.mark.parametrize(
    ("text", "yaml_breaks", "lines"),
    [
        ("a\r\nb\rc\nd", False, ["a", "b", "c", "d"]),
        ("a\x0cb\x0bc\x1cd", True, ["a\x0cb\x0bc\x1cd"]),
        ("a\x85b\u2028c\u2029d", False, ["a\x85b\u2028c\u2029d"]),
        ("a\x85b\u2028c\u2029d", True, ["a", "b", "c", "d"]),
    ],
)
def test_lines_are_counted_as_the_reader_counts(text, yaml_breaks, lines):
    assert Source("a", text, yaml_breaks=yaml_breaks).lines() == lines


def test_values_behind_a_unicode_line_end_stay_hidden():
    from lint.manifest.reader import read_manifest

    text = 'a: "x\u2028y\x85z"\nenv:\n- name: N\n  value: topsecret\n'
    source = read_manifest("a.yaml", text.encode()).source
    visible = "\n".join(source.line(number) for number in range(1, 12))
    assert "topsecret" not in visible
    assert "<redacted, 9 chars>" in visible


def test_a_line_with_thousands_of_findings_is_masked_once() -> None:
    """Each of 5,000 findings on one line had all of its values masked again: minutes."""
    line = ", ".join(f"key{i}: value{i}" for i in range(5_000))
    source = Source("service.yaml", line)
    at = 1
    before = time.process_time()
    for i in range(5_000):
        key = f"key{i}"
        source.shown_span(1, at, at + len(key))
        at += len(f"{key}: value{i}, ")
    assert time.process_time() - before < 2


def test_marks_that_come_after_a_line_was_shown_count() -> None:
    source = Source("service.yaml", "name: value")
    source.reveal(1, 1, 1, 12)
    assert source.line(1) == "name: value"
    source.redact(1, 7, 1, 12)
    assert "value" not in source.line(1)


def test_two_readings_of_a_text_are_joined() -> None:
    mine, other = Source("a", "shown hidden both"), Source("a", "shown hidden both")
    mine.reveal(1, 1, 1, 13)
    other.mark_later(lambda source: source.redact(1, 7, 1, 13))
    other.mark_later(lambda source: source.reveal(1, 14, 1, 18))
    assert mine.line(1) == "shown hidden <redacted, 4 chars>"
    mine.join(other)
    assert mine.line(1) == "shown <redacted, 6 chars> both"
