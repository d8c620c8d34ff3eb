"""`code-env`: env vars that the code reads, held against those that the manifest sets."""

from __future__ import annotations

from lint.checks.image.entry_points import entry_points, not_followed
from lint.checks.image.similar_env import nearest_set, resembling
from lint.checks.image.start_environment import kept_by_deploy
from lint.checks.image.start_up import start_up
from lint.image.python.moments import IMPORT
from lint.model.findings import MOMENTS, NotRun, Place
from lint.model.text import count, listed, module, own, say
from lint.model.text import name as shown_name
from lint.support.globs import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.image.entry_points import Entry
    from lint.checks.image.start_up import StartUp
    from lint.checks.protocol import Input
    from lint.image.image import Image
    from lint.image.python.env_usage import EnvUsage
    from lint.image.python.facts import EnvUse
    from lint.manifest.resource import Container, EnvVar
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = ("required", "required-later", "misnamed", "unused")
_SHOWN = 8
_READS_ENV_FILES = frozenset(
    (
        "decouple",
        "dotenv",
        "dynaconf",
        "environ",
        "environs",
        "pydantic",
        "pydantic_settings",
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
    if context.resource.assumed:
        for rule in rules:
            yield NotRun(rule.id, "needs the manifest that sets the env vars")
        return
    entries, unknown = entry_points(context)
    for entry in entries:
        known = start_up(entry)
        if known.env is not None and entry.containers:
            yield from _judge(by_fault, context, entry, known, known.env)
    if not entries:
        yield from not_followed(rules, context, unknown)


def _judge(
    by_fault: dict[str, Rule],
    context: CheckContext,
    entry: Entry,
    known: StartUp,
    env: EnvUsage,
) -> Iterator[Finding]:
    container = entry.containers[0]
    variables = {variable.name: variable for variable in container.env if variable.name}
    present = variables.keys() | entry.image.env.keys() | entry.env.keys()
    for other in entry.containers[1:]:
        # Nobody can tell which of these containers runs the code.
        present |= {variable.name for variable in other.env if variable.name}
    if env.loads_dotenv:
        present |= entry.image.env_file_names()
    folded = {name.upper() for name in present}
    set_by_code = {name for read in env.reads if read.need == "set" for name in read.names}
    # Something else may set variables first: an image that is not known, or the code itself.
    doubtful = (
        env.sets_unknown
        or not entry.image.env_known
        or not entry.certain
        or len(entry.containers) > 1
        or kept_by_deploy(context, container)
        or (entry.launch is not None and entry.launch.sets_unknown)
    )
    needed: dict[str, tuple[bool, EnvUse]] = {}
    optional: dict[str, EnvUse] = {}
    for read in env.reads:
        if read.need == "set" or set_by_code.intersection(read.names):
            continue
        if read.case_sensitive:
            there = any(name in present for name in read.names)
        else:
            there = any(name.upper() in folded for name in read.names)
        if there:
            continue
        if read.need == "optional":
            optional.setdefault(read.names[0], read)
            continue
        later = read.later or read.guarded or doubtful
        old = needed.get(read.names[0])
        if old is None or (old[0] and not later):
            needed[read.names[0]] = (later, read)
    unread = _unread(env, variables)
    from_file = _reads_env_file(entry.image, known)
    for fault in ("required", "required-later"):
        rule = by_fault.get(fault)
        if rule is None or from_file:
            continue
        found = [
            (name, read)
            for name, (later, read) in needed.items()
            if later == (fault == "required-later") and not _otherwise(rule, read)
        ]
        if found:
            free = [name for name in unread if not matches(name, rule.params["set"])]
            near = nearest_set([name for name, _ in found], free)
            meant = {name: unread.pop(candidate) for name, candidate in near.items()}
            yield _finding(rule, context, container, found, fault == "required-later", meant)
    rule = by_fault.get("misnamed")
    if rule is not None and env.complete and not doubtful and not from_file:
        free = [name for name in unread if not matches(name, rule.params["set"])]
        wanted = [n for n, r in optional.items() if n not in needed and not _otherwise(rule, r)]
        for name, candidate in resembling(wanted, free).items():
            yield _misnamed(rule, context, unread.pop(candidate), name, optional[name])
    rule = by_fault.get("unused")
    if rule is None or not env.complete or known.third_party:
        return
    for name, variable in unread.items():
        if matches(name, rule.params["set"]) or variable.name_node is None:
            continue
        yield context.finding(
            rule,
            variable.name_node,
            message=say(
                "env var `{}` is set, and nothing that starts with `{}` reads it",
                shown_name(name),
                module(entry.module),
            ),
            help=say("Remove it, if nothing else needs it."),
        )


def _unread(env: EnvUsage, variables: dict[str, EnvVar]) -> dict[str, EnvVar]:
    """The variables of a container that nothing is seen to read."""
    exact = {name for read in env.reads if read.case_sensitive for name in read.names}
    any_case = {
        name.upper() for read in env.reads if not read.case_sensitive for name in read.names
    }
    return {
        name: variable
        for name, variable in variables.items()
        if name not in exact and name.upper() not in any_case
    }


def _misnamed(
    rule: Rule, context: CheckContext, variable: EnvVar, name: str, read: EnvUse
) -> Finding:
    """A variable that is set and not read, beside one that is read and not set."""
    where = variable.name_node if variable.name_node is not None else variable.node
    return context.finding(
        rule,
        where,
        message=say(
            "nothing reads the env var `{}`, and `{}`, which the code reads, is not set",
            shown_name(variable.name or ""),
            shown_name(name),
        ),
        help=say("Did you mean `{}`?", shown_name(name)),
        related=[(_place(read), say("`{}` is read here", shown_name(name)))],
        moment=MOMENTS[read.moment],
    )


def _place(read: EnvUse) -> Place:
    return Place(read.display_path, read.line, read.column, 0, read.column + 1)


def _reads_env_file(image: Image, known: StartUp) -> bool:
    """Whether something that reads a file of settings by itself is imported, and the file is there.

    `load_dotenv` is another matter: the names in its `.env` file count as set.
    """
    readers = _READS_ENV_FILES.intersection(known.third_party)
    if not readers:
        return False
    names = {path.rpartition("/")[2] for path in image.files()}
    if "decouple" in readers and "settings.ini" in names:
        return True
    return bool(readers - {"dotenv"}) and any(True for _ in image.env_files())


def _otherwise(rule: Rule, read: EnvUse) -> bool:
    return any(matches(name, rule.params["set"]) for name in read.names)


def _finding(
    rule: Rule,
    context: CheckContext,
    container: Container,
    found: list[tuple[str, EnvUse]],
    later: bool,
    meant: dict[str, EnvVar],
) -> Finding:
    """One finding for all variables that a container lacks, with the line that reads each.

    `meant` are variables that are set and not read, by the name of the one that each resembles.
    """
    names = listed((shown_name(name) for name, _ in found), most=_SHOWN)
    one = len(found) == 1
    when = _when(found, later)
    return context.finding(
        rule,
        context.env_place(container),
        message=say(
            "{} that must be set {} read {} and not set on {}: {}",
            say("env var") if one else count(len(found), "env var"),
            own("is" if one else "are"),
            when,
            container.label,
            names,
        ),
        help=_help(len(found), meant),
        related=[
            (_place(read), say("`{}` is read here", shown_name(name)))
            for name, read in found[:_SHOWN]
        ]
        + [
            (variable.name_node, say("`{}` is set here", shown_name(variable.name or "")))
            for variable in meant.values()
            if variable.name_node is not None
        ],
        moment=MOMENTS[min(read.moment for _, read in found)],
        topic=say("env vars that the code reads on {}", container.label),
    )


def _help(needed: int, meant: dict[str, EnvVar]) -> Message:
    if not meant:
        return say("Add {} to the container's `env`.", own("it" if needed == 1 else "them"))
    renames = listed(
        (
            say("`{}` to `{}`", shown_name(variable.name or ""), shown_name(name))
            for name, variable in meant.items()
        ),
        most=_SHOWN,
        quoted=False,
    )
    if len(meant) < needed:
        return say("Rename {}, and add the others to the container's `env`.", renames)
    return say("Rename {} in the container's `env`, or add what is missing.", renames)


def _when(found: list[tuple[str, EnvUse]], later: bool) -> Message:
    """When variables are read, in words."""
    if later and any(read.later for _, read in found):
        return say("in functions that the start is not proven to call")
    at_import = all(read.moment == IMPORT for _, read in found)
    when = say("at import time") if at_import else say("while the program starts")
    return say("{}, unless something else sets or catches it,", when) if later else when
