"""The rule sets that come with the tool, and their shipped plans."""

from __future__ import annotations

import os
from importlib import import_module

from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def built_in_names() -> list[str]:
    """The names of the rule sets that come with the tool."""
    files = sorted(os.listdir(data_path("rules")))
    return [file[: -len(".yaml")] for file in files if file.endswith(".yaml")]


def built_in_plan(name: str) -> dict[str, Any] | None:
    """The shipped plan of a built-in set, not to be changed, or None where there is none."""
    if not name.replace("-", "").isalnum():
        return None
    try:
        module = import_module(f"lint.ruleset.plans.{name.replace('-', '_')}")
    except ModuleNotFoundError:
        return None
    plan: dict[str, Any] = module.PLAN
    return plan
