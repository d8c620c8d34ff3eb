"""Applies the comments of the texts and a baseline to what a run found."""

from __future__ import annotations

from lint.model.findings import Place
from lint.model.rule import has_versions
from lint.ruleset.plan import load_plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lint.engine.acceptance.known_rules import KnownRules
    from lint.engine.context import Context, Contexts
    from lint.model.fault import Fault
    from lint.model.findings import Outcome

    Report = Callable[[list[Fault], Context], None]
    """Adds the findings on what is wrong with comments or the baseline to the outcome."""


def accept_by_comments(
    outcome: Outcome, contexts: Contexts, report: Report, inputs: Mapping[str, str]
) -> None:
    """Accepts the findings that comments name, and reports what is wrong with comments.

    `inputs` are the paths of the files that were named or found, by those of reports.
    """
    from lint.engine.acceptance.by_comment import ByComment
    from lint.engine.acceptance.image_texts import commented_texts

    for context in contexts.made.values():
        if context.image is not None:
            for path, source in commented_texts(context.image).items():
                outcome.sources.setdefault(path, source)
    comments = ByComment(outcome.sources, _known_rules(outcome, contexts))
    outcome.findings, accepted = comments.split(outcome.findings)
    outcome.accepted += accepted
    unread = [entry.path for entry in outcome.skipped]
    comments.find_unused((entry.place for entry in outcome.unknown), unread)
    faults: dict[str, list[Fault]] = {}
    for fault in comments.faults:
        path = inputs.get(fault.where.path, "-") if isinstance(fault.where, Place) else "-"
        faults.setdefault(path, []).append(fault)
    for path, found in faults.items():
        report(found, contexts.of(path))
    outcome.findings.sort(key=lambda finding: finding.sort_key())


def accept_by_baseline(
    outcome: Outcome,
    contexts: Contexts,
    report: Report,
    file: str,
    inputs: Iterable[str],
    write: bool,
) -> None:
    """Accepts the findings that a baseline lists, and reports its entries without a finding.

    With `write`, all that can be accepted is, and the outcome gets the text of the new baseline.
    `inputs` are the paths of the files that were named or found. Raises `lint.errors.UsageError`
    for a baseline that cannot be read.
    """
    from lint.engine.acceptance.baseline import Baseline
    from lint.engine.acceptance.judged_files import JudgedFiles

    rules = _known_rules(outcome, contexts)
    baseline = Baseline(file, missing_ok=write)
    images = [context.image for context in contexts.made.values()]
    judged = JudgedFiles(inputs, outcome, [image for image in images if image is not None])
    if write:
        baseline.take(outcome, rules, judged.lacks)
        outcome.baseline = baseline.dump()
    baseline.accept(outcome, rules)
    stale = baseline.stale(rules, judged.lacks)
    if stale:
        outcome.sources.setdefault(baseline.source.path, baseline.source)
        report([baseline.stale_fault(stale)], contexts.of("-"))
        outcome.findings.sort(key=lambda finding: finding.sort_key())


def _known_rules(outcome: Outcome, contexts: Contexts) -> KnownRules:
    """All rules of the run, as comments may name them."""
    from lint.engine.acceptance.known_rules import KnownRules

    plans = [load_plan("input"), load_plan("deploy")]
    chosen = []
    for context in contexts.made.values():
        bases = [base for base in plans if not has_versions(context.judge.plans, base)]
        chosen += [context.choose(base) if context.choose else base for base in bases]
        chosen += context.judge.plans
    return KnownRules(chosen, [entry.rule for entry in outcome.not_run])
