from __future__ import annotations

from pathlib import Path

import pytest

from lint.api import check_paths
from lint.server.judged import judge_document, judge_folder
from tests.sample_manifests import BAD, GOOD


def document(path: Path, text: str | None = None) -> dict[str, list[str]]:
    """The rules of the findings on an open document, by the names of files."""
    data = path.read_bytes() if text is None else text.encode()
    judged = judge_document(str(path), {str(path): data})
    assert judged.failure == ""
    return {
        Path(file).name: [finding.rule for finding in findings]
        for file, findings in judged.findings.items()
    }


def test_a_text_counts_instead_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "service.yaml"
    path.write_text(GOOD)
    assert document(path) == {}
    assert document(path, BAD) == {"service.yaml": ["CR012"]}


def test_a_file_need_not_exist_yet(tmp_path: Path) -> None:
    assert document(tmp_path / "new.yaml", BAD) == {"new.yaml": ["CR012"]}


@pytest.mark.parametrize("text", ["a: 1\n", "a: [\n", "", "\0"])
def test_other_files_show_nothing(tmp_path: Path, text: str) -> None:
    assert document(tmp_path / "compose.yaml", text) == {}


def test_the_text_of_a_rule_set_counts_for_itself_and_for_manifests(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    rules, manifest = tmp_path / "rules.yaml", tmp_path / "service.yaml"
    (tmp_path / "lint.toml").write_text('rules = "rules.yaml"\n')
    manifest.write_text(GOOD)
    rules.write_text("ruleset: ours\nrules: {}\n")
    text = "ruleset: ours\nrules:\n  A1:\n    title: A\n    env: {required: [A]}\n"
    assert document(rules, text) == {}
    texts = {str(rules): text.encode(), str(manifest): GOOD.encode()}
    judged = judge_document(str(manifest), texts)
    assert [finding.rule for finding in judged.findings[str(manifest)]] == ["A1"]
    broken = text.replace("required", "requird")
    assert list(document(rules, broken)) == ["rules.yaml"]
    texts[str(rules)] = broken.encode()
    assert list(judge_document(str(manifest), texts).findings) == [str(rules)]


def test_broken_settings_are_shown_where_they_are(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    settings, manifest = tmp_path / "lint.toml", tmp_path / "service.yaml"
    assert document(settings, 'fail-on = "never"\n') == {}
    assert document(settings, "fail-on = 3\nnope = 1\n") == {"lint.toml": ["settings", "settings"]}
    settings.write_text("nope = 1\n")
    assert document(manifest, BAD) == {"lint.toml": ["settings"]}


def test_a_dockerfile_is_judged_by_itself_as_it_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    (tmp_path / "main.py").write_text("import os\n")
    path.write_text("FROM python:3.12\nCOPY . .\nCMD python main.py\n")
    before = document(path)
    after = document(path, "FROM python:3.12\nCOPY nothing.py .\nCMD python main.py\n")
    assert "Dockerfile" in after
    assert before != after


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lint.toml").write_text('rules = "gone.yaml"\n')
    path = tmp_path / "service.yaml"
    judged = judge_document(str(path), {str(path): BAD.encode()})
    assert judged.findings == {}
    assert "gone.yaml" in judged.failure


def test_a_folder_is_what_the_command_says_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    (tmp_path / "b.yaml").write_text(GOOD)
    texts = {str(tmp_path / "b.yaml"): BAD.encode()}
    judged = judge_folder(str(tmp_path), texts)
    found = [finding for findings in judged.findings.values() for finding in findings]
    assert tuple(found) == check_paths([tmp_path], texts=texts).findings
    assert len(found) == 2
