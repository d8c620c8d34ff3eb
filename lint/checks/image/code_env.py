"""`code-env`: env vars that the code reads, held against those that the manifest sets."""

from __future__ import annotations

from lint.checks.image.entry_points import entry_points, not_followed
from lint.checks.image.start_up import start_up
from lint.model.findings import Place
from lint.support.globs import matches
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.image.entry_points import Entry
    from lint.checks.image.start_up import StartUp
    from lint.checks.protocol import Input
    from lint.image.python.env_usage import EnvUsage
    from lint.image.python.facts import EnvUse
    from lint.manifest.resource import Container
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule

FAULTS = ("required", "required-later", "unused")
_SHOWN = 8
_ENV_FILE = lazy_regex(r"\.env\.(?!.*(?:example|sample|template|tmpl|dist|test)).+")
_READS_ENV_FILES = frozenset(
    (
        "decouple",
        "dotenv",
        "dynaconf",
        "environ",
        "environs",
        "pydantic",
        "pydantic_settings",
        "starlette",
    )
)


def model() -> Any:
    """The fault that the rule is about, and the names that the platform and the image set."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class CodeEnv(Strict):
        fault: Literal[*FAULTS] = Field(description="the fault that the rule is about")  # type: ignore[valid-type]
        set: Strings = Field(default=[], description="names that are set or meant otherwise; globs")

    return CodeEnv


def requires(params: Any) -> Input:
    """An image: a wheel or a source tree."""
    return "image"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each variable that is read and not set, or set and not read."""
    by_fault = {rule.params["fault"]: rule for rule in rules}
    entries = entry_points(context)
    for entry in entries:
        known = start_up(context.given_image, entry)
        if known.env is not None and entry.container is not None:
            yield from _judge(by_fault, context, entry, known, known.env, entry.container)
    if not entries:
        yield from not_followed(rules, context)


def _judge(
    by_fault: dict[str, Rule],
    context: CheckContext,
    entry: Entry,
    known: StartUp,
    env: EnvUsage,
    container: Container,
) -> Iterator[Finding]:
    variables = {variable.name: variable for variable in container.env if variable.name}
    present = variables.keys() | context.given_image.env | entry.sets
    folded = {name.upper() for name in present}
    set_by_code = {name for read in env.reads if read.need == "set" for name in read.names}
    # Something else may set variables first: an image that is not known, or the code itself.
    doubtful = env.sets_unknown or not context.given_image.env_known
    needed: dict[str, tuple[bool, EnvUse]] = {}
    for read in env.reads:
        if read.need != "required":
            continue
        if read.case_sensitive:
            there = any(name in present for name in read.names)
        else:
            there = any(name.upper() in folded for name in read.names)
        if there or set_by_code.intersection(read.names):
            continue
        later = read.later or read.guarded or doubtful
        old = needed.get(read.names[0])
        if old is None or (old[0] and not later):
            needed[read.names[0]] = (later, read)
    for fault in ("required", "required-later"):
        rule = by_fault.get(fault)
        if rule is None or _has_env_file(context, known):
            continue
        found = [
            (name, read)
            for name, (later, read) in needed.items()
            if later == (fault == "required-later") and not _otherwise(rule, read)
        ]
        if found:
            yield _finding(rule, context, container, found, fault == "required-later")
    rule = by_fault.get("unused")
    if rule is None or not env.complete or known.third_party:
        return
    exact = {name for read in env.reads if read.case_sensitive for name in read.names}
    any_case = {
        name.upper() for read in env.reads if not read.case_sensitive for name in read.names
    }
    for name, variable in variables.items():
        if name in exact or name.upper() in any_case or matches(name, rule.params["set"]):
            continue
        if variable.name_node is not None:
            yield context.finding(
                rule,
                variable.name_node,
                message=f"env var `{name[:60]}` is set, and nothing that starts with `{entry.module}` reads it",
                help="Remove it, if nothing else needs it.",
            )


def _has_env_file(context: CheckContext, known: StartUp) -> bool:
    """Whether something that reads `.env` files is imported and the build ships one."""
    if _READS_ENV_FILES.isdisjoint(known.third_party):
        return False
    names = {path.rpartition("/")[2] for path in context.given_image.files()}
    if "decouple" in known.third_party and "settings.ini" in names:
        return True
    return any(name == ".env" or _ENV_FILE.fullmatch(name) for name in names)


def _otherwise(rule: Rule, read: EnvUse) -> bool:
    return any(matches(name, rule.params["set"]) for name in read.names)


def _finding(
    rule: Rule,
    context: CheckContext,
    container: Container,
    found: list[tuple[str, EnvUse]],
    later: bool,
) -> Finding:
    """One finding for all variables that a container lacks, with the line that reads each."""
    names = ", ".join(f"`{name}`" for name, _ in found[:_SHOWN])
    more = f" (+{len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
    noun = "env var" if len(found) == 1 else f"{len(found)} env vars"
    verb = "is" if len(found) == 1 else "are"
    when = "when the code is called" if later else "at import time"
    if later and not any(read.later for _, read in found):
        when = "at import time, unless something else sets or catches it,"
    has_env = "env" in getattr(container.node, "keys", {})
    where = context.resource.key_place(container.node, "env") if has_env else container.node
    return context.finding(
        rule,
        where,
        message=f"{noun} that must be set {verb} read {when} and not set on {container.label}: {names}{more}",
        help=f"Add {'it' if len(found) == 1 else 'them'} to the container's `env`.",
        related=[
            (
                Place(read.display_path, read.line, read.column, 0, read.column + 1),
                f"`{name}` is read here",
            )
            for name, read in found[:_SHOWN]
        ],
    )
