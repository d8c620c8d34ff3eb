"""What the folders of a run say together: which services they describe, where, and how often.

A folder is surveyed before anything in it is judged. A service belongs to a build context where a
file says so (`--source DIR`, `docker build`, a build action), or where there is exactly one of each.
"""

from __future__ import annotations

import os

from lint.engine.build_contexts import BuildContext, has_python, possible_contexts, several
from lint.engine.contradictions import contradictions, other_regions
from lint.engine.delivery import deliver
from lint.engine.description import Description
from lint.engine.discovery import has_mark, is_manifest
from lint.engine.image_names import misspelt_images, untagged
from lint.engine.inputs import find_inputs
from lint.errors import UsageError, os_reason
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.model.options import no_progress
from lint.model.record import default, record
from lint.settings import SettingsTree
from lint.yaml.placeholders import find_any
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lint.deploy.step import Build, Delivery, Step
    from lint.engine.deploy_steps import Found as FoundSteps
    from lint.engine.discovery import Found
    from lint.engine.inputs import Input, Inputs
    from lint.manifest.reader import Manifest
    from lint.model.fault import Fault
    from lint.model.options import Progress

COMPOSE = "compose"
COMPOSE_UP = b"run compose up"
"""Most Compose files are for developers' machines: one counts where a script deploys it."""
MOST_MANIFESTS = 200
"""Manifests of a folder that are read for the survey; a folder with more is no single project."""


@record
class Project:
    """The result of a survey."""

    steps: dict[str, FoundSteps] = default(factory=dict)
    """What the files with deploy steps hold, by the path of the input."""
    covered: set[str] = default(factory=set)
    """Files that are parts of what others describe (the bases of kustomizations)."""
    broken: list[tuple[str, Exception]] = default(factory=list)
    """Files whose reading ended in an error of ours."""
    manifests: dict[str, Manifest] = default(factory=dict)
    """The manifests that were read for the survey, by the path of the input."""
    descriptions: list[Description] = default(factory=list)
    deliveries: list[Delivery] = default(factory=list)
    """How Skaffold projects deliver manifests."""
    contexts: dict[tuple[str, str, str], BuildContext] = default(factory=dict)
    """The build contexts by the input's path, kind and name of a resource."""
    faults: list[Fault] = default(factory=list)
    """Where descriptions contradict each other."""
    note: str = ""

    def sender_of(self, path: str) -> Step | None:
        """The deploy step that sends a manifest (`services replace FILE`).

        None where none does, or where several send it to different projects or regions.
        """
        manifest = os.path.normpath(path)
        steps = [
            step
            for found in self.steps.values()
            for step in found.steps
            if step.manifest and os.path.normpath(step.manifest) == manifest
        ]
        targets = {(str(step.project), str(step.region)) for step in steps}
        return steps[0] if len(targets) == 1 else None

    def context_of(self, path: str, resource: Resource) -> BuildContext | None:
        """The build context of a resource; None where none is known to be its own."""
        return self.contexts.get((path, resource.kind, resource.name))

    def delivery_of(self, path: str) -> Delivery | None:
        """How a manifest is delivered; None where gcloud reads it."""
        if not self.deliveries:
            return None
        from fnmatch import fnmatch

        path = os.path.normpath(path).replace(os.sep, "/")
        for delivery in self.deliveries:
            if any(fnmatch(path, pattern.replace(os.sep, "/")) for pattern in delivery.manifests):
                return delivery
        return None

    def summary(self) -> str:
        """One line that says what was found; "" where there are only manifests without an image."""
        steps = sum(each.step is not None for each in self.descriptions)
        if not steps and not self.contexts:
            return ""
        keys = {each.key if each.resource.name else id(each) for each in self.descriptions}
        with_image = {(kind, name) for _, kind, name in self.contexts}
        manifests = len(self.descriptions) - steps
        parts = [_count(manifests, "manifest")] if manifests else []
        parts += [_count(steps, "deploy step")] if steps else []
        text = f"{_count(len(keys), 'resource')}: {', '.join(parts)}"
        if not with_image:
            return text
        image = "its image" if len(with_image) == 1 else "their images"
        return f"{text}; {len(with_image)} with {image}"


def survey(
    inputs: Inputs,
    values: Callable[[str], Mapping[str, str]],
    whole: bool = False,
    progress: Progress = no_progress,
) -> Project:
    """Surveys the folders of a run. `values` gives what the placeholders of a file stand for.

    Where there are manifests only, there is nothing to hold them against, and they are not read;
    with `whole`, all manifests are read.
    """
    project = Project()
    marked = _read_steps(inputs, project, progress)
    builds = [build for found in project.steps.values() for build in found.read.builds]
    pushed = [str(image) for found in project.steps.values() for image in found.read.pushed]
    possible = possible_contexts(inputs.folders)
    if not whole and not project.steps and not possible:
        return project
    if whole or len(marked) <= MOST_MANIFESTS:
        _read_manifests(marked, project, values)
    _share_services(project.descriptions)
    project.faults = [
        *contradictions(project.descriptions),
        *other_regions(
            (step for found in project.steps.values() for step in found.steps),
            project.descriptions,
        ),
        *misspelt_images(project.descriptions, builds, pushed),
    ]
    _tie_stated(project, builds, inputs.folders)
    _tie_single(project, possible)
    return project


def _read_steps(inputs: Inputs, project: Project, progress: Progress) -> list[Input]:
    """Reads the files with deploy steps; returns those that may be manifests."""
    from lint.deploy.readers import reader_of

    marked = []
    composed: list[tuple[Input, bytes]] = []
    deploys_compose = False
    doing = f"looking for deploy steps in {_count(len(inputs.files), 'file')}"
    for number, file in enumerate(inputs.files):
        if file.named:
            continue
        progress(doing, number, len(inputs.files))
        try:
            data = file.read()
        except (OSError, ValueError):
            continue  # reported when the file is judged
        if is_manifest(file.path, data):
            marked.append(file)
            continue
        reader = reader_of(file.path, data)
        if reader == COMPOSE:
            composed.append((file, data))
            continue
        deploys_compose = deploys_compose or (bool(reader) and COMPOSE_UP in data)
        found = _steps(reader, file, data, project) if reader else None
        if found is None:
            if has_mark(data):
                marked.append(file)
            continue
        project.steps[file.path] = found
    for file, data in composed if deploys_compose else ():
        found = _steps(COMPOSE, file, data, project)
        if found is not None:
            project.steps[file.path] = found
    covered = {path for found in project.steps.values() for path in found.read.covers}
    project.covered = {file.path for file in inputs.files if os.path.normpath(file.path) in covered}
    for path, found in list(project.steps.items()):
        if path in project.covered:
            del project.steps[path]
            continue
        if found.read.delivery is not None:
            project.deliveries.append(found.read.delivery)
        project.descriptions += [
            Description(path, step.resource, step)
            for step in found.steps
            if step.resource is not None
        ]
    return [file for file in marked if file.path not in project.covered]


def _steps(reader: str, file: Input, data: bytes, project: Project) -> FoundSteps | None:
    """The steps of a file; an error of ours is kept, and hides no other file."""
    from lint.engine.deploy_steps import read_steps

    try:
        return read_steps(reader, file, data)
    except Exception as error:
        project.broken.append((file.display_path, error))
        return None


def _read_manifests(
    files: list[Input], project: Project, values: Callable[[str], Mapping[str, str]]
) -> None:
    for file in files:
        manifest = read_manifest(file.display_path, file.read(), values(file.path))
        project.manifests[file.path] = manifest
        for document in manifest.documents:
            if isinstance(document.root, MappingNode):
                kind = classify(document.root)[0]
                if kind is not None:
                    delivery = project.delivery_of(file.path)
                    deliver(document.root, manifest.source, delivery)
                    resource = Resource(document.root, kind, manifest.source)
                    project.descriptions.append(Description(file.path, resource))


def _share_services(descriptions: list[Description]) -> None:
    """What a deploy step leaves out is unknown where another file describes the same service."""
    described: dict[tuple[str, str], set[str]] = {}
    for each in descriptions:
        if each.resource.name and not find_any(each.resource.name):
            described.setdefault(each.key, set()).add(each.path)
    for each in descriptions:
        if each.step is not None and len(described.get(each.key, ())) > 1:
            each.resource.partial = True


def _tie_stated(project: Project, builds: list[Build], folders: list[Found]) -> None:
    """Ties the contexts that the files themselves name."""
    for each in project.descriptions:
        build = each.step.build if each.step is not None else None
        if build is None:
            build = _build_of(each, project, builds)
        if build is None:
            continue
        context = BuildContext(build.directory or ".", _dockerfile(build), build.target)
        if os.path.isdir(context.source) and any(has_python(context, f) for f in folders):
            project.contexts[each.path, *each.key] = context


def _build_of(each: Description, project: Project, builds: list[Build]) -> Build | None:
    """The build that makes the image of a resource: the one that gives it the same name."""
    container = each.resource.ingress_container
    node = container.image if container is not None else None
    if node is None or not node.text:
        return None
    image = node.text
    own = project.steps.get(each.path)
    for candidates, apart in ((own.read.builds if own is not None else [], False), (builds, True)):
        named = [build for build in candidates if _same_image(build.image, image, apart)]
        if named:
            places = {(build.directory, build.dockerfile, build.target) for build in named}
            return named[0] if len(places) == 1 else None
    return None


def _same_image(one: str, other: str, apart: bool) -> bool:
    """Whether two names, tags aside, mean one image.

    A placeholder of two files (`apart`) may have two values: the last part must be known, then.
    """
    if not one or not other:
        return False
    if other == "${" + one + "}":
        return True  # Skaffold replaces it by what it builds
    bare_one, bare_other = untagged(one), untagged(other)
    last = bare_one.rpartition("/")[2]
    return bare_one == bare_other and not (apart and find_any(last))


def _dockerfile(build: Build) -> str:
    """The Dockerfile, where it has to be named."""
    if not build.dockerfile:
        return ""
    default = os.path.normpath(os.path.join(build.directory, "Dockerfile"))
    path = os.path.normpath(build.dockerfile)
    return "" if path == default or not os.path.isfile(path) else path


def _tie_single(project: Project, possible: list[BuildContext]) -> None:
    """Ties the only context to the only service; else notes which contexts are possible.

    Descriptions without a name may be of several services.
    """
    descriptions = project.descriptions
    if len({each.key for each in descriptions}) != 1 or not possible:
        return
    if len(descriptions) > 1 and not descriptions[0].resource.name:
        return
    without = [each for each in descriptions if (each.path, *each.key) not in project.contexts]
    stated = {_context_key(context): context for context in project.contexts.values()}
    candidates = list(stated.values()) or possible
    if without and not stated and len(possible) > 1:
        project.note = several(possible)
    elif len(candidates) == 1:
        for each in without:
            project.contexts[each.path, *each.key] = candidates[0]


def _context_key(context: BuildContext) -> tuple[str, str, str]:
    return context.source, context.dockerfile, context.target


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def steps_of(paths: Iterable[str], progress: Progress = no_progress) -> Iterator[Step]:
    """The deploy steps of files, and of folders as a check finds them there.

    Raises `lint.errors.UsageError` for a path that cannot be read.
    """
    from lint.deploy.readers import reader_of
    from lint.engine.deploy_steps import read_steps

    inputs = find_inputs(paths, SettingsTree(""), progress=progress)
    for path, reason in inputs.unreadable:
        raise UsageError(f"cannot read {path}: {reason}")
    project = Project()
    if inputs.folders:
        project = survey(inputs, lambda path: {}, progress=progress)
    for file in inputs.files:
        found = project.steps.get(file.path)
        if file.named:
            try:
                data = file.read()
            except (OSError, ValueError) as error:
                raise UsageError(f"cannot read {file.path}: {os_reason(error)}") from None
            reader = reader_of(file.path, data)
            found = read_steps(reader, file, data) if reader else None
        yield from found.steps if found is not None else ()
