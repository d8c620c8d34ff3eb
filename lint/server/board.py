"""Which findings each file shows now: what the last checks of documents and folders gave."""

from __future__ import annotations

import os

from lint.model.record import record
from lint.server.judged import Judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.api.values import Finding
    from lint.model.source import Source


@record
class Entry:
    """A finding, with the texts that its places are counted in."""

    finding: Finding
    sources: dict[str, Source]


class Board:
    """The results of checks, by what was checked. A new result takes the place of the one before.

    What a folder says of a document counts until the document changes; from then on the document by
    itself counts, until the folder is checked again. All paths are absolute. The methods that change
    something give the files that may show something else now.
    """

    def __init__(self) -> None:
        self._documents: dict[str, Judged] = {}
        self._folders: dict[str, Judged] = {}
        self._changed: dict[str, set[str]] = {}
        """By folder, the documents that have changed since it was checked."""

    def put_document(self, path: str, judged: Judged) -> set[str]:
        """Takes what the check of a document gave."""
        before = self._documents.get(path)
        self._documents[path] = judged
        return {path, *(before.findings if before is not None else ()), *judged.findings}

    def put_folder(self, folder: str, judged: Judged) -> set[str]:
        """Takes what the check of a folder gave, of its documents as they are now."""
        before = self._folders.get(folder)
        self._folders[folder] = judged
        affected = {*(before.findings if before is not None else ()), *judged.findings}
        self._changed[folder] = set()
        for path, alone in self._documents.items():
            if is_below(path, folder):
                affected |= {path, *alone.findings}
        return affected

    def change(self, path: str) -> None:
        """Takes notice that a document has changed: what folders said of it counts no more."""
        for folder, changed in self._changed.items():
            if is_below(path, folder):
                changed.add(path)

    def close(self, path: str) -> set[str]:
        """Forgets a document, of which the file counts again, and gives what may show less."""
        self.change(path)
        judged = self._documents.pop(path, None)
        return {path, *(judged.findings if judged is not None else ())}

    def forget_folder(self, folder: str) -> set[str]:
        """Forgets a folder that was closed."""
        self._changed.pop(folder, None)
        judged = self._folders.pop(folder, None)
        return set(judged.findings) if judged is not None else set()

    def counts_by_folder(self, path: str) -> bool:
        """Whether a folder has checked a document as it is now."""
        return any(
            is_below(path, folder) and path not in self._changed[folder] for folder in self._folders
        )

    def is_covered(self, path: str) -> bool:
        """Whether a folder says all that the check of a document by itself says, and more."""
        judged = self._documents.get(path)
        if judged is None or not judged.in_folders:
            return False
        for folder, whole in self._folders.items():
            if is_below(path, folder) and path not in self._changed[folder]:
                if not judged.dockerfiles or path in whole.dockerfiles:
                    return True
        return False

    def entries(self, path: str) -> list[Entry]:
        """What a file shows, each finding once."""
        found: dict[Finding, Entry] = {}
        for judged in self._counting(path):
            for finding in judged.findings.get(path, ()):
                found.setdefault(finding, Entry(finding, judged.sources))
        return sorted(
            found.values(), key=lambda entry: (entry.finding.place[1:], entry.finding.rule)
        )

    def _counting(self, path: str) -> Iterator[Judged]:
        for folder, judged in self._folders.items():
            if path not in self._changed[folder]:
                yield judged
        for document, judged in self._documents.items():
            if not self.is_covered(document):
                yield judged


def is_below(path: str, folder: str) -> bool:
    """Whether a file is in a folder."""
    return path.startswith(os.path.join(folder, ""))
