"""The entries of tar archives, against those that `tarfile` writes."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from lint.image.saved.fault import SavedError
from lint.image.saved.streams import Blob, Stored
from lint.image.saved.tar_entries import (
    FOLDER,
    HARD_LINK,
    OTHER,
    REGULAR,
    SPARSE,
    SYMLINK,
    read_data,
    tar_entries,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.saved.tar_entries import TarEntry


def entries(data: bytes, tmp_path: Path) -> list[TarEntry]:
    path = tmp_path / "a.tar"
    path.write_bytes(data)
    with open(path, "rb") as file:
        return list(tar_entries(Stored(file, Blob(str(path), 0, len(data)))))


def packed(form: int, *infos: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for info in infos:
            tar.addfile(info, io.BytesIO(bytes(info.size)))
    return out.getvalue()


def info(
    name: str, type: bytes = tarfile.REGTYPE, link: str = "", size: int = 0
) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size, made.mode = type, link, size, 0o640
    return made


LONG = "folder/" * 40 + "größe.py"


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_names_types_and_sizes(tmp_path: Path, form: int) -> None:
    found = entries(
        packed(
            form,
            info("a", size=700),
            info(LONG, size=3),
            info("d", tarfile.DIRTYPE),
            info("s", tarfile.SYMTYPE, LONG),
            info("h", tarfile.LNKTYPE, "a"),
            info("dev", tarfile.CHRTYPE),
            info("last", size=1),
        ),
        tmp_path,
    )
    assert [(name.rstrip("/"), type, size, link) for name, type, _, size, link in found] == [
        ("a", REGULAR, 700, ""),
        (LONG, REGULAR, 3, ""),
        ("d", FOLDER, 0, ""),
        ("s", SYMLINK, 0, LONG),
        ("h", HARD_LINK, 0, "a"),
        ("dev", OTHER, 0, ""),
        ("last", REGULAR, 1, ""),
    ]
    assert {mode for _, _, mode, _, _ in found} == {0o640}


def test_names_in_two_parts_of_a_ustar_header(tmp_path: Path) -> None:
    name = "p" * 90 + "/" + "n" * 90
    assert [name for name, *_ in entries(packed(tarfile.USTAR_FORMAT, info(name)), tmp_path)] == [
        name
    ]


def test_sizes_beyond_eight_gigabytes_are_read(tmp_path: Path) -> None:
    header = info("big", size=9 << 30).tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(SavedError) as caught:
        entries(header, tmp_path)
    assert caught.value.kind == "image-truncated"


def test_the_data_of_an_entry(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name in ("a", "b"):
            tar.addfile(info(name, size=600), io.BytesIO(name.encode() * 600))
    path = tmp_path / "a.tar"
    path.write_bytes(out.getvalue())
    with open(path, "rb") as file:
        stream = Stored(file, Blob(str(path), 0, path.stat().st_size))
        found = [read_data(stream, 3) for _ in tar_entries(stream)]
    assert found == [b"aaa", b"bbb"]


def _with_checksum(header: bytes) -> bytes:
    total = sum(header[:148]) + sum(header[156:]) + 8 * 32
    return header[:148] + b"%06o\0 " % total + header[156:]


@pytest.mark.parametrize("letter", [b"\x7f", b"\xff"], ids=["ascii", "other"])
def test_the_checksum_of_headers(tmp_path: Path, letter: bytes) -> None:
    header = info("a").tobuf(tarfile.USTAR_FORMAT)
    full = bytearray(header)
    full[1:100] = letter * 99
    full[157:257] = letter * 100
    full[265:512] = letter * 247  # the largest sums
    assert len(entries(_with_checksum(bytes(full)), tmp_path)) == 1
    for change in (1, 255, 65_521 % 256):
        changed = bytearray(_with_checksum(bytes(full)))
        changed[300] = (changed[300] + change) % 256
        with pytest.raises(SavedError):
            entries(bytes(changed), tmp_path)


def test_files_with_holes(tmp_path: Path) -> None:
    gnu = info("gnu", tarfile.GNUTYPE_SPARSE).tobuf(tarfile.GNU_FORMAT)
    more = gnu[:482] + b"\1" + gnu[483:]
    pax = info("pax")
    pax.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.name": "named"}
    data = (
        gnu
        + _with_checksum(more)
        + bytes(504) + b"\1" + bytes(7)
        + bytes(512)
        + packed(tarfile.PAX_FORMAT, pax, info("last"))
    )  # fmt: skip
    found = entries(data, tmp_path)
    assert [(name, type) for name, type, *_ in found] == [
        ("gnu", SPARSE),
        ("gnu", SPARSE),
        ("named", SPARSE),
        ("last", REGULAR),
    ]


def _huge_pax() -> bytes:
    header = info("x", size=1 << 33)
    header.type = b"x"
    return header.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packed(tarfile.GNU_FORMAT, info("a", size=9000))[:4000], "image-truncated"),
        (packed(tarfile.GNU_FORMAT, info("a"))[:100], "image-truncated"),
        (b"\x01" * 512, "image-damaged"),
        (bytes(range(256)) * 4, "image-damaged"),
        (_huge_pax(), "image-damaged"),
    ],
    ids=["data", "header", "noise", "bytes", "pax"],
)
def test_damage(tmp_path: Path, data: bytes, kind: str) -> None:
    with pytest.raises(SavedError) as caught:
        entries(data, tmp_path)
    assert caught.value.kind == kind


def test_records_of_a_pax_header_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    body = b"0 a=b\n99999 path=x\n"
    header = info("x", size=len(body))
    header.type = b"x"
    data = header.tobuf(tarfile.USTAR_FORMAT) + body.ljust(512, b"\0")
    assert [
        name for name, *_ in entries(data + packed(tarfile.USTAR_FORMAT, info("a")), tmp_path)
    ] == ["a"]
