"""The texts of an image's files, for the source lines of reports."""

from __future__ import annotations

import os

from lint.support.files import read_in_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.build_context import Context
    from lint.image.file import ImageFile
    from lint.model.source import Source

_SHOWN_BYTES = 256 << 10


class ImageSources:
    """The texts by the path that findings show; each is read when it is asked for."""

    def __init__(self, members: dict[str, ImageFile], context: Context | None) -> None:
        self._members = members
        self._context = context
        self._read: dict[str, Source] = {}
        self._files: dict[str, ImageFile] | None = None

    def get(self, path: str) -> Source | None:
        """The text of a file, of which only what is harmless is shown; None when it cannot be shown."""
        if path in self._read:
            return self._read[path]
        from lint.model.redaction import mark_file
        from lint.model.source import Source

        data = self._bytes(path)
        if data is None:
            return None
        source = Source(path, data.decode("utf-8-sig", "replace"))
        source.mark_later(mark_file)
        self._read[path] = source
        return source

    def _bytes(self, path: str) -> bytes | None:
        if self._files is None:
            self._files = {member.display_path: member for member in self._members.values()}
            if self._context is not None:
                for file in self._context.files.values():
                    self._files.setdefault(file.display_path, file)
        member = self._files.get(path)
        try:
            if member is not None:
                return member.read() if member.size <= _SHOWN_BYTES else None
            if self._is_of_context(path):
                data = read_in_tree(path, _SHOWN_BYTES)
                return data if len(data) <= _SHOWN_BYTES else None
        except (OSError, ValueError):
            pass
        return None

    def _is_of_context(self, path: str) -> bool:
        """Whether a path is that of a file of the context, in the image or not."""
        if self._context is None:
            return False
        base = os.path.abspath(self._context.directory)
        return os.path.abspath(path).startswith(base + os.sep) and os.path.isfile(path)
