"""Skaffold projects, which are also what Cloud Deploy delivers.

Skaffold reads manifests in its own way: a file may hold several, a number is taken for a string where
one is expected, and the images that it builds are replaced by their digests. Cloud Deploy replaces
values on lines with a comment `# from-param: ${name}`.

Source: github.com/GoogleContainerTools/skaffold, pkg/skaffold/deploy/cloudrun/deploy.go;
docs.cloud.google.com/deploy/docs/parameters
"""

from __future__ import annotations

import os

from lint.deploy.step import Build, Delivery, Read
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode, Span, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.file import DeployFile
    from lint.model.source import Source

_PARAMETER = lazy_regex(r"#\s*from-param:\s*(\$\{[\w.-]+\})")
_DEFAULT_MANIFESTS = ("k8s/*.yaml",)
"""Where Skaffold looks for manifests if the project names none."""


def read(file: DeployFile) -> Read:
    """The images that a Skaffold project builds, and the manifests that it deploys."""
    found = Read()
    manifests: list[str] = []
    images: list[str] = []
    is_cloud_run = False
    for document in file.manifest.documents:
        root = document.root
        if not isinstance(root, MappingNode) or not _is_project(root):
            continue
        for part in (root, *elements(root.get("profiles"))):
            is_cloud_run = is_cloud_run or part.at("deploy", "cloudrun") is not None
            manifests += _strings(part.at("manifests", "rawYaml"))
            for artifact in elements(part.at("build", "artifacts")):
                build = _build(artifact, file)
                if build is not None:
                    found.builds.append(build)
                    images.append(build.image)
    if is_cloud_run or manifests:
        patterns = [
            os.path.normpath(os.path.join(file.folder, pattern))
            for pattern in manifests or _DEFAULT_MANIFESTS
        ]
        found.delivery = Delivery(patterns, images)
    return found


def _is_project(root: MappingNode) -> bool:
    version = text_of(root.get("apiVersion")) or ""
    return version.startswith("skaffold/") and text_of(root.get("kind")) == "Config"


def _strings(node: Node | None) -> Iterator[str]:
    return filter(None, map(text_of, elements(node)))


def _build(artifact: Node, file: DeployFile) -> Build | None:
    image = text_of(artifact.get("image"))
    if not image:
        return None
    directory = os.path.normpath(os.path.join(file.folder, text_of(artifact.get("context")) or "."))
    dockerfile = text_of(artifact.at("docker", "dockerfile")) or ""
    return Build(directory, os.path.join(directory, dockerfile) if dockerfile else "", image, None)


def replace_images(root: Node, images: list[str]) -> None:
    """Puts placeholders in the place of the images that a delivery replaces.

    `images` are the names that it builds. A release can name others for a word without a registry.
    """
    for mapping in list(root.walk()):
        if not isinstance(mapping, MappingNode):
            continue
        for container in elements(mapping.get("containers")):
            node = container.get("image")
            if isinstance(node, ScalarNode) and isinstance(container, MappingNode):
                bare = node.text.partition("@")[0].partition(":")[0]
                if not node.unknown and (bare in images or "/" not in node.text):
                    container.values["image"] = _placeholder(node, "${" + bare + "}")


def replace_parameters(root: Node, source: Source) -> None:
    """Puts placeholders in the place of the values that Cloud Deploy replaces."""
    lines = source.lines()
    for mapping in list(root.walk()):
        if not isinstance(mapping, MappingNode):
            continue
        for key, node in list(mapping.values.items()):
            if isinstance(node, ScalarNode) and node.line <= len(lines):
                match = _PARAMETER.search(lines[node.line - 1])
                if match is not None:
                    mapping.values[key] = _placeholder(node, match[1])


def _placeholder(node: ScalarNode, text: str) -> ScalarNode:
    event = node.event
    return ScalarNode(text, text, '"', Span(event.start_mark, event.end_mark))
