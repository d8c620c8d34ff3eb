"""What an editor shows of each file is what the command says of it."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from tests.command import lint_here
from tests.server.client import ROOT, editor

pytestmark = pytest.mark.slow

SHARED = ROOT.parent / "shared" / "cases"
NAMES = ("*.yaml", "*.yml", "*.json", "*.sh", "*.tf", "Makefile", "deploy*")
FOLDERS = ("examples", "tests/deploy", "rules")


def files_below(folder: Path) -> list[Path]:
    found = {path for name in NAMES for path in folder.rglob(name) if path.is_file()}
    return sorted(path for path in found if path.suffix != ".py" and ".git" not in path.parts)


async def shown(files: list[Path]) -> dict[Path, list[tuple[str, int, int]]]:
    """The rules, lines and columns that an editor shows of each file, opened alone."""
    found = {}
    async with editor() as client:
        for path in files:
            client.open(path)
            await client.until(lambda: client.shown(path) is not None)  # noqa: B023
            found[path] = sorted(
                (str(each.code), each.range.start.line + 1, each.range.start.character + 1)
                for each in client.shown(path) or ()
            )
            client.close(path)
        assert client.logged == []
    return found


def said(path: Path, cache: Path) -> dict[Path, list[tuple[str, int, int]]]:
    """The same of the command, by file."""
    arguments = ("--format", "json", "--allow-empty", str(path))
    output = lint_here(*arguments, cwd=ROOT, CLOUDRUN_LINT_CACHE=str(cache)).stdout
    found: dict[Path, list[tuple[str, int, int]]] = {}
    for each in json.loads(output)["findings"]:
        place = (each["rule"], each["line"], each["column"])
        found.setdefault(Path(ROOT, each["path"]), []).append(place)
    return {file: sorted(places) for file, places in found.items()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_of_the_repository(folder: str, tmp_path: Path) -> None:
    files = files_below(ROOT / folder)
    assert files
    for path, found in asyncio.run(shown(files)).items():
        if path.read_text(errors="replace").isascii():
            assert found == said(path, tmp_path).get(path, []), path


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"there is no {SHARED}")
def test_cases_that_were_collected(tmp_path: Path) -> None:
    files = files_below(SHARED)
    for path, found in asyncio.run(shown(files)).items():
        if path.read_text(errors="replace").isascii():
            assert found == said(path, tmp_path).get(path, []), path


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    shutil.copytree(ROOT / "examples" / "netra-staging", folder)
    expected = said(folder, tmp_path)
    assert len(expected) > 2

    async def opened() -> None:
        async with editor(folder) as client:
            await client.until(lambda: all(client.shown(path) is not None for path in expected))
            for path, places in expected.items():
                assert sorted(client.rules(path) or ()) == sorted(rule for rule, _, _ in places)

    asyncio.run(opened())
