"""Fingerprints: one identity a finding, whatever line it is on."""

from __future__ import annotations

import copy
import json

import pytest

from lint.model.findings import Accepted, Outcome, Place
from lint.report import render
from lint.report.fingerprint import fingerprints, outcome_fingerprints
from tests.report.build import finding
from tests.report.sample import sample


def test_fingerprints_do_not_depend_on_positions():
    def moved(by):
        findings = [
            finding(Place("a.yaml", 3 + by, 1), f"`A` is set again on line {9 + by}"),
            finding(Place("a.yaml", 5 + by, 1), f"`A` is read in main.py:{4 + by}:2"),
            finding(Place("./a.yaml" if by else "a.yaml", 8 + by, 1), "`A` is set twice"),
            finding(Place("a.yaml", 9 + by, 1), "`A` is set twice"),
        ]
        return fingerprints(findings)

    assert moved(0) == moved(7)
    assert len(set(moved(0))) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "CR002"},
        {"place": Place("b.yaml", 3, 1)},
        {"_message": "`A` is set to port 8081"},
        {"resource": None},
    ],
)
def test_fingerprints_tell_findings_apart(change):
    one = finding(Place("a.yaml", 3, 1), "`A` is set to port 8080")
    other = copy.copy(one)
    for name, value in change.items():
        setattr(other, name, value)
    assert fingerprints([one]) != fingerprints([other])


def test_fingerprints_agree_in_all_formats():
    made = sample()
    expected = fingerprints(made.findings)
    results = json.loads(render("sarif", made))["runs"][0]["results"]
    assert [
        entry["fingerprint"] for entry in json.loads(render("json", made))["findings"]
    ] == expected
    assert [entry["fingerprint"] for entry in json.loads(render("gitlab", made))] == expected
    shown = [entry for entry in results if "suppressions" not in entry]
    assert [entry["partialFingerprints"]["cloudrunLint/v1"] for entry in shown] == expected


def test_what_is_accepted_does_not_change_the_fingerprints_of_others() -> None:
    made = Outcome()
    made.findings = [finding(Place("a.yaml", line, 1), "m") for line in (3, 5, 7)]
    before = [outcome_fingerprints(made)[id(each)] for each in made.findings]
    assert len(set(before)) == 3
    made.accepted = [Accepted(made.findings.pop(0), "comment")]
    assert [outcome_fingerprints(made)[id(each)] for each in made.findings] == before[1:]


def test_a_finding_about_several_things_keeps_its_fingerprint_when_one_is_repaired() -> None:
    place = Place("a.yaml", 1, 1)
    six = finding(place, "6 env vars are not set", topic="env vars that are not set on app")
    one = finding(place, "env var `A` is not set", topic="env vars that are not set on app")
    other = finding(place, "env var `A` is not set", topic="env vars that are not set on side")
    assert fingerprints([six]) == fingerprints([one])
    assert fingerprints([one]) != fingerprints([other])
    assert len(set(fingerprints([one, other, six]))) == 3
