"""Fingerprints: the identity of a finding, whatever line it is on."""

from __future__ import annotations

import re
from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lint.model.findings import Finding, Outcome

# "line 12", "lines 3 and 5", "main.py:12", "main.py:12:5"
_POSITIONS = re.compile(r"\b(lines?) \d+(?:(?:, | and | to |-)\d+)*|(\.\w+):\d+(?::\d+)?\b")


def outcome_fingerprints(
    outcome: Outcome, path_of: Callable[[str], str] | None = None
) -> dict[int, str]:
    """The fingerprint of each finding of an outcome, by `id(finding)`.

    Those that are accepted count too: what is accepted must not change the fingerprints of others.
    """
    accepted = [entry.finding for entry in outcome.accepted]
    every = sorted([*outcome.findings, *accepted], key=lambda finding: finding.sort_key())
    prints = fingerprints(every, path_of)
    return {id(finding): print for finding, print in zip(every, prints, strict=True)}


def fingerprints(
    findings: Iterable[Finding], path_of: Callable[[str], str] | None = None
) -> list[str]:
    """One hexadecimal fingerprint (32 characters) for each finding, in order; no two are equal.

    Made of rule, file, resource and message (without the line numbers in it), and of the
    occurrence's number among equals; not of the position, so that moving lines does not change it.
    `path_of` gives the path that counts for the one of a report.

    A finding with a topic has that in the place of its message: a baseline stays when one of six
    missing env vars is added, and also accepts a seventh.
    """
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        resource = finding.resource
        who = f"{resource.kind}/{resource.name}" if resource is not None else ""
        path = finding.place.path
        path = path.removeprefix("./") if path_of is None else path_of(path)
        message = _POSITIONS.sub(r"\1\2", finding.topic or finding.message)
        key = "\0".join((finding.rule, path, who, message))
        number = seen.get(key, 0)
        seen[key] = number + 1
        text = f"{key}\0{number}".encode("utf-8", "backslashreplace")
        result.append(sha256(text).hexdigest()[:32])
    return result
