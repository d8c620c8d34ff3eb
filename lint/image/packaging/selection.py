"""How hatch and poetry choose the files of a wheel: by paths and patterns, not by packages."""

from __future__ import annotations

import os
import re

from lint.support.files import read_in_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Found = tuple[tuple[str, ...], str, str]

_MAX_LINES = 2_000
_HATCH_TARGET = ("tool", "hatch", "build", "targets", "wheel")
_HATCH_BUILD = ("tool", "hatch", "build")


def explain_hatch(settings: dict[str, Any], directory: str, place: str) -> Found | None:
    """The setting of hatch that leaves out the file at `place`, relative to the project.

    Hatch takes what lies below `only-include` or `packages`, matches `include` if there is any,
    and does not match `exclude` or the project's `.gitignore`; both are lists in git's syntax.
    """
    for unsure in ("force-include", "artifacts", "bypass-selection", "hooks"):
        if _hatch(settings, unsure)[1] is not None:
            return None
    for key in ("only-include", "packages"):
        path, chosen = _hatch(settings, key)
        if chosen is not None and not any(_is_below(place, entry) for entry in chosen):
            return path, "", f"does not name a directory that holds `{place}`"
    path, excluded = _hatch(settings, "exclude")
    pattern = _git_match(excluded or [], place)
    if pattern is not None:
        return path, pattern, f"leaves out `{place}`"
    path, included = _hatch(settings, "include")
    if included is not None and _git_match(included, place) is None:
        return path, "", f"has no pattern that takes `{place}`"
    vcs = _hatch(settings, "ignore-vcs")[1]
    if vcs is not None:
        return None
    lines = _gitignore(directory)
    pattern = _git_match(lines, place)
    if pattern is not None:
        return (".gitignore",), pattern, f"leaves out `{place}`: hatch follows `.gitignore`"
    return None


def _hatch(settings: dict[str, Any], key: str) -> tuple[tuple[str, ...], list[str] | None]:
    """A list setting of the wheel target, or else of the build; [] for one of another kind."""
    for table in (_HATCH_TARGET, _HATCH_BUILD):
        value = _get(settings, (*table, key))
        if value is not None:
            strings = isinstance(value, list) and all(isinstance(item, str) for item in value)
            return (*table, key), value if strings else []
    return (*_HATCH_TARGET, key), None


def _get(settings: dict[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = settings
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _is_below(place: str, entry: str) -> bool:
    entry = os.path.normpath(entry).replace(os.sep, "/")
    return entry == "." or place == entry or place.startswith(entry + "/")


def _git_match(lines: list[str], place: str) -> str | None:
    """The line of a list in git's syntax that matches the file last, None when it is let through."""
    from lint.support.git_patterns import GitPatterns, TooManyPatternsError

    decider: str | None = None
    for line in lines[:_MAX_LINES]:
        try:
            # Hatch tries the file itself on each line, so that a later one may bring it back.
            matches = GitPatterns([line.lstrip("!")]).ignores(place)
        except TooManyPatternsError:
            continue
        if matches:
            decider = None if line.startswith("!") else line
    return decider


_MAX_GITIGNORE = 1 << 20


def _gitignore(directory: str) -> list[str]:
    try:
        data = read_in_tree(os.path.join(directory, ".gitignore"), _MAX_GITIGNORE)
        lines = data.decode("utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def explain_poetry(settings: dict[str, Any], place: str) -> Found | None:
    """The setting of poetry that leaves out the file at `place`, relative to the project."""
    table = ("tool", "poetry")
    if _get(settings, (*table, "include")) is not None or _get(settings, (*table, "build")):
        return None
    excluded = _get(settings, (*table, "exclude"))
    for pattern in excluded if isinstance(excluded, list) else ():
        pattern = pattern.get("path") if isinstance(pattern, dict) else pattern
        if isinstance(pattern, str) and _path_glob_matches(pattern, place):
            return (*table, "exclude"), pattern, f"leaves out `{place}`"
    packages = _get(settings, (*table, "packages"))
    if not isinstance(packages, list):
        return None
    for package in packages:
        if not isinstance(package, dict) or not isinstance(package.get("include"), str):
            return None
        parts = [str(package.get("from", "")), package["include"]]
        if _path_glob_matches("/".join(part for part in parts if part), place):
            return None
    return (*table, "packages"), "", f"does not name a package that holds `{place}`"


def _path_glob_matches(pattern: str, place: str) -> bool:
    """Whether the glob (as of `pathlib.Path.glob`) finds the file or a directory above it."""
    pattern = os.path.normpath(pattern).replace(os.sep, "/")
    parts = pattern.split("/")
    if parts.count("**") > 3 or any(part.count("*") > 3 for part in parts):
        return False  # would backtrack for long, and nobody writes it
    source = ""
    for part in parts:
        if part == "**":
            source += "(?:[^/]+/)*"
        else:
            piece = re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
            source += piece + "/"
    found = re.compile(source)
    names = place.split("/")
    return any(found.fullmatch("/".join(names[:end]) + "/") for end in range(1, len(names) + 1))
