"""The rule sets that come with the tool, and their shipped plans."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.ruleset.compile import compile_rule_set
from lint.support.paths import data_path


def test_every_built_in_set_has_a_plan_of_its_own() -> None:
    names = built_in_names()
    assert {"cloud-run", "input", "live", "org-policy", "python-build"} <= set(names)
    for name in names:
        plan = built_in_plan(name)
        assert plan is not None
        assert plan["ruleset"] == name
        assert plan["rules"]


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in_names())
def test_the_shipped_plan_is_what_the_rule_files_say(name: str) -> None:
    assert built_in_plan(name) == compile_rule_set(data_path("rules", f"{name}.yaml")).plan()


@pytest.mark.parametrize(
    "name",
    ["cloud_run", "cloudrun", "../input", "input.yaml", "", "os", "a\0b", "/etc/passwd", "é"],
)
def test_other_words_name_no_plan(name: str) -> None:
    assert built_in_plan(name) is None


def test_a_set_that_changes_inherited_rules_leaves_the_plan_as_it_was(tmp_path: Path) -> None:
    before = copy.deepcopy(built_in_plan("cloud-run"))
    own = tmp_path / "own.yaml"
    own.write_text(
        "ruleset: own\nextends: [cloud-run]\napplies-to: {name: shop-*}\nrules:\n"
        "  CR001: off\n  CR020: {severity: info, because: x, applies-to: {kind: Job}}\n"
    )
    rule_set = compile_rule_set(str(own), docs=False)
    assert "CR001" not in rule_set.rules
    assert built_in_plan("cloud-run") == before
