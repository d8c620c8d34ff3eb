"""`reading`: what the reader met in the text, before there was a resource to judge.

A key of its own beside `build-fault`, though both select faults of readers by their kinds: a rule
about the text is always in force, and one about the image requires an image.
"""

from __future__ import annotations

from lint.checks.context import make_finding
from lint.checks.faults import by_kind, kinds_model
from lint.model.findings import Place, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from lint.model.fault import Fault
    from lint.model.findings import Finding
    from lint.model.fix import Fix
    from lint.model.rule import Rule


def model() -> Any:
    """The kinds of fault (see `lint.manifest.reader`) that the rule is about."""
    return kinds_model()


def report(rules: Iterable[Rule], faults: Iterable[Fault]) -> Iterator[Finding]:
    """A finding for each fault of a text, which may hold no resource at all."""
    selected = by_kind(rules)
    for fault in faults:
        rule = selected.get(fault.kind)
        if rule is not None:
            assert isinstance(fault.where, Place)
            yield make_finding(
                rule,
                fault.where,
                message=fault.message,
                help=fault.help,
                related=[
                    Related(place, label)
                    for place, label in fault.related
                    if isinstance(place, Place)
                ],
                severity=fault.severity,
                fix=_fix(fault),
            )


def _fix(fault: Fault) -> Fix | None:
    if fault.repair is None:
        return None
    from lint.checks.repairs import fix_of

    return fix_of(fault.repair, fault.repair.source)
