"""The files of the repository that members of wheels and saved images were made from.

A report for a service that shows findings beside the code can place them there: nobody can open a
line of a wheel.
"""

from __future__ import annotations

import os

from lint.report.headline import archive_member
from lint.support.files import read_in_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.model.findings import Outcome

_MAX_BYTES = 2 << 20
_MAX_FOLDERS = 4
"""The folders of a member that a repository may lack: `/srv/shop/app/main.py` of an image."""


def originals(outcome: Outcome) -> dict[str, str]:
    """The path of the equal file by the path of a member, for members that have findings.

    A file counts only where its text is the member's, so that lines are the same, and only below
    the working directory.
    """
    found: dict[str, str] = {}
    for finding in (*outcome.findings, *(entry.finding for entry in outcome.accepted)):
        path = finding.place.path
        member = archive_member(path)[1]
        source = outcome.sources.get(path)
        if not member or path in found or source is None or not source.text:
            continue
        for candidate in _candidates(path, member):
            if _text(candidate) == source.text:
                found[path] = candidate
                break
    return found


def _candidates(path: str, member: str) -> Iterator[str]:
    """Where the file may be: below the working directory, or beside the folder of the archive."""
    beside = os.path.dirname(os.path.dirname(archive_member(path)[0]))
    parts = [part for part in member.split("/") if part]
    for start in range(min(len(parts), _MAX_FOLDERS)):
        for root in dict.fromkeys(("", "src", beside, os.path.join(beside, "src"))):
            candidate = os.path.normpath(os.path.join(root, *parts[start:])).replace(os.sep, "/")
            if not os.path.isabs(candidate) and not candidate.startswith(".."):
                yield candidate


def _text(path: str) -> str | None:
    if not os.path.isfile(path):
        return None
    try:
        return read_in_tree(path, _MAX_BYTES).decode("utf-8")
    except (OSError, ValueError):
        return None
