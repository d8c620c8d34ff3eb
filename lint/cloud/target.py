"""Which project and region a resource is for, and where that was found."""

from __future__ import annotations

import os

from lint.model.record import record
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.manifest.resource import Resource

LOCATION = "cloud.googleapis.com/location"


@record
class Target:
    """The project and the region that a resource is deployed to."""

    project: str
    """Its id or number; "" where unknown."""
    project_origin: str
    """Where that is written, in words."""
    region: str
    """The region's name; "" where unknown."""
    region_origin: str
    """Where that is written, in words."""

    def __str__(self) -> str:
        project = (
            f"project {self.project} ({self.project_origin})" if self.project else "no project"
        )
        region = f"region {self.region} ({self.region_origin})" if self.region else "no region"
        return f"{project}, {region}"

    @property
    def parent(self) -> str:
        """`projects/P/locations/R`, or "" where one of them is unknown."""
        if not self.project or not self.region:
            return ""
        return f"projects/{self.project}/locations/{self.region}"


class Defaults:
    """What the command line, the settings and the environment say about project and region.

    `ambient` gives the project of the credentials; it is called only when nothing else names
    one, since it may have to ask the metadata server.
    """

    __slots__ = ("ambient", "flags", "settings")

    def __init__(
        self,
        *,
        project: str = "",
        region: str = "",
        settings_project: str = "",
        settings_region: str = "",
        ambient: Callable[[], str] | None = None,
    ) -> None:
        self.flags = (project, region)
        self.settings = (settings_project, settings_region)
        self.ambient = ambient

    def target(self, resource: Resource | None = None) -> Target:
        """The project and region of a resource; without one, those of the run itself.

        In this order: a flag, the manifest, the settings, the surroundings. As in gcloud, a flag
        wins over a manifest that says otherwise.
        """
        namespace = location = ""
        if resource is not None:
            namespace = _text(resource.root.at("metadata", "namespace"))
            labels = resource.labels
            location = _text(labels.get(LOCATION)) if labels is not None else ""
        project, project_origin = _first(
            (self.flags[0], "--project"),
            (namespace, "the manifest's namespace"),
            (self.settings[0], "the settings"),
        )
        if not project and self.ambient is not None:
            project, project_origin = self.ambient(), "the credentials"
        region, region_origin = _first(
            (self.flags[1], "--region"),
            (location, f"the manifest's label {LOCATION}"),
            (self.settings[1], "the settings"),
            (os.environ.get("CLOUDSDK_RUN_REGION", ""), "CLOUDSDK_RUN_REGION"),
        )
        return Target(project, project_origin, region, region_origin)


def _first(*candidates: tuple[str, str]) -> tuple[str, str]:
    for value, origin in candidates:
        if value:
            return value, origin
    return "", ""


def _text(node: object) -> str:
    """The text of a known scalar; gcloud turns a project number into a string."""
    if not isinstance(node, ScalarNode) or node.unknown or node.value is None:
        return ""
    return str(node.value)
