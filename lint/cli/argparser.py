"""argparse's parser of all commands: for mistakes, `--help` and shell completion."""

from __future__ import annotations

import argparse

from lint import __version__
from lint.cli.options import COMMANDS, GROUPS, CheckOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_EPILOG = """\
exit codes:
  0  nothing at or above the threshold (--fail-on, default error)
  1  findings
  2  could not do what was asked: usage, a broken rule set or setting, unreadable input,
     nothing to check, a required look-up that failed
"""


class _Parser(argparse.ArgumentParser):
    """Says what was probably meant by an option that nobody knows."""

    def error(self, message: str) -> NoReturn:
        prefix = "unrecognized arguments: "
        if message.startswith(prefix):
            from lint.support.nearest import nearest

            known = {option for action in _actions(self) for option in action.option_strings}
            word = message[len(prefix) :].split(" ")[0].partition("=")[0]
            near = nearest(word, known) if word.startswith("-") else None
            # Only the name: what follows may be a value that must not be repeated.
            what = "option" if word.startswith("-") else "argument"
            message = f"unknown {what} {word}" + (f", did you mean {near}?" if near else "")
        self.exit(2, f"lint: {message}\nlint: `lint --help` and `lint COMMAND --help` tell more\n")


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    actions = list(parser._actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                actions += child._actions
    return actions


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of any command; raises `SystemExit` after `--help` or a mistake."""
    # An option that needs no value would swallow the path behind it.
    bare = {option.name: option.optional for _, options in GROUPS for option in options}
    words = [f"{word}={bare[word]}" if bare.get(word) else word for word in words]
    return build_parser().parse_args(words)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(
        prog="lint",
        description="Says with file and line what would make a Cloud Run deployment fail, "
        "before it is deployed. `lint PATH ...` is short for `lint check PATH ...`.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"lint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands)
    explain = commands.add_parser("explain", help="tell what a rule is about, with examples")
    explain.add_argument("rule", metavar="RULE", help="an id or a name")
    explain.add_argument("--rules", metavar="NAME|FILE", action="append", default=[])
    rules = commands.add_parser("rules", help="list the rules that are in force")
    rules.add_argument("--rules", metavar="NAME|FILE", action="append", default=[])
    rules.add_argument("--format", choices=("text", "json"), default="text")
    test = commands.add_parser("test", help="run the examples of rule sets")
    test.add_argument("rulesets", metavar="RULESET", nargs="*", help="default: the settings' sets")
    test.add_argument(
        "--allow-empty",
        action="store_true",
        help="pass over files that are no rule sets; no examples are fine (for hooks)",
    )
    schema = commands.add_parser("schema", help="print a JSON Schema")
    schema.add_argument("name", metavar="NAME", help="ruleset, settings, report, service, job, ...")
    inventory = commands.add_parser(
        "inventory", help="record what a project holds, for checks without credentials"
    )
    inventory.add_argument("--project", metavar="P", default="", help="default: settings, ...")
    inventory.add_argument("--region", metavar="R", default="", help="default: settings")
    inventory.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="default: standard output"
    )
    completion = commands.add_parser("completion", help="print a shell completion script")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    assert tuple(commands.choices) == COMMANDS
    return parser


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="check manifests (the default command)",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument(
        "paths", metavar="PATH", nargs="*", help="files, folders, or - for standard input"
    )
    defaults = CheckOptions()
    for title, options in GROUPS:
        group = check.add_argument_group(title)
        for option in options:
            default = getattr(defaults, option.attribute)
            if option.flag:
                group.add_argument(
                    option.name, action="store_true", default=default, help=option.help
                )
            else:
                group.add_argument(
                    option.name,
                    metavar=option.metavar or None,
                    choices=option.choices or None,
                    action="append" if option.many else "store",
                    nargs="?" if option.optional else None,
                    const=option.optional or None,
                    default=default,
                    help=option.help,
                )
