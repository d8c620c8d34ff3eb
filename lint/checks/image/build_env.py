"""What a manifest, or a deploy step, says about the build that a buildpack makes of its source."""

from __future__ import annotations

from lint.image.context import builders
from lint.image.context.buildpack_python import VARIABLES, BuildPython

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.image import Image
    from lint.manifest.resource import Resource


def build_env(resource: Resource) -> dict[str, str]:
    """The variables of a buildpack's build that the annotations state."""
    from lint.image.start.buildpack import known_build_env

    def annotation(key: str) -> str | None:
        node = resource.annotation(key, template=False) or resource.annotation(key, template=True)
        return node.text if node is not None and not node.templated else None

    return known_build_env(annotation)


def as_built(image: Image, resource: Resource) -> Image:
    """The image, with the Python that the build of a resource takes for it."""
    name = "run.googleapis.com/build-environment-variables"
    node = resource.annotation(name, template=False) or resource.annotation(name, template=True)
    if node is not None and node.templated:
        return image.built_with(None)
    env = build_env(resource)
    stated = next((env[name] for name in VARIABLES if env.get(name)), "")
    if not stated:
        return image
    version = builders.stated_version(stated)
    return image.built_with(BuildPython(version, True) if version is not None else None)
