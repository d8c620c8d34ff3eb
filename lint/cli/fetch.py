"""`lint rules fetch`: fetches rule sets of git repositories, for checks to come."""

from __future__ import annotations

import signal

from lint.cli.output import complain, write
from lint.engine.resolved import resolve
from lint.errors import UsageError, os_reason
from lint.model.options import Options
from lint.report.summary import count
from lint.ruleset.builtin import built_in_names
from lint.ruleset.compile import not_fetched
from lint.ruleset.elsewhere.fetch import fetch as fetch_set
from lint.ruleset.elsewhere.reference import GitReference, is_elsewhere, parse
from lint.settings import SettingsTree

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_MOST_SETS = 100
_RAISES = signal.default_int_handler


def fetch(options: argparse.Namespace) -> int:
    """Fetches the sets that are named, and prints their pinned references; else all that are missing.

    Raises `UsageError` for the first that cannot be fetched.
    """
    # Other commands end at once at an interrupt; this one has temporary files to remove.
    if callable(handler := signal.getsignal(signal.SIGINT)) and handler != _RAISES:
        signal.signal(signal.SIGINT, _RAISES)
    if options.sets:
        for reference in options.sets:
            write(f"{fetch_set(_git_reference(reference))}\n")
        return 0
    number = 0
    for reference, root in _wanted(options.rules):
        # What a fetched set extends is only known when it is there.
        while missing := _missing(reference, root):
            for named in {str(named): named for named in missing}.values():
                if number >= _MOST_SETS:
                    raise UsageError(f"more than {_MOST_SETS} rule sets would have to be fetched")
                complain(f"lint: fetching {named.short}\n")
                fetch_set(named)
                number += 1
    write(f"fetched {count(number, 'rule set')}\n" if number else "no rule set has to be fetched\n")
    return 0


def _git_reference(reference: str) -> GitReference:
    """A reference of the command line, which need not be pinned."""
    named = parse(reference, local=True, pinned=False) if is_elsewhere(reference) else None
    if not isinstance(named, GitReference):
        raise UsageError(
            "only a rule set of a git repository is fetched: its reference begins with git+"
        )
    return named


def _wanted(named: list[str]) -> Iterator[tuple[str, str]]:
    """The rule sets that count, each with the folder that it may not lead out of."""
    if named:
        yield from ((reference, "") for reference in named)
        return
    settings = SettingsTree().of_folder("")
    for override in range(-1, len(settings.get("overrides") or ())):
        resolved = resolve(Options(), settings, override)
        yield from ((reference, resolved.rules_root) for reference in resolved.rules)


def _missing(reference: str, root: str) -> list[GitReference]:
    if reference in built_in_names():
        return []
    try:
        return not_fetched(reference, root)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the rule set {reference}: {os_reason(error)}") from None
