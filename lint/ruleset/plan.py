"""Plans: compiled rule sets, from the package, from the cache, or compiled now.

The built-in sets' plans come with the tool. Those of the user's own sets are kept in the cache,
under the path and the digest of the rule file, together with the digests of every file that went
into them; when one of these has changed, the rule set is compiled again.
"""

from __future__ import annotations

import os

from lint.model.rule import Plan
from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load_plan(reference: str, root: str = "") -> Plan:
    """The plan of a rule set: a built-in one by name, else a rule file by path.

    `root` is the folder that it and what it extends may not lead out of, see `compile_rule_set`.
    Raises `lint.ruleset.compile.RuleSetError` for a broken rule set, `OSError` for a file that
    cannot be read (`FileNotFoundError` also for an unknown name), and `ValueError` for a path that
    no file system takes.
    """
    built_in = built_in_plan(reference)
    if built_in is not None:
        return Plan(built_in)
    # Imported only for rule files: the built-in sets are what an ordinary run has.
    from lint.support import cel
    from lint.support.cache import CacheFile
    from lint.support.confinement import root_of

    path = reference
    if reference in built_in_names():
        path = data_path("rules", f"{reference}.yaml")
    # Without CEL, a plan made with it could not run; to compile again says where and why.
    # What one run may extend, another may not.
    key = [os.path.abspath(path), _digest(path), cel.is_installed(), root_of(path, root)]
    entry = CacheFile("plans", key)
    cached = _unchanged(entry.load())
    if cached is not None:
        return Plan(cached)
    from lint.ruleset.compile import compile_rule_set

    rule_set = compile_rule_set(path, docs=False, root=root)
    plan = rule_set.plan()
    if any(rule.get("error") for rule in plan["rules"]):
        return Plan(plan)
    try:
        inputs = [[os.path.abspath(file), _digest(file)] for file in rule_set.inputs]
    except OSError:  # removed since it was compiled
        return Plan(plan)
    entry.store({"inputs": inputs, "plan": plan})
    return Plan(plan)


def _unchanged(kept: dict[str, Any]) -> dict[str, Any] | None:
    """The plan of an entry, or None where there is none or a rule file has changed since."""
    try:
        if not kept or any(_digest(file) != digest for file, digest in kept["inputs"]):
            return None
    except OSError:
        return None
    plan: dict[str, Any] = kept["plan"]
    return plan


def _digest(path: str) -> str:
    from lint.support.cache import content_digest
    from lint.support.files import MAX_RULE_FILE_BYTES, read_regular

    return content_digest(read_regular(path, MAX_RULE_FILE_BYTES))
