from __future__ import annotations

import os
import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.gcloudignore import GcloudPattern, GcloudRules, gcloud_rules, parse_pattern
from tests.examples import examples


def write(directory, **files: str) -> str:
    for name, text in files.items():
        (directory / ("." + name)).write_text(text, encoding="utf-8")
    return str(directory)


def test_the_deciding_line(tmp_path) -> None:
    directory = write(tmp_path, gcloudignore="# a\n\n**/monitoring/\n!app/\n*.md\n!README.md\n")
    rules = gcloud_rules(directory, "ctx")
    decision = rules.decide("app/services/monitoring/__init__.py")
    assert not decision.included
    assert decision.pattern is not None
    assert (decision.pattern.path, decision.pattern.line, decision.pattern.text) == (
        "ctx/.gcloudignore",
        3,
        "**/monitoring/",
    )
    kept = rules.decide("README.md")
    assert kept.included
    assert kept.pattern is not None
    assert kept.pattern.line == 6
    assert rules.decide("app/main.py").pattern is None
    assert rules.prunes("app/services/monitoring")
    assert rules.prunes("app/services/monitoring/deep/er")
    assert not rules.prunes("app/services")


def test_an_included_file_is_named(tmp_path) -> None:
    directory = write(tmp_path, gcloudignore="x\n#!include:.gitignore\n", gitignore="\nbuild/\n")
    pattern = gcloud_rules(directory, "").decide("build/x").pattern
    assert pattern is not None
    assert (pattern.path, pattern.line) == (".gitignore", 2)


def test_the_default_list(tmp_path) -> None:
    rules = gcloud_rules(write(tmp_path, gitignore="*.log\n"), "")
    own = rules.decide(".git/config").pattern
    assert own is not None
    assert (own.path, own.line, own.text) == ("", 0, ".git")
    theirs = rules.decide("a.log").pattern
    assert theirs is not None
    assert (theirs.path, theirs.line) == (".gitignore", 1)
    assert rules.decide("a.py").included


def test_no_git_and_no_file_means_everything_goes(tmp_path) -> None:
    rules = gcloud_rules(str(tmp_path), "")
    assert rules.known
    assert rules.decide(".env").included


def test_an_include_that_stops_gcloud(tmp_path) -> None:
    rules = gcloud_rules(write(tmp_path, gcloudignore="a\n#!include: .gitignore\n"), ".")
    assert not rules.known
    (fault,) = rules.faults
    assert (fault.kind, fault.where.path, fault.where.line) == (
        "gcloudignore-include",
        ".gcloudignore",
        2,
    )


def test_a_file_that_is_not_utf8(tmp_path) -> None:
    (tmp_path / ".gcloudignore").write_bytes(b"\xff\n")
    rules = gcloud_rules(str(tmp_path), "")
    assert not rules.known
    assert rules.faults[0].kind == "ignore-file-invalid"


def test_line_numbers_are_those_of_an_editor(tmp_path) -> None:
    (tmp_path / ".gcloudignore").write_bytes(b"a\r\nb\x0cc\r\n\r\nd\re\n")
    rules = gcloud_rules(str(tmp_path), "")
    lines = {name: rules.decide(name).pattern for name in "abcde"}
    assert {name: pattern and pattern.line for name, pattern in lines.items()} == {
        "a": 1,
        "b": 2,
        "c": 2,
        "d": 4,
        "e": 5,
    }


def test_hostile_patterns_take_little_time() -> None:
    lines = ["**/a" * 60 + "/b", "*a" * 80 + "b", "/".join(["**"] * 200), "a/" * 3000 + "b"]
    patterns = [pattern for i, line in enumerate(lines) if (pattern := parse_pattern(line, "x", i))]
    rules = GcloudRules(patterns)
    start = time.process_time()
    rules.decide("a/" * 120 + "a")
    rules.decide("a" * 250)
    assert time.process_time() - start < 2


class Reference:
    """gcloud's comparison, component by component from the last one, as its module describes it."""

    def __init__(self, parts: list[str], only_dirs: bool) -> None:
        self.parts = parts
        self.only_dirs = only_dirs

    def matches(self, path: list[str], is_dir: bool) -> bool:
        if self.only_dirs and not is_dir:
            return False
        if "**" in self.parts:
            return self.matches_deep(path)
        left = len(path)
        for i, part in reversed(list(enumerate(self.parts))):
            deep = left > 2 or (left == 2 and len(path[0]) > 1)
            if left < 0 or (i == 0 and part == "*" and deep):
                return False
            if not fnmatchcase(path[left - 1] if left else "", part):
                return False
            left -= 1
        return True

    def matches_deep(self, path: list[str]) -> bool:
        states = {len(path)}
        for i, part in reversed(list(enumerate(self.parts))):
            if part == "**":
                states = set(range(max(states) + 1))
                continue
            states = {
                left - 1
                for left in states
                if left >= 0 and fnmatchcase(path[left - 1] if left else "", part)
            }
            if not states or (i and max(states) < 0):
                return False
        return 0 in states if self.parts[0] != "" else True


COMPONENTS = st.sampled_from(["a", "b", "ab", "*", "**", "***", "a*", "*b", "?", "[ab]", "[!a]", "[", "", "*a*", "[]]", "\n"])  # fmt: skip


@pytest.mark.slow
@settings(max_examples=examples(1500), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.booleans(),
            st.lists(COMPONENTS, min_size=1, max_size=4).filter(lambda parts: parts != [""]),
        ),
        max_size=4,
    ),
    st.lists(st.sampled_from(["a", "b", "ab", "x]", "\n"]), min_size=1, max_size=5),
    st.booleans(),
)
def test_the_automaton_agrees_with_a_comparison_of_components(
    rows: list[tuple[bool, bool, list[str]]], path: list[str], is_dir: bool
) -> None:
    patterns = [
        GcloudPattern("x", "x", i, negated, parts, only_dirs)
        for i, (negated, only_dirs, parts) in enumerate(rows)
    ]
    slow = [Reference(pattern.parts, pattern.only_dirs) for pattern in patterns]
    expected: int | None = None
    for end in range(1, len(path) + 1):
        matching = [
            i for i, row in enumerate(slow) if row.matches(path[:end], end < len(path) or is_dir)
        ]
        expected = matching[-1] if matching else None
        if expected is not None and not patterns[expected].negated:
            break
    decider = GcloudRules(patterns).decide("/".join(path), is_dir).pattern
    assert (decider and decider.line) == expected


@settings(max_examples=examples(300), deadline=None)
@given(st.text("ab/*?[]!#\\ \n\r\x0c", max_size=30), st.text("ab/* ", min_size=1, max_size=10))
def test_any_text_is_read_without_an_exception(text: str, path: str) -> None:
    patterns = [parse_pattern(line, "x", 1) for line in text.splitlines()]
    GcloudRules([pattern for pattern in patterns if pattern]).decide(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file(tmp_path) -> None:
    directory = write(tmp_path, gcloudignore="a")
    os.chmod(tmp_path / ".gcloudignore", 0)
    rules = gcloud_rules(directory, "")
    assert not rules.known
    assert rules.faults[0].kind == "ignore-file-unreadable"
