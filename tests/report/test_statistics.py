"""The statistics: one line a rule, the gravest and most frequent first."""

from __future__ import annotations

from lint.model.findings import Place
from lint.report.color import Paint
from lint.report.statistics import render
from tests.report.build import finding, outcome


def test_one_line_a_rule_and_severity() -> None:
    made = outcome(
        *(finding(Place("a.yaml", line), severity="info") for line in range(1, 13)),
        finding(Place("a.yaml", 1), severity="warning"),
        finding(Place("a.yaml", 2)),
    )
    assert render(made).splitlines() == [
        " 1  error    CR001 some-rule",
        " 1  warning  CR001 some-rule",
        "12  info     CR001 some-rule",
        "Found 1 error, 1 warning and 12 info findings in 1 resource (1 file).",
    ]


def test_without_findings_there_is_the_summary() -> None:
    assert render(outcome()) == "Checked Service app (a.yaml): no findings.\n"


def test_color_is_off_unless_asked_for() -> None:
    made = outcome(finding(Place("a.yaml")))
    assert "\x1b" not in render(made)
    assert "\x1b[" in render(made, Paint(True))
