"""lint.deploy.bash.quoting: quotes that do something else than was meant."""

import pytest

from tests.deploy.bash.scripts import commands, faults, repaired


def kinds(script):
    return [(kind, line, column) for kind, line, column, _ in faults(script)]


def test_quotes_in_a_variable():
    script = "F=\"--image=y --set-env-vars='A=hunter2'\"\n"
    ((kind, line, column, message),) = faults(script + "gcloud run deploy x $F\n")
    assert (kind, line, column) == ("quotes-in-variable", 1, 14)
    assert "hunter2" not in message
    assert kinds(script + "eval gcloud run deploy x $F\n") == []
    assert kinds(script + 'gcloud run deploy x "$F"\n') == []
    assert kinds("F='--set-env-vars=A={\"b\":1}'\ngcloud run deploy x $F\n") == []


def test_a_variable_in_single_quotes():
    assert kinds("gcloud run deploy x --image='gcr.io/$P/x'\n") == [
        ("single-quoted-variable", 1, 37)
    ]
    assert kinds("gcloud run deploy x --region '${R}'\n") == [("single-quoted-variable", 1, 31)]
    assert kinds("gcloud run deploy x --args='$PORT' --image=\"$I\"'/x'\n") == []
    assert kinds("docker build -t '$X' .\n") == []


def test_typographic_characters():
    assert kinds("gcloud run deploy x –image y\n") == [("typographic-character", 1, 21)]
    assert kinds("gcloud run deploy x --args=“a”\n") == [("typographic-character", 1, 28)]
    for space in ("\u00a0", "\u202f"):
        script = f"gcloud run deploy x{space}--image a\n"
        assert kinds(script) == [("typographic-character", 1, 20)]
        assert repaired(script) == "gcloud run deploy x --image a\n"
        assert kinds(f"gcloud run deploy x '--args=a{space}--b' c{space}d\n") == []
    assert kinds("gcloud run deploy x --description='a – b’s'\n") == []


@pytest.mark.parametrize(
    "word",
    ['"Say “hi”"', "'Say “hi”'", '"a=“b”"', "'“a”'", '"—a"', "a,'“b”'"],
)
def test_typographic_characters_between_real_quotes_are_text(word):
    assert kinds(f"gcloud run deploy x --description={word}\n") == []
    assert kinds(f"gcloud run deploy x --description {word}\n") == []
    assert kinds(f'D={word}\ngcloud run deploy x --description="$D"\n') == []


def test_an_assignment_with_blanks():
    assert kinds("IMAGE = x\ngcloud run deploy a --image=$IMAGE\n") == [("spaced-assignment", 1, 1)]
    assert kinds("IMAGE = x\ngcloud run deploy a\n") == []
    assert kinds("[ $IMAGE = x ]\ngcloud run deploy a --image=$IMAGE\n") == []


def test_a_line_is_shown_without_its_values():
    (found,) = commands("gcloud run deploy x –image hunter2 --set-env-vars=A=hunter2 # b\n")
    source = found.words[0].source
    assert "hunter2" not in source.line(1)
    assert source.line(1).startswith("gcloud run deploy")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            "gcloud run deploy a --image='b/$C/d'\n",
            'gcloud run deploy a --image="b/$C/d"\n',
        ),
        ("gcloud run deploy a --image='b/$C/\"d'\n", None),
        ("gcloud run deploy a –cpu=1\n", "gcloud run deploy a --cpu=1\n"),
        ("gcloud run deploy a --image=“b”\n", 'gcloud run deploy a --image="b"\n'),
        ("gcloud run deploy a --image=‘b’\n", "gcloud run deploy a --image='b'\n"),
        # Between straight quotes this would be something else.
        ("gcloud run deploy a --image=‘$B’\n", None),
        ("gcloud run deploy a --image=“b\\”\n", None),
        ("gcloud run deploy a --image=“b' “ 'c”\n", None),
        ("gcloud run deploy a --image=“b”“c”\n", None),
        # A comparison, and an assignment of which nothing is known.
        ("if IMAGE = b; then\n  gcloud run deploy a --image=$IMAGE\nfi\n", None),
        ("IMAGE = b || gcloud run deploy a --image=$IMAGE\n", None),
        ("gcloud run deploy a --image=“b\n", None),
        ("A = b\ngcloud run deploy a --image=$A\n", "A=b\ngcloud run deploy a --image=$A\n"),
        ('A ="b c"\ngcloud run deploy a --image=$A\n', 'A="b c"\ngcloud run deploy a --image=$A\n'),
        ("A = b c\ngcloud run deploy a --image=$A\n", None),
    ],
)
def test_quotes_and_assignments_become_what_is_meant(script, expected):
    assert repaired(script) == expected
