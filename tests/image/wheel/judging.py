"""All that is wrong with a wheel, short of its hashes."""

from __future__ import annotations

from lint.image.wheel.audit import audit
from lint.image.wheel.reader import read_wheel
from lint.model.fault import Fault


def judged(path: str, python: tuple[int, int] | None = None) -> list[Fault]:
    wheel = read_wheel(path)
    return wheel.faults + audit(wheel, python)


def kinds(path: str, python: tuple[int, int] | None = None) -> list[str]:
    return sorted({fault.kind for fault in judged(path, python)})
