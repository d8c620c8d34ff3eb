"""`reading`: rules about texts select the faults of readers by their kinds."""

from __future__ import annotations

from lint.checks.platform.reading import report
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.rule import Rule


def rule(rule_id: str, *kinds: str) -> Rule:
    return Rule(
        {
            "id": rule_id,
            "name": "n",
            "title": "t",
            "severity": "error",
            "consequence": "refused",
            "check": "reading",
            "params": list(kinds),
        }
    )


def fault(kind: str, line: int, severity: str | None = None) -> Fault:
    related = [(Place("a.yaml", 1, 1), "the first one")]
    place = Place("a.yaml", line, 2)
    return Fault(kind, place, message=kind, help="Do it.", related=related, severity=severity)  # type: ignore[arg-type]


def test_each_fault_is_told_by_the_last_rule_about_its_kind() -> None:
    rules = [rule("A1", "tab", "key"), rule("A2", "key")]
    found = list(report(rules, [fault("key", 3), fault("tab", 5), fault("other", 7)]))
    assert [(f.rule, f.place.line, f.message) for f in found] == [
        ("A2", 3, "key"),
        ("A1", 5, "tab"),
    ]
    assert [related.message for related in found[0].related] == ["the first one"]


def test_a_fault_that_is_less_sure_lowers_the_severity() -> None:
    (finding,) = report([rule("A1", "tab")], [fault("tab", 1, "warning")])
    assert finding.severity == "warning"
