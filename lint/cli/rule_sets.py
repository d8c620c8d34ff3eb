"""The rule sets that a command names, or that the settings do."""

from __future__ import annotations

from lint.engine.resolved import is_path
from lint.errors import UsageError, os_reason
from lint.model.findings import Outcome
from lint.model.rule import RuleSetError, together
from lint.report import render
from lint.ruleset.builtin import built_in_names
from lint.ruleset.compile import compile_rule_set
from lint.settings import SettingsTree
from lint.support.nearest import did_you_mean
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.ruleset.compile import RuleSet


def rule_sets(references: list[str], built_in: bool) -> list[RuleSet]:
    """The rule sets named, else those of the settings; with `built_in`, those of the package besides.

    Raises `UsageError` for what is no rule set, and for all broken ones with their findings.
    """
    wanted = list(references)
    root = ""
    if not wanted:
        settings = SettingsTree().of_folder("")
        root = settings.root
        stated = settings.get("rules") or []
        wanted = [settings.resolve("rules", name) if is_path(name) else name for name in stated]
    if built_in:
        wanted += [name for name in built_in_names() if name not in wanted]
    sets = []
    broken: list[RuleSetError] = []
    for reference in wanted:
        path = reference
        if reference in built_in_names():
            path = data_path("rules", f"{reference}.yaml")
        try:
            sets.append(compile_rule_set(path, reference, root=root))
        except RuleSetError as error:
            broken.append(error)
        except (OSError, ValueError) as error:
            suggestion = did_you_mean(reference, built_in_names())
            raise UsageError(f"rule set {reference}: {os_reason(error)}. {suggestion}") from None
    if broken:
        raise UsageError(_reported(together(broken)))
    return sets


def _reported(error: RuleSetError) -> str:
    outcome = Outcome()
    outcome.findings = error.findings
    outcome.sources = error.sources
    return "the rule set is broken\n" + render("text", outcome, color=False).rstrip("\n")
