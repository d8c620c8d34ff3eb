"""Settings files: what they decide, and their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import Options, check
from lint.settings import SettingsError, find_settings, read_settings


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, int, str, str]]:
    path = tmp_path / "lint.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_settings(str(path))
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "line", "message", "help"),
    [
        ('rulez = ["a"]\n', 1, "unknown setting `rulez`", "Did you mean `rules`?"),
        ("\nrules = 3\n", 2, "`rules` must be a string or a list of strings", ""),
        ('builder = "dockr"\n', 1, "`builder` must be one of docker, kaniko, gcloud", "Did you mean `docker`?"),
        ("a = \n", 1, "not valid TOML: invalid value", ""),
        ("[[overrides]]\nrules = []\n", 1, "`paths` is missing in one of `overrides`", "Add `paths`."),
        ('[[overrides]]\npaths = ["a"]\nfail-on = "info"\n', 3, "unknown setting `fail-on`", None),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, text: str, line: int, message: str, help: str | None) -> None:
    (found,) = mistakes(tmp_path, text)
    assert found[0] == line
    assert found[2] == message
    assert help is None or found[3] == help


def test_the_nearest_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.lint]\nfail-on = "warning"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_settings(".").get("fail-on") == "warning"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert find_settings(".").get("fail-on") == "warning"
    (tmp_path / "a" / "lint.toml").write_text('fail-on = "info"\n')
    assert find_settings(".").get("fail-on") == "info"


def test_overrides_and_excludes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("prod", "dev", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "service.yaml").write_text(SKELETONS["Service"])
    (tmp_path / "prod.yaml").write_text(
        "ruleset: prod\nrules: {P1: {labels: {required: [team]}}}\n"
    )
    (tmp_path / "lint.toml").write_text(
        'exclude = ["old/"]\n[[overrides]]\npaths = ["prod/"]\nrules = ["./prod.yaml"]\n'
    )
    outcome = check(Options(["."], find_settings(".")))
    assert [entry.path for entry in outcome.checked] == ["dev/service.yaml", "prod/service.yaml"]
    assert [(f.rule, f.place.path) for f in outcome.findings] == [("P1", "prod/service.yaml")]


def test_folders_are_searched_as_git_sees_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("out/\n*.gen.yaml\n!keep.gen.yaml\n")
    for name in (
        "out/a.yaml",
        "b.gen.yaml",
        "keep.gen.yaml",
        "c.yml",
        "node_modules/d.yaml",
        "e.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SKELETONS["Service"])
    outcome = check(Options(["."], find_settings(".")))
    assert [entry.path for entry in outcome.checked] == ["c.yml", "keep.gen.yaml"]
