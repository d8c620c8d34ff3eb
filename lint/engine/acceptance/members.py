"""Files that are members of an archive: their paths in reports are `ARCHIVE!MEMBER`."""

from __future__ import annotations

import os

from lint.report.headline import archive_member


def file_of(path: str) -> str:
    """The file that a path of a report is in: the wheel or the saved image of a member, else itself."""
    archive, member = archive_member(path)
    if member:
        return archive
    # A saved image may have any name, and an ordinary file may have a `!` in its own.
    at = path.find("!")
    while at > 0:
        if os.path.lexists(path[:at]):
            return path[:at]
        at = path.find("!", at + 1)
    return path
