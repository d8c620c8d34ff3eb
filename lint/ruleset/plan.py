"""Compiled plans: what is left of rule sets for checking, and where it is kept.

A plan is JSON. The built-in sets' plans come with the tool; those of the user's own sets are
kept in the user's cache directory, named by what went into them, and made anew when any of that
changes. A cache that is broken, foreign or read-only costs time and nothing else.
"""

from __future__ import annotations

import json
import os

from lint.model.rule import Rule, Scope
from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.support.paths import cache_directory, data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 5
"""Raised whenever the meaning of a plan or of a check's parameters changes."""


class Plan:
    """A rule set ready to run: its name, the resources it is for, and its rules in order."""

    __slots__ = ("name", "rules", "scope")

    def __init__(self, data: dict[str, Any]) -> None:
        self.name: str = data["ruleset"]
        self.scope = Scope(data["applies-to"])
        self.rules = [Rule(rule) for rule in data["rules"]]


def load_plan(reference: str) -> Plan:
    """The plan of a rule set: a built-in one by name, else a rule file by path.

    Raises `lint.ruleset.compile.RuleSetError` for a rule set with mistakes and `OSError` for a
    file that cannot be read (`FileNotFoundError` also for an unknown name).
    """
    built_in = built_in_plan(reference)
    if built_in is not None:
        return Plan(built_in)
    path = reference
    if reference in built_in_names():
        path = data_path("rules", f"{reference}.yaml")
    cached = _cached(path)
    if cached is not None:
        return Plan(cached)
    from lint.ruleset.compile import compile_rule_set

    rule_set = compile_rule_set(path, docs=False)
    plan = rule_set.plan()
    _keep(path, rule_set.inputs, plan)
    return Plan(plan)


def _digest(*parts: bytes) -> str:
    from lint.support.digest import sha256

    total = sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


def _tool_key() -> bytes:
    """What a plan depends on besides the rule files: this tool and the built-in sets."""
    from lint import __version__

    try:
        built_in = os.stat(data_path("rules", "plans", "cloud-run.json"))
        stamp = f"{built_in.st_size}:{built_in.st_mtime_ns}"
    except OSError:
        stamp = ""
    return f"{FORMAT}:{__version__}:{stamp}".encode()


def _entry_path(reference: str, content: bytes) -> str:
    where = os.path.abspath(reference).encode("utf-8", "surrogateescape")
    name = _digest(_tool_key(), where, content)
    return os.path.join(cache_directory(), "plans", f"{name}.json")


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _cached(reference: str) -> dict[str, Any] | None:
    content = _read(reference)
    path = _entry_path(reference, content)
    try:
        if hasattr(os, "getuid"):
            status = os.stat(path)
            if status.st_uid != os.getuid() or status.st_mode & 0o022:
                return None
        entry = json.loads(_read(path))
        plan = entry["plan"]
        if entry["digest"] != _digest(plan.encode()):
            return None
        for file, digest in entry["inputs"]:
            if _digest(_read(file)) != digest:
                return None
        data: dict[str, Any] = json.loads(plan)
        Plan(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return data


def _keep(reference: str, inputs: list[str], plan: dict[str, Any]) -> None:
    text = json.dumps(plan, separators=(",", ":"))
    try:
        path = _entry_path(reference, _read(reference))
        entry = {
            "digest": _digest(text.encode()),
            "inputs": [[os.path.abspath(file), _digest(_read(file))] for file in inputs],
            "plan": text,
        }
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        scratch = f"{path}.{os.getpid()}"
        with open(scratch, "w", encoding="utf-8") as stream:
            json.dump(entry, stream)
        os.chmod(scratch, 0o600)
        os.replace(scratch, path)
    except OSError:
        pass
