"""Lock files as far as they tell which distributions an image gets: names and who requires whom."""

from __future__ import annotations

import os

from lint.errors import UsageError, os_reason
from lint.image.wheel.metadata import canonical_name
from lint.model.record import record
from lint.support.files import read_start
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_LOCK_BYTES = 16 << 20
"""The lock files of the largest projects take 3 MiB."""

_REQUIRED = lazy_regex(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:$|[\[=<>~!@;#\\])")


@record
class Lock:
    """The distributions that a lock file or a requirements file installs."""

    names: frozenset[str]
    """Their canonical names."""
    complete: bool
    """Whether there are no others: what requires what is resolved."""


def read_lock(path: str) -> Lock:
    """Reads `uv.lock`, `poetry.lock`, `pdm.lock` or `pylock.toml`.

    Any other file is taken for a pip requirements file, which is never complete. Raises
    `UsageError`.
    """
    try:
        data = read_start(path, MAX_LOCK_BYTES)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the lock file cannot be read: {os_reason(error)}") from None
    if len(data) > MAX_LOCK_BYTES:
        raise UsageError(f"{path}: the lock file is larger than {MAX_LOCK_BYTES >> 20} MiB")
    text = data.decode("utf-8", "replace")
    name = os.path.basename(path)
    if not name.endswith((".lock", ".toml")):
        found = map(_REQUIRED.match, text.splitlines())
        return Lock(frozenset(canonical_name(match.group(1)) for match in found if match), False)
    from lint.support.toml import TomlError, load_toml

    try:
        document = load_toml(text)
    except TomlError:
        raise UsageError(f"{path}: the lock file is not valid TOML") from None
    packages = _list(document.get("package")) + _list(document.get("packages"))
    names = frozenset(
        canonical_name(package["name"])
        for package in packages
        if isinstance(package, dict) and isinstance(package.get("name"), str)
    )
    return Lock(names, bool(names))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
