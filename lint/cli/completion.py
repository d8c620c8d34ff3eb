"""The completion scripts of shells: commands, options, and the words that they take.

People type `lint --format ...` without `check`, so the options of `check` are completed there, too.
"""

from __future__ import annotations

from lint.cli.argparser import add_check_options, build_parser
from lint.cli.check_guide import check_names
from lint.cli.options import SCHEMAS
from lint.report import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Iterable

SHELLS = ("bash", "zsh", "tcsh", "fish", "powershell")
_FILES = ("--rules", "--wheel", "--image", "--dockerfile", "--lock", "--values", "--baseline")
_FOLDERS = ("--source", "--wheelhouse", "--cache-dir")


def script(shell: str) -> str:
    """The completion script of one of `SHELLS`."""
    import shtab

    text: str = shtab.complete(completed_parser(), shell=shell)
    return text + "\n"


def completed_parser() -> ArgumentParser:
    """The parser of all commands with the words that can be completed. It is not for parsing."""
    import shtab

    parser = build_parser()
    add_check_options(parser)
    for each in _parsers(parser):
        for action in each._actions:
            words = _words(action)
            if words:
                action.choices = words
            elif action.dest in ("paths", "rulesets") or any(
                name in _FILES for name in action.option_strings
            ):
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.dest == "folder" or any(name in _FOLDERS for name in action.option_strings):
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    return parser


def _parsers(parser: ArgumentParser) -> Iterable[ArgumentParser]:
    import argparse

    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def _words(action: Action) -> list[str]:
    """What an option or an argument takes; [] for what cannot be listed."""
    if "--format" in action.option_strings and action.choices is None:
        return list(FORMATS)
    if action.dest == "name":
        return list(SCHEMAS)
    if action.dest == "action":
        return ["fetch"]
    if action.dest == "rule":
        return [*check_names(), *_rules()]
    if action.dest in ("select", "ignore"):
        return _rules()
    return []


def _rules() -> list[str]:
    """Ids and names of the built-in rules."""
    from lint.ruleset.builtin import built_in_names
    from lint.ruleset.plan import load_plan

    rules = {rule.id: rule.name for name in built_in_names() for rule in load_plan(name).rules}
    return [*sorted(rules), *sorted(rules.values())]
