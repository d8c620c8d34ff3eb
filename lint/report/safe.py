"""Text from files made fit for terminals and logs."""

from __future__ import annotations


def safe(text: str) -> str:
    r"""The text on one line, with what cannot be seen escaped (`\x1b`, `\u202e`).

    Unicode's own notion of printable serves: control characters, marks that change the direction
    of text or have no width, line and paragraph ends, and spaces other than the ordinary one
    are not.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else _escape(ord(character)) for character in text
    )


def without_commands(text: str) -> str:
    r"""Lines without what a workflow runner takes for a command: `::` at a line's head, `##[`.

    The first character is escaped (`\x3a:error::`), so that the text can still be read.
    """
    if "::" not in text and "##[" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip()
        while bare.startswith("\x1b[") and "m" in bare:  # a color of ours
            bare = bare[bare.index("m") + 1 :].lstrip()
        if bare.startswith("::"):
            line = f"{line[: len(line) - len(bare)]}\\x3a{bare[1:]}"
        lines.append(line.replace("##[", "\\x23#["))
    return "\n".join(lines)


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
