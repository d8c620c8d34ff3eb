"""`build`: what the image must and must not hold."""

from __future__ import annotations

from lint.checks.image.location import image_place, nearest_module
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
    """The parameters, for pydantic."""
    from typing import Annotated

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    dotted = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*"

    class BuildRule(Strict):
        entrypoint: Annotated[str, Field(pattern=dotted + r"(:[\w.]+)?$")] | None = Field(
            default=None, description="MODULE[:ATTR]; all that it imports must be there"
        )
        modules: Strings = Field(default=[], description="must be there, imported or not")
        forbidden_files: Strings = Field(
            default=[], alias="forbidden-files", description="paths that must not be there; globs"
        )

    return BuildRule


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each module that is missing and each file that must not be there."""
    build: Build = subject.build
    for rule in rules:
        told: set[str] = set()
        if rule.params["entrypoint"]:
            from lint.checks.image.imports import closure_findings

            yield from closure_findings(rule, subject, rule.params["entrypoint"], told)
        for module in rule.params["modules"]:
            if module not in told and module not in build.modules() and build.complete:
                yield missing_module(rule, subject, module)
        for pattern in rule.params["forbidden-files"]:
            yield from _forbidden(rule, subject, pattern)


def missing_module(rule: Rule, subject: Subject, module: str) -> Finding:
    """The finding for a module that must be in the build and is not."""
    build: Build = subject.build
    reasons = build.why_missing(module)
    related = [
        (Place(reason.path, reason.line, reason.column), reason.message)
        for reason in reasons
        if reason.path
    ]
    return subject.finding(
        rule,
        image_place(subject),
        f"the module `{module}` is not in {build.shown}",
        help=reasons[0].help if reasons and reasons[0].help else nearest_module(build, module),
        related=related,
    )


def _forbidden(rule: Rule, subject: Subject, pattern: str) -> Iterator[Finding]:
    from pathspec import GitIgnoreSpec

    build: Build = subject.build
    spec = GitIgnoreSpec.from_lines([pattern])
    for path in sorted(build.files()):
        if spec.match_file(path):
            yield subject.finding(
                rule,
                Place(build.files()[path].shown),
                f"the file `{path[:120]}` must not be in the build",
                help="Leave it out of the build.",
                related=[(image_place(subject), f"it is forbidden by `{pattern[:60]}`")],
            )
