"""`build-fault`: what the readers of wheels and build contexts found wrong."""

from __future__ import annotations

from lint.model.findings import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import Subject
    from lint.image.image import Build
    from lint.model.findings import Finding
    from lint.model.rule import Rule

NEEDS = "build"


def model() -> Any:
    """The kinds of fault (see `lint.image.wheel.reader` and `lint.image.context.build_context`) the rule is about."""
    from lint.checks.parameters import Strings

    return Strings


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each fault of the build, told once whatever the number of resources."""
    build: Build = subject.build
    by_kind = {kind: rule for rule in rules for kind in rule.params}
    told: set[tuple[str, str, int, str]] = build.memo.setdefault("told", set())
    for fault in build.faults():
        rule = by_kind.get(fault.kind)
        key = (fault.kind, fault.path, fault.line, fault.message)
        if rule is None or key in told:
            continue
        told.add(key)
        yield subject.finding(
            rule,
            Place(fault.path, fault.line, fault.column),
            fault.message,
            help=fault.help,
        )
