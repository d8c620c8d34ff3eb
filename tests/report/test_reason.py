"""Why a finding matters, in words that say nothing twice."""

from __future__ import annotations

import pytest

from lint.model.findings import Place
from lint.report.reason import why
from tests.report.build import finding

PLACE = Place("a.yaml")


@pytest.mark.parametrize(
    ("consequence", "because", "expected"),
    [
        ("refused", "", "The deploy is rejected."),
        (
            "broken",
            "It is.\n  So.",
            "The deploy succeeds, but the container does not start or does not work. It is. So.",
        ),
        ("policy", "We say so.", "We say so."),
    ],
)
def test_why_gives_the_consequence_and_the_reason(consequence, because, expected):
    assert why(finding(PLACE, consequence=consequence, because=because)) == expected


@pytest.mark.parametrize("severity", ["warning", "info"])
@pytest.mark.parametrize(
    ("consequence", "expected"),
    [
        ("refused", "The deploy may be rejected."),
        ("broken", "The container may not start or may not work."),
        ("ignored", "The setting has no effect."),
    ],
)
def test_what_is_not_an_error_does_not_claim_to_be_certain(severity, consequence, expected):
    made = finding(PLACE, severity=severity, consequence=consequence, because="")
    assert why(made) == expected


@pytest.mark.parametrize(
    ("consequence", "message", "because", "expected"),
    [
        ("policy", "`A` is not set", "", None),
        ("policy", "`A` is not set", "`A` is not set.", None),
        ("policy", "`A` is not set", "Start-up needs `A`.", "Start-up needs `A`."),
        ("refused", "`A` is set", "A is set.", "The deploy is rejected."),
        ("refused", "the deploy is rejected: `A` is set", "It is reserved.", "It is reserved."),
        ("ignored", "the setting `A` has no effect", "", None),
    ],
)
def test_a_reason_that_adds_nothing_is_not_shown(consequence, message, because, expected):
    made = finding(PLACE, message, consequence=consequence, because=because, help="")
    assert why(made) == (expected or "")


def test_a_long_reason_is_cut_at_a_word() -> None:
    made = finding(PLACE, consequence="policy", because="word " * 1000)
    assert why(made, 12) == "word word ..."
    assert len(why(made)) < 2_100
