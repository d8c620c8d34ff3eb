"""JUnit XML: counts, names, and what passes."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from lint.model.findings import Accepted, Checked, NotRun, Place, Skipped
from lint.model.text import own
from lint.report import render
from tests.report.build import finding, outcome
from tests.report.sample import sample


def test_junit_counts_agree_with_the_cases():
    root = ElementTree.fromstring(render("junit", sample()))
    for element in [root, *root.iter("testsuite")]:
        for attribute, tag in [
            ("tests", "testcase"),
            ("failures", "failure"),
            ("skipped", "skipped"),
        ]:
            assert int(element.get(attribute)) == len(list(element.iter(tag))), element.get("name")


def test_junit_names_are_distinct_and_do_not_hold_positions():
    places = [Place("a.yaml", line, 1, line, 2) for line in (1, 5, 9)]
    root = ElementTree.fromstring(render("junit", outcome(*map(finding, places))))
    assert [case.get("name") for case in root.iter("testcase")] == [
        "CR001 some-rule: `x` is wrong",
        "CR001 some-rule: `x` is wrong (2)",
        "CR001 some-rule: `x` is wrong (3)",
    ]


def test_junit_resource_passes_unless_it_has_an_error():
    made = outcome(finding(Place("a.yaml"), severity="warning"))
    made.checked.append(Checked("a.yaml", "Job", "other"))
    made.skipped = [Skipped("b.yaml", 'not "YAML"')]
    made.not_run = [NotRun("CR900", "needs --live")]
    root = ElementTree.fromstring(render("junit", made))
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {
        "Service app": [],
        "Job other": [],
        "CR001 some-rule: `x` is wrong": ["system-out"],
        "input": ["skipped"],
        "CR900": ["skipped"],
    }
    made.findings[0].severity = "error"
    root = ElementTree.fromstring(render("junit", made))
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert "Service app" not in cases
    assert cases["CR001 some-rule: `x` is wrong"] == ["failure"]


def test_junit_resource_of_the_same_name_in_another_file_still_passes():
    made = outcome(finding(Place("a.yaml")))
    made.checked.append(Checked("b.yaml", "Service", "app"))
    root = ElementTree.fromstring(render("junit", made))
    resources = {case.get("classname") for case in root.iter("testcase") if not list(case)}
    assert resources == {"b.yaml"}
    made.findings = [finding(Place("x.whl!m.py"))]
    root = ElementTree.fromstring(render("junit", made))
    assert [case.get("name")[:5] for case in root.iter("testcase")] == ["CR001"]


def test_junit_skips_what_is_accepted() -> None:
    made = outcome()
    made.accepted = [Accepted(finding(Place("a.yaml", 3, 1), "m"), "comment", own("a & b"))]
    report = render("junit", made)
    assert '<skipped message="accepted by a comment: a &amp; b"/>' in report
    assert 'failures="0"' in report
    assert '<testcase classname="a.yaml" name="Service app"/>' in report


def test_junit_tells_an_incomplete_run():
    made = outcome()
    made.incomplete = True
    made.notes = ["the wheel is no wheel"]
    root = ElementTree.fromstring(render("junit", made))
    assert root.get("errors") == "1"
    assert [error.get("message") for error in root.iter("error")] == made.notes


def test_the_page_of_the_rule_is_named() -> None:
    page = "https://github.com/cloudrun-lint/cloudrun-lint/blob/main/docs/rules/CR001.md"
    place = Place("a.yaml", 1, 1)
    assert page in render("junit", outcome(finding(place, documented=True)))
    assert "docs/rules" not in render("junit", outcome(finding(place)))
