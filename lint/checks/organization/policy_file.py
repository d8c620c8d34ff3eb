"""`policy-file`: what is wrong with the files that state constraints and policies."""

from __future__ import annotations

from lint.checks.faults import kinds_model
from lint.checks.platform.reading import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["model", "report"]


def model() -> Any:
    """The kinds of fault (see `lint.organization`) that the rule is about."""
    return kinds_model()
