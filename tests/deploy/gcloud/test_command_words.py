"""lint.deploy.gcloud.command_words: which command a line runs."""

import pytest

from lint.deploy.gcloud.command_words import find_command
from tests.deploy.gcloud.reading import words_of


@pytest.mark.parametrize(
    ("line", "letter", "track"),
    [
        ("gcloud run deploy api", "D", "GA"),
        ("gcloud beta run deploy api", "D", "beta"),
        ("gcloud alpha run jobs execute j", "X", "alpha"),
        ("gcloud run services update-traffic api", "T", "GA"),
        ("gcloud run services replace s.yaml", "R", "GA"),
        ("gcloud run worker-pools update w", "Y", "GA"),
        ("gcloud --project=p run jobs update j", "V", "GA"),
        ("gcloud --project $P --quiet run jobs create j", "C", "GA"),
        ("A=1 B=2 env gcloud functions deploy f", "F", "GA"),
        ("/opt/google/bin/gcloud run jobs deploy j", "J", "GA"),
    ],
)
def test_commands(line, letter, track):
    found = find_command(words_of(line))
    assert (found.letter, found.track) == (letter, track)


@pytest.mark.parametrize(
    "line",
    [
        "gcloud run services list",
        "gcloud run services describe deploy",
        "gcloud builds submit",
        "gcloud run $ACTION api",
        "gcloud $ARGS",
        "gcloud",
        "echo gcloud run deploy api",
        "docker run deploy",
        "A=1",
        "",
    ],
)
def test_others(line):
    assert find_command(words_of(line)) is None


def test_the_parts_of_a_command():
    found = find_command(
        words_of("CLOUDSDK_RUN_REGION=r gcloud --project p run deploy api --cpu=1")
    )
    assert [str(word) for word in found.words] == ["--project", "p", "api", "--cpu=1"]
    assert {key: str(value) for key, value in found.settings.items()} == {
        "CLOUDSDK_RUN_REGION": "r"
    }
    place = found.anchor.place
    assert (str(found.anchor), place.column, place.end_column) == ("gcloud run deploy", 23, 52)


def test_what_gcloud_does_not_take_before_the_command():
    found = find_command(words_of("gcloud run --region r deploy api"))
    assert [str(word) for word in found.early] == ["--region", "r"]
