"""Where files lie: those that come with the tool, and those that it keeps between runs."""

from __future__ import annotations

import os
import sys


def data_path(*parts: str) -> str:
    """The path of a shipped file, e.g. `data_path("rules", "cloud-run.yaml")`.

    An installed wheel carries `rules/` and `schemas/` inside the package; in a checkout they lie
    beside it.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, *parts)
    if os.path.exists(os.path.join(package, parts[0])):
        return inside
    return os.path.join(os.path.dirname(package), *parts)


def cache_directory() -> str:
    """The directory, perhaps not there yet, for what only saves time when it is kept.

    It is the user's own cache directory, or what `CLOUDRUN_LINT_CACHE` names.
    """
    override = os.environ.get("CLOUDRUN_LINT_CACHE")
    if override:
        return override
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    elif sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "cloudrun-lint")
