"""`gcloud functions deploy` of the second generation: a Cloud Run service by another name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.draft import Draft
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.values import Values


def change_function(draft: Draft, call: Call, values: Values, faults: Faults) -> bool:
    """Applies the flags of a function; whether it is a Cloud Run service at all."""
    return False
