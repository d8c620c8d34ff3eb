from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.docker_pattern import _simulate, _tokenise, compile_pattern
from lint.image.context.dockerignore import docker_rules, read_dockerignore
from lint.image.context.ignore_rules import MAX_IGNORE_BYTES, MAX_PATTERNS
from lint.image.file import Fault

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
    assert found.faults[0].path == "app/.dockerignore"


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
    start = time.perf_counter()
    for path in ("a" * 250, "a/" * 120 + "a"):
        assert found.decide(path).included
    assert time.perf_counter() - start < 2


SIMPLE = st.lists(
    st.sampled_from(["a", "b", "/", "*", "**", "**/", "?", "[ab]", "[^a]"]), min_size=1, max_size=8
).map("".join)


@settings(max_examples=400, deadline=None)
@given(SIMPLE, st.text("ab/", min_size=1, max_size=8))
def test_both_ways_to_run_a_pattern_agree(pattern: str, path: str) -> None:
    tokens, _ = _tokenise(pattern)
    source = "".join(text for _, text in tokens)
    assert _simulate(tokens, path) is (re.fullmatch(source, path) is not None)


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
    match = compile_pattern(r"bin\Debug")
    assert match("binxebug")
    assert not match("bin\\Debug")
