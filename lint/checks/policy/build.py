"""`build`: what the image must and must not hold."""

from __future__ import annotations

from lint.model.findings import Place
from lint.model.text import module as shown
from lint.model.text import own, say
from lint.model.text import path as shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.model.findings import Finding
    from lint.model.rule import Rule

MAX_PATTERN = 4_096
"""Characters of a pattern: no path has more."""


def model() -> Any:
    """The parameters, for pydantic."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    dotted = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*"

    class BuildRule(Strict):
        entrypoint: Annotated[str, Field(pattern=dotted + r"(:[\w.]+)?$")] | None = Field(
            default=None, description="MODULE[:ATTR]; all that it imports must be there"
        )
        imports: Literal["start-up", "all"] = Field(
            default="start-up",
            description="start-up: what the start imports; all: also what functions import later",
        )
        modules: Strings = Field(default=[], description="must be there, imported or not")
        forbidden_files: Strings = Field(
            default=[], alias="forbidden-files", description="paths that must not be there; globs"
        )

    return BuildRule


def requires(params: Any) -> Input:
    """An image: a wheel or a source tree."""
    return "image"


def prepare(params: Any) -> Any:
    """Refuses patterns that are longer than any path."""
    from lint.model.rule import ParameterError

    for number, pattern in enumerate(params["forbidden-files"]):
        if len(pattern) > MAX_PATTERN:
            message = f"a pattern may have {MAX_PATTERN:,} characters"
            raise ParameterError(message, ("forbidden-files", number))
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each module that is missing and each file that must not be there."""
    # Imported only where there is an image: many rule sets have `build`, and many runs no image.
    from lint.checks.image.imports import closure_findings

    image = context.given_image
    for rule in rules:
        reported: set[str] = set()
        if rule.params["entrypoint"]:
            yield from closure_findings(
                rule,
                context,
                rule.params["entrypoint"],
                reported,
                rule.params["imports"] == "all",
            )
        for module in rule.params["modules"]:
            if module not in reported and module not in image.modules() and image.complete:
                yield missing_module(rule, context, module)
        for pattern in rule.params["forbidden-files"]:
            yield from _forbidden(rule, context, pattern)


def missing_module(rule: Rule, context: CheckContext, module: str) -> Finding:
    """The finding for a module that must be in the build and is not."""
    from lint.checks.image.entry_points import image_place
    from lint.checks.image.missing_modules import nearest_module
    from lint.image.missing import why_missing

    image = context.given_image
    reasons = why_missing(image, module)
    return context.finding(
        rule,
        image_place(context),
        message=say("the module `{}` is not in {}", shown(module), image.label),
        help=reasons[0].help if reasons and reasons[0].help else nearest_module(image, module),
        related=[(reason.where, reason.message) for reason in reasons],
        repair=reasons[0].repair if reasons else None,
    )


def _forbidden(rule: Rule, context: CheckContext, pattern: str) -> Iterator[Finding]:
    from lint.checks.image.entry_points import image_place
    from lint.support.git_patterns import GitPatterns

    image = context.given_image
    forbidden = GitPatterns([pattern])
    for path in sorted(image.files()):
        if forbidden.ignores(path):
            yield context.finding(
                rule,
                Place(image.files()[path].display_path),
                message=say("the file `{}` must not be in the image", shown_path(path)),
                help=say("Exclude it from the build."),
                related=[(image_place(context), say("`{}` forbids it", own(pattern)))],
            )
