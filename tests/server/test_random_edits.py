"""A thousand edits of documents in a folder: no crash, and nothing that is shown is stale."""

from __future__ import annotations

import asyncio
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from lsprotocol.converters import get_converter

from lint.server.board import Board
from lint.server.diagnostics import Client, Converter
from lint.server.judged import judge_document, judge_folder
from tests.server.client import ROOT, editor

EDITS = 1_000
FOR_ALL = ("lint.toml", "rules.yaml", "more.yaml")
"""Where these are broken, nothing else is checked: each edit of them is taken back by the next."""
CHECKED_EVERY = 100
RULES = "ruleset: ours\nextends: [cloud-run]\nrules:\n  A1:\n    title: A\n    env: {required: [NOT_SET]}\n"
PIECES = (
    "\n", " ", "  ", "\t", ":", "- ", "'", '"', "{", "}", "[", "|", "#", "&a", "*a", "\r\n", "\U0001f600", "é", "\x85",
    "env:", "name: PORT", "value: 80", "kind: Job", "--- ", "\n---\n", "$(A)", "${A}", "\\\n", "--set-env-vars A=b,c",
    "# lint: ignore[CR012]: x", "apiVersion: run.googleapis.com/v1", "timeoutSeconds: 99999", "FROM a", "import b", "!",
)  # fmt: skip


def edited(text: str, original: str, chance: random.Random) -> str:
    """A text with a change such as somebody types, pastes, deletes or takes back."""
    at = chance.randrange(len(text) + 1)
    kind = chance.random()
    if kind < 0.5:
        return text[:at] + chance.choice(PIECES) + text[at:]
    if kind < 0.75:
        return text[:at] + text[at + chance.randrange(1, 12) :]
    if kind < 0.9:
        lines = text.splitlines(keepends=True) or [""]
        number = chance.randrange(len(lines))
        lines.insert(chance.randrange(len(lines)), lines.pop(number))
        return "".join(lines)
    return original


@pytest.mark.slow
def test_a_thousand_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "r"
    shutil.copytree(ROOT / "examples" / "netra-staging", folder)
    app = folder / "service"
    files = [
        folder / "service.yaml", folder / "broken.yaml", folder / "deploy.sh", folder / "rules.yaml",
        app / ".dockerignore", app / "netra_backend" / "app" / "core" / "startup.py",
    ]  # fmt: skip
    (folder / "lint.toml").write_text('rules = ["cloud-run", "more.yaml"]\n')
    (folder / "rules.yaml").write_text(RULES)
    (folder / "more.yaml").write_text("ruleset: more\nextends: [rules.yaml]\nrules: {}\n")
    files += [folder / "lint.toml", folder / "more.yaml"]
    original = {path: path.read_text() for path in files}
    texts = dict(original)
    chance = random.Random(16)
    unstructure = get_converter().unstructure
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))

    def expected() -> dict[str, Any]:
        """What fresh checks of the same texts give, by file."""
        data = {str(path): text.encode() for path, text in texts.items()}
        board = Board()
        files = board.put_folder(str(folder), judge_folder(str(folder), data))
        for path in data:
            files |= board.put_document(path, judge_document(path, data))
        shown = Client("utf-16", related=True, tags=True, links=True)
        converter = Converter(
            shown, lambda path: texts.get(Path(path)), lambda path: Path(path).as_uri()
        )
        found = {
            Path(file).as_uri(): [converter.diagnostic(entry) for entry in board.entries(file)]
            for file in files
        }
        return {uri: unstructure(diagnostics) for uri, diagnostics in found.items() if diagnostics}

    async def edit() -> None:
        async with editor(folder) as client:

            def shown() -> dict[str, Any]:
                last = {params.uri: params.diagnostics for params in client.published}
                return {uri: unstructure(found) for uri, found in last.items() if found}

            rules: set[str] = set()
            for path in files:
                client.open(path)
            for number in range(1, EDITS + 1):
                path = chance.choice(files)
                is_back = path.name in FOR_ALL and texts[path] != original[path]
                texts[path] = (
                    original[path] if is_back else edited(texts[path], original[path], chance)
                )
                client.change(path, texts[path])
                if chance.random() < 0.2:
                    await asyncio.sleep(0.005)
                if number % (2 * CHECKED_EVERY) == 0:
                    for path in files:
                        if path.name in FOR_ALL:
                            texts[path] = original[path]
                            client.change(path, texts[path])
                if number % CHECKED_EVERY == 0:
                    fresh = expected()
                    rules |= {each["code"] for found in fresh.values() for each in found}
                    await client.until(lambda: shown() == fresh)  # noqa: B023
            assert len(rules) > 10
            await client.quiet()
            assert shown() == fresh
            assert [line for line in client.logged if "internal error" in line] == []

    asyncio.run(edit())
