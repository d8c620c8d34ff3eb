"""The picture of a resource in words: the same parts as a list, all of them and uncut.

It is what narrow screens show in place of the picture, and what programs read that read aloud.
"""

from __future__ import annotations

from lint.report.html.markup import text
from lint.report.html.picture import ROLES, severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.model.findings import Finding
    from lint.model.portrait import Part, Portrait, Row


def in_words(portrait: Portrait, numbers: Mapping[int, int]) -> str:
    """The parts in the order of the picture; `numbers` is as in `Picture`."""
    return _Words(portrait, numbers).html()


class _Words:
    def __init__(self, portrait: Portrait, numbers: Mapping[int, int]) -> None:
        self.portrait = portrait
        self.numbers = numbers
        self.targets: dict[int, list[Part]] = {}
        for link in portrait.links:
            self.targets.setdefault(id(link.start), []).append(link.target)

    def html(self) -> str:
        portrait = self.portrait
        whole = portrait.whole
        facts = self._rows(whole.rows)
        marks = self.marks(whole.findings)
        head = f"<p>{marks}</p>" if marks else ""
        parts = [*portrait.callers, *portrait.containers, *portrait.attached]
        boxes = "".join(self._part(part) for part in parts)
        return f"{head}{facts}<ul>{boxes}</ul>"

    def _part(self, part: Part) -> str:
        tone = severity(part.findings)
        kind = f"part {part.role}{' missing' if part.missing else ''} {tone}".rstrip()
        role = ROLES[part.role]
        label = f"<small>{role}</small> " if role else ""
        title = f"{label}<b>{text(part.title)}</b> {self.marks(part.findings)}".rstrip()
        return f'<li class="{kind}"><p>{title}</p>{self._rows(part.rows)}</li>'

    def _rows(self, rows: Iterable[Row]) -> str:
        """Lines as a list of labels and texts; env vars that lead nowhere one after the other."""
        lines: list[tuple[str, list[str]]] = []
        for row in rows:
            shown = f"<code>{text(row.text)}</code>{self._after(row)}"
            tone = severity(row.findings)
            if tone:
                shown = f'<span class="{tone}">{shown}</span>'
            if row.topic == "variable" and id(row) in self.targets:
                shown = f"<div>{shown}</div>"
            if row.topic == "variable" and lines:
                lines[-1][1].append(shown)
            else:
                lines.append((row.label, [shown]))
        items = "".join(
            f"<div><dt>{text(label)}</dt><dd>{' '.join(shown)}</dd></div>" for label, shown in lines
        )
        return f"<dl>{items}</dl>" if items else ""

    def _after(self, row: Row) -> str:
        """Where a line leads to, and the findings on it."""
        targets = [
            f" \u2192 {ROLES[part.role]} {text(part.title)}{' (missing)' if part.missing else ''}"
            for part in self.targets.get(id(row), ())
        ]
        marks = self.marks(row.findings)
        return "".join(targets) + (f" {marks}" if marks else "")

    def marks(self, findings: Iterable[Finding]) -> str:
        """The numbers of findings as links."""
        return " ".join(
            f'<a class="mark {finding.severity}" href="#f{number}" '
            f'aria-label="finding {number}, {finding.severity}">{number}</a>'
            for finding in findings
            for number in (self.numbers[id(finding)],)
        )
