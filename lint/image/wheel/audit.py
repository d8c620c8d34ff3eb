"""A wheel checked against its own RECORD and metadata, and against what Cloud Run runs.

Two steps: `audit` reads little beside the archive's directory, `verify` reads every member. The kinds of faults are listed in `lint.image.wheel.reader`.
"""

from __future__ import annotations

from lint.errors import os_reason
from lint.image.fault_list import FaultList
from lint.image.wheel.archive import read_error
from lint.image.wheel.record_file import (
    MAX_RECORD_BYTES,
    Row,
    compare_record,
    read_record,
    verify_members,
)
from lint.model.text import amount, own, path, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.wheel.reader import Wheel
    from lint.model.fault import Fault


def audit(wheel: Wheel, python: tuple[int, int] | None = None) -> list[Fault]:
    """What is wrong with the wheel beyond `Wheel.faults`; `python` is the image's, if known.

    Takes RECORD, names, tags, entry points and the names of members into account, and the content
    of a few small ones that may hold secrets or scripts.
    """
    if wheel.archive is None:
        return []
    from lint.image.wheel.contents import audit_contents
    from lint.image.wheel.names import audit_names
    from lint.image.wheel.scripts import audit_entry_points

    faults = FaultList(wheel.display_path)
    audit_names(wheel, python, faults)
    rows = _rows(wheel, faults)
    if rows is not None:
        display_path = wheel.info_shown("RECORD")
        compare_record(rows, wheel.archive, wheel.info_directory, display_path, faults)
    audit_entry_points(wheel, faults)
    audit_contents(wheel, faults)
    return faults.result()


def verify(wheel: Wheel) -> list[Fault]:
    """Reads every member and compares it with its CRC-32 and its hash in RECORD."""
    if wheel.archive is None:
        return []
    faults = FaultList(wheel.display_path)
    rows = _rows(wheel, FaultList(wheel.display_path)) or []
    try:
        verify_members(
            rows,
            wheel.archive,
            wheel.info_shown("RECORD"),
            say("Build the wheel again."),
            faults,
        )
    except OSError as error:
        message = say("the wheel cannot be read: {}", own(os_reason(error)))
        faults.add("wheel-unreadable", message, wheel.display_path)
    return faults.result()


def _rows(wheel: Wheel, faults: FaultList) -> list[Row] | None:
    """The rows of RECORD, or None where there is nothing to compare with."""
    archive = wheel.archive
    entry = wheel.info.get("RECORD")
    if archive is None or not wheel.info_directory:
        return None
    if entry is None:
        faults.add(
            "record-missing",
            say(
                "the wheel has no `{}/RECORD`, and installers reject it", path(wheel.info_directory)
            ),
            wheel.display_path,
            say("Build the wheel with a build backend."),
        )
        return None
    if entry.trouble:
        return None  # reported with the archive
    display_path = wheel.info_shown("RECORD")
    if entry.size > MAX_RECORD_BYTES:
        message = say(
            "RECORD has {} bytes, more than the limit of {}",
            amount(entry.size),
            amount(MAX_RECORD_BYTES),
        )
        faults.add("record-too-large", message, display_path)
        return None
    try:
        return read_record(archive.read(entry, MAX_RECORD_BYTES), display_path, faults)
    except OSError as error:
        message = say("RECORD cannot be read: {}", read_error(error))
        faults.add("record-invalid", message, display_path)
        return None
