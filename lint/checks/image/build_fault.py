"""`build-fault`: what the readers of wheels and build contexts found wrong."""

from __future__ import annotations

from lint.model.findings import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.image.image import Image
    from lint.model.findings import Finding
    from lint.model.rule import Rule

REQUIRES = "build"


def model() -> Any:
    """The kinds of fault (see `lint.image.wheel.reader` and `lint.image.context.build_context`) the rule is about."""
    from lint.checks.parameters import Strings

    return Strings


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of the build, told once whatever the number of resources."""
    image: Image = context.image
    by_kind = {kind: rule for rule in rules for kind in rule.params}
    reported: set[tuple[str, str, int, str]] = image.memo.setdefault("reported", set())
    for fault in image.faults():
        rule = by_kind.get(fault.kind)
        key = (fault.kind, fault.path, fault.line, fault.message)
        if rule is None or key in reported:
            continue
        reported.add(key)
        yield context.finding(
            rule,
            Place(fault.path, fault.line, fault.column),
            fault.message,
            help=fault.help,
        )
