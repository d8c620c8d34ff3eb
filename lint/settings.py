"""Settings: `lint.toml`, or the table `[tool.lint]` of `pyproject.toml`.

The nearest file above a manifest counts (see `SettingsTree`). Paths in it are relative to it. The
table of keys below is all there is: the JSON Schema is made from it.

A settings file may be a stranger's. It names no file to write to, and every path in it must lead,
links followed, to a place in its repository.
"""

from __future__ import annotations

import os

from lint.errors import UsageError, os_reason
from lint.model.findings import SEVERITIES
from lint.model.options import BUILDERS, THRESHOLDS
from lint.support.confinement import is_inside, leads_out, root_around
from lint.support.files import read_regular
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

FILE = "lint.toml"
_SHARED: dict[str, tuple[str, str]] = {
    "rules": (
        "strings",
        "rule sets: built-in ones by name, others by path, of an installed package "
        "(pkg:PACKAGE/FILE.yaml), or of a git repository "
        "(git+https://HOST/PATH@COMMIT#FILE.yaml sha256:DIGEST)",
    ),
    "wheel": ("strings", "built wheels, folders of wheels, and patterns such as dist/*.whl"),
    "source": ("string", "the build context with its ignore files"),
    "image": (
        "string",
        "a saved image: the file of docker save or podman save (also with gzip), or an OCI layout",
    ),
    "dockerfile": ("string", "the Dockerfile, when it is not in the build context"),
    "container": ("string", "the container that runs the code"),
    "builder": ("builder", "whose ignore rules decide what reaches the image"),
    "entrypoint": ("string", "MODULE[:ATTR] at which start-up begins"),
    "python": ("string", "the version of the image's Python, such as 3.12"),
    "lock": ("string", "the lock file, or requirements file, that the image is installed from"),
    "wheelhouse": ("string", "a folder with the wheels of the dependencies"),
    "values": ("table", "the values of placeholders"),
    "severities": (
        "severities",
        "other severities of rules, by id, name or prefix; off switches a rule off",
    ),
}
KEYS: dict[str, tuple[str, str]] = {
    **_SHARED,
    "exclude": ("strings", "paths that are passed over, in the syntax of .gitignore"),
    "fail-on": ("threshold", "the least severity that makes the exit code 1"),
    "info": ("boolean", "whether the text report shows each info finding"),
    "strict": ("boolean", "whether a rule that cannot run makes the exit code 2"),
    "baseline": ("string", "a file of known findings, which do not count"),
    "format": (
        "formats",
        "the format of the report; only the command line names files for reports",
    ),
    "project": ("string", "the Google Cloud project, for --live"),
    "region": ("string", "the region, for --live"),
    "inventory": ("string", "a recorded inventory to check against"),
    "policies": ("strings", "files and folders of organisation policies and custom constraints"),
    "overrides": ("overrides", "settings for some paths only; the first that matches counts"),
}
OVERRIDE_KEYS: dict[str, tuple[str, str]] = {
    "paths": ("strings", "the manifests that the override applies to, in the syntax of .gitignore"),
    **_SHARED,
}
_FORMAT = "^[^=]*(=-)?$"
OFF = "off"
"""What switches a rule off in `severities`."""
CHOICES: dict[str, tuple[str, ...]] = {
    "builder": BUILDERS,
    "threshold": THRESHOLDS,
    "severity": (*SEVERITIES, OFF),
}
_PATTERNS = ("exclude", "paths")
_PATHS = (
    "rules",
    "wheel",
    "source",
    "image",
    "dockerfile",
    "lock",
    "wheelhouse",
    "inventory",
    "baseline",
    "policies",
)
OPTIONS = {"policies": "policy"}
"""The options that are not called as their settings."""
MAX_BYTES = 1 << 20
"""The largest settings file, which may be a `pyproject.toml`, that is read."""


class SettingsError(UsageError):
    """A settings file with mistakes: (line, column, message, help) of each."""

    def __init__(self, path: str, mistakes: list[tuple[int, int, str, str]]) -> None:
        lines = [
            f"{path}:{line}:{column}: {message}" + (f"\n  help: {help}" if help else "")
            for line, column, message, help in mistakes
        ]
        super().__init__("the settings are broken\n" + "\n".join(lines))
        self.path = path
        self.mistakes = mistakes


class Settings:
    """The settings in force: `values` by key, `path` of the file ("" when there is none).

    `base` is the folder that paths are relative to, `root` the one that they may not lead out of.
    `text` and `table` (the keys that lead to the settings in it) are for the places of mistakes.
    """

    __slots__ = ("base", "path", "root", "table", "text", "values")

    def __init__(
        self,
        path: str,
        values: dict[str, Any],
        text: str = "",
        table: tuple[str | int, ...] = (),
    ) -> None:
        self.path = path
        self.base = os.path.dirname(os.path.abspath(path)) if path else os.getcwd()
        self.root = root_around(path) if path else self.base
        self.values = values
        self.text = text
        self.table = table

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        return self.values.get(key, default)

    def resolve(self, key: str, path: str, override: int = -1) -> str:
        """A path that `key` has, relative to the working directory when that is shorter.

        `override` is the number of the override that states it. Of a glob pattern, it is the
        folder of its files. Raises `SettingsError` for a path that leads out of the
        repository.
        """
        absolute = os.path.join(self.base, path)
        fixed, _, pattern = _folder_of_pattern(absolute) if key == "wheel" else (absolute, "", "")
        if not is_inside(fixed, self.root) or os.pardir in pattern.split(os.sep):
            raise self.outside(key, path, override)
        relative = os.path.relpath(absolute)
        return absolute if relative.startswith("..") else relative

    def outside(self, key: str, path: str, override: int = -1) -> SettingsError:
        """The error that a path leads out of the repository."""
        inside = ("overrides", override) if override >= 0 else ()
        from lint.support.toml_locations import find_key

        line, column = find_key(self.text, (*self.table, *inside, key))
        option = OPTIONS.get(key, key)
        help = f"Name a path in the repository, or give it on the command line: --{option} PATH"
        message = f"`{key}` leads out of the repository: {path}"
        return SettingsError(self.path, [(line, column, message, help)])


def _folder_of_pattern(path: str) -> tuple[str, str, str]:
    """A path before its first part with a wildcard, and what comes from there on."""
    parts = path.split(os.sep)
    first = next((n for n, part in enumerate(parts) if any(c in part for c in "*?[")), len(parts))
    return os.sep.join(parts[:first]) or os.sep, os.sep, os.sep.join(parts[first:])


NO_SETTINGS = Settings("", {})
"""What counts where there is no settings file."""


class SettingsTree:
    """The settings of each file: those of the nearest settings file above it.

    The search goes from the folder of the file up to the root of its repository (the folder with
    `.git`). Outside a repository it goes up to the working directory, and for a file that is not
    below the working directory it does not leave the file's folder: settings of a stranger must
    not decide. With `file` (`--settings`) that file counts for everything, and `isolated` says that
    none counts.

    All methods raise `UsageError` for a settings file that is broken or cannot be read.
    """

    def __init__(self, file: str = "", *, isolated: bool = False) -> None:
        self._stated = read_settings(file) if file else None
        if self._stated is NO_SETTINGS:
            raise UsageError(f"{file} has no table [tool.lint]")
        if isolated:
            self._stated = NO_SETTINGS
        self._found: dict[str, Settings] = {}

    def of_file(self, path: str) -> Settings:
        """The settings of a file, which need not exist."""
        return self.of_folder(os.path.dirname(path))

    def of_folder(self, folder: str) -> Settings:
        """The settings of the files in a folder; "" is the working directory."""
        if self._stated is not None:
            return self._stated
        found = self._found.get(folder)
        if found is None:
            absolute = os.path.abspath(folder)
            found = self._found[folder] = self._search(absolute, _top(absolute))
        return found

    def of_run(self, paths: Iterable[str]) -> Settings:
        """The settings of the deepest folder that contains all the paths, whatever their order.

        They decide what a run has once: its reports, its project, its inventory. `-` is in the
        working directory.
        """
        folders = set()
        for path in paths:
            folder = "" if path == "-" else path if os.path.isdir(path) else os.path.dirname(path)
            folders.add(os.path.abspath(folder))
        try:
            return self.of_folder(os.path.commonpath(folders) if folders else "")
        except ValueError:  # drives of Windows have no folder in common
            return self.of_folder("")

    def _search(self, folder: str, top: str) -> Settings:
        found = self._found.get(folder) or _settings_in(folder)
        if found is None:
            at_top = folder == top or folder == os.path.dirname(folder)
            found = NO_SETTINGS if at_top else self._search(os.path.dirname(folder), top)
        self._found[folder] = found
        return found


def _top(folder: str) -> str:
    """The last folder in which settings for the files of `folder` are looked for."""
    root = repository_root(folder)
    if root is not None:
        return root
    here = os.getcwd()
    return here if folder.startswith(os.path.join(here, "")) else folder


_MARKS = (b"tool.lint", b"[tool]")
"""A `pyproject.toml` without any of these has no settings, and is not parsed."""


def _settings_in(folder: str) -> Settings | None:
    """The settings file of a folder itself, `lint.toml` before `pyproject.toml`."""
    for name, marks in ((FILE, ()), ("pyproject.toml", _MARKS)):
        candidate = os.path.join(folder, name)
        if os.path.isfile(candidate):
            path = os.path.relpath(candidate)
            if leads_out(candidate):
                if marks:
                    continue  # a file of another tool, which may be wherever that likes
                raise UsageError(
                    f"the settings {path} are a link out of the repository; "
                    "name the file that it leads to with --settings"
                )
            settings = read_settings(path, marks)
            if settings.path:
                return settings
    return None


def read_settings(path: str, marks: tuple[bytes, ...] = ()) -> Settings:
    """The settings of one file; of a `pyproject.toml`, those of its `[tool.lint]` table.

    Of a file that holds none of the `marks`, `NO_SETTINGS`. Raises `SettingsError` with every
    mistake, and `UsageError` when the file cannot be read.
    """
    try:
        data = read_regular(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the settings {path}: {os_reason(error)}") from None
    if marks and not any(mark in data for mark in marks):
        return NO_SETTINGS
    return _parsed(path, data)


def _parsed(path: str, data: bytes) -> Settings:
    from lint.support.toml import TomlError, load_toml

    try:
        text = data.decode("utf-8")
        values = load_toml(text)
    except UnicodeDecodeError:
        raise SettingsError(path, [(1, 1, "the file is not UTF-8", "")]) from None
    except TomlError as error:
        line, column, message = _toml_error(str(error), text)
        raise SettingsError(path, [(line, column, f"not valid TOML: {message}", "")]) from None
    table: tuple[str | int, ...] = ()
    if os.path.basename(path) == "pyproject.toml":
        table = ("tool", "lint")
        tool = values.get("tool", {})
        found = tool.get("lint") if isinstance(tool, dict) else None
        if found is None:
            return NO_SETTINGS
        if not isinstance(found, dict):
            from lint.support.toml_locations import find_key

            line, column = find_key(text, table)
            raise SettingsError(path, [(line, column, "`tool.lint` must be a table", "")])
        values = found
    mistakes = _mistakes(values, KEYS, text, table)
    if mistakes:
        raise SettingsError(path, sorted(mistakes))
    for key in ("rules", "wheel", "exclude", "format", "policies"):
        if isinstance(values.get(key), str):
            values[key] = [values[key]]
    return Settings(path, values, text, table)


def _toml_error(message: str, text: str) -> tuple[int, int, str]:
    import re

    match = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if match:
        short = message[: match.start()].strip()
        return int(match.group(1)), int(match.group(2)), short[:1].lower() + short[1:]
    return max(1, text.count("\n")), 1, message.partition(" (at end")[0].lower()


def _mistakes(
    values: dict[str, Any],
    keys: dict[str, tuple[str, str]],
    text: str,
    inside: tuple[str | int, ...],
) -> list[tuple[int, int, str, str]]:
    from lint.support.nearest import did_you_mean
    from lint.support.toml_locations import find_key

    mistakes: list[tuple[int, int, str, str]] = []

    def report(key: str, message: str, help: str = "") -> None:
        # Only here: finding a place takes a look at the whole text.
        mistakes.append((*find_key(text, (*inside, key)), message, help))

    for key, value in values.items():
        if len(mistakes) >= _MOST_MISTAKES:
            report(key, "there are more mistakes, which are not shown")
            break
        if key not in keys:
            report(key, f"unknown setting `{key}`", did_you_mean(key, keys))
            continue
        kind = keys[key][0]
        if kind == "overrides":
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                report(key, "`overrides` is a list of tables")
                continue
            for number, item in enumerate(value):
                place = (*inside, key, number)
                mistakes.extend(_mistakes(item, OVERRIDE_KEYS, text, place))
                if "paths" not in item:
                    message = "`paths` is missing in one of `overrides`"
                    mistakes.append((*find_key(text, place), message, "Add `paths`."))
                if len(mistakes) >= _MOST_MISTAKES:
                    break
        elif kind == "severities" and isinstance(value, dict):
            for rule, severity in value.items():
                if not _fits("severity", severity):
                    hint = did_you_mean(str(severity), CHOICES["severity"])
                    if severity is False:
                        hint = f'Write {rule} = "{OFF}".'
                    choices = ", ".join(CHOICES["severity"])
                    message = f"`{rule}` in `{key}` must be one of {choices}"
                    mistakes.append((*find_key(text, (*inside, key, rule)), message, hint))
        elif not _fits(kind, value):
            help = ""
            if kind in CHOICES and isinstance(value, str):
                help = did_you_mean(value, CHOICES[kind])
            expected = _EXPECTED.get(kind) or "one of " + ", ".join(CHOICES[kind])
            report(key, f"`{key}` must be {expected}", help)
        elif key in _PATHS and any("\0" in item for item in _items(value)):
            report(key, f"`{key}` has a NUL, which no path has")
        elif kind == "formats":
            for item in _items(value):
                name, equals, file = item.partition("=")
                if equals and file != "-":
                    message = "`format` names a file, and settings may not say where to write"
                    report(key, message, f"Give it on the command line: --format {name}=FILE")
        elif key in _PATTERNS:
            from lint.support.git_patterns import GitPatterns, TooManyPatternsError

            try:
                GitPatterns(_items(value))
            except TooManyPatternsError as error:
                report(key, f"`{key}` is too large: {error}")
    return mistakes


_MOST_MISTAKES = 30
_EXPECTED = {
    "string": "a string",
    "strings": "a string or a list of strings",
    "formats": "a string or a list of strings",
    "table": "a table of strings",
    "severities": "a table of severities by rule",
    "boolean": "true or false",
}


def _items(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _fits(kind: str, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("strings", "formats"):
        items = value if isinstance(value, list) else [value]
        return all(isinstance(item, str) for item in items)
    if kind == "table":
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    # A list or a table is none of them, and in no set either.
    return kind in CHOICES and isinstance(value, str) and value in CHOICES[kind]


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of a settings file."""
    from lint.model.links import schema_id

    types: dict[str, Any] = {
        "string": {"type": "string"},
        "strings": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "formats": {
            "anyOf": [
                {"type": "string", "pattern": _FORMAT},
                {"type": "array", "items": {"type": "string", "pattern": _FORMAT}},
            ]
        },
        "table": {"type": "object", "additionalProperties": {"type": "string"}},
        "boolean": {"type": "boolean"},
        **{kind: {"enum": list(choices)} for kind, choices in CHOICES.items()},
    }
    types["severities"] = {"type": "object", "additionalProperties": types["severity"]}

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
        "$id": schema_id("settings.json"),
        "title": "Settings of cloudrun-lint (lint.toml, or [tool.lint] in pyproject.toml)",
        "description": "What `lint` finds in the nearest lint.toml above a file.",
        **{key: value for key, value in schema.items() if key != "required"},
    }
