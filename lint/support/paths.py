"""Where files are: those that come with the tool, and those that it keeps between runs."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def data_path(*parts: str) -> str:
    """The path of a shipped file, e.g. `data_path("rules", "cloud-run.yaml")`.

    An installed wheel carries `rules/` and `schemas/` inside the package; in a checkout they
    are beside it. A file of a package is named from `lint/`: `data_path("report", "html", ...)`.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, *parts)
    if os.path.exists(os.path.join(package, parts[0])):
        return inside
    return os.path.join(os.path.dirname(package), *parts)


def package_files() -> Iterator[tuple[str, os.stat_result]]:
    """Every Python file and every file of `rules/` that comes with the tool, with its status.

    Raises `OSError` where the package is not a directory, e.g. in a ZIP archive.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    todo = [package]
    rules = data_path("rules")
    if not rules.startswith(os.path.join(package, "")):
        todo.append(rules)
    while todo:
        for entry in os.scandir(todo.pop()):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    todo.append(entry.path)
            elif entry.name.endswith((".py", ".yaml", ".json")):
                yield entry.path, entry.stat()


def put_cache_in(folder: str) -> None:
    """Has `cache_directory` name a folder, here and in the processes that this one starts."""
    os.environ["CLOUDRUN_LINT_CACHE"] = folder


def cache_directory() -> str:
    """The directory, perhaps not there yet, for what only saves time when it is kept.

    It is the user's own cache directory, or what `CLOUDRUN_LINT_CACHE` names.
    """
    override = os.environ.get("CLOUDRUN_LINT_CACHE")
    if override:
        return override
    if sys.platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Caches")
    else:
        base = _base("XDG_CACHE_HOME", ".cache")
    return os.path.join(base, "cloudrun-lint")


def state_directory() -> str:
    """The directory, perhaps not there yet, for the key that cache entries are sealed with.

    It is never the cache directory: that one may be shared or restored from elsewhere.
    """
    if sys.platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Application Support")
    else:
        base = _base("XDG_STATE_HOME", os.path.join(".local", "state"))
    name = "cloudrun-lint-state" if sys.platform == "win32" else "cloudrun-lint"
    return os.path.join(base, name)


def _base(variable: str, below_home: str) -> str:
    """A base directory of Windows or of the XDG specification, which ignores relative paths.

    Source: https://specifications.freedesktop.org/basedir-spec/latest/
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    named = os.environ.get(variable, "")
    return named if os.path.isabs(named) else os.path.join(home, below_home)


def repository_root(folder: str) -> str | None:
    """The nearest folder above, or `folder` itself, that has a `.git`; None where none has."""
    current = os.path.abspath(folder)
    while not os.path.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return None
        current = parent
    return current
