"""Settings of a TOML file are found by their path, however they are written."""

from __future__ import annotations

import pytest

from lint.support.toml_locations import find_key, find_setting

TEXT = """\
source = "elsewhere"
[tool.other]
source = "not this one"

[tool.lint]
wheel = "dist/*.whl"
  "source" = "."
values.DB = "x"
inline = {deep = {er = 1}}

[[tool.lint.overrides]]
paths = ["a"]
source = "first"

[[tool.lint.overrides]]
paths = ["b"]
source = "second"

[tool.lint.overrides.values]
DB = "y"

[tool . "dotted.name"]
key = [
    "one",
    'two',
]
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("source",), (1, 1)),
        (("tool", "other", "source"), (3, 1)),
        (("tool", "lint"), (5, 7)),
        (("tool", "lint", "wheel"), (6, 1)),
        (("tool", "lint", "source"), (7, 3)),
        (("tool", "lint", "values"), (8, 1)),
        (("tool", "lint", "values", "DB"), (8, 8)),
        (("tool", "lint", "inline", "deep", "er"), (9, 1)),
        (("tool", "lint", "overrides"), (11, 13)),
        (("tool", "lint", "overrides", 0, "source"), (13, 1)),
        (("tool", "lint", "overrides", 1, "source"), (17, 1)),
        (("tool", "lint", "overrides", 1, "values", "DB"), (20, 1)),
        (("tool", "dotted.name", "key"), (23, 1)),
        (("nothing", "at", "all"), (1, 1)),
    ],
)
def test_a_key_is_found_by_its_path(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert find_key(TEXT, path) == place


def test_a_key_that_is_not_there_has_the_place_of_its_table() -> None:
    assert find_key(TEXT, ("tool", "lint", "lock")) == (5, 7)


@pytest.mark.parametrize(("value", "line"), [("one", 24), ("two", 25), ("three", 23), (None, 23)])
def test_a_string_of_a_list_is_found(value: str | None, line: int) -> None:
    assert find_setting(TEXT, ("tool", "dotted.name", "key"), value) == line


@pytest.mark.parametrize("text", ["[[=]]", "[[]]\n[=]", "=", "[[a]\nb=1"])
def test_what_is_no_toml_is_searched_as_well(text: str) -> None:
    assert find_key(text, ("b",)) in ((1, 1), (2, 1))
