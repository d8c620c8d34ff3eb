"""Checks files one by one: what is in each is judged, and what goes wrong in one hides no other."""

from __future__ import annotations

from lint.checks.context import CheckContext
from lint.checks.registry import check_error
from lint.engine.file_results import FileResults, have_comments
from lint.engine.inputs import display_path
from lint.engine.judge import internal_error, text_findings
from lint.engine.unknowns import unknowns
from lint.errors import UsageError, os_reason
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.model.fault import Fault
from lint.model.findings import Checked, Place, Skipped
from lint.model.rule import has_versions
from lint.model.text import name, own, say
from lint.ruleset.plan import load_plan
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.cloud.lookups import ResourceLookups
    from lint.engine.cloud import ProjectLookups
    from lint.engine.context import Context, Contexts
    from lint.engine.inputs import Input
    from lint.engine.project import Project
    from lint.image.image import Image
    from lint.model.findings import Finding
    from lint.model.rule import Plan
    from lint.organization.given import GivenPolicies

_MANIFEST = (b"\napiVersion: serving.knative.dev/", b"\napiVersion: run.googleapis.com/")
"""What a manifest has at the beginning of a line, and a part of one in another YAML file has not."""
_HEAD = 1_000
"""The first bytes of a manifest, among which its apiVersion is."""
_PARAMETER = "from-param:"
"""What the comment of a line has whose value Cloud Deploy replaces."""


# No records: every run imports this module, and making the classes takes longer.
class _Pending:
    """A resource that is judged when the cloud has answered."""

    def __init__(self, context: Context, resource: Resource, view: ResourceLookups) -> None:
        self.context = context
        self.resource = resource
        self.view = view


class FileChecker:
    """Judges the resources of files into a `FileResults`.

    `online` is the cloud or an inventory, whose answers the resources wait for; None where neither is
    queried. `project` is what the files of folders say together. `draws` says whether a report has
    pictures of the resources.
    """

    def __init__(
        self,
        contexts: Contexts,
        allow_empty: bool,
        online: ProjectLookups | None,
        project: Project | None,
        draws: bool,
        doing: str,
    ) -> None:
        """`doing` is what the progress says of several files."""
        self.contexts = contexts
        self.allow_empty = allow_empty
        self.online = online
        self.project = project
        self.draws = draws
        self.doing = doing
        self.results = FileResults()
        self.outcome = self.results.outcome
        self.input_plan = load_plan("input")
        self.pending: list[_Pending] = []
        self.progress = contexts.options.progress

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
            self.results.passed_over += 1

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
        found.note_reported(self.outcome.findings[before:])
        if found.read.not_read:
            self.outcome.skipped.append(Skipped(file.display_path, found.read.not_read))
        for step in found.steps:
            if step.resource is not None:
                judged_by = self.context_of(file, step.resource)
                if judged_by.policies is not None:
                    judged_by.policies.of_step(step.resource, step.project, step.region)
                self.resource(judged_by, step.resource)
        if len(self.outcome.findings) > before or file.edited or have_comments(found.sources):
            for source in found.sources.values():
                source.settle()  # what is to be shown of it does not travel between processes
            self.results.add_sources(found.sources)
        return True

    def file(self, file: Input, data: bytes) -> None:
        """Reads a text and judges the resources in it."""
        path = file.display_path
        context = self.contexts.of(file.path)
        known = self.project.manifests.get(file.path) if self.project is not None else None
        manifest = known or read_manifest(path, data, context.values)
        self.results.used_values |= manifest.used_values
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
            self.results.passed_over += 1
        if (
            len(self.outcome.findings) > before
            or file.edited
            or have_comments({path: manifest.source})
        ):
            self.outcome.sources[path] = manifest.source

    def context_of(self, file: Input, resource: Resource) -> Context:
        """What a resource is judged by: the context of its file, with the image that it runs."""
        build = self.project.context_of(file.path, resource) if self.project is not None else None
        return self.contexts.of(file.path, build)

    def resource(self, context: Context, resource: Resource) -> None:
        """Judges a resource, or asks the cloud about it first."""
        if self.online is None:
            self.judged(context, resource, None)
            return
        demanded = context.judge.lookups(resource.kind, resource.name)
        self.pending.append(_Pending(context, resource, self.online.add(resource, demanded)))

    def judge_pending(self) -> None:
        """Judges what waited for the cloud."""
        for pending in self.pending:
            try:
                self.judged(pending.context, pending.resource, pending.view)
            except Exception as error:
                self.broke(pending.resource.source.path, error)

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
            self.results.add_whole(resource.id)
        self.outcome.unknown.extend(unknowns(resource))

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

    def unreadable(self, path: str, reason: str) -> None:
        """Reports a file or folder that cannot be read."""
        self.outcome.incomplete = True
        shown = display_path(path)
        message = say("cannot be read: {}", own(reason))
        self.report([Fault("unreadable", Place(shown), message=message)])
        self.outcome.skipped.append(Skipped(shown, reason))

    def broke(self, path: str, error: Exception) -> None:
        """Reports an error of ours in a file, which is not shown: who knows what state it is in."""
        failure = check_error("lint", error)
        self.outcome.incomplete = True
        self.outcome.sources.pop(path, None)
        self.outcome.findings.append(internal_error(failure, Place(path)))
        self.outcome.skipped.append(Skipped(path, failure.message))

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

    def results_of(self, files: list[Input]) -> FileResults:
        """What some files give, judged apart from all others, in this process or another."""
        apart = FileChecker(
            self.contexts, self.allow_empty, None, self.project, self.draws, self.doing
        )
        apart.files(files)
        apart.results.add_not_run(self.contexts.not_run())
        return apart.results


def _is_plain_manifest(path: str, data: bytes) -> bool:
    """Whether a file is certainly a manifest, and no script or kustomization that holds one."""
    if not path.endswith((".yaml", ".yml", ".json")):
        return False
    head = b"\n" + data[:_HEAD]
    return any(line in head for line in _MANIFEST)
