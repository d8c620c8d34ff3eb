"""`deploy-step`: rules about deploy steps select the faults of their readers by kind."""

from __future__ import annotations

from lint.checks.platform.deploy_step import report
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.rule import Rule
from lint.model.text import say


def rule(rule_id: str, severity: str, *kinds: str) -> Rule:
    return Rule(
        {
            "id": rule_id,
            "name": "n",
            "title": "t",
            "severity": severity,
            "consequence": "refused",
            "check": "deploy-step",
            "params": list(kinds),
        }
    )


def test_a_rule_reports_the_faults_that_it_names() -> None:
    place = Place("deploy.sh", 3, 5, 3, 9)
    faults = [
        Fault("lost-list", place, say("the first list is lost"), say("Join the lists.")),
        Fault("doubtful", place, say("it may be lost"), severity="warning"),
        Fault("unheard-of", place, say("nobody asks")),
    ]
    found = list(report([rule("DEP001", "error", "lost-list", "doubtful")], faults))
    assert [(f.rule, f.severity, f.place.line, f.message, f.help) for f in found] == [
        ("DEP001", "error", 3, "the first list is lost", "Join the lists."),
        ("DEP001", "warning", 3, "it may be lost", ""),
    ]
