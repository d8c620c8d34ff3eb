"""What hover, completion and definition must know besides a document: rules, rule files, code."""

from __future__ import annotations

import os

from lint.engine.code_links import CodeLinks, code_links
from lint.engine.resolved import is_path, resolve
from lint.errors import UsageError
from lint.model.options import Options
from lint.model.record import default, record
from lint.ruleset.plan import load_plan
from lint.settings import SettingsTree
from lint.support.files import MAX_RULE_FILE_BYTES, read_regular, with_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.model.rule import Rule


@record
class RuleSets:
    """The rule sets that the settings of a document name, as far as they can be read."""

    rules: list[Rule] = default(factory=list)
    files: dict[str, str] = default(factory=dict)
    """The texts of those that are files, by absolute path."""


def rule_sets_of(path: str, texts: Mapping[str, bytes]) -> RuleSets:
    """The rule sets of a document; `texts` count instead of files, by absolute path."""
    found = RuleSets()
    with_texts(texts, lambda: _add_rule_sets(found, path))
    return found


def _add_rule_sets(found: RuleSets, path: str) -> None:
    try:
        resolved = resolve(Options([path]), SettingsTree().of_file(path))
    except UsageError:
        return  # shown where the settings are
    for reference in resolved.rules:
        try:
            if is_path(reference):
                data = read_regular(reference, MAX_RULE_FILE_BYTES)
                found.files[os.path.abspath(reference)] = data.decode("utf-8", "replace")
            found.rules += load_plan(reference, resolved.rules_root).rules
        except (UsageError, OSError, ValueError):
            continue  # shown where the rule set is


def code_behind(folder: str, path: str, texts: Mapping[str, bytes]) -> CodeLinks | None:
    """What the code of a folder says about a manifest in it; None where it cannot be read."""
    try:
        return with_texts(texts, lambda: code_links(folder, path))
    except UsageError:
        return None
