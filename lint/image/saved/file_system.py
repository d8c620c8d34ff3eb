"""The files of a saved image: links are followed inside of it, and contents read where they are kept."""

from __future__ import annotations

import zlib

from lint.image.saved.tar_entries import FOLDER, REGULAR, SYMLINK
from lint.support.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 128
"""Bytes that are kept of a program: the `#!` line, or the header of an ELF file."""
MAX_PATH = 4096
"""Characters of a path, or of what a link names."""
MAX_STEPS = 20_000_000
"""Folders that are gone through to find files, all together: links can lead a long way each time."""
_MAX_HOPS = 40
_LONG = 512
"""Characters of a folder's path, beyond which each file in it counts as so many steps."""


class Node:
    """A file, folder or link of the image.

    `layer` counts from 0. `data` is the file and offset of what is stored as it is, the
    compressed bytes of what is not, and None where the content was not kept; `whole` says
    whether it is all of the content.
    """

    __slots__ = ("children", "data", "layer", "link", "mode", "size", "type", "whole")

    def __init__(self, type: int, mode: int, size: int, layer: int) -> None:
        self.type = type
        self.mode = mode
        self.size = size
        self.layer = layer
        self.link = ""
        self.children: dict[str, Node] | None = {} if type == FOLDER else None
        self.data: tuple[str, int] | bytes | None = None
        self.whole = False

    def on_layer(self, layer: int) -> Node:
        """The same file, as one that another layer brings."""
        if self.layer == layer:
            return self
        node = Node(self.type, self.mode, self.size, layer)
        node.link, node.data, node.whole = self.link, self.data, self.whole
        return node

    def head(self) -> bytes | None:
        """The first bytes; None where they are not known."""
        if self.data is None:
            return b"" if self.size == 0 else None
        return self._bytes(HEAD)[:HEAD]

    def read(self) -> bytes:
        """The content. Raises `OSError`, also where it was not kept."""
        if not self.whole:
            raise OSError(0, "the file is too large to be read from a layer")
        return self._bytes(self.size)

    def _bytes(self, size: int) -> bytes:
        if isinstance(self.data, bytes):
            return zlib.decompress(self.data)
        if self.data is None:
            return b""
        with open_regular(self.data[0]) as file:
            file.seek(self.data[1])
            data = file.read(min(size, self.size))
        if len(data) < min(size, self.size):
            raise OSError(0, "the file ends before its data")
        return data


class FileSystem:
    """The files of an image. Paths are absolute; links are followed inside of the image."""

    def __init__(self) -> None:
        self.root = Node(FOLDER, 0o755, 0, -1)
        self.removed: dict[str, int] = {}
        """By path, the layer that removed a file or folder of the layers below."""
        self.unsafe: list[tuple[str, int]] = []
        """Entries that no runtime unpacks, with their layer."""
        self._steps = 0
        self.implied = 0
        """Folders that were made for entries below them."""
        self.names = 0
        """Characters of long names and links."""
        self.kept = 0
        """Bytes of code that are kept of compressed layers, compressed again."""
        self.dropped = False
        """Whether there was more code than is kept."""

    @property
    def exhausted(self) -> bool:
        """Whether looking for files took so long that none is found any more."""
        return self._steps > MAX_STEPS

    def resolve(self, path: str) -> tuple[str, Node] | None:
        """The file at a path, with the path where it is; None where there is none, or links loop."""
        pending = [part for part in reversed(path.split("/")) if part and part != "."]
        stack: list[tuple[str, Node]] = []
        node = self.root
        hops = 0
        while pending:
            self._steps += 1
            if self.exhausted:
                return None
            part = pending.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if stack:
                    node = stack.pop()[1]
                continue
            child = node.children.get(part) if node.children is not None else None
            if child is None:
                return None
            if child.type == SYMLINK:
                hops += 1
                if hops > _MAX_HOPS or len(child.link) > MAX_PATH:
                    return None
                if child.link.startswith("/"):
                    stack, node = [], self.root
                pending += reversed(child.link.split("/"))
                if len(pending) > MAX_PATH:
                    return None
                continue
            stack.append((part, node))
            node = child
        return "/" + "/".join(part for part, _ in stack), node

    def find(self, path: str) -> Node | None:
        """The file at a path."""
        found = self.resolve(path)
        return found[1] if found is not None else None

    def files(self, folder: str, skip: frozenset[str] = frozenset()) -> Iterator[tuple[str, Node]]:
        """The files below a folder, with their paths relative to it.

        Folders of these names, and of these absolute paths, are passed over; so are links to folders.
        """
        found = self.resolve(folder)
        if found is None or found[1].children is None:
            return
        base = found[0].rstrip("/")
        queue: list[tuple[str, Node]] = [("", found[1])]
        while queue:
            prefix, node = queue.pop()
            children = node.children or {}
            if len(prefix) > _LONG:
                # Links give files of a deep folder short names in a layer, but not here.
                self._steps += len(prefix) * len(children)
                if self.exhausted:
                    return
            for name, child in children.items():
                path = prefix + name
                if child.type == FOLDER:
                    if name not in skip and f"{base}/{path}" not in skip:
                        queue.append((path + "/", child))
                elif child.type == REGULAR:
                    yield path, child
                elif child.type == SYMLINK:
                    target = self.find(f"{base}/{path}")
                    if target is not None and target.type == REGULAR:
                        yield path, target
