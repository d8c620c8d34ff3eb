"""The policies that a run was given, and what they need to know about a resource."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.cloud.target import Defaults, Target
    from lint.manifest.resource import Resource
    from lint.organization.model import PolicySet


class GivenPolicies:
    """What `--policy` gave, with the project and region of the command line and the settings."""

    __slots__ = ("_defaults", "policies")

    def __init__(self, policies: PolicySet, defaults: Defaults) -> None:
        self.policies = policies
        self._defaults = defaults

    def target(self, resource: Resource) -> Target:
        """The project and region that a resource is deployed to, as far as they are known."""
        return self._defaults.target(resource)
