"""The text report: what is shown once for several findings, and the reason."""

from __future__ import annotations

import pytest

from lint.model.findings import Outcome, Place
from lint.report import FORMATS, render
from tests.report.build import finding, outcome


def body(made: Outcome, **options) -> list[str]:
    """The lines of the text report."""
    return render("text", made, **options).splitlines()


def test_findings_of_one_rule_at_one_place_share_the_snippet():
    place = Place("a.yaml", 1, 1, 1, 2)
    made = outcome(
        *(finding(place, f"`{name}` is not set", help=f"Set `{name}`.") for name in "AB"),
        texts={"a.yaml": "a: b\n"},
    )
    assert body(made)[:8] == [
        "a.yaml:1:1: error[CR001 some-rule] `A` is not set",
        "a.yaml:1:1: error[CR001 some-rule] `B` is not set",
        "  |",
        "1 | a: b",
        "  | ^",
        "  help: Set `A`.",
        "  help: Set `B`.",
        "  why: The deploy is rejected.",
    ]


@pytest.mark.parametrize(("repeats", "headlines"), [(10, 10), (11, 1), (30, 1)])
def test_long_runs_of_one_message_collapse(repeats, headlines):
    text = "a: b\n" * repeats
    made = outcome(
        *(finding(Place("a.yaml", line, 1, line, 2)) for line in range(1, repeats + 1)),
        texts={"a.yaml": text},
    )
    report = render("text", made)
    assert report.count("error[CR001") == headlines
    assert f"Found {repeats} errors" in report
    if headlines == 1:
        assert f"  and {repeats - 1} more in this file: 2:1, 3:1," in report
    if repeats == 30:
        assert "11:1 (+19 more)" in report
    assert render("concise", made).count("error[CR001") == repeats


def test_long_reason_is_kept_short():
    made = outcome(finding(Place("a.yaml"), because="word " * 1000))
    assert max(map(len, body(made))) < 300


def test_quiet_leaves_out_the_summary() -> None:
    made = outcome(finding(Place("a.yaml", 1, 1)))
    whole = render("text", made)
    assert whole == render("text", made, quiet=True) + "\nFound 1 error in 1 resource (1 file).\n"
    assert render("text", outcome(), quiet=True) == ""


def test_info_findings_are_summed_up_by_rule_unless_each_is_asked_for() -> None:
    place = Place("a.yaml", 1, 1)
    infos = [finding(place, f"m{n}", rule="CR002", severity="info") for n in range(3)]
    infos.append(finding(place, "other", rule="CR003", severity="info", title="No x"))
    made = outcome(finding(place, "wrong"), *infos)
    lines = body(made)
    assert [line for line in lines if "info" in line] == [
        "a.yaml:1:1: info[CR002 some-rule] m0 (and 2 more)",
        "a.yaml:1:1: info[CR003 some-rule] other",
        "  --info shows each of them",
        "Found 1 error and 4 info findings in 1 resource (1 file).",
    ]
    assert "a.yaml:1:1: error[CR001 some-rule] wrong" in lines
    made.info = True
    assert all(any(each.message in line for line in body(made)) for each in infos)
    assert "--info" not in render("text", made)
    assert render("text", outcome(finding(place, "wrong"))).count("--info") == 0


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "text"])
def test_every_other_format_has_each_info_finding(name: str) -> None:
    made = outcome(*(finding(Place("a.yaml", n, 1), f"m{n}", severity="info") for n in range(1, 4)))
    report = render(name, made)
    assert all(f"m{n}" in report for n in range(1, 4))
    assert "--info" not in report
