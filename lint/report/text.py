"""The report for people: each finding with its source line, its repair and its consequence."""

from __future__ import annotations

from lint.findings import CONSEQUENCES
from lint.report.color import BOLD, CYAN, DIM, GREEN, RED, RESET, SEVERITY
from lint.report.safe import safe
from lint.report.summary import remarks, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Finding, Outcome, Place, Related

_WIDEST = 120
_MANY = 10


def render(outcome: Outcome, *, color: bool = False) -> str:
    """The whole report.

    Findings of one rule at one place share the source line; more than ten of the same rule with
    the same words in one file are told by their places only.
    """
    paint = _Paint(color)
    blocks: list[str] = []
    for group in _groups(outcome.findings):
        blocks.append(_block(group, outcome, paint))
    footer = [paint(summary(outcome), BOLD if outcome.findings else GREEN)]
    footer += [paint(f"  {line}", DIM) for line in remarks(outcome)]
    blocks.append("\n".join(footer) + "\n")
    return "\n".join(blocks)


class _Paint:
    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, color: str) -> str:
        return f"{color}{text}{RESET}" if self.on and text else text


def _groups(findings: list[Finding]) -> list[list[Finding]]:
    """Consecutive findings that show the same source: same place, rule, and no second place."""
    groups: list[list[Finding]] = []
    repeated: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.message, finding.place.path)
        repeated.setdefault(key, []).append(finding)
    done: set[tuple[str, str, str]] = set()
    for finding in findings:
        key = (finding.rule, finding.message, finding.place.path)
        if len(repeated[key]) > _MANY:
            if key not in done:
                done.add(key)
                groups.append(repeated[key])
            continue
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and last.place == finding.place
            and last.rule == finding.rule
            and not last.related
            and not finding.related
            and len(repeated[(last.rule, last.message, last.place.path)]) <= _MANY
        ):
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return groups


def first_line(finding: Finding, paint: _Paint | None = None) -> str:
    """The line that is complete on its own: place, severity, rule, message."""
    paint = paint or _Paint(False)
    rule = paint(f"{finding.severity}[{finding.rule} {finding.name}]", SEVERITY[finding.severity])
    return f"{paint(safe(str(finding.place)), BOLD)}: {rule} {safe(finding.message)}"


def _block(group: list[Finding], outcome: Outcome, paint: _Paint) -> str:
    finding = group[0]
    same_place = all(other.place == finding.place for other in group)
    lines = [first_line(other, paint) for other in group]
    if not same_place:
        places = ", ".join(f"{other.place.line}:{other.place.column}" for other in group[1:])
        lines = [lines[0], f"  and {len(group) - 1} more times in this file: {places}"]
    lines += _snippets(finding, outcome, paint)
    helps = list(dict.fromkeys(other.help for other in group if other.help))
    if not same_place:
        helps = helps[:1]
    lines += [f"  {paint('help:', CYAN)} {safe(text)}" for text in helps]
    why = safe(finding.because) or f"{CONSEQUENCES[finding.consequence].capitalize()}."
    if finding.because and finding.consequence != "policy":
        why = f"{CONSEQUENCES[finding.consequence].capitalize()}. {why}"
    lines.append(f"  {paint('why:', CYAN)} {why}")
    return "\n".join(lines) + "\n"


def _snippets(finding: Finding, outcome: Outcome, paint: _Paint) -> list[str]:
    """The source line with its caret, and the second places with their labels."""
    marks: list[tuple[Place, str, bool]] = [(finding.place, "", True)]
    marks += [(related.place, related.message, False) for related in finding.related]
    width = max(
        [len(str(place.line)) for place, _, _ in marks if place.path in outcome.sources] or [1]
    )
    lines: list[str] = []
    shown_path = finding.place.path
    previous: Place | None = None
    for place, label, main in marks:
        text = _source_lines(place, label, main, outcome, paint, width)
        if not text:
            if not main:
                lines.append(f"{' ' * width} {paint('::', DIM)} {_labelled(place, label)}")
            continue
        if place.path != shown_path:
            lines.append(f"{' ' * width} {paint('::', DIM)} {safe(str(place))}")
            shown_path = place.path
        elif previous is not None and abs(place.line - previous.line) > 1:
            lines.append(f"{' ' * width} {paint('...', DIM)}")
        elif previous is None:
            lines.append(f"{' ' * width} {paint('|', DIM)}")
        lines += text
        previous = place
    return lines


def _labelled(place: Place, label: str) -> str:
    return f"{safe(str(place))}: {safe(label)}"


def _source_lines(
    place: Place, label: str, main: bool, outcome: Outcome, paint: _Paint, width: int
) -> list[str]:
    source = outcome.sources.get(place.path)
    if source is None:
        return []
    raw, start = source.shown(place.line, place.column)
    if not raw.strip() and place.line > 1:
        return []
    if not raw and not main:
        return []
    if not raw:
        return []
    if place.end_line > place.line:
        end = len(raw.rstrip()) + 1
    else:
        end = source.shown(place.line, place.end_column)[1]
    end = min(max(end, start + 1), max(len(raw) + 1, start + 1))
    text, start, end = _window(raw, start, end)
    lead = _cells(text[: start - 1])
    carets = "^" if main else "-"
    mark = carets * max(1, len(_cells(text[start - 1 : end - 1])))
    gutter = f"{place.line:>{width}} {paint('|', DIM)}"
    color = RED if main else CYAN
    under = " " * len(lead) + paint(mark + (f" {safe(label)}" if label else ""), color)
    return [f"{gutter} {_cells_text(text)}", f"{' ' * width} {paint('|', DIM)} {under}"]


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A long line cut around the span, with its columns moved accordingly."""
    if len(text) <= _WIDEST:
        return text, start, end
    first = max(0, min(start - 1 - 30, len(text) - _WIDEST))
    last = min(len(text), first + _WIDEST)
    head = "..." if first else ""
    tail = "..." if last < len(text) else ""
    moved = len(head) - first
    return head + text[first:last] + tail, start + moved, min(end, last + 1) + moved


def _cells_text(text: str) -> str:
    return safe(text.replace("\t", "    "))


def _cells(text: str) -> str:
    """A text as wide on the terminal as the given one, for lining up carets."""
    shown = _cells_text(text)
    if shown.isascii():
        return shown
    from unicodedata import combining, east_asian_width

    width = 0
    for character in shown:
        if not combining(character):
            width += 2 if east_asian_width(character) in "WF" else 1
    return " " * width


def related_line(related: Related) -> str:
    """One second place in words, for formats without source lines."""
    return _labelled(related.place, related.message)
