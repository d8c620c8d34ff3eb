"""METADATA and entry_points.txt, read line by line."""

from __future__ import annotations

import pytest

from lint.image.wheel.metadata import (
    MAX_LINES,
    Requirement,
    canonical_name,
    odd_entry_point_lines,
    read_entry_points,
    read_headers,
)


@pytest.mark.parametrize(
    ("name", "found"), [("Foo_Bar", "foo-bar"), ("foo.bar", "foo-bar"), (" a--_b ", "a-b")]
)
def test_names_as_indexes_compare_them(name: str, found: str) -> None:
    assert canonical_name(name) == found


def test_headers_end_at_the_first_empty_line() -> None:
    text = "Name: a\r\nSummary: x: y\n  folded: no\nodd\n\nName: b\n"
    found = [(header.name, header.value, header.line) for header in read_headers(text)]
    assert found == [("name", "a", 1), ("summary", "x: y", 2)]
    assert len(read_headers("A: b\n" * (MAX_LINES + 5))) == MAX_LINES


@pytest.mark.parametrize(
    ("text", "name", "extras", "marker"),
    [
        ("a", "a", (), ""),
        ("A.B[x, Y_z]>=1 ; python_version > '3'", "a-b", ("x", "y-z"), "python_version > '3'"),
        ("a;extra == 'x'", "a", (), "extra == 'x'"),
        ("a @ https://h/a;b.whl", "a", (), ""),
        ("a @ https://h/a.whl ; extra == 'x'", "a", (), "extra == 'x'"),
        ("!", "", (), ""),
    ],
)
def test_requirements(text: str, name: str, extras: tuple[str, ...], marker: str) -> None:
    found = Requirement(text)
    assert (found.name, found.extras, found.marker) == (name, extras, marker)


def test_entry_points() -> None:
    text = "[console_scripts]\na = m.n : f [x]\nb = m()\nodd\n[ own ]\n# no\nc = m\n"
    found = [(e.group, e.name, e.reference, e.line) for e in read_entry_points(text)]
    assert found == [
        ("console_scripts", "a", "m.n:f", 2),
        ("console_scripts", "b", "", 3),
        ("own", "c", "m", 7),
    ]
    assert odd_entry_point_lines(f"x = y\n{text}") == [1, 5]
