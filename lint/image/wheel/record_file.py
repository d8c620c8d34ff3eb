"""RECORD, the table of a wheel's files, compared with the archive in both directions.

Installers do not compare them: pip and uv install a wheel whose RECORD lists a module that the
archive lacks without a word, so that the first to notice is the container at start-up.
"""

from __future__ import annotations

from lint.image.wheel.archive import read_error
from lint.image.wheel.layout import unsafe_path
from lint.image.wheel.zip_directory import MAX_MEMBERS, shown_name
from lint.model.record import record
from lint.model.text import amount, count, number, own, path, say
from lint.model.text import name as shown_word
from lint.support.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    import hashlib
    from collections.abc import Iterable

    from lint.image.fault_list import FaultList
    from lint.image.wheel.archive import Archive
    from lint.model.text import Message

MAX_RECORD_BYTES = 16 << 20
"""65,535 rows of 250 characters."""

MAX_FIELD = 4_096
"""Characters: Linux opens no longer path."""

MAX_VERIFIED_BYTES = 256 << 20
"""Uncompressed, of all members whose hashes are compared: a second or two."""

_UNHASHED = ("RECORD", "RECORD.jws", "RECORD.p7s")
_WEAK = ("md5", "sha1")


@record
class Row:
    """One row of RECORD."""

    path: str
    """The file that it lists."""
    hash: str
    """As written: `sha256=...`; "" where there is none."""
    size: int | None
    """In bytes; None where there is none."""
    line: int
    """Counted from 1."""
    valid: bool = True
    """False for a row of which only the path can be used."""


def read_record(data: bytes, display_path: str, faults: FaultList) -> list[Row] | None:
    """The rows of RECORD, or None when it is too large to be looked at."""
    rows = data.count(b"\n")
    if len(data) > MAX_RECORD_BYTES or rows > MAX_MEMBERS + 1_000:
        message = say("RECORD has {} rows, more than a wheel can have files", amount(rows))
        faults.add("record-too-large", message, display_path)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = say("row {} of RECORD is not UTF-8", number(row))
        faults.add("record-invalid", message, display_path, line=row)
        text = data.decode("utf-8", "replace")
    found: list[Row] = []
    for row, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if line:
            read = _read_row(line, row, display_path, faults)
            if read is not None:
                found.append(read)
    return found


def _read_row(line: str, row: int, display_path: str, faults: FaultList) -> Row | None:
    fields = line.split(",")
    if '"' in line and len(line) <= 4 * MAX_FIELD:
        import csv

        fields = next(csv.reader([line]))
    longest = max(map(len, fields))
    if longest > MAX_FIELD:
        fault = say(
            "has a field of {} characters, more than the limit of {}",
            amount(longest),
            amount(MAX_FIELD),
        )
    elif len(fields) != 3:
        fault = say("has {}, expected path, hash and size", count(len(fields), "field"))
    elif fields[2] and not (fields[2].isascii() and fields[2].isdigit()):
        fault = say("has a size that is not a number")
    else:
        return Row(fields[0], fields[1], int(fields[2]) if fields[2] else None, row)
    message = say("row {} of RECORD {}", number(row), fault)
    faults.add("record-invalid", message, display_path, line=row)
    # Its path counts as listed all the same: one fault is enough for one row.
    return Row(fields[0], "", None, row, False) if len(fields[0]) <= MAX_FIELD else None


def compare_record(
    rows: list[Row],
    archive: Archive,
    info_directory: str,
    display_path: str,
    faults: FaultList,
) -> None:
    """Holds RECORD and the archive's directory against each other, without reading content."""
    entries = {entry.name: entry for entry in archive.entries}
    exempt = {f"{info_directory}/{name}" for name in _UNHASHED}
    listed: dict[str, int] = {}
    for row in rows:
        name = say("`{}`", path(row.path))
        if row.path in listed:
            message = say("RECORD lists {} twice, first in row {}", name, number(listed[row.path]))
            faults.add("record-duplicate-row", message, display_path, line=row.line)
            continue
        listed[row.path] = row.line
        entry = entries.get(row.path)
        if entry is None:
            if row.valid and row.path not in exempt:
                _missing(row, display_path, faults)
            continue
        if row.valid and row.path not in exempt:
            _check_hash_kind(row, name, display_path, faults)
        if row.size is not None and row.size != entry.size:
            faults.add(
                "record-size-mismatch",
                say(
                    "{} has {} bytes, and RECORD states {}",
                    name,
                    amount(entry.size),
                    amount(row.size),
                ),
                display_path,
                say("Build the wheel again instead of editing it."),
                row.line,
            )
    for file in entries:
        if file not in listed and file not in exempt and not unsafe_path(file):
            faults.add(
                "record-unlisted-member",
                say("`{}` is in the wheel, and RECORD does not list it", path(file)),
                f"{archive.display_path}!{shown_name(file, 200)}",
                say("Build the wheel again instead of editing it."),
            )


def verify_members(
    rows: Iterable[Row], archive: Archive, record: str, damaged: Message, faults: FaultList
) -> None:
    """Reads all members and compares their hashes with RECORD's and their CRC-32 with their own.

    `record` is RECORD as findings show it, `damaged` the help for a member that cannot be read.
    Members over the budget are left out, with one fault that says so.
    """
    by_path = {row.path: row for row in rows}
    entries = {entry.name: entry for entry in archive.entries if not entry.trouble}
    left, skipped = MAX_VERIFIED_BYTES, 0
    with open_regular(archive.path) as stream:
        for name, entry in entries.items():
            if entry.size > left:
                skipped += 1
                continue
            left -= entry.size
            row = by_path.get(name)
            hasher, expected = _hasher(row)
            try:
                for data in archive.chunks(entry, stream):
                    if hasher is not None:
                        hasher.update(data)
            except OSError as error:
                faults.add(
                    "member-damaged",
                    say("`{}` cannot be read: {}", path(name), read_error(error)),
                    f"{archive.display_path}!{shown_name(name, 200)}",
                    damaged,
                )
                continue
            if hasher is not None and row is not None and hasher.digest() != expected:
                faults.add(
                    "record-hash-mismatch",
                    say(
                        "`{}` does not have the {} hash that RECORD states",
                        path(name),
                        own(hasher.name),
                    ),
                    record,
                    say("Build the wheel again instead of editing it."),
                    row.line,
                )
    if skipped:
        message = say(
            "the hash check skips {}: the wheel has more than {} MiB of files",
            count(skipped, "file"),
            number(MAX_VERIFIED_BYTES >> 20),
        )
        faults.add("record-unverified", message, archive.display_path)


def _missing(row: Row, display_path: str, faults: FaultList) -> None:
    reason = unsafe_path(row.path.rstrip("/"))
    if reason:
        faults.add(
            "record-unsafe-path",
            say("the path `{}` in RECORD {}", path(row.path), own(reason)),
            display_path,
            line=row.line,
        )
    elif not row.path.endswith("/"):
        faults.add(
            "record-missing-member",
            say("RECORD lists `{}`, which is not in the wheel", path(row.path)),
            display_path,
            say("Build the wheel again from a complete source tree."),
            row.line,
        )


def _check_hash_kind(row: Row, name: Message, display_path: str, faults: FaultList) -> None:
    kind = row.hash.partition("=")[0]
    if not row.hash:
        message = say("RECORD has no hash for {}", name)
        faults.add("record-no-hash", message, display_path, line=row.line)
    elif kind != "sha256" and (kind in _WEAK or _new_hasher(kind) is None):
        what = say("too weak") if kind in _WEAK else say("unknown")
        faults.add(
            "record-weak-hash",
            say(
                "the hash algorithm `{}` of {} in RECORD is {}, expected `sha256` or better",
                shown_word(kind),
                name,
                what,
            ),
            display_path,
            line=row.line,
        )


def _hasher(row: Row | None) -> tuple[hashlib._Hash | None, bytes]:
    """The hasher for a row, and the digest that it should come to; None when there is none."""
    if row is None or not row.hash:
        return None, b""
    from base64 import urlsafe_b64decode

    kind, _, text = row.hash.partition("=")
    hasher = _new_hasher(kind)
    if hasher is None:
        return None, b""
    try:
        return hasher, urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except ValueError:
        return hasher, b""


def _new_hasher(kind: str) -> hashlib._Hash | None:
    import hashlib

    if kind not in hashlib.algorithms_guaranteed or kind.startswith("shake"):
        return None
    return hashlib.new(kind, usedforsecurity=False)
