"""Which members are installed, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.wheel.audit import audit
from lint.image.wheel.reader import read_wheel
from tests.image.wheel.judging import judged, kinds
from tests.image.wheels import DEFAULT_FILES, Entry, build_wheel, record_row

LINK = 0o120777


def test_data_directories_map_to_the_import_root(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app-1.0.data/purelib/pure/__init__.py": "",
        "app-1.0.data/platlib/fast.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
        "app-1.0.data/scripts/serve": "#!python\n",
        "app-1.0.data/headers/app.h": "",
        "app-1.0.data/data/share/app.txt": "",
    }
    wheel = read_wheel(build_wheel(tmp_path, files=files))
    assert set(wheel.members) == {
        "app/__init__.py",
        "pure/__init__.py",
        "fast.cpython-311-x86_64-linux-gnu.so",
    }
    assert wheel.top_level == {"app", "pure", "fast"}
    display_path = wheel.members["pure/__init__.py"].display_path
    assert display_path.endswith(".whl!app-1.0.data/purelib/pure/__init__.py")
    assert wheel.faults + audit(wheel) == []


def test_of_two_members_with_one_name_the_last_is_installed(tmp_path: Path) -> None:
    path = build_wheel(tmp_path, extra=[Entry("app/main.py", "x = 2\n")])
    wheel = read_wheel(path)
    assert [fault.kind for fault in wheel.faults] == ["member-duplicate"]
    assert wheel.members["app/main.py"].read() == b"x = 2\n"


def test_data_directories_may_overwrite_packages(tmp_path: Path) -> None:
    files = {**DEFAULT_FILES, "app-1.0.data/purelib/app/main.py": "x = 2\n"}
    wheel = read_wheel(build_wheel(tmp_path, files=files))
    assert [fault.kind for fault in wheel.faults] == ["member-duplicate"]
    assert wheel.members["app/main.py"].read() == b"x = 2\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/cron.d/x", "is absolute"),
        ("C:/x.py", "is absolute"),
        ("../x.py", "leads out of the installation directory"),
        ("app/../../x.py", "leads out of the installation directory"),
        ("app\\x.py", "has backslashes"),
        ("app//x.py", "has empty parts"),
        ("./app/x.py", "has empty parts"),
    ],
)
def test_unsafe_members(tmp_path: Path, name: str, reason: str) -> None:
    path = build_wheel(tmp_path, extra=[Entry(name, b"")])
    [fault] = judged(path)
    assert (fault.kind, str(fault.message)) == (
        "member-unsafe-path",
        f"the member path `{name}` {reason}",
    )
    assert set(read_wheel(path).members) == set(DEFAULT_FILES)


@pytest.mark.parametrize("name", [".hidden/x.py", "app/..x.py", "app/x..py", "app/...", "a:b.py"])
def test_odd_paths_that_are_safe(tmp_path: Path, name: str) -> None:
    wheel = read_wheel(build_wheel(tmp_path, files={**DEFAULT_FILES, name: "x"}))
    assert wheel.faults == []
    assert name in wheel.members


def test_symbolic_links_are_not_modules(tmp_path: Path) -> None:
    path = build_wheel(
        tmp_path,
        extra=[Entry("app/link.py", b"/etc/passwd", mode=LINK)],
        record=lambda right: right + record_row("app/link.py", b"/etc/passwd") + "\n",
    )
    [fault] = judged(path)
    assert fault.kind == "member-symlink"
    assert fault.where.path == f"{path}!app/link.py"
    assert "app/link.py" not in read_wheel(path).members


def test_no_dist_info(tmp_path: Path) -> None:
    path = build_wheel(tmp_path, metadata=False, wheel=False, record=False)
    assert kinds(path) == ["dist-info-missing"]
    assert read_wheel(path).name == "app"
