"""One run of the checker: judges every input, and merges what was found."""

from __future__ import annotations

from lint.checks.context import CheckContext
from lint.checks.registry import check_error
from lint.engine.context import Contexts, resolve
from lint.engine.inputs import display_path, find_inputs
from lint.engine.judge import internal_error, text_findings
from lint.errors import UsageError, os_reason
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.model.fault import Fault
from lint.model.findings import SEVERITIES, Checked, NotRun, Outcome, Place, Skipped, Unknown
from lint.model.rule import has_versions
from lint.model.text import listed, name, own, say
from lint.report import WITH_PICTURES
from lint.ruleset.plan import load_plan
from lint.settings import SettingsTree
from lint.support.files import with_texts
from lint.yaml.placeholders import find_any
from lint.yaml.tree import MappingNode, Node, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint.cloud.lookups import ResourceLookups
    from lint.engine.acceptance.known_rules import KnownRules
    from lint.engine.cloud import ProjectLookups
    from lint.engine.context import Context
    from lint.engine.inputs import Input
    from lint.engine.project import Project
    from lint.image.image import Image
    from lint.model.findings import Finding, ResourceId
    from lint.model.options import Options
    from lint.model.rule import Plan
    from lint.model.source import Source
    from lint.organization.given import GivenPolicies

_MANIFEST = (b"\napiVersion: serving.knative.dev/", b"\napiVersion: run.googleapis.com/")
"""What a manifest has at the beginning of a line, and a part of one in another YAML file has not."""
_HEAD = 1_000
"""The first bytes of a manifest, among which its apiVersion is."""
_PARAMETER = "from-param:"
"""What the comment of a line has whose value Cloud Deploy replaces."""
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
    run = _Run(contexts, options.allow_empty, online, project)
    run.doing = f"checking {len(inputs.files):,} files"
    run.draws = any(entry.partition("=")[0] in WITH_PICTURES for entry in resolved.formats)
    for path in inputs.excluded:
        run.outcome.skipped.append(Skipped(display_path(path), "excluded"))
    broken = [*contexts.broken_images, *(project.broken if project is not None else [])]
    for path, error in broken:
        run.broke(path, error)
    for path, reason in inputs.unreadable:
        run.unreadable(path, reason)
    if len(inputs.files) >= MANY and online is None:
        from lint.support.processes import in_processes, processors

        number = processors()
        shares = [inputs.files[first::number] for first in range(number)]
        for part in in_processes(run.share, shares):
            run.take(part)
    else:
        run.files(inputs.files)
    if online is not None:
        if online.live is not None:
            options.progress("asking Google Cloud")
        online.ask(run.outcome)
        run.judge_pending()
    if project is not None and project.faults:
        run.project_faults(project)
    for given in contexts.policies.values():
        run.policy_files(given)
    if not options.paths:
        run.image_alone()
    outcome = run.result()
    if not options.no_accept and (contexts.have_tree or _have_comments(outcome.sources)):
        run.accept_by_comments({file.display_path: file.path for file in inputs.files})
    if resolved.baseline:
        paths = [file.path for file in inputs.files]
        run.accept_by_baseline(resolved.baseline, paths, options.write_baseline)
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
    if run.draws:
        from lint.engine.portraits.marks import mark

        plans = [plan for context in contexts.made.values() for plan in context.judge.plans]
        mark(outcome, {rule.id: rule.check for plan in plans for rule in plan.rules})
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


def _key(resource: ResourceId) -> tuple[str, str]:
    return resource.kind, resource.name


# No records: every run imports this module, and making the classes takes longer.
class _Pending:
    """A resource that is judged when the cloud has answered."""

    def __init__(self, context: Context, resource: Resource, view: ResourceLookups) -> None:
        self.context = context
        self.resource = resource
        self.view = view


def _have_comments(sources: Mapping[str, Source]) -> bool:
    """Whether a comment of the texts may accept findings (`lint.engine.acceptance.comments.MARK`)."""
    return any("lint:" in source.text for source in sources.values())


def _add_sources(sources: dict[str, Source], more: Mapping[str, Source]) -> None:
    """Adds texts that findings point into. Several steps may have read the same file."""
    for path, source in more.items():
        earlier = sources.get(path)
        if earlier is not None and earlier is not source and earlier.text == source.text:
            earlier.join(source)
        else:
            sources[path] = source


class _Part:
    """What a share of the files gave, on its way between processes."""

    def __init__(
        self,
        outcome: Outcome,
        passed_over: int,
        used: set[str],
        whole: set[tuple[str, str]],
    ) -> None:
        self.outcome = outcome
        self.passed_over = passed_over
        self.used = used
        self.whole = whole


class _Run:
    """Judges inputs into one outcome."""

    def __init__(
        self,
        contexts: Contexts,
        allow_empty: bool,
        online: ProjectLookups | None,
        project: Project | None,
    ) -> None:
        self.project = project
        self.contexts = contexts
        self.allow_empty = allow_empty
        self.online = online
        self.outcome = Outcome()
        self.input_plan = load_plan("input")
        self.used: set[str] = set()
        self.passed_over = 0
        self.pending: list[_Pending] = []
        self.whole: set[tuple[str, str]] = set()
        """Kind and name of the resources of which all is known from one description."""
        self.draws = False
        """Whether a report has pictures of the resources."""
        self.progress = contexts.options.progress
        self.doing = ""
        """What the run does with the files, for `progress`."""

    def files(self, files: list[Input]) -> None:
        """Judges files, or gathers what they need of the cloud.

        What goes wrong in one file is a finding of that file, and hides no other.
        """
        for number, file in enumerate(files):
            if len(files) > 1:
                self.progress(self.doing, number, len(files))
            try:
                self.read(file)
                source = self.outcome.sources.get(file.display_path)
                if source is not None:
                    source.settle()
            except UsageError:
                raise
            except Exception as error:
                self.broke(file.display_path, error)

    def read(self, file: Input) -> None:
        """Judges a file if it can be read and may be a manifest."""
        try:
            data = file.read()
        except (OSError, ValueError) as error:
            self.unreadable(file.path, os_reason(error))
            return
        if self.project is not None and file.path in self.project.covered:
            return
        if file.named and _is_plain_manifest(file.path, data):
            self.file(file, data)  # nothing else needs to be loaded to see that
        elif not self.deploy_steps(file, data):
            self.other(file, data)

    def other(self, file: Input, data: bytes) -> None:
        """Judges a file that holds no deploy step if it may be a manifest."""
        from lint.engine.discovery import has_mark, is_list, is_script

        # A file found in a folder, or named by a hook, need not be a manifest.
        expected = file.named and not self.allow_empty
        if is_script(file.path):
            if expected:
                reason = "it has no command that deploys to Cloud Run"
                self.outcome.skipped.append(Skipped(file.display_path, reason))
        elif expected or (has_mark(data) and not is_list(data)):
            self.file(file, data)
        else:
            self.passed_over += 1

    def deploy_steps(self, file: Input, data: bytes) -> bool:
        """Judges the deploy steps of a file; whether it is of a kind that holds some."""
        found = self.project.steps.get(file.path) if self.project is not None else None
        if found is None:
            if self.project is not None and not file.named:
                return False  # the survey has looked at it
            from lint.deploy.readers import reader_of
            from lint.engine.discovery import is_manifest

            if is_manifest(file.path, data):
                return False  # a manifest says so at its beginning
            reader = reader_of(file.path, data)
            if not reader:
                return False
            from lint.engine.deploy_steps import read_steps

            found = read_steps(reader, file, data)
            if found is None:
                return False
        context = self.contexts.of(file.path)
        before = len(self.outcome.findings)
        self.report(found.faults, context, [load_plan("deploy")])
        if found.read.not_read:
            self.outcome.skipped.append(Skipped(file.display_path, found.read.not_read))
        for step in found.steps:
            if step.resource is not None:
                judged_by = self.context_of(file, step.resource)
                if judged_by.policies is not None:
                    judged_by.policies.of_step(step.resource, step.project, step.region)
                self.resource(judged_by, step.resource)
        if len(self.outcome.findings) > before or file.edited or _have_comments(found.sources):
            for source in found.sources.values():
                source.settle()  # what is to be shown of it does not travel between processes
            _add_sources(self.outcome.sources, found.sources)
        return True

    def broke(self, path: str, error: Exception) -> None:
        """Reports an error of ours in a file, which is not shown: who knows what state it is in."""
        failure = check_error("lint", error)
        self.outcome.incomplete = True
        self.outcome.sources.pop(path, None)
        self.outcome.findings.append(internal_error(failure, Place(path)))
        self.outcome.skipped.append(Skipped(path, failure.message))

    def share(self, files: list[Input]) -> _Part:
        """Judges some files into an outcome of their own, in this process or another."""
        run = _Run(self.contexts, self.allow_empty, None, self.project)
        run.draws, run.doing = self.draws, self.doing
        run.files(files)
        run.gather_not_run()
        return _Part(run.outcome, run.passed_over, run.used, run.whole)

    def take(self, part: _Part) -> None:
        """Adds what a share of the files gave."""
        mine, outcome = self.outcome, part.outcome
        mine.findings += outcome.findings
        mine.checked += outcome.checked
        mine.skipped += outcome.skipped
        mine.unknown += outcome.unknown
        mine.portraits += outcome.portraits
        _add_sources(mine.sources, outcome.sources)
        mine.incomplete = mine.incomplete or outcome.incomplete
        self.add_not_run(outcome.not_run)
        self.passed_over += part.passed_over
        self.used |= part.used
        self.whole |= part.whole

    def judge_pending(self) -> None:
        """Judges what waited for the cloud."""
        for pending in self.pending:
            try:
                self.judged(pending.context, pending.resource, pending.view)
            except Exception as error:
                self.broke(pending.resource.source.path, error)

    def result(self) -> Outcome:
        """The outcome in the order of reports, with what was not judged and what was unused."""
        outcome = self.outcome
        self.gather_not_run()
        # What one step leaves out, another description of the same resource has answered.
        outcome.not_run = [
            entry
            for entry in outcome.not_run
            if entry.part_of is None or _key(entry.part_of) not in self.whole
        ]
        for context in self.contexts.made.values():
            if context.image is not None and context.image.unreadable:
                outcome.incomplete = True
        unused = sorted(set(self.contexts.values) - self.used)
        if unused:
            names = listed([name(text) for text in unused], quoted=False)
            outcome.notes.append(str(say("--set or --values: no placeholder is called {}", names)))
        if self.passed_over:
            one = self.passed_over == 1
            files = "file that is not a" if one else "files that are not"
            manifests = "manifest" if one else "manifests"
            outcome.notes.append(f"ignored {self.passed_over} {files} Cloud Run {manifests}")
        outcome.findings.sort(key=lambda finding: finding.sort_key())
        # Several overlays share a base, several calls a module: what is wrong in it is wrong once.
        once = {(*finding.sort_key(), finding.help): finding for finding in outcome.findings}
        outcome.findings = list(once.values())
        outcome.checked.sort(key=lambda entry: entry.path)
        outcome.portraits.sort(key=lambda portrait: portrait.path)
        return outcome

    def accept_by_comments(self, inputs: Mapping[str, str]) -> None:
        """Accepts the findings that comments name, and reports what is wrong with comments.

        `inputs` are the paths of the files that were named or found, by those of reports.
        """
        from lint.engine.acceptance.by_comment import ByComment
        from lint.engine.acceptance.image_texts import commented_texts

        outcome = self.outcome
        for context in self.contexts.made.values():
            if context.image is not None:
                for path, source in commented_texts(context.image).items():
                    outcome.sources.setdefault(path, source)
        comments = ByComment(outcome.sources, self.known_rules())
        outcome.findings, accepted = comments.split(outcome.findings)
        outcome.accepted += accepted
        unread = [entry.path for entry in outcome.skipped]
        comments.find_unused((entry.place for entry in outcome.unknown), unread)
        faults: dict[str, list[Fault]] = {}
        for fault in comments.faults:
            path = inputs.get(fault.where.path, "-") if isinstance(fault.where, Place) else "-"
            faults.setdefault(path, []).append(fault)
        for path, found in faults.items():
            self.report(found, self.contexts.of(path))
        outcome.findings.sort(key=lambda finding: finding.sort_key())

    def accept_by_baseline(self, file: str, inputs: Iterable[str], write: bool) -> None:
        """Accepts the findings that a baseline lists, and reports its entries without a finding.

        With `write`, all that can be accepted is, and the outcome gets the text of the new baseline.
        """
        from lint.engine.acceptance.baseline import Baseline
        from lint.engine.acceptance.judged_files import JudgedFiles

        outcome, rules = self.outcome, self.known_rules()
        baseline = Baseline(file, missing_ok=write)
        images = [context.image for context in self.contexts.made.values()]
        judged = JudgedFiles(inputs, outcome, [image for image in images if image is not None])
        if write:
            baseline.take(outcome, rules, judged.lacks)
            outcome.baseline = baseline.dump()
        baseline.accept(outcome, rules)
        stale = baseline.stale(rules, judged.lacks)
        if stale:
            outcome.sources.setdefault(baseline.source.path, baseline.source)
            self.report([baseline.stale_fault(stale)], self.contexts.of("-"))
            outcome.findings.sort(key=lambda finding: finding.sort_key())

    def known_rules(self) -> KnownRules:
        """All rules of the run, as comments may name them."""
        from lint.engine.acceptance.known_rules import KnownRules

        plans = [self.input_plan, load_plan("deploy")]
        chosen = []
        for context in self.contexts.made.values():
            bases = [base for base in plans if not has_versions(context.judge.plans, base)]
            chosen += [context.choose(base) if context.choose else base for base in bases]
            chosen += context.judge.plans
        return KnownRules(chosen, [entry.rule for entry in self.outcome.not_run])

    def gather_not_run(self) -> None:
        """Adds the rules that no context could run."""
        for context in self.contexts.made.values():
            self.add_not_run(list(context.judge.not_run.values()))

    def add_not_run(self, entries: list[NotRun]) -> None:
        """Adds rules that could not run, each once."""
        listed = {(entry.rule, entry.reason) for entry in self.outcome.not_run}
        self.outcome.not_run.extend(
            entry for entry in entries if (entry.rule, entry.reason) not in listed
        )

    def unreadable(self, path: str, reason: str) -> None:
        """Reports a file or folder that cannot be read."""
        self.outcome.incomplete = True
        shown = display_path(path)
        message = say("cannot be read: {}", own(reason))
        self.report([Fault("unreadable", Place(shown), message=message)])
        self.outcome.skipped.append(Skipped(shown, reason))

    def project_faults(self, project: Project) -> None:
        """Reports what the files of a folder say against each other."""
        for fault in project.faults:
            path = fault.where.path if isinstance(fault.where, Place) else "-"
            self.report([fault], self.contexts.of(path), [load_plan("deploy")])
        for found in project.steps.values():
            for path, source in found.sources.items():
                self.outcome.sources.setdefault(path, source)
        for manifest in project.manifests.values():
            self.outcome.sources.setdefault(manifest.source.path, manifest.source)

    def policy_files(self, given: GivenPolicies) -> None:
        """Reports what is wrong with the files of `--policy`, and shows their lines."""
        self.report(given.policies.faults, self.contexts.of("-"), [load_plan("org-policy")])
        for path, source in given.policies.sources.items():
            self.outcome.sources.setdefault(path, source)

    def context_of(self, file: Input, resource: Resource) -> Context:
        """What a resource is judged by: the context of its file, with the image that it runs."""
        build = self.project.context_of(file.path, resource) if self.project is not None else None
        return self.contexts.of(file.path, build)

    def file(self, file: Input, data: bytes) -> None:
        """Reads a text and judges the resources in it."""
        path = file.display_path
        context = self.contexts.of(file.path)
        known = self.project.manifests.get(file.path) if self.project is not None else None
        manifest = known or read_manifest(path, data, context.values)
        self.used |= manifest.used_values
        delivery = self.project.delivery_of(file.path) if self.project is not None else None
        if delivery is not None:
            faults = [fault for fault in manifest.faults if fault.kind != "several-documents"]
            manifest.faults = faults
        before = len(self.outcome.findings)
        judged = 0
        reasons: list[str] = []
        for document in manifest.documents:
            if not isinstance(document.root, MappingNode):
                continue
            kind, reason = classify(document.root)
            if kind is None:
                reasons.append(reason)
                continue
            judged += 1
            if delivery is not None or _PARAMETER in manifest.source.text:
                from lint.engine.delivery import deliver

                deliver(document.root, manifest.source, delivery)
            resource = Resource(document.root, kind, manifest.source)
            resource.delivered = delivery is not None
            judged_by = self.context_of(file, resource)
            if judged_by.policies is not None and self.project is not None:
                sender = self.project.sender_of(file.path)
                if sender is not None:
                    judged_by.policies.of_step(resource, sender.project, sender.region)
            self.resource(judged_by, resource)
        if judged or manifest.fatal:
            self.report(manifest.faults, context)
            if manifest.fatal or manifest.incomplete:
                self.outcome.incomplete = True
            if not judged:
                self.outcome.skipped.append(Skipped(path, str(manifest.faults[-1].message)))
        elif file.named and not self.allow_empty:
            self.outcome.skipped.append(Skipped(path, reasons[0]))
        else:
            self.passed_over += 1
        if (
            len(self.outcome.findings) > before
            or file.edited
            or _have_comments({path: manifest.source})
        ):
            self.outcome.sources[path] = manifest.source

    def report(
        self, faults: list[Fault], context: Context | None = None, bases: Sequence[Plan] = ()
    ) -> None:
        """Adds the findings on a text: by the built-in rules, or the context's own forms of them.

        `bases` are built-in sets that count beside the one about reading.
        """
        if not faults:
            return
        plans = context.judge.plans if context is not None else []
        bases = [base for base in (self.input_plan, *bases) if not has_versions(plans, base)]
        if context is not None and context.choose is not None:
            bases = [context.choose(base) for base in bases]
        findings, failed = text_findings([*bases, *plans], faults)
        self.outcome.findings.extend(findings)
        self.outcome.incomplete |= failed

    def resource(self, context: Context, resource: Resource) -> None:
        """Judges a resource, or asks the cloud about it first."""
        if self.online is None:
            self.judged(context, resource, None)
            return
        demanded = context.judge.lookups(resource.kind, resource.name)
        self.pending.append(_Pending(context, resource, self.online.add(resource, demanded)))

    def judged(self, context: Context, resource: Resource, view: ResourceLookups | None) -> None:
        """Judges a resource."""
        path = resource.source.path
        # What is not stated of a partial resource may be another command.
        image = None if resource.partial else context.image
        if image is not None:
            self.progress(f"following what {resource.id} starts in its image")
        if image is not None and image.build_python is not None:
            from lint.checks.image.build_env import as_built

            image = as_built(image, resource)
        check_context = CheckContext(resource, image=image, cloud=view, policies=context.policies)
        findings = context.judge.judge(check_context)
        self.outcome.incomplete |= context.judge.failed
        if findings is None:
            self.no_rule_applies(resource)
            return
        if resource.deployed_by:
            from lint.engine.deploy_steps import in_own_words

            findings = in_own_words(findings, resource)
        self.outcome.findings.extend(findings)
        if findings:
            self.outcome.sources[path] = resource.source
        if image is not None:
            self.show(image, findings)
        self.outcome.checked.append(Checked(path, resource.kind, resource.id.name))
        if self.draws:
            from lint.engine.portraits.draw import draw

            self.outcome.portraits.append(draw(check_context))
        if resource.name and not resource.partial:
            self.whole.add(_key(resource.id))
        self.outcome.unknown.extend(_unknowns(resource))

    def image_alone(self) -> None:
        """Judges an image without a manifest, against what Cloud Run takes for granted."""
        from lint.engine.image_alone import assumed_service

        context = self.contexts.of("-")
        if context.image is None:
            return
        self.progress("following what the image starts")
        resource = assumed_service(context.image)
        findings = context.judge.image_alone(CheckContext(resource, image=context.image))
        self.outcome.incomplete |= context.judge.failed
        self.outcome.findings.extend(findings)
        self.show(context.image, findings)
        self.outcome.checked.append(Checked(resource.source.path, "Image", ""))

    def no_rule_applies(self, resource: Resource) -> None:
        """Reports a resource that no rule applies to: it must not look as if it had passed."""
        path = resource.source.path
        what = f"{resource.kind} {resource.name}".strip()
        self.outcome.skipped.append(Skipped(path, f"no rule applies to {what}"))
        fault = Fault(
            "no-rule-applies",
            resource.place(resource.name_node or resource.root),
            message=say(
                "no rule applies to {} {}, so it was not checked",
                own(resource.kind),
                name(resource.name),
            )
            if resource.name
            else say("no rule applies to this {}, so it was not checked", own(resource.kind)),
            help=say("Add `extends: [cloud-run]` to the rule set, or widen `applies-to`."),
        )
        self.report([fault], self.contexts.of(path))
        self.outcome.sources[path] = resource.source
        if not self.allow_empty:
            self.outcome.incomplete = True

    def show(self, image: Image, findings: list[Finding]) -> None:
        """Adds the texts of the build that findings point into or change, so that reports can show them."""
        for finding in findings:
            paths = [finding.place.path, *(related.place.path for related in finding.related)]
            if finding.fix is not None:
                paths += [edit.path for edit in finding.fix.edits]
            for path in paths:
                if path not in self.outcome.sources:
                    source = image.sources.get(path)
                    if source is not None:
                        self.outcome.sources[path] = source


def _is_plain_manifest(path: str, data: bytes) -> bool:
    """Whether a file is certainly a manifest, and no script or kustomization that holds one."""
    if not path.endswith((".yaml", ".yml", ".json")):
        return False
    head = b"\n" + data[:_HEAD]
    return any(line in head for line in _MANIFEST)


def _unknowns(resource: Resource) -> list[Unknown]:
    """Every placeholder in the resource, once for each scalar that holds it.

    The names of env vars are passed over: `PROJECT_ID` is a good name for one.
    """
    unknowns: list[Unknown] = []
    names = {
        id(variable.name_node)
        for container in resource.containers
        for variable in container.env
        if variable.name_node is not None and not _templated(variable.name_node)
    }
    for node in resource.root.walk():
        if isinstance(node, ScalarNode) and id(node) not in names:
            found = find_any(node.text)
            if found:
                place = resource.place(node)
                unknowns.extend(
                    Unknown(place, str(resource.placeholder(text, node)))
                    for text in dict.fromkeys(found)
                    if not resource.deployed_by or _is_written(text, node, resource)
                )
    return unknowns


def _is_written(placeholder: str, node: ScalarNode, resource: Resource) -> bool:
    """Whether a deploy step itself has what a placeholder stands for.

    The name that `--source` gives an image is gcloud's, and of no interest to whoever reads on.
    """
    lines = (node.source or resource.source).lines()
    written = "".join(lines[node.line - 1 : node.end_line])
    return placeholder.strip("${} ") in written


def _templated(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.templated
