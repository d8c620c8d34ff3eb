"""Where a repository can show what is in a wheel or in a saved image."""

from __future__ import annotations

import pytest

from lint.model.findings import Place, Related, ResourceId
from lint.report.repository import archived, in_archive, place_in_repository
from tests.report.build import finding, outcome

IN_WHEEL = Place("dist/x-1.0.whl!app/main.py", 3, 5, 3, 9)
IGNORED = Related(Place(".dockerignore", 7, 1, 7, 9), "excluded here")
CHAIN = Related(Place("dist/x-1.0.whl!app/a.py", 1, 1), "1. it imports `app.main`")


def test_a_finding_in_a_file_stays_there() -> None:
    made = finding(Place("a.yaml", 4, 2), related=(IGNORED,))
    assert place_in_repository(made, outcome()) == Place("a.yaml", 4, 2)
    assert archived(made) == ""


def test_a_finding_in_a_wheel_is_shown_at_the_file_that_explains_it() -> None:
    made = finding(IN_WHEEL, related=(CHAIN, IGNORED))
    assert place_in_repository(made, outcome()) == IGNORED.place
    assert archived(made) == "x-1.0.whl!app/main.py:3:5: "


def test_without_one_it_is_shown_in_the_file_that_the_member_was_made_from() -> None:
    made = outcome()
    made.originals = {IN_WHEEL.path: "src/app/main.py"}
    place = place_in_repository(finding(IN_WHEEL, related=(CHAIN,)), made)
    assert place == Place("src/app/main.py", 3, 5, 3, 9)
    assert place_in_repository(finding(IN_WHEEL, related=(IGNORED,)), made) == IGNORED.place


def test_without_either_it_is_shown_in_the_file_of_the_service() -> None:
    made = finding(IN_WHEEL, related=(CHAIN,))
    assert place_in_repository(made, outcome()) == Place("a.yaml")


@pytest.mark.parametrize("resource", [None, ResourceId("Service", "other")])
def test_without_a_service_it_is_the_archive(resource: ResourceId | None) -> None:
    made = finding(IN_WHEEL, resource=resource)
    assert place_in_repository(made, outcome()) == Place("dist/x-1.0.whl")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("x.whl", True), ("shop.tar", True), ("shop.tar.gz!app/a.py", True), ("a!b.yaml", False)],
)
def test_archives(path: str, expected: bool) -> None:
    assert in_archive(Place(path)) is expected


def test_a_finding_about_a_wheel_as_a_whole_names_it() -> None:
    assert archived(finding(Place("dist/x-1.0.whl"))) == "x-1.0.whl: "
