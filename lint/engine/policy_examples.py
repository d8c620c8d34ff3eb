"""The examples of rules about organisation policies: a policy file, or one and a manifest's fragment."""

from __future__ import annotations

import re

from lint.cloud.target import Defaults
from lint.organization.files import add_text, check_conditions
from lint.organization.given import GivenPolicies
from lint.organization.model import PolicySet

_POLICY = re.compile(r"name: (?:organizations|folders|projects)/")
_LINE = "\n---\n"


def is_policy_file(text: str) -> bool:
    """Whether an example begins with a constraint or a policy."""
    return _POLICY.match(text) is not None


def policies_of(text: str) -> tuple[GivenPolicies, str]:
    """The policies of an example, and the fragment of a manifest that comes behind them, or "".

    The lines of the policies are empty in the fragment, so that it keeps its places.
    """
    before, line, fragment = text.rpartition(_LINE)
    if not line or is_policy_file(fragment):
        before, fragment = text, ""
    policies = PolicySet()
    add_text(before.encode(), "example", policies)
    check_conditions(policies)
    lines = "\n" * (before.count("\n") + 2) if fragment else ""
    return GivenPolicies(policies, Defaults()), lines + fragment
