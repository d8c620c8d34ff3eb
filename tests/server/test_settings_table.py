"""The keys of the settings by their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.server.settings_table import setting_at, typed_at
from tests.server.test_outline import WILD

TEXT = """\
strict = true
rules = ["cloud-run"]  # a comment

[severities]
CR021 = "off"
"a b" = "error"

[[overrides]]
paths = ["staging/*"]
"""
PROJECT = "[project]\nname = 'x'\n\n" + TEXT.replace("strict", "[tool.lint]\nstrict").replace(
    "[severities]", "[tool.lint.severities]"
).replace("[[overrides]]", "[[tool.lint.overrides]]")


@pytest.mark.parametrize(("path", "text"), [("lint.toml", TEXT), ("pyproject.toml", PROJECT)])
def test_keys_with_their_tables(path: str, text: str) -> None:
    found = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        setting = setting_at(path, lines, number, 0)
        if setting is not None:
            found[setting.path] = line[setting.start : setting.end]
    assert found == {
        ("strict",): "strict",
        ("rules",): "rules",
        ("severities", "CR021"): "CR021",
        ("severities", "a b"): '"a b"',
        ("overrides", 0, "paths"): "paths",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|", ((), 0, False, ())),
        ("st|", ((), 0, False, ())),
        ("strict = t|", (("strict",), 9, True, ())),
        ('rules = ["cloud-run", "de|"]', (("rules",), 22, True, ())),
        ("info = true\n[severities]\nCR0|\nCR021 = 'off'", (("severities",), 0, False, ("CR021",))),
        ("|\ninfo = true\n[severities]\nCR021 = 'off'", ((), 0, False, ("info", "severities"))),
        ("[seve|", None),
        ("strict = true # |", None),
    ],
)
def test_what_is_being_typed(text: str, expected: object) -> None:
    where = text.index("|")
    line = text[:where].count("\n")
    column = where - (text.rfind("\n", 0, where) + 1)
    found = typed_at("lint.toml", text.replace("|", "", 1).split("\n"), line, column)
    shown = (found.path, found.start, found.is_value, found.present) if found else None
    assert shown == expected


def test_other_tables_of_a_project_are_none_of_the_settings() -> None:
    assert setting_at("pyproject.toml", PROJECT.split("\n"), 1, 0) is None
    assert typed_at("pyproject.toml", ["[tool.other]", ""], 1, 0) is None
    assert typed_at("pyproject.toml", ["[tool.lint]", ""], 1, 0) is not None


@given(
    WILD, st.integers(0, 9), st.integers(0, 40), st.sampled_from(("lint.toml", "pyproject.toml"))
)
def test_no_text_and_no_place_is_an_exception(text: str, line: int, column: int, path: str) -> None:
    lines = text.split("\n")
    setting_at(path, lines, min(line, len(lines) - 1), column)
    typed_at(path, lines, min(line, len(lines) - 1), column)
