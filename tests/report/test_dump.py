"""JSON that every parser reads, whatever the strings hold."""

from __future__ import annotations

import json

import pytest

from lint.report.dump import dump


def test_keys_stay_in_order_and_the_text_is_ascii() -> None:
    text = dump({"b": "ü\x7f", "a": [1, None, True]})
    assert text.isascii()
    assert "\x7f" not in text
    assert text.endswith("}\n")
    assert list(json.loads(text)) == ["b", "a"]
    assert json.loads(text) == {"b": "ü\x7f", "a": [1, None, True]}


def test_half_of_a_surrogate_pair_becomes_a_replacement_character() -> None:
    data = {"k": ["a\ud83db", {"x": "\udc4d"}], "whole": "👍"}
    assert json.loads(dump(data)) == {"k": ["a\ufffdb", {"x": "\ufffd"}], "whole": "👍"}


def test_what_json_cannot_express_is_an_error() -> None:
    with pytest.raises(ValueError, match="JSON"):
        dump({"x": float("nan")})
