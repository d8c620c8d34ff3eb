"""Edits of a YAML text by the nodes of its tree: they keep comments, quotes and indentation.

Each function gives the edits of one change, or None where the text is written in a way that it
does not handle (block scalars, aliases, several things on one line): then nothing is changed.
"""

from __future__ import annotations

from functools import lru_cache

from lint.model.fix import Edit
from lint.yaml.scalars import resolve
from lint.yaml.tree import Collection, MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.model.findings import Place
    from lint.model.source import Source
    from lint.yaml.tree import Node

_BLOCKS = ("|", ">")
_BOOLEANS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false"))
"""What some readers of YAML 1.1 take for a boolean, in any case of its letters."""
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
_MARKS = frozenset("[]{},")


def set_place(source: Source | None, place: Place, text: str) -> list[Edit]:
    """Replaces what is at a place of any file."""
    return [Edit(place.path, place.line, place.column, place.end_line, place.end_column, text)]


def set_text(source: Source, node: ScalarNode, text: str) -> list[Edit] | None:
    """Replaces a scalar by a string, in the quotes that it has; quoted where YAML needs it."""
    if node.style in _BLOCKS or node.line != node.end_line or not text.isprintable():
        return None
    written = scalar(text, node.style)
    return [_edit(source, node, written)]


def set_plain(source: Source, node: ScalarNode, text: str) -> list[Edit] | None:
    """Replaces a scalar by a text without quotes: a number, a boolean, a flow collection."""
    if node.style in _BLOCKS or node.line != node.end_line:
        return None
    before = source.lines()[node.line - 1][: node.column - 1]
    return [_edit(source, node, f" {text}" if before.endswith(":") else text)]


def quote(source: Source, node: ScalarNode) -> list[Edit] | None:
    """Puts quotes around a plain scalar, whose text stays what it is."""
    if node.style or node.line != node.end_line or not node.text:
        return None
    if '"' in node.text or "\\" in node.text:
        return None
    # The text of a node begins with its anchor or tag.
    if source.lines()[node.line - 1][node.column - 1] in "&!":
        return None
    # Two insertions, which hold nothing of the value.
    line, first, last = node.line, node.column, node.end_column
    return [
        Edit(source.path, line, first, line, first, '"'),
        Edit(source.path, line, last, line, last, '"'),
    ]


def rename_key(source: Source, key: ScalarNode, name: str) -> list[Edit] | None:
    """Replaces the name of a key."""
    return set_text(source, key, name)


def remove_entries(source: Source, mapping: MappingNode, names: Sequence[str]) -> list[Edit] | None:
    """Removes keys with their values; what would be left empty becomes `{}`."""
    if len(names) < len(mapping.keys) or mapping.duplicates:
        removals = [
            _remove_pair(source, mapping, mapping.keys[name], mapping.values[name])
            for name in names
        ]
        if any(each is None for each in removals):
            return None
        return [edit for each in removals if each is not None for edit in each]
    last = _last_line(mapping)
    if last is None or (mapping.flow and mapping.end_line != mapping.line):
        return None
    if mapping.flow:
        return [_edit(source, mapping, "{}")]
    if source.lines()[mapping.line - 1][: mapping.column - 1].strip():
        return None  # an item of a list
    return _emptied(source, mapping, last, "{}")


def _emptied(source: Source, first: Node, last: int, empty: str) -> list[Edit] | None:
    """Replaces a whole collection in block style by an empty one, behind its key."""
    lines = source.lines()
    if first.line < 2 or _has_comment(lines, first, last):
        return None
    key = lines[first.line - 2].rstrip()
    if not key.endswith(":"):
        return None
    end = len(lines[last - 1]) + 1
    return [Edit(source.path, first.line - 1, len(key) + 1, last, end, f" {empty}")]


def remove_repeated(
    source: Source, mapping: MappingNode, key: ScalarNode, value: Node
) -> list[Edit] | None:
    """Removes a pair whose key the mapping has a second time."""
    return _remove_pair(source, mapping, key, value)


def remove_item(source: Source, sequence: SequenceNode, item: Node) -> list[Edit] | None:
    """Removes an item of a list; what would be left empty becomes `[]`."""
    if sequence.flow:
        return _remove_from_flow(source, item, item, len(sequence.items))
    lines = source.lines()
    before = lines[item.line - 1][: item.column - 1]
    last = _last_line(item)
    if last is None or before.strip() != "-":
        return None
    if len(sequence.items) == 1:
        return _emptied(source, item, last, "[]")
    return [Edit(source.path, item.line, 1, last + 1, 1, "")]


def add_entry(
    source: Source, mapping: MappingNode, name: str, value: str | Sequence[str]
) -> list[Edit] | None:
    """Adds a key behind the others. `value` is YAML: of one line, or the lines of a block."""
    key = scalar(name)
    block = None if isinstance(value, str) else value
    if mapping.flow:
        if block is not None or mapping.end_line != mapping.line:
            return None
        comma = ", " if mapping.keys else ""
        column = mapping.end_column - 1
        at = len(source.lines()[mapping.line - 1][: column - 1].rstrip()) + 1
        added = f"{key}: {value}"
        if source.text.lstrip().startswith("{"):
            added = _json(added)
        return [Edit(source.path, mapping.line, at, mapping.line, at, f"{comma}{added}")]
    if not mapping.keys:
        return None
    first = next(iter(mapping.keys.values()))
    last = _last_line(mapping)
    if last is None:
        return None
    indent = " " * (first.column - 1)
    lines = [f"{indent}{key}: {value}"] if block is None else [f"{indent}{key}:"]
    lines += [f"{indent}  {line}" for line in block or ()]
    return [_inserted(source, last, lines)]


def add_items(
    source: Source, sequence: SequenceNode, items: Sequence[Sequence[str]]
) -> list[Edit] | None:
    """Adds items, each given as the lines of a block, behind the others of a list."""
    if sequence.flow or not sequence.items:
        return None
    first = sequence.items[0]
    before = source.lines()[first.line - 1][: first.column - 1]
    last = _last_line(sequence)
    if last is None or before.strip() != "-":
        return None
    indent = before[: before.index("-")]
    lines = []
    for item in items:
        lines += [f"{indent}- {item[0]}", *(f"{indent}  {line}" for line in item[1:])]
    return [_inserted(source, last, lines)]


def add_at(
    source: Source, mapping: MappingNode, path: Sequence[str], value: str
) -> list[Edit] | None:
    """Adds a string under a chain of keys, of which some may be there."""
    return _add_written(source, mapping, path, scalar(value))


def _add_written(
    source: Source, mapping: MappingNode, path: Sequence[str], value: str
) -> list[Edit] | None:
    for number, name in enumerate(path):
        below = mapping.get(name)
        if below is None:
            rest = path[number + 1 :]
            if not rest:
                return add_entry(source, mapping, name, value)
            written = _flow(rest, value) if mapping.flow else _nested(rest, value)
            return add_entry(source, mapping, name, written)
        if not isinstance(below, MappingNode) or below.line < mapping.line:
            return None
        mapping = below
    return None


def move_entry(
    source: Source, mapping: MappingNode, name: str, target: MappingNode, path: Sequence[str]
) -> list[Edit] | None:
    """Moves a key with a value of one line below a chain of keys of another mapping.

    The comment behind it goes with it. A place in flow style has none for it.
    """
    key, value = mapping.keys[name], mapping.values[name]
    if value.line != key.line or value.end_line != key.line or value.column < key.column:
        return None
    if isinstance(value, ScalarNode) and value.style in _BLOCKS:
        return None
    line = source.lines()[key.line - 1]
    written = line[value.column - 1 : value.end_column - 1]
    comment = "" if mapping.flow else line[value.end_column - 1 :].rstrip()
    removed = remove_entries(source, mapping, [name])
    added = _add_written(source, target, [*path, name], written + comment)
    if removed is None or added is None or (comment and "\n" not in added[0].text):
        return None
    return [*removed, *added]


@lru_cache(maxsize=1)
def has_alias(source: Source) -> bool:
    """Whether a text has what looks like an alias. Asked for each repair of a text."""
    if "*" not in source.text:
        return False
    import re

    return re.search(r"(?:^|[\s\[{,:-])\*[A-Za-z0-9_]", source.text) is not None


def loses_anchor(source: Source, edits: Sequence[Edit]) -> bool:
    """Whether an edit takes away what looks like an anchor, which an alias may need."""
    import re

    lines = source.lines()
    for edit in edits:
        replaced = lines[edit.line - 1 : edit.end_line]
        if not replaced:  # an example of a rule is filled up beyond its text
            continue
        if edit.end_line <= len(lines):
            replaced[-1] = replaced[-1][: edit.end_column - 1]
        replaced[0] = replaced[0][edit.column - 1 :]
        if any(re.search(r"(?:^|[\s\[{,:])&\S", line) for line in replaced):
            return True
    return False


def scalar(text: str, style: str = "") -> str:
    """A string as YAML: in the quotes of a style; plain where that is a string for gcloud, too."""
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    return text if style != '"' and is_plain(text) else _double(text)


def is_plain(text: str) -> bool:
    """Whether a string needs no quotes, in a flow collection neither, and whoever reads the YAML."""
    if not text or text != text.strip() or not text.isprintable() or text.lower() in _BOOLEANS:
        return False
    if ": " in text or " #" in text or text[-1] == ":" or not _MARKS.isdisjoint(text):
        return False
    try:
        return text[0] not in _INDICATORS and type(resolve(text)) is str
    except ValueError:
        return False  # a number that cannot be made


def _double(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _json(flow: str) -> str:
    """YAML in flow style with the strings in quotes, as JSON has them."""
    import re

    return re.sub(
        r""""(?:[^"\\]|\\.)*"|'[^']*'|[^\s\[\]{},:"'](?:[^\[\]{},:]|:(?!\s|$))*""",
        lambda match: (
            _double(match[0])
            if match[0][0] not in "\"'" and isinstance(resolve(match[0]), str)
            else match[0]
        ),
        flow,
    )


def _edit(source: Source, node: Node, text: str) -> Edit:
    return Edit(source.path, node.line, node.column, node.end_line, node.end_column, text)


def _remove_pair(
    source: Source, mapping: MappingNode, key: ScalarNode, value: Node
) -> list[Edit] | None:
    number = len(mapping.keys) + len(mapping.duplicates)
    if mapping.flow:
        return _remove_from_flow(source, key, value, number)
    lines = source.lines()
    last = _last_line(value, key)
    if last is None:
        return None
    before = lines[key.line - 1][: key.column - 1]
    if not before.strip():
        return [Edit(source.path, key.line, 1, last + 1, 1, "")]
    following = next((each for each in mapping.keys.values() if each.line > last), None)
    if before.strip() != "-" or following is None or following.line != last + 1:
        return None
    if following.column != key.column or _has_comment(lines, key, last):
        return None
    return [Edit(source.path, key.line, key.column, following.line, following.column, "")]


def _remove_from_flow(source: Source, first: Node, last: Node, number: int) -> list[Edit] | None:
    """Removes a pair or an item of a flow collection, with the comma behind or before it."""
    if first.line != last.end_line or last.line < first.line:
        return None
    line = source.lines()[first.line - 1]
    start, end = first.column - 1, last.end_column - 1
    if end < start:
        return None
    rest = line[end:]
    if rest.lstrip().startswith(","):
        comma = end + len(rest) - len(rest.lstrip()) + 1
        end = comma + len(line[comma:]) - len(line[comma:].lstrip())
    elif number > 1:
        head = line[:start].rstrip()
        if not head.endswith(","):
            return None
        start = len(head) - 1
    return [Edit(source.path, first.line, start + 1, first.line, end + 1, "")]


def _last_line(node: Node, key: Node | None = None) -> int | None:
    """The last line of a node's text; None where it has an alias, whose text is elsewhere."""
    if key is not None and node.line < key.line:
        return None
    if isinstance(node, ScalarNode):
        last = node.end_line
        # The end of a block scalar, and of an empty one, may be the beginning of the next line.
        return last - 1 if node.end_column == 1 and last > node.line else last
    assert isinstance(node, Collection)
    if node.flow:
        return node.end_line
    children = [child for _, child in node.children(repeated=True)]
    keys = list(node.keys.values()) if isinstance(node, MappingNode) else []
    if isinstance(node, MappingNode):
        keys += [again for _, again, _ in node.duplicates]
    if not children:
        return node.line
    if any(child.line < node.line for child in children):
        return None
    ends = [_last_line(child) for child in children]
    if any(end is None for end in ends):
        return None
    return max([end for end in ends if end is not None] + [each.line for each in keys])


def _has_comment(lines: list[str], first: Node, last: int) -> bool:
    return any("#" in line for line in lines[first.line - 1 : last])


def _inserted(source: Source, last: int, added: list[str]) -> Edit:
    """An insertion of whole lines behind a line."""
    lines = source.lines()
    if last >= len(lines):  # the last line of the file has no line end
        end = len(lines[-1]) + 1
        return Edit(source.path, last, end, last, end, "".join(f"\n{line}" for line in added))
    return Edit(source.path, last + 1, 1, last + 1, 1, "".join(f"{line}\n" for line in added))


def _nested(path: Sequence[str], value: str) -> list[str]:
    """The lines of a block mapping with one value below a chain of keys."""
    lines = [f"{'  ' * depth}{scalar(name, '')}:" for depth, name in enumerate(path)]
    lines[-1] += f" {value}"
    return lines


def _flow(path: Sequence[str], value: str) -> str:
    text = value
    for name in reversed(path):
        text = f"{{{scalar(name, '')}: {text}}}"
    return text
