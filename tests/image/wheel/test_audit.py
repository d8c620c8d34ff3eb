"""The audit as a whole."""

from __future__ import annotations

from pathlib import Path

from lint.image.wheel import reader as wheel_module
from lint.image.wheel.audit import audit
from lint.image.wheel.reader import Wheel, read_wheel


def test_every_kind_is_in_the_table() -> None:
    import re

    folder = Path(wheel_module.__file__).parent
    names = ("*.py",)
    sources = "".join(p.read_text("utf-8") for name in names for p in folder.glob(name))
    used = set(
        re.findall(
            r'(?:faults\.add|_fault|fault|WheelError|_secret|_damaged)\(\s*"([a-z]+(?:-[a-z0-9]+)+)"',
            sources,
        )
    )
    table = set(re.findall(r"^\| `([a-z-]+)` \|", wheel_module.__doc__ or "", re.M))
    assert used == table


def test_a_fatal_wheel_is_empty_and_its_audit_silent(tmp_path: Path) -> None:
    path = tmp_path / "app-1.0-py3-none-any.whl"
    path.write_bytes(b"not a wheel")
    wheel: Wheel = read_wheel(str(path))
    assert (wheel.fatal, wheel.members, audit(wheel)) == (True, {}, [])
    assert [fault.where.path for fault in wheel.faults] == [str(path)]
