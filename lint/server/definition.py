"""Where a word leads to: a variable to the code that reads it, a name to what has that name."""

from __future__ import annotations

import os
import re

from lint.engine.image_names import untagged
from lint.manifest.references import SECRETS
from lint.model.record import record
from lint.server.document import MANIFEST
from lint.server.outline import Outline
from lint.server.rule_mentions import mention_at, named_rules
from lint.server.spots import SECRET_NAMES, kind_of, spot, volumes_of
from lint.support.files import MAX_RULE_FILE_BYTES, read_regular
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lint.engine.code_links import CodeLinks
    from lint.model.findings import Place
    from lint.model.rule import Rule
    from lint.server.document import Document, Position
    from lint.server.outline import Entry
    from lint.server.spots import Spot


@record
class Target:
    """A span on one line of a file, counted from 0."""

    path: str
    line: int
    start: int
    end: int


def definition(
    document: Document,
    position: Position,
    *,
    code: CodeLinks | None = None,
    rules: Iterable[Rule] = (),
    rule_files: Mapping[str, str] | None = None,
) -> list[Target]:
    """The places that the word at a place leads to, the nearest first; none for any other word.

    `code` is what is known of the code behind the manifest; its paths stay as they are. `rule_files`
    are the texts of the workspace's rule sets by their paths, and `rules` are their rules.
    """
    mention = mention_at(document, position)
    if mention is not None:
        here = (document.path, position.line)
        targets = _rule(mention.word, rules, rule_files or {})
        return [target for target in targets if (target.path, target.line) != here]
    if document.kind != MANIFEST:
        return []
    outline = Outline("\n".join(document.lines))
    entry = outline.at(position.line, position.column)
    if entry is None:
        return []
    found = spot(kind_of(outline, entry.document), entry.path)
    if found is None or found.field is None:
        return []
    return list(_of_value(document, outline, entry, found, code))


def _of_value(
    document: Document, outline: Outline, entry: Entry, found: Spot, code: CodeLinks | None
) -> Iterator[Target]:
    assert found.field is not None
    where = (found.owner, found.field.name)
    if where == ("EnvVar", "name") and code is not None:
        variable = code.variable(entry.text)
        yield from (_target(place) for place in (variable.places if variable else ()))
    elif where == ("Container", "image") and code is not None:
        built = code.builds.get(untagged(entry.text))
        if built is not None:
            yield _target(built)
    elif where == ("VolumeMount", "name"):
        volumes = volumes_of(entry.path[:-1])
        for other in outline.entries:
            if other.document == entry.document and other.text == entry.text:
                if other.path[:-2] == volumes and other.path[-1] == "name":
                    yield _value(document, other)
    elif where in SECRET_NAMES:
        for other in outline.entries:
            if other.document == entry.document and other.path[-1] == SECRETS:
                pairs = other.text.split(",")
                if any(pair.partition(":")[0].strip() == entry.text for pair in pairs):
                    yield _value(document, other)


def _value(document: Document, entry: Entry) -> Target:
    end = entry.value_column + len(entry.value)
    return Target(document.path, entry.line, entry.value_column, end)


def _target(place: Place) -> Target:
    start = place.column - 1
    return Target(place.path, place.line - 1, start, max(start, place.end_column - 1))


def _rule(word: str, rules: Iterable[Rule], files: Mapping[str, str]) -> list[Target]:
    """Where rule files have a rule: those of the workspace, then the built-in ones."""
    named = sorted(rule.id for rule in named_rules(word, rules))
    found: list[Target] = []
    for rule_id in named or [word]:
        key = re.compile(rf"^[ \t]+([\"']?){re.escape(rule_id)}\1[ \t]*:", re.MULTILINE)
        for path, text in files.items():
            found += _key(path, text, key)
        for path in _built_in_files():
            text = read_regular(path, MAX_RULE_FILE_BYTES).decode("utf-8")
            found += _key(path, text, key)
    return found


def _built_in_files() -> Iterator[str]:
    for folder, _, names in os.walk(data_path("rules")):
        for name in sorted(names):
            if name.endswith(".yaml"):
                yield os.path.join(folder, name)


def _key(path: str, text: str, key: re.Pattern[str]) -> Iterator[Target]:
    match = key.search(text)
    if match is not None:
        line = text.count("\n", 0, match.start())
        start = len(match[0]) - len(match[0].lstrip())
        end = len(match[0].rstrip(": \t"))
        yield Target(path, line, start, end)
