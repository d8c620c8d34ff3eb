"""The packages that a lock file certainly installs in an image, with the files that it lists for them.

Sources: https://packaging.python.org/en/latest/specifications/pylock-toml/,
https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile,
https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock and
https://pdm-project.org/latest/usage/lockfile/.
"""

from __future__ import annotations

from lint.image.packaging.markers import holds
from lint.image.wheel.metadata import canonical_name
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.image.packaging.lock_file import Chosen

MAX_WHEELS = 500
"""Wheels of one package; those with the most have about 200."""
_SOURCES = (".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tgz")


@record
class LockedPackage:
    """One package of a lock file."""

    name: str
    """Its canonical name."""
    version: str
    wheels: list[str]
    """The file names of its wheels."""
    source: bool
    """Whether it may be built from its source."""


def is_pylock(name: str) -> bool:
    """Whether a file of this name is a lock file of PEP 751: `pylock.toml`, `pylock.dev.toml`."""
    parts = name.split(".")
    return parts[0] == "pylock" and parts[-1] == "toml" and len(parts) <= 3


def locked_packages(
    name: str, text: str, python: tuple[int, int], chosen: Chosen | None
) -> list[LockedPackage]:
    """The packages that are installed on Linux x86-64, whatever else the lock file has.

    `name` is that of the lock file; `chosen` says that the project itself is installed, with which
    groups, and is None where that is not known. A package is left out where it depends on a marker, an extra or
    a group that may not hold, and where the lock file has several versions of it.
    """
    from lint.support.toml import TomlError, load_toml

    if chosen is None or not chosen.takes("main"):
        return []
    try:
        document = load_toml(text)
    except TomlError:
        return []
    listed = document.get("packages" if is_pylock(name) else "package")
    packages = [
        package
        for package in (listed if isinstance(listed, list) else ())
        if isinstance(package, dict) and isinstance(package.get("name"), str)
    ]
    if name == "uv.lock":
        certain = _of_uv(packages, python)
    elif name == "poetry.lock":
        certain = _of_poetry(packages)
    elif name == "pdm.lock":
        certain = _of_pdm(packages)
    elif is_pylock(name):
        certain = (one for one in packages if "marker" not in one)
    else:
        return []
    counts: dict[str, int] = {}
    for package in packages:
        key = canonical_name(package["name"])
        counts[key] = counts.get(key, 0) + 1
    return [
        found
        for package in certain
        if counts[canonical_name(package["name"])] == 1 and (found := _package(package)) is not None
    ]


def required_python(text: str) -> str:
    """The Python that a pylock.toml is for, as version specifiers; "" where it states none."""
    from lint.support.toml import TomlError, load_toml

    try:
        stated = load_toml(text).get("requires-python")
    except TomlError:
        return ""
    return stated if isinstance(stated, str) else ""


def _of_uv(packages: list[dict[str, Any]], python: tuple[int, int]) -> Iterator[dict[str, Any]]:
    """What the project at the top requires, whatever extras and groups are asked for."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for package in packages:
        by_name.setdefault(canonical_name(package["name"]), []).append(package)
    roots = [package for package in packages if _is_root(package)]
    if len(roots) != 1:
        return
    pending = [roots[0]]
    seen = {canonical_name(roots[0]["name"])}
    while pending:
        package = pending.pop()
        if package is not roots[0]:
            yield package
        for entry in package.get("dependencies") or ():
            if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
                continue
            marker, key = entry.get("marker"), canonical_name(entry["name"])
            found = by_name.get(key, ())
            if key in seen or len(found) != 1:
                continue
            if isinstance(marker, str) and not holds(marker, python):
                continue
            seen.add(key)
            pending.append(found[0])


def _is_root(package: dict[str, Any]) -> bool:
    source = package.get("source")
    return isinstance(source, dict) and "." in (source.get("editable"), source.get("virtual"))


def _of_poetry(packages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for package in packages:
        groups = package.get("groups")  # since Poetry 2.0, which states markers too
        if isinstance(groups, list) and "main" in groups and "markers" not in package:
            if package.get("optional") is False:
                yield package


def _of_pdm(packages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for package in packages:
        groups = package.get("groups")
        if isinstance(groups, list) and "default" in groups and "marker" not in package:
            yield package


def _package(package: dict[str, Any]) -> LockedPackage | None:
    """A package with its files; None where none are listed."""
    files: list[str] = []
    for key in ("files", "wheels", "sdist"):
        listed = package.get(key)
        for entry in listed if isinstance(listed, list) else [listed]:
            if isinstance(entry, dict):
                files.append(_file_name(entry))
    if not files or "" in files:
        return None
    wheels = [file for file in files if file.endswith(".whl")]
    version = package.get("version")
    return LockedPackage(
        canonical_name(package["name"]),
        version if isinstance(version, str) else "",
        wheels[:MAX_WHEELS],
        _is_elsewhere(package) or any(file.endswith(_SOURCES) for file in files),
    )


def _is_elsewhere(package: dict[str, Any]) -> bool:
    """Whether a package is not from an index: it may be built then."""
    if not {"archive", "vcs", "directory"}.isdisjoint(package):
        return True
    source = package.get("source")
    if not isinstance(source, dict):
        return False
    return "registry" not in source and source.get("type") != "legacy"


def _file_name(entry: dict[str, Any]) -> str:
    """The name of a file: uv and PEP 751 may state its address or path instead."""
    for key in ("file", "name", "filename", "url", "path"):
        value = entry.get(key)
        if isinstance(value, str):
            from urllib.parse import unquote

            return unquote(value.partition("#")[0].partition("?")[0].rpartition("/")[2])
    return ""
