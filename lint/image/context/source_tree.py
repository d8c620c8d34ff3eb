"""The walk over a build context that keeps the files the builder keeps."""

from __future__ import annotations

import os
import stat
from functools import partial

from lint.errors import os_reason
from lint.image.file import ImageFile
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.record import default, record
from lint.model.text import amount, own, say
from lint.support.files import read_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.ignore_rules import IgnoreRules
    from lint.model.text import Message

MAX_ENTRIES = 200_000
"""Directory entries looked at; a context that needs more is not judged to its end."""

MAX_DEPTH = 100
"""Directories below the context directory."""

MAX_FILE_BYTES = 64 << 20
"""A larger file is not read: no Python module comes near it."""

_MAX_LINKS = 8
_MAX_FAULTS = 20


def is_behind_link(directory: str, path: str) -> bool:
    """Whether a path below a directory is a symbolic link, or reached by one.

    Builders follow it in ways of their own.
    """
    parts = path.split("/")
    return any(
        os.path.islink(os.path.join(directory, *parts[:end])) for end in range(1, len(parts) + 1)
    )


@record
class Tree:
    """The files of a source tree that a builder copies."""

    files: dict[str, ImageFile] = default(factory=dict)
    """By path relative to the root."""
    links_outside: set[str] = default(factory=set)
    """The symbolic links that leave the tree. Builders copy them as they are, so that they are
    broken in the image."""
    faults: list[Fault] = default(factory=list)
    """What could not be read."""
    complete: bool = True
    """False when the walk ended early or a directory could not be read."""


def walk_tree(directory: str, display_path: str, rules: IgnoreRules) -> Tree:
    """Walks the directory as the builder does.

    `display_path` is the directory as findings show it. Faults: `context-unreadable`,
    `directory-unreadable`, `context-too-large`, `context-too-deep`, `symlink-outside`.
    """
    return _Walk(directory, display_path, rules).run()


@record
class _Place:
    """A directory to look into. Both of its paths end with "/" or are empty."""

    full: str
    """Its path in the file system."""
    path: str
    """Where it is reached, relative to the tree."""
    judged: str
    """Where it really is in the tree: not `path` below a symbolic link."""
    links: tuple[str, ...]
    """The targets of the links on the way."""


class _Walk:
    def __init__(self, directory: str, display_path: str, rules: IgnoreRules) -> None:
        self._root = os.path.realpath(directory)
        self._shown = "" if display_path in ("", ".") else display_path.rstrip("/") + "/"
        self._rules = rules
        self._tree = Tree()
        self._entries = 0
        self._pending = [_Place(self._root, "", "", ())]

    def run(self) -> Tree:
        while self._pending:
            place = self._pending.pop()
            try:
                with os.scandir(place.full) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._unreadable(place, error)
                continue
            self._entries += len(entries)
            if self._entries > MAX_ENTRIES:
                self._stop(
                    "context-too-large",
                    say(
                        "the build context has more than {} files, and the rest is not checked",
                        amount(MAX_ENTRIES),
                    ),
                )
                break
            for entry in entries:
                self._visit(entry, place)
        return self._tree

    def _visit(self, entry: os.DirEntry[str], place: _Place) -> None:
        name = entry.name
        try:
            if entry.is_symlink():
                self._follow(entry, place)
            elif entry.is_dir(follow_symlinks=False):
                judged = place.judged + name
                if not self._rules.prunes(judged):
                    self._descend(entry.path, place.path + name, judged, place.links)
            elif (
                entry.is_file(follow_symlinks=False)
                and self._rules.decide(place.judged + name).included
            ):
                self._keep(place.path + name, entry.path, entry.stat(follow_symlinks=False))
        except OSError:
            return  # it vanished while being looked at

    def _descend(self, full: str, path: str, judged: str, links: tuple[str, ...]) -> None:
        if path.count("/") >= MAX_DEPTH:
            self._stop(
                "context-too-deep",
                say(
                    "the build context is more than {} directories deep, and the rest is not checked",
                    amount(MAX_DEPTH),
                ),
            )
            return
        self._pending.append(_Place(full, path + "/", judged + "/", links))

    def _follow(self, entry: os.DirEntry[str], place: _Place) -> None:
        """A symbolic link works in the image when both it and what it leads to get there."""
        status = entry.stat()
        is_dir = stat.S_ISDIR(status.st_mode)
        path = place.path + entry.name
        if not self._rules.decide(place.judged + entry.name, is_dir).included:
            return
        target = os.path.realpath(entry.path)
        if target != self._root and not target.startswith(self._root.rstrip("/") + "/"):
            self._tree.links_outside.add(path)
            self._fault(
                "symlink-outside",
                say(
                    "the symbolic link points out of the build context, so it is broken in the image"
                ),
                path,
            )
            return
        judged = target[len(self._root) :].lstrip("/")
        if is_dir:
            loops = (entry.path + "/").startswith(target + "/") or target in place.links
            if not loops and len(place.links) < _MAX_LINKS and not self._rules.prunes(judged):
                self._descend(target, path, judged, (*place.links, target))
        elif stat.S_ISREG(status.st_mode) and self._rules.decide(judged).included:
            self._keep(path, target, status)

    def _keep(self, path: str, full: str, status: os.stat_result) -> None:
        display_path = self._shown + path
        if not display_path.isascii():
            display_path = display_path.encode("utf-8", "surrogateescape").decode(
                "utf-8", "replace"
            )
        self._tree.files[path] = ImageFile(
            path, display_path, status.st_size, partial(read_file, full)
        )

    def _unreadable(self, place: _Place, error: OSError) -> None:
        self._tree.complete = False
        reason = own(os_reason(error))
        if place.path:
            message = say("the directory cannot be read: {}", reason)
            self._fault("directory-unreadable", message, place.path.rstrip("/"))
        else:
            message = say("the build context cannot be read: {}", reason)
            self._fault("context-unreadable", message, "")

    def _stop(self, kind: str, message: Message) -> None:
        if self._tree.complete or all(fault.kind != kind for fault in self._tree.faults):
            self._fault(kind, message, "")
        self._tree.complete = False

    def _fault(self, kind: str, message: Message, path: str) -> None:
        if sum(fault.kind == kind for fault in self._tree.faults) < _MAX_FAULTS:
            display_path = (self._shown + path).rstrip("/") or "."
            display_path = display_path.encode("utf-8", "surrogateescape").decode(
                "utf-8", "replace"
            )
            self._tree.faults.append(Fault(kind, Place(display_path), message=message))


def read_file(path: str) -> bytes:
    """The content of a file. Raises `OSError`, also for one over `MAX_FILE_BYTES`."""
    data = read_start(path, MAX_FILE_BYTES)
    if len(data) > MAX_FILE_BYTES:
        raise OSError(f"the file is larger than {MAX_FILE_BYTES >> 20} MiB")
    return data
