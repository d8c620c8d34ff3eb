"""The directory of a wheel's ZIP archive: its entries, as an installer would see them.

Not `zipfile`: one member name that is not UTF-8 makes it refuse the whole archive, it cuts names
at NUL without a word, it reads a directory of any size before it can be asked for its length, and
its import costs more than reading the directory of a wheel with 2,000 members.

What pip would install is what is read: like `zipfile`, the entries of the central directory count,
not the local headers, and not the number that the end record claims.
"""

from __future__ import annotations

import struct

from lint.model.text import NOTHING, amount, count, number, path, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from lint.model.text import Message

MAX_MEMBERS = 65_535
"""What an archive without ZIP64 can count; the largest wheels on PyPI hold about half of it."""

MAX_DIRECTORY_BYTES = 32 << 20
"""Of the central directory: 65,535 members with names of 450 characters."""

OUTSIDE = "the member's data is outside of the archive"
"""The trouble of an entry that points past the archive."""

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL_BYTES = 30


class WheelError(Exception):
    """A wheel that cannot be read at all; `kind`, `message` and `help` are those of its fault."""

    def __init__(self, kind: str, message: Message, help: Message = NOTHING) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.help = help


class Entry:
    """One file of the archive, as the central directory describes it.

    `size` and `packed` are in bytes, uncompressed and compressed; `mode` is the Unix mode or 0.
    `trouble` says why the content cannot be read, or is "".
    """

    __slots__ = ("crc", "method", "mode", "name", "offset", "packed", "raw", "size", "trouble")

    def __init__(self, name: str, raw: bytes, fields: tuple[int, int, int, int], mode: int) -> None:
        self.name = name
        self.raw = raw
        self.method, self.crc, self.packed, self.size = fields
        self.offset = 0
        self.mode = mode
        self.trouble = ""


class Directory:
    """The central directory: `entries` in its order, without those of directories.

    `fault` is called with the kind and the message of every lesser fault.
    """

    def __init__(self, stream: BinaryIO, size: int, fault: Callable[[str, Message], None]) -> None:
        """Reads the directory of a file of `size` bytes. Raises `WheelError`."""
        self.entries: list[Entry] = []
        self._fault = fault
        start, length, shift, claimed = _find_end(stream, size, fault)
        if length > MAX_DIRECTORY_BYTES:
            raise WheelError(
                "wheel-too-large",
                say(
                    "the archive's directory has {} MiB, more than the limit of {} MiB",
                    amount(length >> 20),
                    number(MAX_DIRECTORY_BYTES >> 20),
                ),
            )
        stream.seek(start)
        data = stream.read(length)
        position = listed = 0
        while position < length:
            listed += 1
            if listed > MAX_MEMBERS:
                raise WheelError(
                    "wheel-too-large",
                    say("the wheel has more than {} members", amount(MAX_MEMBERS)),
                )
            position = self._read_entry(data, position, shift, start)
        if position != length:
            raise _damaged(say("its directory is truncated"))
        if listed != claimed:
            self._fault(
                "archive-ambiguous",
                say(
                    "the archive states {} and lists {}, so installers may disagree about its contents",
                    count(claimed, "member"),
                    count(listed, "member"),
                ),
            )

    def _read_entry(self, data: bytes, position: int, shift: int, start: int) -> int:
        try:
            fields = _CENTRAL.unpack_from(data, position)
        except struct.error:
            raise _damaged(say("its directory is truncated")) from None
        if fields[0] != b"PK\1\2":
            raise _damaged(say("its directory is overwritten"))
        flags, method = fields[3], fields[4]
        crc, packed, size = fields[7:10]
        name_end: int = position + _CENTRAL.size + fields[10]
        extra_end: int = name_end + fields[11]
        raw = data[position + _CENTRAL.size : name_end]
        if flags & 0x2041:
            raise WheelError(
                "wheel-encrypted",
                say("the wheel is encrypted, and installers cannot read it"),
                say("Build the wheel without encryption."),
            )
        offset = fields[16]
        if 0xFFFFFFFF in (packed, size, offset):
            packed, size, offset = _zip64(data[name_end:extra_end], packed, size, offset)
        name = _decode(raw, bool(flags & 0x800))
        if name is None:
            self._fault(
                "member-name-invalid",
                say(
                    "the member name `{}` contains control characters or is not UTF-8",
                    path(shown_name(raw.decode("latin-1"))),
                ),
            )
        elif not name.endswith("/"):
            entry = Entry(name, raw, (method, crc, packed, size), fields[15] >> 16)
            entry.offset = offset + shift
            if entry.offset + _LOCAL_BYTES + len(raw) + packed > start:
                entry.trouble = OUTSIDE
            self.entries.append(entry)
        end: int = extra_end + fields[12]
        return end


def shown_name(name: str, limit: int = 60) -> str:
    """A member's name as messages and paths show it: printable, and cut at `limit`."""
    if not name.isprintable() or not name.isascii():
        name = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)
        name = name.encode("utf-8", "replace").decode("utf-8")
    return name if len(name) <= limit else name[: limit - 3] + "..."


def _damaged(how: Message) -> WheelError:
    return WheelError(
        "wheel-damaged", say("the wheel is damaged: {}", how), say("Build the wheel again.")
    )


def _find_end(
    stream: BinaryIO, size: int, fault: Callable[[str, Message], None]
) -> tuple[int, int, int, int]:
    """Start and length of the directory, what to add to offsets, and the stated count."""
    tail_start = max(0, size - _END.size - 0xFFFF - _END64.size - _LOCATOR.size)
    stream.seek(tail_start)
    tail = stream.read()
    place = tail.rfind(b"PK\5\6", 0, len(tail) - _END.size + 4)
    if place < 0:
        raise _no_end(stream, size)
    _, disk, _, _, claimed, length, offset, comment = _END.unpack_from(tail, place)
    over = len(tail) - place - _END.size - comment
    end = tail_start + place
    if disk not in (0, 0xFFFF):
        raise _damaged(say("it is one part of a split archive"))
    if 0xFFFF in (disk, claimed) or 0xFFFFFFFF in (length, offset):
        at = place - _LOCATOR.size - _END64.size
        if at >= 0 and tail[at : at + 4] == b"PK\6\6" and tail[at + 56 : at + 60] == b"PK\6\7":
            claimed, length, offset = _END64.unpack_from(tail, at)[7:]
            end -= _LOCATOR.size + _END64.size
        elif 0xFFFFFFFF in (length, offset):
            raise _damaged(say("its ZIP64 end record is missing"))
    start = end - length
    if start < 0 or start < offset:
        raise WheelError(
            "wheel-truncated",
            say("the wheel is truncated: its start is missing"),
            say("Build or download the wheel again."),
        )
    if start != offset or over > 0:
        fault(
            "archive-ambiguous",
            say(
                "the wheel has {} {} the archive, so installers may disagree about its contents",
                count(start - offset if start != offset else over, "byte"),
                say("before") if start != offset else say("after"),
            ),
        )
    return start, length, start - offset, claimed


def _no_end(stream: BinaryIO, size: int) -> WheelError:
    stream.seek(0)
    head = stream.read(4)
    if head in (b"PK\3\4", b"PK\1\2"):
        return WheelError(
            "wheel-truncated",
            say("the wheel is truncated: its end is missing"),
            say("Build or download the wheel again."),
        )
    return WheelError(
        "wheel-not-zip",
        say("the file is not a ZIP archive") if size else say("the file is empty"),
        say("Build the wheel again."),
    )


def _zip64(extra: bytes, packed: int, size: int, offset: int) -> tuple[int, int, int]:
    """The values that the ZIP64 extra field holds in place of the saturated ones."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        position += 4
        if kind == 1:
            field = extra[position : position + length]
            values = [int.from_bytes(field[i : i + 8], "little") for i in range(0, len(field), 8)]
            try:
                # In this order, and only those that are needed.
                size = values.pop(0) if size == 0xFFFFFFFF else size
                packed = values.pop(0) if packed == 0xFFFFFFFF else packed
                offset = values.pop(0) if offset == 0xFFFFFFFF else offset
            except IndexError:
                break
            return packed, size, offset
        position += length
    raise _damaged(say("a ZIP64 field is missing"))


def _decode(raw: bytes, utf8: bool) -> str | None:
    """The member's name, or None for one that no installer can write."""
    if raw.isascii():
        name = raw.decode("ascii")
        return name if name.isprintable() and name else None
    try:
        name = raw.decode("utf-8" if utf8 else "cp437")
    except UnicodeDecodeError:
        return None
    # Not isprintable(): it refuses spaces of other scripts, which are odd and harmless.
    return None if any(c < " " or "\x7f" <= c < "\xa0" for c in name) else name
