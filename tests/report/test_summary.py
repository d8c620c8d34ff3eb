"""The end of a report: what was checked, and what was not."""

from __future__ import annotations

import pytest

from lint.model.findings import Accepted, NotRun, Outcome, Place, Skipped, Unknown
from lint.report import render
from lint.report.summary import count, one_line, remarks, summary
from tests.report.build import finding, outcome


def body(made: Outcome, **options) -> list[str]:
    """The lines of the text report."""
    return render("text", made, **options).splitlines()


def test_clean_run_says_what_was_checked():
    made = outcome()
    assert render("text", made) == "Checked Service app (a.yaml): no findings.\n"
    made.checked *= 3
    assert render("text", made) == "Checked 3 resources (1 file): no findings.\n"


def test_incomplete_or_empty_run_does_not_look_like_success():
    made = outcome()
    made.incomplete = True
    assert "not completely" in render("text", made)
    assert "\x1b[32m" not in render("text", made, color=True)
    assert render("text", Outcome()) == "Checked nothing.\n"


def test_footer_tells_what_was_not_judged():
    made = outcome()
    made.skipped = [Skipped(f"{number}.yaml", "not a resource") for number in range(9)]
    made.unknown = [Unknown(Place("a.yaml", 1, 1), f"${{V{number % 8}}}") for number in range(16)]
    made.not_run = [NotRun(rule, "needs --wheel") for rule in ("A1", "A2", "A1")]
    made.notes = ["passed over 3 files"]
    assert body(made)[1:] == [
        *(f"  skipped {number}.yaml: not a resource" for number in range(6)),
        "  skipped 3 more inputs",
        "  16 values are unknown and not checked: ${V0}, ${V1}, ${V2}, ${V3}, ${V4}, ${V5} (+2 more)",
        "  2 rules did not run: needs --wheel (A1, A2)",
        "  passed over 3 files",
    ]
    assert render("concise", made) == (
        "Checked Service app (a.yaml): no findings; "
        "9 inputs skipped, 16 values unknown, 2 rules not run, passed over 3 files.\n"
    )


@pytest.mark.parametrize(
    ("by", "text"),
    [
        (["comment"], "1 finding accepted by comments"),
        (["baseline", "baseline"], "2 findings accepted by the baseline"),
        (["comment", "baseline"], "2 findings accepted: 1 by comments, 1 by the baseline"),
    ],
)
def test_accepted_findings_are_counted(by: list[str], text: str) -> None:
    made = outcome()
    made.accepted = [Accepted(finding(Place("a.yaml", 3, 1), "m"), each) for each in by]
    assert remarks(made) == [text]
    assert f"; {count(len(by), 'finding')} accepted." in one_line(made)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (12345, "12,345 files")]
)
def test_counts_have_their_plurals(number, text):
    assert count(number, "file") == text


def test_the_scope_without_a_resource_is_the_files_of_the_findings():
    made = Outcome()
    made.findings = [finding(Place("a.py")), finding(Place("a.py", 2)), finding(Place("b.py"))]
    assert summary(made) == "Found 3 errors in 2 files."


def test_values_that_the_cloud_did_not_give_are_listed_by_reason():
    made = outcome()
    made.unknown = [
        Unknown(Place("a.yaml", n, 1), f"secret `{n % 2}`", "no access") for n in range(4)
    ]
    assert remarks(made) == ["unknown: secret `0`, secret `1` (no access)"]
