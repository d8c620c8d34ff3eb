"""The Cloud Run resources of a .tf file, and of the local modules that it calls."""

from __future__ import annotations

import os

from lint.deploy.file import MAX_BYTES
from lint.deploy.step import Read, Step
from lint.deploy.terraform.blocks import META, instances, read_body
from lint.deploy.terraform.demands import demands, drop_conflicts
from lint.deploy.terraform.fields import KINDS, V1, field_of
from lint.deploy.terraform.hcl import HclUnavailableError
from lint.deploy.terraform.ignored import apply_ignored
from lint.deploy.terraform.references import undeclared
from lint.deploy.terraform.registry_module import made_by, resource_type_of
from lint.deploy.terraform.resource_nodes import NodeMaker
from lint.deploy.terraform.scope import EXTENSIONS, MAX_FILES, Scope, parsed_file
from lint.deploy.terraform.step import make_step
from lint.deploy.terraform.values import Entry, as_text, known_text
from lint.deploy.terraform.words import Words
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import own, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.deploy.file import DeployFile
    from lint.deploy.terraform.hcl import Block, HclFile
    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text

_MODULE = "GoogleCloudPlatform/cloud-run/google"
_LOCAL = lazy_regex(rb'source\s*=\s*"(\.\.?/[^"$]{0,200})"')
MAX_INSTANCES = 50
"""Instances of one block that are judged."""
MAX_STEPS = 500
MAX_MODULES = 3
"""How deep modules call each other."""


def read(file: DeployFile) -> Read:
    """What the .tf file describes."""
    result = Read()
    if b"cloud_run" not in file.data and b"cloud-run" not in file.data and not _calls(file):
        return result
    try:
        parsed = parsed_file(file)
    except HclUnavailableError:
        result.not_read = (
            "tree-sitter-hcl is not installed: run `pip install tree-sitter tree-sitter-hcl`"
        )
        return result
    if parsed.broken is not None:
        result.faults.append(_broken(parsed))
    result.steps += _steps(file, parsed, Scope(file, parsed), 0)
    # What a module's own files say without a call is a part of what they say with one.
    called = {os.path.normpath(step.source.path) for step in result.steps}
    result.covers = sorted(called - {os.path.normpath(file.source.path)})
    return result


def _calls(file: DeployFile) -> bool:
    """Whether a file calls a local module with a Cloud Run resource."""
    for match in _LOCAL.finditer(file.data[:MAX_BYTES]):
        folder = os.path.normpath(os.path.join(file.folder, match[1].decode("utf-8", "replace")))
        if any(b"google_cloud_run" in each.data for each in _files(file, folder)):
            return True
    return False


def _files(file: DeployFile, folder: str) -> list[DeployFile]:
    """The .tf files of a folder of the same repository."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(EXTENSIONS))
    except (OSError, ValueError):
        return []
    found = (file.named(name, folder) for name in names[:MAX_FILES])
    return [each for each in found if each is not None and len(each.data) <= MAX_BYTES]


def _broken(file: HclFile) -> Fault:
    row, column = file.broken or (0, 0)
    return Fault(
        "terraform-syntax",
        Place(file.source.path, row + 1, column + 1, row + 1, column + 1),
        message=say("this cannot be read as HCL, so blocks here may not be checked"),
        help=say("Run `terraform validate`."),
    )


def _steps(file: DeployFile, parsed: HclFile, scope: Scope, depth: int) -> list[Step]:
    steps: list[Step] = []
    for block in parsed.body.blocks:
        if len(steps) >= MAX_STEPS:
            break
        if str(block.type) == "resource" and len(block.labels) == 2:
            if str(block.labels[0]) in KINDS:
                steps += _resource(block, scope)
        elif str(block.type) == "module" and depth < MAX_MODULES:
            steps += _called(block, file, scope, depth)
    return steps


def _resource(block: Block, scope: Scope) -> Iterator[Step]:
    resource_type = str(block.labels[0])
    field = field_of(resource_type)
    anchor = block.labels[0]
    scope.load()
    if block.broken:
        yield Step(resource_type, anchor, anchor.source)
        return
    missing = list(undeclared(block, scope))
    for names in instances(block.body, scope.evaluator, anchor, MAX_INSTANCES):
        words = Words(resource_type)
        entries = read_body(block.body, anchor, field, scope.evaluator, names, words)
        faults = [
            *words.faults,
            *missing,
            *demands(entries, field, resource_type, scope.old_provider),
        ]
        drop_conflicts(entries, field)
        maker = NodeMaker()
        if resource_type == V1:
            _of_server(entries.get("template"), maker)
        apply_ignored(block.body, entries, maker)
        project = _text(block, "project", scope, names)
        yield make_step(resource_type, entries, field, maker, project, faults)


def _of_server(template: Value | None, maker: NodeMaker) -> None:
    """Without `template.metadata`, the v1 resource keeps the annotations that the server has."""
    inner = getattr(template, "items", None)
    if inner and getattr(inner[0], "get", lambda _: None)("metadata") is None:
        maker.unsure("annotations")


def _text(block: Block, name: str, scope: Scope, names: Mapping[str, Value]) -> Text | None:
    attribute = block.body.attributes.get(name)
    return as_text(scope.evaluator.attribute(attribute, names)) if attribute is not None else None


def _from_registry(block: Block, scope: Scope, resource_type: str) -> Iterator[Step]:
    """What a call of Google's own module makes."""
    if block.broken:
        return
    anchor = block.labels[0] if block.labels else block.type
    field = field_of(resource_type)
    for names in instances(block.body, scope.evaluator, anchor, MAX_INSTANCES):
        arguments = {
            name: Entry(attribute.name, scope.evaluator.attribute(attribute, names))
            for name, attribute in block.body.attributes.items()
        }
        made = made_by(resource_type, arguments, anchor)
        faults = [
            Fault(
                "terraform-missing",
                anchor.place,
                message=say("the input `{}` of the module is missing", own(name)),
                help=say("Add `{}`.", own(name)),
            )
            for name in made.missing
        ]
        if not made.missing:
            faults += demands(made.entries, field, resource_type, scope.old_provider)
        drop_conflicts(made.entries, field)
        maker = NodeMaker()
        if resource_type == V1 and "template_annotations" not in arguments:
            maker.unsure("annotations")  # the module has some of its own
        project = arguments.get("project_id")
        text = as_text(project.value) if project is not None else None
        step = make_step(resource_type, made.entries, field, maker, text, faults)
        step.command = f"module {_MODULE}"
        yield step


def _called(block: Block, file: DeployFile, scope: Scope, depth: int) -> Iterator[Step]:
    """The resources of a module of the same repository, with the arguments of its call."""
    source = block.body.attributes.get("source")
    path = known_text(scope.evaluator.attribute(source, {})) if source is not None else None
    resource_type = resource_type_of(path or "")
    if resource_type:
        yield from _from_registry(block, scope, resource_type)
    if path is None or not path.startswith(("./", "../")):
        return
    folder = os.path.normpath(os.path.join(file.folder, path))
    found = _files(file, folder)
    if not any(b"google_cloud_run" in each.data for each in found):
        return
    for variables in instances(block.body, scope.evaluator, block.type, MAX_INSTANCES):
        arguments = {
            name: scope.evaluator.attribute(attribute, variables)
            for name, attribute in block.body.attributes.items()
            if name not in META and name not in ("source", "version", "providers")
        }
        inner = Scope(found[0], None, arguments)
        for each, parsed in zip(found, (parsed_file(each) for each in found), strict=True):
            yield from _steps(each, parsed, inner, depth + 1)
