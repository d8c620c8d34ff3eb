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


def parse_lock(name: str, text: str) -> Lock | None:
    """The content of a lock file or a requirements file of this name; None where it is damaged."""
    if name == "Pipfile.lock":
        return _pipfile(text)
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
    names = frozenset(
        canonical_name(package["name"])
        for package in packages
        if isinstance(package, dict) and isinstance(package.get("name"), str)
    )
    return Lock(names, bool(names))


def _pipfile(text: str) -> Lock | None:
    """Source: https://pipenv.pypa.io/en/latest/pipfile.html."""
    from lint.support.json_text import load_json

    try:
        document = load_json(text)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    sections = [
        section for key, section in document.items() if key != "_meta" and isinstance(section, dict)
    ]
    names = frozenset(canonical_name(name) for section in sections for name in section)
    return Lock(names, bool(names))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
