"""`lint server`: the process that an editor starts, and its side of the protocol.

It speaks the Language Server Protocol on standard input and output and opens no connection.
"""

from __future__ import annotations

import logging
import os
import sys
from functools import partial

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from lint import __version__
from lint.engine.discovery import NEVER_SEARCHED
from lint.server.actions import FIX_ALL, Actions
from lint.server.answers import Question
from lint.server.completion import TRIGGERS
from lint.server.diagnostics import Client, Converter
from lint.server.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "lint"


class Server:
    """The server of one client."""

    def __init__(self) -> None:
        # The whole text at each edit: what client and server have cannot drift apart.
        self.language_server = LanguageServer(
            NAME, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        # The words of an exception may quote what is open, and an editor would show them to everybody.
        vars(self.language_server)["report_server_error"] = lambda error, source: self._log(
            f"internal error: {type(error).__name__}"
        )
        self.session = Session(self._show, self._log)
        self.client = Client("utf-16", related=False, tags=False, links=False)
        self._pulls = False
        """Whether the client asks for the diagnostics of open documents."""
        self._is_ended = False
        """Whether the client has asked for the end, as it has to before it ends the process."""
        self._uris: dict[str, str] = {}
        """The addresses of open documents as the client writes them, by path."""
        self._versions: dict[str, int] = {}
        self._shown: dict[str, list[types.Diagnostic]] = {}
        """What was published, by path."""
        self._failures: set[str] = set()
        for method, handle in (
            (types.INITIALIZE, self._initialize),
            (types.INITIALIZED, self._initialized),
            (types.SHUTDOWN, self._shut_down),
            (types.TEXT_DOCUMENT_DID_OPEN, self._open),
            (types.TEXT_DOCUMENT_DID_CHANGE, self._change),
            (types.TEXT_DOCUMENT_DID_CLOSE, self._close),
            (types.TEXT_DOCUMENT_DID_SAVE, self._save),
            (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._watched),
            (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._change_folders),
        ):
            self.language_server.feature(method)(partial(handle))
        completions = types.CompletionOptions(trigger_characters=list(TRIGGERS))
        actions = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])
        for method, options, answer in (
            (types.TEXT_DOCUMENT_HOVER, None, self._hover),
            (types.TEXT_DOCUMENT_DEFINITION, None, self._definition),
            (types.TEXT_DOCUMENT_COMPLETION, completions, self._complete),
            (types.TEXT_DOCUMENT_CODE_ACTION, actions, self._act),
        ):
            self.language_server.feature(method, options)(partial(answer))

    def run(self) -> int:
        """Serves until the client ends it, and gives the exit code that the protocol wants."""
        # Whatever prints something by mistake must not print into the protocol.
        output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        self.language_server.start_io(sys.stdin.buffer, output)
        self.session.end()
        return 0 if self._is_ended else 1

    def _initialize(self, params: types.InitializeParams) -> None:
        capabilities = params.capabilities
        document = capabilities.text_document
        publish = document.publish_diagnostics if document is not None else None
        workspace = capabilities.workspace
        refresh = workspace.diagnostics if workspace is not None else None
        encoding = self.language_server.workspace.position_encoding
        self.client.encoding = types.PositionEncodingKind(encoding).value
        if publish is not None:
            self.client.related = bool(publish.related_information)
            self.client.tags = publish.tag_support is not None
            self.client.links = bool(publish.code_description_support)
        # A client that asks must also be told when to ask again: a folder is checked later.
        self._pulls = (
            document is not None
            and document.diagnostic is not None
            and refresh is not None
            and bool(refresh.refresh_support)
        )
        if self._pulls:
            options = types.DiagnosticOptions(
                inter_file_dependencies=True, workspace_diagnostics=False, identifier=NAME
            )
            self.language_server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(
                partial(self._diagnose)
            )

    def _initialized(self, params: types.InitializedParams) -> None:
        folders = [_path(uri) for uri in self.language_server.workspace.folders]
        root = self.language_server.workspace.root_path
        if not folders and root:
            folders = [os.path.abspath(root)]
        folders = [folder for folder in folders if os.path.isdir(folder)]
        if folders:
            # Paths in messages are relative to it, and its settings count for what is below.
            os.chdir(folders[0])
        for folder in folders:
            self.session.add_folder(folder)
        self._watch()

    def _shut_down(self, params: None) -> None:
        self._is_ended = True

    def _watch(self) -> None:
        """Asks the client to say which files change on the disk."""
        workspace = self.language_server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        if watched is None or not watched.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions(
            watchers=[types.FileSystemWatcher(glob_pattern="**/*")]
        )
        registration = types.Registration(
            id="files",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=options,
        )
        self.language_server.client_register_capability(
            types.RegistrationParams(registrations=[registration])
        )

    def _open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = _path(document.uri)
        if path:
            self._uris[path] = document.uri
            self._versions[path] = document.version
            self.session.put(path, document.text)

    def _change(self, params: types.DidChangeTextDocumentParams) -> None:
        path = _path(params.text_document.uri)
        if path in self._uris:
            self._versions[path] = params.text_document.version
            document = self.language_server.workspace.get_text_document(params.text_document.uri)
            self.session.put(path, document.source)

    def _close(self, params: types.DidCloseTextDocumentParams) -> None:
        path = _path(params.text_document.uri)
        if path in self._uris:
            del self._versions[path]
            self.session.close(path)
            del self._uris[path]

    def _save(self, params: types.DidSaveTextDocumentParams) -> None:
        self.session.check_again()

    def _watched(self, params: types.DidChangeWatchedFilesParams) -> None:
        paths = [_path(change.uri) for change in params.changes]
        # An open document counts as the client has it, whatever was saved.
        if any(
            path not in self.session.texts and NEVER_SEARCHED.isdisjoint(path.split(os.sep))
            for path in paths
        ):
            self.session.check_again()

    def _change_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            self.session.remove_folder(_path(folder.uri))
        for folder in params.event.added:
            self.session.add_folder(_path(folder.uri))

    async def _diagnose(
        self, params: types.DocumentDiagnosticParams
    ) -> types.RelatedFullDocumentDiagnosticReport:
        path = _path(params.text_document.uri)
        await self.session.current(path)
        items = self._diagnostics(path)
        self._shown[path] = items
        return types.RelatedFullDocumentDiagnosticReport(items=items)

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        question = self._question(params)
        return await question.hover(self.session) if question is not None else None

    async def _complete(self, params: types.CompletionParams) -> types.CompletionList | None:
        question = self._question(params)
        return await question.completion(self.session) if question is not None else None

    async def _definition(self, params: types.DefinitionParams) -> list[types.Location] | None:
        question = self._question(params)
        return await question.definition(self.session) if question is not None else None

    def _question(
        self, params: types.HoverParams | types.CompletionParams | types.DefinitionParams
    ) -> Question | None:
        path = _path(params.text_document.uri)
        text = self._text(path)
        if text is None:
            return None
        return Question(self._converter(), path, text, params.position)

    async def _act(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        workspace = self.language_server.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace is not None else None
        actions = Actions(
            self._converter(),
            self._versions.get,
            documents=edits is not None and bool(edits.document_changes),
            snippets=edits is not None and bool(edits.snippet_edit_support),
        )
        return await actions.of(_path(params.text_document.uri), params, self.session)

    def _show(self, paths: Iterable[str]) -> None:
        """Publishes what files show now, where that has changed."""
        is_asked_again = False
        for path in sorted(paths):
            diagnostics = self._diagnostics(path)
            if self._pulls and path in self._uris:
                is_asked_again |= diagnostics != self._shown.get(path, [])
                continue
            if diagnostics == self._shown.get(path, []) and path not in self._uris:
                continue
            self._shown[path] = diagnostics
            if not diagnostics:
                del self._shown[path]
            self.language_server.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(
                    uri=self._uri(path), diagnostics=diagnostics, version=self._versions.get(path)
                )
            )
        if is_asked_again:
            self.language_server.workspace_diagnostic_refresh(None)

    def _diagnostics(self, path: str) -> list[types.Diagnostic]:
        converter = self._converter()
        return [converter.diagnostic(entry) for entry in self.session.board.entries(path)]

    def _converter(self) -> Converter:
        return Converter(self.client, self._text, self._uri)

    def _text(self, path: str) -> str | None:
        data = self.session.texts.get(path)
        return data.decode("utf-8", "replace") if data is not None else None

    def _uri(self, path: str) -> str:
        return self._uris.get(path) or from_fs_path(path) or ""

    def _log(self, message: str) -> None:
        """Tells the client what could not be checked, each thing once."""
        if message not in self._failures:
            self._failures.add(message)
            self.language_server.window_log_message(
                types.LogMessageParams(type=types.MessageType.Error, message=message)
            )


def _path(uri: str) -> str:
    """The path of a file's address; "" for any other address."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return os.path.abspath(path) if path else ""


def serve() -> int:
    """Runs a server on standard input and output; gives the exit code of the process."""
    if not os.environ.get("CLOUDRUN_LINT_DEBUG"):
        # pygls writes tracebacks, whose last line may quote what is open; `_log` has the error's class.
        logging.getLogger("pygls").addHandler(logging.NullHandler())
    return Server().run()
