"""A manifest as it reaches Cloud Run through Skaffold or Cloud Deploy."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.step import Delivery
    from lint.model.source import Source
    from lint.yaml.tree import MappingNode

PARAMETER = "from-param:"
"""What a line has whose value Cloud Deploy replaces."""


def deliver(root: MappingNode, source: Source, delivery: Delivery | None) -> None:
    """Puts placeholders in a document in the place of what is replaced on the way to Cloud Run."""
    from lint.deploy.skaffold import replace_images, replace_parameters

    if PARAMETER in source.text:
        replace_parameters(root, source)
    if delivery is not None:
        replace_images(root, delivery.images)
