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


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
