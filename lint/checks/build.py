"""`build`: what the image must and must not hold."""

from __future__ import annotations

from lint.findings import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.build.build import Build
    from lint.checks.subject import Subject
    from lint.findings import Finding
    from lint.rule import Rule

NEEDS = "build"


def model() -> Any:
    """The parameters, for pydantic."""
    from typing import Annotated

    from pydantic import Field

    from lint.parameters import Strict, Strings

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
            from lint.checks.imports import closure_findings

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


def nearest_module(build: Build, module: str) -> str:
    """A help that names what the build has in the missing module's place."""
    from lint.nearest import nearest

    parent, _, _ = module.rpartition(".")
    modules = build.modules()
    siblings = [name for name in modules if name.rpartition(".")[0] == parent]
    near = nearest(module, siblings) or nearest(module, modules, cutoff=0.8)
    if near is not None:
        return f"The nearest module that is there is `{near}`."
    while parent and parent not in modules:
        parent = parent.rpartition(".")[0]
    if parent:
        return f"Of it only the package `{parent}` is there."
    packages = sorted({name.partition(".")[0] for name in modules})
    return f"The packages that are there are {', '.join(f'`{name}`' for name in packages[:5])}."


def image_place(subject: Subject) -> Any:
    """Where the manifest states what is built: the image of the main container."""
    container = subject.resource.ingress_container
    node = container.node.get("image") if container is not None else None
    return node if node is not None else subject.resource.head


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
