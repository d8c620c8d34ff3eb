"""One run of the checker: judges every input, and merges what was found."""

from __future__ import annotations

from lint.engine.context import Contexts
from lint.engine.file_checker import FileChecker
from lint.engine.file_results import have_comments
from lint.engine.inputs import display_path, find_inputs
from lint.engine.resolved import resolve
from lint.errors import UsageError
from lint.model.findings import SEVERITIES, Skipped
from lint.model.text import listed, name, say
from lint.report import WITH_PICTURES
from lint.settings import SettingsTree
from lint.support.files import with_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.engine.cloud import ProjectLookups
    from lint.engine.file_results import FileResults
    from lint.engine.inputs import Inputs
    from lint.engine.project import Project
    from lint.model.findings import Finding, Outcome
    from lint.model.options import Options

MANY = 200
"""Files from which on it pays to start more processes."""


def check(
    options: Options,
    settings: SettingsTree | None = None,
    edited: Mapping[str, bytes] | None = None,
) -> Outcome:
    """Checks everything that the options name.

    `settings` are those of `options.settings`, where they were read already. `edited` are texts that
    count instead of those of the files, by the paths that reports have or by absolute paths; those by
    absolute paths also count for the files behind a check, such as rule sets and Dockerfiles. Raises
    `lint.errors.UsageError`, and its subclass `RuleSetError` for a broken rule set.
    """
    if edited:
        return with_texts(edited, lambda: _check(options, settings, edited))
    return _check(options, settings, {})


def _check(options: Options, settings: SettingsTree | None, edited: Mapping[str, bytes]) -> Outcome:
    if settings is None:
        settings = SettingsTree(options.settings)
    online = _online(options, settings)
    values: dict[str, str] = {}
    if options.set or options.values:
        from lint.engine.placeholder_values import given_values

        values = given_values(options)
    available = online.available if online is not None else frozenset()
    inventory = online.inventory if online is not None else None
    contexts = Contexts(options, settings, values, available, inventory)
    inputs = find_inputs(
        options.paths,
        settings,
        _max_files(options),
        options.stdin_filename,
        options.exclude,
        options.progress,
    )
    if edited:
        for file in inputs.files:
            file.edit(edited)
    # All rule sets and images are read before the work is shared among processes.
    used = contexts.of_all(file.path for file in inputs.files)
    thresholds = {
        file.display_path: context.fail_on for file, context in zip(inputs.files, used, strict=True)
    }
    if not thresholds:
        # A broken rule set is reported even when there is nothing to check.
        thresholds["-"] = contexts.of("-").fail_on
    project = None
    if inputs.folders:
        from lint.engine.project import survey

        project = survey(inputs, lambda path: contexts.of(path).values, progress=options.progress)
        for (path, _, _), build in project.contexts.items():
            contexts.of(path, build)
    contexts.need_images()
    resolved = resolve(options, settings.of_run(options.files()))
    draws = any(entry.partition("=")[0] in WITH_PICTURES for entry in resolved.formats)
    doing = f"checking {len(inputs.files):,} files"
    checker = FileChecker(contexts, options.allow_empty, online, project, draws, doing)
    _judge(checker, inputs, project)
    if online is not None:
        if online.live is not None:
            options.progress("asking Google Cloud")
        online.ask(checker.outcome)
        checker.judge_pending()
    if project is not None and project.faults:
        checker.project_faults(project)
    for given in contexts.policies.values():
        checker.policy_files(given)
    if not options.paths:
        checker.image_alone()
    outcome = _merged(checker.results, contexts)
    _accept(checker, inputs, options, resolved.baseline)
    if project is not None:
        outcome.notes += [note for note in (project.summary(), project.note) if note]
    outcome.notes += contexts.absent
    outcome.dockerfiles = contexts.dockerfiles()
    # What makes the exit code 1 is shown.
    outcome.info = resolved.info or "info" in thresholds.values()
    if resolved.strict and (outcome.not_run or contexts.absent):
        outcome.notes.append("strict: what could not be checked makes the exit code 2")
        outcome.incomplete = True
    outcome.failed = _fails(outcome.findings, thresholds)
    if draws:
        from lint.engine.portraits.marks import mark

        plans = [plan for context in contexts.made.values() for plan in context.judge.plans]
        mark(outcome, {rule.id: rule.check for plan in plans for rule in plan.rules})
    return outcome


def _judge(checker: FileChecker, inputs: Inputs, project: Project | None) -> None:
    """Judges the files, and reports what cannot be judged."""
    for path in inputs.excluded:
        checker.outcome.skipped.append(Skipped(display_path(path), "excluded"))
    broken = [*checker.contexts.broken_images, *(project.broken if project is not None else [])]
    for path, error in broken:
        checker.broke(path, error)
    for path, reason in inputs.unreadable:
        checker.unreadable(path, reason)
    if len(inputs.files) < MANY or checker.online is not None:
        checker.files(inputs.files)
        return
    from lint.support.processes import in_processes, processors

    number = processors()
    parts = [inputs.files[first::number] for first in range(number)]
    for results in in_processes(checker.results_of, parts):
        checker.results.add(results)


def _accept(checker: FileChecker, inputs: Inputs, options: Options, baseline: str) -> None:
    """Takes out the findings that comments or a baseline accept."""
    outcome, contexts = checker.outcome, checker.contexts
    if not options.no_accept and (contexts.have_tree or have_comments(outcome.sources)):
        from lint.engine.acceptance.accept import accept_by_comments

        by_shown = {file.display_path: file.path for file in inputs.files}
        accept_by_comments(outcome, contexts, checker.report, by_shown)
    if baseline:
        from lint.engine.acceptance.accept import accept_by_baseline

        paths = [file.path for file in inputs.files]
        write = options.write_baseline
        accept_by_baseline(outcome, contexts, checker.report, baseline, paths, write)


def _merged(results: FileResults, contexts: Contexts) -> Outcome:
    """The outcome in the order of reports, each finding once, with what was not judged and unused."""
    outcome = results.outcome
    results.add_not_run(contexts.not_run())
    results.drop_answered()
    outcome.incomplete |= contexts.have_unreadable
    unused = sorted(set(contexts.values) - results.used_values)
    if unused:
        names = listed([name(text) for text in unused], quoted=False)
        outcome.notes.append(str(say("--set or --values: no placeholder is called {}", names)))
    if results.passed_over:
        one = results.passed_over == 1
        files = "file that is not a" if one else "files that are not"
        manifests = "manifest" if one else "manifests"
        outcome.notes.append(f"ignored {results.passed_over} {files} Cloud Run {manifests}")
    outcome.findings.sort(key=lambda finding: finding.sort_key())
    # Several overlays share a base, several calls a module: what is wrong in it is wrong once.
    once = {(*finding.sort_key(), finding.help): finding for finding in outcome.findings}
    outcome.findings = list(once.values())
    outcome.checked.sort(key=lambda entry: entry.path)
    outcome.portraits.sort(key=lambda portrait: portrait.path)
    return outcome


def _max_files(options: Options) -> int:
    """The number of `--max-files`, 0 where it is not given."""
    text = options.max_files
    if text and not (text.isascii() and text.isdigit() and int(text[:10]) > 0 and len(text) < 10):
        raise UsageError("--max-files must be a number from 1 to 999999999")
    return int(text or 0)


def _online(options: Options, settings: SettingsTree) -> ProjectLookups | None:
    """The cloud or an inventory; None where neither is queried."""
    shared = settings.of_run(options.files())
    inventory = resolve(options, shared).inventory
    if not options.live and not inventory:
        return None
    from lint.engine.cloud import open_online

    return open_online(options, inventory, shared)


def _fails(findings: list[Finding], thresholds: dict[str, str]) -> bool:
    """Whether a finding is at or above the threshold of its file.

    A finding in a file that is no input, such as a member of a wheel, counts by the strictest.
    """
    ranks = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    limits = {path: ranks.get(threshold, -1) for path, threshold in thresholds.items()}  # type: ignore[call-overload]
    strictest = max(limits.values(), default=0)
    return any(
        ranks[finding.severity] <= limits.get(finding.place.path, strictest) for finding in findings
    )
