"""The encoding of a requirements file.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#encoding.
"""

from __future__ import annotations

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def requirements_text(data: bytes) -> str:
    """The text of a requirements file, which PowerShell may have saved in UTF-16: pip goes by the mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")
