"""The shape of a rule file, in pydantic: what may be written, and what each key means.

Imported only when a rule set has changed since its plan was compiled, and for the JSON Schema.
The parameters of a check are declared by the check itself (`lint.checks.*.model`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from lint.checks.parameters import Strict, Strings
from lint.model.findings import CONSEQUENCES, SEVERITIES

RULE_ID = r"^[A-Z][A-Z0-9_-]*[0-9]$"
KEBAB_CASE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
VARIABLE = r"^[A-Za-z_]\w*$"

RuleId = Annotated[str, Field(pattern=RULE_ID)]
Kebab = Annotated[str, Field(pattern=KEBAB_CASE)]
if TYPE_CHECKING:
    from lint.model.findings import Consequence, Severity
else:
    Severity = Literal[SEVERITIES]
    Consequence = Literal[tuple(CONSEQUENCES)]


class AppliesTo(Strict):
    """Which resources a rule or a rule set applies to; a list means any of."""

    kind: Strings = Field(default=[], description="Service, Job, WorkerPool or Instance; globs")
    name: Strings = Field(default=[], description="the resource's name; globs")


class Examples(Strict):
    """Manifest fragments that the rule accepts and rejects; `lint test` runs them.

    A fragment is YAML text. What it leaves out of a complete manifest is filled in, unless it
    has an `apiVersion` of its own. The comment `# <--` marks the line that must be reported.
    """

    valid: list[str] = Field(default=[], description="fragments without a finding of this rule")
    invalid: list[str] = Field(default=[], description="fragments with a finding of this rule")


class RuleFields(Strict):
    """What every rule may say about itself, beside its one check."""

    title: str = Field(default="", description="one line: the constraint that the rule states")
    name: Kebab | None = Field(default=None, description="kebab-case; default: made from the title")
    severity: Severity = Field(
        default="error", description="how much a finding weighs; `ID: off` switches a rule off"
    )
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
        default="",
        description="the container that the rule is about (glob); default: the ingress container",
    )
    applies_to: AppliesTo | None = Field(
        default=None,
        alias="applies-to",
        description="the resources that the rule is about; default: those of the rule set",
    )
    whole_resource: bool = Field(
        default=False,
        alias="whole-resource",
        description="whether the rule is left out for a deploy step that states only a part",
    )
    ignorable: bool = Field(
        default=True,
        description="whether comments, a baseline and settings may accept findings of the rule",
    )
    examples: Examples | None = Field(
        default=None, description="manifest fragments that the rule accepts and rejects"
    )


class Header(Strict):
    """A rule file without its rules' bodies, which are validated one by one."""

    ruleset: Kebab = Field(description="the name of the rule set, in kebab-case")
    description: str = Field(default="", description="what the rule set is for")
    extends: Strings = Field(
        default=[],
        description="built-in sets by name, others by path relative to this file, of an installed "
        "package (pkg:PACKAGE/FILE.yaml), or of a git repository "
        "(git+https://HOST/PATH@COMMIT#FILE.yaml sha256:DIGEST)",
    )
    applies_to: AppliesTo | None = Field(
        default=None,
        alias="applies-to",
        description="the resources that the rules of this file are about; default: all",
    )
    vars: dict[Annotated[str, Field(pattern=VARIABLE)], str] = Field(
        default={}, description="${name} in this file's strings"
    )
    rules: dict[RuleId, Any] = Field(default={}, description="the rules by their ids")
