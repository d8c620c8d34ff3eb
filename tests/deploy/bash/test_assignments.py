"""lint.deploy.bash.assignments: what variables hold."""

import pytest

from tests.deploy.bash.scripts import commands, lines


@pytest.mark.parametrize(
    ("setting", "word", "expected"),
    [
        ("A=x", "$A", "x"),
        ("A=", "$A", "${A}"),
        ("A=''", "a$A", "a"),
        ("export A=x", "$A", "x"),
        ("readonly A=x B", "$A", "x"),
        ("A=x; A+=y", "$A", "xy"),
        ("A+=y", "$A", "${A}"),
        ("A=$(date)", "$A", "${A}"),
        ("A=$B", "$A", "${B}"),
        ("A=${B:-x}", "$A", "${B}"),
        ("A=x-$(date)-y", "$A", "x-${date}-y"),
        ("A=(x y)", "${A[1]}", "y"),
        ("A=(x y); A+=(z)", "${A[*]}", "x y z"),
        ("A+=(z)", "${A[*]}", "${A} z"),
        ("IFS=,; A=(x y)", '"${A[*]}"', "x,y"),
        ("declare -A A=([k]=v)", "${A[k]}", "${A}"),
        ("A=(x); A[3]=y", "${A[3]}", "${A}"),
        ("A='x y'; B=$A", '"$B"', "x y"),
    ],
)
def test_values(setting, word, expected):
    assert lines(f"{setting}\ngcloud run {word}") == [f"gcloud run {expected}"]


def test_a_value_has_the_place_of_its_assignment():
    (found,) = commands('P=acme\nI="gcr.io/$P/app:${TAG}"\ngcloud run deploy a --image="$I"\n')
    image = found.words[-1].partition("=")[2]
    assert str(image) == "gcr.io/acme/app:${TAG}"
    assert [(piece.text, piece.line, piece.column) for piece in image.pieces] == [
        ("gcr.io/", 2, 4),
        ("acme", 1, 3),
        ("/app:", 2, 13),
        ("${TAG}", 2, 18),
    ]


def test_settings_of_gcloud_are_kept():
    (found,) = commands("export CLOUDSDK_RUN_REGION=us-east1\ngcloud run deploy a")
    assert {name: str(value) for name, value in found.environment.items()} == {
        "CLOUDSDK_RUN_REGION": "us-east1"
    }


def test_a_name_that_stands_for_another_is_not_known():
    script = "f() { local -n ref=OTHER; gcloud run deploy $ref; }\nf"
    assert lines(script) == ["gcloud run deploy ${ref}"]
    assert lines("declare -rn R=OTHER\ngcloud run deploy $R") == ["gcloud run deploy ${R}"]
    assert lines("declare -r R=x\ngcloud run deploy $R") == ["gcloud run deploy x"]
