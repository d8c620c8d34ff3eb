"""The baseline: a file that lists known findings, which do not count.

Each finding is on a line of its own, sorted, so that a review shows what was added and removed. It is
known by its fingerprint, which does not change when lines move. Paths are relative to the folder of the
file, so that it does not matter from where the tool is run.
"""

from __future__ import annotations

import json
import os

from lint.errors import UsageError, os_reason
from lint.model.fault import Fault
from lint.model.findings import Accepted, Place
from lint.model.source import Source
from lint.model.text import amount, listed, name, path, say
from lint.report.fingerprint import outcome_fingerprints
from lint.support.files import read_regular
from lint.support.json_text import load_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.engine.acceptance.known_rules import KnownRules
    from lint.model.findings import Finding, Outcome

MAX_BYTES = 16 << 20
"""The largest baseline that is read."""
_KEYS = ("path", "rule", "title", "fingerprint")


class Baseline:
    """The entries of a baseline, by their fingerprints, and what a run makes of them."""

    def __init__(self, file: str, missing_ok: bool = False) -> None:
        """Reads the file; with `missing_ok`, one that is not there has no entries.

        Raises `UsageError` for a file that cannot be read or is no baseline.
        """
        self.file = file
        self.folder = os.path.dirname(os.path.abspath(file))
        self.text = ""
        self.entries: dict[str, dict[str, str]] = {}
        self._matched: set[str] = set()
        if missing_ok and not os.path.lexists(file):
            return
        try:
            self.text = read_regular(file, MAX_BYTES).decode("utf-8")
        except UnicodeDecodeError:
            raise UsageError(f"the baseline {file} is not UTF-8") from None
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot read the baseline {file}: {os_reason(error)}") from None
        self._parse()

    def _parse(self) -> None:
        try:
            data = load_json(self.text)
        except ValueError:
            raise UsageError(f"the baseline {self.file} is not JSON") from None
        found = (
            data.get("findings") if isinstance(data, dict) and data.get("version") == 1 else None
        )
        if not isinstance(found, list) or not all(map(_is_entry, found)):
            raise UsageError(f"{self.file} is no baseline of version 1; --write-baseline makes one")
        self.entries = {entry["fingerprint"]: entry for entry in found}

    def accept(self, outcome: Outcome, rules: KnownRules) -> None:
        """Moves the findings that the baseline lists to the accepted ones."""
        left: list[Finding] = []
        prints = outcome_fingerprints(outcome, self._relative)
        self._matched |= set(prints.values())
        for finding in outcome.findings:
            if prints[id(finding)] in self.entries and finding.rule not in rules.fixed:
                outcome.accepted.append(Accepted(finding, "baseline"))
            else:
                left.append(finding)
        outcome.findings = left

    def take(self, outcome: Outcome, rules: KnownRules, is_stale: Callable[[str], bool]) -> None:
        """Makes the entries those of a run: all findings that may be accepted, and no stale ones."""
        prints = outcome_fingerprints(outcome, self._relative)
        self._matched |= set(prints.values())
        for fingerprint in self.stale(rules, is_stale):
            del self.entries[fingerprint]
        for finding in outcome.findings:
            if finding.rule not in rules.fixed:
                self.entries[prints[id(finding)]] = {
                    "path": self._relative(finding.place.path),
                    "rule": f"{finding.rule} {finding.name}",
                    "title": finding.title,
                    "fingerprint": prints[id(finding)],
                }

    def _relative(self, shown: str) -> str:
        """A path of a report, relative to the folder of the baseline."""
        try:
            return os.path.relpath(shown, self.folder).replace(os.sep, "/")
        except ValueError:  # another drive of Windows
            return shown

    def stale(self, rules: KnownRules, is_stale: Callable[[str], bool]) -> list[str]:
        """The fingerprints of the entries that match no finding any more, in the order of the file.

        `is_stale` says of an absolute path whether what is not found there is gone: the file was
        judged to its end, or is not there. An entry of a rule that did not run is not stale.
        """
        found = []
        for fingerprint, entry in self.entries.items():
            if fingerprint in self._matched:
                continue
            named = rules.named(entry["rule"].partition(" ")[0])
            if named and not named & rules.judged:
                continue
            if is_stale(os.path.normpath(os.path.join(self.folder, entry["path"]))):
                found.append(fingerprint)
        return found

    def stale_fault(self, stale: list[str]) -> Fault:
        """What is reported of stale entries, at the first of them."""
        line, column, end_column = 1, 1, 1
        for number, text in enumerate(self.text.split("\n"), start=1):
            if stale[0] in text:
                line, column = number, len(text) - len(text.lstrip()) + 1
                end_column = len(text.rstrip(" ,\r")) + 1
                break
        entries = [self.entries[fingerprint] for fingerprint in stale]
        what = listed(
            (
                say("{} in {}", name(entry["rule"].partition(" ")[0]), path(entry["path"]))
                for entry in entries
            ),
            quoted=False,
        )
        return Fault(
            "baseline-stale",
            Place(self.file.replace(os.sep, "/"), line, column, line, end_column),
            message=say("1 entry of the baseline has no finding any more: {}", what)
            if len(stale) == 1
            else say(
                "{} entries of the baseline have no finding any more: {}", amount(len(stale)), what
            ),
            help=say("Run the same command with --write-baseline."),
        )

    @property
    def source(self) -> Source:
        """The file, for the source line of `stale_fault`: all of it may be shown."""
        source = Source(self.file.replace(os.sep, "/"), self.text)
        source.reveal(1, 1, len(source.lines()), 1 << 30)
        return source

    def dump(self) -> str:
        """The text of the file: one entry a line, sorted."""
        rows = sorted([entry[key] for key in _KEYS] for entry in self.entries.values())
        lines = [
            "    " + json.dumps(dict(zip(_KEYS, row, strict=True)), ensure_ascii=True)
            for row in rows
        ]
        body = ",\n".join(lines)
        return (
            f'{{\n  "version": 1,\n  "findings": [\n{body}{"" if not lines else chr(10)}  ]\n}}\n'
        )


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in _KEYS)
