"""Plans: compiled rule sets, from the package, from the cache, or compiled now.

The built-in sets' plans come with the tool. Those of the user's own sets are kept in the cache,
under the path and the digest of the rule file, together with the digests of every file that went
into them; when one of these has changed, the rule set is compiled again.

A process that checks again and again gets the same `Plan` for the same files. Nobody changes a plan,
so threads may share it; they compile one after the other.
"""

from __future__ import annotations

import os
from _thread import allocate_lock

from lint.model.rule import Plan
from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load_plan(reference: str, root: str = "") -> Plan:
    """The plan of a rule set: a built-in one by name, one from elsewhere, else a rule file by path.

    `root` is the folder that it and what it extends may not lead out of, see `compile_rule_set`.
    Raises `lint.ruleset.compile.RuleSetError` for a broken rule set, `ElsewhereError` for one from
    elsewhere that cannot be used, `OSError` for a file that cannot be read (`FileNotFoundError` also
    for an unknown name), and `ValueError` for a path that no file system takes.
    """
    built_in = _built_in.get(reference)
    if built_in is not None:
        return built_in
    data = built_in_plan(reference)
    if data is not None:
        return _built_in.setdefault(reference, Plan(data))
    with _compiling:
        return _of_file(reference, root)


_built_in: dict[str, Plan] = {}
_of_files: dict[str, _Kept] = {}
_MOST_OF_FILES = 100
_compiling = allocate_lock()


class _Kept:
    """A plan, and the digests of the files that went into it."""

    __slots__ = ("inputs", "plan")

    def __init__(self, plan: Plan, inputs: list[list[str]]) -> None:
        self.plan = plan
        self.inputs = inputs


def _of_file(reference: str, root: str) -> Plan:
    """The plan of a rule file, from this process, from the cache, or compiled now."""
    # Imported only for rule files: the built-in sets are what an ordinary run has.
    from lint.ruleset.elsewhere.reference import ElsewhereError, is_elsewhere
    from lint.support import cel
    from lint.support.cache import CacheFile
    from lint.support.confinement import root_of

    path = reference
    if is_elsewhere(reference):
        from lint.ruleset.elsewhere.origin import Located

        path = Located(reference, local=not root).path
        limits = reference
    else:
        if reference in built_in_names():
            reference = path = data_path("rules", f"{reference}.yaml")
        limits = root_of(path, root)
    # Without CEL, a plan made with it could not run; to compile again says where and why.
    # What one run may extend, another may not.
    key = [os.path.abspath(path), _digest(path), cel.is_installed(), limits]
    known = _of_files.get(repr(key))
    if known is not None and _are_unchanged(known.inputs):
        return known.plan
    if len(_of_files) >= _MOST_OF_FILES:
        _of_files.clear()
    entry = CacheFile("plans", key)
    cached = entry.load()
    if cached and _are_unchanged(cached["inputs"]):
        return _keep(key, Plan(cached["plan"]), cached["inputs"])
    from lint.ruleset.compile import compile_rule_set

    rule_set = compile_rule_set(reference, docs=False, root=root)
    plan = rule_set.plan()
    if any(rule.get("error") for rule in plan["rules"]):
        return Plan(plan)
    try:
        inputs = [
            [file if is_elsewhere(file) else os.path.abspath(file), _digest(file)]
            for file in rule_set.inputs
        ]
    except (OSError, ElsewhereError):  # removed since it was compiled
        return Plan(plan)
    entry.store({"inputs": inputs, "plan": plan})
    return _keep(key, Plan(plan), inputs)


def _keep(key: list[Any], plan: Plan, inputs: list[list[str]]) -> Plan:
    _of_files[repr(key)] = _Kept(plan, inputs)
    return plan


def _are_unchanged(inputs: list[list[str]]) -> bool:
    """Whether the rule files are what they were."""
    from lint.ruleset.elsewhere.reference import ElsewhereError

    try:
        return all(_digest(file) == digest for file, digest in inputs)
    except (OSError, ElsewhereError):
        return False


def _digest(path: str) -> str:
    """The digest of a rule file by its path, or of a package's by its reference."""
    from lint.ruleset.elsewhere.reference import is_elsewhere
    from lint.support.cache import content_digest
    from lint.support.files import MAX_RULE_FILE_BYTES, read_regular

    if is_elsewhere(path):
        from lint.ruleset.elsewhere.origin import Located

        path = Located(path).path
    return content_digest(read_regular(path, MAX_RULE_FILE_BYTES))
