"""Images that a service uses under nearly the name by which the repository builds them."""

from __future__ import annotations

from lint.model.fault import Fault
from lint.model.text import name, say
from lint.support.nearest import nearest
from lint.yaml.placeholders import find_any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint.deploy.step import Build
    from lint.engine.description import Description

_ALIKE = 0.9
"""How alike two names must be (1 is equal): `shop/web` and `shop/wbe`, not `shop/web` and `shop/api`."""


def misspelt_images(
    descriptions: Sequence[Description], builds: Iterable[Build], pushed: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each image that nothing here builds, while an image that nothing uses has nearly its name.

    `pushed` are the names that the repository pushes, whatever builds them. An image of another
    repository may have such a name too, so it is never certain.
    """
    built = {untagged(build.image): build for build in builds if build.image}
    used: dict[str, list[Description]] = {}
    for each in descriptions:
        for container in each.resource.containers:
            if container.image is not None and container.image.text:
                used.setdefault(untagged(container.image.text), []).append(each)
    free = [image for image in built if image not in used and not find_any(image)]
    there = {*built, *map(untagged, pushed)}
    for image, users in used.items():
        if image in there or find_any(image):
            continue
        near = nearest(image, free, cutoff=_ALIKE)
        if near is None or near.count("/") != image.count("/"):
            continue
        for each in users:
            yield from _faults(each, image, near, built[near])


def _faults(each: Description, image: str, near: str, build: Build) -> Iterator[Fault]:
    for container in each.resource.containers:
        node = container.image
        if node is None or untagged(node.text) != image:
            continue
        anchor = build.anchor
        yield Fault(
            "image-not-built",
            each.resource.place(node),
            message=say("nothing here builds `{}`, but `{}` is built", name(image), name(near)),
            help=say("Write `{}`, if that is the image.", name(near)),
            related=[(anchor.place, say("it is built here"))] if anchor is not None else [],
        )


def untagged(image: str) -> str:
    """The name of an image without tag and digest."""
    image = image.partition("@")[0]
    head, slash, last = image.rpartition("/")
    return head + slash + last.partition(":")[0]
