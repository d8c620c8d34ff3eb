"""`--show-settings`: the settings in force, as TOML, each with where it comes from."""

from __future__ import annotations

import json
import os

from lint.engine.context import Contexts
from lint.model.options import BUILDERS, THRESHOLDS
from lint.ruleset.elsewhere.reference import without_credentials
from lint.settings import KEYS, OPTIONS
from lint.support.toml_locations import find_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.model.options import Options
    from lint.settings import Settings, SettingsTree

_DEFAULTS: dict[str, Any] = {
    "rules": ["cloud-run"],
    "builder": BUILDERS[0],
    "fail-on": THRESHOLDS[0],
    "info": False,
    "strict": False,
}


def shown_settings(options: Options, tree: SettingsTree) -> str:
    """What counts for each path of the options, or for the working directory.

    Of placeholders' values, only the names are shown: a value may be a secret. Raises
    `lint.errors.UsageError` for broken settings.
    """
    contexts = Contexts(options, tree, {}, frozenset())
    blocks = []
    for path in options.files() or ["."]:
        settings = tree.of_folder(path) if os.path.isdir(path) else tree.of_file(path)
        override = contexts.override_of(settings, path)
        origin = settings.path or "no settings file"
        lines = [f"# {path}: {origin}"]
        lines += _lines(options, settings, override)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _lines(options: Options, settings: Settings, override: int) -> list[str]:
    own = settings.get("overrides")[override] if override >= 0 else {}
    rows: list[tuple[str, str]] = []
    absent = []
    for key in KEYS:
        if key == "overrides":
            continue
        if key == "severities":
            severities = _severities(settings, own.get(key, {}), override)
            rows += severities
            absent += [] if severities else [key]
            continue
        given = getattr(options, OPTIONS.get(key, key).replace("-", "_"), None)
        if given:
            rows.append((f"{key} = {_toml(given)}", "command line"))
        elif key in own:
            rows.append(
                (f"{key} = {_toml(own[key])}", _place(settings, "overrides", override, key))
            )
        elif key in settings.values:
            rows.append((f"{key} = {_toml(settings.get(key))}", _place(settings, key)))
        elif key in _DEFAULTS:
            rows.append((f"{key} = {_toml(_DEFAULTS[key])}", "default"))
        else:
            absent.append(key)
    width = max(len(text) for text, _ in rows)
    lines = [f"{text:<{width}}  # {origin}" for text, origin in rows]
    return [*lines, f"# not set: {', '.join(absent)}"] if absent else lines


def _severities(settings: Settings, own: dict[str, str], override: int) -> list[tuple[str, str]]:
    """The severities with their places: an override adds to them. They are no secrets."""
    rows = []
    for rule, severity in {**settings.get("severities", {}), **own}.items():
        keys = ("overrides", override, "severities") if rule in own else ("severities",)
        rows.append((f"severities.{rule} = {_toml(severity)}", _place(settings, *keys, rule)))
    return rows


def _place(settings: Settings, *keys: str | int) -> str:
    return f"{settings.path}:{find_key(settings.text, (*settings.table, *keys))[0]}"


def _toml(value: Any) -> str:
    """A string, a list of strings, a boolean, or the names of a table, as TOML writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'{json.dumps(name)} = "..."' for name in value) + "}"
    return without_credentials(json.dumps(value, ensure_ascii=False))
