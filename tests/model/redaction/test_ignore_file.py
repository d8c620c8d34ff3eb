"""Ignore files: patterns are shown, comments are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.model.redaction.showing import assert_hidden, shown


def test_patterns_are_shown_and_comments_are_not() -> None:
    assert_hidden(
        ".dockerignore",
        "«# the token is abc»\n**/monitoring/\n!app/**\n\n  # not a comment for docker\n\\#file\n",
    )


@given(st.lists(st.text("äöüß", min_size=1), min_size=1))
def test_no_word_of_a_comment_is_shown(words: list[str]) -> None:
    visible = shown(".gcloudignore", "#" + " ".join(words) + "\n*.py")
    assert not set("äöüß") & set(visible)
    assert visible.endswith("\n*.py")
