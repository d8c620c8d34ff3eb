"""The service that an image without a manifest is judged against: the defaults of Cloud Run."""

from __future__ import annotations

from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.image import Image

_MANIFEST = b"""\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: ""}
spec: {template: {spec: {containers: [{image: ""}]}}}
"""


def assumed_service(image: Image) -> Resource:
    """A service with one container of the image: port 8080, and no setting of its own.

    Findings on it are placed in the file that describes the image. Its env vars are unknown.
    """
    context = image.context
    path = image.wheels[0].path if image.wheels else image.origin
    if context is not None:
        copy_map = context.copy_map
        path = context.display_path if copy_map is None else copy_map.display_path
    manifest = read_manifest(path, _MANIFEST)
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", manifest.source)
    resource.assumed = True
    return resource
