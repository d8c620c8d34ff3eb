"""What of a manifest's text is revealed: the scalars that the schema allows, and punctuation.

Comments, anchors, tags and aliases are no scalars and stay hidden. In a text that could not be
parsed, only the names of fields are shown: what follows them may be anything.
"""

from __future__ import annotations

from lint.manifest.disclosure import Disclosure, known_keys
from lint.manifest.resource import classify
from lint.model.text import looks_secret, secret_spans
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.model.source import Source

_KEY = lazy_regex(
    r"(?:^[ \t]*(?:- +)*|[{,][ \t]*)([\"']?)([A-Za-z_][\w.\-/]{0,99})\1(?=[ \t]*:(?:[ \t]|$))"
)
_PROPERTIES = lazy_regex(r"(?:[&!][^\s,\[\]{}]*+[ \t]*+)+")
"""An anchor and a tag: a scalar's place begins with them."""

_MOST_TRIED = 500
_RULE_SET_KEYS = ("ruleset", "rules", "extends")


def mark_document(root: Node, source: Source) -> None:
    """Reveals what may be shown of a document: of one that is no Cloud Run resource, its keys."""
    kind = classify(root)[0] if isinstance(root, MappingNode) else None
    disclosure = Disclosure(root, kind or "")
    for node in disclosure.hidden():
        _hide(node, source)
    for node in disclosure.shown():
        _reveal(node, source)


def mark_rule_set(root: Node, source: Source) -> None:
    """Reveals the text of a rule set, which is its own, but for `vars`, comments and credentials.

    Of a file that is no rule set nothing is revealed: a broken reference may lead anywhere.
    """
    if isinstance(root, MappingNode) and any(key in root for key in _RULE_SET_KEYS):
        mark_own_text(root, source, lambda parent, key: parent is not root or key != "vars")


def mark_own_text(root: Node, source: Source, shows: Callable[[Node, str], bool]) -> None:
    """Reveals the keys of a document, and of its values those that `shows` lets through.

    For what was written to be read by others: rule sets and policies. `shows` gets the mapping and
    the key of a value. Comments and credentials stay hidden.
    """
    todo: list[Node] = [root]
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, ScalarNode):
            (_hide if looks_secret(node.text) else _reveal)(node, source)
        elif id(node) not in seen:
            seen.add(id(node))
            if isinstance(node, SequenceNode):
                todo.extend(node.items)
            elif isinstance(node, MappingNode):
                for key_name, key, value in node.items():
                    todo.append(key)
                    if shows(node, key_name):
                        todo.append(value)
                for _, key, value in node.duplicates:
                    todo += (key, value)


def mark_unreadable(source: Source) -> None:
    """Reveals the names of fields in a text that is not YAML, wherever one can stand."""
    known = known_keys()
    judged: dict[str, bool] = dict.fromkeys(known, True)
    for number, line in enumerate(source.lines(), start=1):
        for match in _KEY.finditer(line):
            key = match[2]
            if key not in judged:
                # Enough for every key that somebody could have meant; each try takes a moment.
                judged[key] = len(judged) < len(known) + _MOST_TRIED and _nearly(key, known)
            if judged[key]:
                source.reveal(number, match.start(2) + 1, number, match.end(2) + 1)


def mark_unreadable_rule_set(source: Source) -> None:
    """Reveals the keys in a rule set that is not YAML: they are ids, fields and names of checks."""
    for number, line in enumerate(source.lines(), start=1):
        for match in _KEY.finditer(line):
            if not looks_secret(match[2]):
                source.reveal(number, match.start(2) + 1, number, match.end(2) + 1)


def _nearly(key: str, known: frozenset[str]) -> bool:
    """Whether a key is a field with a slip of the pen: one letter too many, missing or wrong."""
    key = key.lower()
    if not 4 <= len(key) <= 60:
        return False
    return any(
        abs(len(key) - len(field)) <= 1
        and (key[:2] == field[:2] or key[-2:] == field[-2:])
        and _one_slip(key, field)
        for field in map(str.lower, known)
    )


def _one_slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (
        swapped and short[start + 2 :] == long[start + 2 :]
    )


def _reveal(node: ScalarNode, source: Source) -> None:
    """Reveals a scalar.

    The event of a block scalar may reach over the comments behind it, so its lines stay hidden;
    text that escapes write otherwise is judged by what it means.
    """
    if node.style in ("|", ">"):
        return
    line, end_line = node.line, node.end_line
    if (node.style == '"' or line != end_line) and secret_spans(node.text):
        _hide(node, source)
        return
    column = node.column
    properties = _PROPERTIES.match(source.lines()[line - 1], column - 1)
    if properties is not None:
        column = properties.end() + 1
    if line < end_line or column < node.end_column:
        source.reveal(line, column, end_line, node.end_column)


def _hide(node: ScalarNode, source: Source) -> None:
    if not node.text and node.line == node.end_line:
        return
    if node.style in ("|", ">"):
        source.redact(node.line + 1, 1, node.end_line, node.end_column)
        return
    inner = 1 if node.style in ("'", '"') else 0
    if node.line == node.end_line:
        source.redact(node.line, node.column + inner, node.line, node.end_column - inner)
    else:
        source.redact(node.line, node.column + inner, node.end_line, node.end_column)
