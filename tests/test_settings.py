"""Settings files: what they decide, and their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.model.options import Options
from lint.settings import SettingsError, SettingsTree, read_settings


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
        ('[severities]\nCR1 = "erorr"\n', 2, "`CR1` in `severities` must be one of error, warning, info, off", "Did you mean `error`?"),
        ("[severities]\nCR1 = false\n", 2, "`CR1` in `severities` must be one of error, warning, info, off", 'Write CR1 = "off".'),
        ('severities = "off"\n', 1, "`severities` must be a table of severities by rule", ""),
        ("fail-on = []\n", 1, "`fail-on` must be one of error, warning, info, never", ""),
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


def test_a_mistake_is_where_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        "[tool.other]\nbuilder = 1\n[tool.lint]\nbuilder = 2\n"
        '[[tool.lint.overrides]]\npaths = ["a"]\n[[tool.lint.overrides]]\n  rules = 3\n'
    )
    with pytest.raises(SettingsError) as caught:
        read_settings(str(path))
    assert [found[:2] for found in caught.value.mistakes] == [(4, 1), (7, 13), (8, 3)]


def test_the_nearest_file_up_to_the_repository_counts(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    inner = repository / "a" / "b"
    inner.mkdir(parents=True)
    file = str(inner / "service.yaml")
    (tmp_path / "lint.toml").write_text('fail-on = "never"\n')
    assert SettingsTree().of_file(file).get("fail-on") is None
    (repository / "pyproject.toml").write_text('[tool.lint]\nfail-on = "warning"\n')
    assert SettingsTree().of_file(file).get("fail-on") == "warning"
    (repository / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert SettingsTree().of_file(file).get("fail-on") == "warning"
    (repository / "a" / "lint.toml").write_text('fail-on = "info"\n')
    assert SettingsTree().of_file(file).get("fail-on") == "info"
    stated = SettingsTree(str(repository / "pyproject.toml"))
    assert stated.of_file(file).get("fail-on") == "warning"


def test_outside_a_repository_the_working_directory_is_the_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "work" / "deploy"
    inner.mkdir(parents=True)
    (tmp_path / "lint.toml").write_text('fail-on = "info"\n')
    monkeypatch.chdir(tmp_path / "work")
    assert SettingsTree().of_file("deploy/service.yaml").path == ""
    (tmp_path / "work" / "lint.toml").write_text('fail-on = "warning"\n')
    assert SettingsTree().of_file("deploy/service.yaml").get("fail-on") == "warning"
    # A file elsewhere is not judged by the settings of the working directory.
    other = tmp_path / "other" / "deploy"
    other.mkdir(parents=True)
    assert SettingsTree().of_file(str(other / "service.yaml")).path == ""
    (other / "lint.toml").write_text('fail-on = "never"\n')
    assert SettingsTree().of_file(str(other / "service.yaml")).get("fail-on") == "never"


def test_the_settings_of_a_run_do_not_depend_on_the_order_of_its_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    for name in ("prod", "dev"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lint.toml").write_text(f'project = "{name}"\n')
    (tmp_path / "lint.toml").write_text('project = "all"\n')
    tree = SettingsTree()
    assert tree.of_run(["prod"]).get("project") == "prod"
    assert tree.of_run(["prod/service.yaml"]).get("project") == "prod"
    assert tree.of_run(["prod", "dev/service.yaml"]).get("project") == "all"
    assert tree.of_run(["dev/service.yaml", "prod"]).get("project") == "all"
    assert tree.of_run(["prod/service.yaml", "-"]).get("project") == "all"


def test_each_file_is_judged_by_its_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "own.yaml").write_text(
        "ruleset: own\nrules: {P1: {severity: warning, labels: {required: [team]}}}\n"
    )
    for name in ("prod", "dev"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "service.yaml").write_text(SKELETONS["Service"])
    (tmp_path / "prod" / "lint.toml").write_text(
        'rules = ["../own.yaml"]\nfail-on = "warning"\nexclude = ["gone.yaml"]\n'
    )
    (tmp_path / "prod" / "gone.yaml").write_text(SKELETONS["Job"])
    (tmp_path / "dev" / "gone.yaml").write_text(SKELETONS["Job"])
    outcome = check(Options(["."]))
    assert [(f.rule, f.place.path) for f in outcome.findings] == [("P1", "prod/service.yaml")]
    assert [entry.path for entry in outcome.checked] == [
        "dev/gone.yaml",
        "dev/service.yaml",
        "prod/service.yaml",
    ]
    assert outcome.failed
    options = Options(["."])
    options.fail_on = "error"
    assert not check(options).failed


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
    outcome = check(Options(["."]))
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
    outcome = check(Options(["."]))
    assert [entry.path for entry in outcome.checked] == ["c.yml", "keep.gen.yaml"]
