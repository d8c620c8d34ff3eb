"""Opening files that others may have put there: only regular files, and only up to a limit.

Every file that a user or a repository names is opened here, and only here
(tests/test_opened_files.py). What a FIFO, a device, a socket or `/proc` would give is not waited for.
"""

from __future__ import annotations

import errno
import os
import stat
import sys

from lint.support.confinement import leads_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextvars import ContextVar
    from io import FileIO
    from typing import BinaryIO, TypeVar

    T = TypeVar("T")

MAX_RULE_FILE_BYTES = 1 << 20
"""The largest built-in rule file has 25 KB."""

_CHUNK = 64 << 10
# Windows has neither: there a FIFO cannot be a file of a folder, and text is not translated.
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_kernel: set[int] | None = None
_instead: list[ContextVar[Mapping[str, bytes] | None]] = []
"""The texts that count instead of files, by their real paths; empty until there are some."""


class NotRegularError(OSError):
    """A path leads to a directory, a FIFO, a device, a socket, or a file that the kernel makes up."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, "not a regular file", path)


def read_regular(path: str, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    A pipe that the process was started with may be named as well (`/dev/stdin`, `/dev/fd/63`: what
    a shell makes of `<(command)`). Raises `OSError` with a reason in `strerror`, and `ValueError` for
    a path that no file system takes.
    """
    data = read_start(path, limit)
    if len(data) > limit:
        raise OSError(errno.EFBIG, f"larger than {limit:,} bytes", path)
    return data


def read_start(path: str, limit: int) -> bytes:
    """As `read_regular`, but of a larger file its first `limit` + 1 bytes."""
    if _instead and (texts := _instead[0].get()):
        data = texts.get(os.path.realpath(path))
        if data is not None:
            return data[: limit + 1]
    with open_unbuffered(path) as stream:
        parts: list[bytes] = []
        missing = limit + 1
        # Asking for all at once would make room for the largest file there may be.
        size = _CHUNK
        while missing > 0 and (part := stream.read(min(missing, size))):
            parts.append(part)
            missing -= len(part)
            size *= 2
        # The kernel makes some files up and says that they are empty.
        if parts and not os.fstat(stream.fileno()).st_size and not is_inherited(path):
            raise NotRegularError(path)
    return b"".join(parts)


def with_texts(texts: Mapping[str, bytes], run: Callable[[], T]) -> T:
    """What `run` gives while these texts, too, are read instead of the files of their paths."""
    from contextvars import ContextVar

    if not _instead:
        # Threads that come here at once use the first one that was added.
        _instead.append(ContextVar("texts", default=None))
    variable = _instead[0]
    real = {os.path.realpath(path): data for path, data in texts.items()}
    token = variable.set({**(variable.get() or {}), **real})
    try:
        return run()
    finally:
        variable.reset(token)


def read_in_tree(path: str, limit: int) -> bytes:
    """As `read_start`, for a file of a tree that is not the user's own.

    A link out of its repository is refused: nothing from there may be shown.
    """
    if leads_out(path):
        raise OSError(errno.ELOOP, "a link out of the repository", path)
    return read_start(path, limit)


def open_regular(path: str) -> BinaryIO:
    """A regular file, opened for reading at any place. Raises what `read_regular` raises."""
    import io

    return io.BufferedReader(open_unbuffered(path))


def open_unbuffered(path: str) -> FileIO:
    """As `open_regular`, for a reader that takes little here and there and needs nothing around it."""
    if is_inherited(path):
        return open(path, "rb", buffering=0)
    descriptor = os.open(path, _FLAGS | _WITHOUT_WAITING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_dev in _kernel_devices():
            raise NotRegularError(path)
    except OSError:
        os.close(descriptor)
        raise
    return open(descriptor, "rb", buffering=0)


def is_inherited(path: str) -> bool:
    """Whether a path names a descriptor that the process was started with, and not through a link."""
    return path == "/dev/stdin" or (path.startswith("/dev/fd/") and path[8:].isdecimal())


def _kernel_devices() -> set[int]:
    """The devices of `/proc` and `/sys`, whose files are no files, wherever they are mounted."""
    global _kernel
    if _kernel is None:
        _kernel = set()
        if sys.platform == "linux":
            for folder in ("/proc", "/sys"):
                try:
                    device = os.stat(folder).st_dev
                    if device != os.stat("/").st_dev:
                        _kernel.add(device)
                except OSError:
                    continue
    return _kernel
