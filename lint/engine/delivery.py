"""The resource of a manifest as it reaches Cloud Run: through gcloud, Skaffold or Cloud Deploy."""

from __future__ import annotations

from lint.manifest.resource import Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.step import Delivery
    from lint.model.source import Source
    from lint.yaml.tree import MappingNode

_PARAMETER = "from-param:"


def made_resource(
    root: MappingNode, kind: str, source: Source, delivery: Delivery | None
) -> Resource:
    """The resource of a document, with placeholders in the place of what is replaced later."""
    if _PARAMETER in source.text:
        from lint.deploy.skaffold import replace_parameters

        replace_parameters(root, source)
    if delivery is not None:
        from lint.deploy.skaffold import replace_images

        replace_images(root, delivery.images)
    resource = Resource(root, kind, source)
    resource.delivered = delivery is not None
    return resource
