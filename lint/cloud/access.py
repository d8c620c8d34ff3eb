"""Whether a service account may read a secret, as far as the secret's own policy tells."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_EVERYBODY = ("allUsers", "allAuthenticatedUsers")
_COLLECTIVE = ("group:", "domain:", "principalSet:", "projectEditor:", "projectOwner:")
ROLE = "roles/secretmanager.secretAccessor"


def doubt_of_access(policy: Mapping[str, Any], account: str) -> str:
    """Why it is not certain that an account may read a secret; "" when it is.

    `policy` are the facts of a policy (`lint.cloud.google.secret_manager.policy_facts`). That an
    account may *not* read is never certain: a role on the project, the folder or the
    organisation is inherited, and the secret's own policy does not show it.
    """
    member = f"serviceAccount:{account}"
    if member in policy["members"] or any(name in policy["members"] for name in _EVERYBODY):
        return ""
    if member in policy["conditional"]:
        return f"`{account}` has {ROLE} under a condition"
    if member in policy["custom"]:
        return f"`{account}` has a custom role on the secret"
    for name in (*policy["members"], *policy["conditional"], *policy["custom"]):
        if name.startswith(_COLLECTIVE):
            return f"`{account}` may have access as a member of `{name}`"
    return f"`{account}` has no role on the secret itself; a role on its project could give access"
