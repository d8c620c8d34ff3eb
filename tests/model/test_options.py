"""The options of `lint check`: nothing is given at first, and each choice is stated once."""

from __future__ import annotations

import json
from pathlib import Path

from lint.cli.options import GROUPS
from lint.model.findings import SEVERITIES
from lint.model.options import BUILDERS, COLORS, LIVE_MODES, THRESHOLDS, Options
from lint.support.paths import data_path


def test_nothing_is_given_at_first() -> None:
    options = Options()
    given = {name: value for name, value in vars(options).items() if value}
    assert given == {"color": "auto"}


def test_lists_are_not_shared() -> None:
    words = ["a.yaml"]
    first, second = Options(words), Options(words)
    first.rules.append("own.yaml")
    first.paths.append("b.yaml")
    assert (second.rules, second.paths, words) == ([], ["a.yaml"], ["a.yaml"])


def test_the_command_line_offers_the_choices_that_are_stated() -> None:
    offered = {option.name: option.choices for _, group in GROUPS for option in group}
    assert tuple(offered["--builder"]) == BUILDERS
    assert tuple(offered["--fail-on"]) == THRESHOLDS == (*SEVERITIES, "never")
    assert tuple(offered["--live"]) == LIVE_MODES
    assert tuple(offered["--color"]) == COLORS


def test_the_schema_of_the_settings_offers_the_same_choices() -> None:
    schema = json.loads(Path(data_path("schemas", "settings.json")).read_text(encoding="utf-8"))
    properties = schema["properties"]
    assert tuple(properties["builder"]["enum"]) == BUILDERS
    assert tuple(properties["fail-on"]["enum"]) == THRESHOLDS
