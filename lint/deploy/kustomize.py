"""Kustomize: bases and overlays, rendered in process as far as that needs no other program.

Cloud Run's kinds are custom resources to kustomize: a strategic merge patch merges mappings and
replaces lists. What needs generators, plugins, charts or remote files is not rendered, and said so.

Source: github.com/kubernetes-sigs/kustomize, api/krusty; kubectl.docs.kubernetes.io/references/kustomize
"""

from __future__ import annotations

import os
import re

from lint.deploy.nodes import placed, put, scalar
from lint.deploy.step import Read, Step
from lint.deploy.text import Text
from lint.manifest.resource import Resource, classify
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.file import DeployFile

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_NEEDS_KUSTOMIZE = (
    "components",
    "generators",
    "helmCharts",
    "openapi",
    "replacements",
    "transformers",
    "vars",
)
_MAX_DEPTH = 20
_MAX_FILES = 500
_LONGEST_PATTERN = 200


class NotRenderedError(Exception):
    """A part of a kustomization that this program does not render; the message names it."""


def read(file: DeployFile) -> Read:
    """The Cloud Run resources that a kustomization renders to."""
    found = Read()
    if not any(isinstance(document.root, MappingNode) for document in file.manifest.documents):
        return found
    renderer = _Renderer()
    try:
        roots = renderer.folder(file, 0)
    except NotRenderedError as reason:
        if renderer.saw_cloud_run:
            found.covers = sorted(renderer.files - {os.path.normpath(file.path)})
            found.not_read = (
                f"{reason} is not rendered here; check the output of `kustomize build "
                f"{file.folder}`"
            )
        return found
    for root in roots:
        kind = classify(root)[0]
        if kind is None or not _is_cloud_run(root):
            continue
        name = root.at("metadata", "name") or root
        anchor = Text.of("kustomize", name.source or file.source, name.line, name.column, 0)
        resource = Resource(root, kind, file.source)
        # Bases, patches and the kustomization itself each bring parts.
        resource.of_one_text = False
        step = Step("kustomize build", anchor, file.source, resource, is_manifest=True)
        found.steps.append(step)
    renderer.files.discard(os.path.normpath(file.path))
    found.covers = sorted(renderer.files) if found.steps else []
    return found


def _is_cloud_run(root: MappingNode) -> bool:
    version = text_of(root.get("apiVersion")) or ""
    return version.startswith(("serving.knative.dev/", "run.googleapis.com/"))


class _Renderer:
    """Renders one kustomization with all that it refers to."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.saw_cloud_run = False

    def folder(self, file: DeployFile, depth: int) -> list[MappingNode]:
        """The objects that the kustomization in a file renders to."""
        root = next(
            (d.root for d in file.manifest.documents if isinstance(d.root, MappingNode)), None
        )
        if root is None:
            return []
        if depth > _MAX_DEPTH:
            raise NotRenderedError("a kustomization that includes itself")
        objects: list[MappingNode] = []
        for key in ("resources", "bases"):
            for entry in elements(root.get(key)):
                objects += self.resource(file, text_of(entry) or "", depth)
        for key in _NEEDS_KUSTOMIZE:
            if elements(root.get(key)):
                raise NotRenderedError(f"`{key}` of {file.source.path}")
        for patch, target in self.patches(file, root):
            _apply(objects, patch, target, file)
        _transform(objects, root, file)
        return objects

    def resource(self, file: DeployFile, path: str, depth: int) -> list[MappingNode]:
        """The objects of an entry of `resources`: a file, or a folder with a kustomization."""
        if len(self.files) >= _MAX_FILES:
            raise NotRenderedError(f"a kustomization of over {_MAX_FILES} files")
        if not path or "://" in path or path.startswith("github.com/"):
            raise NotRenderedError(f"a remote resource of {file.source.path}")
        for name in NAMES:
            inner = file.named(os.path.join(path, name))
            if inner is not None:
                self.files.add(os.path.normpath(inner.path))
                return self.folder(inner, depth + 1)
        named = file.named(path)
        if named is None:
            raise NotRenderedError(f"a resource of {file.source.path} that is not there")
        self.files.add(os.path.normpath(named.path))
        objects = [
            placed(document.root, named.source)
            for document in named.manifest.documents
            if isinstance(document.root, MappingNode)
        ]
        made = [node for node in objects if isinstance(node, MappingNode)]
        self.saw_cloud_run = self.saw_cloud_run or any(map(_is_cloud_run, made))
        return made

    def patches(
        self, file: DeployFile, root: MappingNode
    ) -> Iterator[tuple[Node, MappingNode | None]]:
        """Each patch as a tree, with its `target`, None where the patch names its own."""
        for entry in elements(root.get("patchesStrategicMerge")):
            for tree in self.patch_trees(file, entry):
                yield tree, None
        for key in ("patches", "patchesJson6902"):
            for entry in elements(root.get(key)):
                target = entry.get("target")
                written = entry.get("path") or entry.get("patch")
                if written is None:
                    continue
                for tree in self.patch_trees(file, written):
                    yield tree, target if isinstance(target, MappingNode) else None

    def patch_trees(self, file: DeployFile, node: Node) -> Iterator[Node]:
        """The trees of a patch that is written inline, or in a file that is named."""
        text = node.text if isinstance(node, ScalarNode) else ""
        if "\n" in text or text.lstrip().startswith(("{", "[", "- ")):
            from lint.manifest.reader import read_manifest

            inner = read_manifest(file.source.path, text.encode("utf-8", "replace"))
            offset = node.line if isinstance(node, ScalarNode) and node.style in "|>" else 0
            for document in inner.documents:
                if document.root is not None:
                    yield placed(document.root, file.source, offset or node.line - 1)
            # A list is a JSON patch, which the reader of manifests takes for no document.
            if not any(document.root is not None for document in inner.documents):
                yield from _json_patch(text, file, node)
            return
        named = file.named(text) if text else None
        if named is None:
            raise NotRenderedError(f"a patch of {file.source.path} that is not there")
        self.files.add(os.path.normpath(named.path))
        roots = [d.root for d in named.manifest.documents if d.root is not None]
        if not roots:
            whole = str(named.text)
            yield from _json_patch(whole, named, None)
        for tree in roots:
            yield placed(tree, named.source)


def _json_patch(text: str, file: DeployFile, node: Node | None) -> Iterator[Node]:
    """A patch that is a list of operations."""
    from lint.yaml.composer import StopError, compose

    try:
        documents = compose(file.source.path, text, {}, False).documents
    except StopError:
        raise NotRenderedError(f"a patch of {file.source.path} that is not YAML") from None
    for document in documents:
        if document.root is not None:
            yield placed(document.root, file.source, 0 if node is None else node.line)


def _apply(
    objects: list[MappingNode], patch: Node, target: MappingNode | None, file: DeployFile
) -> None:
    if isinstance(patch, SequenceNode):
        for each in objects:
            if target is not None and _is_target(each, target):
                for operation in patch.items:
                    _operate(each, operation, file)
        return
    if not isinstance(patch, MappingNode):
        return
    for each in list(objects):
        own = target is None and all(
            text_of(each.at(*path)) == text_of(patch.at(*path))
            for path in (("kind",), ("metadata", "name"))
        )
        if own or (target is not None and _is_target(each, target)):
            if text_of(patch.get("$patch")) == "delete":
                objects.remove(each)
            else:
                _merge(each, patch, named=target is not None)


def _is_target(each: MappingNode, target: MappingNode) -> bool:
    if any(key in target for key in ("labelSelector", "annotationSelector")):
        raise NotRenderedError("a patch that selects by labels or annotations")
    for key, path in (("kind", ("kind",)), ("name", ("metadata", "name"))):
        wanted = text_of(target.get(key))
        if wanted is None:
            continue
        if len(wanted) > _LONGEST_PATTERN:
            raise NotRenderedError("a patch whose target is a long pattern")
        found = text_of(each.at(*path)) or ""
        plain = re.fullmatch(r"[\w.-]+", wanted) is not None
        if not plain:
            if wanted not in (".*", ""):
                raise NotRenderedError("a patch whose target is a pattern")
        elif wanted != found:
            return False
    return True


def _merge(base: MappingNode, patch: MappingNode, named: bool = False) -> None:
    """A merge patch: mappings are merged, all else is replaced, null removes."""
    for name, key, value in list(patch.items()):
        if name == "$patch" or (named and name in ("apiVersion", "kind")):
            continue
        old = base.get(name)
        if isinstance(value, ScalarNode) and value.value is None:
            base.keys.pop(name, None)
            base.values.pop(name, None)
        elif isinstance(old, MappingNode) and isinstance(value, MappingNode):
            if text_of(value.get("$patch")) == "replace":
                base.values[name] = value
            elif not (named and name == "metadata"):
                _merge(old, value)
            else:
                inner = old.get("name")
                _merge(old, value)
                if inner is not None:
                    old.values["name"] = inner
        else:
            base.keys[name] = key
            base.values[name] = value


def _operate(root: MappingNode, operation: Node, file: DeployFile) -> None:
    """One operation of a JSON patch (RFC 6902)."""
    kind = text_of(operation.get("op")) or ""
    path = text_of(operation.get("path")) or ""
    value = operation.get("value")
    if kind not in ("add", "replace", "remove") or not path.startswith("/"):
        if kind != "test":
            raise NotRenderedError(f"the operation `{kind}` of a patch in {file.source.path}")
        return
    *above, last = [part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/")]
    node: Node | None = root
    for part in above:
        if isinstance(node, SequenceNode):
            node = (
                node.items[int(part)] if part.isdecimal() and int(part) < len(node.items) else None
            )
        else:
            node = node.get(part) if node is not None else None
    if isinstance(node, MappingNode):
        if kind == "remove":
            node.keys.pop(last, None)
            node.values.pop(last, None)
        elif value is not None:
            key = operation.get("path")
            assert isinstance(key, ScalarNode)
            node.keys[last] = ScalarNode(last, last, '"', key.event)
            node.values[last] = value
    elif isinstance(node, SequenceNode):
        position = len(node.items) if last == "-" else int(last) if last.isdecimal() else -1
        if not 0 <= position <= len(node.items):
            raise NotRenderedError(f"a path of a patch in {file.source.path} that is not there")
        if kind == "add" and value is not None:
            node.items.insert(position, value)
        elif position < len(node.items):
            if kind == "remove":
                del node.items[position]
            elif value is not None:
                node.items[position] = value
    else:
        raise NotRenderedError(f"a path of a patch in {file.source.path} that is not there")


def _transform(objects: list[MappingNode], root: MappingNode, file: DeployFile) -> None:
    """What a kustomization does to all objects: names, labels, annotations, images."""
    prefix = text_of(root.get("namePrefix")) or ""
    suffix = text_of(root.get("nameSuffix")) or ""
    for each in objects:
        metadata = each.get("metadata")
        if not isinstance(metadata, MappingNode):
            continue
        name = metadata.get("name")
        if isinstance(name, ScalarNode) and (prefix or suffix):
            text = prefix + name.text + suffix
            metadata.values["name"] = ScalarNode(text, text, '"', name.event)
        for key, field in (("commonLabels", "labels"), ("commonAnnotations", "annotations")):
            _add_all(metadata, field, root.get(key), file)
        for entry in elements(root.get("labels")):
            _add_all(metadata, "labels", entry.get("pairs"), file)
        for entry in elements(root.get("images")):
            _rename_images(each, entry, file)


def _add_all(metadata: MappingNode, field: str, pairs: Node | None, file: DeployFile) -> None:
    if not isinstance(pairs, MappingNode):
        return
    tree = placed(pairs, file.source)
    assert isinstance(tree, MappingNode)
    old = metadata.get(field)
    if isinstance(old, MappingNode):
        _merge(old, tree)
    else:
        anchor = Text.of(field, file.source, pairs.line, pairs.column, 0)
        put(metadata, field, tree, anchor)


def _rename_images(each: MappingNode, entry: Node, file: DeployFile) -> None:
    wanted = text_of(entry.get("name")) or ""
    new_name = text_of(entry.get("newName"))
    tag, digest = entry.get("newTag"), entry.get("digest")
    for node in list(each.walk()):
        if not isinstance(node, MappingNode):
            continue
        for container in elements(node.get("containers")):
            image = container.get("image")
            if not isinstance(image, ScalarNode) or not isinstance(container, MappingNode):
                continue
            bare = image.text.partition("@")[0]
            head, slash, last = bare.rpartition("/")
            short, _, old_tag = last.partition(":")
            old_name = head + slash + short
            if old_name != wanted:
                continue
            text = new_name or old_name
            if isinstance(digest, ScalarNode):
                text += f"@{digest.text}"
            elif isinstance(tag, ScalarNode):
                text += f":{tag.text}"
            elif old_tag:
                text += f":{old_tag}"
            where = entry.get("newTag") or entry.get("newName") or entry
            anchor = Text.of(text, file.source, where.line, where.column, 0)
            container.values["image"] = scalar(anchor)
