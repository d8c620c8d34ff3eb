"""The encoding of a requirements file."""

from __future__ import annotations

import pytest

from lint.image.packaging.requirements_text import requirements_text


@pytest.mark.parametrize(
    "data",
    [
        b"flask\n",
        b"\xef\xbb\xbfflask\n",
        b"\xff\xfe" + "flask\n".encode("utf-16-le"),
        b"\xfe\xff" + "flask\n".encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + "flask\n".encode("utf-32-le"),
        b"\x00\x00\xfe\xff" + "flask\n".encode("utf-32-be"),
    ],
)
def test_the_mark_decides(data: bytes) -> None:
    assert requirements_text(data) == "flask\n"


def test_what_is_no_text() -> None:
    assert requirements_text(b"fl\xffask") == "fl\ufffdask"
    assert requirements_text(b"\xff\xfef") == "\ufffd"
