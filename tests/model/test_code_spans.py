"""What is code in a sentence."""

from __future__ import annotations

import pytest

from lint.model.code_spans import code_spans


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("set `A` to `b`", ["set ", "A", " to ", "b", ""]),
        ("no code", ["no code"]),
        ("an odd ` one", ["an odd ` one"]),
        ("`a` and ` odd", ["", "a", " and ` odd"]),
        ("``", ["", "", ""]),
        ("", [""]),
    ],
)
def test_what_is_between_back_ticks_is_code(sentence: str, parts: list[str]) -> None:
    assert code_spans(sentence) == parts
