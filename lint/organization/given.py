"""The policies that a run was given, and what they need to know about a resource."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.cloud.target import Defaults, Target
    from lint.deploy.text import Text
    from lint.manifest.resource import Resource
    from lint.model.findings import Place
    from lint.organization.model import PolicySet


class GivenPolicies:
    """What `--policy` gave, with the project and region of the command line and the settings."""

    __slots__ = ("_defaults", "_steps", "policies")

    def __init__(self, policies: PolicySet, defaults: Defaults) -> None:
        self.policies = policies
        self._defaults = defaults
        self._steps: dict[int, tuple[Text | None, Text | None]] = {}

    def of_step(self, resource: Resource, project: Text | None, region: Text | None) -> None:
        """Notes the project and region that a deploy step states for its resource."""
        self._steps[id(resource)] = (
            project if project is not None and project.known else None,
            region if region is not None and region.known else None,
        )

    def target(self, resource: Resource) -> Target:
        """The project and region that a resource is deployed to, as far as they are known.

        What a deploy step states counts before the settings, and behind a flag of the command line.
        """
        found = self._defaults.target(resource)
        project, region = self._steps.get(id(resource), (None, None))
        flag_project, flag_region = self._defaults.flags
        if project is not None and not flag_project:
            found.project, found.project_origin = str(project), "the deploy step"
        if region is not None and not flag_region:
            found.region, found.region_origin = str(region), "the deploy step"
        return found

    def region_place(self, resource: Resource) -> Place | None:
        """Where a deploy step states the region that counts; None where none does."""
        region = self._steps.get(id(resource), (None, None))[1]
        return region.place if region is not None and not self._defaults.flags[1] else None
