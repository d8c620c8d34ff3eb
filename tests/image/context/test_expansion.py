"""Variables in words of a Dockerfile."""

from __future__ import annotations

import time

import pytest

from lint.image.context.expansion import MAX_VALUE, expand

VARIABLES = {"A": "app", "E": "", "U": None, "N": "x"}


@pytest.mark.parametrize(
    ("word", "text"),
    [
        # https://docs.docker.com/reference/dockerfile/#environment-replacement
        ("$A", "app"),
        ("${A}/x", "app/x"),
        ("$Ax", None),
        ("\\$A", "$A"),
        ("\\${A}", "${A}"),
        ("${A:-b}", "app"),
        ("${E:-b}", "b"),
        ("${E-b}", ""),
        ("${Z:-b}", "b"),
        ("${Z-b}", "b"),
        ("${Z:-$A}", "app"),
        ("${Z:-${Y:-c}}d", "cd"),
        ("${A:+b}", "b"),
        ("${E:+b}", ""),
        ("${E+b}", "b"),
        ("${Z:+b}", ""),
        ("${Z:?no}", None),
        ("${A:?no}", "app"),
        ("${U:-b}", None),
        ("${A#a}", None),
        ("${A/a/b}", None),
        ("$U", None),
        ("$Z", None),
        ("'$A'", "$A"),
        ('"$A b"', "app b"),
        ("\"a'b'\"", "a'b'"),
        ('a\\"b', 'a"b'),
        ("'a", None),
        ("${A", None),
        ("${}", None),
        ("a$", "a$"),
        ("$/x", "$/x"),
        # what a builder or the base image may set
        ("${HTTP_PROXY:-b}", None),
        ("${TARGETARCH:-b}", None),
        ("${PYTHON_VERSION:-3}", None),
    ],
)
def test_expand(word: str, text: str | None) -> None:
    assert expand(word, VARIABLES, closed=True).text == text


@pytest.mark.parametrize(
    ("word", "text", "unset"),
    [
        ("$Z/x", "/x", ["Z"]),
        ("${Z}x$Y", "x", ["Z", "Y"]),
        ("${Z:-b}", "b", ["Z"]),
        ("${A:+$Z}b", "b", ["Z"]),
        ("$U/x", None, []),
        ("$HTTP_PROXY/x", None, []),
    ],
)
def test_variables_without_a_value_are_nothing(
    word: str, text: str | None, unset: list[str]
) -> None:
    found = expand(word, VARIABLES, closed=True, emptied=True)
    assert (found.text, found.unset) == (text, unset)
    assert expand(word, VARIABLES, emptied=True).unset == []


def test_other_variables_may_be_set() -> None:
    assert expand("${Z:-b}", VARIABLES).text is None


def test_names() -> None:
    assert expand("$A-${N:-$E}-${Z:-$N}", VARIABLES, closed=True).names == ["A", "N", "Z", "N"]


def test_backtick() -> None:
    assert expand("`$A\\b", VARIABLES, "`").text == "$A\\b"


def test_growth_is_bounded() -> None:
    assert expand("$A" * (MAX_VALUE // 3), VARIABLES).text is not None
    assert expand("$A" * MAX_VALUE, VARIABLES).text is None
    start = time.process_time()
    expand("${Z:-" * 20_000, VARIABLES, closed=True)
    expand("${Z:-" * 2_000 + "}" * 2_000, VARIABLES, closed=True)
    assert time.process_time() - start < 2
