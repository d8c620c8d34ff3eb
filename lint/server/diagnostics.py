"""Findings as diagnostics of the Language Server Protocol."""

from __future__ import annotations

import os

from lsprotocol import types

from lint.engine.acceptance.members import file_of
from lint.model.record import record
from lint.server.positions import Ruler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.api.values import Finding, Place
    from lint.server.board import Entry

SOURCE = "lint"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


@record
class Client:
    """What a client can show and how it counts."""

    encoding: str
    related: bool
    """Whether it shows the other places of a finding."""
    tags: bool
    links: bool
    """Whether it leads to the page about a rule."""


class Converter:
    """Makes diagnostics for one client.

    `text_of` gives the text of an open document by its absolute path, None for any other; `uri_of`
    gives the address of a file.
    """

    def __init__(
        self,
        client: Client,
        text_of: Callable[[str], str | None],
        uri_of: Callable[[str], str],
    ) -> None:
        self.client = client
        self.text_of = text_of
        self.uri_of = uri_of
        self._rulers: dict[str, Ruler | None] = {}

    def diagnostic(self, entry: Entry) -> types.Diagnostic:
        """The diagnostic of a finding, at the place that it has in its own file."""
        finding = entry.finding
        diagnostic = types.Diagnostic(
            range=self.range(finding.place, entry),
            message=self._message(finding),
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            source=SOURCE,
        )
        if finding.url and self.client.links:
            diagnostic.code_description = types.CodeDescription(href=finding.url)
        if finding.consequence == "ignored" and self.client.tags:
            diagnostic.tags = [types.DiagnosticTag.Unnecessary]
        if finding.related and self.client.related:
            diagnostic.related_information = [
                types.DiagnosticRelatedInformation(
                    location=types.Location(
                        uri=self.uri_of(os.path.abspath(file_of(related.place.path))),
                        range=self.range(related.place, entry),
                    ),
                    message=related.message,
                )
                for related in finding.related
            ]
        return diagnostic

    def _message(self, finding: Finding) -> str:
        lines = [finding.message]
        if file_of(finding.place.path) != finding.place.path:
            lines = [f"{finding.place}: {finding.message}"]
        if not self.client.related:
            lines += [f"{related.place}: {related.message}" for related in finding.related]
        if finding.help:
            lines.append(f"help: {finding.help}")
        return "\n".join(lines)

    def range(self, place: Place, entry: Entry) -> types.Range:
        """The span of a place, which may be in another file than the finding."""
        if file_of(place.path) != place.path:
            return _range((0, 0), (0, 0))  # an archive is opened as one lump
        ruler = self.ruler(os.path.abspath(place.path), entry)
        if ruler is None:
            start, end = (place.line, place.column), (place.end_line, place.end_column)
            return _range(
                *((max(0, line - 1), max(0, column - 1)) for line, column in (start, end))
            )
        return _range(
            ruler.position(place.line, place.column),
            ruler.position(place.end_line, place.end_column),
        )

    def ruler_of(self, text: str) -> Ruler:
        """How positions are counted in a text."""
        return Ruler(text, self.client.encoding)

    def ruler(self, path: str, entry: Entry) -> Ruler | None:
        """How positions are counted in a file; None where its text is not known."""
        if path not in self._rulers:
            source = entry.sources.get(path)
            text = self.text_of(path)
            if text is None and source is not None:
                text = source.text
            lines = source.lines() if source is not None and source.text == text else None
            self._rulers[path] = (
                Ruler(text, self.client.encoding, lines) if text is not None else None
            )
        return self._rulers[path]


def _range(start: tuple[int, int], end: tuple[int, int]) -> types.Range:
    return types.Range(start=types.Position(*start), end=types.Position(*max(start, end)))
