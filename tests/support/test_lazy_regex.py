"""A pattern is compiled when it is first used, and works like a compiled one."""

from __future__ import annotations

import re

import pytest

from lint.support.lazy_regex import lazy_regex


def test_nothing_is_compiled_before_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def noting(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return real(text, flags)

    monkeypatch.setattr(re, "compile", noting)
    pattern = lazy_regex("a(b)")
    assert compiled == []
    assert pattern.fullmatch("ab")
    assert pattern.search("xab")
    assert compiled == ["a(b)"]


def test_all_methods_and_flags() -> None:
    pattern = lazy_regex("a(b)", re.IGNORECASE)
    assert pattern.match("AB!")
    assert pattern.findall("ab AB") == ["b", "B"]
    assert pattern.sub("x", "1ab2") == "1x2"
    assert pattern.split("1AB2") == ["1", "B", "2"]
    assert [match.group() for match in pattern.finditer("ab")] == ["ab"]
    assert pattern.pattern == "a(b)"
    assert pattern.groups == 1
    assert lazy_regex(b"a").match(b"a")


def test_a_pattern_that_is_none_is_an_error_when_it_is_used() -> None:
    pattern = lazy_regex("(")
    with pytest.raises(re.error):
        pattern.match("x")
