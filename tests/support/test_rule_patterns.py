"""Regular expressions of rule files: refused with one kind of error, and without a warning."""

from __future__ import annotations

import re
import warnings

import pytest

from lint.support.rule_patterns import check_pattern


@pytest.mark.parametrize(
    "text",
    ["(", "(" * 900, "(?:" * 330, "a{99999999999}", "x" * 1001, None, 3, "[", "(?P<a>)(?P<a>)"],
)
def test_refused(text: object) -> None:
    with pytest.raises(re.error):
        check_pattern(text)


def test_accepted() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in ("", "a+", "[[a]", "x" * 1000, "(" * 40 + ")" * 40):
            check_pattern(text)
