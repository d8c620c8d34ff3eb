"""Wheels built to exhaust or to confuse: one clear fault each, in bounded time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lint.image.wheel.audit import audit, verify
from lint.image.wheel.reader import read_wheel
from lint.model.fault import Fault
from tests.image.wheels import DEFAULT_FILES, Entry, build_wheel, deflate

INFO = "app-1.0.dist-info"


def all_faults(path: str) -> list[Fault]:
    wheel = read_wheel(path)
    faults = wheel.faults + audit(wheel) + verify(wheel)
    if wheel.fatal:
        assert len(faults) == 1
    return faults


def three_million_rows(directory: Path) -> str:
    # Digits that compress badly enough for the archive to come to several megabytes.
    block = "".join(f"app/m{n * 2654435761 % 4294967296:x}.py,,\n" for n in range(30_000))
    return build_wheel(directory, record=lambda right: right + block * 100)


def inflating(directory: Path) -> str:
    zeros = Entry("app/zeros.py", bytes(100 << 20))
    return build_wheel(directory, extra=[zeros], record=lambda r: r + "app/zeros.py,sha256=A,\n")


def too_many_members(directory: Path) -> str:
    return build_wheel(directory, extra=(Entry(f"app/{n}.py", b"") for n in range(65_536)))


def long_field(directory: Path) -> str:
    return build_wheel(directory, record=lambda right: right + "x" * 200_000 + ",,\n")


def long_quoted_field(directory: Path) -> str:
    return build_wheel(directory, record=lambda right: right + '"' + "x" * 200_000 + '",,\n')


def long_hash(directory: Path) -> str:
    return build_wheel(
        directory, record=lambda right: right.replace("sha256=", "sha256=" + "A" * 200_000, 1)
    )


def cut(directory: Path, keep: float) -> str:
    path = build_wheel(directory)
    os.truncate(path, int(os.path.getsize(path) * keep))
    return path


def without_middle(directory: Path) -> str:
    path = Path(build_wheel(directory))
    data = path.read_bytes()
    path.write_bytes(data[:60] + data[200:])
    return str(path)


def encrypted(directory: Path) -> str:
    return build_wheel(directory, alter=lambda entries: [setattr(e, "flags", 1) for e in entries])


def text_file(directory: Path) -> str:
    path = directory / "app-1.0-py3-none-any.whl"
    path.write_text("<html>404 not found</html>\n", encoding="utf-8")
    return str(path)


def empty_file(directory: Path) -> str:
    path = directory / "app-1.0-py3-none-any.whl"
    path.touch()
    return str(path)


def pipe(directory: Path) -> str:
    path = directory / "app-1.0-py3-none-any.whl"
    os.mkfifo(path)
    return str(path)


def overlapping(directory: Path) -> str:
    def alter(entries: list[Entry]) -> None:
        entries[1].offset = 0

    return build_wheel(directory, alter=alter, extra=[])


def missing_zip64(directory: Path) -> str:
    def alter(entries: list[Entry]) -> None:
        entries[0].size = 0xFFFFFFFF

    return build_wheel(directory, alter=alter)


def lying_size(directory: Path) -> str:
    """Declares 20 bytes, and inflates to 100 MiB."""
    text = DEFAULT_FILES["app/main.py"]

    def alter(entries: list[Entry]) -> None:
        entries[1].packed = deflate(text.encode() + bytes(100 << 20))

    return build_wheel(directory, alter=alter)


def huge_zip64(directory: Path) -> str:
    def alter(entries: list[Entry]) -> None:
        entries[1].zip64 = True
        entries[1].size = 1 << 60

    return build_wheel(directory, alter=alter, record=lambda r: r.replace(",20\n", ",\n"))


def too_large_directory(directory: Path) -> str:
    path = Path(build_wheel(directory))
    data = path.read_bytes()
    # The end record claims a directory of 3 GiB, in a sparse file that is as long.
    with open(path, "r+b") as stream:
        stream.truncate(3 << 30)
        stream.seek(0, os.SEEK_END)
        end = bytearray(data[-22:])
        end[12:16] = (3 << 30).to_bytes(4, "little")
        end[16:20] = bytes(4)
        stream.write(end)
    return str(path)


def named(name: bytes) -> Callable[[Path], str]:
    return lambda directory: build_wheel(directory, extra=[Entry(name, b"", flags=0x800)])


HOSTILE: dict[str, tuple[Callable[[Path], str], str, str]] = {
    "a RECORD of 3 million rows": (three_million_rows, "record-too-large", "RECORD has "),
    "a member that inflates 1,000-fold": (
        inflating,
        "member-inflates",
        "`app/zeros.py` cannot be read: the member expands 1,028-fold to 104,857,600 bytes",
    ),
    "65,536 members": (
        too_many_members,
        "wheel-too-large",
        "the wheel has more than 65,535 members",
    ),
    "a field of 200 KB": (
        long_field,
        "record-invalid",
        "row 6 of RECORD has a field of 200,000 characters, more than the limit of 4,096",
    ),
    "a quoted field of 200 KB": (
        long_quoted_field,
        "record-invalid",
        "row 6 of RECORD has a field",
    ),
    "a hash of 200 KB": (long_hash, "record-invalid", "row 1 of RECORD has a field of 200"),
    "its first half": (lambda d: cut(d, 0.5), "wheel-truncated", "the wheel is truncated"),
    "all but the end": (lambda d: cut(d, 0.99), "wheel-truncated", "the wheel is truncated"),
    "without its middle": (without_middle, "wheel-truncated", "the wheel is truncated"),
    "encrypted": (
        encrypted,
        "wheel-encrypted",
        "the wheel is encrypted, and installers cannot read it",
    ),
    "a text file": (text_file, "wheel-not-zip", "the file is not a ZIP archive"),
    "an empty file": (empty_file, "wheel-not-zip", "the file is empty"),
    "a named pipe": (pipe, "wheel-unreadable", "the wheel is not a regular file"),
    "no file": (
        lambda d: str(d / "no.whl"),
        "wheel-unreadable",
        "the wheel cannot be read: no such",
    ),
    "a directory": (str, "wheel-unreadable", "the wheel is not a regular file"),
    "a path with NUL": (
        lambda d: "a\0.whl",
        "wheel-unreadable",
        "the wheel cannot be read: its path",
    ),
    "members over each other": (
        overlapping,
        "member-overlap",
        "members of the archive share their bytes: `app/__init__.py`, `app/main.py`",
    ),
    "a missing ZIP64 field": (
        missing_zip64,
        "wheel-damaged",
        "the wheel is damaged: a ZIP64 field",
    ),
    "a size of 1 EiB": (
        huge_zip64,
        "member-inflates",
        "`app/main.py` cannot be read: the member exp",
    ),
    "a false size": (
        lying_size,
        "member-damaged",
        "`app/main.py` cannot be read: the member has more data than its stated size of 20 bytes",
    ),
    "a directory of 3 GiB": (
        too_large_directory,
        "wheel-too-large",
        "the archive's directory has 3,072 MiB, more than the limit of 32 MiB",
    ),
    "a name with NUL": (
        named(b"app/a.py\0.txt"),
        "member-name-invalid",
        "the member name `app/a.py\\x00.txt` contains control characters or is not UTF-8",
    ),
    "a name that is not UTF-8": (
        named(b"app/\xff.py"),
        "member-name-invalid",
        "the member name `app/\u00ff.py` contains control characters or is not UTF-8",
    ),
    "an empty name": (named(b""), "member-name-invalid", "the member name ``"),
    "a wrong count": (
        lambda d: build_wheel(d, count=3),
        "archive-ambiguous",
        "the archive states 3 members and lists 5 members, so installers may disagree about its contents",
    ),
    "bytes before": (
        lambda d: build_wheel(d, before=b"#!/bin/sh\n"),
        "archive-ambiguous",
        "the wheel has 10 bytes before the archive, so installers may disagree about its contents",
    ),
    "bytes after": (
        lambda d: build_wheel(d, after=b"more"),
        "archive-ambiguous",
        "the wheel has 4 bytes after the archive, so installers may disagree about its contents",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_one_clear_fault_in_bounded_time(tmp_path: Path, what: str) -> None:
    build, kind, message = HOSTILE[what]
    path = build(tmp_path)
    start = time.process_time()
    faults = all_faults(path)
    assert time.process_time() - start < 5
    assert [fault.kind for fault in faults] == [kind], [fault.message for fault in faults]
    assert str(faults[0].message).startswith(message)


@pytest.mark.parametrize("build", [three_million_rows, inflating, too_many_members, lying_size])
def test_bounded_memory(tmp_path: Path, build: Callable[[Path], str]) -> None:
    script = (
        "import sys, re\n"
        "from lint.image.wheel.reader import read_wheel\n"
        "from lint.image.wheel.audit import audit, verify\n"
        "wheel = read_wheel(sys.argv[1])\n"
        "faults = wheel.faults + audit(wheel) + verify(wheel)\n"
        # VmHWM begins anew with the program; ru_maxrss may be that of the process that forked it.
        "status = open('/proc/self/status').read()\n"
        "print(len(faults), re.search('VmHWM:\\\\s*(\\\\d+)', status)[1])\n"
    )
    path = build(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True, timeout=60
    )
    count, kilobytes = map(int, done.stdout.split())
    assert count == 1
    assert kilobytes < 300_000


def test_the_record_of_3_million_rows_is_as_large_as_announced(tmp_path: Path) -> None:
    path = three_million_rows(tmp_path)
    assert os.path.getsize(path) > 1 << 20
    wheel = read_wheel(path)
    assert wheel.info["RECORD"].size > 30 << 20
    assert set(wheel.members) == set(DEFAULT_FILES)


def test_as_many_members_as_are_allowed(tmp_path: Path) -> None:
    """At the limit everything is still judged, with a bounded number of faults."""
    extra = [Entry(f"app/d{n % 100}/{n}.py", b"") for n in range(65_535 - 5)]
    path = build_wheel(tmp_path, extra=extra)
    start = time.process_time()
    faults = all_faults(path)
    assert time.process_time() - start < 5
    assert {fault.kind for fault in faults} == {"record-unlisted-member"}
    assert str(faults[-1].message) == "65,510 more findings of the kind `record-unlisted-member`"


@pytest.mark.parametrize(
    "text",
    [
        "Name: app\n" * 300_000,
        "Requires-Dist: a\n" * 200_000,
        "Metadata-Version: 2.1\nName: app\nVersion: " + "1" * 1_000_000,
        "Metadata-Version: 2.1\nName: app\nVersion: 1.0\nRequires-Python: >=" + "9" * 5_000,
        "Metadata-Version: 2.1\nName: app\nVersion: 1.0\nRequires-Dist: a ; " + "(" * 50_000,
        "Metadata-Version: 2.1\nName: app\nVersion: 1.0\nRequires-Dist: a>=" + "9" * 50_000,
    ],
)
def test_hostile_metadata(tmp_path: Path, text: str) -> None:
    start = time.process_time()
    all_faults(build_wheel(tmp_path, metadata=text))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "source",
    [
        b"\0",
        b"(" * 200_000,
        b"x = " + b"-" * 100_000 + b"1",
        b"# coding: nonsense\n",
        b"\xff\xfe",
        b"if",
    ],
)
def test_hostile_script_modules_are_not_judged(tmp_path: Path, source: bytes) -> None:
    path = build_wheel(
        tmp_path,
        files={"app/__init__.py": b"", "app/main.py": source},
        entry_points="[console_scripts]\nrun = app.main:run\n",
    )
    assert all_faults(path) == []


def test_a_tag_that_expands_to_billions(tmp_path: Path) -> None:
    many = ".".join(f"x{n}" for n in range(1_000))
    path = build_wheel(tmp_path, wheel=f"Wheel-Version: 1.0\nTag: {many}-{many}-{many}\n")
    start = time.process_time()
    assert [fault.kind for fault in all_faults(path)] == ["tag-mismatch"]
    assert time.process_time() - start < 5
