from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("pygls")

from lsprotocol import types

from lint.server.actions import FIX_ALL, Actions
from lint.server.board import Entry
from lint.server.diagnostics import Client, Converter
from lint.server.judged import judge_document
from lint.server.session import Session
from tests.sample_manifests import BAD

SCRIPT = "echo a\ngcloud run deploy web \\\n  --image gcr.io/p/web:1 \\\n  --regoin us-central1\n"
WORKFLOW = f"""\
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
    - run: |
        {SCRIPT.replace(chr(10), chr(10) + "        ").rstrip()}
"""
DOCKERFILE = "FROM python:3.12\nRUN true \\\n  && true\nCOPY gone.py .\nCMD python gone.py\n"
HCL = 'resource "google_cloud_run_v2_service" "a" {\n  name     = "Web_1"\n  location = "us-central1"\n  template {\n    containers {\n      image = "gcr.io/p/a:1"\n    }\n  }\n}\n'


class Editor:
    """An editor that asks for the actions of a whole document, and applies one."""

    def __init__(
        self, path: Path, text: str, *, rich: bool = False, snippets: bool = False
    ) -> None:
        self.path = str(path)
        self.text = text
        client = Client("utf-16", related=True, tags=True, links=True)
        self.converter = Converter(client, {self.path: text}.get, lambda path: Path(path).as_uri())
        self.actions = Actions(self.converter, lambda path: 7, documents=rich, snippets=snippets)

    def offered(self, only: str = "") -> list[types.CodeAction]:
        async def ask() -> list[types.CodeAction]:
            session = Session(lambda paths: None, lambda message: None)
            session.put(self.path, self.text)
            params = types.CodeActionParams(
                types.TextDocumentIdentifier(Path(self.path).as_uri()),
                types.Range(types.Position(0, 0), types.Position(999, 0)),
                types.CodeActionContext([], only=[only] if only else None),
            )
            found = await self.actions.of(self.path, params, session)
            session.end()
            return found

        return asyncio.run(ask())

    def applied(self, action: types.CodeAction) -> str:
        assert action.edit is not None
        assert action.edit.changes is not None
        (edits,) = action.edit.changes.values()
        ruler = self.converter.ruler_of(self.text)
        text = self.text
        for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
            start, end = (
                ruler.starts[at.line] + ruler.character(at.line, at.character)
                for at in (edit.range.start, edit.range.end)
            )
            text = text[:start] + edit.new_text + text[end:]
        return text


def rules(path: str, text: str) -> list[str]:
    judged = judge_document(path, {path: text.encode()})
    return [finding.rule for finding in judged.findings.get(path, ())]


def test_a_repair_that_is_certain_is_preferred(tmp_path: Path) -> None:
    editor = Editor(tmp_path / "a.yaml", BAD.replace("'80'", "80"))
    (repair,) = (a for a in editor.offered("quickfix") if a.is_preferred)
    (diagnostic,) = repair.diagnostics or ()
    assert rules(editor.path, editor.applied(repair)) != rules(editor.path, editor.text)
    assert diagnostic.code not in rules(editor.path, editor.applied(repair))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_repairs_at_once_are_those_of_the_command(tmp_path: Path, end: str) -> None:
    text = (
        BAD.replace("'80'", "80").replace("PORT", "A\U0001f600") + "        - {name: B, value: 7}\n"
    )
    editor = Editor(tmp_path / "a.yaml", text.replace("\n", end))
    (action,) = editor.offered("source.fixAll")
    assert action.kind == FIX_ALL
    assert [each.kind for each in editor.offered(FIX_ALL)] == [FIX_ALL]
    fixed = editor.applied(action)
    assert fixed == text.replace("value: 80", 'value: "80"').replace(
        "value: 7}", 'value: "7"}'
    ).replace("\n", end)
    assert not any(each.kind == FIX_ALL for each in editor.offered("quickfix"))
    assert editor.offered("refactor") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", BAD),
        ("crlf.yaml", BAD.replace("\n", "\r\n")),
        ("deploy.sh", SCRIPT),
        (".github/workflows/deploy.yml", WORKFLOW),
        ("Dockerfile", DOCKERFILE),
        ("main.tf", HCL),
    ],
)
def test_a_comment_with_a_reason_accepts_each_finding(tmp_path: Path, name: str, text: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    editor = Editor(path, text)
    before = rules(editor.path, text)
    assert before
    accepted = 0
    for action in editor.offered("quickfix"):
        if not action.title.startswith("Accept"):
            continue
        accepted += 1
        (diagnostic,) = action.diagnostics or ()
        without = editor.applied(action)
        assert "IN013" in rules(editor.path, without) or "IN010" in rules(editor.path, without)
        mark = f"# lint: ignore[{diagnostic.code}]:"
        after = rules(editor.path, without.replace(mark, f"{mark} because"))
        left = before.copy()
        for rule in set(before) - set(after):
            left = [each for each in left if each != rule]
        assert diagnostic.code not in after or before.count(str(diagnostic.code)) > 1
        assert after == [rule for rule in after if rule in before], after
        assert len(after) < len(before)
    assert accepted


def test_json_has_no_comments(tmp_path: Path) -> None:
    text = '{"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "A_"}}'
    editor = Editor(tmp_path / "a.json", text)
    assert rules(editor.path, text)
    assert not any(action.title.startswith("Accept") for action in editor.offered())


def test_findings_on_settings_and_rule_sets_are_not_accepted(tmp_path: Path) -> None:
    assert Editor(tmp_path / "lint.toml", "nope = 1\n").offered() == []
    assert (
        Editor(tmp_path / "r.yaml", "ruleset: a\nrules: {A1: {env: {requird: [A]}}}\n").offered()
        == []
    )


def test_a_rich_client_gets_versions_and_a_place_for_the_reason(tmp_path: Path) -> None:
    editor = Editor(tmp_path / "a.yaml", BAD, rich=True, snippets=True)
    (accept,) = (a for a in editor.offered() if a.title == "Accept CR012 here, with a reason")
    assert accept.edit is not None
    (change,) = accept.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 7
    (edit,) = change.edits
    assert isinstance(edit, types.SnippetTextEdit)
    assert edit.snippet.value.endswith("# lint: ignore[CR012]: ${1:reason}\n")


def test_a_fix_in_a_text_that_is_not_known_is_not_offered(tmp_path: Path) -> None:
    editor = Editor(tmp_path / "a.yaml", BAD.replace("'80'", "80"))
    judged = judge_document(editor.path, {editor.path: editor.text.encode()})
    finding = next(f for f in judged.findings[editor.path] if f.fix is not None)
    assert finding.fix is not None
    edits = tuple(edit._replace(path="/nowhere/b.yaml") for edit in finding.fix.edits)
    moved = finding._replace(fix=finding.fix._replace(edits=edits))
    actions = editor.actions.of_finding(editor.path, editor.text, Entry(moved, {}))
    assert all(action.title.startswith("Accept") for action in actions)
