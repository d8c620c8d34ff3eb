"""What cannot be seen is escaped; what can be is left alone."""

from __future__ import annotations

import pytest

from lint.report.safe import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `text` ü 名 👍", "plain `text` ü 名 👍"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("a\x7fb\x85c", "a\\x7fb\\x85c"),
        ("a\u202eb\u200bc\u2028d", "a\\u202eb\\u200bc\\u2028d"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("a\ud800b", "a\\ud800b"),
        ("a\u00a0b", "a\\xa0b"),
        ("", ""),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown
    assert safe(shown) == shown
