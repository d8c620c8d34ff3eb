"""The entries of a tar archive, read in order: ustar, GNU and pax headers.

`tarfile` keeps every entry and reads headers of any size into memory; nothing here does.
Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html and
https://www.gnu.org/software/tar/manual/html_node/Standard.html
"""

from __future__ import annotations

from struct import Struct
from zlib import adler32

from lint.image.saved.fault import SavedError
from lint.model.text import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.saved.streams import Stream

BLOCK = 512
MAX_HEADER = 1 << 20
"""Bytes of a pax header or of a long name; paths have at most 4,096."""
REGULAR, HARD_LINK, SYMLINK, FOLDER, OTHER = range(5)
_TYPES = {
    b"0": REGULAR, b"\0": REGULAR, b"7": REGULAR, b"S": REGULAR,
    b"1": HARD_LINK, b"2": SYMLINK, b"5": FOLDER,
}  # fmt: skip
_ZEROS = bytes(BLOCK)
_HALF = BLOCK // 2
_FIELDS = Struct("100s 8s 16x 12s 12x 8s c 100s 6s 82x 155s 12x")
"""Name, mode, size, checksum, type, link, magic and prefix of a header."""


class TarEntry:
    """One entry. `left` are the bytes of its data, padding included, that were not read yet."""

    __slots__ = ("left", "link", "mode", "name", "size", "sparse", "type")

    def __init__(self, name: str, type: int, mode: int, size: int, link: str) -> None:
        self.name = name
        self.type = type
        self.mode = mode
        self.size = size
        self.link = link
        self.sparse = False
        self.left = 0


def tar_entries(stream: Stream) -> Iterator[TarEntry]:
    """The entries of a stream; what is left of one is passed over when the next is asked for.

    Raises `SavedError`.
    """
    name = link = ""
    pax: dict[str, str] = {}
    while True:
        header = stream.take(BLOCK)
        if not header or header == _ZEROS:
            return
        if len(header) < BLOCK:
            raise _truncated()
        fields = _FIELDS.unpack(header)
        kind, size = fields[4], _number(fields[2])
        if _number(fields[3]) != _checksum(header, fields[3]):
            raise _damaged()
        if kind in b"LKxg":
            if size > MAX_HEADER:
                raise SavedError("image-damaged", say("a header of a tar archive is too large"))
            data = stream.take(size)
            if len(data) < size or not stream.skip(-size % BLOCK):
                raise _truncated()
            if kind == b"L":
                name = _text(data)
            elif kind == b"K":
                link = _text(data)
            elif kind == b"x":
                pax = _pax(data)
            continue
        entry = _entry(fields, size, name, link, pax)
        if kind == b"S" and header[482]:
            while True:
                more = stream.take(BLOCK)
                if len(more) < BLOCK:
                    raise _truncated()
                if not more[504]:
                    break
        name = link = ""
        pax = {}
        yield entry
        if entry.left and not stream.skip(entry.left):
            raise _truncated()


def read_data(stream: Stream, entry: TarEntry, size: int) -> bytes:
    """The first bytes of an entry. Raises `SavedError` where the archive ends before."""
    size = min(size, entry.size)
    data = stream.take(size)
    entry.left -= len(data)
    if len(data) < size:
        raise _truncated()
    return data


def _entry(
    fields: tuple[bytes, ...], size: int, name: str, link: str, pax: dict[str, str]
) -> TarEntry:
    short, mode, _, _, kind, target, magic, prefix = fields
    if not name:
        name = _text(short)
        if prefix[0] and magic == b"ustar\0":
            name = f"{_text(prefix)}/{name}"
    if not link and target[0]:
        link = _text(target)
    if pax:
        link = pax.get("linkpath") or link
        name = pax.get("GNU.sparse.name") or pax.get("path") or name
        stated = pax.get("size", "")
        if stated:
            if not (stated.isascii() and stated.isdecimal() and len(stated) < 20):
                raise _damaged()
            size = int(stated)
    type = _TYPES.get(kind, OTHER)
    if type == REGULAR and name.endswith("/"):
        type = FOLDER
    entry = TarEntry(name, type, _number(mode), size, link)
    entry.sparse = kind == b"S" or "GNU.sparse.major" in pax or "GNU.sparse.map" in pax
    if type in (REGULAR, OTHER):
        entry.left = size + -size % BLOCK
    else:
        entry.size = 0  # links and folders have no data, whatever they state
    return entry


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
