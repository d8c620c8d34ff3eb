"""`image`: where images may come from, and whether they must be pinned."""

from __future__ import annotations

from lint.support.globs import matches
from lint.yaml.tree import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class Image(Strict):
        registries: Strings = Field(
            default=[],
            description="allowed hosts or path prefixes (globs): europe-docker.pkg.dev/p/*",
        )
        pinned: Literal["any", "tag", "digest"] = Field(
            default="any", description="digest, or a tag other than latest (a digest serves too)"
        )

    return Image


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each container's image; all containers are meant unless one is named."""
    for rule in rules:
        containers = context.containers(rule) if rule.container else context.resource.containers
        for container in containers:
            node = container.node.get("image")
            image = text_of(node)
            if node is None or not image:
                continue
            registries = rule.params["registries"]
            if registries and not any(_within(image, allowed) for allowed in registries):
                options = ", ".join(f"`{allowed}`" for allowed in registries[:4])
                yield context.finding(
                    rule,
                    node,
                    message=f"the image comes from `{_full(image).rpartition('/')[0][:80]}`, which is not "
                    "an allowed registry",
                    help=f"Take it from {options}.",
                )
            pinned = rule.params["pinned"]
            if "@sha256:" in image or pinned == "any":
                continue
            tag = image.rpartition("/")[2].partition(":")[2]
            if pinned == "digest":
                found = f"the tag `{tag[:60]}`" if tag else "no tag"
                yield context.finding(
                    rule,
                    node,
                    message=f"the image has {found} and is not pinned to a digest",
                    help="Append `@sha256:` and the digest.",
                )
            elif tag in ("", "latest"):
                found = "the tag `latest`" if tag else "no tag"
                yield context.finding(
                    rule,
                    node,
                    message=f"the image has {found}",
                    help="Name a version's tag or a digest.",
                )


def _full(image: str) -> str:
    """The image with its host: without one it is Docker Hub's."""
    host = image.partition("/")[0]
    if "/" in image and ("." in host or ":" in host or host == "localhost"):
        return image
    return f"docker.io/{image}"


def _within(image: str, allowed: str) -> bool:
    full = _full(image)
    prefix = allowed.rstrip("/")
    if any(mark in allowed for mark in "*?["):
        path = full.partition("@")[0]
        return matches(path, (allowed, prefix + "/*"))
    return full.startswith(prefix + "/") or full == prefix
