"""argparse's parser of all commands: for mistakes, `--help` and shell completion."""

from __future__ import annotations

import argparse
import sys

from lint import __version__
from lint.cli.options import COMMANDS, GROUPS, SCHEMAS
from lint.cli.output import write
from lint.model.options import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

EXIT_CODES = {
    0: ("nothing at or above the threshold (--fail-on, default error), or --exit-zero",),
    1: ("findings",),
    2: (
        "could not do what was asked: usage, a broken rule set or setting, unreadable input,",
        "a manifest that no rule applies to, nothing to check, a report that cannot be",
        "written, a required look-up that failed; with --strict, a rule that could not run",
    ),
}
"""What each exit code says, in the lines of `--help`."""
_EPILOG = "exit codes:\n" + "".join(
    f"  {code}  {text}\n" for code, lines in EXIT_CODES.items() for text in ["\n     ".join(lines)]
)

_USAGE = """\
usage: lint [check] [OPTION ...] [PATH ...]
       lint COMMAND ...
"""
EXAMPLES = {
    "lint": "search the working directory",
    "lint service.yaml": "check a manifest",
    "lint deploy.sh main.tf .github/workflows": "check deploy steps",
    "lint --source . service.yaml": "check the image that a source tree becomes, too",
    "lint --rules rules.yaml service.yaml": "check your own rules",
    "lint --fix service.yaml": "repair what has exactly one right repair",
    "lint --strict --format sarif=lint.sarif": "a gate in CI",
    "lint init": "begin: settings and a rule set for a repository",
}
"""Command lines, with what they do."""
_EXAMPLES = "examples:\n" + "".join(f"  {line:<42}{text}\n" for line, text in EXAMPLES.items())
_MOST_USED = (
    *("rules", "source", "image", "set", "format", "select", "ignore", "baseline"),
    *("fix", "diff", "fail_on", "strict", "quiet", "statistics", "show_settings"),
)
"""Options of `lint check` that `lint --help` describes, by their attributes."""
_ELSEWHERE = {
    "--output": "--format FORMAT=FILE",
    "--output-file": "--format FORMAT=FILE",
    "-o": "--format FORMAT=FILE",
    "--output-format": "--format",
    "-f": "--format",
    "--config": "--settings",
    "-c": "--settings",
    "--no-color": "--color=never",
    "--min-severity": "--fail-on",
    "--minimum-failure-severity": "--fail-on",
    "--severity": "--fail-on",
    "--soft-fail": "--exit-zero",
    "--exit-code": "--exit-zero",
    "--no-fail": "--exit-zero",
    "--no-exit-codes": "--exit-zero",
    "--warn-only": "--exit-zero",
    "--disable": "--ignore",
    "--skip": "--ignore",
    "--extend-ignore": "--ignore",
    "--skip-check": "--ignore",
    "--skip-checks": "--ignore",
    "--exclude-rules": "--ignore",
    "--enable": "--select",
    "--extend-select": "--select",
    "--check": "--select",
    "--include-checks": "--select",
    "--create-baseline": "--write-baseline",
    "--add-noqa": "--write-baseline",
    "--ignore-noqa": "--no-accept",
    "--no-ignores": "--no-accept",
    "--disable-noqa": "--no-accept",
    "--ruleset": "--rules",
    "--external-checks-dir": "--rules",
    "-s": "--quiet",
    "--stdin-file-path": "--stdin-filename",
    "--dry-run": "--diff",
    "--summary": "--statistics",
    "--no-config": "--isolated",
    "--extend-exclude": "--exclude",
    "--skip-path": "--exclude",
    "--ignore-paths": "--exclude",
    "--ignore-path": "--exclude",
    "--parallel": "--jobs",
    "--threads": "--jobs",
    "-j": "--jobs",
    "-n": "--jobs",
    "--list-rules": "lint rules",
    "--list-checks": "lint rules",
    "--list": "lint rules",
    "--explain": "lint explain RULE",
    "--init": "lint init",
}
"""What other linters call an option."""


class _Parser(argparse.ArgumentParser):
    """Suggests the nearest option for one that the command does not have.

    `command` is the parser of the command that the words are for, None before that is known.
    """

    command: argparse.ArgumentParser | None = None

    def error(self, message: str) -> NoReturn:
        prefix = "unrecognized arguments: "
        name = (self.command or self).prog
        if message.startswith(prefix):
            from lint.support.nearest import nearest

            actions = (self.command or self)._actions
            known = {option for action in actions for option in action.option_strings}
            word = message[len(prefix) :].split(" ")[0].partition("=")[0]
            near = _ELSEWHERE.get(word, "")
            if near.partition("=")[0].partition(" ")[0] not in {*known, "lint"}:
                near = nearest(word, known, cutoff=0.7) or "" if word.startswith("-") else ""
            # Only the name: what follows may be a value that must not be repeated.
            what = "option" if word.startswith("-") else "argument"
            message = f"unknown {what} {word}" + (f", did you mean {near}?" if near else "")
        self.exit(2, f"lint: {message}\nlint: see `{name} --help`\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse drops an error, and an unbuffered stream of Python 3.14 has no second one.
        if file is not None and file is sys.stdout:
            write(message)
        else:
            super()._print_message(message, file)

    def format_help(self) -> str:
        """The help; that of `lint` itself begins with what people use."""
        commands = [a for a in self._actions if isinstance(a, argparse._SubParsersAction)]
        if not commands:
            return super().format_help()
        formatter = self._get_formatter()
        formatter.start_section("commands")
        formatter.add_arguments(commands)
        formatter.end_section()
        formatter.start_section("what people use most (`lint check --help` has all options)")
        every = {action.dest: action for action in commands[0].choices["check"]._actions}
        formatter.add_arguments([every[name] for name in _MOST_USED])
        formatter.add_arguments(action for action in self._actions if action not in commands)
        formatter.end_section()
        return "\n".join(
            [_USAGE, str(self.description), _EXAMPLES, formatter.format_help(), _EPILOG]
        )


def parse(words: Sequence[str]) -> Any:
    """The options of any command, of `check` as `Options`.

    Raises `SystemExit` after `--help` or a mistake.
    """
    # An option that needs no value would swallow the path behind it.
    bare = {option.name: option.optional for _, options in GROUPS for option in options}
    words = [f"{word}={bare[word]}" if bare.get(word) else word for word in words]
    parser = build_parser()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    command = parser.command = commands.choices.get(words[0])
    if command is None or words[0] == "check":
        return parser.parse_args(words, Options() if command else None)
    # People write options between the paths, too.
    return command.parse_intermixed_args(words[1:], argparse.Namespace(command=words[0]))


def build_parser() -> _Parser:
    """The parser of all commands."""
    parser = _Parser(
        prog="lint",
        description="Reports, with file and line, what would make a Cloud Run deployment fail.\n",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"lint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands)
    manifest = commands.add_parser(
        "manifest",
        allow_abbrev=False,
        help="print the manifest that each deploy step amounts to",
        description="Prints, as YAML, the manifest that each deploy step of the files amounts to: a "
        "file that can be reviewed, and deployed with `gcloud run services replace`. What is not "
        "known yet is a placeholder. Values of env vars are shown.",
    )
    manifest.add_argument("paths", metavar="PATH", nargs="+", help="files and folders")
    manifest.add_argument(
        "--places", action="store_true", help="write beside each value where it comes from"
    )
    init = commands.add_parser(
        "init",
        allow_abbrev=False,
        help="write settings and a rule set that fit a repository",
        description="Reads the manifests, deploy steps and code of a repository and writes "
        "lint.toml and lint-rules.yaml: rules that require what its services have today. Prints "
        "the lines for pre-commit and CI. It overwrites nothing.",
    )
    init.add_argument("folder", metavar="DIR", nargs="?", default=".", help="default: .")
    init.add_argument("--dry-run", action="store_true", help="print the files, write nothing")
    explain = commands.add_parser(
        "explain", allow_abbrev=False, help="describe a rule or a check, with examples"
    )
    explain.add_argument(
        "rule",
        metavar="RULE|CHECK",
        help="the id or name of a rule; or a check, such as env, with its parameters",
    )
    _add_rule_sets(explain)
    rules = commands.add_parser(
        "rules",
        allow_abbrev=False,
        help="list the rules that are in force, or fetch rule sets",
        description="Lists the rules that are in force. `lint rules fetch` fetches, with git, the rule "
        "sets of git repositories that the settings and their rule sets name: a check never does. "
        "`lint rules fetch SET` fetches one, and prints its pinned reference.",
    )
    _add_rule_sets(rules)
    rules.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    rules.add_argument(
        "action", metavar="fetch", nargs="?", help="fetch rule sets, instead of listing rules"
    )
    rules.add_argument(
        "sets",
        metavar="SET",
        nargs="*",
        help="git+https://HOST/PATH@COMMIT#FILE.yaml, also with a tag or branch for COMMIT "
        "(default: the sets of --rules, or of the settings)",
    )
    test = commands.add_parser("test", allow_abbrev=False, help="run the examples of rule sets")
    test.add_argument(
        "rulesets", metavar="RULESET", nargs="*", help="default: the rule sets of the settings"
    )
    test.add_argument(
        "--allow-empty",
        action="store_true",
        help="skip files that are not rule sets, and accept having no examples (for hooks)",
    )
    schema = commands.add_parser("schema", allow_abbrev=False, help="print a JSON Schema")
    schema.add_argument("name", metavar="NAME", nargs="?", default="", help=", ".join(SCHEMAS))
    inventory = commands.add_parser(
        "inventory",
        allow_abbrev=False,
        help="record what exists in a project and its policies, for checks without credentials",
    )
    inventory.add_argument("--project", metavar="P", default="", help="default: from the settings")
    inventory.add_argument("--region", metavar="R", default="", help="default: from the settings")
    inventory.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="default: standard output"
    )
    server = commands.add_parser(
        "server",
        allow_abbrev=False,
        help="run the language server that editors start",
        description="Speaks the Language Server Protocol on standard input and output: an editor "
        "starts it. It needs the extra `cloudrun-lint[editor]`. docs/editors.md has the settings "
        "of VS Code, Neovim, Helix, JetBrains and Emacs.",
    )
    server.add_argument(
        "--stdio",
        action="store_true",
        help="what some editors add: standard input and output, which it always uses",
    )
    completion = commands.add_parser(
        "completion", allow_abbrev=False, help="print a shell completion script"
    )
    shells = ("bash", "zsh", "tcsh", "fish", "powershell")
    completion.add_argument(
        "shell",
        metavar="|".join(shells),
        choices=shells,
        help="the shell that reads the script",
    )
    assert tuple(commands.choices) == COMMANDS
    return parser


def _add_rule_sets(parser: argparse.ArgumentParser) -> None:
    """Adds `--rules` to a command that reads rules and checks nothing."""
    parser.add_argument(
        "--rules",
        metavar="NAME|FILE",
        action="append",
        default=[],
        help="a rule set; repeatable (default: those of the settings, and the built-in ones)",
    )


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="check manifests, deploy steps and images (the default command)",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument(
        "paths", metavar="PATH", nargs="*", help="files, folders, or - for standard input"
    )
    add_check_options(check)


def add_check_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `lint check`."""
    defaults = Options()
    for title, options in GROUPS:
        group = parser.add_argument_group(title)
        for option in options:
            default = getattr(defaults, option.attribute)
            names = [option.short, option.name] if option.short else [option.name]
            if option.flag:
                group.add_argument(*names, action="store_true", default=default, help=option.help)
            else:
                group.add_argument(
                    *names,
                    metavar=option.metavar or None,
                    choices=option.choices or None,
                    action="append" if option.many else "store",
                    nargs="?" if option.optional else None,
                    const=option.optional or None,
                    default=default,
                    help=option.help,
                )
