"""The page as a whole: the verdict, the filters, a section for each resource, what was not judged.

It asks for nothing outside itself: style and script are in it, and its content security policy
allows these two only, by their digests.
"""

from __future__ import annotations

from lint import __version__
from lint.model.findings import CONSEQUENCES, SEVERITIES
from lint.report.html.cards import accepted_line, card
from lint.report.html.markup import prose, text
from lint.report.html.picture import Picture, severity
from lint.report.html.words import in_words
from lint.report.summary import NOUNS, count, summary
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint.model.findings import Finding, Outcome
    from lint.model.portrait import Portrait

_FEW = 20
"""With more resources, the pictures of those without findings are folded."""


def render(outcome: Outcome) -> str:
    """The report as one HTML document."""
    style, script = _asset("page.css"), _asset("page.js")
    numbers = {id(finding): at for at, finding in enumerate(outcome.findings, start=1)}
    sections = _sections(outcome)
    many = len(sections) > _FEW
    body = [
        _head(outcome),
        _filters(outcome),
        _contents(sections),
        '<main id="report">',
        *(_section(each, outcome, numbers, many) for each in sections),
        _leftovers(outcome),
        "</main>",
        _FOOT,
    ]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="generator" content="cloudrun-lint">',
            f"<title>{text(_verdict(outcome))} - cloudrun-lint</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *(part for part in body if part),
            f"<script>{script}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _asset(name: str) -> str:
    with open(data_path("report", "html", name), encoding="utf-8") as file:
        return f"\n{file.read()}"


def _policy(style: str, script: str) -> str:
    """What the page may load: nothing but its own style and script."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


# The head


def _verdict(outcome: Outcome) -> str:
    """The result in a few words."""
    if outcome.counts()["error"]:
        return "Errors found"
    if outcome.incomplete:
        return "Not completely checked"
    if not outcome.checked and not outcome.findings:
        return "Nothing was checked"
    return "No errors" if outcome.findings else "No findings"


def _head(outcome: Outcome) -> str:
    verdict = _verdict(outcome)
    tone = severity(outcome.findings) or ("good" if verdict == "No findings" else "warning")
    rows: dict[str, int] = {}
    for finding in outcome.findings:
        if finding.severity == "error":
            rows[finding.consequence] = rows.get(finding.consequence, 0) + 1
    effects = "".join(
        f"<li><b>{count(rows[consequence], 'error')}</b>: {words}</li>"
        for consequence, words in CONSEQUENCES.items()
        if consequence in rows
    )
    notes = "".join(f"<li>{prose(note)}</li>" for note in outcome.notes)
    lists = "".join(f"<ul>{items}</ul>" for items in (effects, notes) if items)
    return (
        '<a class="skip" href="#report">Skip to the findings</a>\n'
        f'<header class="{tone}"><p class="tool">cloudrun-lint {text(__version__)}</p>'
        f"<h1>{verdict}</h1><p>{text(summary(outcome))}</p>{lists}"
        '<button id="theme" type="button" hidden>Colours: system</button></header>'
    )


def _filters(outcome: Outcome) -> str:
    """The form above the findings; the script shows it."""
    if not outcome.findings:
        return ""
    counts = outcome.counts()
    boxes = "".join(
        f'<label class="{name}"><input type="checkbox" name="severity" value="{name}" checked> '
        f"{count(counts[name], NOUNS[name])}</label>"
        for name in SEVERITIES
        if counts[name]
    )
    rules = sorted({(finding.rule, finding.name) for finding in outcome.findings})
    files = sorted({finding.place.path for finding in outcome.findings})
    services = sorted(
        {str(finding.resource) for finding in outcome.findings if finding.resource is not None}
    )
    return (
        '<form id="filters" role="search" aria-label="Filter the findings" hidden>'
        f"<fieldset><legend>Severity</legend>{boxes}</fieldset>"
        + _choice("service", "Service", [(name, name) for name in services])
        + _choice("file", "File", [(name, name) for name in files])
        + _choice("rule", "Rule", [(rule, f"{rule} {name}") for rule, name in rules])
        + '<label>Text <input type="search" name="text" autocomplete="off" '
        'aria-keyshortcuts="/"></label> <button type="reset">Show all</button>'
        f'<output id="shown">{count(len(outcome.findings), "finding")}</output></form>'
    )


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    items = "".join(f'<option value="{text(key)}">{text(shown)}</option>' for key, shown in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{items}</select></label>'


# The sections


class _Section:
    """The findings on one resource, or those that are on none; `portrait` is None for these."""

    def __init__(self, number: int, title: str, path: str, portrait: Portrait | None) -> None:
        self.id = f"s{number}"
        self.title = title
        self.path = path
        self.portrait = portrait
        self.findings: list[Finding] = []


def _sections(outcome: Outcome) -> list[_Section]:
    """A section for each portrait, for each other resource with findings, and one for the rest."""
    sections: list[_Section] = []
    taken: set[int] = set()
    portraits: list[Portrait] = outcome.portraits
    for portrait in portraits:
        title = str(portrait.resource)
        section = _Section(len(sections) + 1, title, portrait.path, portrait)
        section.findings = portrait.findings
        taken.update(map(id, portrait.findings))
        sections.append(section)
    others: dict[str, _Section] = {}
    for finding in outcome.findings:
        if id(finding) in taken:
            continue
        title = str(finding.resource or "Other findings")
        if title not in others:
            others[title] = _Section(len(sections) + len(others) + 1, title, "", None)
        others[title].findings.append(finding)
    return [*sections, *others.values()]


def _contents(sections: Sequence[_Section]) -> str:
    """The table of the sections, where there are several."""
    if len(sections) < 2:
        return ""
    rows = "".join(
        f'<tr><td><a href="#{each.id}">{text(each.title)}</a></td><td>{text(each.path)}</td>'
        + "".join(
            f'<td class="{name if number else "none"}">{number}</td>'
            for name in SEVERITIES
            for number in (sum(finding.severity == name for finding in each.findings),)
        )
        + "</tr>"
        for each in sections
    )
    heads = "".join(f'<th scope="col">{words}</th>' for words in ("Errors", "Warnings", "Info"))
    table = (
        '<table><thead><tr><th scope="col">Resource</th><th scope="col">File</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    state = "" if len(sections) > _FEW else " open"
    return (
        f'<nav aria-label="Resources"><details{state}><summary>'
        f"Contents</summary>{table}</details></nav>"
    )


def _section(section: _Section, outcome: Outcome, numbers: dict[int, int], many: bool) -> str:
    path = f" <small>{text(section.path)}</small>" if section.path else ""
    parts = [
        f'<section class="resource" id="{section.id}" tabindex="-1" aria-labelledby="{section.id}h">',
        f'<h2 id="{section.id}h">{text(section.title)}{path}</h2>',
    ]
    if section.portrait is not None:
        picture = Picture(section.portrait, numbers).svg()
        words = in_words(section.portrait, numbers)
        view = f'{picture}<details class="words"><summary>In words</summary>{words}</details>'
        if many and not section.findings:
            view = f"<details><summary>Picture</summary>{view}</details>"
        parts.append(f'<div class="view">{view}</div>')
    if not section.findings:
        parts.append('<p class="good">No findings.</p>')
    parts += [card(finding, numbers[id(finding)], outcome) for finding in section.findings]
    return "\n".join([*parts, "</section>"])


# What was not judged


def _leftovers(outcome: Outcome) -> str:
    """What was accepted, is unknown, did not run or was skipped."""
    reasons: dict[str, dict[str, None]] = {}
    for entry in outcome.not_run:
        reasons.setdefault(entry.reason, {})[entry.rule] = None
    rules = len({entry.rule for entry in outcome.not_run})
    lists = [
        (
            f"{count(len(outcome.accepted), 'finding')} accepted",
            [accepted_line(entry) for entry in outcome.accepted],
        ),
        (
            f"{count(len(outcome.unknown), 'value')} not known",
            [
                f"<li><code>{text(str(entry.place))}</code> {prose(entry.reported)}</li>"
                for entry in outcome.unknown
            ],
        ),
        (
            f"{count(rules, 'rule')} did not run",
            [
                f"<li>{prose(reason)}: {', '.join(f'<code>{text(rule)}</code>' for rule in names)}</li>"
                for reason, names in reasons.items()
            ],
        ),
        (
            f"{count(len(outcome.skipped), 'input')} skipped",
            [
                f"<li><code>{text(entry.path)}</code> {prose(entry.reason)}</li>"
                for entry in outcome.skipped
            ],
        ),
    ]
    blocks = "".join(_folded(title, items) for title, items in lists if items)
    if not blocks:
        return ""
    return f'<section class="leftovers" aria-label="Not judged"><h2>What does not count</h2>{blocks}</section>'


def _folded(title: str, items: Iterable[str]) -> str:
    return f"<details><summary>{title}</summary><ul>{''.join(items)}</ul></details>"


_FOOT = (
    '<footer><p id="keys" hidden>Keys: <kbd>/</kbd> filters by text, <kbd>j</kbd> and <kbd>k</kbd> '
    "go to the next and the previous finding, <kbd>Esc</kbd> leaves the filter.</p>"
    "<p>Values of env vars, and what looks like a credential, are never in this file.</p></footer>"
)
