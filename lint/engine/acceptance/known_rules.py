"""The rules that a comment or a baseline may name, and which of them a run has judged."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.model.rule import Plan, Rule


_MOST_SUGGESTIONS = 20
"""Looking for a nearest name takes long, and a file may have thousands of comments."""


class KnownRules:
    """All rules of some plans, and those of the built-in sets where a word is none of theirs.

    `judged` are the ids of the rules that could report: those that are in force and have run.
    `fixed` are the ids of rules whose findings cannot be accepted.
    """

    def __init__(self, plans: Iterable[Plan], not_run: Iterable[str]) -> None:
        plans = list(plans)
        self.judged = {rule.id for plan in plans for rule in plan.rules} - set(not_run)
        self.fixed: set[str] = set()
        self._ids: dict[str, set[str]] = {}
        self._all_added = False
        self._nearest: dict[str, str | None] = {}
        for plan in plans:
            self._add((*plan.rules, *plan.off))

    def _add(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            for word in (rule.id, rule.name):
                self._ids.setdefault(word, set()).add(rule.id)
            if not rule.ignorable:
                self.fixed.add(rule.id)

    def named(self, word: str) -> set[str]:
        """The ids of the rules that a word names: by id, or by name. Empty where it names none."""
        found = self._ids.get(word) or self._ids.get(word.upper())
        if found is None and not self._all_added:
            from lint.engine.rule_choice import built_in_rules

            self._all_added = True
            self._add(built_in_rules())
            found = self.named(word)
        return found or set()

    def nearest(self, word: str) -> str | None:
        """The id or name that is most like a word which names no rule.

        Only the first words of a run get one.
        """
        from lint.support.nearest import nearest

        if word not in self._nearest and len(self._nearest) < _MOST_SUGGESTIONS:
            self._nearest[word] = nearest(word, self._ids, cutoff=0.7)
        return self._nearest.get(word)
