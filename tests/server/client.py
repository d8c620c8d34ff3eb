"""A real client of the language server, over its standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


class Client:
    """An editor with a few open documents: what it was told, and what it shows."""

    def __init__(self) -> None:
        self.protocol = LanguageClient("editor", "1")
        self.published: list[types.PublishDiagnosticsParams] = []
        self.logged: list[str] = []
        self.watchers: list[types.Registration] = []
        self.refreshed = 0
        self._more = asyncio.Event()
        self._versions: dict[str, int] = {}
        feature = self.protocol.feature
        feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._publish))
        feature(types.WINDOW_LOG_MESSAGE)(partial(self._log))
        feature(types.WINDOW_SHOW_MESSAGE)(partial(self._log))
        feature(types.CLIENT_REGISTER_CAPABILITY)(partial(self._register))
        feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)(partial(self._refresh))

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.published.append(params)
        self._more.set()

    def _log(self, params: Any) -> None:
        self.logged.append(params.message)
        self._more.set()

    def _register(self, params: types.RegistrationParams) -> None:
        self.watchers += params.registrations

    def _refresh(self, params: None) -> None:
        self.refreshed += 1
        self._more.set()

    def open(self, path: Path, text: str | None = None) -> None:
        self._versions[path.as_uri()] = 1
        text = path.read_bytes().decode() if text is None else text
        item = types.TextDocumentItem(path.as_uri(), "yaml", 1, text)
        self.protocol.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: Path, text: str) -> int:
        uri = path.as_uri()
        self._versions[uri] += 1
        self.protocol.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self._versions[uri], uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return self._versions[uri]

    def close(self, path: Path) -> None:
        self.protocol.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(path.as_uri()))
        )

    def changed_on_disk(self, path: Path) -> None:
        self.protocol.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams(
                [types.FileEvent(path.as_uri(), types.FileChangeType.Changed)]
            )
        )

    def shown(self, path: Path) -> list[types.Diagnostic] | None:
        """What is shown of a file now; None where nothing was ever published."""
        uri = path.as_uri()
        for params in reversed(self.published):
            if params.uri == uri:
                return list(params.diagnostics)
        return None

    def rules(self, path: Path) -> list[str] | None:
        """The rules that are shown of a file now."""
        shown = self.shown(path)
        return None if shown is None else sorted(str(diagnostic.code) for diagnostic in shown)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Returns when something holds; fails where it does not within `SECONDS`."""
        async with asyncio.timeout(SECONDS):
            while not holds():
                self._more.clear()
                await self._more.wait()

    async def quiet(self, seconds: float = 0.8) -> None:
        """Returns when nothing was published for a while."""
        number = -1
        while number != len(self.published):
            number = len(self.published)
            await asyncio.sleep(seconds)


PULLS = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities()
    ),
    workspace=types.WorkspaceClientCapabilities(
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    ),
)
FULL = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
            related_information=True,
            tag_support=types.ClientDiagnosticsTagOptions([types.DiagnosticTag.Unnecessary]),
            version_support=True,
            code_description_support=True,
        )
    ),
    workspace=types.WorkspaceClientCapabilities(
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True
        ),
    ),
)


@asynccontextmanager
async def editor(
    folder: Path | None = None, capabilities: types.ClientCapabilities = FULL
) -> AsyncIterator[Client]:
    """An editor that has started a server, in a folder or without one, and ends it."""
    client = Client()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    await client.protocol.start_io(
        sys.executable, "-P", "-m", "lint", "server", env=environment, cwd=folder or ROOT
    )
    process = client.protocol._server
    folders = None
    if folder is not None:
        folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)]
    await client.protocol.initialize_async(
        types.InitializeParams(
            capabilities, process_id=os.getpid(), workspace_folders=folders, root_uri=None
        )
    )
    client.protocol.initialized(types.InitializedParams())
    try:
        yield client
        await client.protocol.shutdown_async(None)
        client.protocol.exit(None)
        async with asyncio.timeout(SECONDS):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
        await client.protocol.stop()
