"""Patterns of users: the verdict of `re.fullmatch`, without its worst cases."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.support.whole_match import (
    MAX_VALUE,
    MatchLimitError,
    check_whole_pattern,
    matches_whole,
)
from tests.examples import examples

ORDINARY = [
    r"[a-z]+", r".*", r".+", r"https?://.+", r"^https://[a-z0-9.-]+(:\d+)?(/.*)?$",
    r"postgres(ql)?://[^@]+@[^/]+/\w+", r"redis://(?:[^:@]*:[^@]*@)?[\w.-]+:\d{1,5}(?:/\d+)?",
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)",
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$",
    r"v?\d+(\.\d+){0,2}", r"[\w.+-]+@[\w-]+\.[\w.-]+",
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}", r"[a-z]([-a-z0-9]*[a-z0-9])?",
    r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
    r"((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)", r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?",
    r"(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}",
    r"(([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4})",
    r"(\*|[0-9,\-*/]+)( (\*|[0-9,\-*/]+)){4}", r"(@(annually|yearly|monthly|weekly|daily|hourly))|((((\d+,)+\d+|(\d+(\/|-)\d+)|\d+|\*) ?){5,7})",
    r"[a-z0-9-]+-docker\.pkg\.dev/[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+(:[\w.-]+|@sha256:[0-9a-f]{64})",
    r"(?:gcr\.io|eu\.gcr\.io)/[^/]+/.+:(?!latest$).+", r".+@sha256:[a-f0-9]{64}", r"(?!.*latest).*",
    r"projects/[^/]+/secrets/[^/]+/versions/(latest|\d+)", r"projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/locations/[a-z]+-[a-z]+\d/connectors/[a-z0-9-]+",
    r"[a-z][a-z0-9-]{4,28}[a-z0-9]:[a-z]+-[a-z]+\d:[a-z0-9-]+", r"[a-z]+-[a-z]+\d", r"(?i)true|false", r"(?i:yes|no|on|off)",
    r"debug|info|warn(?:ing)?|error", r"\d+", r"[1-9]\d{0,4}", r"\d+(?:ms|s|m|h)", r"(?:\d+h)?(?:\d+m)?(?:\d+s)?",
    r"[A-Z][A-Z0-9_]*", r"[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}", r"(?:[0-9a-f]{2})+", r"[0-9a-f]{40}",
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?",
    r"[a-z]{2}(?:[-_][A-Z]{2})?", r"(/[\w.-]+)+/?", r"/(?:[^/\0]+/)*[^/\0]*", r"[^\s,]+(?:\s*,\s*[^\s,]+)*",
    r"(?:[a-z]+=[^,;]+;?)*", r"\w+(?:-\w+)*", r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{8,}", r"\S+", r"(?s).*", r"^$|^[a-z]$",
    r"staging|prod(?:uction)?", r"[^\s/]+/[^\s/]+",     r"[a-z]+(?<!-prod)", r"(?<=x)?[a-z]*", r"\d{1,3}(,\d{3})*(\.\d+)?", r"\+?[0-9() -]{7,20}", r"(?x) [a-z]+  # a name", r"\bfoo\b.*",
]  # fmt: skip
VALUES = [
    "", "a", "abc", "true", "TRUE", "Yes", "info", "0", "8080", "1.2.3", "1.2.3-rc.1+b.7", "v1.2", "a@b.example", "ann.b+c@mail.example.org",
    "example.com", "a-b.example.com", "10.0.0.1", "256.1.1.1", "10.0.0.0/8", "2001:db8:0:0:0:0:0:1", "fe80::", "*/5 * * * *", "@daily",
    "https://example.com:8080/a/b?c=d", "http://x", "postgres://u:p@h/db", "redis://h:6379/0",
    "eu-docker.pkg.dev/p/r/web:1.2", "gcr.io/p/app:latest", "gcr.io/p/app:1", "x@sha256:" + "ab" * 32, "projects/p/secrets/s/versions/3",
    "projects/my-project/locations/europe-west1/connectors/c", "my-project:europe-west1:db", "europe-west1", "10ms", "1h5m", "DB_HOST",
    "123e4567-e89b-12d3-a456-426614174000", "deadbeef", "QUJD", "QUI=", "2024-01-31", "2024-01-31T10:00:00Z", "de_DE", "/a/b.c/", "a, b,c",
    "a=1;b=2", "a-b-c", "Passw0rdX", "a b", "a\nb", "a\n", "app-prod", "1,000,000.5", "+49 (30) 123-456", "foo bar", "é", "ſ",
]  # fmt: skip


def test_there_are_enough_ordinary_patterns() -> None:
    assert len(ORDINARY) >= 60


@pytest.mark.parametrize("pattern", ORDINARY)
def test_ordinary_patterns_are_accepted_and_say_what_re_says(pattern: str) -> None:
    check_whole_pattern(pattern)
    for value in VALUES:
        expected = re.fullmatch(pattern, value) is not None
        assert matches_whole(pattern, value) is expected, value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        ("(a+)+b", "a"), ("(a*)*b", "a"), ("(a|a)*b", "a"), ("(a|aa)+b", "a"), ("(.*)*b", "a"), ("(a?){30}a{30}b", "a"),
        ("(a|a)" * 30 + "b", "a"), ("([a-z]+)*=", "a"), ("(x+x+)+y", "x"), ("(\\w+\\s?)*$!", "a "), ("^(([a-z])+.)+[A-Z]([a-z])+$", "a"),
        ("(a{0,61}){0,61}b", "a"), (".*.*.*.*.*.*b", "a"), ("(?=(a+)+b)a*", "a"), ("(?:a+?)+?b", "a"), ("(?:a(?:a*c)?)*b", "a"),
        ("(?:(?:(?:a*b?)*c?)*d?)*e", "a"), ("((a{1,60000}){1,60000}){1,60000}b", "a"), ("(?:(?=.*b)a|a)*c", "a"), ("(){60000}(a|b|ab)*c", "ab"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("length", [40, MAX_VALUE])
def test_the_classical_bad_patterns_end_at_once(pattern: str, unit: str, length: int) -> None:
    check_whole_pattern(pattern)
    value = (unit * length)[:length]
    before = time.process_time()
    if length == 40:  # always gets its answer
        assert not matches_whole(pattern, value)
    else:
        with contextlib.suppress(MatchLimitError):
            assert not matches_whole(pattern, value)
    assert time.process_time() - before < 2


def test_a_bad_pattern_that_matches_is_said_to() -> None:
    assert matches_whole("(a+)+b", "a" * 40 + "b")


def test_longer_values_are_not_matched() -> None:
    assert matches_whole("a*", "a" * MAX_VALUE)
    with pytest.raises(MatchLimitError, match="more than 10,000 characters"):
        matches_whole("a*", "a" * (MAX_VALUE + 1))


@pytest.mark.parametrize(
    "pattern",
    [r"(a)\1", r"(?P<x>a)(?P=x)", r"(a)?(?(1)b|c)", r"(?>a+)b", r"a++b", "(", 3, "(" * 60 + ")" * 60],
)  # fmt: skip
def test_what_cannot_be_matched_is_refused(pattern: object) -> None:
    with pytest.raises(re.error):
        check_whole_pattern(pattern)


_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", r"\b", "^", "$", "", "(?i:A)", r"\Z", "é", r"\d"])  # fmt: skip
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "*?", "{0,3}?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"(?={text})"),
        inner.map(lambda text: f"(?!{text})"),
        inner.map(lambda text: f"(?-i:{text})"),
    ),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=examples(400), deadline=None)
@given(_PATTERNS, st.text("abA \né1", max_size=5), st.booleans())
def test_any_pattern_says_what_re_says(pattern: str, value: str, capitals: bool) -> None:
    pattern = "(?i)" + pattern if capitals else pattern
    check_whole_pattern(pattern)
    assert matches_whole(pattern, value) is (re.fullmatch(pattern, value) is not None)
