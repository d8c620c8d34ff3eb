"""RECORD against the archive, in both directions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lint.image.fault_list import FaultList
from lint.image.wheel.audit import audit, verify
from lint.image.wheel.reader import read_wheel
from lint.image.wheel.record_file import read_record
from lint.model.fault import Fault
from tests.image.wheels import Entry, build_wheel, record_row

MAIN = "def run():\n    pass\n"
RIGHT = record_row("app/main.py", MAIN.encode())
HASH = RIGHT.split(",")[1]
WHEEL = "app-1.0-py3-none-any.whl"


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda right: right.replace(old, new)


def added(row: str) -> Callable[[str], str]:
    return lambda right: right + row + "\n"


def found(path: str, *, verified: bool = False) -> list[tuple[str, str, int, str]]:
    wheel = read_wheel(path)
    faults: list[Fault] = verify(wheel) if verified else wheel.faults + audit(wheel)
    return [
        (
            fault.kind,
            fault.where.path.rpartition("/" + WHEEL)[2] or WHEEL,
            fault.where.line,
            str(fault.message),
        )
        for fault in faults
    ]


IN_RECORD = "!app-1.0.dist-info/RECORD"

EDITS: dict[str, tuple[Callable[[str], str], tuple[str, int, str] | None]] = {
    "nothing": (lambda right: right, None),
    "CRLF": (replaced("\n", "\r\n"), None),
    "a quoted path": (replaced("app/main.py", '"app/main.py"'), None),
    "sha512": (replaced(HASH, "sha512=AAAA"), None),  # only `verify` compares
    "a directory row": (added("app/,,"), None),
    "a signature row": (replaced("RECORD,,", "RECORD,,\napp-1.0.dist-info/RECORD.jws,,"), None),
    "a row without a member": (
        added("app/services/monitoring/__init__.py,sha256=x,1"),
        (
            "record-missing-member",
            6,
            "RECORD lists `app/services/monitoring/__init__.py`, which is not in the wheel",
        ),
    ),
    "a row twice": (
        added(RIGHT),
        ("record-duplicate-row", 6, "RECORD lists `app/main.py` twice, first in row 2"),
    ),
    "a wrong size": (
        replaced(RIGHT, f"app/main.py,{HASH},21"),
        ("record-size-mismatch", 2, "`app/main.py` has 20 bytes, and RECORD states 21"),
    ),
    "no size": (replaced(RIGHT, f"app/main.py,{HASH},"), None),
    "no hash": (
        replaced(RIGHT, "app/main.py,,20"),
        ("record-no-hash", 2, "RECORD has no hash for `app/main.py`"),
    ),
    "md5": (
        replaced(HASH, "md5=AAAA"),
        (
            "record-weak-hash",
            2,
            "the hash algorithm `md5` of `app/main.py` in RECORD is too weak, expected `sha256` or better",
        ),
    ),
    "an unknown hash": (
        replaced(HASH, "sha9=AAAA"),
        (
            "record-weak-hash",
            2,
            "the hash algorithm `sha9` of `app/main.py` in RECORD is unknown, expected `sha256` or better",
        ),
    ),
    "two fields": (
        added("app/x.py,sha256=x"),
        ("record-invalid", 6, "row 6 of RECORD has 2 fields, expected path, hash and size"),
    ),
    "a size in words": (
        replaced(RIGHT, f"app/main.py,{HASH},twenty"),
        ("record-invalid", 2, "row 2 of RECORD has a size that is not a number"),
    ),
    "traversal": (
        added("../../etc/passwd,sha256=x,1"),
        (
            "record-unsafe-path",
            6,
            "the path `../../etc/passwd` in RECORD leads out of the installation directory",
        ),
    ),
    "an absolute path": (
        added("/etc/passwd,sha256=x,1"),
        ("record-unsafe-path", 6, "the path `/etc/passwd` in RECORD is absolute"),
    ),
    "backslashes": (
        added("app\\x.py,sha256=x,1"),
        ("record-unsafe-path", 6, "the path `app\\x.py` in RECORD has backslashes"),
    ),
}


@pytest.mark.parametrize("what", EDITS)
def test_edited_records(tmp_path: Path, what: str) -> None:
    edit, expected = EDITS[what]
    faults = found(build_wheel(tmp_path, record=edit))
    if expected is None:
        assert faults == []
    else:
        kind, line, message = expected
        assert faults == [(kind, IN_RECORD, line, message)]


def test_a_member_that_record_does_not_list(tmp_path: Path) -> None:
    path = build_wheel(tmp_path, extra=[Entry("app/late.py", b"")])
    assert found(path) == [
        (
            "record-unlisted-member",
            "!app/late.py",
            1,
            "`app/late.py` is in the wheel, and RECORD does not list it",
        )
    ]


def test_no_record(tmp_path: Path) -> None:
    assert [fault[0] for fault in found(build_wheel(tmp_path, record=False))] == ["record-missing"]


def test_a_record_that_is_not_utf8(tmp_path: Path) -> None:
    faults = found(build_wheel(tmp_path, record=b"app/\xe9.py,sha256=x,1\n"))
    assert faults[0] == (
        "record-invalid",
        IN_RECORD,
        1,
        "row 1 of RECORD is not UTF-8",
    )


def test_verification_passes_a_good_wheel(tmp_path: Path) -> None:
    files = {"app/__init__.py": b"", "app/größe.py": b"x", "app/big.bin": bytes(range(256)) * 9_000}
    path = build_wheel(tmp_path, files=files)
    assert found(path) == []
    assert found(path, verified=True) == []


@pytest.mark.parametrize(
    "hash", ["sha256=" + "A" * 43, "sha256=", "sha256=!!", "sha512=AAAA", "sha256=" + "A" * 44]
)
def test_wrong_hashes(tmp_path: Path, hash: str) -> None:
    path = build_wheel(tmp_path, record=replaced(HASH, hash))
    name = hash.partition("=")[0]
    assert found(path, verified=True) == [
        (
            "record-hash-mismatch",
            IN_RECORD,
            2,
            f"`app/main.py` does not have the {name} hash that RECORD states",
        )
    ]


def test_changed_content_is_found_by_its_hash_alone(tmp_path: Path) -> None:
    def alter(entries: list[Entry]) -> None:
        entries[1] = Entry("app/main.py", MAIN.replace("pass", "exit"))

    path = build_wheel(tmp_path, alter=alter)
    assert found(path) == []
    assert [fault[:3] for fault in found(path, verified=True)] == [
        ("record-hash-mismatch", IN_RECORD, 2)
    ]


def test_padded_hashes_are_accepted(tmp_path: Path) -> None:
    path = build_wheel(tmp_path, record=replaced(HASH, HASH + "="))
    assert found(path, verified=True) == []


def test_damaged_members_are_found(tmp_path: Path) -> None:
    def alter(entries: list[Entry]) -> None:
        entries[1].packed = b"\xff" * 9

    assert found(build_wheel(tmp_path, alter=alter), verified=True) == [
        (
            "member-damaged",
            "!app/main.py",
            1,
            "`app/main.py` cannot be read: the member's data is damaged",
        )
    ]


def test_quoted_paths_with_commas_and_quotes() -> None:
    faults = FaultList("r")
    rows = read_record(b'"a,b.py",sha256=x,1\n"a""b.py",,\n', "r", faults)
    assert rows is not None
    assert [(row.path, row.size, row.line) for row in rows] == [
        ("a,b.py", 1, 1),
        ('a"b.py', None, 2),
    ]
    assert faults.result() == []


def test_the_source_of_a_record_fault_can_be_shown(tmp_path: Path) -> None:
    wheel = read_wheel(build_wheel(tmp_path, record=added("app/gone.py,sha256=x,1")))
    [fault] = audit(wheel)
    source = wheel.source(fault.where.path)
    assert source is not None
    assert source.line(fault.where.line) == "app/gone.py,sha256=x,1"
    assert str(fault.help) == "Build the wheel again from a complete source tree."


def test_what_is_over_the_budget_is_said_to_be_unverified(tmp_path: Path) -> None:
    big = Entry("app/model.bin", b"", size=300 << 20, packed=bytes(1 << 20))
    assert found(build_wheel(tmp_path, extra=[big]), verified=True) == [
        (
            "record-unverified",
            WHEEL,
            1,
            "the hash check skips 1 file: the wheel has more than 256 MiB of files",
        )
    ]
