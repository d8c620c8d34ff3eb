"""The projects beside a project that are installed with it: workspaces and dependencies by path.

Sources: https://docs.astral.sh/uv/concepts/projects/workspaces/,
https://docs.astral.sh/uv/concepts/projects/dependencies/#path,
https://python-poetry.org/docs/dependency-specification/#path-dependencies and
https://pip.pypa.io/en/stable/reference/requirements-file-format/.
"""

from __future__ import annotations

import os
import posixpath
import re

from lint.image.packaging.source_roots import load_pyproject, table, texts
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

MAX_PROJECTS = 100
"""Projects of a workspace, or of a requirements file, that are looked at."""
_MAX_ABOVE = 8
_MAX_REQUIREMENTS = 1 << 20
_NAME = lazy_regex(r"[\w.-]+")
_SEPARATORS = lazy_regex(r"[-_.]+")
_FILE_URL = lazy_regex(r"@[ \t]?file:(?://)?(?:/?\$\{?PROJECT_ROOT\}?/)?([^\s;#]+)")
_LINE = lazy_regex(
    r"(?:-e[ =]|--editable[ =])?\s*(\.{0,2}/[^\s;#\[]*|\.{1,2}|[\w.-]+/[^\s;#\[:@]+)(?:\[[^\]]*\])?(?:\s.*)?"
)


def local_projects(root: str, directory: str, files: Collection[str]) -> list[str]:
    """The folders of the tree `root` whose projects are installed with the one in `directory`.

    All paths are relative to the tree, those of its files too. For a workspace these are all its members: which of them a
    command installs is not asked.
    """
    data = load_pyproject(_folder(root, directory))
    found: list[str] = []
    uv, poetry = table(data, "tool", "uv"), table(data, "tool", "poetry")
    sources = table(uv, "sources")
    shared = {**_shared_sources(root, directory, data), **sources}
    if any(_has(source, "workspace") for source in shared.values()) or "workspace" in uv:
        found += _workspace(root, directory, files)
    paths = [path for source in sources.values() for path in _paths(source)]
    for dependencies in (
        table(poetry, "dependencies"),
        table(poetry, "dev-dependencies"),
        *(table(group, "dependencies") for group in table(poetry, "group").values()),
    ):
        paths += [path for entry in dependencies.values() for path in _paths(entry)]
    for line in texts(table(data, "project").get("dependencies")):
        paths += _FILE_URL.findall(line)
    for path in paths:
        place = posixpath.normpath(posixpath.join(directory, path.replace("\\", "/")))
        if not place.startswith(("/", "..")):
            found.append("" if place == "." else place)
    return [place for place in dict.fromkeys(found) if place != directory][:MAX_PROJECTS]


def required_projects(text: str) -> list[str]:
    """The directories that a requirements file installs, as it writes them."""
    if len(text) > _MAX_REQUIREMENTS:
        return []
    found = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is not None and not re.search(r"\.(?:whl|zip|tar\.gz)$", match[1]):
            found.append(match[1].rstrip("/") or "/")
        elif file := _FILE_URL.search(line):
            found.append(file[1])
    return found[:MAX_PROJECTS]


def _shared_sources(root: str, directory: str, data: dict[str, Any]) -> dict[str, Any]:
    """The sources at the root of a workspace, of what a project below it depends on."""
    asked = {
        _SEPARATORS.sub("-", match[0]).lower()
        for line in texts(table(data, "project").get("dependencies"))
        if (match := _NAME.match(line)) is not None
    }
    place = directory
    for _ in range(_MAX_ABOVE):
        if not place or not asked:
            break
        place = posixpath.dirname(place)
        uv = table(load_pyproject(_folder(root, place)), "tool", "uv")
        if "workspace" in uv:
            sources = table(uv, "sources")
            return {k: v for k, v in sources.items() if _SEPARATORS.sub("-", k).lower() in asked}
    return {}


def _workspace(root: str, directory: str, files: Collection[str]) -> Iterator[str]:
    """The members of the workspace that a project belongs to, its own root included."""
    place = directory
    for _ in range(_MAX_ABOVE):
        uv = table(load_pyproject(_folder(root, place)), "tool", "uv")
        if "workspace" in uv:
            yield place
            patterns = texts(table(uv, "workspace").get("members"))[:MAX_PROJECTS]
            wanted = [posixpath.normpath(posixpath.join(place, one)) for one in patterns]
            for path in files:
                folder = posixpath.dirname(path)
                if path.endswith("/pyproject.toml") and any(_fits(folder, one) for one in wanted):
                    yield folder
            return
        if not place:
            return
        place = posixpath.dirname(place)


def _folder(root: str, place: str) -> str:
    return os.path.join(root, *place.split("/")) if place else root


def _fits(folder: str, pattern: str) -> bool:
    """Whether a folder is one that a member pattern names, part by part."""
    from fnmatch import fnmatchcase

    names, parts = folder.split("/"), pattern.split("/")
    return len(names) == len(parts) and all(map(fnmatchcase, names, parts))


def _has(source: Any, key: str) -> bool:
    entries = source if isinstance(source, list) else [source]
    return any(isinstance(entry, dict) and bool(entry.get(key)) for entry in entries)


def _paths(source: Any) -> Iterator[str]:
    for entry in source if isinstance(source, list) else [source]:
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            if not re.search(r"\.(?:whl|zip|tar\.gz)$", entry["path"]):
                yield entry["path"]
