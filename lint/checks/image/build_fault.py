"""`build-fault`: what the readers of wheels and build contexts found wrong.

See `lint.checks.platform.reading`, the same for the text of a manifest, about the two keys.
"""

from __future__ import annotations

from lint.checks.faults import by_kind, kinds_model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The kinds of fault (see `lint.image.wheel.reader` and `lint.image.context.build_context`) the rule is about."""
    return kinds_model()


def requires(params: Any) -> Input:
    """An image: a wheel or a source tree."""
    return "image"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of the image, reported once whatever the number of resources."""
    selected = by_kind(rules)
    image = context.given_image
    for fault in image.faults():
        rule = selected.get(fault.kind)
        if rule is not None and fault not in image.reported:
            image.reported.add(fault)
            yield context.fault_finding(rule, fault)
