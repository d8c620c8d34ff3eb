"""The `.dockerignore` readers against the tables that moby and tonistiigi publish.

The rows below restate facts of these public tests in a form of our own: patternmatcher_test.go and
ignorefile_test.go of moby/patternmatcher, filter_test.go of tonistiigi/fsutil, and the trees in
GoogleContainerTools/kaniko issue 2782, moby/moby issues 41433 and 45608.

dockerignore_verdicts.json holds generated ignore files with the verdicts of the Go library itself
(moby/patternmatcher 0.5.0 as Debian ships it, `MatchesUsingParentResults` and `Matches`, under a
walk that skips directories like fsutil's). A row: the lines, the paths, and for each path whether
BuildKit and whether kaniko keep it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.buildkit_rules import BuildKitRules
from lint.image.context.dockerignore import DockerPattern, read_dockerignore
from lint.image.context.kaniko_rules import KanikoRules
from lint.model.fault import Fault
from lint.support.path_patterns import PathPatterns


def patterns_of(*lines: str) -> tuple[list[DockerPattern], list[Fault]]:
    faults: list[Fault] = []
    patterns = read_dockerignore("\n".join(lines).encode(), ".dockerignore", faults)
    assert patterns is not None
    return patterns, faults


def buildkit(*lines: str) -> BuildKitRules:
    return BuildKitRules(patterns_of(*lines)[0])


def kaniko(*lines: str) -> KanikoRules:
    return KanikoRules(patterns_of(*lines)[0])


# pattern: paths it matches by itself, paths it takes with a parent, paths it leaves
SINGLE = {
    "**": (["file", "dir/file"], [], []),
    "**/": (["file", "dir/file"], [], []),
    "**/**": (["dir/file"], [], []),
    "dir/**": (["dir/file", "dir/dir2/file"], [], ["dir"]),
    "**/dir": (["dir"], ["dir/file"], []),
    "**/dir2/*": (["dir/dir2/file"], ["dir/dir2/file/x"], []),
    "**/dir2/**": (["dir/dir2/dir3/file"], [], []),
    "**file": (["file", "dir/file", "dir/dir/file"], [], []),
    "**/file": (["dir/file", "dir/dir/file"], [], []),
    "**/file*": (["dir/dir/file", "dir/dir/file.txt"], [], []),
    "**/file*txt": (["dir/dir/file.txt"], [], []),
    "**/file*.txt": (["dir/dir/file.txt"], [], []),
    "**/file*.txt*": (["dir/dir/file.txt"], [], []),
    "**/**/*.txt": (["dir/dir/file.txt", "file.txt"], [], []),
    "**/**/*.txt2": ([], [], ["dir/dir/file.txt"]),
    "**/*.txt": (["file.txt"], [], []),
    "a**/*.txt": (["a/file.txt", "a/dir/file.txt", "a/dir/dir/file.txt"], [], []),
    "a/*.txt": (["a/file.txt"], [], ["a/dir/file.txt"]),
    "a/*.txt**": (["a/file.txt"], [], []),
    "a[b-d]e": (["ace"], [], ["ae", "aae"]),
    "a[^b-d]e": (["aze"], [], []),
    ".*": ([".foo"], [], ["foo"]),
    "abc.def": (["abc.def"], [], ["abcdef", "abcZdef"]),
    "abc?def": (["abcZdef"], [], ["abcdef"]),
    "**/foo/bar": (["foo/bar", "dir/foo/bar", "dir/dir2/foo/bar"], [], []),
    "abc/**": (["abc/def", "abc/def/ghi"], [], ["abc"]),
    "**/.foo": ([".foo"], [], ["bar.foo"]),
    "a(b)c/def": (["a(b)c/def"], [], ["a(b)c/xyz"]),
    "a.|)$(}+{bc": (["a.|)$(}+{bc"], [], []),
    "dist/*.whl": (["dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl"], [], []),
    r"a\*b": (["a*b"], [], ["ab"]),
    r"a\\": (["a\\"], [], []),
    # Go's own table for filepath.Match, which the library runs through `Matches`
    "*": (["abc"], [], []),
    "*c": (["abc"], [], []),
    "a*": (["a", "abc"], ["ab/c"], []),
    "a*/b": (["abc/b"], [], ["a/c/b"]),
    "a*b*c*d*e*/f": (
        ["axbxcxdxe/f", "axbxcxdxexxx/f"],
        [],
        ["axbxcxdxe/xxx/f", "axbxcxdxexxx/fff"],
    ),
    "a*b?c*x": (["abxbbxdbxebxczzx"], [], ["abxbbxdbxebxczzy"]),
    "ab[c]": (["abc"], [], []),
    "ab[b-d]": (["abc"], [], []),
    "ab[e-g]": ([], [], ["abc"]),
    "ab[^c]": ([], [], ["abc"]),
    "ab[^e-g]": (["abc"], [], []),
    "a?b": (["a☺b"], [], ["a/b"]),
    "a[^a]b": (["a☺b"], [], []),
    "a???b": ([], [], ["a☺b"]),
    "[a-ζ]*": (["α"], [], []),
    "*[a-ζ]": ([], [], ["A"]),
    "a*b": ([], [], ["a/b"]),
    r"[\]a]": (["]"], [], []),
    r"[\-]": (["-"], [], []),
    r"[x\-]": (["x", "-"], [], ["z"]),
    r"[\-x]": (["x", "-"], [], ["a"]),
    "*x": (["xxx"], [], []),
}

ROWS = [
    (pattern, path, kind)
    for pattern, groups in SINGLE.items()
    for kind, paths in zip(("itself", "parent", "not"), groups, strict=True)
    for path in paths
]


@pytest.mark.parametrize(("pattern", "path", "kind"), ROWS)
def test_one_pattern(pattern: str, path: str, kind: str) -> None:
    patterns, faults = patterns_of(pattern)
    assert faults == []
    tokens = patterns[0].tokens
    assert tokens is not None
    assert PathPatterns([tokens]).match(path) == (kind == "itself")
    assert BuildKitRules(patterns).decide(path).included == (kind == "not")


@pytest.mark.parametrize(
    ("lines", "path", "included"),
    [
        (["!fileutils.go", "*.go"], "fileutils.go", False),
        (["*.go", "!fileutils.go"], "fileutils.go", True),
        (["docs", "!docs/README.md"], "docs/README.md", True),
        (["docs/", "!docs/README.md"], "docs/README.md", True),
        (["docs/*", "!docs/README.md"], "docs/README.md", True),
        (["docs", "  !docs/README.md  "], "docs/README.md", True),
        (["**", "!util/docker/web"], "util/docker/web/foo", True),
        (["**", "!util/docker/web", "util/docker/web/foo"], "util/docker/web/foo", False),
        (
            ["**", "!dist/proxy-2.4.0rc3+g08-none-any.whl"],
            "dist/proxy-2.4.0rc3+g08-none-any.whl",
            True,
        ),
        (["**", "!dist/*.whl"], "dist/proxy-2.4.0rc3+g08-none-any.whl", True),
        (["foo", "!foo/bar", "foo/bar/baz", "!foo/bar/baz/x"], "foo/bar/baz/x", True),
        (["foo", "!foo/bar", "foo/bar/baz", "!foo/bar/baz/x"], "foo/bar/baz/y", False),
        ([], "any/path", True),
    ],
)
def test_several_patterns_agree(lines: list[str], path: str, included: bool) -> None:
    assert buildkit(*lines).decide(path).included is included
    assert kaniko(*lines).decide(path).included is included


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [(bad, "ignore-pattern-invalid") for bad in
     ["!", "!/", "[", "[^", "[^bc", "a[", "[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "\\", "[Local-Only]/", r"\y"]]
    + [(odd, "ignore-pattern-unclear") for odd in ["[a*]", "a^b*", r"\bin*", "[[:alpha:]]*", "a|b*", "a{2}*"]],
)  # fmt: skip
def test_malformed_patterns_are_faults(pattern: str, kind: str) -> None:
    patterns, faults = patterns_of("fine", pattern)
    rules = BuildKitRules(patterns)
    rules.faults = faults
    rules.decide("some/path")  # some are found only when they are tried
    assert [(fault.kind, fault.where.line) for fault in faults] == [(kind, 2)]


def test_the_older_matcher_keeps_everything_when_a_pattern_is_malformed() -> None:
    assert kaniko("*.py", "[").decide("a.py").included
    # this one is found only when it is tried on a file, and it is not where another has matched
    assert kaniko("[b-a]", "*.py").decide("a.py").included
    assert not kaniko("*.py", "[b-a]").decide("a.py").included


def test_reading_the_file() -> None:
    patterns, _ = patterns_of(
        "\ufefftest1", "/test2", "/a/file/here", "", "lastfile", "# a comment",
        "! /inverted/abs/path", "!", "! ", " #not-a-comment", "./x/../y/",
    )  # fmt: skip
    assert [(p.line, p.negated, p.cleaned) for p in patterns] == [
        (1, False, "test1"),
        (2, False, "test2"),
        (3, False, "a/file/here"),
        (5, False, "lastfile"),
        (7, True, "inverted/abs/path"),
        (8, True, ""),
        (9, True, ""),
        (10, False, "#not-a-comment"),
        (11, False, "y"),
    ]


@pytest.mark.parametrize(
    ("lines", "directory", "pruned"),
    [
        (["**/bar"], "foo/bar", True),
        (["**/bar", "!foo/bar/baz"], "foo/bar", False),
        (["**/bar", "!foo/bar"], "foo/bar", False),
        (["foo*", "!foo/bar2"], "foo", False),
        (["foo", "!other"], "foo", True),
        (["foo", "!*.md"], "foo", False),
        (["foo", "!foo"], "foo", False),
        # `/*/**` loses its globs one after the other and then looks like the plain directory
        (["a", "!a/*/**"], "a/x", True),
        (["a", "!a/*/**"], "a", False),
    ],
)
def test_directories_that_buildkit_does_not_enter(
    lines: list[str], directory: str, pruned: bool
) -> None:
    assert buildkit(*lines).prunes(directory) is pruned


@pytest.mark.parametrize(
    ("lines", "path", "docker", "older"),
    [
        # kaniko issue 2782: only the file at the depth of the pattern's parent is left out
        (["**/test"], "test/ignore.this", False, True),
        (["**/test"], "app/test/ignore.this", False, False),
        (["**/test"], "app/service/test/ignore.this", False, True),
        (["**/test"], "app/include.this", True, True),
        # moby/moby issue 41433
        (["**/c", "!a/b/c/include.txt"], "a/b/c/include.txt", True, True),
        (["**/c", "!a/b/c/include.txt"], "a/b/c/exclude.txt", False, True),
        # moby/moby issue 45608: an exception for a directory above
        (["**/x/", "!dir/"], "dir/x/file", False, True),
        (["**/x/", "!dir/"], "dir/sub/x/file", False, True),
        (["**/cloud*", "!dir/"], "dir/sub/cloud.py", False, True),
        (["**/cloud*", "!dir/"], "other/cloud.py", False, False),
        (["*", "!dir/"], "dir/sub/file", True, True),
        # the walk never looks below an excluded directory for an exception that lies above it
        (["dir/sub", "!dir"], "dir/sub/file", False, True),
    ],
)
def test_where_the_builders_differ(lines: list[str], path: str, docker: bool, older: bool) -> None:
    assert buildkit(*lines).decide(path).included is docker
    assert kaniko(*lines).decide(path).included is older


def test_the_verdicts_of_the_library_itself() -> None:
    text = Path(__file__).with_name("dockerignore_verdicts.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    assert len(rows) > 200
    for lines, paths, docker, older in rows:
        for rules, expected in ((buildkit(*lines), docker), (kaniko(*lines), older)):
            found = "".join("-+"[rules.decide(path).included] for path in paths.split())
            assert found == expected, (lines, paths)


@pytest.mark.parametrize(
    ("line", "negated", "cleaned"),
    [
        ("/!name", True, "name"),
        ("!!name", True, "!name"),
        ("./!name", True, "name"),
        ("a /", False, "a"),
    ],
)
def test_patterns_are_cleaned_twice(line: str, negated: bool, cleaned: str) -> None:
    (pattern,), _ = patterns_of(line)
    assert (pattern.negated, pattern.cleaned) == (negated, cleaned)


WORDS = st.sampled_from(["a", "b", "ab", "x1", ".c"])
PATHS = st.lists(WORDS, min_size=1, max_size=5).map("/".join)
PARTS = st.sampled_from(["a", "b", "ab", "*", "**", "a*", "*b", "?", "[ab]", "x?", ".*", "**b"])
PLAIN = st.lists(PARTS, min_size=1, max_size=4).map("/".join)
LINES = st.lists(st.tuples(st.booleans(), PLAIN).map(lambda t: "!" * t[0] + t[1]), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(PLAIN, max_size=5), PATHS)
def test_without_exceptions_parents_and_older_deeper_paths(lines: list[str], path: str) -> None:
    """Without `!` lines: what BuildKit leaves out stays out below; kaniko leaves out no more."""
    rules = buildkit(*lines)
    if not rules.decide(path).included:
        assert not rules.decide(path + "/below").included
    else:
        assert kaniko(*lines).decide(path).included


@settings(max_examples=150, deadline=None)
@given(LINES, PATHS)
def test_the_decider_is_consistent(lines: list[str], path: str) -> None:
    for rules in (buildkit(*lines), kaniko(*lines)):
        decision = rules.decide(path)
        if decision.pattern is None:
            assert decision.included
        else:
            assert decision.included is decision.pattern.negated
            assert lines[decision.pattern.line - 1] == decision.pattern.text


@settings(max_examples=100, deadline=None)
@given(LINES, st.lists(PATHS, min_size=1, max_size=4))
def test_the_order_of_questions_changes_nothing(lines: list[str], paths: list[str]) -> None:
    together = buildkit(*lines)
    forwards = [together.decide(path).included for path in paths]
    assert forwards == [buildkit(*lines).decide(path).included for path in paths]
    assert forwards[::-1] == [together.decide(path).included for path in paths[::-1]]
