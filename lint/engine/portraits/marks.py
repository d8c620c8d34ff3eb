"""Which part of which portrait each finding is about: by its place, else by what its rule checks."""

from __future__ import annotations

from lint.engine.portraits.attached import demanded
from lint.model.portrait import Link, Part, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.model.findings import Finding, Outcome, Place, ResourceId
    from lint.model.portrait import Portrait, Role, Spot

_ROLES: Mapping[str, Role] = {
    "vpc": "network",
    "network": "network",
    "cloudsql": "cloud-sql",
    "cloudsql-sockets": "cloud-sql",
    "service-account": "identity",
    "ingress": "caller",
    "traffic": "caller",
}
"""The part that the rules of a check are about, where a finding's place does not say it."""
_LABELS = {
    "env": "env",
    "secrets": "env",
    "env-vars": "env",
    "code-env": "env",
    "image": "image",
    "imports": "starts",
    "build": "starts",
    "listening": "starts",
}
"""The line of a container that the rules of a check are about."""


MOST_IN_A_LINE = 500
"""Parts that begin or go on in one line of a file; findings on more in it are about the resource."""


def mark(outcome: Outcome, checks: Mapping[str, str]) -> None:
    """Gives each portrait of the outcome its findings, and its parts theirs.

    `checks` has the checks of rules by their ids. A finding is of one portrait at most.
    """
    by_name: dict[tuple[str, str], list[_Marked]] = {}
    by_path: dict[str, list[_Marked]] = {}
    portraits: list[Portrait] = outcome.portraits
    for portrait in portraits:
        marked = _Marked(portrait)
        by_name.setdefault(_key(portrait.resource), []).append(marked)
        for path in marked.paths:
            by_path.setdefault(path, []).append(marked)
    for finding in outcome.findings:
        here = by_path.get(finding.place.path, [])
        resource = finding.resource
        named = by_name.get(_key(resource), []) if resource is not None else here
        inside = [one for one in named if one.spots(finding.place)]
        rest = [*[one for one in named if one in here], *named]
        if resource is None and len(here) > 1:
            rest = []  # it may be about any of them, or about none
        for marked in [*inside, *rest][:1]:
            marked.add(finding, checks.get(finding.rule, ""))


def _key(resource: ResourceId) -> tuple[str, str]:
    return resource.kind, resource.name


class _Marked:
    """A portrait with its parts by the lines that they are written in."""

    def __init__(self, portrait: Portrait) -> None:
        self.portrait = portrait
        self.paths: dict[str, None] = {}
        self._by_line: dict[tuple[str, int], list[tuple[Place, Spot]]] = {}
        for spot in portrait.spots():
            for place in spot.places:
                self.paths[place.path] = None
                for line in range(place.line, place.end_line + 1):
                    here = self._by_line.setdefault((place.path, line), [])
                    if len(here) < MOST_IN_A_LINE:
                        here.append((place, spot))

    def spots(self, place: Place) -> list[Spot]:
        """What a place is in, the narrowest first."""
        found = [
            (span.end_line - span.line, span.end_column - span.column, number, spot)
            for number, (span, spot) in enumerate(self._by_line.get((place.path, place.line), ()))
            if _holds(span, place)
        ]
        return [spot for *_, spot in sorted(found, key=lambda entry: entry[:3])]

    def add(self, finding: Finding, check: str) -> None:
        """Adds a finding to the portrait, and to what of it the finding is about."""
        portrait = self.portrait
        portrait.findings.append(finding)
        around = self.spots(finding.place)
        links = [spot for spot in around if isinstance(spot, Link)]
        spot = next((spot for spot in around if not isinstance(spot, Link)), None)
        seconds = [self.spots(related.place) for related in finding.related]
        if not isinstance(spot, Row):
            narrower = _by_check(portrait, spot, check)
            if narrower is None and (spot is None or spot is portrait.whole):
                near = [other for spots in seconds for other in spots]
                narrower = next((other for other in near if isinstance(other, Row)), None)
            if narrower is None and finding.place.path not in self.paths:
                narrower = _code(portrait)
            spot = narrower or spot or portrait.whole
        lost = [link.target for link in links if link.target.missing]
        hit = [part for part in portrait.parts if part.missing and spot in (part, *part.rows)]
        links += [link for link in portrait.links if link.target in hit]
        # The line of a second place is marked, too: the other half of a contradiction, for instance.
        narrowest = (next((s for s in spots if not isinstance(s, Link)), None) for spots in seconds)
        lines = [other for other in narrowest if isinstance(other, Row)]
        for marked in dict.fromkeys([spot, *lines, *links, *lost, *hit]):
            marked.findings.append(finding)


def _by_check(portrait: Portrait, spot: Spot | None, check: str) -> Spot | None:
    """The part or line that the rules of a check are about."""
    label = _LABELS.get(check)
    if label is not None:
        if isinstance(spot, Part) and spot.role == "container":
            return spot.row(label)
        main = _main(portrait)
        return main.row(label) if main is not None else None
    role = _ROLES.get(check)
    if role is None or (isinstance(spot, Part) and spot is not portrait.whole):
        return None
    for part in portrait.parts:
        if part.role == role:
            return part
    if role == "caller":
        return None
    part = demanded(role)
    portrait.attached.append(part)
    portrait.links.append(Link(portrait.whole, part))
    return part


def _code(portrait: Portrait) -> Spot | None:
    """What stands for the code of an image: the line about what its container starts."""
    main = _main(portrait)
    return main.row("starts") if main is not None else None


def _main(portrait: Portrait) -> Part | None:
    """The container that requests reach, else the first."""
    targets = [link.target for link in portrait.links if link.target.role == "container"]
    return next(iter([*targets, *portrait.containers]), None)


def _holds(span: Place, place: Place) -> bool:
    """Whether a place begins within a span."""
    return (
        span.path == place.path
        and (span.line, span.column) <= (place.line, place.column)
        and (place.line, place.column) < (span.end_line, max(span.end_column, span.column + 1))
    )
