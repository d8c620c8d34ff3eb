"""Text from files made fit for terminals and logs."""

from __future__ import annotations

import re

# Control characters, the marks with which Unicode text can be made to look like other text
# (direction, width zero, line and paragraph ends, tags), and what is no character at all.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    r"""The text on one line, with control and direction characters escaped (`\x1b`, `\u202e`)."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
