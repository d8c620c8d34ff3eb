"""Requirements: names, versions and options are shown, comments and values of options are not."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_REQUIREMENT = lazy_regex(
    r"\s*[A-Za-z0-9][\w.\-]{0,100}(?:\[[\w.,\- ]{0,100}\])?\s*(?:(?:[<>=!~]=?=?)\s*[\w.*+!]{1,60}\s*,?\s*){0,9}"
)
_OPTION = lazy_regex(r"\s*(--?[A-Za-z][\w\-]{0,60})(?:[= ]\s*([\w.\-/]{1,200}\.(?:txt|in))\s*$)?")


def mark(source: Source) -> None:
    """Reveals the requirements of a file."""
    for number, line in enumerate(source.lines(), start=1):
        match = _OPTION.match(line) or _REQUIREMENT.match(line)
        if match is not None:
            source.reveal(number, 1, number, match.end() + 1)
