"""TOML and INI files: tables and keys are shown, and the values of the settings of packaging.

Which files a build takes, what it depends on and what it starts is what findings are about; all
other values are hidden.
"""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_TABLE = lazy_regex(r"\s*(\[{1,2})([\w.\-\"' ]{1,200})(\]{1,2})\s*(?:#|$)")
_KEY = lazy_regex(r"\s*+([\w.\-\"']{1,120}+)\s*+=")
_INNER = lazy_regex(r"[{,]\s*+([\w.\-]{1,60}+)\s*+=")
# A text that does not end is taken whole: to search on inside it would be quadratic.
_TEXT = lazy_regex(r"\"((?:[^\"\\]++|\\.)*+)(?P<open>$)?\"?|'([^']*)'|#.*")
_INI = lazy_regex(r"\s*+([\w.\-]{1,60}+)\s*+[=:]")
_SHOWN = frozenset(
    [
        "artifacts",
        "build-backend",
        "console_scripts",
        "dependencies",
        "dev-mode-dirs",
        "exclude",
        "exclude-package-data",
        "extras",
        "format",
        "force-include",
        "from",
        "include",
        "install_requires",
        "name",
        "namespace",
        "namespaces",
        "only-include",
        "optional-dependencies",
        "package",
        "package-data",
        "package-dir",
        "package_dir",
        "packages",
        "py-modules",
        "py_modules",
        "python",
        "python_requires",
        "requires",
        "requires-dist",
        "requires-python",
        "scripts",
        "sources",
        "to",
        "version",
        "where",
    ]
)
_SHOWN_TABLES = (
    "scripts",
    "gui-scripts",
    "dependencies",
    "package-dir",
    "package-data",
    "force-include",
    "sources",
)


def mark(source: Source) -> None:
    """Reveals tables, keys, and the values of the settings of packaging."""
    toml = source.path.lower().endswith((".toml", ".lock"))
    table = key = ""
    for number, line in enumerate(source.lines(), start=1):
        match = _TABLE.match(line)
        if match is not None:
            table, key = match[2], ""
            source.reveal(number, match.start(1) + 1, number, match.end(3) + 1)
            continue
        match = _KEY.match(line) if toml else _INI.match(line)
        start = 0
        if match is not None and (toml or not line[:1].isspace()):
            key = match[1].strip("\"'")
            source.reveal(number, match.start(1) + 1, number, match.end() + 1)
            start = match.end()
        if not toml:
            if key in _SHOWN and not line.lstrip().startswith(("#", ";")):
                source.reveal(number, start + 1, number, len(line) + 1)
            continue
        for inner in _INNER.finditer(line, start):
            source.reveal(number, inner.start(1) + 1, number, inner.end() + 1)
        if key in _SHOWN or table.rpartition(".")[2] in _SHOWN_TABLES:
            for text in _TEXT.finditer(line, start):
                group = 1 if text[1] is not None else 3
                if text[group] and text["open"] is None:
                    source.reveal(number, text.start(group) + 1, number, text.end(group) + 1)
