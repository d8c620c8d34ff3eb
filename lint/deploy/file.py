"""A file that may hold deploy steps, and the files that it names."""

from __future__ import annotations

import os

from lint.model.source import Source
from lint.support.confinement import is_inside
from lint.support.files import read_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.deploy.text import Text
    from lint.manifest.reader import Manifest

MAX_BYTES = 4 << 20
"""A script, workflow or configuration that is longer is not read."""


class DeployFile:
    """One file as the readers get it. What it holds in a form is made when a reader asks for it."""

    __slots__ = ("_manifest", "_root", "_text", "beside", "data", "path", "source", "sources")

    def __init__(self, path: str, data: bytes, display_path: str = "", root: str = "") -> None:
        """`root` is the folder that files which it names must be in; "" for its own folder."""
        self.path = path
        self.data = data
        text = data.decode("utf-8-sig", "replace")
        self.source = Source(display_path or path, text)
        self.sources = {self.source.path: self.source}
        """The texts of this file and of those that it names, by their paths in reports."""
        self.beside: Mapping[str, bytes] = {}
        """Files that are on no disk, by path: those of an example."""
        self._root = root
        self._manifest: Manifest | None = None
        self._text: Text | None = None

    @property
    def name(self) -> str:
        """The last part of its path."""
        return os.path.basename(self.path)

    @property
    def folder(self) -> str:
        """The folder that it is in, "." for the working directory."""
        return os.path.dirname(self.path) or "."

    @property
    def root(self) -> str:
        """The folder that the files which it names must be in: that of the repository."""
        return self._root or self.folder

    @property
    def text(self) -> Text:
        """The whole text, each character with its place."""
        if self._text is None:
            from lint.deploy.text import of_file

            self._text = of_file(self.source)
        return self._text

    @property
    def manifest(self) -> Manifest:
        """The file read as YAML (JSON is YAML, too). Its nodes have places in `manifest.source`."""
        if self._manifest is None:
            from lint.manifest.reader import read_manifest

            self._manifest = read_manifest(self.source.path, self.data, yaml_1_2=False)
            # As a manifest, all of it but its keys would be hidden for good.
            text = self._manifest.source.text
            self.source = Source(self.source.path, text, yaml_breaks=True)
            self._manifest.source = self.source
            self.source.mark_later(self._show_keys)
            self.sources[self.source.path] = self.source
        return self._manifest

    def _show_keys(self, source: Source) -> None:
        from lint.manifest.disclosure import Disclosure

        for document in self.manifest.documents:
            if document.root is not None:
                for node in Disclosure(document.root, "").shown():
                    source.reveal(node.line, node.column, node.end_line, node.end_column)

    def named(self, path: str, directory: str = "") -> DeployFile | None:
        """A file that this one names, relative to a directory; None where it is not there.

        Nothing outside the root is read: who writes a workflow does not decide what is shown.
        """
        full = os.path.normpath(os.path.join(directory or self.folder, path))
        root = self._root or self.folder
        if full in self.beside:
            return self._other(DeployFile(full, self.beside[full], full, root))
        try:
            if not is_inside(full, root) or not os.path.isfile(full):
                return None
            shown = full.replace(os.sep, "/")
            if self.source.path.startswith("./") and not os.path.isabs(full):
                shown = f"./{shown}"  # as the paths that were given
            file = DeployFile(full, read_start(full, MAX_BYTES), shown, root)
        except (OSError, ValueError):
            return None
        return self._other(file)

    def _other(self, file: DeployFile) -> DeployFile:
        """A file that this one names, with what both share."""
        file.beside = self.beside
        file.sources = self.sources
        self.sources[file.source.path] = file.source
        return file
