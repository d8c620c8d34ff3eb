"""Fingerprints: what a finding is, whatever line it stands on."""

from __future__ import annotations

from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Finding


def fingerprints(findings: list[Finding]) -> list[str]:
    """One hexadecimal fingerprint (32 characters) for each finding, in order.

    Made of rule, file, resource and message, and of the occurrence's number among equals; not of
    the position, so that moving lines does not change it.
    """
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        resource = finding.resource
        who = f"{resource.kind}/{resource.name}" if resource is not None else ""
        key = "\0".join((finding.rule, finding.place.path, who, finding.message))
        number = seen.get(key, 0)
        seen[key] = number + 1
        text = f"{key}\0{number}".encode("utf-8", "backslashreplace")
        result.append(sha256(text).hexdigest()[:32])
    return result
