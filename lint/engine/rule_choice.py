"""Which rules count in a run, and how much: `--select`, `--ignore`, and `severities` of the settings."""

from __future__ import annotations

from lint.errors import UsageError
from lint.settings import OFF, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.model.rule import Plan, Rule
    from lint.settings import Settings


class RuleChoice:
    """What the command line and the settings choose among the rules.

    Rules are named by id, by name, or by the first characters of an id. `select` and `ignore` hold
    lists with commas. The command line wins: what it ignores is off whatever the settings say.
    """

    def __init__(
        self, select: Iterable[str], ignore: Iterable[str], severities: dict[str, str]
    ) -> None:
        self.select = _words(select)
        self.ignore = _words(ignore)
        self.severities = severities
        self._plans: dict[int, tuple[Plan, Plan]] = {}

    def of_plan(self, plan: Plan) -> Plan:
        """The plan with the chosen rules only, in their chosen severities."""
        # The plan is kept too, so that no other gets its id.
        known = self._plans.get(id(plan))
        if known is None:
            known = self._plans[id(plan)] = (plan, plan.chosen(self._of_rule))
        return known[1]

    def _of_rule(self, rule: Rule) -> Rule | None:
        if self.select and not any(_names(word, rule) for word in self.select):
            return None
        if any(_names(word, rule) for word in self.ignore):
            return None
        words = [word for word in self.severities if _names(word, rule)]
        if not words:
            return rule
        # A rule's own id or name says more than a prefix, and a long prefix more than a short one.
        word = max(words, key=lambda word: (is_called(word, rule), len(word)))
        severity: Any = self.severities[word]
        return None if severity == OFF else rule.with_severity(severity)

    def hold_against(self, plans: Iterable[Plan], settings: Settings, override: int) -> None:
        """Raises `UsageError` for a word that names no rule, and for a rule that must stay as it is.

        `plans` are those in force; a word may also name a rule of a built-in set that is not.
        `settings` and the number of the `override` are where the severities come from.
        """
        rules = [rule for plan in plans for rule in plan.rules]
        words = [*self.select, *self.ignore, *self.severities]
        if not all(any(_names(word, rule) for rule in rules) for word in words):
            rules += built_in_rules()
        for option, given in (("--select", self.select), ("--ignore", self.ignore)):
            for word in given:
                if not any(_names(word, rule) for rule in rules):
                    raise UsageError(
                        f"{option}: no rule is called {word!r}. {suggestion(word, rules)}"
                    )
        mistakes = []
        for word in self.severities:
            named = [rule for rule in rules if _names(word, rule)]
            fixed = next((rule for rule in named if not rule.ignorable), None)
            if not named:
                message, help = f"no rule is called `{word}`", suggestion(word, rules)
            elif fixed is not None:
                message = f"the rule set does not allow to change {fixed.id} (`ignorable: false`)"
                help = "Change the rule set, or remove this line"
            else:
                continue
            mistakes.append((*_place(word, settings, override), message, help))
        if mistakes:
            raise SettingsError(settings.path, mistakes)


def built_in_rules() -> list[Rule]:
    """The rules of all built-in sets."""
    from lint.ruleset.builtin import built_in_names
    from lint.ruleset.plan import load_plan

    return [rule for name in built_in_names() for rule in load_plan(name).rules]


def suggestion(word: str, rules: Iterable[Rule]) -> str:
    """A help sentence for a word that names none of the rules."""
    from lint.support.nearest import nearest

    near = nearest(word, [text for rule in rules for text in (rule.id, rule.name)], cutoff=0.7)
    return f"Did you mean `{near}`?" if near else "`lint rules` lists the rules."


def _words(lists: Iterable[str]) -> list[str]:
    return [word for text in lists for part in text.split(",") if (word := part.strip())]


def is_called(word: str, rule: Rule) -> bool:
    """Whether a word names a rule as a whole: by the id in any case, or by the name."""
    return word.upper() == rule.id or word == rule.name


def _names(word: str, rule: Rule) -> bool:
    return bool(word) and (rule.id.startswith(word.upper()) or word == rule.name)


def _place(word: str, settings: Settings, override: int) -> tuple[int, int]:
    from lint.support.toml_locations import find_key

    inside: tuple[str | int, ...] = ()
    if override >= 0 and word in settings.get("overrides")[override].get("severities", {}):
        inside = ("overrides", override)
    return find_key(settings.text, (*settings.table, *inside, "severities", word))
