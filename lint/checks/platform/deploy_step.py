"""`deploy-step`: what the readers of scripts, workflows and Terraform met in a deploy step.

A key of its own beside `reading`: these rules are about files that are no manifests, and their
examples are such files.
"""

from __future__ import annotations

from lint.checks.faults import kinds_model
from lint.checks.platform import reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from lint.model.fault import Fault
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The kinds of fault that the rule is about, as the readers of `lint.deploy` call them."""
    return kinds_model()


def report(rules: Iterable[Rule], faults: Iterable[Fault]) -> Iterator[Finding]:
    """A finding for each fault of a file, which may hold no resource at all."""
    return reading.report(rules, faults)
