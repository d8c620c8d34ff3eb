"""Carets and labels under source lines, whatever the lines are made of."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.model.findings import Outcome, Place, Related
from lint.report import render
from tests.examples import examples
from tests.report.build import finding, outcome


def body(made: Outcome, **options) -> list[str]:
    """The lines of the text report."""
    return render("text", made, **options).splitlines()


def cells(text: str) -> int:
    width = 0
    for character in text:
        if unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def marked(made: Outcome, **options) -> tuple[str, int, int]:
    """The source line of the first caret row, and the cells from and to which it is marked."""
    lines = body(made, **options)
    row = next(i for i, line in enumerate(lines) if re.fullmatch(r" *\| *\^+", line))
    start = lines[row].index("^")
    return lines[row - 1], start, start + lines[row].count("^")


def under(line: str, start: int, end: int) -> str:
    """What of a line stands in the cells from `start` to `end`."""
    found = ""
    at = stands = 0
    for character in line:
        # A combining character stands where the one before it does.
        stands = at if cells(character) else stands
        if start <= stands < end:
            found += character
        at += cells(character)
    return found


@pytest.mark.parametrize(
    ("text", "column", "end_column", "expected"),
    [
        ("name: x", 1, 5, "name"),
        ("name: x", 7, 8, "x"),
        ("name:", 6, 6, ""),
        ("\tname: x", 2, 6, "name"),
        ("a\t\tname: x", 4, 8, "name"),
        ("名前: x", 1, 3, "名前"),
        ("名前: x", 5, 6, "x"),
        ("e\u0301te\u0301: x", 1, 6, "e\u0301te\u0301"),
        ("e\u0301te\u0301: x", 8, 9, "x"),
        ("👍🏽: x", 5, 6, "x"),
        ("a\x1bb: x", 2, 3, "\\x1b"),
        ("a\u202eb: x", 3, 4, "b"),
        ("a: \u200bx", 5, 6, "x"),
        ("x" * 300, 250, 254, "xxxx"),
        ("a" * 150 + "name" + "b" * 150, 151, 155, "name"),
        ("名" * 150 + "name" + "前" * 150, 151, 155, "name"),
        ("\t" * 90 + "name: " + "前" * 90, 91, 95, "name"),
    ],
)
def test_carets_stand_under_the_token(text, column, end_column, expected):
    made = outcome(finding(Place("a.yaml", 1, column, 1, end_column)), texts={"a.yaml": text})
    line, start, end = marked(made)
    if expected:
        assert under(line, start, end) == expected
    else:
        assert (start, end - start) == (cells(line), 1)
    assert cells(line) <= 120 or expected == "x"


@settings(max_examples=examples(200))
@given(st.text(st.characters(exclude_characters="\r\n@:="), min_size=1, max_size=400), st.data())
def test_carets_stand_under_the_token_whatever_the_line(text, data):
    column = data.draw(st.integers(1, len(text)))
    text = text[: column - 1] + "Z" + text[column - 1 :]
    made = outcome(
        finding(Place("a.yaml", 2, column, 2, column + 1)), texts={"a.yaml": f"\n{text}"}
    )
    line, start, end = marked(made)
    assert under(line, start, end).startswith("Z")


def test_span_over_several_lines_is_marked_to_the_end_of_its_first():
    made = outcome(
        finding(Place("a.yaml", 1, 3, 3, 4)), texts={"a.yaml": "a: {b: 1,   \n  c: 2,\n  d: 3}\n"}
    )
    line, start, end = marked(made)
    assert under(line, start, end) == " {b: 1,"


def test_place_in_hidden_text_marks_all_of_what_stands_for_it():
    made = outcome(
        finding(Place("a.yaml", 1, 12, 1, 14)), texts={"a.yaml": "value: verysecret # x"}
    )
    made.sources["a.yaml"].redact(1, 8, 1, 18)
    line, start, end = marked(made)
    assert under(line, start, end) == "<redacted, 10 chars>"


@pytest.mark.parametrize(
    "place",
    [
        Place("a.yaml"),
        Place("a.yaml", 9, 1, 9, 4),
        Place("a.yaml", 9, 4, 12, 4),
        Place("b.yaml", 2),
    ],
)
def test_place_without_a_line_has_no_snippet(place):
    report = render("text", outcome(finding(place), texts={"a.yaml": "a: b\n"}))
    assert "|" not in report
    assert report.startswith(f"{place}: error[CR001 some-rule] `x` is wrong\n  why: ")


def test_near_places_share_a_snippet_and_far_ones_are_cut():
    text = "".join(f"k{number}: v\n" for number in range(1, 21))
    related = (
        Related(Place("a.yaml", 3, 1, 3, 3), "here"),
        Related(Place("a.yaml", 18, 1, 18, 4), "there"),
    )
    made = outcome(finding(Place("a.yaml", 5, 1, 5, 3), related=related), texts={"a.yaml": text})
    assert body(made)[1:10] == [
        "   |",
        " 3 | k3: v",
        "   | -- here",
        " 4 | k4: v",
        " 5 | k5: v",
        "   | ^^",
        "...",
        "18 | k18: v",
        "   | --- there",
    ]


def test_places_far_apart_on_one_long_line_are_both_shown():
    text = "first: " + "x" * 300 + " last: y"
    related = (Related(Place("a.yaml", 1, 309, 1, 313), "second"),)
    made = outcome(finding(Place("a.yaml", 1, 1, 1, 6), related=related), texts={"a.yaml": text})
    lines = body(made)
    assert lines[2].startswith("1 | first: x")
    assert lines[4][lines[5].index("-") :][:4] == "last"


def test_related_place_in_another_file_has_its_own_header():
    related = (
        Related(Place("app/main.py", 2, 1, 2, 4), "read here"),
        Related(Place("gone.py", 2, 1, 2, 4), "and here"),
    )
    made = outcome(
        finding(Place("a.yaml", 1, 1, 1, 2), related=related),
        texts={"a.yaml": "a: b\n", "app/main.py": "import os\nos.x\n"},
    )
    assert body(made)[1:8] == [
        "  |",
        "1 | a: b",
        "  | ^",
        " --> app/main.py:2:1",
        "  |",
        "2 | os.x",
        "  | --- read here",
    ]
    assert "  = gone.py:2:1: and here" in body(made)


def test_long_source_lines_are_cut_to_the_width():
    text = "a: " + "x" * 500
    made = outcome(finding(Place("a.yaml", 1, 200, 1, 210)), texts={"a.yaml": text})
    for width in (60, 80, 200):
        line, start, end = marked(made, width=width)
        assert len(line) <= width
        assert end - start == 10
