"""The pages of docs/ and README.md: what they show is run, read and compared with what they say."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from lint.cli.argparser import parse
from lint.cli.options import COMMANDS
from lint.settings import settings_schema
from lint.yaml.placeholders import find, find_fill_ins
from tests.docs.pages import CONSOLE, ROOT, blocks, commands, matches, pages, run_page

NEEDS = {
    "live.md": ("google.cloud.run_v2", "its example needs the extra `live`"),
    "policies.md": ("cel_expr_python", "its constraint has a condition"),
    "own-rules.md": ("cel_expr_python", "its rule set has `assert`"),
}
"""Pages whose commands need more than `lint` itself."""
WITHOUT_COMMANDS = {
    "README.md": "tests/test_incident.py runs its first command, .ci/run its second",
    "api.md": "tests/test_api_page.py runs its Python",
    "assert.md": "tests/cli/test_assert_guide.py runs its examples",
    "cache.md": "shows none",
    "checks.md": "tests/cli/test_check_guide.py reads its examples",
    "ci.md": "tests/test_ci_recipes.py runs its recipes",
    "command-line.md": "generated: tests/scripts/test_command_line.py",
    "compare.md": "tests/test_compare_page.py runs the commands of its table",
    "editors.md": "tests/test_editors_page.py reads its settings",
    "index.md": "shows none",
    "limits.md": "tests/test_readme.py compares its numbers",
    "rule-sets-from-elsewhere.md": "its repositories are examples; tests/ruleset/elsewhere has real ones",
    "rules.md": "generated: tests/rules runs the examples",
}
"""Pages without a block that is run here, with what holds them instead."""
WORDS = {"SHELL": "bash", "RULE|CHECK": "CR012", "PATH ...": "PATH", "COMMAND": "rules"}
"""What stands for a word in the text of a page."""
OTHERS = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "benchmarks/README.md",
    "examples/netra-staging/README.md",
)
"""Pages elsewhere that name commands."""
WRONG = "broken.yaml"
"""A rule set that is there to be reported."""
RULE_SETS = json.loads((ROOT / "schemas" / "ruleset.json").read_text(encoding="utf-8"))
ALL = {page.name: page.read_text(encoding="utf-8") for page in pages()}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted(n for n in ALL if any(b.language == CONSOLE for b in blocks(ALL[n])))
)
def test_the_commands_print_what_the_page_says(name: str, tmp_path: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    module, reason = NEEDS.get(name, ("", ""))
    with contextlib.suppress(ModuleNotFoundError):
        if module and not importlib.util.find_spec(module):
            pytest.skip(reason)
    assert run_page(ALL[name], tmp_path) == ALL[name]


def test_a_page_that_is_not_run_shows_no_command() -> None:
    without = {
        name for name, page in ALL.items() if all(b.language != CONSOLE for b in blocks(page))
    }
    assert without == WITHOUT_COMMANDS.keys()


def typed(page: str) -> Iterator[str]:
    """The commands of `lint` that a page names: in its text and tables, and in blocks of a shell."""
    for block in blocks(page):
        if block.language == CONSOLE:
            yield from (command.words for command in commands(block.text))
        elif block.language == "sh":
            yield from block.text.replace("\\\n", " ").splitlines()
    outside = re.sub(r"^( *)```.*?^\1```$", "", page, flags=re.M | re.S)
    yield from re.findall(r"^ {4}(.*\blint\b.*)$", outside, re.M)
    yield from re.findall(r"`([^`\n]*\blint [^`\n]*)`", outside)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*sorted(ALL), *OTHERS])
def test_every_command_that_a_page_names_can_be_typed(name: str) -> None:
    refused = []
    for line in typed(ALL.get(name) or (ROOT / name).read_text(encoding="utf-8")):
        for placeholder, word in WORDS.items():
            line = line.replace(placeholder, word)
        words = shlex.shlex(line.partition(" # ")[0], posix=True, punctuation_chars=True)
        words.whitespace_split = True
        parts: list[list[str]] = [[]]
        for word in words:
            if set(word) <= set("();<>|&"):
                parts.append([])
            else:
                parts[-1].append(word)
        for part in parts:
            if part[:1] != ["lint"]:
                continue
            arguments = part[1:]
            if not arguments or arguments[0] not in COMMANDS:
                arguments = ["check", *arguments]
            said = io.StringIO()
            try:
                with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                    parse(arguments)
            except SystemExit as ended:
                # A text may name a command without its arguments.
                if ended.code and "arguments are required" not in said.getvalue():
                    refused.append(line)
    assert refused == []


@pytest.mark.parametrize("name", sorted(ALL))
def test_what_a_page_shows_can_be_read(name: str) -> None:
    """YAML, JSON, TOML and Python; rule sets, settings and hooks also by what they must be."""
    yaml = YAML(typ="safe", pure=True)
    hooks = yaml.load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for block in blocks(ALL[name]):
        if block.language == "yaml":
            for document in yaml.load_all(block.text):
                if not isinstance(document, dict):
                    continue
                if "ruleset" in document and block.name != WRONG:
                    Draft202012Validator(RULE_SETS).validate(document)
                for repository in document.get("repos", []):
                    named = {hook["id"] for hook in repository["hooks"]}
                    assert named <= {hook["id"] for hook in hooks}
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "toml":
            settings = tomllib.loads(block.text)
            if block.name == "lint.toml":
                Draft202012Validator(settings_schema()).validate(settings)
        elif block.language == "python":
            compile(block.text, name, "exec")


def test_the_placeholders_of_the_page_are_those_that_are_read() -> None:
    (sentence,) = re.findall(r"^Placeholders are (.*?)\. ", ALL["manifests.md"], re.M | re.S)
    named = re.findall(r"`([^`]+)`", sentence)
    assert len(named) > 10
    assert [text for text in named if not find(text) and not find_fill_ins(text)] == []


def test_the_numbers_of_pages_are_those_of_the_code() -> None:
    from lint.report import github
    from lint.report.html import page, picture
    from lint.server import session

    said = {
        "ci.md": "GitHub shows ten annotations of a kind",
        "html.md": f"room for {picture.MOST_ROWS} linked env vars",
        "editors.md": f"nobody has typed for {session.PAUSE} s",
    }
    assert github.LIMIT == 10
    assert {name: text for name, text in said.items() if text not in ALL[name]} == {}
    assert f"With more than {page._FEW} resources" in ALL["html.md"]
    assert f"less\nthan {session.FAST * 1000:.0f} ms" in ALL["editors.md"]


def test_every_format_is_in_the_table() -> None:
    from lint.report import FORMATS

    rows = re.findall(r"^\| `(\w+)` \|", ALL["formats.md"], re.M)
    assert rows == list(FORMATS)


@pytest.mark.parametrize(
    ("said", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb", "a\nb  \n\n", True),
        ("a\n...\nc\n", "a\nb\nb\nc\n", True),
        ("a\n...\n", "a\n", True),
        ("...\n", "", True),
        ("", "", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("a.c\n", "abc\n", False),
        ("a\n", "a\nb\n", False),
        ("", "a\n", False),
    ],
)
def test_what_is_elided_is_any_lines(said: str, printed: str, same: bool) -> None:
    assert matches(said, printed) is same


def test_a_page_is_run_in_its_order_and_written_as_it_is(tmp_path: Path) -> None:
    page = (
        "```text a.txt\none\n```\n\n```console\n$ cat a.txt\nzero\n$ echo a \\\n  b\n```\n\n"
        "```text a.txt\ntwo\n```\n\n- x\n\n  ```console\n  $ cat a.txt; exit 3\n  $ echo $?\n  4\n  ```\n"
    )
    written = page.replace("zero", "one").replace("  b\n", "  b\na b\n").replace("  4\n", "  3\n")
    written = written.replace("exit 3\n", "exit 3\n  two\n")
    assert run_page(page, tmp_path) == written
    again = tmp_path / "again"
    again.mkdir()
    assert run_page(written, again) == written
    with pytest.raises(ValueError, match="begins with 'no prompt'"):
        commands("no prompt\n$ ls\n")
