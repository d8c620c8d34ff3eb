"""Reading files that others may have put there: only regular files, and only up to a limit."""

from __future__ import annotations

import errno
import os
import stat

MAX_RULE_FILE_BYTES = 1 << 20
"""The largest built-in rule file has 25 KB."""

_CHUNK = 64 << 10


def read_regular(path: str, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    A FIFO or a device is not waited for, and a file that the kernel makes up (`/proc`) is none.
    Raises `OSError` with a reason in `strerror`, and `ValueError` for a path that no file system
    takes.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb", buffering=0) as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        data = b""
        while len(data) <= limit and (more := stream.read(len(data) + _CHUNK)):
            data += more
    if data and not status.st_size:
        raise OSError(errno.EINVAL, "not a regular file", path)
    if len(data) > limit:
        raise OSError(errno.EFBIG, f"larger than {limit:,} bytes", path)
    return data
