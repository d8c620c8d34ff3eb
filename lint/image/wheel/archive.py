"""The ZIP archive of a wheel: which members can be read, and their content in bounded pieces."""

from __future__ import annotations

import os
import struct
import zlib

from lint.errors import os_reason
from lint.image.wheel.zip_directory import OUTSIDE, Directory, Entry, WheelError
from lint.model.text import NOTHING, listed, own, path, say
from lint.support.files import NotRegularError, open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from lint.image.fault_list import FaultList
    from lint.model.text import Message

MAX_MEMBER_BYTES = 32 << 20
"""A larger member is not read into memory: no Python module and no metadata comes near it."""

MAX_INFLATION = 500
"""Text inflates up to 20-fold, regular tables up to 300-fold; deflate's limit is 1,032-fold."""

MIN_INFLATED_BYTES = 1 << 20
"""A member smaller than this is harmless, whatever its ratio."""

_CHUNK = 1 << 18
_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3L2H")


class Archive:
    """An opened archive: `entries` in directory order, without the entries of directories."""

    def __init__(self, path: str, display_path: str, faults: FaultList) -> None:
        """Reads the directory. Raises `WheelError`; lesser faults go into `faults`."""
        self.path = path
        self.display_path = display_path
        self._faults = faults
        try:
            with open_regular(path) as stream:
                directory = Directory(stream, os.fstat(stream.fileno()).st_size, self._fault)
        except NotRegularError:
            raise WheelError("wheel-unreadable", say("the wheel is not a regular file")) from None
        except (OSError, ValueError) as error:
            message = say("the wheel cannot be read: {}", own(os_reason(error)))
            raise WheelError("wheel-unreadable", message) from None
        self.entries = directory.entries
        self._find_trouble()

    def read(self, entry: Entry, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """The content of a member. Raises `OSError`, also for one over `limit` bytes."""
        if entry.size > limit:
            raise OSError(f"the member has {entry.size:,} bytes, more than the limit of {limit:,}")
        with open_regular(self.path) as stream:
            return b"".join(self.chunks(entry, stream))

    def chunks(self, entry: Entry, stream: BinaryIO) -> Iterator[bytes]:
        """The content in pieces of at most 256 KiB, never more than the declared size.

        `stream` is the opened wheel. Raises `OSError` for damage, at the end also for a content
        that does not have the declared size or CRC-32.
        """
        if entry.trouble:
            raise OSError(entry.trouble)
        stream.seek(entry.offset)
        header = stream.read(_LOCAL.size)
        if len(header) != _LOCAL.size or header[:4] != b"PK\3\4":
            raise OSError("the member's header is damaged")
        name_length, extra_length = _LOCAL.unpack(header)[9:]
        if stream.read(name_length) != entry.raw:
            raise OSError("the member's local header has another name")
        stream.seek(extra_length, os.SEEK_CUR)
        left, crc = entry.size, 0
        for data in _stored(entry, stream) if entry.method == _STORED else _inflated(entry, stream):
            left -= len(data)
            if left < 0:
                raise OSError(
                    f"the member has more data than its stated size of {entry.size:,} bytes"
                )
            crc = zlib.crc32(data, crc)
            yield data
        if left:
            raise OSError(f"the member has less data than its stated size of {entry.size:,} bytes")
        if crc != entry.crc:
            raise OSError("the member's data does not match its CRC-32")

    def _find_trouble(self) -> None:
        """Marks the members whose content must not, or cannot, be read."""
        overlapping = self._overlapping()
        if overlapping:
            message = say(
                "members of the archive share their bytes: {}",
                listed(path(entry.name) for entry in overlapping),
            )
            self._fault("member-overlap", message)
        for entry in overlapping:
            entry.trouble = "the member shares its bytes with another one"
        for entry in self.entries:
            if entry.trouble == OUTSIDE:
                self._fault("member-damaged", _of(entry, OUTSIDE))
            elif entry.trouble:
                continue
            elif entry.method not in (_STORED, _DEFLATED):
                entry.trouble = f"the member is compressed with method {entry.method}"
                self._fault(
                    "member-damaged",
                    _of(entry, f"{entry.trouble}, which not every installer supports"),
                    say("Build the wheel with deflate compression."),
                )
            elif entry.method == _STORED and entry.packed != entry.size:
                entry.trouble = "the member is stored, and its two sizes differ"
                self._fault("member-damaged", _of(entry, entry.trouble))
            elif entry.size > MIN_INFLATED_BYTES and entry.size > entry.packed * MAX_INFLATION:
                times = entry.size // max(entry.packed, 1)
                entry.trouble = f"the member expands {times:,}-fold to {entry.size:,} bytes"
                self._fault("member-inflates", _of(entry, entry.trouble))

    def _overlapping(self) -> list[Entry]:
        """The members whose bytes another one shares, in the order of the file."""
        found: dict[int, Entry] = {}
        last: Entry | None = None
        end = 0
        for entry in sorted(self.entries, key=lambda entry: entry.offset):
            if last is not None and entry.offset < end:
                found[id(last)] = last
                found[id(entry)] = entry
            if (stop := entry.offset + _LOCAL.size + len(entry.raw) + entry.packed) > end:
                last, end = entry, stop
        return list(found.values())

    def _fault(self, kind: str, message: Message, help: Message = NOTHING) -> None:
        self._faults.add(kind, message, self.display_path, help)


def read_error(error: OSError) -> Message:
    """Why a member cannot be read: the system's reason, or that of `Archive.chunks`."""
    return own(os_reason(error)) if error.strerror else own(str(error))


def _of(entry: Entry, trouble: str) -> Message:
    return say("`{}` cannot be read: {}", path(entry.name), own(trouble))


def _stored(entry: Entry, stream: BinaryIO) -> Iterator[bytes]:
    left = entry.packed
    while left and (data := stream.read(min(_CHUNK, left))):
        left -= len(data)
        yield data


def _inflated(entry: Entry, stream: BinaryIO) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    left, waiting = entry.packed, b""
    while not unpacker.eof:
        if not waiting and left:
            waiting = stream.read(min(_CHUNK, left))
            left = left - len(waiting) if waiting else 0
        try:
            data = unpacker.decompress(waiting, _CHUNK)
        except zlib.error:
            raise OSError("the member's data is damaged") from None
        if not data and not left and waiting == unpacker.unconsumed_tail:
            return  # no progress: the data end too early
        waiting = unpacker.unconsumed_tail
        if data:
            yield data
