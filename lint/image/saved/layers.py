"""The file system that the layers of an image make together.

Later layers replace what is below them. `.wh.NAME` removes NAME of the layers below, and
`.wh..wh..opq` all that they have in its folder, wherever in its own layer it comes.
Source: https://github.com/opencontainers/image-spec/blob/main/layer.md
"""

from __future__ import annotations

import os
import zlib

from lint.image.saved.fault import SavedError
from lint.image.saved.file_system import HEAD, MAX_PATH, FileSystem, Node
from lint.image.saved.streams import Budget, open_layer
from lint.image.saved.tar_entries import (
    FOLDER,
    HARD_LINK,
    REGULAR,
    SPARSE,
    SYMLINK,
    read_data,
    tar_entries,
)
from lint.model.text import amount, say
from lint.support.files import open_unbuffered
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.image.saved.streams import Blob, Stream
    from lint.image.saved.tar_entries import TarEntry

MAX_ENTRIES = 400_000
"""Entries of all layers together, and folders that they imply. Large images have about 200,000."""
MAX_NAMES = 32 << 20
"""Characters of all long names, links and removed paths together: those longer than `_LONG`."""
_LONG = 255
MAX_DEPTH = 100
MAX_KEPT = 64 << 20
"""Bytes of code that are kept of compressed layers, compressed again."""
MAX_FILE = 2 << 20
_MAX_SCRIPT = 256 << 10
_DOTS = frozenset(("", ".", ".."))
_MAX_FOLDERS = 10_000
"""Folders of a layer that are remembered by their paths."""
_WHITEOUT = ".wh."
_OPAQUE = ".wh..wh..opq"
_NAMES = frozenset(
    (".env", "passwd", "group", "Procfile", "METADATA", "entry_points.txt", "pyvenv.cfg")
)
_SUFFIXES = (".py", ".pth", ".sh", ".conf", ".ini", ".cfg", ".toml")
_STDLIB = lazy_regex(r"(?:.*/)?lib/python3\.\d+/(?!(?:site|dist)-packages/)")

_TESTS = lazy_regex(r"/(?:site|dist)-packages/.+/tests?/")
"""The tests of distributions, which take half of the room of some."""


class _Folder:
    """A folder that entries are put into."""

    __slots__ = ("children", "other_code")

    def __init__(self, prefix: str, children: dict[str, Node]) -> None:
        self.children = children
        self.other_code = bool(
            ("lib/python3." in prefix and _STDLIB.match(prefix))
            or ("/test" in prefix and _TESTS.search(prefix))
        )
        """Whether its Python files are of a standard library, or tests of a distribution: neither is read."""


class _Layer:
    """Puts the entries of one layer into the file system."""

    def __init__(self, system: FileSystem, number: int, path: str) -> None:
        self.system = system
        self.path = path
        self.number = number
        self._whiteouts: dict[str, None] = {}
        self._folders: dict[str, _Folder] = {}
        """Folders by their paths as entries name them, until one of them or a link is replaced."""

    def folder(self, parts: list[str]) -> Node | None:
        """The folder at a path, made where there is none; links on the way are followed.

        None where links make it too deep.
        """
        node = self.system.root
        for depth, part in enumerate(parts):
            children = node.children
            assert children is not None  # only folders are gone into
            child = children.get(part)
            if child is not None and child.type == SYMLINK:
                found = self.system.resolve("/" + "/".join(parts[: depth + 1]))
                if found is not None and found[1].type == FOLDER:
                    if found[0].count("/") > MAX_DEPTH:
                        return None
                    node = found[1]
                    continue
            if child is None or child.type != FOLDER:
                child = children[part] = Node(FOLDER, 0o755, 0, self.number)
                self.system.implied += 1
            node = child
        return node

    def add(self, entry: TarEntry, stream: Stream) -> None:
        """Adds an entry, whose data are next in the stream."""
        name, type, mode, size, link = entry
        above, _, last = name.rpartition("/")
        if not last:
            above, _, last = name.rstrip("/").rpartition("/")
        folder = self._folders.get(above)
        if folder is None or last in _DOTS or last.startswith(_WHITEOUT) or len(name) > _LONG:
            placed = self._placed(name, above, last)
            if placed is None:
                return
            folder, last = placed
        elif "\0" in last:
            self._refuse(name)
            return
        children = folder.children
        old = children.get(last)
        if old is not None and (old.type == SYMLINK or (old.type == FOLDER and type != FOLDER)):
            self._folders.clear()
        if type == REGULAR:
            node = children[last] = Node(REGULAR, mode, size, self.number)
            wanted = last.endswith(_SUFFIXES) or last in _NAMES
            if wanted and folder.other_code and last.endswith(".py"):
                wanted = False
            if wanted or mode & 0o111:
                self._keep(node, wanted, stream)
        elif type == FOLDER:
            if old is not None and old.type == FOLDER:
                old.mode, old.layer = mode, self.number
            else:
                children[last] = Node(FOLDER, mode, 0, self.number)
        elif type == HARD_LINK:
            target = self._linked(link)
            if target is None or target.type == FOLDER:
                self._refuse(name)
            else:
                children[last] = target.on_layer(self.number)
        elif type == SYMLINK:
            node = children[last] = Node(SYMLINK, mode, size, self.number)
            node.link = link
            self._count(link)
        else:
            children[last] = Node(REGULAR if type == SPARSE else type, mode, size, self.number)

    def _placed(self, name: str, above: str, named: str) -> tuple[_Folder, str] | None:
        """The folder that an entry is put into, and its name there; None where it is not put there.

        `above` and `named` are what comes before and behind the last slash of its name.
        """
        self._count(name)
        parts = [part for part in name.split("/") if part and part != "."]
        if not parts:
            return None
        if ".." in parts or "\0" in name or len(parts) > MAX_DEPTH or len(name) > MAX_PATH:
            self._refuse(name)
            return None
        last = parts.pop()
        prefix = "".join(f"{part}/" for part in parts)
        if last.startswith(_WHITEOUT):
            if last == _OPAQUE or not last.startswith(".wh..wh."):
                self._whiteouts[prefix + last] = None
            return None
        node = self.folder(parts)
        if node is None:
            self._refuse(name)
            return None
        assert node.children is not None  # it is a folder
        folder = _Folder(prefix, node.children)
        if last == named:
            if len(self._folders) >= _MAX_FOLDERS:
                self._folders.clear()
            self._folders[above] = folder
        return folder, last

    def _keep(self, node: Node, wanted: bool, stream: Stream) -> None:
        """Keeps a file that is wanted, and the first bytes of a program."""
        size = node.size
        if stream.seekable:
            node.data = (self.path, stream.position)
            node.whole = size <= MAX_FILE
            return
        data = read_data(stream, size if wanted and size <= MAX_FILE else min(size, HEAD))
        if not wanted and data[:2] == b"#!" and size <= _MAX_SCRIPT:
            data += read_data(stream, size - len(data))
        packed = zlib.compress(data, 1)
        if len(data) > HEAD and self.system.kept + len(packed) > MAX_KEPT:
            self.system.dropped = True
            data = data[:HEAD]
            packed = zlib.compress(data, 1)
        node.data = packed
        node.whole = len(data) == size
        self.system.kept += len(packed)

    def _linked(self, link: str) -> Node | None:
        """What a hard link names: a file of this layer, or of one below; a symbolic link as such."""
        parts = [part for part in link.split("/") if part not in ("", ".")]
        if not parts or ".." in parts or len(parts) > MAX_DEPTH:
            return None
        folder = self.system.find("/" + "/".join(parts[:-1]))
        if folder is None or folder.children is None:
            return None
        return folder.children.get(parts[-1])

    def _count(self, name: str) -> None:
        """Counts a name, a link or a path that is kept, if it is long. Raises `SavedError` for too many."""
        if len(name) > _LONG:
            self.system.names += len(name)
            if self.system.names > MAX_NAMES:
                raise SavedError(
                    "image-too-large",
                    say("the layers have more than {} MiB of long names", amount(MAX_NAMES >> 20)),
                )

    def _refuse(self, name: str) -> None:
        if len(self.system.unsafe) < 1000:
            self.system.unsafe.append((name[:200], self.number))

    def end(self) -> None:
        """Removes what the whiteouts of the layer name of the layers below."""
        for path in self._whiteouts:
            folder, _, last = path.rpartition("/")
            found = self.system.resolve("/" + folder)
            if found is None or found[1].children is None:
                continue
            children = found[1].children
            if last == _OPAQUE:
                names = list(children)
                if found[1].layer < self.number:
                    found[1].layer = self.number
            else:
                names = [last[len(_WHITEOUT) :]]
            for name in names:
                child = children.get(name)
                if child is not None and self._prune(child):
                    del children[name]
                    if len(self.system.removed) < MAX_ENTRIES:
                        gone = f"{found[0].rstrip('/')}/{name}"
                        self._count(gone)
                        self.system.removed[gone] = self.number

    def _prune(self, node: Node) -> bool:
        """Removes all below a node that is of lower layers; whether the node itself is."""
        if node.children:
            for name in list(node.children):
                if self._prune(node.children[name]):
                    del node.children[name]
        return node.layer < self.number and not node.children


def read_layers(blobs: Sequence[Blob]) -> FileSystem:
    """The file system of an image's layers, the lowest first. Raises `SavedError` and `OSError`."""
    system = FileSystem()
    budget = Budget(sum(blob.size for blob in blobs))
    count = 0
    for number, blob in enumerate(blobs):
        layer = _Layer(system, number, blob.path)
        with open_unbuffered(blob.path) as file:
            end = blob.offset + blob.size
            if blob.marks is None and os.fstat(file.fileno()).st_size < end:
                raise SavedError("image-truncated", say("the file ends in the middle of a layer"))
            stream = open_layer(file, blob, budget)
            for entry in tar_entries(stream):
                count += 1
                if count + system.implied > MAX_ENTRIES:
                    raise SavedError(
                        "image-too-large",
                        say(
                            "the layers have more than {} entries and folders", amount(MAX_ENTRIES)
                        ),
                    )
                layer.add(entry, stream)
        layer.end()
        if system.exhausted:
            raise SavedError(
                "image-too-large", say("the links of the image lead further than is followed")
            )
    return system
