"""The built-in rules: their examples hold, and each says all that a rule has to say."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lint.checks.registry import CHECKS
from lint.engine.examples import run_examples
from lint.ruleset.compile import RuleSet, compile_rule_set
from lint.support.paths import data_path

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    str(path.relative_to(data_path("rules"))).removesuffix(".yaml")
    for path in Path(data_path("rules")).rglob("*.yaml")
)
LETTERS = {
    "cloud-run": "CR",
    "deploy": "DEP",
    "input": "IN",
    "live": "LIVE",
    "org-policy": "POL",
    "python-build": "BLD",
}
"""What the ids of each built-in set begin with."""
ABOUT_THIS_TOOL = {"DEP160", "DEP161", "IN003", "IN007", "IN008", "IN009", "IN900"}
ABOUT_THIS_TOOL |= {f"IN0{number}" for number in range(10, 16)}
TOO_LONG_TO_SHOW = {"CR019", "CR057", "CR087", "CR095"}
"""Limits of hundreds and more; the test of mutations makes manifests that exceed them."""
WITHOUT_EXAMPLES = {
    "DEP053": "line ends that YAML would change",
    "DEP160": "two files",
    "DEP161": "two files",
    "DEP162": "two files",
    "IN007": "a file of megabytes",
    "IN008": "a file that cannot be read",
    "IN009": "a resource that no rule applies to",
    "IN015": "two files",
    "IN900": "a check that is broken",
}


@functools.cache
def rule_set(file: str) -> RuleSet:
    return compile_rule_set(data_path("rules", f"{file}.yaml"))


def own_rules(file: str) -> dict[str, Any]:
    """The rules that a file has itself; the file of a whole set only extends others."""
    return rule_set(file).rules if "/" in file else {}


RULE_FILES = [file for file in FILES if "/" in file]


def every_rule() -> list[tuple[str, str]]:
    return [(file, rule_id) for file in RULE_FILES for rule_id in own_rules(file)]


@pytest.mark.slow
@pytest.mark.parametrize("file", RULE_FILES)
def test_the_examples_hold(file: str) -> None:
    failures = run_examples(rule_set(file)).failures
    assert failures == []


@pytest.mark.slow
@pytest.mark.parametrize("file", [file for file in FILES if file not in RULE_FILES])
def test_the_examples_hold_where_all_rules_of_the_set_are_asked(file: str) -> None:
    failures = run_examples(rule_set(file)).failures
    assert failures == []


@pytest.mark.parametrize("file", RULE_FILES)
def test_a_rule_says_all_that_there_is_to_say(file: str) -> None:
    assert own_rules(file)
    for rule_id, rule in own_rules(file).items():
        docs = rule["docs"]
        assert rule["title"], rule_id
        assert not rule["title"].endswith("."), rule_id
        assert rule["because"].endswith((".", '."', ").")), rule_id
        assert docs["source"] or rule_id in ABOUT_THIS_TOOL, rule_id
        assert re.fullmatch(r"\d+\.\d+\.\d+", docs["since"]), rule_id
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule["name"]), rule_id
        assert re.fullmatch(LETTERS[file.partition("/")[0]] + r"\d{3}", rule_id)


@pytest.mark.parametrize("file", RULE_FILES)
def test_a_reason_does_not_repeat_the_title_or_contradict_the_severity(file: str) -> None:
    for rule_id, rule in own_rules(file).items():
        assert rule["because"].rstrip(".") != rule["title"], rule_id
        uncertain = re.search(r"not (confirmed|documented|known)", rule["because"])
        assert not (uncertain and rule["severity"] == "error"), (rule_id, rule["because"])


@pytest.mark.parametrize("file", RULE_FILES)
def test_a_rule_shows_what_is_right_and_what_is_wrong(file: str) -> None:
    for rule_id, rule in own_rules(file).items():
        examples = rule["docs"].get("examples") or {}
        if rule_id in WITHOUT_EXAMPLES or rule_id.startswith(("LIVE", "BLD")):
            assert examples == {}, rule_id  # a fragment of a manifest cannot show it
            continue
        assert examples["valid"], rule_id
        assert bool(examples["invalid"]) != (rule_id in TOO_LONG_TO_SHOW), rule_id
        for example in examples["invalid"]:
            assert re.search(r"#.*<--|# file: .*, line \d", example), (rule_id, example)


def test_ids_and_names_are_unique() -> None:
    rules = every_rule()
    assert len(rules) > 200
    assert len({rule_id for _, rule_id in rules}) == len(rules)
    names = [own_rules(file)[rule_id]["name"] for file, rule_id in rules]
    assert len(set(names)) == len(names), sorted({n for n in names if names.count(n) > 1})


@pytest.mark.parametrize("name", LETTERS)
def test_a_set_extends_every_file_of_its_folder(name: str) -> None:
    in_folder = {rule_id for file, rule_id in every_rule() if file.startswith(f"{name}/")}
    assert set(rule_set(name).rules) == in_folder


@pytest.mark.parametrize("file", RULE_FILES)
def test_a_file_a_check_and_a_module_have_one_name(file: str) -> None:
    folder, _, name = file.partition("/")
    if folder == "deploy":  # one check for all readers, and a file for each of them
        assert {rule["check"] for rule in rule_set(file).rules.values()} <= {"deploy-step"}
        return
    assert {rule["check"] for rule in rule_set(file).rules.values()} == {name}
    assert CHECKS[name].rpartition(".")[2] == name.replace("-", "_")


def test_every_check_of_a_built_in_rule_has_a_file() -> None:
    stated_by_users = {key for key, module in CHECKS.items() if ".policy." in module}
    named = {file.partition("/")[2] for file in RULE_FILES if not file.startswith("deploy/")}
    assert named | {"deploy-step"} == set(CHECKS) - stated_by_users


@pytest.mark.slow
def test_what_is_made_from_the_rules_is_fresh() -> None:
    check = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "generate.py"), "--check"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    assert (check.returncode, check.stdout) == (0, "")
