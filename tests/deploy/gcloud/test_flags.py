"""lint.deploy.gcloud.flags: which command has which flag, in which track and release."""

import pytest

from lint.deploy.gcloud.flags import (
    FLAGS,
    Flag,
    available,
    groups_of,
    has_command,
    row_of,
    tracks_of,
    with_availability,
)
from lint.deploy.gcloud.table import ROWS


@pytest.mark.parametrize(
    ("name", "letter", "track", "release", "expected"),
    [
        ("--image", "D", "GA", 528, True),
        ("--max", "D", "GA", 539, False),
        ("--max", "D", "GA", 540, True),
        ("--max", "D", "beta", 528, True),
        ("--ssh", "D", "GA", 578, False),
        ("--ssh", "D", "alpha", 578, True),
        ("--max-retries", "D", "GA", 578, False),
        ("--max-retries", "J", "GA", 578, True),
        ("--max-surge", "D", "alpha", 577, True),
        ("--max-surge", "D", "alpha", 578, False),
        ("--no-build", "D", "beta", 547, False),
        ("--no-build", "D", "alpha", 547, True),
        ("--image", "W", "GA", 564, False),
        ("--image", "W", "GA", 565, True),
        ("--format", "Q", "GA", 578, True),
        ("--scaling-cpu-target", "D", "GA", 586, False),
        ("--scaling-cpu-target", "U", "GA", 587, True),
        ("--scaling-cpu-target", "W", "GA", 587, False),
        ("--scaling-concurrency-target", "D", "beta", 565, True),
        ("--readiness-probe", "D", "GA", 573, True),
    ],
)
def test_availability(name, letter, track, release, expected):
    assert available(FLAGS[name], letter, track, release) is expected


def test_commands_have_tracks_of_their_own():
    assert has_command("W", "beta", 528)
    assert not has_command("W", "GA", 528)
    assert tracks_of(FLAGS["--ssh"], "D") == ["beta", "alpha"]


def test_the_parts_of_a_kind():
    flag = FLAGS["--set-env-vars"]
    assert (flag.form, flag.repeated, flag.items, flag.choices) == ("dict", "merge", "env", ())
    assert FLAGS["--ingress"].choices[0] == "all"
    assert [FLAGS[name].takes_value for name in ("--async", "--iap", "--cpu")] == [
        False,
        False,
        True,
    ]
    assert FLAGS["--source"].in_container("D")
    assert not FLAGS["--region"].in_container("D")


def test_groups_are_those_of_the_command():
    assert [["--async"], ["--wait", "--execute-now"]] in groups_of("J")
    assert [["--async"], ["--wait", "--execute-now"]] not in groups_of("D")
    assert [["--image"], ["--source"]] not in groups_of("D")


def test_every_row_is_written_as_it_was_read():
    assert [row_of(flag) for flag in FLAGS.values()] == ROWS.splitlines()


def test_a_new_flag_is_added_from_its_release_on():
    flag = with_availability(None, "--x", "text", "D", "alpha", 600, True)
    flag = with_availability(flag, "--x", "text", "D", "GA", 610, True)
    assert isinstance(flag, Flag)
    assert row_of(flag) == "--x | text | D | D=alpha:600,GA:610"


def test_every_group_names_flags_that_exist():
    for letter in "DUTJCVXWYIF":
        for group in groups_of(letter):
            assert {name for names in group for name in names} <= FLAGS.keys()
