"""Imports that nothing in the image provides."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.dependencies.install_commands import Install
from lint.image.dependencies.installed import Installed, Stated
from lint.image.dependencies.missing_distributions import ImageDistributions
from lint.image.packaging.lock_file import Lock
from lint.image.wheel.metadata import Requirement
from tests.image.wheels import build_wheel


def installed(*requirements: str, locked: tuple[str, ...] = (), certain: bool = False) -> Installed:
    found = Installed(locked=set(locked), certain=certain)
    found.stated = [Stated(Requirement(one), "Dockerfile", 1) for one in requirements]
    found.commands = [Install(1, "pip", "/app")]
    return found


@pytest.mark.parametrize(
    ("requirements", "name", "kind"),
    [
        (("fastapi", "uvicorn"), "requests", "missing"),
        (("fastapi", "uvicorn"), "starlette", "provided"),
        (("fastapi", "uvicorn"), "settings_local", "nobody"),
        (("fastapi", "uvicorn"), "fastapi_extras", "unknown"),  # a name like an installed one's
        (("acme-kit",), "requests", "missing"),
        (("acme-kit",), "settings_local", "unknown"),  # nobody knows what it brings
        (("google-adk==1.13.0",), "immutabledict", "missing"),
    ],
)
def test_verdicts(requirements: tuple[str, ...], name: str, kind: str) -> None:
    verdict = ImageDistributions(installed(*requirements), python=(3, 12)).judge(name)
    assert verdict.kind == kind
    # It is certain where all that is installed, and its modules, are known.
    known = requirements == ("fastapi", "uvicorn")
    assert verdict.certain is (known and kind in ("nobody", "missing"))
    assert verdict.dated is (known and kind == "missing")


@pytest.mark.parametrize(("name", "kind"), [("settings_local", "nobody"), ("requests", "missing")])
@pytest.mark.parametrize(
    ("requirement", "changes", "python", "certain"),
    [
        ("flask", {}, (3, 12), True),
        ("flask>=3", {}, (3, 13), True),
        ("flask", {"own": {"shop"}, "locked": {"shop"}}, (3, 12), True),
        ("flask==3.0", {}, (3, 12), False),
        ("flask<4", {}, (3, 12), False),
        ("flask", {"understood": False}, (3, 12), False),
        ("flask", {"newest": False}, (3, 12), False),
        ("flask", {"locked": {"click"}}, (3, 12), False),
        ("flask", {"commands": [Install(1, "poetry", "/app")]}, (3, 12), False),
        ("flask", {}, (3, 9), False),  # takes older releases
        ("flask", {}, (3, 15), False),
        ("flask", {}, None, False),
    ],
)
def test_when_a_missing_import_is_certain_without_a_lock_file(
    requirement: str,
    changes: dict[str, object],
    python: tuple[int, int] | None,
    certain: bool,
    name: str,
    kind: str,
) -> None:
    found = installed(requirement)
    for key, value in changes.items():
        setattr(found, key, value)
    verdict = ImageDistributions(found, python=python).judge(name)
    assert (verdict.kind, verdict.certain) == (kind, certain)


def test_what_may_bring_it_is_named() -> None:
    assert ImageDistributions(installed("acme-kit")).judge("requests").unless == "acme-kit"
    assert ImageDistributions(installed("flask")).judge("requests").unless == ""


def test_a_lock_file_makes_it_certain() -> None:
    found = installed(locked=("flask", "werkzeug"), certain=True)
    verdict = ImageDistributions(found).judge("requests")
    assert (verdict.kind, verdict.certain, verdict.distribution) == ("missing", True, "requests")
    assert ImageDistributions(found).judge("werkzeug").kind == "provided"


def test_what_is_open_leaves_it_unknown() -> None:
    found = installed("flask")
    found.leave_open("install.sh")
    assert ImageDistributions(found).judge("requests").kind == "unknown"


def test_a_lock_file_that_the_user_names() -> None:
    found = installed("acme-kit")
    own = Lock(frozenset(("acme-kit", "flask")), True)
    assert ImageDistributions(found, own).judge("requests").kind == "missing"
    assert ImageDistributions(found, own).judge("flask").kind == "provided"


def test_a_wheelhouse_tells_what_wheels_bring(tmp_path: Path) -> None:
    build_wheel(tmp_path, name="acme-kit", files={"kit/__init__.py": ""}, requires=["flask"])
    distributions = ImageDistributions(installed("acme-kit"), wheelhouse=str(tmp_path))
    assert distributions.judge("kit").kind == "provided"
    assert distributions.judge("flask").kind == "provided"
    assert distributions.judge("requests").kind == "missing"


@pytest.mark.parametrize(
    ("requirements", "python", "kind", "certain"),
    [
        (("flask",), (3, 13), "no-stdlib", True),
        (("acme-kit",), (3, 13), "no-stdlib", False),
        (("flask", "legacy-cgi"), (3, 13), "provided", False),
        (("flask",), (3, 12), "provided", False),
    ],
)
def test_modules_that_the_python_lacks(
    requirements: tuple[str, ...], python: tuple[int, int], kind: str, certain: bool
) -> None:
    verdict = ImageDistributions(installed(*requirements), python=python).judge("cgi")
    assert (verdict.kind, verdict.certain) == (kind, certain)


@pytest.mark.parametrize(
    ("requirements", "kind", "certain"),
    [
        (("flask",), "no-stdlib", True),
        (("gunicorn",), "no-stdlib", False),  # releases of years ago require setuptools
        (("setuptools",), "provided", False),
    ],
)
def test_distutils_may_come_with_setuptools(
    requirements: tuple[str, ...], kind: str, certain: bool
) -> None:
    verdict = ImageDistributions(installed(*requirements), python=(3, 12)).judge("distutils")
    assert (verdict.kind, verdict.certain) == (kind, certain)


@pytest.mark.parametrize(
    ("module", "requirements", "python", "kind", "certain"),
    [
        ("compression", ("flask",), (3, 13), "no-stdlib", True),
        ("compression", ("flask",), (3, 14), "provided", False),
        ("profiling", ("flask",), (3, 14), "no-stdlib", True),
        ("profiling", ("flask",), (3, 15), "provided", False),
        ("profiling", ("profiling",), (3, 14), "provided", False),
        ("sre_parse", ("flask",), (3, 14), "provided", False),
        ("sre_parse", ("flask",), (3, 15), "no-stdlib", True),
    ],
)
def test_what_the_image_has_does_not_depend_on_the_python_that_looks(
    module: str, requirements: tuple[str, ...], python: tuple[int, int], kind: str, certain: bool
) -> None:
    verdict = ImageDistributions(installed(*requirements), python=python).judge(module)
    assert (verdict.kind, verdict.certain) == (kind, certain)


@pytest.mark.parametrize(
    ("python", "assumed", "kind", "certain"),
    [
        (None, (3, 13), "no-stdlib", False),
        (None, (3, 12), "provided", False),
        ((3, 12), (3, 13), "provided", False),
        ((3, 13), (3, 12), "no-stdlib", True),
    ],
)
def test_a_python_that_is_likely(
    python: tuple[int, int] | None, assumed: tuple[int, int], kind: str, certain: bool
) -> None:
    distributions = ImageDistributions(installed("flask"), python=python, assumed_python=assumed)
    verdict = distributions.judge("cgi")
    assert (verdict.kind, verdict.certain) == (kind, certain)


def test_environments_of_conda() -> None:
    everything = installed("flask", "redis")
    web = installed("flask")
    web.more = "flask"
    everything.environments = {"": installed("redis"), "web": web, None: Installed()}
    base = ImageDistributions(everything, environment="")
    assert base.judge("redis").kind == "provided"
    verdict = base.judge("flask")
    assert (verdict.kind, verdict.certain, verdict.environment) == ("outside", True, "web")
    verdict = ImageDistributions(everything, environment="web").judge("requests")
    assert (verdict.kind, verdict.certain, verdict.unless) == ("missing", False, "flask")
    assert ImageDistributions(everything).judge("flask").kind == "provided"


def test_what_conda_installs_has_its_python() -> None:
    everything = installed("flask")
    everything.python = (3, 10)
    verdict = ImageDistributions(everything).judge("tomllib")
    assert (verdict.kind, verdict.certain) == ("no-stdlib", True)
