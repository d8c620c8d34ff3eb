"""Queries and their three answers."""

from __future__ import annotations

import pytest

from lint.cloud.query import Query, absent, found, unknown


def test_queries_are_equal_by_kind_and_name() -> None:
    one, other = Query("secret", "projects/p/secrets/a"), Query("secret", "projects/p/secrets/a")
    assert {one, Query("service", "x/y", after=one)} == {other, Query("service", "x/y")}
    assert one != Query("policy", one.name)


@pytest.mark.parametrize(
    ("kind", "name", "project", "short"),
    [
        ("secret", "projects/p/secrets/a", "p", "a"),
        ("instance", "p:r:i", "p", "p:r:i"),
        ("instance", "example.com:p:r:i", "example.com:p", "example.com:p:r:i"),
    ],
)
def test_names(kind: str, name: str, project: str, short: str) -> None:
    query = Query(kind, name)
    assert (query.project, query.short) == (project, short)


def test_an_answer_is_one_of_three() -> None:
    for answer, status in ((found(), 0), (absent({"names": []}), 1), (unknown("no"), 2)):
        flags = [answer.found, answer.absent, answer.unknown]
        assert flags.index(True) == status
        assert flags.count(True) == 1
    assert unknown("no").failed
    assert not unknown("no", failed=False).failed
