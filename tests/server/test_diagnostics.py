from __future__ import annotations

import pytest

pytest.importorskip("pygls")

from lsprotocol import types

from lint.api.values import Finding, Place, Related
from lint.model.source import Source
from lint.server.board import Entry
from lint.server.diagnostics import Client, Converter

TEXT = "a: \U0001f600 b\n"
FINDING = Finding(
    rule="CR1",
    name="a",
    title="A",
    severity="warning",
    consequence="ignored",
    message="`b` has no effect",
    help="Remove `b`.",
    because="",
    url="https://example.com/CR1",
    moment=None,
    place=Place("/r/a.yaml", 1, 6, 1, 7),
    resource=None,
    related=(Related(Place("/r/b c.py", 3, 5, 3, 9), "it is read here"),),
    fix=None,
    fingerprint="",
)


def converted(
    finding: Finding, text: str | None = TEXT, rich: bool = True, sources: bool = True
) -> types.Diagnostic:
    client = Client("utf-16", related=rich, tags=rich, links=rich)
    converter = Converter(client, {"/r/a.yaml": text}.get, "file://{}".format)
    source = {"/r/a.yaml": Source("/r/a.yaml", TEXT)} if sources else {}
    return converter.diagnostic(Entry(finding, source))


def test_everything_that_a_client_can_show_is_there() -> None:
    diagnostic = converted(FINDING)
    assert diagnostic.range == types.Range(types.Position(0, 6), types.Position(0, 7))
    assert diagnostic.severity == types.DiagnosticSeverity.Warning
    assert (diagnostic.code, diagnostic.source) == ("CR1", "lint")
    assert diagnostic.message == "`b` has no effect\nhelp: Remove `b`."
    assert diagnostic.tags == [types.DiagnosticTag.Unnecessary]
    assert diagnostic.code_description == types.CodeDescription("https://example.com/CR1")
    (related,) = diagnostic.related_information or ()
    assert related.location.uri == "file:///r/b c.py"
    assert related.location.range.start == types.Position(2, 4)


def test_a_client_that_shows_less_loses_nothing() -> None:
    diagnostic = converted(FINDING, rich=False)
    assert diagnostic.related_information is None
    assert diagnostic.tags is None
    assert diagnostic.code_description is None
    assert "/r/b c.py:3:5: it is read here" in diagnostic.message


@pytest.mark.parametrize(("text", "sources", "column"), [(None, True, 6), (None, False, 5)])
def test_a_file_that_is_not_open_has_the_text_that_was_read(
    text: str | None, sources: bool, column: int
) -> None:
    assert converted(FINDING, text, sources=sources).range.start.character == column


def test_a_place_in_an_archive_is_in_the_message() -> None:
    inside = FINDING._replace(place=Place("/r/app.whl!app/main.py", 7, 1, 7, 2), related=())
    diagnostic = converted(inside)
    assert diagnostic.range.start == types.Position(0, 0)
    assert diagnostic.message.startswith("/r/app.whl!app/main.py:7:1: ")
