"""The entries of a tar archive, read in order: ustar, GNU and pax headers.

`tarfile` keeps every entry and reads headers of any size into memory; nothing here does.
Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html and
https://www.gnu.org/software/tar/manual/html_node/Standard.html
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from zlib import adler32

from lint.image.saved.fault import SavedError
from lint.model.text import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from lint.image.saved.streams import Stream

    TarEntry: TypeAlias = tuple[str, int, int, int, str]
    """Name, type, mode, size and link of an entry."""

BLOCK = 512
MAX_HEADER = 1 << 20
"""Bytes of a pax header or of a long name; paths have at most 4,096."""
REGULAR, HARD_LINK, SYMLINK, FOLDER, OTHER, SPARSE = range(6)
"""The types of entries. SPARSE is a regular file with holes: its data are not those of the file."""
_TYPES = {
    b"0": REGULAR, b"\0": REGULAR, b"7": REGULAR, b"S": SPARSE,
    b"1": HARD_LINK, b"2": SYMLINK, b"5": FOLDER,
}  # fmt: skip
_WITHOUT_DATA = (HARD_LINK, SYMLINK, FOLDER)
_HEADERS = frozenset((b"L", b"K", b"x", b"g"))
"""What comes before an entry: a long name or link of GNU, a pax header; the last is of all entries."""
_ZEROS = bytes(BLOCK)
_HALF = BLOCK // 2
_FIELDS = Struct("100s 8s 16x 12s 12x 8s c 100s 6s 82x 155s 12x")
"""Name, mode, size, checksum, type, link, magic and prefix of a header."""


def tar_entries(stream: Stream) -> Iterator[TarEntry]:
    """The entries of a stream, each before its data.

    What was not read of the data is passed over when the next entry is asked for. Raises
    `SavedError`.
    """
    take_at, take, fields = stream.take_at, stream.take, _FIELDS.unpack
    long_name = long_link = ""
    pax: dict[str, str] = {}
    at = stream.position
    while True:
        header = take_at(at, BLOCK)
        if header is None:
            raise _truncated()
        if not header or header == _ZEROS:
            return
        if len(header) < BLOCK:
            raise _truncated()
        name_field, mode_field, size_field, stated, kind, target, magic, prefix = fields(header)
        size = _number(size_field)
        if _number(stated) != _checksum(header, stated):
            raise _damaged()
        at += BLOCK
        if kind in _HEADERS:
            if size > MAX_HEADER:
                raise SavedError("image-damaged", say("a header of a tar archive is too large"))
            data = take(size)
            if len(data) < size:
                raise _truncated()
            at += size + -size % BLOCK
            if kind == b"L":
                long_name = _text(data)
            elif kind == b"K":
                long_link = _text(data)
            elif kind == b"x":
                pax = _pax(data)
            continue
        name, link = long_name, long_link
        if not name:
            name = _text(name_field)
            if prefix[0] and magic == b"ustar\0":
                name = f"{_text(prefix)}/{name}"
        if not link and target[0]:
            link = _text(target)
        type = _TYPES.get(kind, OTHER)
        if pax:
            link = pax.get("linkpath") or link
            name = pax.get("GNU.sparse.name") or pax.get("path") or name
            size = _pax_size(pax, size)
            if type == REGULAR and ("GNU.sparse.major" in pax or "GNU.sparse.map" in pax):
                type = SPARSE
        mode = _mode(mode_field)
        if name[-1:] == "/" and type in (REGULAR, SPARSE):
            type = FOLDER
        if kind == b"S" and header[482]:
            while True:
                more = take(BLOCK)
                at += BLOCK
                if len(more) < BLOCK:
                    raise _truncated()
                if not more[504]:
                    break
        if long_name or long_link or pax:
            long_name = long_link = ""
            pax = {}
        if type in _WITHOUT_DATA:
            size = 0  # whatever they state
        yield name, type, mode, size, link
        at += size + -size % BLOCK


def read_data(stream: Stream, size: int) -> bytes:
    """The next bytes of an entry's data. Raises `SavedError` where the archive ends before."""
    data = stream.take(size)
    if len(data) < size:
        raise _truncated()
    return data


def _pax_size(pax: dict[str, str], size: int) -> int:
    """The size that a pax header states; else that of the entry's own header."""
    stated = pax.get("size", "")
    if not stated:
        return size
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 20):
        raise _damaged()
    return int(stated)


def _checksum(header: bytes, stated: bytes) -> int:
    """The sum of a header's bytes, those of its checksum (`stated`) taken as spaces.

    The low half of an Adler-32 is the sum of the bytes modulo 65,521, which neither a header of ASCII
    reaches nor half of any other; `sum` takes ten times as long.
    """
    if header.isascii():
        total = adler32(header, 0) & 0xFFFF
    else:
        total = (adler32(header[:_HALF], 0) & 0xFFFF) + (adler32(header[_HALF:], 0) & 0xFFFF)
    return total - (adler32(stated, 0) & 0xFFFF) + 8 * 32


def _number(field: bytes) -> int:
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    text = field.strip(b" \0")
    try:
        value = int(text, 8) if text else 0
    except ValueError:
        value = -1
    if value < 0:
        raise _damaged()
    return value


_mode = lru_cache(maxsize=256)(_number)
"""As `_number`, for the fields of modes, of which there are few."""


def _text(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _pax(data: bytes) -> dict[str, str]:
    """The records of a pax header; those behind one that cannot be read are left out."""
    found: dict[str, str] = {}
    start = 0
    while start < len(data):
        space = data.find(b" ", start, start + 12)
        digits = data[start:space] if space > 0 else b""
        if not digits.isdigit() or int(digits) <= space - start:
            break
        record = data[space + 1 : start + int(digits) - 1]
        key, equals, value = record.partition(b"=")
        if equals:
            found[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        start += int(digits)
    return found


def _damaged() -> SavedError:
    return SavedError("image-damaged", say("a header of a tar archive is damaged"))


def _truncated() -> SavedError:
    return SavedError(
        "image-truncated", say("the file ends in the middle of an archive"), say("Save it again.")
    )
