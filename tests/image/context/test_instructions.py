"""Instructions, with heredocs, continuations and escapes, as BuildKit's parser reads them."""

from __future__ import annotations

import pytest

from lint.image.context.instructions import find_word, parse_instructions, split_words


def test_instructions() -> None:
    text = (
        "# syntax=docker/dockerfile:1\n# escape=`\nFROM a AS b\n\nRUN one `\n  # comment\n\n  two\n"
        "copy\tx y\nRUN <<EOF\nCOPY no no\nEOF\nRUN cat <<-A <<'B'\nFROM no\n\tA\nFROM no\nB\nCMD x\n"
    )
    found = [(i.line, i.end_line, i.name, i.rest.split()) for i in parse_instructions(text)]
    assert found == [
        (3, 3, "FROM", ["a", "AS", "b"]),
        (5, 8, "RUN", ["one", "two"]),
        (9, 9, "COPY", ["x", "y"]),
        (10, 10, "RUN", ["<<EOF"]),
        (13, 13, "RUN", ["cat", "<<-A", "<<'B'"]),
        (18, 18, "CMD", ["x"]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what github.com/moby/buildkit's own parser gives for these
        ("RUN a\\\nb", [("RUN", "ab")]),
        ("RUN a \\\n  b", [("RUN", "a   b")]),
        ("RUN a \\  \nb", [("RUN", "a b")]),
        ("RUN a \\\\\nRUN b", [("RUN", "a \\\\"), ("RUN", "b")]),
        ("RUN a \\\n\n# c\nb", [("RUN", "a b")]),
        ("RUN a \\", [("RUN", "a")]),
        ("  run a", [("RUN", "a")]),
        ("\ufeffFROM a", [("FROM", "a")]),
        ("FROM a\r\nRUN b \\\r\n c\r\n", [("FROM", "a"), ("RUN", "b  c")]),
        ("FROM a # b", [("FROM", "a # b")]),
        ("RUN echo '<<EOF x'\nRUN b", [("RUN", "echo '<<EOF x'"), ("RUN", "b")]),
        ("RUN echo $((1<<2))\nRUN b", [("RUN", "echo $((1<<2))"), ("RUN", "b")]),
        ("RUN <<'E F'\nFROM x\nE F\nRUN b", [("RUN", "<<'E F'"), ("RUN", "b")]),
        ("ENV A=<<EOF\nRUN b", [("ENV", "A=<<EOF"), ("RUN", "b")]),
        ("# a comment\n# escape=`\nRUN a `\nRUN b", [("RUN", "a `"), ("RUN", "b")]),
        ("# escape=`\nRUN a `\nb", [("RUN", "a b")]),
        ("# check=skip=all\n# ESCAPE = `\nRUN a `\nb", [("RUN", "a b")]),
    ],
)
def test_what_buildkit_reads(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(i.name, i.rest.rstrip()) for i in parse_instructions(text)]
    assert found == expected


def test_against_buildkits_parser() -> None:
    dockerfile = pytest.importorskip("dockerfile")
    text = "FROM a\n# escape=`\nRUN a \\\n b\\\\\nCOPY <<E /x\nFROM b\nE\nADD a \\ \n#c\n\n b\n"
    theirs = [(c.cmd.upper(), c.start_line) for c in dockerfile.parse_string(text)]
    assert [(i.name, i.line) for i in parse_instructions(text)] == theirs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a  b", ["a", "b"]),
        ('A=\'x y\' B="z \\" w" C=a\\ b', ["A='x y'", 'B="z \\" w"', "C=a\\ b"]),
        ("a 'b c", ["a", "'b c"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_place_of_a_word() -> None:
    text = 'FROM a\nCOPY app.py \\\n  app ["x",\\\n "y z"] \\\n  ./\n'
    instruction = parse_instructions(text)[1]
    lines = text.split("\n")
    assert find_word(lines, instruction, "app") == (3, 3)
    assert find_word(lines, instruction, "app.py") == (2, 6)
    assert find_word(lines, instruction, "y z") == (4, 3)
    assert find_word(lines, instruction, "gone") == (2, 1)
