"""Findings, their places and their order, and what one run says as a whole."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model.findings import (
    CONSEQUENCES,
    MOMENTS,
    POSSIBLE_CONSEQUENCES,
    SEVERITIES,
    Finding,
    Outcome,
    Place,
    Related,
    ResourceId,
    Unknown,
)
from lint.model.text import say, value
from tests.report.build import finding

PLACES = st.builds(
    Place,
    st.sampled_from(["a.yaml", "b.yaml", "a.whl!x.py"]),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 3),
    st.integers(0, 3),
)


def test_a_place_is_empty_unless_an_end_is_given() -> None:
    place = Place("a.yaml", 3, 5)
    assert (place.end_line, place.end_column) == (3, 5)
    assert str(place) == "a.yaml:3:5"
    assert repr(Place("a.yaml", 3, 5, 4, 2)) == "Place('a.yaml', 3, 5, 4, 2)"
    assert str(Place("a.yaml")) == "a.yaml:1:1"


@given(PLACES, PLACES)
def test_places_are_equal_where_they_are_the_same_span(one: Place, other: Place) -> None:
    assert (one == other) is (repr(one) == repr(other))
    assert one != other or hash(one) == hash(other)
    assert one != repr(one)


def test_a_message_decides_what_is_shown_when_it_is_read() -> None:
    made = finding(
        Place("a.yaml"),
        say("`{}` is wrong", value("hunter2", harmless=False)),
        help=say("Set {}.", value("x1", harmless=True)),
    )
    assert made.message == "`<redacted, 7 chars>` is wrong"
    assert made.help == "Set x1."
    assert "hunter2" not in repr(made)
    assert (
        Related(Place("b.yaml"), value("hunter2", harmless=False)).message == "<redacted, 7 chars>"
    )


def test_findings_come_by_file_position_severity_and_rule() -> None:
    def at(path: str, line: int, column: int, **more: Any) -> Finding:
        return finding(Place(path, line, column), **more)

    ordered = [
        at("a.yaml", 1, 9),
        at("a.yaml", 2, 1, severity="error", rule="CR009"),
        at("a.yaml", 2, 1, severity="warning", rule="CR001"),
        at("a.yaml", 2, 1, severity="warning", rule="CR002", message="a"),
        at("a.yaml", 2, 1, severity="warning", rule="CR002", message="b"),
        at("a.yaml", 2, 1, severity="info", rule="CR001"),
        at("a.yaml", 10, 1),
        at("b.yaml", 1, 1),
    ]
    for seed in range(10):
        shuffled = random.Random(seed).sample(ordered, len(ordered))
        assert sorted(shuffled, key=Finding.sort_key) == ordered


def test_an_outcome_counts_every_severity() -> None:
    outcome = Outcome()
    assert outcome.counts() == {"error": 0, "warning": 0, "info": 0}
    assert list(outcome.counts()) == list(SEVERITIES)
    outcome.findings = [finding(Place("a"), severity=name) for name in ("info", "error", "info")]
    assert outcome.counts() == {"error": 1, "warning": 0, "info": 2}
    assert Outcome().findings == []


@pytest.mark.parametrize(
    ("reason", "reported"), [("", "${A}"), ("permission denied", "${A}: permission denied")]
)
def test_what_is_unknown_is_reported_with_its_reason(reason: str, reported: str) -> None:
    assert Unknown(Place("a"), "${A}", reason).reported == reported


def test_each_consequence_has_a_phrase_for_what_is_certain_and_for_what_is_possible() -> None:
    assert CONSEQUENCES.keys() == POSSIBLE_CONSEQUENCES.keys()
    for phrase in [*CONSEQUENCES.values(), *POSSIBLE_CONSEQUENCES.values()]:
        assert phrase[0].islower()
        assert not phrase.endswith(".")
    for name in ("refused", "broken"):  # these two say that something will happen
        assert "may" not in CONSEQUENCES[name].split()
        assert "may" in POSSIBLE_CONSEQUENCES[name].split()
    assert MOMENTS == ("import", "start-up", "later")


@pytest.mark.parametrize(("name", "shown"), [("web", "Service web"), ("", "Service")])
def test_a_resource_is_shown_with_what_is_known_of_its_name(name: str, shown: str) -> None:
    assert str(ResourceId("Service", name)) == shown
