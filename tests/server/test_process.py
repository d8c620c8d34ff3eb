"""The server with a real client: what an editor shows while somebody types."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from lint.engine.examples import SKELETONS
from lint.server.process import _path
from tests.server.client import PULLS, ROOT, SECONDS, Client, editor

GOOD = SKELETONS["Service"]
BAD = GOOD + "        env:\n        - name: PORT\n          value: '80'\n"
EXAMPLE = ROOT / "examples" / "netra-staging"


def test_only_files_have_paths(tmp_path: Path) -> None:
    assert _path((tmp_path / "a b.yaml").as_uri()) == str(tmp_path / "a b.yaml")
    assert _path("untitled:Untitled-1") == ""
    assert _path("git:/a/b.yaml") == ""


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
            version = client.change(manifest, BAD)
            await client.until(lambda: client.published[-1].version == version)
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
            assert client.rules(manifest)
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


@pytest.mark.slow
def test_a_document_is_asked_about(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    shutil.copytree(EXAMPLE, folder)
    manifest = folder / "broken.yaml"
    settings = folder / "service" / "netra_backend" / "app" / "core" / "settings.py"
    lines = manifest.read_text().splitlines()
    line = next(number for number, text in enumerate(lines) if "JWT_SECRET_KEY" in text)
    at = types.Position(line, lines[line].index("JWT"))

    async def edit() -> None:
        async with editor(folder) as client:
            await client.until(lambda: bool(client.published))
            client.open(manifest)
            document = types.TextDocumentIdentifier(manifest.as_uri())
            answers = client.protocol
            found = await answers.text_document_definition_async(
                types.DefinitionParams(document, at)
            )
            assert isinstance(found, list | tuple)
            assert [location.uri for location in found] == [settings.as_uri()]
            words = await answers.text_document_hover_async(types.HoverParams(document, at))
            assert words is not None
            assert "settings.py" in words.contents.value
            offers = await answers.text_document_completion_async(
                types.CompletionParams(document, types.Position(line, at.character - 6))
            )
            assert offers is not None
            actions = await answers.text_document_code_action_async(
                types.CodeActionParams(
                    document,
                    types.Range(types.Position(0, 0), types.Position(len(lines), 0)),
                    types.CodeActionContext([]),
                )
            )
            assert any(action.title == "Accept CR016 here, with a reason" for action in actions)

    asyncio.run(edit())


@pytest.mark.slow
def test_a_client_that_asks_is_told_when_to_ask_again(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(GOOD)
    (tmp_path / "other.yaml").write_text(BAD)
    manifest, other = tmp_path / "service.yaml", tmp_path / "other.yaml"
    script = tmp_path / "deploy.sh"
    script.write_text("gcloud run services replace service.yaml --region us-central1\n")

    async def asked(client: Client) -> list[str]:
        report = await client.protocol.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(manifest.as_uri()))
        )
        return [str(diagnostic.code) for diagnostic in report.items]

    async def edit() -> None:
        async with editor(tmp_path, PULLS) as client:
            client.open(manifest)
            assert await asked(client) == []
            client.change(manifest, BAD)
            assert await asked(client) == ["CR012"]
            await client.until(lambda: client.rules(other) == ["CR012"])
            assert client.shown(manifest) is None
            client.change(manifest, GOOD)
            # Nobody asks: what the folder gives is news.
            await client.until(lambda: client.refreshed > 0)
            assert await asked(client) == []

    asyncio.run(edit())


@pytest.mark.slow
def test_positions_are_counted_as_the_client_counts(tmp_path: Path) -> None:
    manifest = tmp_path / "a.yaml"
    text = GOOD + "        env: [{name: '\U0001f600', value: a}, {name: PORT, value: '80'}]\n"

    async def edit() -> None:
        for encoding, column in ((None, 46), (types.PositionEncodingKind.Utf8, 48)):
            capabilities = types.ClientCapabilities()
            if encoding is not None:
                capabilities.general = types.GeneralClientCapabilities(
                    position_encodings=[encoding]
                )
            async with editor(capabilities=capabilities) as client:
                client.open(manifest, text.replace("\n", "\r\n"))
                await client.until(lambda: client.shown(manifest))
                (found,) = (d for d in client.shown(manifest) or () if d.code == "CR012")
                assert found.range.start.line == text.count("\n") - 1
                assert found.range.start.character == column - 1
                assert found.range.end.character == column + 3

    asyncio.run(edit())


def message(method: str, params: object, **more: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


START = message("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, id=1)
SHUTDOWN = message("shutdown", None, id=2)
EXIT = message("exit", None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (START + SHUTDOWN + EXIT, 0),
        (START + EXIT, 1),
        (START, 1),
        (b"", 1),
        (b"nonsense\r\n\r\n", 1),
    ],
    ids=["in order", "no shutdown", "the client dies", "nothing", "nonsense"],
)
def test_the_process_ends_with_its_client(sent: bytes, code: int, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lint", "server"],
        input=sent, capture_output=True, check=False, timeout=SECONDS, cwd=tmp_path, env=environment,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    # Nothing but messages is on standard output.
    rest = done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        assert json.loads(rest[:length])["jsonrpc"] == "2.0"
        rest = rest[length:]


@pytest.mark.slow
def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pygls'] = None; from lint.cli.main import main; sys.exit(main(['server']))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'cloudrun-lint[editor]'" in done.stderr


@pytest.mark.slow
def test_a_message_that_is_no_json_leaves_no_traceback() -> None:
    body = b"{correct-horse}"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lint", "server"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CLOUDRUN_LINT_DEBUG": ""},
        input=b"Content-Length: %d\r\n\r\n%s" % (len(body), body),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"internal error: JSONDecodeError" in done.stdout
    assert done.stderr == b""
