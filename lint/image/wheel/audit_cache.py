"""The faults of unchanged wheels, kept between runs: reading every member takes most of an audit."""

from __future__ import annotations

import sys

from lint import __version__
from lint.image.file import Fault
from lint.support.cache import CacheFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.image.wheel.reader import Wheel

AUDIT_VERSION = 1
"""Counts up whenever the same wheel gives other faults than before."""


def wheel_faults(wheel: Wheel, python: tuple[int, int] | None) -> list[Fault]:
    """What `audit` and `verify` find wrong with a wheel; `python` is the image's, if known.

    Kept for as long as `Wheel.stamp` stays the same.
    """
    file = _kept(wheel, python)
    if file is not None:
        kept = _read(file.load())
        if kept is not None:
            return kept
    from lint.image.wheel.audit import audit, verify

    faults = audit(wheel, python) + verify(wheel)
    if file is not None and not any(fault.kind == "wheel-unreadable" for fault in faults):
        file.store({"faults": [_plain(fault) for fault in faults]})
    return faults


def _kept(wheel: Wheel, python: tuple[int, int] | None) -> CacheFile | None:
    stamp = wheel.stamp()
    if stamp is None:
        return None
    version = f"{AUDIT_VERSION} {__version__} {sys.version_info[:3]}"
    return CacheFile("audits", [version, stamp, python and list(python)])


def _plain(fault: Fault) -> list[Any]:
    return [fault.kind, fault.message, fault.path, fault.line, fault.column, fault.help]


def _read(kept: dict[str, Any]) -> list[Fault] | None:
    """The faults as stored, or None for anything else."""
    entries = kept.get("faults")
    if type(entries) is not list:
        return None
    faults: list[Fault] = []
    for entry in entries:
        if type(entry) is not list or [type(item) for item in entry] != [
            str,
            str,
            str,
            int,
            int,
            str,
        ]:
            return None
        kind, message, path, line, column, help = entry
        faults.append(Fault(kind, message, path, help, line, column))
    return faults
