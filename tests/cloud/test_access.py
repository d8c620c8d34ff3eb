"""Whether an account may read a secret, as far as policies tell."""

from __future__ import annotations

from lint.cloud.gaps import find_gaps
from tests.cloud.google.asking import survey
from tests.cloud.manifests import SERVICE
from tests.cloud.server import (
    ACCOUNT,
    NUMBER,
    StandIn,
)


def test_the_default_account_is_known_by_the_number(project: StandIn) -> None:
    account = f"serviceAccount:{NUMBER}-compute@developer.gserviceaccount.com"
    project.secret("token", readers=(account,))
    project.secret("keys", readers=(account,))
    line = f"      serviceAccountName: {ACCOUNT}\n"
    assert line in SERVICE
    (view,) = survey(project, SERVICE.replace(line, "").replace('key: "2"', 'key: "1"'))
    assert find_gaps(view) == []


def test_a_group_may_give_access(project: StandIn) -> None:
    project.secret("token", "ENABLED ENABLED", readers=("group:team@example.com",))
    (view,) = survey(project, SERVICE)
    assert "group:team@example.com" in find_gaps(view)[0].reason
