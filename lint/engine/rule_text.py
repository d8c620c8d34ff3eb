"""What there is to say about a rule: the source of its page and of `lint explain`."""

from __future__ import annotations

from lint.engine.examples import example_findings
from lint.model.findings import CONSEQUENCES, POSSIBLE_CONSEQUENCES
from lint.model.record import record
from lint.ruleset.builtin import built_in_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.engine.judge import Judge
    from lint.ruleset.compile import RuleSet

_FIRST = "cloud-run"
"""The rule set that counts where nobody names another."""


@record
class Rejected:
    """A fragment that the rule reports."""

    text: str
    messages: list[str]
    """What the findings say, each once."""
    helps: list[str]
    """The repairs that the findings name, each once."""


@record
class RuleText:
    """A rule in words."""

    id: str
    name: str
    title: str
    """The constraint, without a full stop."""
    because: str
    """The reason; "" where none is given."""
    path: str
    """The rule file that states it."""
    line: int
    facts: dict[str, str]
    """Severity, consequence, scope and the like, by what they are called."""
    sources: list[str]
    """Addresses of documents that state the constraint."""
    rejected: list[Rejected]
    accepted: list[str]
    ways: str
    """How to change the severity of the rule, or to leave it out, without a rule set."""
    change: str
    """A rule file that changes the severity of the rule, with how to switch it off in a comment; ""
    for a rule of a user's own set, who changes that set."""


def rule_text(rule: dict[str, Any], rule_set: RuleSet, judge: Judge) -> RuleText:
    """The text about a rule of a rule set; `judge` has all rules of the set."""
    docs = rule["docs"]
    examples = docs.get("examples") or {}
    certain = rule["severity"] == "error"
    consequences = CONSEQUENCES if certain else POSSIBLE_CONSEQUENCES
    facts = {
        "severity": rule["severity"],
        "consequence": f"{rule['consequence']}: {consequences[rule['consequence']]}",
        "applies to": scope_in_words(rule.get("applies-to", {})),
        "check": rule["check"],
        "rule set": rule_set.name,
        "since": docs.get("since", ""),
    }
    return RuleText(
        id=rule["id"],
        name=rule["name"],
        title=rule["title"],
        because=" ".join(rule["because"].split()),
        path=docs["place"][0],
        line=docs["place"][1],
        facts={key: value for key, value in facts.items() if value},
        sources=list(docs.get("source", ())),
        rejected=[_rejected(judge, text, rule) for text in examples.get("invalid", ())],
        accepted=[text.rstrip("\n") for text in examples.get("valid", ())],
        ways=(
            f"`--ignore {rule['id']}` leaves the rule out of one run. In the settings,"
            f' `severities = {{{rule["id"]} = "off"}}` switches it off, and `error`, `warning` and'
            " `info` change its severity."
        ),
        change=_change(rule, rule_set.name) if rule_set.name in built_in_names() else "",
    )


def _rejected(judge: Judge, text: str, rule: dict[str, Any]) -> Rejected:
    found = [
        finding for finding in example_findings(judge, text, rule) if finding.rule == rule["id"]
    ]
    return Rejected(
        text.rstrip("\n"),
        list(dict.fromkeys(finding.message for finding in found)),
        list(dict.fromkeys(finding.help for finding in found if finding.help)),
    )


def _change(rule: dict[str, Any], base: str) -> str:
    bases = ", ".join(dict.fromkeys((_FIRST, base)))
    other = "warning" if rule["severity"] == "error" else "error"
    return (
        "ruleset: own\n"
        f"extends: [{bases}]\n"
        "rules:\n"
        f"  {rule['id']}: {{severity: {other}}}    # or `{rule['id']}: off`"
    )


def scope_in_words(scope: dict[str, Any]) -> str:
    """The resources that `applies-to` limits a rule to; "" for all.

    It includes the limits that the `applies-to` of rule sets add.
    """
    kinds, names = scope.get("kind", []), scope.get("name", [])
    words = ", ".join(kinds) or ("any resource" if names else "")
    if names:
        words += f" named {' or '.join(names)}"
    parts = [words] if words else []
    for outer in scope.get("within", ()):
        inside = scope_in_words(outer)
        parts.append(f"only to {inside}" if parts else inside)
    parts += [f"not to {scope_in_words(outer)}" for outer in scope.get("outside", ())]
    return "; ".join(parts)
