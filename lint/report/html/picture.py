"""The picture of one resource as SVG: callers, containers, and what they use, with the findings."""

from __future__ import annotations

from lint.model.findings import SEVERITIES
from lint.report.html.markup import text
from lint.report.wrapping import cells, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint.model.findings import Finding
    from lint.model.portrait import Link, Part, Portrait, Row

WIDTH = 980
"""Units of the picture; at this width of the page, a unit is a pixel."""
ROLES = {
    "caller": "",
    "container": "container",
    "secret": "secret",
    "cloud-sql": "Cloud SQL",
    "network": "network",
    "volume": "volume",
    "identity": "service account",
    "resource": "",
}
"""What the picture calls the parts."""
MOST_ROWS = 24
"""Env vars with lines of their own, and mounts; the list below the picture has all."""
MOST_TEXT = 4
"""Lines of one text."""
MOST_LINES = 8
"""Lines of the names of the other env vars."""
MOST_SECRETS = 8
"""Secrets without findings that have boxes of their own; the others share one."""
MOST_BADGES = 3
"""Findings with a number at one spot."""

_COLUMN = 7.3  # a character of 12 units in a font of fixed width
_LINE = 17
_PAD = 12
_GAP = 14
_LABEL_COLUMN = 6.6  # a character of a label, at most on average
_LABEL = 104
_NARROW_LABEL = 70
_LEFT = (0, 206)
_MIDDLE = (258, 428)
_RIGHT = (734, 246)
"""Where each column begins, and its width."""


def severity(findings: Iterable[Finding]) -> str:
    """The highest severity; "" without findings."""
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    return SEVERITIES[min(ranks)] if ranks else ""


class Picture:
    """One picture; `numbers` has the number of each finding in the report by its `id`."""

    def __init__(self, portrait: Portrait, numbers: Mapping[int, int]) -> None:
        self.portrait = portrait
        self.numbers = numbers
        self.boxes: list[str] = []
        self.lines: list[str] = []
        self.starts: dict[int, tuple[float, float]] = {}
        """Where the links of a row or part begin, by its `id`."""
        self.ends: dict[int, tuple[float, float]] = {}
        """Where links to a part end."""
        self.linked = {id(link.start) for link in portrait.links}

    def svg(self) -> str:
        """The whole picture."""
        top = self._middle()
        height = max(top, self._right(top), self._left())
        for link in self.portrait.links:
            self._link(link)
        label = text(f"Picture of {self.portrait.resource}")
        body = "".join([*self.lines, *self.boxes])
        return (
            f'<svg class="picture" viewBox="-1 0 {WIDTH + 2} {_n(height + 2)}" role="group" '
            f'aria-label="{label}">{body}</svg>'
        )

    # The columns

    def _middle(self) -> float:
        """The containers in the frame of their resource; the height of the frame."""
        portrait = self.portrait
        x, width = _MIDDLE
        whole = portrait.whole
        content = _Content(self, x + _PAD, width - 2 * _PAD)
        content.title(portrait.resource.kind, portrait.resource.name, whole.findings)
        for row in whole.rows:
            content.row(row)
        y = content.y + _PAD / 2
        inner: list[str] = []
        for part in portrait.containers:
            box, bottom = self._box(part, x + _PAD, y, width - 2 * _PAD)
            inner.append(box)
            y = bottom + _GAP
        if not portrait.containers:
            y += 4
        tone = severity(whole.findings)
        self.starts[id(whole)] = (x + width, y)
        frame = _rectangle(x, 1, width, y - 1, f"frame {tone}".rstrip())
        self.boxes += [frame, *content.parts, *inner]
        return y

    def _right(self, frame: float) -> float:
        """What is attached, in the order of the lines that lead there; the height of the column."""
        x, width = _RIGHT
        wanted: dict[int, float] = {}
        for link in self.portrait.links:
            start = self.starts.get(id(link.start))
            if start is not None and link.start is not self.portrait.whole:
                wanted.setdefault(id(link.target), start[1])
        y = 1.0
        order = sorted(self.portrait.attached, key=lambda part: wanted.get(id(part), frame))
        for parts in self._groups(order):
            if len(parts) == 1:
                box, bottom = self._box(parts[0], x, y, width)
            else:
                box, bottom = self._names_box(parts, x, y, width)
            self.boxes.append(box)
            for part in parts:
                self.ends[id(part)] = (x, (y + bottom) / 2)
            y = bottom + _GAP
        return max(y - _GAP, 1)

    def _groups(self, order: Sequence[Part]) -> list[list[Part]]:
        """The parts of each box: one, but secrets share one where there are many."""
        broken = {id(link.target) for link in self.portrait.links if link.findings}
        plain = [
            part
            for part in order
            if part.role == "secret"
            and not part.missing
            and id(part) not in broken
            and not any(spot.findings for spot in (part, *part.rows))
        ]
        shared = plain[MOST_SECRETS:]
        if len(shared) < 2:
            return [[part] for part in order]
        others = {id(part) for part in shared[1:]}
        return [shared if part is shared[0] else [part] for part in order if id(part) not in others]

    def _left(self) -> float:
        """Who calls, beside the container that they reach; the height of the column."""
        x, width = _LEFT
        bottom = 0.0
        for part in self.portrait.callers:
            y = max(bottom, 1)
            box, bottom = self._box(part, x, y, width)
            self.boxes.append(box)
            self.starts[id(part)] = (x + width, y + 22)
        return bottom

    # Boxes

    def _box(self, part: Part, x: float, y: float, width: float) -> tuple[str, float]:
        """A part as a box at a place, and its bottom."""
        content = _Content(self, x + _PAD, width - 2 * _PAD, y)
        if part.role != "container":
            labels = [cells(row.label) * _LABEL_COLUMN for row in part.rows if row.label]
            content.label = min(max(labels, default=0) + 8, _NARROW_LABEL)
        content.title(ROLES[part.role], part.title, part.findings)
        variables = [row for row in part.rows if row.topic == "variable"]
        own = [row for row in variables if row.findings or id(row) in self.linked]
        shown = own[:MOST_ROWS]
        kept = {id(row) for row in shown}
        rest = [row for row in variables if id(row) not in kept]
        mounts = 0
        for row in part.rows:
            if row.topic == "variable":
                continue
            if row.topic == "mount":
                mounts += 1
                if mounts > MOST_ROWS:
                    continue
            content.row(row)
            if row.topic == "env":
                for variable in shown:
                    content.row(variable)
                content.names([row.text for row in rest])
        if mounts > MOST_ROWS:
            content.note(f"and {mounts - MOST_ROWS} more mounts")
        bottom = content.y + _PAD - 6
        # The lines of a container are marked one by one.
        within = [] if part.role == "container" else [f for row in part.rows for f in row.findings]
        tone = severity([*part.findings, *within])
        missing = " missing" if part.missing else ""
        shape = _rectangle(x, y, width, bottom - y, f"box {part.role}{missing} {tone}".rstrip())
        self.starts.setdefault(id(part), (x + width, y + 22))
        self.ends.setdefault(id(part), (x, y + 22))
        return f"<g>{shape}{''.join(content.parts)}</g>", bottom

    def _names_box(
        self, parts: Sequence[Part], x: float, y: float, width: float
    ) -> tuple[str, float]:
        """Secrets as one box of names at a place, and its bottom."""
        content = _Content(self, x + _PAD, width - 2 * _PAD, y)
        content.title(f"{len(parts)} other secrets", "", ())
        content.names([part.title for part in parts], 0)
        bottom = content.y + _PAD - 6
        shape = _rectangle(x, y, width, bottom - y, "box secret")
        return f"<g>{shape}{''.join(content.parts)}</g>", bottom

    # Links

    def _link(self, link: Link) -> None:
        end = self.ends.get(id(link.target))
        start = self.starts.get(id(link.start))
        if start is None or end is None:
            return  # a row that only the list below the picture has
        if link.start is self.portrait.whole:
            start = (start[0], min(end[1], start[1] - 16))
        (x, y), (to, down) = start, end
        middle = (x + to) / 2
        path = f"M{_n(x)} {_n(y)}C{_n(middle)} {_n(y)} {_n(middle)} {_n(down)} {_n(to)} {_n(down)}"
        tone = severity(link.findings)
        self.lines.append(f'<path class="{f"link {tone}".rstrip()}" d="{path}"/>')
        if tone in ("error", "warning"):
            across = (y + down) / 2
            self.boxes.append(
                f'<path class="broken {tone}" d="M{_n(middle - 5)} {_n(across - 5)}l10 10m0 -10l-10 10"/>'
            )
        else:
            self.lines.append(f'<circle class="end" cx="{_n(to)}" cy="{_n(down)}" r="2.5"/>')


class _Content:
    """The lines of one box, from top to bottom; `y` is the lower end so far."""

    def __init__(self, picture: Picture, x: float, width: float, y: float = 1) -> None:
        self.picture = picture
        self.x = x
        self.width = width
        self.y = y + 6
        self.label: float = _LABEL
        """Where the text behind a label begins."""
        self.parts: list[str] = []

    def title(self, role: str, name: str, findings: Sequence[Finding]) -> None:
        """The first lines: what it is, in small letters, and its name."""
        room = self._badges(findings, self.y + 13)
        if role:
            self._text(role, 0, self.y + 13, "role")
        if role and name:
            offset = cells(role) * _LABEL_COLUMN + 10
            first = wrapped(name, int((self.width - offset - room) / (_COLUMN + 0.3)), 1)
            if self.width < 300 or (first and first[0].endswith("\u2026")):
                self.y += _LINE
                self._lines(wrapped(name, int(self.width / (_COLUMN + 0.3))), 0, "name")
                return
            self._text(first[0], offset, self.y + 13, "name")
        elif name:
            self._text(wrapped(name, int(self.width / _COLUMN), 1)[0], 0, self.y + 13, "name")
        self.y += _LINE + 2

    def row(self, row: Row) -> None:
        """A line with a label; of an env var, only its name."""
        top = self.y
        mark = len(self.parts)
        room = self._badges(row.findings, self.y + 13)
        indent = self.label if row.label or row.topic == "variable" else 0
        columns = int((self.width - indent - room) / _COLUMN)
        if row.label:
            self._text(row.label, 0, self.y + 13, "label")
            below = cells(row.text) > columns or cells(row.label) * _LABEL_COLUMN > indent
            if below and self.label < _LABEL:
                self.y += _LINE
                indent, columns = 10, int((self.width - 10) / _COLUMN)
        self._lines(wrapped(row.text, max(columns, 8), MOST_TEXT) or [""], indent, "value")
        tone = severity(row.findings)
        if tone:
            back = _rectangle(
                self.x - 6, top + 0.5, self.width + 12, self.y - top - 1, f"row {tone}"
            )
            self.parts.insert(mark, back)
        self.picture.starts[id(row)] = (self.x + self.width + _PAD, top + 9)

    def names(self, names: Sequence[str], indent: float = _LABEL) -> None:
        """Names behind each other, in as many lines as it takes up to `MOST_LINES`."""
        room = int((self.width - indent) / _COLUMN)
        lines: list[str] = []
        left = list(names)
        while left and len(lines) < MOST_LINES:
            line = wrapped(left.pop(0), room, 1)[0]
            while left and cells(line) + cells(left[0]) + 2 <= room:
                line += f", {left.pop(0)}"
            lines.append(line + ("," if left and cells(line) < room else ""))
        self._lines(lines, indent, "value quiet")
        if left:
            self.note(f"and {len(left)} more", indent)

    def note(self, words: str, indent: float = 0) -> None:
        """A line in words of ours."""
        self._text(words, indent, self.y + 13, "label")
        self.y += _LINE

    def _lines(self, lines: Iterable[str], indent: float, kind: str) -> None:
        for line in lines:
            self._text(line, indent, self.y + 13, kind)
            self.y += _LINE

    def _text(self, words: str, indent: float, y: float, kind: str) -> None:
        if words:
            place = f'x="{_n(self.x + indent)}" y="{_n(y)}"'
            self.parts.append(f'<text class="{kind}" {place}>{text(words)}</text>')

    def _badges(self, findings: Sequence[Finding], y: float) -> float:
        """The numbers of findings at the right end of a line, as links; their width."""
        right = self.x + self.width
        shown = sorted(findings, key=lambda f: SEVERITIES.index(f.severity))[:MOST_BADGES]
        if len(findings) > MOST_BADGES:
            words = f"+{len(findings) - MOST_BADGES}"
            right -= 7 * len(words)
            self.parts.append(f'<text class="label" x="{_n(right)}" y="{_n(y)}">{words}</text>')
            right -= 5
        for finding in reversed(shown):
            number = self.picture.numbers[id(finding)]
            width = 10 + 7 * len(str(number))
            right -= width
            title = text(f"finding {number}, {finding.severity}: {finding.message}")
            self.parts.append(
                f'<a class="badge {finding.severity}" href="#f{number}" aria-label="{title}">'
                f"<title>{title}</title>"
                f'<rect x="{_n(right)}" y="{_n(y - 12)}" width="{width}" height="15" rx="7.5"/>'
                f'<text x="{_n(right + width / 2)}" y="{_n(y - 1)}">{number}</text></a>'
            )
            right -= 4
        return self.x + self.width - right


def _rectangle(x: float, y: float, width: float, height: float, kind: str) -> str:
    radius = 3 if kind.startswith("row") else 6
    return (
        f'<rect class="{kind}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" '
        f'height="{_n(height)}" rx="{radius}"/>'
    )


def _n(number: float) -> str:
    """A number with as few digits as it takes."""
    return f"{number:.1f}".removesuffix(".0")
