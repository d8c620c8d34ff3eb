"""Placeholders in every syntax, words to fill in, and what replaces them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.yaml import placeholders
from lint.yaml.placeholders import find, find_any, find_fill_ins, substitute


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${A}-$B", ("${A}", "$B")),
        ("${A:-x}", ("${A:-x}",)),
        ("${{ env.A }}", ("${{ env.A }}",)),
        ("{{ .Values.a }}", ("{{ .Values.a }}",)),
        ("[[ a ]]", ("[[ a ]]",)),
        ("<your-project>", ("<your-project>",)),
        ("__NAME__", ("__NAME__",)),
        ("__name__", ()),
        ("%NAME%", ("%NAME%",)),
        ("50%", ()),
        ("a@b", ()),
        ("a@NAME@b", ("@NAME@",)),
        ("cost: 5$", ()),
    ],
)
def test_syntax(text: str, found: tuple[str, ...]) -> None:
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gcr.io/PROJECT_ID/a", ("PROJECT_ID",)),
        ("project_id", ()),
        ("MYPROJECT", ()),
        ("your-bucket", ("your-bucket",)),
        ("REGION", ("REGION",)),
        ("REGIONAL", ()),
        ("CHANGE_ME", ("CHANGE_ME",)),
    ],
)
def test_words_to_fill_in(text: str, found: tuple[str, ...]) -> None:
    assert find_fill_ins(text) == found
    assert find_any(text) == found


@pytest.mark.parametrize(
    ("text", "result", "names"),
    [
        ("${A}/{{ A }}/__A__/$A", "1/1/1/1", ["A"] * 4),
        ("{{- .Values.tag -}}", "2", [".Values.tag"]),
        ("${B}", "${B}", []),
        ("PROJECT_ID", "p", ["PROJECT_ID"]),
    ],
)
def test_substitution(text: str, result: str, names: list[str]) -> None:
    used: list[str] = []
    values = {"A": "1", ".Values.tag": "2", "PROJECT_ID": "p"}
    assert substitute(text, values, used.append) == result
    assert used == names


@given(st.from_regex(re.compile(placeholders._FILL_IN.pattern)))
def test_shortcuts_pass_over_no_word_to_fill_in(text: str) -> None:
    assert find_fill_ins(text) == tuple(m.group() for m in placeholders._FILL_IN.finditer(text))


@given(st.from_regex(re.compile(placeholders._SYNTAX.pattern)))
def test_shortcuts_pass_over_no_placeholder(text: str) -> None:
    assert find(text) == tuple(m.group() for m in placeholders._SYNTAX.finditer(text))
