"""One rule file: its text, its tree, its variables, and what is wrong with it."""

from __future__ import annotations

import re

from lint.manifest.reader import read_manifest
from lint.model.findings import Finding, Place
from lint.model.text import NOTHING, own, say
from lint.model.text import name as shown_name
from lint.support.confinement import is_inside
from lint.support.nearest import did_you_mean
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.manifest.reader import Manifest
    from lint.model.source import Source
    from lint.model.text import Message

_VARIABLE = re.compile(r"(\$?)\$\{([A-Za-z_]\w*)\}")
_HEAD = re.compile(r"^[\"']?ruleset[\"']?\s{0,9}:", re.M)


class ErrorList:
    """The errors of all files that go into one rule set, and the texts that they point into."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.sources: dict[str, Source] = {}

    def add(self, place: Place, message: Message, help: Message = NOTHING) -> None:
        """Records an error, once for a place and a message."""
        for finding in self.findings:
            if finding.place == place and finding.message == str(message):
                return
        self.findings.append(
            Finding(
                rule="SET001",
                name="broken-rule-set",
                title="The rule set is valid",
                severity="error",
                consequence="policy",
                because="No rule of a broken rule set is checked.",
                message=message,
                place=place,
                help=help,
            )
        )


MAX_EXPANDED = 1 << 20
"""Characters that the variables of a rule file may add to it."""


class RuleFile:
    """A rule file, of its content.

    `path` is where it is, `display_path` what messages call it. `root` is None where it holds no
    mapping; then the errors say why.
    """

    def __init__(self, path: str, display_path: str, errors: ErrorList, data: bytes) -> None:
        self.path = path
        self.display_path = display_path
        self.errors = errors
        self.root: MappingNode | None = None
        self.vars: dict[str, str] = {}
        self._expanded = 0
        manifest = read_manifest(display_path, data, yaml_1_2=True)
        self.lines = manifest.source.lines()
        root = next((d.root for d in manifest.documents if d.root is not None), None)
        if not _is_rule_set(root, manifest.source.text):
            errors.add(
                Place(display_path, 1, 1),
                say("the file is not a rule set: it has no key `ruleset`"),
                say("Start the file with `ruleset: NAME`."),
            )
            return
        errors.sources[display_path] = manifest.source
        self._report(manifest)
        if isinstance(root, MappingNode):
            self.root = root
            variables = root.get("vars")
            if isinstance(variables, MappingNode):
                self.vars = {
                    name: value.text
                    for name, _, value in variables.items()
                    if isinstance(value, ScalarNode)
                }

    @property
    def shipped(self) -> bool:
        """Whether the file comes with the tool. Only such files may state every check."""
        return is_inside(self.path, data_path("rules"))

    def _report(self, manifest: Manifest) -> None:
        """Reports what is wrong with the text, whatever it says."""
        for fault in manifest.faults:
            message, help = fault.message, fault.help
            if fault.kind == "date-value":
                continue
            if fault.kind == "duplicate-key":
                # Other readers of rule sets than gcloud matter here.
                own_words = str(message).partition(": gcloud")[0]
                message = own(own_words)
            elif fault.kind == "several-documents":
                message = say("a rule file contains only one document")
                help = say("Put each rule set into its own file.")
            at = fault.where
            place = Place(self.display_path, at.line, at.column, at.end_line, at.end_column)
            self.errors.add(place, _said(message), _said(help))

    def extended(self) -> list[tuple[ScalarNode, str]]:
        """The entries of `extends`, with the names of the rule sets."""
        entries = self.root.get("extends") if self.root is not None else None
        nodes = entries.items if isinstance(entries, SequenceNode) else [entries]
        return [
            (node, self.expand(node.text, node))
            for node in nodes
            if isinstance(node, ScalarNode) and isinstance(node.value, str)
        ]

    def data(self, node: Node, skip: tuple[str, ...] = ()) -> Any:
        """A node as plain data with the variables filled in, but for the keys in `skip`."""
        if isinstance(node, MappingNode):
            return {
                name: value.plain() if name in skip else self.data(value)
                for name, _, value in node.items()
            }
        if isinstance(node, SequenceNode):
            return [self.data(item) for item in node.items]
        assert isinstance(node, ScalarNode)
        return self.expand(node.value, node) if isinstance(node.value, str) else node.value

    def expand(self, text: str, node: ScalarNode) -> str:
        """Fills in `${name}`; a name that `vars` lacks is an error. `$$` becomes `$`."""
        if "${" not in text:
            return str(text)

        def value(match: re.Match[str]) -> str:
            escape, name = match.groups()
            if escape:
                return f"${{{name}}}"
            if name not in self.vars:
                self.error(
                    node,
                    say("`vars` has no variable `{}`", shown_name(name)),
                    own(did_you_mean(name, self.vars)),
                )
            found = self.vars.get(name, "")
            before = self._expanded
            self._expanded += len(found)
            if self._expanded <= MAX_EXPANDED:
                return found
            if before <= MAX_EXPANDED:
                self.error(node, say("the variables make the rule set longer than 1 MiB"))
            return ""

        return _VARIABLE.sub(value, text)

    def written_offset(self, text: str, offset: int) -> int:
        """The offset in `text` of what is at `offset` once its variables are filled in."""
        for match in _VARIABLE.finditer(text):
            escape, name = match.groups()
            size = match.end() - match.start() - 1 if escape else len(self.vars.get(name, ""))
            if offset < match.start() + size:
                return min(offset, match.start())
            offset += match.end() - match.start() - size
        return offset

    def place(self, node: Node) -> Place:
        """Where a node is; of one over several lines, its first line."""
        end = (node.end_line, node.end_column)
        if not isinstance(node, ScalarNode) and node.end_line != node.line:
            end = (node.line, len(self.lines[node.line - 1]) + 1)
        return Place(self.display_path, node.line, node.column, *end)

    def error(self, node: Node, message: Message, help: Message = NOTHING) -> None:
        """Records an error at a node."""
        self.errors.add(self.place(node), message, help)


def _said(words: Message | str) -> Message:
    return own(words) if isinstance(words, str) else words


def _is_rule_set(root: Node | None, text: str) -> bool:
    """Whether a file is a rule set, right or wrong: nothing of any other file may be shown.

    A rule set may be named by somebody who wants to see another file's content in a report.
    """
    if isinstance(root, MappingNode):
        return any(key in root for key in ("ruleset", "rules", "extends"))
    return _HEAD.search(text) is not None
