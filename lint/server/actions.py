"""What an editor offers to do about findings: repair one, repair all, accept one."""

from __future__ import annotations

import os
import re
from functools import cache

from lsprotocol import types

from lint.engine.acceptance.comments import line_below_comment
from lint.engine.rule_choice import built_in_rules
from lint.model.source import Source
from lint.server.document import MANIFEST, RULE_SET, kind_of
from lint.server.judged import SETTINGS, repaired

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lint.api.values import Edit, Finding
    from lint.server.board import Entry
    from lint.server.diagnostics import Converter
    from lint.server.session import Session

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.lint"
"""The kind of the action that makes every safe repair of a document."""
_REASON = "reason"
_FIRST_LINE_END = re.compile(r"\r\n|\r|\n")


class Actions:
    """The actions for one document.

    `version_of` gives the version of an open document, None for a file. `documents` and `snippets` say
    whether the client takes edits with versions, and texts with a place to go on typing.
    """

    def __init__(
        self,
        converter: Converter,
        version_of: Callable[[str], int | None],
        *,
        documents: bool,
        snippets: bool,
    ) -> None:
        self._converter = converter
        self._version_of = version_of
        self._documents = documents
        self._snippets = snippets and documents

    async def of(
        self, path: str, params: types.CodeActionParams, session: Session
    ) -> list[types.CodeAction]:
        """What a client is offered at a place of a document, which is checked first as it is now."""
        await session.current(path)
        text = self._converter.text_of(path)
        if text is None:
            return []
        found: list[types.CodeAction] = []
        entries = session.board.entries(path)
        if _wants(params, types.CodeActionKind.QuickFix.value):
            for entry in entries:
                if _touch(self._converter.range(entry.finding.place, entry), params.range):
                    found += self.of_finding(path, text, entry)
        safe = any(entry.finding.fix and entry.finding.fix.safe for entry in entries)
        if safe and _wants(params, FIX_ALL):
            texts = dict(session.texts)
            after = await session.ask(lambda: repaired(path, texts))
            if after and after != text:
                found.append(self.fix_all(path, text, after))
        return found

    def of_finding(self, path: str, text: str, entry: Entry) -> Iterator[types.CodeAction]:
        """What can be done about one finding of a document."""
        diagnostic = self._converter.diagnostic(entry)
        fix = entry.finding.fix
        edit = self._edit(fix.edits, entry) if fix is not None else None
        if fix is not None and edit is not None:
            title = _title(entry.finding)
            yield types.CodeAction(
                title=title if fix.safe else f"{title} (unsafe)",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                is_preferred=fix.safe,
                edit=edit,
            )
        line = comment_line(path, text, entry.finding)
        if line:
            yield types.CodeAction(
                title=f"Accept {entry.finding.rule} here, with a reason",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                is_preferred=False,
                edit=self._comment(path, text, line, entry),
            )

    def fix_all(self, path: str, before: str, after: str) -> types.CodeAction:
        """The action that makes of a document what its safe repairs make of it."""
        start = _common(before, after)
        rest = min(len(before), len(after)) - start
        end = _common(before[::-1][:rest], after[::-1][:rest])
        # Between the two characters of a line end there is no position.
        if before[start - 1 : start] == "\r":
            start -= 1
        if end and before[len(before) - end - 1 : len(before) - end] == "\r":
            end -= 1
        ruler = self._converter.ruler_of(before)
        span = types.Range(
            start=types.Position(*ruler.at(start)),
            end=types.Position(*ruler.at(len(before) - end)),
        )
        edit = types.TextEdit(range=span, new_text=after[start : len(after) - end])
        return types.CodeAction(
            title="Make all safe repairs",
            kind=FIX_ALL,
            edit=self._workspace_edit({path: [edit]}),
        )

    def _comment(self, path: str, text: str, line: int, entry: Entry) -> types.WorkspaceEdit:
        source = Source(path, text)
        here = source.lines()[line - 1]
        indent = here[: len(here) - len(here.lstrip())]
        if os.path.basename(path).endswith("ignore"):
            indent = ""
        written = f"{indent}# lint: ignore[{entry.finding.rule}]: "
        at = types.Position(*self._converter.ruler_of(text).position(line, 1))
        span = types.Range(start=at, end=at)
        newline = _newline(text)
        if self._snippets:
            snippet = f"{_escaped(written)}${{1:{_REASON}}}{newline}"
            edits: list[types.TextEdit | types.SnippetTextEdit] = [
                types.SnippetTextEdit(range=span, snippet=types.StringValue(value=snippet))
            ]
        else:
            # The comment counts once it has a reason. Until then the editor shows that there is none.
            edits = [types.TextEdit(range=span, new_text=f"{written.rstrip()}{newline}")]
        return self._workspace_edit({path: edits})

    def _edit(self, edits: Iterable[Edit], entry: Entry) -> types.WorkspaceEdit | None:
        """The edits of a fix; None where the text of a file is not known."""
        changes: dict[str, list[types.TextEdit | types.SnippetTextEdit]] = {}
        for edit in edits:
            path = os.path.abspath(edit.path)
            ruler = self._converter.ruler(path, entry)
            if ruler is None:
                return None
            span = types.Range(
                start=types.Position(*ruler.position(edit.line, edit.column)),
                end=types.Position(*ruler.position(edit.end_line, edit.end_column)),
            )
            text = edit.text.replace("\n", _newline(ruler.text))
            changes.setdefault(path, []).append(types.TextEdit(range=span, new_text=text))
        return self._workspace_edit(changes)

    def _workspace_edit(
        self, changes: dict[str, list[types.TextEdit | types.SnippetTextEdit]]
    ) -> types.WorkspaceEdit:
        if not self._documents:
            return types.WorkspaceEdit(
                changes={
                    self._converter.uri_of(path): [
                        edit for edit in edits if isinstance(edit, types.TextEdit)
                    ]
                    for path, edits in changes.items()
                }
            )
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    text_document=types.OptionalVersionedTextDocumentIdentifier(
                        uri=self._converter.uri_of(path), version=self._version_of(path)
                    ),
                    edits=edits,
                )
                for path, edits in changes.items()
            ]
        )


def _wants(params: types.CodeActionParams, kind: str) -> bool:
    """Whether a client asks for actions of a kind: for it, for one above it, or for any."""
    only = params.context.only
    return not only or any(f"{kind}.".startswith(f"{_value(wanted)}.") for wanted in only)


def _value(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _touch(one: types.Range, other: types.Range) -> bool:
    """Whether two spans have a line in common: the pointer need not be on the word."""
    return bool(one.start.line <= other.end.line and other.start.line <= one.end.line)


def comment_line(path: str, text: str, finding: Finding) -> int:
    """The line above which a comment accepts a finding; 0 where none does."""
    if path.endswith(".json") or os.path.abspath(finding.place.path) != path:
        return 0
    if finding.rule == SETTINGS or finding.rule in _never_accepted():
        return 0
    kind = kind_of(path, text)
    if kind == RULE_SET:
        return 0
    source = Source(path, text)
    return line_below_comment(source, finding.place.line, in_scripts=kind != MANIFEST)


def _common(one: str, other: str) -> int:
    """The number of characters that two texts begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


@cache
def _never_accepted() -> frozenset[str]:
    return frozenset(rule.id for rule in built_in_rules() if not rule.ignorable)


def _title(finding: Finding) -> str:
    return finding.help.rstrip(".").replace("`", "") or f"Repair {finding.rule}"


def _newline(text: str) -> str:
    match = _FIRST_LINE_END.search(text)
    return match[0] if match else "\n"


def _escaped(text: str) -> str:
    """A text in the syntax of snippets."""
    return re.sub(r"([\\$}])", r"\\\1", text)
