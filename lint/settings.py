"""Settings: `lint.toml`, or the table `[tool.lint]` of `pyproject.toml`.

The nearest file counts, searched from the working directory upwards. Paths in it are relative
to it. The table of keys below is all there is: the JSON Schema is made from it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = "lint.toml"
_SHARED: dict[str, tuple[str, str]] = {
    "rules": ("strings", "rule sets: built-in ones by name, others by path"),
    "wheel": ("strings", "built wheels; globs are allowed"),
    "source": ("string", "the build context with its ignore files"),
    "builder": ("builder", "whose ignore rules decide what reaches the image"),
    "entrypoint": ("string", "MODULE[:ATTR] at which start-up begins"),
    "python": ("string", "the version of the image's Python, such as 3.12"),
    "lock": ("string", "the lock file, or requirements file, that the image is installed from"),
    "wheelhouse": ("string", "a folder with the wheels of the dependencies"),
    "values": ("table", "what placeholders stand for"),
}
KEYS: dict[str, tuple[str, str]] = {
    **_SHARED,
    "exclude": ("strings", "paths that are passed over, in the syntax of .gitignore"),
    "fail-on": ("threshold", "the least severity that makes the exit code 1"),
    "format": ("strings", "FORMAT[=FILE]"),
    "project": ("string", "the Google Cloud project, for --live"),
    "region": ("string", "the region, for --live"),
    "inventory": ("string", "a recorded inventory to check against"),
    "overrides": ("overrides", "settings for some paths only; the first that matches counts"),
}
OVERRIDE_KEYS: dict[str, tuple[str, str]] = {
    "paths": ("strings", "the manifests that are meant, in the syntax of .gitignore"),
    **_SHARED,
}
CHOICES = {
    "builder": ("docker", "kaniko", "gcloud"),
    "threshold": ("error", "warning", "info", "never"),
}


class SettingsError(Exception):
    """A settings file with mistakes: (line, column, message, help) of each."""

    def __init__(self, path: str, mistakes: list[tuple[int, int, str, str]]) -> None:
        super().__init__(f"{path}: {len(mistakes)} mistakes")
        self.path = path
        self.mistakes = mistakes


class Settings:
    """The settings in force: `values` by key, `path` of the file ("" when there is none)."""

    __slots__ = ("base", "path", "values")

    def __init__(self, path: str, values: dict[str, Any]) -> None:
        self.path = path
        self.base = os.path.dirname(os.path.abspath(path)) if path else os.getcwd()
        self.values = values

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        return self.values.get(key, default)

    def resolve(self, path: str) -> str:
        """A path of the settings file, relative to the working directory when that is shorter."""
        absolute = os.path.join(self.base, path)
        relative = os.path.relpath(absolute)
        return absolute if relative.startswith("..") else relative


def find_settings(start: str) -> Settings:
    """The settings that hold for a folder. Raises `SettingsError` and `OSError`."""
    folder = os.path.abspath(start)
    while True:
        candidate = os.path.join(folder, FILE)
        if os.path.isfile(candidate):
            return read_settings(os.path.relpath(candidate))
        candidate = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(candidate):
            with open(candidate, "rb") as stream:
                if b"tool.lint" in stream.read():
                    settings = read_settings(os.path.relpath(candidate))
                    if settings.path:
                        return settings
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return Settings("", {})
        folder = parent


def read_settings(path: str) -> Settings:
    """The settings of one file; of a `pyproject.toml`, those of its `[tool.lint]` table.

    Raises `SettingsError` with every mistake, and `OSError` when it cannot be read.
    """
    import tomllib

    with open(path, "rb") as stream:
        data = stream.read()
    try:
        text = data.decode("utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        raise SettingsError(path, [(1, 1, "the file is not UTF-8", "")]) from None
    except tomllib.TOMLDecodeError as error:
        line, column, message = _toml_error(str(error), text)
        raise SettingsError(path, [(line, column, f"not valid TOML: {message}", "")]) from None
    if os.path.basename(path) == "pyproject.toml":
        table = values.get("tool", {}).get("lint")
        if table is None:
            return Settings("", {})
        values = table
    mistakes = _mistakes(values, KEYS, text)
    if mistakes:
        raise SettingsError(path, sorted(mistakes))
    for key in ("rules", "wheel", "exclude", "format"):
        if isinstance(values.get(key), str):
            values[key] = [values[key]]
    return Settings(path, values)


def _toml_error(message: str, text: str) -> tuple[int, int, str]:
    import re

    match = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if match:
        short = message[: match.start()].strip()
        return int(match.group(1)), int(match.group(2)), short[:1].lower() + short[1:]
    return max(1, text.count("\n")), 1, message.partition(" (at end")[0].lower()


def _mistakes(
    values: dict[str, Any], keys: dict[str, tuple[str, str]], text: str
) -> list[tuple[int, int, str, str]]:
    from lint.support.nearest import did_you_mean

    mistakes: list[tuple[int, int, str, str]] = []
    for key, value in values.items():
        line, column = _where(key, text)
        if key not in keys:
            mistakes.append((line, column, f"unknown setting `{key}`", did_you_mean(key, keys)))
            continue
        kind = keys[key][0]
        if kind == "overrides":
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                mistakes.append((line, column, "`overrides` is a list of tables", ""))
                continue
            for item in value:
                mistakes.extend(_mistakes(item, OVERRIDE_KEYS, text))
                if "paths" not in item:
                    message = "`paths` is missing in one of `overrides`"
                    mistakes.append((line, column, message, "Add `paths`."))
        elif not _fits(kind, value):
            help = ""
            if kind in CHOICES and isinstance(value, str):
                help = did_you_mean(value, CHOICES[kind])
            expected = _EXPECTED.get(kind) or "one of " + ", ".join(CHOICES[kind])
            mistakes.append((line, column, f"`{key}` must be {expected}", help))
    return mistakes


_EXPECTED = {
    "string": "a string",
    "strings": "a string or a list of strings",
    "table": "a table of strings",
}


def _fits(kind: str, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "strings":
        items = value if isinstance(value, list) else [value]
        return all(isinstance(item, str) for item in items)
    if kind == "table":
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return value in CHOICES[kind]


def _where(key: str, text: str) -> tuple[int, int]:
    """The place of a key in TOML text; tomllib keeps none. The first line that fits."""
    import re

    pattern = re.compile(rf"^\s*(?:\[+[\w.\-]*?)?(?<![\w\-])[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    for number, line in enumerate(text.split("\n"), start=1):
        match = pattern.search(line)
        if match:
            return number, line.index(key) + 1
    return 1, 1


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of a settings file."""
    types: dict[str, Any] = {
        "string": {"type": "string"},
        "strings": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "table": {"type": "object", "additionalProperties": {"type": "string"}},
        **{kind: {"enum": list(choices)} for kind, choices in CHOICES.items()},
    }

    def table(keys: dict[str, tuple[str, str]], required: list[str]) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "required": required,
            "properties": {
                key: {**types[kind], "description": text}
                for key, (kind, text) in keys.items()
                if kind != "overrides"
            },
        }

    schema = table(KEYS, [])
    schema["properties"]["overrides"] = {
        "type": "array",
        "items": table(OVERRIDE_KEYS, ["paths"]),
        "description": KEYS["overrides"][1],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of cloudrun-lint (lint.toml, or [tool.lint] in pyproject.toml)",
        **{key: value for key, value in schema.items() if key != "required"},
    }
