r"""lint.deploy.bash.continuation: a `\` that is none, or is missing."""

import pytest

from tests.deploy.bash.scripts import faults, lines

GOOD = "gcloud run deploy x \\\n  --image=y \\\n  --port=1\n"


@pytest.mark.parametrize(
    "script",
    [
        GOOD,
        "gcloud run deploy x\\\n --image=y\n",
        "gcloud run deploy x\nls --color\n",
        "gcloud run deploy x; --y\n",
        'A=(\n  --x # why\n  --y\n)\ngcloud run deploy x "${A[@]}"\n',
        "gcloud run deploy 'x \\ \n y'\n",
        "gcloud run services replace - <<EOF\n--x\nEOF\n--flag\n",
        "ls a\n  --x\n",
        "URL=$(gcloud run deploy x \\\n  --image=y)\n",
        "gcloud run deploy x --y=a\\ b \\\n  --z\n",
    ],
)
def test_what_is_right(script):
    assert faults(script) == []


def test_a_blank_behind_the_backslash():
    script = GOOD.replace("x \\", "x \\ ")
    assert faults(script) == [
        (
            "broken-continuation",
            1,
            21,
            "a blank follows the `\\`, so the command ends in this line; "
            "`--image`, `--port` are lost",
        )
    ]
    assert lines(script) == ["gcloud run deploy x"]


def test_a_blank_behind_a_backslash_that_touches_a_word():
    script = "gcloud run deploy x\\ \n  y\n"
    assert faults(script) == [
        ("broken-continuation", 1, 20, "a blank follows the `\\`, so the command ends in this line")
    ]
    assert lines(script) == ["gcloud run deploy x"]


def test_a_comment_behind_the_backslash():
    ((kind, line, column, message),) = faults("gcloud run deploy x \\  # why\n  --port=1\n")
    assert (kind, line, column) == ("comment-in-command", 1, 21)
    assert message.endswith("; `--port` is lost")


def test_a_comment_between_the_lines():
    ((kind, line, column, message),) = faults(
        "gcloud run deploy x \\\n  # --cpu=2 \\\n  --port=1\n"
    )
    assert (kind, line, column) == ("comment-in-command", 2, 3)
    assert message == "the comment ends the command; `--port` is lost"


def test_a_comment_that_takes_the_backslash():
    ((kind, line, column, _),) = faults("gcloud run deploy x # why \\\n  --port=1\n")
    assert (kind, line, column) == ("comment-in-command", 1, 21)


def test_no_backslash():
    assert faults("gcloud run deploy x --image=y\n  --port=1 \\\n  -q\n") == [
        (
            "missing-continuation",
            2,
            3,
            "the command ended before this line; `--port`, `-q` are lost",
        )
    ]
    assert faults("docker build .\n  -t x\n")[0][:3] == ("missing-continuation", 2, 3)


def test_an_empty_line():
    ((kind, line, column, message),) = faults("gcloud run deploy x \\\n\n  --port=1\n")
    assert (kind, line, column) == ("missing-continuation", 3, 3)
    assert message == "the empty line above ends the command; `--port` is lost"


def test_a_backslash_within_the_line():
    script = "gcloud run deploy x \\ --port=1\n"
    assert faults(script)[0][:3] == ("backslash-in-line", 1, 21)
    assert lines(script) == ["gcloud run deploy x --port=1"]


def test_no_part_of_a_value_is_shown():
    ((_, _, _, message),) = faults(
        "gcloud run deploy x\n  --set-env-vars \"A=a -hunter2 --hunter2\" --port=1 -hunter2 'b \\\n--z'\n"
    )
    assert message == "the command ended before this line; `--set-env-vars`, `--port` are lost"
    assert faults("gcloud run deploy x\n  -hunter2\n") == []
