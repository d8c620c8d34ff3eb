from __future__ import annotations

import pytest

from lint.organization.model import Policy, PolicySet
from tests.organization.texts import CONSTRAINT, ENFORCED, read


def test_a_constraint_is_called_what_the_organisation_calls_it() -> None:
    pytest.importorskip("cel_expr_python")
    found = read(CONSTRAINT, ENFORCED)
    assert found.constraints["custom.probes"].title == "Every container has a liveness probe"
    without = CONSTRAINT.rpartition("displayName")[0]
    assert read(without).constraints["custom.probes"].title == "custom.probes"


def test_the_level_of_a_policy() -> None:
    policy: Policy = read(ENFORCED).policies[0]
    assert (policy.parent, policy.level) == ("projects/p", "projects")


def test_a_set_is_empty_until_something_is_read() -> None:
    assert PolicySet().is_empty
    assert not read(ENFORCED).is_empty


def test_places_name_the_file_and_the_line() -> None:
    pytest.importorskip("cel_expr_python")
    found = read(ENFORCED, CONSTRAINT)
    assert str(found.constraints["custom.probes"].place) == "2.yaml:4:12"
    assert str(found.policies[0].place) == "1.yaml:1:7"
