"""What the flags of a way mean for what runs on it."""

from __future__ import annotations

import pytest

from lint.image.python.call_records import CATCHES, KEY_ERROR, SWALLOWS
from lint.image.python.facts import CONDITION, IMPORT_ERROR, MAIN, MODULE_NOT_FOUND
from lint.image.python.start_records import (
    Start,
    guards_module,
    guards_settings,
    guards_variable,
    weaker,
)


@pytest.mark.parametrize(
    ("flags", "module", "variable", "settings"),
    [
        (0, False, False, False),
        (MAIN, False, False, False),
        (CONDITION, True, True, True),
        (IMPORT_ERROR, True, False, False),
        (MODULE_NOT_FOUND, True, False, False),
        (KEY_ERROR, False, True, False),
        (CATCHES, False, True, True),
        (SWALLOWS, False, False, False),
    ],
)
def test_what_is_guarded(flags: int, module: bool, variable: bool, settings: bool) -> None:
    assert guards_module(flags) is module
    assert guards_variable(flags) is variable
    assert guards_settings(flags) is settings
    assert Start("m", (), flags).conditional is bool(flags & CONDITION)


@pytest.mark.parametrize(
    ("old", "new", "is_weaker"),
    [
        (CONDITION, 0, True),
        (0, CONDITION, False),
        (CONDITION, CONDITION, False),
        (CONDITION | KEY_ERROR, KEY_ERROR, True),
        (CONDITION, KEY_ERROR, False),
        (MAIN, 0, False),
    ],
)
def test_way_with_fewer_guards_replaces_one_with_more(old: int, new: int, is_weaker: bool) -> None:
    assert weaker(old, new) is is_weaker
