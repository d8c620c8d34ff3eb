from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from lint.engine.code_links import CodeLinks
from lint.server import session as module
from lint.server.session import Session
from tests.sample_manifests import BAD, GOOD


class Editor:
    """A session, and what it shows."""

    def __init__(self) -> None:
        self.logged: list[str] = []
        self.shown: dict[str, list[str]] = {}
        self.session = Session(self._show, self.logged.append)

    def _show(self, paths: set[str]) -> None:
        for path in paths:
            entries = self.session.board.entries(path)
            self.shown[path] = [entry.finding.rule for entry in entries]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not holds():
                await asyncio.sleep(0.005)


def test_the_last_of_many_edits_is_what_is_shown(tmp_path: Path) -> None:
    path = str(tmp_path / "service.yaml")

    async def edit() -> None:
        editor = Editor()
        for number in range(50):
            editor.session.put(path, f"{BAD}# {number}\n")
            await asyncio.sleep(0)
        editor.session.put(path, GOOD)
        await editor.session.current(path)
        assert editor.shown == {path: []}
        editor.session.put(path, BAD)
        await editor.session.current(path)
        assert editor.shown == {path: ["CR012"]}
        editor.session.close(path)
        assert editor.shown == {path: []}
        editor.session.end()

    asyncio.run(edit())


@pytest.mark.parametrize("fast", [0.0, 10.0])
def test_a_folder_is_checked_after_an_edit(
    tmp_path: Path, fast: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FAST", fast)
    monkeypatch.setattr(module, "PAUSE", 0.01)
    manifest, other = tmp_path / "service.yaml", tmp_path / "other.yaml"
    manifest.write_text(GOOD)
    other.write_text(BAD)

    async def edit() -> None:
        editor = Editor()
        editor.session.add_folder(str(tmp_path))
        await editor.until(lambda: editor.shown == {str(other): ["CR012"]})
        for text, rules in ((BAD, ["CR012"]), (GOOD, []), (BAD, ["CR012"])):
            editor.session.put(str(manifest), text)
            await editor.until(lambda: editor.shown.get(str(manifest)) == rules)  # noqa: B023
            await editor.until(lambda: editor.session.board.counts_by_folder(str(manifest)))
            assert editor.shown == {str(other): ["CR012"], str(manifest): rules}
        editor.session.close(str(manifest))
        await editor.until(lambda: editor.shown[str(manifest)] == [])
        other.write_text(GOOD)
        editor.session.check_again()
        await editor.until(lambda: editor.shown[str(other)] == [])
        other.write_text(BAD)
        editor.session.check_again()
        await editor.until(lambda: editor.shown[str(other)] == ["CR012"])
        editor.session.remove_folder(str(tmp_path))
        assert editor.shown[str(other)] == []
        editor.session.end()

    asyncio.run(edit())


def test_an_error_of_ours_is_logged_without_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str, texts: dict[str, bytes]) -> None:
        raise ValueError(texts[path].decode())

    monkeypatch.setattr(module, "judge_document", fail)
    path = str(tmp_path / "service.yaml")

    async def edit() -> None:
        editor = Editor()
        editor.session.put(path, "hunter2")
        await editor.session.current(path)
        (message,) = editor.logged
        assert message.startswith(f"{path}: internal error: ValueError at ")
        assert "hunter2" not in message
        editor.session.end()

    asyncio.run(edit())


def test_a_home_is_not_searched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    session = Session(lambda paths: None, lambda message: None)
    session.add_folder(str(tmp_path))
    session.add_folder(str(Path(tmp_path.anchor)))
    session.add_folder(str(tmp_path / "gone"))
    assert session.folders == []
    session.end()


def test_what_depends_on_another_document_is_checked_again(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lint.toml").write_text('rules = ["cloud-run", "rules.yaml"]\n')
    rules, base, manifest = (str(tmp_path / f"{name}.yaml") for name in ("rules", "base", "m"))
    extending = "ruleset: a\nextends: [base.yaml]\nrules: {}\n"
    empty = "ruleset: base\nrules: {}\n"
    demanding = "ruleset: base\nrules: {B1: {title: B, env: {required: [A]}}}\n"
    broken = "ruleset: base\nrules: {B1: {nope: 1}}\n"
    Path(base).write_text(empty)
    Path(rules).write_text(extending)

    async def edit() -> None:
        editor = Editor()
        for path, text in ((rules, extending), (base, empty), (manifest, GOOD)):
            editor.session.put(path, text)
        await editor.until(lambda: editor.shown == {rules: [], base: [], manifest: []})
        editor.session.put(base, demanding)
        await editor.until(lambda: editor.shown[manifest] == ["B1"])
        editor.session.put(base, broken)
        await editor.until(lambda: bool(editor.shown[base]) and editor.shown[manifest] == [])
        editor.session.put(base, demanding)
        await editor.until(lambda: editor.shown[manifest] == ["B1"])
        await editor.until(lambda: editor.shown[base] == [])
        editor.session.close(base)
        await editor.until(lambda: editor.shown[manifest] == [])
        editor.session.end()

    asyncio.run(edit())


def test_what_is_known_of_the_code_is_asked_once_until_files_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def behind(folder: str, path: str, texts: dict[str, bytes]) -> CodeLinks:
        asked.append(folder)
        return CodeLinks()

    monkeypatch.setattr(module, "code_behind", behind)
    path = str(tmp_path / "service.yaml")

    async def ask() -> None:
        session = Editor().session
        assert await session.code(path) is None
        session.add_folder(str(tmp_path))
        first = await session.code(path)
        assert first is not None
        assert await session.code(path) is first
        assert asked == [str(tmp_path)]
        session.check_again()
        assert await session.code(path) in (first, session._known[path])
        await asyncio.sleep(0.05)
        assert len(asked) == 2
        assert await session.code(path) is not first
        session.end()
        monkeypatch.setattr(module, "code_behind", None)
        editor = Editor()
        editor.session.add_folder(str(tmp_path))
        assert await editor.session.code(path) is None
        assert [line.partition(" at ")[0] for line in editor.logged] == [
            "internal error: TypeError"
        ]
        editor.session.end()

    asyncio.run(ask())
