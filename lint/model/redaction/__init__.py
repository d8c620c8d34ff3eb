"""What of code, scripts and settings is revealed: names, operators and keywords, no literals.

One module a language. Each gives a function that takes a `Source` and reveals what may be shown;
a language that is not known here reveals nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_BY_EXTENSION = {
    ".py": "python_code",
    ".pyi": "python_code",
    ".sh": "shell",
    ".bash": "shell",
    ".toml": "settings_file",
    ".lock": "settings_file",
    ".cfg": "settings_file",
    ".ini": "settings_file",
    ".txt": "requirements",
    ".in": "requirements",
}
_METADATA = ("METADATA", "PKG-INFO", "RECORD", "WHEEL", "entry_points.txt")


def mark_file(source: Source) -> None:
    """Reveals what may be shown of a file, by the language that its name says."""
    language = language_of(source.path)
    if language:
        import_module(f"lint.model.redaction.{language}").mark(source)


def language_of(path: str) -> str:
    """The module that knows a file's language, "" where none does."""
    name = path.replace("\\", "/").rpartition("/")[2]
    lower = name.lower()
    if name in _METADATA:
        return "metadata"
    if lower.endswith("ignore"):
        return "ignore_file"
    if "dockerfile" in lower or "containerfile" in lower:
        return "dockerfile"
    if lower == "procfile":
        return "shell"
    for extension, language in _BY_EXTENSION.items():
        if lower.endswith(extension):
            return language
    return ""
