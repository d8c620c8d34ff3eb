"""Marks what looks like a value or a credential in a text whose structure is not known."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_VALUE_LINE = lazy_regex(
    r"^(\s*(?:-\s+)?[\"']?value[\"']?\s*:\s*)(\S.*)$|(value[\"']?\s*:\s*)([^,}\s]+)"
)
URL_PASSWORD = lazy_regex(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)")
PRIVATE_KEY = lazy_regex(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


_LITERAL = lazy_regex(r"(['\"])((?:\\.|(?!\1).)*)(?:\1|$)")
_TELLING_CALL = lazy_regex(
    r"(?:environ\s*\[|\b(?:getenv|get|pop|setdefault|import_module|__import__|config|env|str|int|bool)\s*\()\s*$"
)
_SETTING = lazy_regex(r"(?<![-\w])[A-Za-z_]\w*=(\"(?:\\.|[^\"\\])*\"|'[^']*'|[^\s\"',\]]+)")
_SECRET_OPTION = lazy_regex(
    r"(?i)(?<![\w-])-(?=[\w-]*?(?:pass|token|secret|key|credential))[\w-]++"
    r"(?:=|\s++|\"\s*+,\s*+\")([^\s\"',\]]++)"
)


def redact_literals(source: Source) -> None:
    """Marks the string literals of Python code, but for those that name a variable or a module."""
    for number, line in enumerate(source.lines(), start=1):
        for match in _LITERAL.finditer(line):
            if match.group(2) and not _TELLING_CALL.search(line, 0, match.start()):
                source.redact(number, match.start(2) + 1, number, match.end(2) + 1)


def redact_settings(source: Source) -> None:
    """Marks the values that a Dockerfile gives to variables and to options that name secrets."""
    for number, line in enumerate(source.lines(), start=1):
        for pattern in (_SETTING, _SECRET_OPTION):
            for match in pattern.finditer(line):
                source.redact(number, match.start(1) + 1, number, match.end(1) + 1)


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
