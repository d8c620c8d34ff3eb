"""Where a repository can show a finding: at its place, or at the one that explains it.

Nobody can open a line of a built wheel or of a saved image. What a reviewer can look at is the line
of the ignore file that left a module out, the file that the member was made from, or else the file that
describes the service.
"""

from __future__ import annotations

from lint.model.findings import Place
from lint.report.headline import ARCHIVES, archive_member

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Outcome


def in_archive(place: Place) -> bool:
    """Whether a place is an archive, or in one."""
    return bool(archive_member(place.path)[1]) or place.path.lower().endswith(ARCHIVES)


def place_in_repository(finding: Finding, outcome: Outcome) -> Place:
    """The place of a finding, as far as it is in a file of its own.

    For a finding in an archive it is the first other place that is not in one (readers put the
    cause first), else the line of the file that the member was made from, else the file of the
    resource, else the archive as a whole.
    """
    if not in_archive(finding.place):
        return finding.place
    for related in finding.related:
        if not in_archive(related.place):
            return related.place
    place = finding.place
    original = outcome.originals.get(place.path)
    if original is not None:
        return Place(original, place.line, place.column, place.end_line, place.end_column)
    resource = finding.resource
    if resource is not None:
        for checked in outcome.checked:
            if (checked.kind, checked.name) == (resource.kind, resource.name):
                return Place(checked.path)
    return Place(archive_member(finding.place.path)[0])


def archived(finding: Finding) -> str:
    """`app-1.0-py3-none-any.whl!app/main.py:12:5: ` for a finding in an archive, else ""."""
    if not in_archive(finding.place):
        return ""
    archive, member = archive_member(finding.place.path)
    name = archive.rpartition("/")[2]
    place = finding.place
    return f"{name}!{member}:{place.line}:{place.column}: " if member else f"{name}: "
