"""lint.deploy.bash.simple: commands, their words and what becomes of them."""

from tests.deploy.bash.scripts import commands, lines


def test_a_word_goes_on_over_a_line_end():
    (found,) = commands("gcloud run deploy a --set-env-vars=A=1,\\\nB=2 --cpu=1\n")
    word = found.words[4]
    assert str(word) == "--set-env-vars=A=1,B=2"
    assert [(piece.text, piece.line, piece.column) for piece in word.pieces] == [
        ("--set-env-vars=A=1,", 1, 21),
        ("B=2", 2, 1),
    ]


def test_assignments_before_a_command_are_not_its_words():
    assert lines("A=b C=d gcloud run deploy x") == ["gcloud run deploy x"]
    assert lines("A=b C=d\nE=f\ngcloud run deploy x$A") == ["gcloud run deploy xb"]


def test_redirections_are_not_words():
    assert lines("gcloud run deploy x >/dev/null 2>&1 --cpu=1 < /dev/null") == [
        "gcloud run deploy x --cpu=1"
    ]
    assert lines("gcloud run services replace - --region r <<EOF\nx\nEOF\n") == [
        "gcloud run services replace - --region r"
    ]
    assert lines("gcloud run services replace - <<EOF --region r\nx\nEOF\n") == [
        "gcloud run services replace - --region r"
    ]


def test_nothing_that_is_only_named_runs():
    script = """echo gcloud run deploy a
# gcloud run deploy b
cat <<EOF
gcloud run deploy c
EOF
X="gcloud run deploy d"
log_info gcloud run deploy e
command -v gcloud
"""
    assert lines(script) == []


def test_the_program_is_named_plainly():
    (found,) = commands("~/google-cloud-sdk/bin/gcloud run deploy x")
    assert str(found.words[0]) == "gcloud"
    assert (found.words[0].place.column, found.words[0].place.end_column) == (1, 30)


def test_a_broken_script_gives_what_can_be_read():
    assert "gcloud run deploy x --image=y" in lines("if [ a; then\ngcloud run deploy x --image=y\n")
