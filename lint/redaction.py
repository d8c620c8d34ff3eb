"""Marks what looks like a value or a credential in a text whose structure is not known."""

from __future__ import annotations

from lint.pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.source import Source

_VALUE_LINE = lazy_pattern(
    r"^(\s*(?:-\s+)?[\"']?value[\"']?\s*:\s*)(\S.*)$|(value[\"']?\s*:\s*)([^,}\s]+)"
)
URL_PASSWORD = lazy_pattern(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)")
PRIVATE_KEY = lazy_pattern(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def redact_lines(source: Source) -> None:
    """Marks the values of env vars and the credentials in a text, as far as lines show them."""
    for number, line in enumerate(source.lines(), start=1):
        for match in _VALUE_LINE.finditer(line):
            group = 2 if match.group(2) is not None else 4
            source.redact(number, match.start(group) + 1, number, match.end(group) + 1)
        for match in URL_PASSWORD.finditer(line):
            source.redact(number, match.start() + 1, number, match.end() + 1)
        if PRIVATE_KEY.search(line):
            source.redact(number, 1, number, len(line) + 1)
