"""The `.gcloudignore` reader against gcloud's own module, in a process of its own."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.gcloudignore import gcloud_rules

# Answers, per input line, what gcloud makes of a directory and some paths in it.
ORACLE = """
import json, sys
root = sys.argv[1]
sys.path[:0] = [root + "/lib", root + "/lib/third_party"]
from googlecloudsdk.command_lib.util import gcloudignore
for line in sys.stdin:
    directory, paths = json.loads(line)
    try:
        chooser = gcloudignore.GetFileChooserForDir(directory, write_on_disk=False)
        answer = [chooser.IsIncluded(path, is_dir=is_dir) for path, is_dir in paths]
    except Exception as error:
        answer = type(error).__name__
    print(json.dumps(answer), flush=True)
"""

Query = list[tuple[str, bool]]


class Sdk:
    def __init__(self, root: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", ORACLE, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, directory: Path, paths: Query) -> list[bool] | str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(directory), paths]) + "\n")
        self.process.stdin.flush()
        answer: list[bool] | str = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def sdk():
    gcloud = shutil.which("gcloud")
    if gcloud is None:
        pytest.skip("gcloud is not installed: its gcloudignore module cannot be asked")
    found = subprocess.run(
        [gcloud, "info", "--format=value(installation.sdk_root)"],
        capture_output=True,
        text=True,
        check=False,
    )
    root = found.stdout.strip()
    if not os.path.isdir(os.path.join(root, "lib", "googlecloudsdk")):
        pytest.skip(f"gcloud names no SDK root with a lib directory: {root!r}")
    sdk = Sdk(root)
    yield sdk
    sdk.close()


def ours(directory: Path, paths: Query) -> list[bool] | str:
    rules = gcloud_rules(str(directory), "")
    if not rules.known:
        return rules.faults[-1].kind
    return [rules.decide(path, is_dir).included for path, is_dir in paths]


def write(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return directory


PATHS: Query = [
    ("a", False), ("a", True), ("a/b", False), ("a/b", True), ("a/b/c.py", False),
    ("x/a/b", False), ("x/y/a/b.py", False), ("app/monitoring/x.py", False), ("monitoring", False),
    ("monitoring", True), (".git", True), (".git/config", False), (".gitignore", False),
    (".gcloudignore", False), ("app/.git/x", False), ("a b", False), ("a ", False), ("#a", False),
    ("!a", False), ("\\a", False), ("a*", False), ("ax", False), ("build/lib/a.py", False),
    ("é/ü.py", False), ("x/é", True),
]  # fmt: skip

TABLE = [
    "a", "/a", "a/", "/a/", "a/b", "/a/b", "a/b/", "**/a", "a/**", "**/b/**", "a/**/c.py", "**",
    "*", "/*", "*/b", "*\n!a", "*\n!a/\n!a/**", "/*\n!/app", "*.py", "**/*.py", "a*", "?", "[ab]",
    "[!a]", "[^a]", "\\#a", "#a", "\\!a", "!a", "a\\*", "a\\ ", "a ", "a/ ", "a\\", "\\\\a", "a b",
    "**/monitoring/\n!app/", "monitoring\n!app/monitoring", "**/monitoring/", "a//b", "//a", "./a",
    "a/.", "é", "é/**", "a\n\n# c\n!a\na", "\x0ca\x0cb", "a\r\nb\r\n", "\ufeffa", "b\n\u2028a",
    "***", "a**", "**a", "**/**/a", "x/**/**/b", "**/a/**/b.py", "*/", "!/", "/", "!", "",
]  # fmt: skip


@pytest.mark.parametrize("text", TABLE)
def test_table(sdk: Sdk, tmp_path: Path, text: str) -> None:
    write(tmp_path, {".gcloudignore": text})
    assert ours(tmp_path, PATHS) == sdk.ask(tmp_path, PATHS)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {".gitignore": "a\n"},
        {".gitignore": "!.git\nmonitoring/\n"},
        {".git/HEAD": "ref"},
        {".git": "gitdir: ../x"},
        {".gitignore": "#!include:more\n", "more": "a"},
        {".gcloudignore": ""},
        {".gcloudignore": "", ".gitignore": "a"},
        {".gcloudignore": "#!include:.gitignore\n!a\n", ".gitignore": "a\nx/"},
        {".gcloudignore": "a\n#!include:more", "more": "!a\n#!include:most", "most": "x"},
        {".gcloudignore": "# !include:more", "more": "a"},
        {".gcloudignore": "#!include:\u00e9", "\u00e9": "a"},
    ],
)
def test_includes_and_defaults(sdk: Sdk, tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert ours(tmp_path, PATHS) == sdk.ask(tmp_path, PATHS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("#!include:nowhere", "gcloudignore-include"),
        ("#!include: .gitignore", "gcloudignore-include"),
        ("#!include:sub/more", "gcloudignore-include"),
        ("#!include:/etc/passwd", "gcloudignore-include"),
    ],
)
def test_includes_at_which_gcloud_stops(sdk: Sdk, tmp_path: Path, text: str, kind: str) -> None:
    write(tmp_path, {".gcloudignore": text, ".gitignore": "a", "sub/more": "a"})
    assert sdk.ask(tmp_path, PATHS) == "BadIncludedFileError"
    assert ours(tmp_path, PATHS) == kind


ATOMS = st.sampled_from(
    ["a", "b", "ab", "*", "**", "?", "[ab]", "[!a]", "[^a]", "\\*", "\\ ", " ", "/", "/", "!", "#", "\\", "a*"]
)  # fmt: skip
LINES = st.lists(st.lists(ATOMS, max_size=7).map("".join), max_size=5)
NAMES = st.sampled_from(["a", "b", "ab", "aab", "*", "a ", "#", "^", "!"])
QUESTIONS = st.lists(
    st.tuples(st.lists(NAMES, min_size=1, max_size=4).map("/".join), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(max_examples=250, deadline=None)
@given(LINES, QUESTIONS)
def test_generated(sdk: Sdk, tmp_path_factory, lines: list[str], paths: Query) -> None:
    directory = tmp_path_factory.mktemp("generated")
    write(directory, {".gcloudignore": "\n".join(lines)})
    assert ours(directory, paths) == sdk.ask(directory, paths)


def test_many_random_cases(sdk: Sdk, tmp_path: Path) -> None:
    """A fixed crowd of cases: 300 ignore files with 30 paths each."""
    chance = random.Random(45608)
    atoms = ["a", "b", "c", "*", "**", "?", "[!a]", "/", "/", "/", "!", "a*", "*b", "\\"]
    for _ in range(300):
        lines = [
            "".join(chance.choices(atoms, k=chance.randint(1, 6)))
            for _ in range(chance.randint(1, 5))
        ]
        write(tmp_path, {".gcloudignore": "\n".join(lines)})
        paths = [
            ("/".join(chance.choices(["a", "b", "c", "ab"], k=chance.randint(1, 4))), chance.random() < 0.4)
            for _ in range(30)
        ]  # fmt: skip
        assert ours(tmp_path, paths) == sdk.ask(tmp_path, paths), lines
