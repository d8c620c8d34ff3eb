"""The files of a wheel's `.dist-info`: what installers read is shown, descriptions are not."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_HEADER = lazy_regex(r"([A-Za-z][A-Za-z\-]{1,40}):[ \t]*")
_SHOWN = frozenset(
    [
        "build",
        "generator",
        "metadata-version",
        "name",
        "provides-extra",
        "requires-dist",
        "requires-python",
        "root-is-purelib",
        "tag",
        "version",
        "wheel-version",
    ]
)


def mark(source: Source) -> None:
    """Reveals the fields that installers read, the paths of RECORD, and the entry points."""
    name = source.path.rpartition("/")[2]
    if name == "RECORD":
        for number, line in enumerate(source.lines(), start=1):
            source.reveal(number, 1, number, len(line) + 1)
        return
    if name == "entry_points.txt":
        from lint.model.redaction import settings_file

        settings_file.mark(source)
        for number, line in enumerate(source.lines(), start=1):
            if not line.lstrip().startswith(("#", ";")):
                source.reveal(number, 1, number, len(line) + 1)
        return
    for number, line in enumerate(source.lines(), start=1):
        if not line.strip():
            return  # what follows is the description
        match = _HEADER.match(line)
        if match is not None:
            source.reveal(number, 1, number, match.end(1) + 2)
            if match[1].lower() in _SHOWN:
                source.reveal(number, 1, number, len(line) + 1)
