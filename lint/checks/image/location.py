"""Where findings about the image point to in the manifest, and what the image has instead."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.image.image import Image


def nearest_module(image: Image, module: str) -> str:
    """A help that names what the build has in the missing module's place."""
    from lint.support.nearest import nearest

    parent, _, _ = module.rpartition(".")
    modules = image.modules()
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


def image_place(context: CheckContext) -> Any:
    """Where the manifest states what is built: the image of the main container."""
    container = context.resource.ingress_container
    node = container.node.get("image") if container is not None else None
    return node if node is not None else context.resource.head
