"""Lock files as far as they tell which distributions an image gets: names and who requires whom."""

from __future__ import annotations

import os

from lint.errors import UsageError, os_reason
from lint.image.wheel.metadata import canonical_name
from lint.model.record import record
from lint.support.files import read_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_LOCK_BYTES = 16 << 20
"""The lock files of the largest projects take 3 MiB."""


@record
class Lock:
    """The distributions that a lock file or a requirements file installs."""

    names: frozenset[str]
    """Their canonical names."""
    complete: bool
    """Whether there are no others: what requires what is resolved."""
    project: str = ""
    """The project that a uv.lock is of, by canonical name; "" where that is not known."""
    virtual: bool = False
    """Whether that project is no package: it is never installed itself."""


@record
class Chosen:
    """Which groups and extras of a project are installed. What is not known counts as installed."""

    only: frozenset[str] = frozenset()
    """No other groups than these; empty where others are not excluded. `main` is the project itself."""
    without: frozenset[str] = frozenset()
    """Groups that are left out; `*` for all that are not in `groups`."""
    groups: frozenset[str] = frozenset()
    """Groups that are asked for."""
    extras: frozenset[str] | None = None
    """The extras that are asked for; None for all."""

    def takes(self, group: str) -> bool:
        """Whether a group is, or may be, installed."""
        if self.only:
            return group in self.only
        return group not in self.without and ("*" not in self.without or group in self.groups)


def read_lock(path: str) -> Lock:
    """Reads `uv.lock`, `poetry.lock`, `pdm.lock`, `pylock.toml` or `Pipfile.lock`.

    Any other file is taken for a pip requirements file, which is complete where it has hashes.
    Raises `UsageError`.
    """
    try:
        data = read_start(path, MAX_LOCK_BYTES)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the lock file cannot be read: {os_reason(error)}") from None
    if len(data) > MAX_LOCK_BYTES:
        raise UsageError(f"{path}: the lock file is larger than {MAX_LOCK_BYTES >> 20} MiB")
    lock = parse_lock(os.path.basename(path), data.decode("utf-8", "replace"))
    if lock is None:
        kind = "JSON" if path.endswith("Pipfile.lock") else "TOML"
        raise UsageError(f"{path}: the lock file is not valid {kind}")
    return lock


def parse_lock(name: str, text: str, chosen: Chosen | None = None) -> Lock | None:
    """The content of a lock file or a requirements file of this name; None where it is damaged.

    `chosen` leaves out groups and extras that are not installed; None for everything.
    """
    if name == "Pipfile.lock":
        return _pipfile(text, chosen)
    if not name.endswith((".lock", ".toml")):
        from lint.image.packaging.requirements_file import read_requirements

        stated = read_requirements(text)
        names = frozenset(one.name for one in stated.requirements if one.name)
        return Lock(names, stated.hashed and not stated.files and not stated.unclear)
    from lint.support.toml import TomlError, load_toml

    try:
        document = load_toml(text)
    except TomlError:
        return None
    packages = _list(document.get("package")) + _list(document.get("packages"))
    packages = [
        package
        for package in packages
        if isinstance(package, dict) and isinstance(package.get("name"), str)
    ]
    names = frozenset(canonical_name(package["name"]) for package in packages)
    complete = bool(names)
    if chosen is not None and name == "poetry.lock":
        names = frozenset(
            canonical_name(package["name"])
            for package in packages
            if not _list(package.get("groups"))
            or any(isinstance(group, str) and chosen.takes(group) for group in package["groups"])
        )
    elif chosen is not None and name == "uv.lock":
        names = _reached(packages, chosen) or names
    roots = _roots(packages) if name == "uv.lock" else {}
    if len(roots) != 1:
        return Lock(names, complete)
    [(project, virtual)] = roots.items()
    return Lock(names, complete, project, virtual)


def _roots(packages: list[dict[str, Any]]) -> dict[str, bool]:
    """The projects at the top of a uv.lock, and whether each is no package."""
    found: dict[str, bool] = {}
    for package in packages:
        source = _table(package.get("source"))
        if "." in (source.get("editable"), source.get("virtual")):
            found[canonical_name(package["name"])] = source.get("virtual") == "."
    return found


def _reached(packages: list[dict[str, Any]], chosen: Chosen) -> frozenset[str]:
    """What the project at the top of a uv.lock requires, all in all; empty where there is no such project.

    Markers are not asked: what another platform needs counts too.
    """
    by_name: dict[str, list[dict[str, Any]]] = {}
    for package in packages:
        by_name.setdefault(canonical_name(package["name"]), []).append(package)
    roots = list(_roots(packages))
    if len(roots) != 1:
        return frozenset()
    root = by_name[roots[0]][0]
    pending = [*_required(root.get("dependencies")), (roots[0], "")]
    for group, required in _table(root.get("dev-dependencies")).items():
        if chosen.takes(group):
            pending += _required(required)
    for extra, required in _table(root.get("optional-dependencies")).items():
        if chosen.extras is None or canonical_name(extra) in chosen.extras:
            pending += _required(required)
    seen: set[tuple[str, str]] = {(roots[0], "")}
    while pending:
        name, extra = pending.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for package in by_name.get(name, ()):
            pending += _required(package.get("dependencies"))
            if extra:
                extras = {
                    canonical_name(key): value
                    for key, value in _table(package.get("optional-dependencies")).items()
                }
                pending += _required(extras.get(extra))
    return frozenset(name for name, _ in seen)


def _required(value: Any) -> list[tuple[str, str]]:
    """The packages, and the extras of them, that a list in a uv.lock names."""
    found: list[tuple[str, str]] = []
    for entry in _list(value):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            name = canonical_name(entry["name"])
            found.append((name, ""))
            extras = [extra for extra in _list(entry.get("extra")) if isinstance(extra, str)]
            found += [(name, canonical_name(extra)) for extra in extras]
    return found


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _pipfile(text: str, chosen: Chosen | None) -> Lock | None:
    """Source: https://pipenv.pypa.io/en/latest/pipfile.html."""
    from lint.support.json_text import load_json

    try:
        document = load_json(text)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    sections = [
        section
        for key, section in document.items()
        if key != "_meta"
        and isinstance(section, dict)
        and (key != "develop" or chosen is None or chosen.takes("develop"))
    ]
    names = frozenset(canonical_name(name) for section in sections for name in section)
    return Lock(names, bool(names))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
