"""Which resources a rule applies to."""

from __future__ import annotations

import pytest

from lint.model.rule import Scope


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({}, True),
        ({"kind": ["Job", "Service"]}, True),
        ({"kind": ["Job"]}, False),
        ({"name": ["web-*"]}, True),
        ({"name": ["WEB-*"]}, False),
        ({"kind": ["Service"], "name": ["api"]}, False),
        ({"within": [{"name": ["web-*"]}, {"kind": ["Job"]}]}, False),
        ({"outside": [{"name": ["web-1"]}]}, False),
        ({"outside": [{"name": ["web-2"]}]}, True),
    ],
)
def test_scopes(scope: dict[str, object], found: bool) -> None:
    assert Scope(scope).covers("Service", "web-1") is found


def test_whether_the_name_matters() -> None:
    assert not Scope({"kind": ["Job"]}).by_name
    assert Scope({"within": [{"name": ["a"]}]}).by_name
    assert Scope({"outside": [{"name": ["a"]}]}).by_name
