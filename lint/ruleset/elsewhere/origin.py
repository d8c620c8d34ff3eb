"""Where rule files come from: what one extends by relative path must come from the same place."""

from __future__ import annotations

import os

from lint.ruleset.elsewhere.installed import package_folder
from lint.ruleset.elsewhere.reference import PackageReference, parse
from lint.ruleset.elsewhere.store import FetchedSet
from lint.support.confinement import is_inside
from lint.support.files import MAX_RULE_FILE_BYTES, read_regular
from lint.support.paths import data_path


class Tree:
    """The files in a folder, links followed, and those that come with the tool.

    Without a folder ("") these are all files.
    """

    place = "repository"
    """What messages call it."""

    def __init__(self, root: str) -> None:
        self.root = root

    def has(self, path: str) -> bool:
        """Whether a file may be read. It need not exist."""
        return not self.root or is_inside(path, self.root) or is_inside(path, data_path("rules"))

    def read(self, path: str) -> bytes:
        """The content of a file. Raises `OSError`, and `ValueError` for a path that cannot be one."""
        return read_regular(path, MAX_RULE_FILE_BYTES)


class Package:
    """The files in the folder of an installed package. Installers may have made them links."""

    place = "package"

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def has(self, path: str) -> bool:
        """Whether a file may be read. It need not exist."""
        return os.path.normpath(path).startswith(os.path.join(self.folder, ""))

    def read(self, path: str) -> bytes:
        """The content of a file. Raises `OSError`."""
        return read_regular(path, MAX_RULE_FILE_BYTES)


class Fetched:
    """The files of a fetched rule set, whose contents have the digests that were pinned."""

    place = "fetched rule set"

    def __init__(self, files: FetchedSet) -> None:
        self.files = files

    def has(self, path: str) -> bool:
        """Whether a file may be read."""
        return self._name(path) in self.files.digests

    def read(self, path: str) -> bytes:
        """The content of a file. Raises `NotFetchedError` where it is not the one that was pinned."""
        return self.files.read(self._name(path))

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self.files.folder).replace(os.sep, "/")


Origin = Tree | Package | Fetched


class Located:
    """The file of a reference: where it is, what messages call it, where it comes from."""

    def __init__(self, reference: str, *, local: bool = False) -> None:
        """Raises `ElsewhereError`. For `local`, see `lint.ruleset.elsewhere.reference.parse`."""
        named = parse(reference, local=local)
        self.origin: Origin
        if isinstance(named, PackageReference):
            folder = package_folder(named)
            self.display_path = str(named)
            self.origin = Package(folder)
        else:
            files = FetchedSet(named)
            folder = files.folder
            self.display_path = named.short
            self.origin = Fetched(files)
        self.path = os.path.join(folder, *named.path.split("/"))
