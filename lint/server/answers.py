"""Hover, completion and definition as answers of the Language Server Protocol."""

from __future__ import annotations

import os

from lsprotocol import types

from lint.server.completion import completion
from lint.server.definition import definition
from lint.server.document import MANIFEST, Document, Position, kind_of
from lint.server.hover import hover
from lint.server.positions import Ruler
from lint.server.surroundings import rule_sets_of
from lint.support.files import read_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.engine.code_links import CodeLinks
    from lint.server.diagnostics import Converter
    from lint.server.offers import Offer
    from lint.server.session import Session
    from lint.server.surroundings import RuleSets

_KINDS = {
    "field": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "variable": types.CompletionItemKind.Variable,
    "rule": types.CompletionItemKind.Reference,
}
_MAX_BYTES = 1 << 20
"""Of a file that a definition is in: behind them, columns are counted in characters."""


class Question:
    """A place in an open document that a client asks about."""

    def __init__(
        self, converter: Converter, path: str, text: str, position: types.Position
    ) -> None:
        self._converter = converter
        self.ruler = converter.ruler_of(text)
        # Those who answer split lines at line feeds.
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        self.document = Document(path, plain, kind_of(path, plain))
        column = self.ruler.character(position.line, position.character)
        self.position = Position(position.line, column)

    async def hover(self, session: Session) -> types.Hover | None:
        """The words about the place; None where there are none."""
        code, around = await self._known(session)
        found = await session.ask(
            lambda: hover(self.document, self.position, rules=around.rules, code=code)
        )
        if found is None:
            return None
        contents = types.MarkupContent(kind=types.MarkupKind.Markdown, value=found.markdown)
        return types.Hover(
            contents=contents, range=self._range(self.ruler, found.line, found.start, found.end)
        )

    async def completion(self, session: Session) -> types.CompletionList:
        """What may be written at the place."""
        code, around = await self._known(session)
        offers = await session.ask(
            lambda: completion(self.document, self.position, rules=around.rules, code=code)
        )
        items = [self._item(number, offer) for number, offer in enumerate(offers)]
        return types.CompletionList(is_incomplete=False, items=items)

    async def definition(self, session: Session) -> list[types.Location]:
        """Where the word at the place leads to."""
        code, around = await self._known(session)
        targets = await session.ask(
            lambda: definition(
                self.document,
                self.position,
                code=code,
                rules=around.rules,
                rule_files=around.files,
            )
        )
        rulers: dict[str, Ruler] = {}
        locations = []
        for target in targets:
            path = os.path.abspath(target.path)
            if path not in rulers:
                rulers[path] = self._ruler_of_file(path)
            span = self._range(rulers[path], target.line, target.start, target.end)
            locations.append(types.Location(uri=self._converter.uri_of(path), range=span))
        return locations

    async def _known(self, session: Session) -> tuple[CodeLinks | None, RuleSets]:
        path = self.document.path
        code = await session.code(path) if self.document.kind == MANIFEST else None
        texts = dict(session.texts)
        return code, await session.ask(lambda: rule_sets_of(path, texts))

    def _item(self, number: int, offer: Offer) -> types.CompletionItem:
        first = self.document.lines[offer.line][offer.start : offer.start + 1]
        # A client compares this with what is typed, quotes included.
        quote = first if first in ('"', "'") else ""
        item = types.CompletionItem(
            label=offer.label,
            kind=_KINDS[offer.kind],
            detail=offer.detail or None,
            sort_text=f"{number:05}",
            filter_text=f"{quote}{offer.label}",
            text_edit=types.TextEdit(
                range=self._range(self.ruler, offer.line, offer.start, offer.end),
                new_text=offer.insert,
            ),
        )
        if offer.about:
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, offer.about)
        return item

    def _ruler_of_file(self, path: str) -> Ruler:
        text = self._converter.text_of(path)
        if text is None:
            try:
                text = read_start(path, _MAX_BYTES).decode("utf-8", "replace")
            except (OSError, ValueError):
                text = ""
        return self._converter.ruler_of(text)

    @staticmethod
    def _range(ruler: Ruler, line: int, start: int, end: int) -> types.Range:
        return types.Range(
            start=types.Position(line, ruler.column(line, start)),
            end=types.Position(line, ruler.column(line, end)),
        )
