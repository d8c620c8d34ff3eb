"""Instructions, with heredocs, continuations and escapes."""

from __future__ import annotations

from lint.image.context.dockerfile import parse_instructions


def test_instructions() -> None:
    text = (
        "# syntax=docker/dockerfile:1\n# escape=`\nFROM a AS b\n\nRUN one `\n  # comment\n\n  two\n"
        "copy\tx y\nRUN <<EOF\nCOPY no no\nEOF\nRUN cat <<-A <<'B'\nFROM no\n\tA\nFROM no\nB\nCMD x\n"
    )
    found = [(i.line, i.name, i.rest) for i in parse_instructions(text)]
    assert found == [
        (3, "FROM", "a AS b"),
        (5, "RUN", "one two"),
        (9, "COPY", "x y"),
        (10, "RUN", "<<EOF"),
        (13, "RUN", "cat <<-A <<'B'"),
        (18, "CMD", "x"),
    ]
