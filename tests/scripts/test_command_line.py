"""The man page and the page of the command line: complete, and without a warning of groff."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from lint.cli.options import COMMANDS, GROUPS
from lint.model.links import REPOSITORY
from scripts import command_line

ROOT = Path(__file__).resolve().parents[2]
MAN_PAGE = ROOT / "docs" / "lint.1"
OF_THE_SYSTEM = {
    "HOME",
    "LOCALAPPDATA",
    "TERM",
    "TERM_PROGRAM",
    "TMUX",
    "VTE_VERSION",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
}
"""Variables that the terminal or the system sets, which are no switches of ours."""


def shown(page: Path) -> str:
    """The page as a terminal shows it, in lines that are long enough for every word."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tascii", "-ww", "-P-cbou", "-rLL=500n", "-dAD=l", str(page)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_groff_shows_every_option_and_has_no_warning() -> None:
    text = shown(MAN_PAGE)
    for command in command_line.commands():
        assert command.usage in text
        for entries in command.groups.values():
            for entry in entries:
                assert f" {entry.words}" in text
    for name in (*command_line.ENVIRONMENT, *command_line.FILES, *command_line.EXAMPLES):
        assert f" {name}" in text


def test_mandoc_has_nothing_against_it() -> None:
    if not shutil.which("mandoc"):
        pytest.skip("mandoc is not installed")
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", str(MAN_PAGE)], capture_output=True, text=True
    )
    # The page has no date: it would change without a change of the command line.
    lines = [line for line in done.stdout.splitlines() if "missing date" not in line]
    assert lines == []


def test_text_cannot_become_a_request(tmp_path: Path) -> None:
    page = tmp_path / "x.1"
    hostile = [".ig of all", "'br", r"C:\fBx", '"quoted" -o `code` ~/x ^']
    lines = [".TH X 1", ".SH NAME", "x \\- y", ".SH A"]
    for text in hostile:
        lines += [".PP", command_line._roff(text)]
    page.write_text("\n".join([*lines, ".SH END", ""]), encoding="utf-8")
    text = shown(page)
    assert [line for line in hostile if line.replace("`", "") not in text] == []


def test_the_pages_have_every_command_and_option() -> None:
    names = [option.name for _, options in GROUPS for option in options]
    page = command_line.command_line_page()
    assert len(names) >= 40
    assert [name for name in names if f"`{name}" not in page and f", {name}`" not in page] == []
    assert re.findall(r"^## `lint (\w+)`$", page, re.M) == list(COMMANDS)


def test_every_option_of_every_command_says_what_it_does() -> None:
    silent = [
        (command.name, entry.words)
        for command in command_line.commands()
        for entries in command.groups.values()
        for entry in entries
        if not entry.help
    ]
    assert silent == []


def test_every_cell_is_one_cell() -> None:
    for line in command_line.command_line_page().splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 3, line


def test_the_variables_are_those_that_the_program_reads() -> None:
    read = set()
    for folder in ("checks", "cli", "engine", "report", "support"):
        for path in (ROOT / "lint" / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            read |= set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', text))
    assert {"CLOUDRUN_LINT_CACHE", "NO_COLOR"} <= read
    assert read - OF_THE_SYSTEM <= command_line.ENVIRONMENT.keys()
    everything = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "lint").rglob("*.py"))
    assert [name for name in command_line.ENVIRONMENT if f'"{name}"' not in everything] == []


def test_an_installation_has_the_man_page() -> None:
    """.ci/package looks for it in what pip installs; this says which file that must be."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    targets = project["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["shared-data"] == {"docs/lint.1": "share/man/man1/lint.1"}
    assert "docs/lint.1" in targets["sdist"]["include"]
    assert project["project"]["urls"]["Repository"] == REPOSITORY
    assert "share/man/man1/lint.1" in (ROOT / ".ci" / "package").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
def test_man_finds_it_where_an_environment_is_active(tmp_path: Path) -> None:
    """man looks beside each folder of PATH: in `share/man` beside `bin`."""
    (tmp_path / "bin").mkdir()
    folder = tmp_path / "share" / "man" / "man1"
    folder.mkdir(parents=True)
    shutil.copy(MAN_PAGE, folder)
    environment = {key: value for key, value in os.environ.items() if key != "MANPATH"}
    environment |= {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "MANWIDTH": "100"}
    done = subprocess.run(["man", "-w", "lint"], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == str(folder / "lint.1"), done.stderr
