"""Small outcomes for tests."""

from __future__ import annotations

from lint.model.findings import Checked, Finding, Outcome, Place, Related, ResourceId
from lint.model.source import Source


def finding(
    place: Place,
    message: str = "`x` is wrong",
    *,
    rule: str = "CR001",
    severity: str = "error",
    related: tuple[Related, ...] = (),
    **more: object,
) -> Finding:
    more.setdefault("name", "some-rule")
    more.setdefault("consequence", "refused")
    more.setdefault("resource", ResourceId("Service", "app"))
    return Finding(
        rule=rule, severity=severity, message=message, place=place, related=related, **more
    )


def outcome(*findings: Finding, texts: dict[str, str] | None = None) -> Outcome:
    made = Outcome()
    made.findings = list(findings)
    made.checked = [Checked("a.yaml", "Service", "app")]
    made.sources = {path: revealed(path, text) for path, text in (texts or {}).items()}
    return made


def revealed(path: str, text: str) -> Source:
    """A text of which all may be shown but what looks like a credential."""
    source = Source(path, text)
    source.reveal(1, 1, len(source.lines()), 1 << 30)
    return source
