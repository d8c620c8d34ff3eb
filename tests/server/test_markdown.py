"""What a stranger wrote stays text in what editors show."""

from __future__ import annotations

import pytest

from lint.server.markdown import code, prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DEBUG", "`DEBUG`"),
        ("a\nb", "`a b`"),
        ("a`![x](http://x)`", "`` a`![x](http://x)` ``"),
        ("a``b", "```a``b```"),
    ],
)
def test_code_has_no_end_before_its_end(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Set `DEBUG_X` here.", "Set `DEBUG_X` here."),
        ("![x](http://x/y.png)", r"\!\[x\](http://x/y.png)"),
        ("[a](command:b) <img src=x>", r"\[a\](command:b) \<img src=x\>"),
        ("a\n\n# b", r"a \# b"),
        ("`a` and `[b](c)", r"`a` and \`\[b\](c)"),
        ("``[b](c)``", r"\[b\](c)"),
    ],
)
def test_prose_has_code_and_no_other_markup(text: str, expected: str) -> None:
    assert prose(text) == expected
