"""From command lines to deploy steps: what the gcloud commands of a file amount to."""

from __future__ import annotations

from lint.deploy.gcloud import checks, losses
from lint.deploy.gcloud.apply_flags import apply
from lint.deploy.gcloud.change import Change
from lint.deploy.gcloud.command_words import Found, find_command
from lint.deploy.gcloud.delimiter import delimiter_of
from lint.deploy.gcloud.draft import Draft
from lint.deploy.gcloud.faults import Faults
from lint.deploy.gcloud.grammar import Call, Word, parse
from lint.deploy.gcloud.named_files import Files, expand_flags_files, manifest_of, read_env_files
from lint.deploy.gcloud.refusals import leave_unknown
from lint.deploy.gcloud.sources import change_source, is_built_as_usual
from lint.deploy.gcloud.table import LATEST
from lint.deploy.gcloud.values import read_values
from lint.deploy.nodes import drop
from lint.deploy.step import Build, Step
from lint.model.record import default, record
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.file import DeployFile
    from lint.deploy.gcloud.value import Values
    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text
    from lint.model.fault import Fault

KINDS = {
    **dict.fromkeys("DURTF", "Service"),
    **dict.fromkeys("JCVXQ", "Job"),
    **dict.fromkeys("WYZI", "WorkerPool"),
}
"""The kind of resource that each command is about."""
_UPDATES = frozenset("UTVYI")
_HARMLESS_FORMS = frozenset(
    (
        "choice",
        "port",
        "concurrency",
        "scale",
        "scaling",
        "instances",
        "count",
        "count1",
        "duration",
    )
)
"""The forms of values that hold no secrets, also where the resource does not have them."""
_HARMLESS = frozenset(
    (
        "--source",
        "--region",
        "--project",
        "--cpu",
        "--memory",
        "--add-cloudsql-instances",
        "--set-cloudsql-instances",
        "--remove-cloudsql-instances",
        "--env-vars-file",
        "--flags-file",
    )
)
"""Flags whose values are harmless."""
_REPLACES = frozenset("RQZ")
_OTHER_PLATFORMS = frozenset(("gke", "kubernetes"))
"""Where clusters of the user's own run a service, which have other limits than Cloud Run."""


@record
class _Run:
    """One command, understood."""

    line: CommandLine
    call: Call
    values: Values
    containers: list[tuple[Text, Values]]
    faults: Faults
    project: Text | None
    region: Text | None
    platform: str
    """`gke`, `kubernetes` or `managed`; "" for the default."""
    revealed: list[Text] = default(factory=list)
    manifest: str = ""


def read_commands(
    commands: Sequence[CommandLine], file: DeployFile, release: int = LATEST
) -> list[Step]:
    """The steps of a file's command lines, those of gcloud for Cloud Run; others are passed over.

    Commands on one resource that always run together are applied in their order: the last step has
    the resource with all of them, and the steps before it have none. What runs only under another
    condition is a step of its own. `release` is the gcloud release that carries them out.
    """
    steps: list[Step] = []
    told: set[tuple[object, ...]] = set()
    drafts: dict[tuple[object, ...], tuple[Draft, Step]] = {}
    for line in commands:
        found = find_command(line.words)
        if found is None:
            continue
        run = _understand(found, line, file, release)
        step = _step(run)
        steps.append(step)
        if found.letter in _REPLACES or found.letter == "X" or run.platform in _OTHER_PLATFORMS:
            continue
        key = _key(run)
        together = not line.conditional or bool(line.branch)
        before = drafts.get(key) if together else None
        draft = _apply(run, before[0] if before is not None else None)
        if draft is None:
            continue
        if before is not None:
            earlier = before[1]
            earlier.resource = None
            if step.build is None:
                step.build = earlier.build
            step.revealed = [*earlier.revealed, *step.revealed]
        step.resource = draft.resource()
        if together:
            drafts[key] = (draft, step)
    for step in steps:
        step.faults = [fault for fault in step.faults if _is_new(fault, told)]
    return steps


def _is_new(fault: Fault, told: set[tuple[object, ...]]) -> bool:
    """Whether a fault is the first of its kind at its place: a loop runs a command several times."""
    where = fault.where
    key = (fault.kind, getattr(where, "path", ""), where.line, where.column, str(fault.message))
    if key in told:
        return False
    told.add(key)
    return True


def _understand(found: Found, line: CommandLine, file: DeployFile, release: int) -> _Run:
    faults = Faults()
    files = Files(file, line, faults)
    words = expand_flags_files([Word(word) for word in found.words], files)
    call = parse(words, found.letter, found.track, release, found.anchor, faults, line.means)
    if line.faults:
        # The line is not what its writer meant it to be: what is said about it covers the rest.
        call.open = True
        faults.found = [
            fault
            for fault in faults.found
            if fault.kind not in ("unrecognized-argument", "value-missing")
        ]
    checks.check_early(found, call, faults)
    read_env_files(call, files)
    values = read_values(call.main, faults)
    containers = [
        (part.name, read_values(part, faults)) for part in call.containers if part.name is not None
    ]
    settings = {**line.environment, **found.settings}
    project = _text(values, "--project") or settings.get("CLOUDSDK_CORE_PROJECT")
    region = _text(values, "--region") or settings.get("CLOUDSDK_RUN_REGION")
    platform = str(_text(values, "--platform") or settings.get("CLOUDSDK_RUN_PLATFORM") or "")
    run = _Run(line, call, values, containers, faults, project, region, platform)
    run.revealed = [*_revealed(found, call), *line.references]
    if found.letter in _REPLACES:
        run.manifest = manifest_of(call, files)
    checks.check(call, values, containers, faults)
    losses.check(call, values, containers, faults)
    for given in (values, *(inside for _, inside in containers)):
        for flag in [flag for flag, value in given.items() if value.flag.form == "flag"]:
            if not given[flag].on and flag != "--gen2":
                del given[flag]  # `--no-clear-env-vars` clears nothing
    return run


def _revealed(found: Found, call: Call) -> list[Text]:
    """The parts of a command that hold no secrets: names of flags, and values of some of them."""
    revealed = [found.anchor, *call.unused]
    if found.letter in _REPLACES and call.name is not None:
        revealed.append(call.name)  # a file
    for part in (call.main, *call.containers):
        for given in part.given:
            revealed.append(given.word)
            harmless = given.flag.form in _HARMLESS_FORMS or given.flag.name in _HARMLESS
            if given.value is not None and harmless:
                revealed.append(given.value)
            elif given.value is not None and (delimiter := delimiter_of(given.value)):
                revealed.append(delimiter)
    return revealed


def _text(values: Values, flag: str) -> Text | None:
    value = values.get(flag)
    return value.text if value is not None and value.string else None


def _step(run: _Run) -> Step:
    call = run.call
    step = Step(call.command, call.anchor, call.anchor.source)
    step.faults = run.faults.found
    step.region = run.region
    step.project = run.project
    step.revealed = run.revealed
    step.manifest = run.manifest
    for values in (run.values, *(values for _, values in run.containers)):
        value = values.get("--source")
        if value is not None and value.text is not None and value.text.known:
            directory = _directory(run.line.directory, value.string)
            if directory and "--no-build" not in values and is_built_as_usual(values):
                step.build = Build(directory, anchor=value.text)
    return step


def _directory(working: str, path: str) -> str:
    """The folder that `--source` names, as a path like those of the command line; "" for none."""
    import os

    if path.startswith("gs://") or not working:
        return ""
    return os.path.normpath(os.path.join(working, path)).replace(os.sep, "/")


def _key(run: _Run) -> tuple[object, ...]:
    """Which resource a command is about, and under which conditions it runs."""
    call = run.call
    parts = (call.name, run.region, run.project)
    names = [str(part) if part is not None else "" for part in parts]
    return (KINDS[call.letter], *names, frozenset(run.line.branch))


def _apply(run: _Run, before: Draft | None) -> Draft | None:
    """The resource after a command."""
    call = run.call
    letter = call.letter
    draft = before
    first = draft is None
    if draft is None:
        # A flag that a no-break space joins to a name is no part of it, and may hold a secret.
        name = call.name if call.name is not None and "=" not in call.name.string else None
        draft = Draft(KINDS[letter], call.anchor, name, letter in _UPDATES)
    change = Change(draft, call, run.values, run.containers, run.faults, run.project, run.region)
    if letter in "TI":
        from lint.deploy.gcloud.traffic import change_traffic

        change_traffic(draft, call, run.values, run.faults)
    elif letter == "F":
        from lint.deploy.gcloud.functions import change_function

        if not change_function(draft, call, run.values, run.faults):
            return None
    else:
        metadata = draft.find("spec", "template", "metadata")
        if not first and isinstance(metadata, MappingNode):
            drop(metadata, "name")  # each change makes a revision of its own
        apply(change)
        change_source(draft, call, run.values, run.containers, run.project, run.region)
    if letter in "DW":
        from lint.deploy.gcloud.traffic import change_deployed_traffic

        change_deployed_traffic(draft, call, run.values, run.faults, first)
        if letter == "D" and first and "--cpu-boost" not in run.values:
            draft.annotate("run.googleapis.com/startup-cpu-boost", "True", call.anchor)
    if call.open:
        draft.partial = True
    leave_unknown(draft, call, run.faults)
    return draft
