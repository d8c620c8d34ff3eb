"""The command line in two forms, made from argparse's parser: `man lint`, and a page of the docs.

`scripts/generate.py` writes them to docs/lint.1 and docs/command-line.md.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import NamedTuple

from lint import __version__
from lint.cli.argparser import EXAMPLES, EXIT_CODES, build_parser
from lint.cli.options import SCHEMAS
from lint.model.links import REPOSITORY
from lint.report import FORMATS

ENVIRONMENT = {
    "CLOUDRUN_LINT_CACHE": "The directory of the cache.",
    "CLOUDRUN_LINT_DEBUG": "If set, an error inside `lint` ends the run with a traceback.",
    "NO_COLOR": "If set, the report has no colours.",
    "FORCE_COLOR": "If set, the report has colours where it is not printed on a terminal, too. "
    "`CLICOLOR_FORCE` does the same.",
    "CLICOLOR": "If `0`, the report has no colours.",
    "FORCE_HYPERLINK": "If `0`, ids of rules are no links; if `1`, they are links on every terminal.",
    "CI": "If set, a run that takes longer shows no progress.",
    "GITHUB_ACTIONS": "If `true`, the default of `--format` is `github`.",
    "GITHUB_STEP_SUMMARY": "The file to which the format `github` adds a summary.",
}
"""The environment variables that change what `lint` does."""
FILES = {
    "lint.toml": "The settings of a folder and all below it.",
    "pyproject.toml": "The same, in the table `[tool.lint]`.",
    "~/.cache/cloudrun-lint": "The cache: `$XDG_CACHE_HOME/cloudrun-lint`, on macOS "
    "`~/Library/Caches/cloudrun-lint`, on Windows `%LOCALAPPDATA%\\cloudrun-lint`.",
    "~/.local/state/cloudrun-lint/cache-key": "The key that the entries of the cache are sealed "
    "with: `$XDG_STATE_HOME/cloudrun-lint/cache-key`.",
}
SEE_ALSO = {
    "documentation": f"{REPOSITORY}#readme",
    "issues": f"{REPOSITORY}/issues",
}
_LISTS = (", ".join(FORMATS), ", ".join(SCHEMAS))
_ARGUMENTS = "positional arguments"
"""argparse's title of the arguments that are no options."""


class Entry(NamedTuple):
    """An option or an argument: how it is written, and what it does."""

    words: str
    help: str


class Command(NamedTuple):
    """One command, with its options by the titles of their groups."""

    name: str
    summary: str
    description: str
    usage: str
    groups: dict[str, list[Entry]]


def commands() -> Iterator[Command]:
    """All commands, in the order of `lint --help`."""
    parser = build_parser()
    (group,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    summaries = {action.dest: action.help or "" for action in group._choices_actions}
    for name, command in group.choices.items():
        yield Command(
            name,
            summaries[name],
            command.description or "",
            _usage(name, command),
            {
                group.title or "": entries
                for group in command._action_groups
                if (entries := [_entry(a) for a in group._group_actions if a.dest != "help"])
            },
        )


def _usage(name: str, command: argparse.ArgumentParser) -> str:
    """How the command is called; the options of `check` are too many to name them."""
    actions = [action for action in command._actions if action.dest != "help"]
    options = []
    for action in actions:
        if action.option_strings:
            options.append(f"[{_entry(action).words.rpartition(', ')[2]}]")
    if name == "check":
        options = ["[OPTION ...]"]
    arguments = []
    for action in actions:
        if not action.option_strings:
            forms = {None: "{}", "?": "[{}]", "*": "[{} ...]", "+": "{} ..."}
            arguments.append(forms[action.nargs].format(_value(action)))
    command_words = "[check]" if name == "check" else name
    return " ".join(["lint", command_words, *options, *arguments])


def _entry(action: argparse.Action) -> Entry:
    value = _value(action)
    if action.option_strings and value:
        value = f"[={value}]" if action.nargs == "?" else f" {value}"
    return Entry(f"{', '.join(action.option_strings)}{value}", action.help or "")


def _value(action: argparse.Action) -> str:
    """What stands for the value of an option or an argument; "" for a flag."""
    if action.nargs == 0:
        return ""
    if action.metavar:
        return str(action.metavar)
    return "|".join(action.choices or [action.dest.upper()])


def exit_codes() -> dict[int, str]:
    """What each exit code says, in one line."""
    return {code: " ".join(lines) for code, lines in EXIT_CODES.items()}


def man_page() -> str:
    """`man lint`, in the `man` macros that groff and mandoc read."""
    listed = list(commands())
    lines = [
        '.\\" Made by scripts/generate.py from the parser of the command line.',
        f'.TH LINT 1 "" "cloudrun-lint {__version__}" "User Commands"',
        ".SH NAME",
        "lint \\- check a Cloud Run deployment before it is deployed",
        ".SH SYNOPSIS",
        *_roff_lines([command.usage for command in listed]),
        ".SH DESCRIPTION",
        _roff(
            "Reports, with file and line, what would make a Cloud Run deployment fail: from manifests "
            "and deploy steps, the wheel or source tree that becomes the image, and, with `--live`, "
            "the project. Without a command, `lint` is `lint check`; without a PATH it searches the "
            "working directory. A check runs no code of what it reads, and without `--live` it sends nothing."
        ),
        ".SH COMMANDS",
    ]
    for command in listed:
        lines += [".TP", f".B {_roff(command.name)}", _roff(_sentence(command.summary))]
    check, *others = listed
    lines.append(".SH OPTIONS")
    for title, entries in check.groups.items():
        if title != _ARGUMENTS:
            lines.append(f".SS {_roff(title)}")
        lines += _roff_entries(entries)
    lines.append(".SH OTHER COMMANDS")
    for command in others:
        lines += [f".SS lint {_roff(command.name)}"]
        lines += [_roff(command.description or _sentence(command.summary))]
        for entries in command.groups.values():
            lines += _roff_entries(entries)
    for title, table in (
        ("EXIT STATUS", {str(code): _sentence(text) for code, text in exit_codes().items()}),
        ("ENVIRONMENT", ENVIRONMENT),
        ("FILES", FILES),
        ("EXAMPLES", {line: _sentence(text) for line, text in EXAMPLES.items()}),
    ):
        lines += [f".SH {title}", *_roff_entries([Entry(*row) for row in table.items()])]
    lines += [".SH SEE ALSO", *_roff_lines([f"{what}: {url}" for what, url in SEE_ALSO.items()])]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> str:
    """A line of text for roff: code in bold, and nothing that is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    return re.sub(r"^(?=[.'])", r"\\&", text)


def _roff_lines(lines: list[str]) -> Iterator[str]:
    """Lines that stay lines: each begins a new one."""
    for number, line in enumerate(lines):
        if number:
            yield ".br"
        yield _roff(line)


def _roff_entries(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        # Quoted: a macro would read each word as an argument.
        words = _roff(entry.words).replace('"', "\\(dq")
        yield from (".TP", f'.B "{words}"', _roff(_sentence(entry.help)))


def _sentence(text: str) -> str:
    """A text of `--help` as a sentence; a list of names keeps their case."""
    if not text.startswith(_LISTS):
        text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def command_line_page() -> str:
    """All commands and options, in Markdown."""
    blocks = [
        "# The command line",
        "`scripts/generate.py` writes this page from the parser of the command line, as it does the man "
        "page: `man lint` shows it where the environment that `lint` is installed in is active. "
        "`lint --help` shows what people use most, `lint COMMAND --help` one command.",
    ]
    for command in commands():
        blocks.append(f"## `lint {command.name}`")
        blocks.append(command.description or _sentence(command.summary))
        blocks.append(f"```text\n{command.usage}\n```")
        for title, entries in command.groups.items():
            if command.name == "check" and title != _ARGUMENTS:
                blocks.append(f"### {title[:1].upper()}{title[1:]}")
            head = "argument" if title == _ARGUMENTS else "option"
            blocks.append(_table((head, "what it does"), entries))
    codes = [Entry(str(code), text) for code, text in exit_codes().items()]
    blocks += ["## Exit codes", _table(("code", "what it says"), codes)]
    blocks += ["## Environment variables"]
    blocks += [_table(("variable", "what it does"), [Entry(*row) for row in ENVIRONMENT.items()])]
    return "\n\n".join(blocks) + "\n"


def _table(head: tuple[str, str], entries: list[Entry]) -> str:
    rows = [f"| {head[0]} | {head[1]} |", "|---|---|"]
    for entry in entries:
        # A pipe ends a cell, in code as well.
        words, text = (part.replace("|", "\\|") for part in (entry.words, _sentence(entry.help)))
        rows.append(f"| `{words}` | {text} |")
    return "\n".join(rows)
