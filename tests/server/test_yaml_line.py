"""What one line of YAML says."""

from __future__ import annotations

import pytest

from lint.server.yaml_line import begins_entry, is_in_comment, key_at, unquoted, without_comment


def test_quotes() -> None:
    assert unquoted("'a'") == unquoted('"a"') == unquoted("'a") == unquoted("a") == "a"
    assert unquoted("'it''s'") == unquoted('"it\'s"') == "it's"
    assert unquoted('"say \\"hi\\""') == 'say "hi"'


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ("  name: web", 2, ("name", 6, 7)),
        ("- name :", 2, ("name", 6, 8)),
        ("'a: b' : c", 0, ("a: b", 6, 8)),
        ("http://host", 0, ("", -1, -1)),
        ("web # name: x", 0, ("", -1, -1)),
        ("'a: b", 0, ("", -1, -1)),
        ("{a: b}", 0, ("", -1, -1)),
        ("", 0, ("", -1, -1)),
    ],
)
def test_the_key_at_a_column(line: str, column: int, found: tuple[str, int, int]) -> None:
    assert key_at(line, column) == found


def test_what_begins_an_entry() -> None:
    assert begins_entry("- x", 0)
    assert begins_entry("-", 0)
    assert begins_entry("a: b", 0)
    assert not begins_entry("-x", 0)
    assert not begins_entry("the rest of a text", 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [("web # x", "web"), ("'a # b' # c", "'a # b'"), ("a#b ", "a#b"), ("# x", ""), ("'a ", "'a")],
)
def test_a_value_without_its_comment(text: str, value: str) -> None:
    assert without_comment(text) == value


def test_a_comment_begins_behind_a_blank_and_outside_of_quotes() -> None:
    assert is_in_comment("a: b # c")
    assert is_in_comment("# c")
    assert not is_in_comment("a: b#c")
    assert not is_in_comment("a: 'b # c")
    assert is_in_comment("a: it's # c")
