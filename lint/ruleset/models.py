"""The shape of a rule file, in pydantic: what may be written, and what each key means.

Imported only when a rule set has changed since its plan was compiled, and for the JSON Schema.
The parameters of a check are declared by the check itself (`lint.checks.*.model`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from lint.checks.parameters import Strict, Strings

RuleId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_-]*[0-9]+$")]
Kebab = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Severity = Literal["error", "warning", "info"]
Consequence = Literal["refused", "broken", "ignored", "risky", "policy"]


class AppliesTo(Strict):
    """Which resources are meant; every key is optional, a list means any of."""

    kind: Strings = Field(default=[], description="Service, Job or WorkerPool; shell-style globs")
    name: Strings = Field(default=[], description="the resource's name; shell-style globs")


class Examples(Strict):
    """Manifest fragments that the rule accepts and rejects; `lint test` runs them.

    A fragment is YAML text. What it leaves out of a complete manifest is filled in, unless it
    has an `apiVersion` of its own. The comment `# <--` marks the line that must be reported.
    """

    valid: list[str] = []
    invalid: list[str] = []


class RuleFields(Strict):
    """What every rule may say about itself, beside its one check."""

    title: str = Field(default="", description="one line: what must hold")
    name: Kebab | None = Field(default=None, description="kebab-case; default: made from the title")
    severity: Severity = Field(default="error")
    consequence: Consequence = Field(
        default="policy", description="what happens when the rule is broken"
    )
    because: str = Field(default="", description="the reason, shown with each finding")
    message: str = Field(default="", description="replaces the check's own words in findings")
    source: Strings = Field(
        default=[], description="where the fact comes from: addresses, documents"
    )
    since: str = Field(default="", description="the version of this tool that brought the rule")
    container: str = Field(
        default="", description="the container that is meant (glob); default: the ingress container"
    )
    applies_to: AppliesTo | None = Field(default=None, alias="applies-to")
    examples: Examples | None = None


class Header(Strict):
    """A rule file without its rules' bodies, which are validated one by one."""

    ruleset: Kebab = Field(description="the name of the rule set")
    description: str = ""
    extends: Strings = Field(
        default=[], description="built-in sets by name, others by path relative to this file"
    )
    applies_to: AppliesTo | None = Field(default=None, alias="applies-to")
    vars: dict[Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")], str] = Field(
        default={}, description="${name} in this file's strings"
    )
    rules: dict[RuleId, Any] = {}
