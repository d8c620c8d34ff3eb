"""What a wheel holds."""

from __future__ import annotations

import sys
from pathlib import Path

from lint.image.wheel import reader as wheel_module
from lint.image.wheel.reader import read_wheel
from tests.image.wheel.judging import judged
from tests.image.wheels import DEFAULT_FILES, build_wheel


def test_a_good_wheel(tmp_path: Path) -> None:
    path = build_wheel(
        tmp_path,
        name="Netra.Backend",
        version="1.2",
        requires=["fastapi[standard]>=0.1", "uvloop ; sys_platform != 'win32'"],
        requires_python=">=3.11",
        entry_points="[console_scripts]\nserve = app.main:run\n\n[plugins]\nx = app.main\n",
    )
    wheel = read_wheel(path)
    assert (wheel.name, wheel.version, wheel.fatal) == ("netra-backend", "1.2", False)
    assert wheel.requires_python == ">=3.11"
    assert [(r.name, r.extras, r.marker) for r in wheel.requires_dist] == [
        ("fastapi", ("standard",), ""),
        ("uvloop", (), "sys_platform != 'win32'"),
    ]
    assert wheel.scripts == {"serve": "app.main:run"}
    assert [(p.group, p.name, p.reference, p.line) for p in wheel.entry_points] == [
        ("console_scripts", "serve", "app.main:run", 2),
        ("plugins", "x", "app.main", 5),
    ]
    assert wheel.top_level == {"app"}
    member = wheel.members["app/main.py"]
    assert member.display_path == f"{path}!app/main.py"
    assert member.read() == DEFAULT_FILES["app/main.py"].encode()
    assert member.size == len(member.read())
    assert set(wheel.members) == set(DEFAULT_FILES)
    assert judged(path, (3, 11)) == []


def test_reading_imports_nothing_heavy(tmp_path: Path) -> None:
    import subprocess

    script = (
        "import sys\n"
        "from lint.image.wheel.reader import read_wheel\n"
        "before = set(sys.modules)\n"
        "read_wheel(sys.argv[1]).members['app/main.py'].read()\n"
        "heavy = {'zipfile', 'packaging', 'email', 'dataclasses', 'typing', 'pathlib', 'ast',\n"
        "         'hashlib', 'csv', 'tempfile', 'logging', 'inspect'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    command = [sys.executable, "-S", "-c", script, build_wheel(tmp_path)]
    root = str(Path(wheel_module.__file__).parents[3])
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": root}
    )
    assert done.stdout.strip() == "[]"
