"""The server with a real client: what an editor shows while somebody types."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from tests.server.client import ROOT, editor

GOOD = SKELETONS["Service"]
BAD = GOOD + "        env:\n        - name: PORT\n          value: '80'\n"
EXAMPLE = ROOT / "examples" / "netra-staging"


@pytest.mark.slow
def test_a_manifest_shows_its_findings_and_loses_them(tmp_path: Path) -> None:
    manifest = tmp_path / "a manifest.yaml"
    manifest.write_text(BAD)

    async def edit() -> None:
        async with editor() as client:
            client.open(manifest)
            await client.until(lambda: client.rules(manifest) == ["CR012"])
            version = client.change(manifest, GOOD)
            await client.until(lambda: client.rules(manifest) == [])
            assert client.published[-1].version == version
            client.change(manifest, BAD)
            await client.until(lambda: client.rules(manifest) == ["CR012"])
            client.close(manifest)
            await client.until(lambda: client.rules(manifest) == [])
            assert client.logged == []

    asyncio.run(edit())


@pytest.mark.slow
def test_a_folder_shows_what_its_services_and_images_have(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    shutil.copytree(EXAMPLE, folder)
    (folder / ".git").mkdir()
    manifest, script = folder / "broken.yaml", folder / "deploy.sh"
    code = folder / "service" / "netra_backend" / "app" / "core" / "startup.py"

    async def edit() -> None:
        async with editor(folder) as client:
            await client.until(lambda: client.rules(code) == ["BLD021"])
            assert [entry.method for entry in client.watchers] == [
                "workspace/didChangeWatchedFiles"
            ]
            before = client.rules(manifest)
            assert before
            # What is typed in code and scripts counts for the folder.
            client.open(code, "\n")
            await client.until(lambda: client.rules(code) == [])
            client.close(code)
            await client.until(lambda: client.rules(code) == ["BLD021"])
            client.open(script, "echo\n")
            await client.until(lambda: client.rules(script) == [])
            # What is written to the disk counts when the client has noticed it.
            manifest.unlink()
            client.changed_on_disk(manifest)
            await client.until(lambda: client.rules(manifest) == [])
            assert client.logged == []

    asyncio.run(edit())


def test_only_files_have_paths(tmp_path: Path) -> None:
    pytest.importorskip("pygls")
    from lint.server.process import _path

    assert _path((tmp_path / "a b.yaml").as_uri()) == str(tmp_path / "a b.yaml")
    assert _path("untitled:Untitled-1") == ""
    assert _path("git:/a/b.yaml") == ""
