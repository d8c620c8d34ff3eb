"""Why a finding matters: what happens if it stays, and the reason that its rule gives."""

from __future__ import annotations

from lint.model.findings import CONSEQUENCES, POSSIBLE_CONSEQUENCES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding

_LONGEST = 2_000


def why(finding: Finding, longest: int = _LONGEST) -> str:
    """The consequence and the rule's own reason, as sentences; without what the message says.

    Of the reason, `longest` characters are shown.
    """
    reason = " ".join(finding.because.split())
    if len(reason) > longest:
        reason = reason[:longest].rpartition(" ")[0] + " ..."
    parts = [reason]
    # That a rule of the user's own is broken says its id.
    if finding.consequence != "policy":
        certain = finding.severity == "error"
        consequence = (CONSEQUENCES if certain else POSSIBLE_CONSEQUENCES)[finding.consequence]
        parts.insert(0, f"{consequence[0].upper()}{consequence[1:]}.")
    said = _words(f"{finding.message} {finding.help}")
    return " ".join(part for part in parts if not _words(part) <= said)


def _words(text: str) -> set[str]:
    """The words of a text, whatever is around them."""
    return {word.strip(".,:;()\"'`").lower() for word in text.split()} - {""}
