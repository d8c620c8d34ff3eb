"""Files that keep what an earlier run worked out: compiled plans, the facts of modules, their calls.

The cache only saves time. An entry that is missing, damaged, too large or not authentic counts as
absent, and one that cannot be written is not written.

**Keys.** The key of an entry contains the content that the entry was made from (a SHA-256 digest)
and `package_stamp()`: the version of this package, of Python, and the names, sizes and times of the
package's own files. A changed check, message or rule shows at once.

**What this defends against.** Somebody who can write the cache directory: a CI cache that another
branch filled, a directory on a shared disk. Every entry is sealed with a key of 32 random bytes
that is kept in the user's state directory, never in the cache directory, so that nobody can make
an entry without reading that file; the seal covers the entry's key, so that no entry is taken for
another one. Links, FIFOs, other people's files and directories that others can write are not used.
It does not defend against somebody who runs programs as the user: they can change the linter
itself. Whoever can write the directory can remove entries, which costs time.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress

from lint.support.paths import cache_directory, package_files, state_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_BYTES = 64 << 20
"""A larger entry is neither read nor written."""

MAX_FILES = 64
"""Entries of one kind that are kept; builds come and go, their names often with a version."""

MAX_TOTAL_BYTES = 256 << 20
"""Of all entries of one kind: the oldest go first."""

_KEY_BYTES = 32
_SEAL_DIGITS = 64
_ABANDONED_SECONDS = 600

_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
    # A FIFO would be waited for.
    | getattr(os, "O_NONBLOCK", 0)
)
_CREATE = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)

_state: dict[str, Any] = {}


def disable() -> None:
    """Neither reads nor writes any entry from now on, for `--no-cache`."""
    _state["disabled"] = True


class CacheFile:
    """One entry of a kind (`facts`, `calls`, `plans`): a JSON object that is good for one key only."""

    __slots__ = ("_folder", "_key", "_name")

    def __init__(self, kind: str, key: list[Any]) -> None:
        self._folder = os.path.join(cache_directory(), kind)
        self._key = self._name = ""
        if _secret() is not None:
            self._key = _text([kind, package_stamp(), key])
            self._name = f"{_digest(self._key)}.json"

    def load(self) -> dict[str, Any]:
        """What was stored under the key; empty where nothing was, or nothing that can be trusted."""
        if not self._name or not self._is_safe():
            return {}
        try:
            data = _read(os.path.join(self._folder, self._name), MAX_BYTES)
            body = data[_SEAL_DIGITS:]
            if data[:_SEAL_DIGITS] != self._seal(body):
                return {}
            kept = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if type(kept) is dict else {}

    def store(self, kept: dict[str, Any]) -> bool:
        """Replaces what is stored; false when it is not written."""
        if not self._name:
            return False
        try:
            body = _text(kept).encode("ascii")
            if len(body) > MAX_BYTES - _SEAL_DIGITS:
                return False
            os.makedirs(os.path.dirname(self._folder), mode=0o700, exist_ok=True)
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            if not self._is_safe():
                return False
            _replace(os.path.join(self._folder, self._name), self._seal(body) + body)
            _forget_oldest(self._folder)
        except (OSError, ValueError, RecursionError):
            return False
        return True

    def _is_safe(self) -> bool:
        # The cache directory may be a link of the user's; inside it a link leads anywhere.
        above = os.path.dirname(self._folder)
        return _is_ours(above) and not os.path.islink(self._folder) and _is_ours(self._folder)

    def _seal(self, body: bytes) -> bytes:
        """The digits that only somebody with the secret can make for this key and this body."""
        from hashlib import blake2b

        secret = _secret()
        assert secret is not None
        seal = blake2b(self._key.encode("ascii"), digest_size=_SEAL_DIGITS // 2, key=secret)
        # Where the key ends is plain: JSON of a list ends with its own bracket.
        seal.update(body)
        return seal.hexdigest().encode("ascii")


def package_stamp() -> str:
    """Digits that change with this package's version and files, and with Python's version.

    It covers names, sizes and modification times, not contents: reading them would take longer
    than what the cache saves. Raises `OSError` where the package is not made of files.
    """
    if "stamp" not in _state:
        import sys

        from lint import __version__

        parts = [f"{__version__} {sys.version_info[:3]} {sys.implementation.cache_tag}"]
        for path, status in package_files():
            parts.append(f"{path}\0{status.st_size}\0{status.st_mtime_ns}")
        _state["stamp"] = _digest("\n".join(sorted(parts)))
    stamp: str = _state["stamp"]
    return stamp


def content_digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits, for keys of entries."""
    from hashlib import sha256

    return sha256(data).hexdigest()


def _digest(text: str) -> str:
    return content_digest(text.encode("utf-8", "surrogatepass"))


def _text(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"))


def _secret() -> bytes | None:
    """The user's key, made at the first use; None where there is none, and so no cache."""
    if _state.get("disabled"):
        return None
    place = (state_directory(), cache_directory())
    if _state.get("place") != place:
        secret = None
        with suppress(OSError, ValueError):
            package_stamp()
            secret = _load_secret(*place)
        _state.update(secret=secret, place=place)
    kept: bytes | None = _state["secret"]
    return kept


def _load_secret(folder: str, cache: str) -> bytes | None:
    """The key as it is kept in `folder`, or a new one. Raises `OSError` and `ValueError`."""
    # Whoever can write the cache must not be able to read the key.
    inside = os.path.join(os.path.realpath(cache), "")
    if os.path.join(os.path.realpath(folder), "").startswith(inside):
        return None
    path = os.path.join(folder, "cache-key")
    if not os.path.lexists(path):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            _create(path, os.urandom(_KEY_BYTES))
    if not _is_ours(folder):
        return None
    secret = _read(path, _KEY_BYTES, forbidden=0o077)
    return secret if len(secret) == _KEY_BYTES else None


def _is_ours(folder: str) -> bool:
    """Whether a path is a directory that belongs to the user and that no other user can write."""
    try:
        status = os.stat(folder)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(status.st_mode) and (
        not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    )


def _read(path: str, limit: int, forbidden: int = 0o022) -> bytes:
    """A regular file of the user's own with none of the `forbidden` mode bits. Raises `OSError`."""
    with open(os.open(path, _READ), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            raise OSError("not a regular file of the expected size")
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & forbidden):
            raise OSError("not the user's own file")
        return stream.read(limit)


def _create(path: str, data: bytes) -> None:
    """Writes a new file for the user alone, or leaves nothing behind. Raises `OSError`."""
    descriptor = os.open(path, _CREATE, 0o600)
    whole = False
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
        whole = True
    finally:
        if not whole:
            with suppress(OSError):
                os.unlink(path)


def _replace(path: str, data: bytes) -> None:
    """Puts a file in its place at once, or leaves nothing behind. Raises `OSError`."""
    scratch = f"{path}.{os.getpid()}.part"
    _create(scratch, data)
    try:
        os.replace(scratch, path)
    except OSError:
        with suppress(OSError):
            os.unlink(scratch)
        raise


def _forget_oldest(folder: str) -> None:
    """Keeps the number and the size of files bounded, and clears what a killed run left behind."""
    import time

    kept: list[tuple[float, int, str]] = []
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # put in its place meanwhile, or removed, by another thread
            continue
        if entry.name.endswith(".json"):
            kept.append((status.st_mtime, status.st_size, entry.path))
        elif entry.name.endswith(".part") and status.st_mtime < time.time() - _ABANDONED_SECONDS:
            os.unlink(entry.path)
    kept.sort(reverse=True)
    total = 0
    for number, (_, size, path) in enumerate(kept):
        total += size
        if number >= MAX_FILES or total > MAX_TOTAL_BYTES:
            os.unlink(path)
