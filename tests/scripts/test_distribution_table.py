"""The script that makes the table of distributions from their metadata."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def _script() -> Any:
    spec = importlib.util.spec_from_file_location(
        "distribution_table", ROOT / "scripts" / "distribution_table.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _install(folder: Path, name: str, files: list[str], requires: list[str]) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    lines = "".join(f"Requires-Dist: {one}\n" for one in requires)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{lines}")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
    for file in files:  # importlib.metadata leaves out what is not there, from 3.12 on
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_what_the_metadata_says(tmp_path: Path) -> None:
    _install(
        tmp_path,
        "Acme_Kit",
        ["acmekit/__init__.py", "tests/__init__.py", "google/acme/__init__.py", "_acme.py"],
        [
            "other[fast]>=1",
            "third; python_version < '3.11'",
            "no; sys_platform == 'win32'",
            "other ; extra == 'more'",
        ],
    )
    _install(tmp_path, "other", ["other/__init__.py"], [])
    requires, imports = _script().table([str(tmp_path)])
    assert requires["acme-kit"] == {"other[fast]", "third"}
    assert requires["acme-kit[more]"] == {"other"}
    assert imports == {
        "acmekit": {"acme-kit"},
        "google.acme": {"acme-kit"},
        "other": {"other"},
    }


def test_what_is_added(tmp_path: Path) -> None:
    from lint.image.packaging import index_table

    _install(tmp_path, "acme-kit", ["acmekit/__init__.py"], ["flask", "other; extra == 'more'"])
    _install(tmp_path, "flask", ["flask/__init__.py", "flask_too/__init__.py"], ["acme-kit"])
    _install(tmp_path, "other", ["other/__init__.py", "backports/__init__.py"], [])
    text = _script().render(index_table.DATE, [str(tmp_path)], add=True)
    before = {*index_table.REQUIRES.splitlines(), *index_table.IMPORTS.splitlines()}
    assert {
        line for line in text.splitlines() if line.startswith(("acme", "other", "flask"))
    } - before == {
        "acme-kit flask",
        "acme-kit[more] other",
        "acmekit acme-kit",
        "other",
        "other other",
    }
    assert before - set(text.splitlines()) == set()
