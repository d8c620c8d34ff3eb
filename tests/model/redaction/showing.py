"""What a report shows of a file, and files in which the hidden parts are marked: `TOKEN=«abc»`."""

from __future__ import annotations

import re

from lint.model.redaction import mark_file
from lint.model.source import Source
from lint.model.text import redacted


def shown(path: str, text: str) -> str:
    """All lines of a file as reports show them."""
    source = Source(path, text)
    mark_file(source)
    return "\n".join(source.line(number + 1) for number in range(len(source.lines())))


def assert_hidden(path: str, marked: str) -> None:
    """Asserts that exactly the marked parts of a text are replaced, each as a whole."""
    text = marked.replace("«", "").replace("»", "")
    visible = shown(path, text)
    expected = re.sub("«(.*?)»", lambda part: redacted(part[1]), marked)
    assert visible == expected, f"shown:\n{visible}\nexpected:\n{expected}"
