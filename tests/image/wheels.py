"""Builds real wheels for tests: good ones, and ones with a chosen damage.

The archive is written byte by byte instead of with `zipfile`, which refuses to write most of the
damage and warns about the rest.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping

DEFAULT_FILES: Mapping[str, str] = {
    "app/__init__.py": "",
    "app/main.py": "def run():\n    pass\n",
}


class Entry:
    """One member as it shall stand in the archive; every field that is given may be a lie.

    `name` in bytes is written as it is, with the UTF-8 flag; `packed` are the stored bytes,
    `offset` where the directory says that the member starts.
    """

    def __init__(
        self,
        name: str | bytes,
        data: str | bytes = b"",
        *,
        method: int = 8,
        flags: int = 0,
        mode: int = 0o100644,
        crc: int | None = None,
        size: int | None = None,
        packed: bytes | None = None,
        local_name: bytes | None = None,
        offset: int | None = None,
        zip64: bool = False,
    ) -> None:
        self.name = name.encode() if isinstance(name, str) else name
        raw = data.encode() if isinstance(data, str) else data
        self.method = method
        self.flags = flags | (0 if self.name.isascii() else 0x800)
        self.mode = mode
        self.crc = zlib.crc32(raw) if crc is None else crc
        self.size = len(raw) if size is None else size
        if packed is None:
            packed = deflate(raw) if method == 8 else raw
        self.packed = packed
        self.local_name = self.name if local_name is None else local_name
        self.offset = offset
        self.zip64 = zip64


def deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zip_bytes(
    entries: Iterable[Entry],
    *,
    before: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    count: int | None = None,
    zip64: bool = False,
) -> bytes:
    """An archive of the entries; `count` is the number that its end record claims."""
    body = bytearray(before)
    directory = bytearray()
    number = 0
    for entry in entries:
        number += 1
        offset = len(body) - len(before) if entry.offset is None else entry.offset
        common = struct.pack(
            "<HHHHHLLL",
            20,
            entry.flags,
            entry.method,
            0,
            0x21,
            entry.crc,
            len(entry.packed),
            min(entry.size, 0xFFFFFFFF),
        )
        body += b"PK\3\4" + common + struct.pack("<HH", len(entry.local_name), 0)
        body += entry.local_name + entry.packed
        extra = b""
        if entry.zip64:
            extra = struct.pack("<HHQQQ", 1, 24, entry.size, len(entry.packed), offset)
            common = common[:-8] + b"\xff" * 8
            offset = 0xFFFFFFFF
        tail = struct.pack(
            "<HHHHHLL", len(entry.name), len(extra), 0, 0, 0, entry.mode << 16, offset
        )
        directory += b"PK\1\2" + struct.pack("<H", 0x0314) + common + tail + entry.name + extra
    start, claimed = len(body) - len(before), number if count is None else count
    body += directory
    if zip64 or claimed > 0xFFFF:
        place = len(body) - len(before)
        body += b"PK\6\6" + struct.pack(
            "<QHHLLQQQQ", 44, 45, 45, 0, 0, claimed, claimed, len(directory), start
        )
        body += b"PK\6\7" + struct.pack("<LQL", 0, place, 1)
        claimed, size, start = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    else:
        size = len(directory)
    body += b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, claimed, claimed, size, start, len(comment))
    return bytes(body + comment + after)


def record_row(path: str, data: bytes) -> str:
    digest = urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return (
        f'"{path}",sha256={digest},{len(data)}'
        if "," in path
        else (f"{path},sha256={digest},{len(data)}")
    )


def build_wheel(
    directory: str | os.PathLike[str],
    name: str = "app",
    version: str = "1.0",
    files: Mapping[str, str | bytes] | None = None,
    *,
    requires: Iterable[str] = (),
    requires_python: str = "",
    entry_points: str = "",
    tag: str = "py3-none-any",
    filename: str = "",
    metadata: str | bytes | bool = True,
    wheel: str | bytes | bool = True,
    record: str | bytes | bool | Callable[[str], str] = True,
    extra: Iterable[Entry] = (),
    alter: Callable[[list[Entry]], None] | None = None,
    before: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    count: int | None = None,
    zip64: bool = False,
) -> str:
    """Writes a wheel and gives its path; without options it is a correct one.

    `metadata`, `wheel` and `record` replace METADATA, WHEEL and RECORD, False leaves them out;
    a function for `record` gets the right text. `extra` members are not in RECORD. `alter` may
    change the entries in place, RECORD stays as it was.
    """
    escaped = name.replace("-", "_").replace(".", "_")
    info = f"{escaped}-{version}.dist-info"
    contents = {
        path: text.encode() if isinstance(text, str) else text
        for path, text in (DEFAULT_FILES if files is None else files).items()
    }
    if metadata is True:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        lines += [f"Requires-Python: {requires_python}"] if requires_python else []
        lines += [f"Requires-Dist: {requirement}" for requirement in requires]
        metadata = "\n".join(lines) + "\n"
    if wheel is True:
        pythons, abis, platforms = tag.split("-")
        tags = [
            f"Tag: {python}-{abi}-{platform}"
            for python in pythons.split(".")
            for abi in abis.split(".")
            for platform in platforms.split(".")
        ]
        pure = "true" if tag.endswith("-none-any") else "false"
        head = ["Wheel-Version: 1.0", "Generator: tests", f"Root-Is-Purelib: {pure}"]
        wheel = "\n".join([*head, *tags]) + "\n"
    for file, text in (
        ("METADATA", metadata),
        ("WHEEL", wheel),
        ("entry_points.txt", entry_points),
    ):
        if text is not False and text != "":
            assert not isinstance(text, bool)
            contents[f"{info}/{file}"] = text.encode() if isinstance(text, str) else text
    entries = [Entry(path, data) for path, data in contents.items()]
    if record is not False:
        rows = [record_row(path, data) for path, data in contents.items()]
        text = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
        if callable(record):
            text = record(text)
        elif record is not True:
            text = record if isinstance(record, str) else record.decode("latin-1")
        encoding = "latin-1" if isinstance(record, bytes) else "utf-8"
        entries.append(Entry(f"{info}/RECORD", text.encode(encoding)))
    entries += extra
    if alter is not None:
        alter(entries)
    data = zip_bytes(entries, before=before, after=after, comment=comment, count=count, zip64=zip64)
    path = os.path.join(directory, filename or f"{escaped}-{version}-{tag}.whl")
    with open(path, "wb") as stream:
        stream.write(data)
    return path
