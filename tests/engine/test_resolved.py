"""Options and settings merged, in one place."""

from __future__ import annotations

import pytest

from lint.engine.resolved import is_path, listed_value, resolve
from lint.model.options import Options
from lint.settings import NO_SETTINGS, Settings

STATED = Settings(
    "deploy/lint.toml",
    {
        "rules": ["own.yaml", "cloud-run"],
        "wheel": ["dist/*.whl"],
        "source": "..",
        "builder": "kaniko",
        "entrypoint": "a:b",
        "fail-on": "info",
        "values": {"A": "1", "B": "2"},
        "inventory": "inventory.json",
        "overrides": [
            {"paths": ["x"], "rules": ["o.yaml"], "builder": "gcloud", "values": {"B": "3"}}
        ],
    },
)


def test_the_settings_fill_in_what_the_command_line_leaves_open() -> None:
    resolved = resolve(Options(), STATED)
    assert resolved.rules == ["deploy/own.yaml", "cloud-run"]
    assert resolved.wheels == ["deploy/dist/*.whl"]
    assert resolved.source == "."
    assert (resolved.builder, resolved.entrypoint, resolved.fail_on) == ("kaniko", "a:b", "info")
    assert resolved.inventory == "deploy/inventory.json"


def test_the_command_line_wins_over_an_override_and_that_over_the_settings() -> None:
    options = Options()
    options.rules = ["cloud-run"]
    options.fail_on = "never"
    resolved = resolve(options, STATED, 0, {"C": "4"})
    assert resolved.rules == ["cloud-run"]
    assert resolved.builder == "gcloud"
    assert resolved.fail_on == "never"
    assert resolved.values == {"B": "3", "C": "4"}


def test_the_defaults() -> None:
    resolved = resolve(Options(), NO_SETTINGS)
    assert (resolved.rules, resolved.builder, resolved.fail_on) == (
        ["cloud-run"],
        "docker",
        "error",
    )
    assert (resolved.wheels, resolved.source, resolved.inventory) == ([], "", "")


def test_live_look_ups_do_not_use_the_inventory_of_the_settings() -> None:
    options = Options()
    options.live = "try"
    assert resolve(options, STATED).inventory == ""


@pytest.mark.parametrize(
    ("reference", "path"),
    [("cloud-run", False), ("own.yaml", True), ("rules/own", True), ("pkg:rules/own.yaml", False)],
)
def test_a_rule_set_is_named_or_given_by_path(reference: str, path: bool) -> None:
    assert is_path(reference) is path


def test_one_text_is_a_list_of_one() -> None:
    assert [listed_value(value) for value in (None, "a", ["a", "b"])] == [[], ["a"], ["a", "b"]]
