"""GitLab's code quality report: severities and locations."""

from __future__ import annotations

import json

import pytest

from lint.model.findings import Place
from lint.report import render
from tests.report.build import finding, outcome
from tests.report.sample import sample


@pytest.mark.parametrize(
    ("severity", "consequence", "expected"),
    [
        ("error", "refused", "blocker"),
        ("error", "broken", "critical"),
        ("error", "policy", "major"),
        ("warning", "refused", "minor"),
        ("info", "risky", "info"),
    ],
)
def test_gitlab_severities(severity, consequence, expected):
    made = outcome(
        finding(Place("./a.yaml", 3, 5, 4, 2), severity=severity, consequence=consequence)
    )
    (entry,) = json.loads(render("gitlab", made))
    assert entry["severity"] == expected
    assert entry["location"] == {"path": "a.yaml", "lines": {"begin": 3, "end": 4}}
    assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}


def test_gitlab_puts_what_is_in_a_wheel_at_the_file_that_explains_it():
    entry = json.loads(render("gitlab", sample()))[0]
    assert entry["location"] == {"path": ".dockerignore", "lines": {"begin": 2, "end": 2}}
    assert entry["description"].startswith("orders-1.0-py3-none-any.whl!orders/main.py:3:6: ")


def test_the_page_of_the_rule_is_named() -> None:
    page = "https://github.com/cloudrun-lint/cloudrun-lint/blob/main/docs/rules/CR001.md"
    place = Place("a.yaml", 1, 1)
    assert page in render("gitlab", outcome(finding(place, documented=True)))
    assert "docs/rules" not in render("gitlab", outcome(finding(place)))
