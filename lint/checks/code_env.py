"""`code-env`: env vars that the code reads, held against those that the manifest sets."""

from __future__ import annotations

from lint.findings import Place
from lint.globs import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.subject import Subject
    from lint.findings import Finding
    from lint.manifest.resource import Container
    from lint.rule import Rule

NEEDS = "build"
FAULTS = ("required", "required-later", "unused")
_LATER = 32
_SHOWN = 8


def model() -> Any:
    """The fault that the rule is about, and the names that the platform and the image set."""
    from typing import Literal

    from pydantic import Field

    from lint.parameters import Strict, Strings

    class CodeEnv(Strict):
        fault: Literal[*FAULTS] = Field(description="the fault that the rule is about")  # type: ignore[valid-type]
        set: Strings = Field(default=[], description="names that are set or meant otherwise; globs")

    return CodeEnv


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each variable that is read and not set, or set and not read."""
    from lint.checks.imports import closure_of, entry_points

    by_fault = {rule.params["fault"]: rule for rule in rules}
    for entry, where in entry_points(subject):
        closure = closure_of(subject, entry)
        container = _container_of(subject, where)
        if closure is None or container is None:
            continue
        yield from _judge(by_fault, subject, closure, container)


def _container_of(subject: Subject, where: Any) -> Container | None:
    for container in subject.resource.containers:
        if container.node.line <= getattr(where, "line", 0) <= container.node.end_line:
            return container
    return subject.resource.ingress_container


def _judge(
    by_fault: dict[str, Rule], subject: Subject, closure: Any, container: Container
) -> Iterator[Finding]:
    def otherwise(rule: Rule, name: str) -> bool:
        return matches(name, rule.params["set"])

    env = {variable.name: variable for variable in container.env if variable.name}
    present = set(env)
    folded = {name.upper() for name in present}
    read: set[str] = set()
    set_by_code: set[str] = set()
    uncertain = False
    needed: dict[str, tuple[bool, Any, Any]] = {}
    for reached in closure.reached.values():
        facts = reached.facts
        uncertain = uncertain or bool(facts.dynamic_env) or facts.unparsable is not None
        uncertain = uncertain or bool(facts.classes) or bool(facts.calls)
        for use in facts.env:
            read.update(use.names)
            if use.need == "set":
                set_by_code.update(use.names)
            if use.need != "required" or reached.guarded:
                continue
            there = use.names if use.case_sensitive else ()
            if any(name in present for name in there):
                continue
            if not use.case_sensitive and any(name.upper() in folded for name in use.names):
                continue
            later = reached.later or bool(use.flags & _LATER)
            conditional = bool(use.flags & ~_LATER)
            old = needed.get(use.names[0])
            if old is None or (old[0] and not (later or conditional)):
                needed[use.names[0]] = (later or conditional, use, reached)
    for fault in ("required", "required-later"):
        rule = by_fault.get(fault)
        if rule is None:
            continue
        found = [
            (name, use, reached)
            for name, (later, use, reached) in needed.items()
            if later == (fault == "required-later")
            and name not in set_by_code
            and not otherwise(rule, name)
        ]
        if found:
            yield _finding(rule, subject, container, found, fault == "required-later")
    rule = by_fault.get("unused")
    if rule is None or uncertain or closure.third_party:
        return
    for name, variable in env.items():
        if name not in read and not otherwise(rule, name) and variable.name_node is not None:
            yield subject.finding(
                rule,
                variable.name_node,
                f"env var `{name[:60]}` is set, and nothing that starts with `{closure.entry}` reads it",
                help="Remove it, if nothing else needs it.",
            )


def _finding(
    rule: Rule, subject: Subject, container: Container, found: list[Any], later: bool
) -> Finding:
    """One finding for all variables that a container lacks, with the line that reads each."""
    names = ", ".join(f"`{name}`" for name, _, _ in found[:_SHOWN])
    more = f" (+{len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
    noun = "env var" if len(found) == 1 else f"{len(found)} env vars"
    verb = "is" if len(found) == 1 else "are"
    when = "when the code is called" if later else "at import time"
    has_env = "env" in getattr(container.node, "keys", {})
    where = subject.resource.key_place(container.node, "env") if has_env else container.node
    return subject.finding(
        rule,
        where,
        f"{noun} that must be set {verb} read {when} and not set on {container.label}: {names}{more}",
        help=f"Add {'it' if len(found) == 1 else 'them'} to the container's `env`.",
        related=[
            (
                Place(reached.shown, use.line, use.column, 0, use.column + 1),
                f"`{name}` is read here",
            )
            for name, use, reached in found[:_SHOWN]
        ],
    )
