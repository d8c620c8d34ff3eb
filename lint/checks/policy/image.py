"""`image`: where images may come from, and whether they must be pinned."""

from __future__ import annotations

from lint.model.text import listed, own, say
from lint.support.globs import matches
from lint.yaml.tree import ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding, NotRun
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
            default="any",
            description="digest: a digest; tag: a digest, or a tag other than latest; any: no limit",
        )

    return Image


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each container's image; all containers are meant unless one is named."""
    for rule in rules:
        yield from context.container_not_stated(rule)
        containers = context.containers(rule) if rule.container else context.resource.containers
        for container in containers:
            node = container.node.get("image")
            image = text_of(node)
            if node is None and context.resource.partial:
                yield context.not_stated(rule)
                continue
            if not isinstance(node, ScalarNode) or not image:
                continue
            registries = rule.params["registries"]
            if registries and not any(_within(image, allowed) for allowed in registries):
                yield context.finding(
                    rule,
                    node,
                    message=say(
                        "the image comes from `{}`, which is not an allowed registry",
                        context.resource.part(node, _full(image).rpartition("/")[0]),
                    ),
                    help=say("Use an image from {}.", listed(map(own, registries))),
                )
            pinned = rule.params["pinned"]
            if "@sha256:" in image or pinned == "any":
                continue
            tag = image.rpartition("/")[2].partition(":")[2]
            if pinned == "digest":
                yield context.finding(
                    rule,
                    node,
                    message=say(
                        "the image has the tag `{}` and no digest", context.resource.part(node, tag)
                    )
                    if tag
                    else say("the image has no tag and no digest"),
                    help=say("Append `@sha256:` and the digest of the image."),
                )
            elif tag in ("", "latest"):
                yield context.finding(
                    rule,
                    node,
                    message=say("the image has the tag `latest`")
                    if tag
                    else say("the image has no tag, which means `latest`"),
                    help=say("Use the tag of a version, or a digest."),
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
