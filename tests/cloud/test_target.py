from __future__ import annotations

import pytest

from lint.cloud.target import Defaults
from tests.cloud.manifests import JOB, SERVICE, resource_of


def test_a_flag_wins_over_the_manifest() -> None:
    target = Defaults(project="p1", region="r1", settings_project="p3").target(resource_of(SERVICE))
    assert str(target) == "project p1 (--project), region r1 (--region)"


def test_the_manifest_wins_over_the_settings() -> None:
    defaults = Defaults(settings_project="p3", settings_region="r3", ambient=lambda: "p4")
    target = defaults.target(resource_of(SERVICE))
    assert (target.project, target.project_origin) == ("shop-staging", "the manifest's namespace")
    assert target.region == "us-central1"
    assert "cloud.googleapis.com/location" in target.region_origin


def test_the_settings_win_over_the_credentials() -> None:
    defaults = Defaults(settings_project="p3", settings_region="r3", ambient=lambda: "p4")
    target = defaults.target(resource_of(JOB))
    assert str(target) == "project p3 (the settings), region r3 (the settings)"


def test_the_credentials_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUDSDK_RUN_REGION", "r5")
    target = Defaults(ambient=lambda: "p4").target(resource_of(JOB))
    assert str(target) == "project p4 (the credentials), region r5 (CLOUDSDK_RUN_REGION)"


def test_the_credentials_are_not_asked_without_need() -> None:
    def ambient() -> str:
        raise AssertionError("asked")

    assert Defaults(ambient=ambient).target(resource_of(SERVICE)).project == "shop-staging"


def test_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLOUDSDK_RUN_REGION", raising=False)
    target = Defaults(ambient=lambda: "").target(resource_of(JOB))
    assert str(target) == "no project, no region"
    assert target.parent == ""


@pytest.mark.parametrize(
    ("namespace", "project"),
    [("'123'", "123"), ("123", "123"), ("${PROJECT}", "fallback"), ("", "fallback")],
)
def test_namespaces(namespace: str, project: str) -> None:
    text = SERVICE.replace("namespace: shop-staging", f"namespace: {namespace}")
    assert Defaults(settings_project="fallback").target(resource_of(text)).project == project
