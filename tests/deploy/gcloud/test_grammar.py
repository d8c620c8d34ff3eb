"""lint.deploy.gcloud.grammar: words as argparse and gcloud sort them."""

import pytest

from lint.deploy.gcloud.grammar import misspelt
from tests.deploy.gcloud.reading import kinds, said, step_of

DEPLOY = "gcloud run deploy api --image=a "


@pytest.mark.parametrize(
    "line",
    [
        "gcloud run deploy --image a api",
        "gcloud run deploy --image a --quiet api",
        "gcloud --project p run deploy api --image=a",
        "gcloud --quiet run --project=p deploy api --image=a",
        "sudo gcloud run deploy api --image=a",
        "CLOUDSDK_RUN_REGION=r gcloud run deploy api --image=a",
        "/usr/bin/gcloud run deploy api --image=a",
        "$GCLOUD run deploy api --image=a",
    ],
)
def test_the_name_may_be_anywhere(line):
    step = step_of(line)
    assert (step.faults, step.resource.name) == ([], "api")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("--args=--port=80", []),
        ("--args '--foo bar'", []),
        ("--min-instances -1", [("bad-flag-value", 49)]),
        ("--no-async --no-clear-env-vars", []),
        ("--no-quiet", [("unrecognized-argument", 33)]),
        ("-x", [("unrecognized-argument", 33)]),
        ("-q", []),
        ("--", [("unrecognized-argument", 33)]),
        ("-- more", [("unrecognized-argument", 33), ("unrecognized-argument", 36)]),
        ("other", [("unrecognized-argument", 33)]),
        ("$MORE other", []),
        ("--new-flag value", [("unknown-flag", 33)]),
        ("--new-flag=$X", [("unknown-flag", 33)]),
        ("--$KIND=x", []),
        ("--region", [("value-missing", 33)]),
        ("--region --quiet", [("value-missing", 33)]),
        ("--cpu-boost=yes", [("value-not-taken", 33)]),
        ("--container app --image=b", [("container-flags", 23)]),
    ],
)
def test_words_are_sorted(rest, expected):
    assert kinds(DEPLOY + rest) == expected


def test_flags_before_the_command_are_refused_unless_they_are_global():
    line = "gcloud run --region=r deploy api --image=a"
    assert kinds(line) == [("unrecognized-argument", 12)]


def test_containers_have_their_own_flags():
    line = (
        "gcloud run deploy api --region=r --container app --image=a --port=80 "
        "--container=side --image=b --memory 1Gi --container app --cpu=2"
    )
    first, second = step_of(line).resource.containers
    assert (first.name, first.node.get("image").value) == ("app", "a")
    assert first.node.at("resources", "limits").plain() == {"cpu": "2"}
    assert (second.name, second.node.at("resources", "limits").plain()) == (
        "side",
        {"memory": "1Gi"},
    )


@pytest.mark.parametrize(
    ("track", "release", "expected"),
    [
        ("", 578, [("container-flags", 49)]),
        ("beta ", 578, []),
        ("beta ", 547, [("container-flags", 54)]),
    ],
)
def test_where_flags_of_the_resource_may_follow_containers(track, release, expected):
    line = f"gcloud {track}run deploy api --container app --image=a --region=r"
    assert kinds(line, release=release) == expected


@pytest.mark.parametrize(
    ("line", "message", "help"),
    [
        (
            DEPLOY + "--mem=1Gi",
            "`gcloud run deploy` has no flag `--mem`",
            "Write `--memory`; gcloud does not complete names of flags.",
        ),
        (
            DEPLOY + "--ssh",
            "`gcloud run deploy` has no flag `--ssh`",
            "Use `gcloud beta run deploy`, which has it.",
        ),
        (
            "gcloud run jobs deploy j --image=a --timeout=5m",
            "`gcloud run jobs deploy` has no flag `--timeout`",
            "Use `--task-timeout`.",
        ),
        (
            DEPLOY + "--max-retries=1",
            "`gcloud run deploy` has no flag `--max-retries`",
            "Remove it, or use `gcloud run jobs deploy`, which has it.",
        ),
        (
            DEPLOY + "--teleport",
            "`gcloud run deploy` has no flag `--teleport` up to gcloud 578 (2026-07-28)",
            "Correct the flag, or use a gcloud that has it.",
        ),
        (
            DEPLOY + "--allow-unauthenticated=false",
            "`--allow-unauthenticated` takes no value",
            "Write `--no-allow-unauthenticated`.",
        ),
    ],
)
def test_the_help_says_what_to_write(line, message, help):
    assert said(line) == [(message, help)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("--mem", "--memory"),
        ("--memroy", "--memory"),
        ("--allow-unauthenticatd", "--allow-unauthenticated"),
        ("--allow_unauthenticated", "--allow-unauthenticated"),
        ("--memory-limit", None),
        ("--scaling-mem-target", None),
        ("--m", None),
    ],
)
def test_only_what_is_very_close_is_a_misspelling(word, meant):
    known = ["--memory", "--allow-unauthenticated", "--scaling-cpu-target", "--max"]
    assert misspelt(word, known) == meant
