"""The archive reader against `zipfile`, which is what pip reads wheels with."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint.image.fault_list import FaultList
from lint.image.wheel.archive import Archive
from lint.image.wheel.zip_directory import WheelError
from tests.examples import examples
from tests.image.wheels import Entry, zip_bytes

NAMES = st.text(
    st.characters(min_codepoint=0x20, blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12
).filter(lambda name: not name.endswith("/"))


def opened(path: Path, data: bytes) -> Archive:
    path.write_bytes(data)
    return Archive(str(path), path.name, FaultList(path.name))


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    files=st.dictionaries(NAMES, st.binary(max_size=300), max_size=8),
    method=st.sampled_from([0, 8]),
    zip64=st.booleans(),
    before=st.binary(max_size=5),
    # A comment with an end record's signature is the one that zipfile takes for the end.
    comment=st.binary(max_size=5).filter(lambda comment: b"PK\x05\x06" not in comment),
)
def test_reads_what_zipfile_reads(
    tmp_path: Path,
    files: dict[str, bytes],
    method: int,
    zip64: bool,
    before: bytes,
    comment: bytes,
) -> None:
    entries = [Entry(name, data, method=method, zip64=zip64) for name, data in files.items()]
    data = zip_bytes(entries, before=before, comment=comment, zip64=zip64)
    archive = opened(tmp_path / "a.whl", data)
    theirs = zipfile.ZipFile(io.BytesIO(data))
    assert [e.name for e in archive.entries] == theirs.namelist()
    assert [(e.crc, e.size) for e in archive.entries] == [
        (info.CRC, info.file_size) for info in theirs.infolist()
    ]
    assert [archive.read(e) for e in archive.entries] == [
        theirs.read(info) for info in theirs.infolist()
    ]


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(files=st.dictionaries(NAMES, st.binary(max_size=100), max_size=4))
def test_reads_what_zipfile_writes(tmp_path: Path, files: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, data in files.items():
            archive.writestr(name, data)
    read = opened(tmp_path / "a.whl", stream.getvalue())
    assert {entry.name: read.read(entry) for entry in read.entries} == files


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6))
def test_damage_ends_in_a_named_error(tmp_path: Path, edits: list[tuple[float, bytes]]) -> None:
    data = bytearray(zip_bytes([Entry("app/a.py", b"x = 1\n" * 50), Entry("b.py", b"y", method=0)]))
    for where, change in edits:
        place = int(where * (len(data) - 1))
        data[place : place + len(change)] = change
    path = tmp_path / "a.whl"
    path.write_bytes(data)
    try:
        archive = Archive(str(path), "a.whl", FaultList("a.whl"))
    except WheelError:
        return
    for entry in archive.entries:
        # Anything but an OSError fails the test.
        with contextlib.suppress(OSError):
            assert len(archive.read(entry)) == entry.size


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry("a", b"abc", crc=1), "the member's data does not match its CRC-32"),
        (
            Entry("a", b"abc" * 99, size=3),
            "the member has more data than its stated size of 3 bytes",
        ),
        (Entry("a", b"abc", size=9), "the member has less data than its stated size of 9 bytes"),
        (Entry("a", b"abc", packed=b"\xff\xff\xff"), "the member's data is damaged"),
        (Entry("a", b"abc", local_name=b"b"), "the member's local header has another name"),
        (Entry("a", b"abc", offset=9_999), "the member's data is outside of the archive"),
        (Entry("a", b"abc", method=12), "the member is compressed with method 12"),
        (Entry("a", b"abc", method=0, size=4), "the member is stored, and its two sizes differ"),
        (Entry("a", b"abc"), "the member has 3 bytes, more than the limit of 2"),
    ],
)
def test_members_that_cannot_be_read(tmp_path: Path, entry: Entry, expected: str) -> None:
    archive = opened(tmp_path / "a.whl", zip_bytes([entry, Entry("z", b"z" * 40)]))
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the message is compared below
        archive.read(archive.entries[0], limit=2 if "limit" in expected else 1_000)
    assert str(caught.value) == expected


def test_a_header_that_is_overwritten(tmp_path: Path) -> None:
    data = zip_bytes([Entry("a", b"abc")])
    archive = opened(tmp_path / "a.whl", b"XX" + data[2:])
    with pytest.raises(OSError, match="the member's header is damaged"):
        archive.read(archive.entries[0])


def test_a_file_that_vanished_is_an_os_error(tmp_path: Path) -> None:
    archive = opened(tmp_path / "a.whl", zip_bytes([Entry("a", b"abc")]))
    (tmp_path / "a.whl").unlink()
    with pytest.raises(OSError, match="No such file"):
        archive.read(archive.entries[0])
