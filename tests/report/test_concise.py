"""The concise report: one line a finding, and one for the rest."""

from __future__ import annotations

from lint.model.findings import Place, Related
from lint.report.concise import render
from tests.report.build import finding, outcome


def test_one_line_a_finding_without_source_lines_and_helps() -> None:
    related = (Related(Place("b.yaml", 2, 1), "here"),)
    made = outcome(
        finding(Place("a.yaml", 1, 1), help="Do it.", related=related),
        finding(Place("a.yaml", 2, 1), severity="info"),
        texts={"a.yaml": "a: b\nc: d\n"},
    )
    assert render(made).splitlines() == [
        "a.yaml:1:1: error[CR001 some-rule] `x` is wrong",
        "a.yaml:2:1: info[CR001 some-rule] `x` is wrong",
        "Found 1 error and 1 info finding in 1 resource (1 file).",
    ]


def test_color_is_off_unless_asked_for() -> None:
    made = outcome(finding(Place("a.yaml")))
    assert "\x1b" not in render(made)
    assert render(made, color=True).startswith("\x1b[1ma.yaml")


def test_quiet_leaves_out_the_summary() -> None:
    made = outcome(finding(Place("a.yaml", 1, 1)))
    assert render(made, quiet=True) == "a.yaml:1:1: error[CR001 some-rule] `x` is wrong\n"
    assert render(outcome(), quiet=True) == ""
