"""The rule sets that commands work on: named, of the settings, of the package; all mistakes at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.cli.rule_sets import rule_sets
from lint.errors import UsageError
from lint.ruleset.builtin import built_in_names

BROKEN = "ruleset: {}\nrules: {{A1: {{nope: {{}}}}}}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text("ruleset: own\nrules: {A1: {labels: {required: [team]}}}\n")
    return tmp_path


def names(references: list[str], built_in: bool = False) -> list[str]:
    return [rule_set.name for rule_set in rule_sets(references, built_in)]


def test_those_that_are_named_win_over_those_of_the_settings(here: Path) -> None:
    (here / "lint.toml").write_text('rules = ["own.yaml"]\n')
    assert names([]) == ["own"]
    assert names(["live"]) == ["live"]
    assert names(["live", "own.yaml"]) == ["live", "own"]


def test_those_of_the_package_come_besides_where_asked_for(here: Path) -> None:
    assert names(["live", "own.yaml"], built_in=True) == [
        "live",
        "own",
        *(name for name in built_in_names() if name != "live"),
    ]


def test_what_is_no_rule_set_is_a_usage_error_with_the_nearest_name(here: Path) -> None:
    with pytest.raises(UsageError, match=r"rule set liev: no such file.*Did you mean `live`"):
        rule_sets(["liev"], built_in=False)


def test_all_broken_ones_are_reported_at_once(here: Path) -> None:
    for name in ("a", "b"):
        (here / f"{name}.yaml").write_text(BROKEN.format(name))
    with pytest.raises(UsageError, match="the rule set is broken") as caught:
        rule_sets(["a.yaml", "own.yaml", "b.yaml"], built_in=False)
    assert "a.yaml:2:" in str(caught.value)
    assert "b.yaml:2:" in str(caught.value)
