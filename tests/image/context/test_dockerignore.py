from __future__ import annotations

import posixpath
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.docker_pattern import compile_pattern
from lint.image.context.dockerignore import docker_rules, read_dockerignore
from lint.image.context.ignore_rules import MAX_IGNORE_BYTES, MAX_PATTERNS
from lint.model.fault import Fault
from lint.support.path_patterns import PathPatterns, positions_of

INCIDENT = """\
# keep the image small
**/__pycache__
**/monitoring/
**/infrastructure/
**/cloud*

!shop_backend/
"""


def rules(tmp_path, text: str | bytes, builder: str = "docker"):
    path = tmp_path / ".dockerignore"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return docker_rules(str(path), "app/.dockerignore", builder)


@pytest.mark.parametrize(
    ("path", "docker", "kaniko"),
    [
        ("shop_backend/app/services/monitoring/__init__.py", 3, None),
        ("shop_backend/monitoring/__init__.py", 3, 7),
        ("shop_backend/app/infrastructure/db.py", 4, None),
        ("shop_backend/app/core/cloud_sql.py", 5, 7),
        ("shop_backend/app/core/cloud/sql.py", 5, None),
        ("tools/cloud.py", 5, 5),
        ("shop_backend/app/main.py", None, None),
        ("README.md", None, None),
    ],
)
def test_the_incident(tmp_path, path: str, docker: int | None, kaniko: int | None) -> None:
    for builder, line in (("docker", docker), ("kaniko", kaniko)):
        decision = rules(tmp_path, INCIDENT, builder).decide(path)
        assert (decision.pattern and decision.pattern.line) == line, builder
        if decision.pattern is not None:
            assert decision.pattern.path == "app/.dockerignore"
            assert decision.pattern.text == INCIDENT.splitlines()[line - 1]
            assert decision.included is (line == 7)


def test_no_file_ignores_nothing() -> None:
    for builder in ("docker", "kaniko"):
        found = docker_rules(None, "", builder)
        assert found.known
        assert found.faults == []
        assert found.decide("a/b").included
        assert not found.prunes("a")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"x" * 65_536 + b"\n", "ignore-file-invalid"),
        (b"#" * (MAX_IGNORE_BYTES + 1), "ignore-file-too-large"),
        (b"a\n" * (MAX_PATTERNS + 1), "ignore-file-too-large"),
    ],
)
def test_files_beyond_the_limits_are_not_judged(tmp_path, data: bytes, kind: str) -> None:
    found = rules(tmp_path, data)
    assert not found.known
    assert [fault.kind for fault in found.faults] == [kind]
    assert found.faults[0].where.path == "app/.dockerignore"


def test_a_directory_in_the_place_of_the_file(tmp_path) -> None:
    found = docker_rules(str(tmp_path), ".dockerignore", "docker")
    assert not found.known
    assert found.faults[0].kind == "ignore-file-unreadable"


def test_bytes_that_are_not_utf8_match_such_names(tmp_path) -> None:
    found = rules(tmp_path, b"\xff*\n")
    assert not found.decide(b"\xffname".decode("utf-8", "surrogateescape")).included
    assert found.decide("name").included
    found.decide(b"\xffname".decode("utf-8", "surrogateescape")).pattern.text.encode()


@pytest.mark.parametrize("line", ["*a" * 60 + "b", "**/" + "*a*a/**/" * 20 + "b", "?*" * 200 + "b"])
def test_hostile_patterns_take_linear_time(tmp_path, line: str) -> None:
    found = rules(tmp_path, line)
    start = time.process_time()
    for path in ("a" * 250, "a/" * 120 + "a"):
        assert found.decide(path).included
    assert time.process_time() - start < 2


def reference(pattern: str) -> str:
    """What the library makes of a pattern without classes, as a regular expression, the slow way."""
    if pattern.startswith("**") and not set("*?") & set(pattern[2:]):
        end = pattern[2:]
        return "(?s:.*)" + re.escape(end) + ("|" + re.escape(end[1:]) if end[:1] == "/" else "")
    if pattern.endswith("**") and not set("*?") & set(pattern[:-2]):
        return re.escape(pattern[:-2]) + "(?s:.*)"
    source = ""
    while pattern:
        if pattern.startswith("**"):
            pattern = pattern[2:].removeprefix("/")
            source += "(.*/)?" if pattern else ".*"
        else:
            wild = {"*": "[^/]*", "?": "[^/]"}
            source += wild.get(pattern[0], re.escape(pattern[0]))
            pattern = pattern[1:]
    return source


SIMPLE = st.lists(
    st.sampled_from(["a", "b", "ab", "/", "*", "**", "**/", "/**", "?", "\n"]),
    min_size=1,
    max_size=8,
).map(lambda parts: posixpath.normpath("".join(parts)))


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(st.lists(SIMPLE, max_size=5), st.lists(st.text("ab/\n", min_size=1, max_size=8), max_size=5))
def test_the_automaton_agrees_with_one_regular_expression_a_pattern(
    patterns: list[str], paths: list[str]
) -> None:
    automaton = PathPatterns([compile_pattern(pattern) for pattern in patterns])
    for path in paths:
        found = positions_of(automaton.match(path))
        assert found == [
            i for i, pattern in enumerate(patterns) if re.fullmatch(reference(pattern), path)
        ]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60), st.lists(st.text("ab/.*!\\ ", min_size=1, max_size=12), max_size=4))
def test_any_file_is_read_without_an_exception(data: bytes, paths: list[str]) -> None:
    from lint.image.context.dockerignore import BuildKitRules, KanikoRules

    faults: list[Fault] = []
    patterns = read_dockerignore(data, "x", faults)
    for kind in (BuildKitRules, KanikoRules):
        found = kind(patterns or [])
        for path in paths:
            found.decide(path)
            found.prunes(path)


def test_a_pattern_with_an_escape_of_go() -> None:
    # what a Windows path turns into: `\D` is "no digit" for the library's regular expressions
    automaton = PathPatterns([compile_pattern(r"bin\Debug")])
    assert automaton.match("binxebug")
    assert not automaton.match("bin\\Debug")


def test_a_byte_order_mark_is_dropped_where_the_library_compiles_a_regular_expression() -> None:
    mark = "\ufeff"
    automaton = PathPatterns(
        compile_pattern(mark + pattern) for pattern in ("a*", "ab", "a/**", "**/x")
    )
    assert automaton.match("ab") == 0b1
    assert automaton.match(mark + "ab") == 0b10
    assert automaton.match(mark + "a/b") == 0b100
    assert automaton.match("x") == 0


@pytest.mark.parametrize(
    ("lines", "tried"),
    [
        ("[b-a]\n", True),
        ("![b-a]\n", False),  # no pattern before it matches, so that it is never tried
        ("other\n![b-a]\n", False),
        ("a*\n![b-a]\n", True),
        ("a*\n[b-a]\n", False),
    ],
)
def test_a_malformed_pattern_is_reported_where_the_library_tries_it(
    tmp_path, lines: str, tried: bool
) -> None:
    for builder in ("docker", "kaniko"):
        found = rules(tmp_path, lines, builder)
        assert found.faults == []
        for path in ("a1", "a2"):
            found.decide(path)
        assert [fault.kind for fault in found.faults] == ["ignore-pattern-invalid"] * tried


KINDS = {
    "name": "**/name{0}",
    "below a name": "**/gen{0}_*/**",
    "two wildcards": "**/foo{0}/**/bar*.py",
    "inside a name": "**/*{0}*.tmp",
    "three wildcards": "**/foo{0}/**/bar/**/*.py",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_500_patterns_on_20_000_files_take_seconds_at_most(tmp_path, kind: str) -> None:
    """Docker's own library takes 0.1 s for the first kind and 5.7 to 11.7 s for the others."""
    text = "".join(KINDS[kind].format(number) + "\n" for number in range(500))
    for builder in ("docker", "kaniko"):
        found = rules(tmp_path, text, builder)
        start = time.process_time()
        for number in range(20_000):
            found.decide(f"src/pkg{number % 40}/mod{number % 400}/bar/file_{number}.py")
        assert time.process_time() - start < 3, builder
