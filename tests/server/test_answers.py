from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("pygls")

from lsprotocol import types

from lint.engine.examples import SKELETONS
from lint.server.answers import Question
from lint.server.diagnostics import Client, Converter
from lint.server.session import Session

TEXT = SKELETONS["Service"].replace("spec:", "# \U0001f600\nspec:", 1)


def question(path: Path, text: str, line: int, column: int) -> Question:
    client = Client("utf-16", related=True, tags=True, links=True)
    converter = Converter(client, {str(path): text}.get, lambda file: Path(file).as_uri())
    return Question(converter, str(path), text, types.Position(line, column))


def session() -> Session:
    return Session(lambda paths: None, lambda message: None)


def test_words_about_a_field_are_markdown_with_the_columns_of_the_word(tmp_path: Path) -> None:
    async def ask() -> types.Hover | None:
        return await question(tmp_path / "a.yaml", TEXT.replace("\n", "\r\n"), 0, 2).hover(
            session()
        )

    found = asyncio.run(ask())
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert "`apiVersion`" in found.contents.value
    assert found.range == types.Range(types.Position(0, 0), types.Position(0, 10))


def test_there_are_no_words_about_anything_else(tmp_path: Path) -> None:
    async def ask() -> types.Hover | None:
        return await question(tmp_path / "a.yaml", "# a\n", 9, 9).hover(session())

    assert asyncio.run(ask()) is None


def test_offers_replace_what_is_typed(tmp_path: Path) -> None:
    text = TEXT + "        \U0001f600: 1\n        reso\n"

    async def ask() -> types.CompletionList:
        number = text.count("\n") - 1
        return await question(tmp_path / "a.yaml", text, number, 12).completion(session())

    found = asyncio.run(ask())
    (item,) = (item for item in found.items if item.label == "resources")
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.new_text == "resources:"
    assert item.text_edit.range.start.character == 8
    assert item.text_edit.range.end.character == 12
    assert item.filter_text == "resources"
    assert [item.sort_text for item in found.items] == sorted(str(i.sort_text) for i in found.items)


def test_a_word_in_quotes_is_compared_with_its_quote(tmp_path: Path) -> None:
    text = 'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  annotations:\n    run.googleapis.com/ingress: "in\n'

    async def ask() -> types.CompletionList:
        return await question(tmp_path / "a.yaml", text, 4, 35).completion(session())

    found = asyncio.run(ask())
    assert '"internal' in [item.filter_text for item in found.items]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_definition_counts_in_the_units_of_the_client(tmp_path: Path, end: str) -> None:
    text = TEXT + (
        "        volumeMounts:\n        - {mountPath: /a, name: \U0001f600}\n      volumes:\n"
        "      - emptyDir: {sizeLimit: '\U0001f600'}\n        name: \U0001f600\n"
    )
    lines = text.split("\n")
    line = next(number for number, each in enumerate(lines) if "mountPath" in each)
    text = text.replace("\n", end)
    path = tmp_path / "a.yaml"

    async def ask() -> list[types.Location]:
        column = lines[line].index("\U0001f600")
        return await question(path, text, line, column).definition(session())

    (location,) = asyncio.run(ask())
    assert location.uri == path.as_uri()
    assert location.range == types.Range(types.Position(line + 3, 14), types.Position(line + 3, 16))
