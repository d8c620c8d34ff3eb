"""One description of a resource: a manifest, or a deploy step."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.step import Step
    from lint.manifest.resource import Resource


@record
class Description:
    """One description of a resource."""

    path: str
    resource: Resource
    step: Step | None = None
    """None for a manifest."""

    @property
    def key(self) -> tuple[str, str]:
        """Kind and name; descriptions that share them are of one resource."""
        return self.resource.kind, self.resource.name
