"""One run of the checker: reads what was asked for, judges it, and gathers the outcome."""

from __future__ import annotations

import os
import sys

from lint.checks.context import CheckContext
from lint.checks.platform.reading import problem_findings
from lint.engine import discovery
from lint.engine.judge import Judge
from lint.manifest.problem import Problem
from lint.manifest.reader import MAX_BYTES, Manifest, read_manifest
from lint.manifest.resource import Resource, classify
from lint.model.findings import Checked, NotRun, Outcome, Skipped, Unknown
from lint.model.rule import Plan
from lint.ruleset.plan import load_plan
from lint.support.processes import in_processes, processors
from lint.yaml.placeholders import find_any
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lint.cloud.lookups import ResourceLookups
    from lint.engine.cloud import ProjectLookups
    from lint.image.image import Image
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.settings import Settings

    _Part = tuple[Outcome, int, set[str], dict[str, NotRun]]

STDIN = "<stdin>"
MANY = 200
"""Files from which on it pays to start more processes."""


class Options:
    """What the command line asks for; the settings fill in what it leaves open.

    `rules` are references to rule sets, empty for the default; `values` is what placeholders
    stand for; `allow_empty` makes nothing to check a success.
    """

    __slots__ = (
        "allow_empty",
        "builder",
        "entrypoint",
        "inventory",
        "live",
        "lock",
        "paths",
        "project",
        "python",
        "region",
        "rules",
        "settings",
        "source",
        "values",
        "wheelhouse",
        "wheels",
    )

    def __init__(self, paths: list[str], settings: Settings) -> None:
        self.paths = paths
        self.settings = settings
        self.rules: list[str] = []
        self.wheels: list[str] = []
        self.source = ""
        self.builder = ""
        self.entrypoint = ""
        self.python = ""
        self.lock = ""
        self.wheelhouse = ""
        self.values: dict[str, str] = {}
        self.allow_empty = False
        self.live = ""
        self.project = ""
        self.region = ""
        self.inventory = ""


class UsageError(Exception):
    """Something that was asked for cannot be done: said in one line, exit code 2."""


def check(options: Options) -> Outcome:
    """Checks everything that the options name.

    Raises `UsageError`, and `lint.ruleset.compile.RuleSetError` for a broken rule set.
    """
    return _Run(options).run()


class _Pending:
    """A resource that is judged when the cloud has answered."""

    def __init__(self, context: _Context, resource: Resource, view: ResourceLookups) -> None:
        self.context = context
        self.resource = resource
        self.view = view


class _Context:
    """What belongs to the files of one override: the rules, the build, the values."""

    def __init__(self, judge: Judge, image: Any, values: dict[str, str]) -> None:
        self.judge = judge
        self.image = image
        self.values = values


class _Run:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.outcome = Outcome()
        self.input_rules: list[Rule] = load_plan("input").rules
        self.contexts: dict[int, _Context] = {}
        self.matchers: list[Callable[[str], bool]] = [
            discovery.matcher(_list(override["paths"]), options.settings.base)
            for override in options.settings.get("overrides", [])
        ]
        self.used: set[str] = set()
        self.passed_over = 0
        self.online = _online(options)
        self.pending: list[_Pending] = []

    def run(self) -> Outcome:
        outcome = self.outcome
        self.context(-1)  # a broken rule set is told even when there is nothing to check
        excluded = discovery.matcher(
            self.options.settings.get("exclude", []), self.options.settings.base
        )
        for path in self.options.paths:
            if path == "-":
                self.file(STDIN, _read_stdin(), named=True)
            elif os.path.isdir(path):
                self.folder(path, excluded)
            elif excluded(path):
                outcome.skipped.append(Skipped(_shown(path), "excluded by the settings"))
            else:
                self.named_file(path)
        if self.online is not None:
            self.online.ask(outcome)
            for pending in self.pending:
                self.judged(pending.context, pending.resource, pending.view)
        for context in self.contexts.values():
            outcome.not_run.extend(
                entry
                for entry in context.judge.not_run.values()
                if all(entry.rule != other.rule for other in outcome.not_run)
            )
        unused = sorted(set(self.options.values) - self.used)
        if unused:
            names = ", ".join(unused[:6])
            outcome.notes.append(f"--set or --values: no placeholder is called {names}")
        if self.passed_over:
            files = "file that is" if self.passed_over == 1 else "files that are"
            outcome.notes.append(f"passed over {self.passed_over} {files} not Cloud Run manifests")
        outcome.findings.sort(key=lambda finding: finding.sort_key())
        outcome.checked.sort(key=lambda entry: entry.path)
        return outcome

    def folder(self, path: str, excluded: Callable[[str], bool]) -> None:
        found = discovery.search(path, excluded)
        for place, reason in found.unreadable:
            self.unreadable(place, reason)
        if len(found.files) >= MANY and self.online is None:
            self.spread(found.files)
        else:
            for file in found.files:
                self.found_file(file)

    def found_file(self, path: str) -> None:
        """A file that a search of folders gave: passed over when it holds no manifest."""
        try:
            data = _read(path)
        except OSError as error:
            self.unreadable(path, _reason(error))
            return
        if discovery.has_mark(data):
            self.file(_shown(path), data, named=False)
        else:
            self.passed_over += 1

    def spread(self, files: list[str]) -> None:
        """The files of a large folder, judged by as many processes as there are processors.

        The rules are loaded before the processes are made, and inherited by them.
        """
        for path in files:
            self.context(self.override(_shown(path)))
        number = processors()
        for part in in_processes(self.share, [files[first::number] for first in range(number)]):
            self.take(part)

    def share(self, files: list[str]) -> _Part:
        """Judges some files into an outcome of their own."""
        whole, passed_over = self.outcome, self.passed_over
        self.outcome, self.passed_over = Outcome(), 0
        for path in files:
            self.found_file(path)
        for source in self.outcome.sources.values():
            source.settle()
        not_run: dict[str, NotRun] = {}
        for context in self.contexts.values():
            not_run.update(context.judge.not_run)
        part = self.outcome, self.passed_over, self.used, not_run
        self.outcome, self.passed_over = whole, passed_over
        return part

    def take(self, part: _Part) -> None:
        """Adds what a share of the files gave."""
        outcome, passed_over, used, not_run = part
        mine = self.outcome
        mine.findings += outcome.findings
        mine.checked += outcome.checked
        mine.skipped += outcome.skipped
        mine.unknown += outcome.unknown
        mine.sources.update(outcome.sources)
        mine.incomplete = mine.incomplete or outcome.incomplete
        self.passed_over += passed_over
        self.used |= used
        next(iter(self.contexts.values())).judge.not_run.update(not_run)

    def named_file(self, path: str) -> None:
        try:
            data = _read(path)
        except OSError as error:
            self.unreadable(path, _reason(error))
            return
        except ValueError:  # a NUL in the name
            self.unreadable(path.replace("\0", "\\0"), "not a file name")
            return
        if self.options.allow_empty and not discovery.has_mark(data):
            self.passed_over += 1
            return
        self.file(_shown(path), data, named=True)

    def unreadable(self, path: str, reason: str) -> None:
        self.outcome.incomplete = True
        problem = Problem("unreadable", f"cannot be read: {reason}", end_column=1)
        self.outcome.findings.extend(problem_findings(self.input_rules, [problem], _shown(path)))
        self.outcome.skipped.append(Skipped(_shown(path), reason))

    def file(self, display_path: str, data: bytes, named: bool) -> None:
        context = self.context(self.override(display_path))
        manifest = read_manifest(display_path, data, context.values)
        self.used |= manifest.used_values
        before = len(self.outcome.findings)
        if any(problem.incomplete for problem in manifest.problems):
            self.outcome.incomplete = True
        judged = 0
        reasons: list[str] = []
        for number, document in enumerate(manifest.documents):
            if not isinstance(document.root, MappingNode):
                continue
            kind, reason = classify(document.root)
            if kind is None:
                reasons.append(reason)
                continue
            judged += 1
            self.resource(context, manifest, number, Resource(document.root, kind, manifest.source))
        if judged or manifest.fatal:
            problems = manifest.problems
            self.outcome.findings.extend(
                problem_findings(self.reading_rules(context), problems, display_path)
            )
            if not judged:
                self.outcome.skipped.append(Skipped(display_path, problems[-1].message))
        elif named and not self.options.allow_empty:
            self.outcome.skipped.append(Skipped(display_path, reasons[0]))
        else:
            self.passed_over += 1
        if len(self.outcome.findings) > before:
            self.outcome.sources[display_path] = manifest.source

    def reading_rules(self, context: _Context) -> list[Rule]:
        """The rules about reading: the user's own versions of them where there are any."""
        own = {
            rule.id: rule
            for plan in context.judge.plans
            for rule in plan.rules
            if rule.check == "reading"
        }
        return [own.get(rule.id, rule) for rule in self.input_rules]

    def resource(
        self, context: _Context, manifest: Manifest, number: int, resource: Resource
    ) -> None:
        if self.online is None:
            self.judged(context, resource, None)
            return
        rules = context.judge.rules_for(resource.kind, resource.name)
        self.pending.append(_Pending(context, resource, self.online.add(resource, rules)))

    def judged(self, context: _Context, resource: Resource, view: ResourceLookups | None) -> None:
        path = resource.source.path
        image = context.image
        if image is not None:
            from lint.checks.image.imports import imports_from_elsewhere

            image = image.as_if_started_elsewhere() if imports_from_elsewhere(resource) else image
        check_context = CheckContext(resource, image=image, cloud=view)
        findings = context.judge.judge(check_context)
        if findings is None:
            what = f"{resource.kind} {resource.name}".strip()
            reason = f"no rule set applies to {what}"
            self.outcome.skipped.append(Skipped(path, reason))
            return
        self.outcome.findings.extend(findings)
        if findings:
            self.outcome.sources[path] = resource.source
        if image is not None:
            self.show(image, findings)
            self.unchecked(context, check_context)
        self.outcome.checked.append(Checked(path, resource.kind, resource.name))
        self.outcome.unknown.extend(_unknowns(resource))

    def unchecked(self, context: _Context, check_context: CheckContext) -> None:
        """Tells that nothing was followed, where it is not known what the container starts."""
        from lint.checks.image.imports import entry_points

        rules = context.judge.rules_for(check_context.resource.kind, check_context.resource.name)
        stated = any(rule.check == "build" and rule.params.get("entrypoint") for rule in rules)
        if stated or entry_points(check_context):
            return
        reported = {entry.rule for entry in self.outcome.not_run}
        self.outcome.not_run.extend(
            NotRun(rule.id, "it is not known what the container starts: give --entrypoint")
            for rule in rules
            if rule.check in ("imports", "code-env") and rule.id not in reported
        )

    def show(self, image: Image, findings: list[Finding]) -> None:
        """Adds the texts of the build that findings point into, so that reports can show them."""
        for finding in findings:
            for place in (finding.place, *(related.place for related in finding.related)):
                if place.path not in self.outcome.sources:
                    source = image.source(place.path)
                    if source is not None:
                        self.outcome.sources[place.path] = source

    def override(self, path: str) -> int:
        for number, matches in enumerate(self.matchers):
            if matches(path):
                return number
        return -1

    def context(self, number: int) -> _Context:
        """Rules, build and values for the files of an override (-1: of none)."""
        if number not in self.contexts:
            settings = self.options.settings
            overrides = settings.get("overrides", [])
            own: dict[str, Any] = overrides[number] if number >= 0 else {}

            def setting(key: str) -> Any:
                return own.get(key, settings.get(key))

            options = self.options
            image = self.image(
                options.wheels or self.globbed(_list(setting("wheel"))),
                options.source or self.resolved(setting("source")),
                options.builder or setting("builder") or "docker",
                options.entrypoint or setting("entrypoint") or "",
            )
            if image is None:
                for name in ("python", "lock", "wheelhouse"):
                    if getattr(options, name):
                        raise UsageError(f"--{name} tells of a build: give --wheel or --source")
            else:
                _describe_image(
                    image,
                    options.python or setting("python") or "",
                    options.lock or self.resolved(setting("lock")),
                    options.wheelhouse or self.resolved(setting("wheelhouse")),
                )
            references = options.rules or [
                settings.resolve(reference) if _is_path(reference) else reference
                for reference in _list(setting("rules"))
            ]
            plans = [self.plan(reference) for reference in references or ["cloud-run"]]
            available = set()
            if image is not None:
                available |= image.available
                if not any(plan.name == "python-build" for plan in plans):
                    plans.append(self.plan("python-build"))
            if self.online is not None:
                available |= self.online.available
                live = self.plan("live")
                ids = {rule.id for rule in live.rules}
                # A rule set that extends `live` has its own versions of these rules.
                if not any(rule.id in ids for plan in plans for rule in plan.rules):
                    plans.append(live)
            values = {**(setting("values") or {}), **options.values}
            self.contexts[number] = _Context(Judge(plans, frozenset(available)), image, values)
        return self.contexts[number]

    def resolved(self, path: str | None) -> str:
        return self.options.settings.resolve(path) if path else ""

    def image(self, wheels: list[str], source: str, builder: str, entrypoint: str) -> Image | None:
        if not wheels and not source:
            return None
        from lint.image.image import read_image

        image = read_image(wheels, source, builder, entrypoint)
        if image.unreadable:
            self.outcome.incomplete = True
        return image

    def globbed(self, patterns: list[str]) -> list[str]:
        files: list[str] = []
        for pattern in patterns:
            path = self.options.settings.resolve(pattern)
            if any(mark in pattern for mark in "*?["):
                from glob import glob

                matches = sorted(glob(path))
                if not matches:
                    raise UsageError(f"the setting wheel = {pattern!r} matches no file")
                files.extend(matches)
            else:
                files.append(path)
        return files

    def plan(self, reference: str) -> Plan:
        try:
            return load_plan(reference)
        except FileNotFoundError:
            if _is_path(reference):
                raise UsageError(f"no such rule set: {reference}") from None
            from lint.ruleset.builtin import built_in_names
            from lint.support.nearest import did_you_mean

            hint = did_you_mean(reference, built_in_names())
            raise UsageError(f"there is no built-in rule set {reference!r}. {hint}") from None
        except OSError as error:
            raise UsageError(f"cannot read the rule set {reference}: {_reason(error)}") from None


def _describe_image(image: Image, python: str, lock: str, wheelhouse: str) -> None:
    """Takes in what was said of the image beside its wheels and its context."""
    if python:
        major, _, minor = python.partition(".")
        if not (major.isdecimal() and minor.isdecimal() and len(python) <= 8):
            raise UsageError(f"{python!r} is not a Python version such as 3.12")
        image.python = (int(major), int(minor))
    if lock:
        from lint.image.packaging.lock_file import LockError, read_lock

        try:
            image.lock = read_lock(lock)
        except LockError as error:
            raise UsageError(f"{lock}: {error}") from None
    if wheelhouse and not os.path.isdir(wheelhouse):
        raise UsageError(f"the wheelhouse {wheelhouse} is not a directory")
    image.wheelhouse = wheelhouse


def _online(options: Options) -> ProjectLookups | None:
    """The cloud or an inventory, if it is to be asked."""
    if not (options.live or options.inventory or options.settings.get("inventory")):
        return None
    from lint.engine.cloud import OnlineError, open_online

    try:
        return open_online(
            options.live, options.inventory, options.project, options.region, options.settings
        )
    except OnlineError as error:
        raise UsageError(str(error)) from None


def _read(path: str) -> bytes:
    """The bytes of a file, but at most one more than a manifest may have."""
    parts: list[bytes] = []
    missing = MAX_BYTES + 1
    with open(path, "rb", buffering=0) as stream:
        # Asking for all at once would make room for the largest manifest there may be.
        while missing > 0:
            part = stream.read(min(missing, 256 * 1024))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
    return b"".join(parts)


def _read_stdin() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _is_path(reference: str) -> bool:
    return "/" in reference or os.sep in reference or reference.endswith((".yaml", ".yml"))


def _shown(path: str) -> str:
    """A path as reports give it: with `/`, and without bytes that no encoding can print."""
    if os.sep != "/":
        path = path.replace(os.sep, "/")
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


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
    todo: list[Node] = [resource.root]
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, ScalarNode):
            found = find_any(node.text)
            if found and id(node) not in names:
                place = resource.place(node)
                unknowns.extend(Unknown(place, text) for text in dict.fromkeys(found))
        elif id(node) not in seen:
            seen.add(id(node))
            if isinstance(node, MappingNode):
                todo.extend(reversed(node.values.values()))
            elif isinstance(node, SequenceNode):
                todo.extend(reversed(node.items))
    return unknowns


def _templated(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.templated
