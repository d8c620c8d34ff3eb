"""The rule sets that `lint rules fetch` has fetched, each in a folder called by its digest.

The folder has the files of the set, and a list of them in the form of `sha256sum`: SHA256SUMS. The
digest of the set is that of the list, so it covers every file, and `sha256sum SHA256SUMS` shows it.

It is in the user's cache directory, which others may have filled: nothing is believed that does not
have its digest. `--no-cache` does not concern it.
"""

from __future__ import annotations

import os

from lint.ruleset.elsewhere.reference import ElsewhereError
from lint.support.cache import content_digest
from lint.support.files import MAX_RULE_FILE_BYTES, read_regular
from lint.support.paths import cache_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.ruleset.elsewhere.reference import GitReference

LIST = "SHA256SUMS"


class NotFetchedError(ElsewhereError):
    """A rule set that has to be fetched, or fetched again, before it can be used."""

    def __init__(self, reference: GitReference, problem: str = "has not been fetched") -> None:
        super().__init__(
            f"the rule set {reference.short} {problem}",
            "Run `lint rules fetch`, with the `--rules` of this check if it has any, then check again.",
        )
        self.reference = reference


class FetchedSet:
    """The files of a fetched rule set.

    Raises `NotFetchedError` where it is not there, or not as it was fetched.
    """

    def __init__(self, reference: GitReference) -> None:
        self.reference = reference
        self.folder = folder_of(reference.digest)
        try:
            listed = read_regular(os.path.join(self.folder, LIST), MAX_RULE_FILE_BYTES)
        except OSError:
            raise NotFetchedError(reference) from None
        if content_digest(listed) != reference.digest:
            raise NotFetchedError(reference, "is not what was fetched")
        lines = (line.partition("  ") for line in listed.decode("utf-8", "replace").splitlines())
        self.digests = {path: digest for digest, _, path in lines}
        """The SHA-256 digest of each file, by its path with `/`."""

    def read(self, path: str) -> bytes:
        """A file of `digests`, as it was fetched."""
        try:
            data = read_regular(os.path.join(self.folder, path), MAX_RULE_FILE_BYTES)
        except OSError:
            raise NotFetchedError(self.reference, "is not complete") from None
        if content_digest(data) != self.digests[path]:
            raise NotFetchedError(self.reference, "is not what was fetched")
        return data


def folder_of(digest: str) -> str:
    """Where the rule set with a digest is, or would be."""
    return os.path.join(cache_directory(), "rule-sets", digest)


def list_of(files: Mapping[str, bytes]) -> bytes:
    """The list of files, by their paths: its digest is that of the set."""
    lines = [f"{content_digest(data)}  {path}\n" for path, data in sorted(files.items())]
    return "".join(lines).encode()


def keep(files: Mapping[str, bytes]) -> None:
    """Keeps the files of a rule set, in the place of what is there. Raises `OSError`."""
    from shutil import rmtree
    from tempfile import mkdtemp

    listed = list_of(files)
    target = folder_of(content_digest(listed))
    above = os.path.dirname(target)
    os.makedirs(above, mode=0o700, exist_ok=True)
    scratch = mkdtemp(dir=above, prefix="part-")
    try:
        for path, data in {**files, LIST: listed}.items():
            file = os.path.join(scratch, *path.split("/"))
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "wb") as stream:
                stream.write(data)
        rmtree(target, ignore_errors=True)
        try:
            os.replace(scratch, target)
        except OSError:
            if not os.path.isdir(target):  # not put there meanwhile by another process
                raise
    finally:
        rmtree(scratch, ignore_errors=True)
