"""The ZIP archive of a wheel: which members can be read, and their content in bounded pieces."""

from __future__ import annotations

import os
import struct
import zlib

from lint.errors import os_reason
from lint.image.wheel.zip_directory import OUTSIDE, Directory, Entry, WheelError, shown_name
from lint.support.files import NotRegularError, open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from lint.image.fault_list import FaultList

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
            raise WheelError("wheel-unreadable", "the wheel is not a regular file") from None
        except (OSError, ValueError) as error:
            message = f"the wheel cannot be read: {os_reason(error)}"
            raise WheelError("wheel-unreadable", message) from None
        self.entries = directory.entries
        self._find_trouble()

    def read(self, entry: Entry, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """The content of a member. Raises `OSError`, also for one over `limit` bytes."""
        if entry.size > limit:
            raise OSError(f"the member holds {entry.size} bytes, the limit is {limit}")
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
            raise OSError("the member has another name in front of its data")
        stream.seek(extra_length, os.SEEK_CUR)
        left, crc = entry.size, 0
        for data in _stored(entry, stream) if entry.method == _STORED else _inflated(entry, stream):
            left -= len(data)
            if left < 0:
                raise OSError(f"the member holds more than the {entry.size} bytes that it declares")
            crc = zlib.crc32(data, crc)
            yield data
        if left:
            raise OSError(f"the member's data end {left} bytes before their declared size")
        if crc != entry.crc:
            raise OSError("the member's data do not have the declared CRC-32")

    def _find_trouble(self) -> None:
        """Marks the members whose content must not, or cannot, be read."""
        overlapping = self._overlapping()
        if overlapping:
            first = f"`{shown_name(overlapping[0].name)}`"
            others = f" and {len(overlapping) - 1} others" if len(overlapping) > 1 else ""
            self._fault("member-overlap", f"{first}{others} share their bytes with other members")
        for entry in overlapping:
            entry.trouble = "the member shares its bytes with another one"
        for entry in self.entries:
            if entry.trouble == OUTSIDE:
                self._fault("member-damaged", _of(entry, OUTSIDE))
            elif entry.trouble:
                continue
            elif entry.method not in (_STORED, _DEFLATED):
                entry.trouble = f"the member is packed with method {entry.method}"
                self._fault(
                    "member-damaged",
                    _of(entry, f"{entry.trouble}, which not every installer reads"),
                    "Build the wheel with deflate.",
                )
            elif entry.method == _STORED and entry.packed != entry.size:
                entry.trouble = "the member's two sizes do not agree"
                self._fault("member-damaged", _of(entry, entry.trouble))
            elif entry.size > MIN_INFLATED_BYTES and entry.size > entry.packed * MAX_INFLATION:
                times = entry.size // max(entry.packed, 1)
                entry.trouble = f"the member inflates {times}-fold to {entry.size} bytes"
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

    def _fault(self, kind: str, message: str, help: str = "") -> None:
        self._faults.add(kind, message, self.display_path, help)


def _of(entry: Entry, trouble: str) -> str:
    return f"`{shown_name(entry.name)}` cannot be read: {trouble}"


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
            raise OSError("the member's data are damaged") from None
        if not data and not left and waiting == unpacker.unconsumed_tail:
            return  # no progress: the data end too early
        waiting = unpacker.unconsumed_tail
        if data:
            yield data
