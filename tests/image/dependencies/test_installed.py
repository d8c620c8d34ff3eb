"""What an image gets, and what a program in one environment of conda has of it."""

from __future__ import annotations

from lint.image.dependencies.installed import Installed, Stated
from lint.image.wheel.metadata import Requirement


def stated(*names: str) -> Installed:
    return Installed(stated=[Stated(Requirement(name, 1), "Dockerfile", 1) for name in names])


def test_without_conda_every_program_has_everything() -> None:
    installed = stated("flask")
    assert installed.in_environment("web") is installed
    assert installed.outside("web") == {}


def test_a_program_has_its_environment_and_what_is_in_no_known_one() -> None:
    installed = Installed(
        environments={"": stated("conda"), "web": stated("flask"), None: stated("redis")}
    )
    assert [one.requirement.name for one in installed.in_environment("web").stated] == [
        "flask",
        "redis",
    ]
    assert installed.in_environment(None) is installed


def test_what_only_other_environments_have_is_named_with_one_of_them() -> None:
    installed = Installed(
        environments={
            "": stated("flask"),
            "web": stated("flask", "redis"),
            "jobs": stated("celery"),
        }
    )
    assert installed.outside("") == {"redis": "web", "celery": "jobs"}
    assert installed.outside("web") == {"celery": "jobs"}


def test_the_first_reason_why_there_may_be_more_counts() -> None:
    installed = Installed()
    installed.leave_open("the base image")
    installed.leave_open("conda")
    assert (installed.open, installed.certain, installed.understood) == (
        "the base image",
        False,
        False,
    )
