"""`--select`, `--ignore` and `severities`: which rules count in a run, and how much."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from tests.command import lint_here

BAD = (
    SKELETONS["Service"].replace("web:1.4.2", "web:latest")
    + "        env:\n        - name: PORT\n          value: '80'\n"
)
"""CR012 is an error in it, CR077 a warning."""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "s.yaml").write_text(BAD)
    (tmp_path / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n"
        "  OWN1: {title: t, ignorable: false, env: {required: [TOKEN]}}\n"
    )
    return tmp_path


def found(here: Path, *words: str) -> dict[str, str]:
    done = lint_here("s.yaml", "--format", "json", *words, cwd=here)
    assert done.stderr == ""
    return {f["rule"]: f["severity"] for f in json.loads(done.stdout)["findings"]}


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ([], {"CR012", "CR077"}),
        (["--select", "CR012"], {"CR012"}),
        (["--select", "cr012"], {"CR012"}),
        (["--select=reserved-env-name"], {"CR012"}),
        (["--select", "CR01, CR077"], {"CR012", "CR077"}),
        (["--select", "CR012", "--select", "CR077"], {"CR012", "CR077"}),
        (["--select", "CR0", "--ignore", "CR07"], {"CR012"}),
        (["--ignore", "image-tag-latest,CR012"], set()),
        (["--select", "IN005"], set()),
    ],
)
def test_rules_by_id_name_and_prefix(here: Path, words: list[str], rules: set[str]) -> None:
    assert found(here, *words).keys() == rules


def test_leaving_out_every_rule_is_a_pass_and_no_warning(here: Path) -> None:
    done = lint_here("s.yaml", "--ignore", "CR,IN", cwd=here)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Checked Service example (s.yaml): no findings.\n"


def test_a_rule_about_the_text_is_left_out_too(here: Path) -> None:
    (here / "s.yaml").write_text(BAD + "        image: twice\n        image: thrice\n")
    assert "IN005" in found(here)
    assert "IN005" not in found(here, "--ignore", "IN005")
    (here / "lint.toml").write_text('severities = {IN005 = "off"}\n')
    assert "IN005" not in found(here)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_word_that_names_no_rule_is_a_usage_error(here: Path, option: str) -> None:
    done = lint_here("s.yaml", option, "CR012,reserved-env-nam", cwd=here)
    assert done.returncode == 2
    assert done.stderr == (
        f"lint: {option}: no rule is called 'reserved-env-nam'. Did you mean `reserved-env-name`?\n"
    )
    assert "`lint rules` lists" in lint_here("s.yaml", option, "qqqqq", cwd=here).stderr


def test_a_rule_of_a_set_that_is_not_in_force_may_be_named(here: Path) -> None:
    assert found(here, "--ignore", "BLD022,missing-optional-module,LIVE").keys() == {
        "CR012",
        "CR077",
    }


def test_the_settings_change_severities(here: Path) -> None:
    (here / "lint.toml").write_text('[severities]\nCR0 = "info"\nCR012 = "warning"\n')
    assert found(here) == {"CR012": "warning", "CR077": "info"}
    done = lint_here("s.yaml", cwd=here)
    assert done.returncode == 0


def test_an_override_adds_to_the_severities_around_it(here: Path) -> None:
    (here / "lint.toml").write_text(
        'severities = {CR012 = "warning", CR077 = "error"}\n'
        '[[overrides]]\npaths = "s.yaml"\nseverities = {CR077 = "off"}\n'
    )
    assert found(here) == {"CR012": "warning"}


def test_the_command_line_wins(here: Path) -> None:
    (here / "lint.toml").write_text('severities = {CR012 = "error"}\n')
    assert "CR012" not in found(here, "--ignore", "CR012")


def test_a_rule_that_the_settings_do_not_know_has_its_place(here: Path) -> None:
    (here / "lint.toml").write_text('\n[severities]\nCR0123 = "off"\n')
    done = lint_here("s.yaml", cwd=here)
    assert done.returncode == 2
    assert "lint.toml:3:1: no rule is called `CR0123`" in done.stderr
    assert "Did you mean `CR123`?" in done.stderr
    (here / "lint.toml").write_text(
        '[[overrides]]\npaths = "s.yaml"\n\nseverities = {CR0123 = "off"}\n'
    )
    assert "lint.toml:4:" in lint_here("s.yaml", cwd=here).stderr


@pytest.mark.parametrize("word", ["OWN1", "OWN", "t"])
def test_the_settings_cannot_change_a_rule_that_must_stay(here: Path, word: str) -> None:
    (here / "lint.toml").write_text(f'rules = "./own.yaml"\n[severities]\n{word} = "off"\n')
    done = lint_here("s.yaml", cwd=here)
    assert done.returncode == 2
    assert "does not allow to change OWN1 (`ignorable: false`)" in done.stderr
    # Whoever runs the command may.
    (here / "lint.toml").write_text('rules = "./own.yaml"\n')
    assert "OWN1" in found(here)
    assert "OWN1" not in found(here, "--ignore", word)


def test_a_rule_set_that_extends_another_may_make_its_rules_ignorable(here: Path) -> None:
    (here / "more.yaml").write_text(
        "ruleset: more\nextends: [own.yaml]\nrules:\n  OWN1: {ignorable: true}\n"
    )
    (here / "lint.toml").write_text('rules = "./more.yaml"\nseverities = {OWN1 = "info"}\n')
    assert found(here)["OWN1"] == "info"
    (here / "more.yaml").write_text(
        "ruleset: more\nextends: [own.yaml]\nrules:\n  OWN1: {severity: warning}\n"
    )
    assert lint_here("s.yaml", cwd=here).returncode == 2
