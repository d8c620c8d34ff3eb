"""Where findings about the image point to in the manifest, and what the image has instead."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.checks.context import Subject
    from lint.image.image import Build


def nearest_module(build: Build, module: str) -> str:
    """A help that names what the build has in the missing module's place."""
    from lint.support.nearest import nearest

    parent, _, _ = module.rpartition(".")
    modules = build.modules()
    siblings = [name for name in modules if name.rpartition(".")[0] == parent]
    near = nearest(module, siblings) or nearest(module, modules, cutoff=0.8)
    if near is not None:
        return f"The nearest module that is there is `{near}`."
    while parent and parent not in modules:
        parent = parent.rpartition(".")[0]
    if parent:
        return f"Of it only the package `{parent}` is there."
    packages = sorted({name.partition(".")[0] for name in modules})
    return f"The packages that are there are {', '.join(f'`{name}`' for name in packages[:5])}."


def image_place(subject: Subject) -> Any:
    """Where the manifest states what is built: the image of the main container."""
    container = subject.resource.ingress_container
    node = container.node.get("image") if container is not None else None
    return node if node is not None else subject.resource.head
