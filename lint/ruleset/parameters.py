"""The parts of a rule file against their models, and the parameters of a check."""

from __future__ import annotations

from lint.checks.registry import check_error, load_check
from lint.model.findings import Place
from lint.model.rule import ParameterError
from lint.model.text import own
from lint.ruleset.validators import RULE_SET, UnsureError, validated
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from lint.checks.registry import LoadedCheck
    from lint.model.text import Message
    from lint.ruleset.rule_file import RuleFile


def check_parameters(file: RuleFile, name: str, node: Node) -> Any:
    """The parameters of a check as JSON-like data, or None when they are wrong.

    Raises `CheckError` for a broken check.
    """
    check = load_check(name)
    before = len(file.errors.findings)
    data = file.data(node)
    if len(file.errors.findings) > before:
        return None
    params = validate(file, name, data, node, check)
    if len(file.errors.findings) > before:
        return None
    try:
        return check.prepare(params)
    except ParameterError as error:
        for each in (error, *error.more):
            _report(file, node, each)
        return None
    except Exception as error:
        raise check_error(check.module, error) from error


def validate(
    file: RuleFile, name: str, data: Any, node: Node, check: LoadedCheck | None = None
) -> Any:
    """The data as the model of `RULE_SET`, `RULE` or a check reads it; None with errors."""
    try:
        return validated(name, data)
    except UnsureError:
        pass
    from lint.ruleset.mistakes import examine
    from lint.ruleset.models import Header, RuleFields

    if check is not None:
        try:
            value, mistakes = examine(check.model(), data, f"`{name}`")
        except Exception as error:
            raise check_error(check.module, error) from error
    else:
        value, mistakes = examine(Header if name == RULE_SET else RuleFields, data, name)
    seen: set[tuple[int, int]] = set()
    for mistake in mistakes:
        target = locate(node, mistake.path)
        if mistake.unknown_key:
            parent = locate(node, mistake.path[:-1], through_keys=False)
            if isinstance(parent, MappingNode):
                target = parent.keys.get(str(mistake.path[-1]), target)
        place = file.place(target)
        # A union reports each of its members; one error a place is enough.
        if (place.line, place.column) not in seen:
            seen.add((place.line, place.column))
            written = target.text if isinstance(target, ScalarNode) else ""
            file.errors.add(place, *mistake.words(written))
    return value


def _report(file: RuleFile, node: Node, error: ParameterError) -> None:
    if error.once and any(each.message == str(error.message) for each in file.errors.findings):
        return
    target = locate(node, error.path)
    place = file.place(target)
    if error.offset >= 0 and isinstance(target, ScalarNode):
        line, column = character_place(
            target, file.written_offset(target.text, error.offset), file.lines
        )
        place = Place(place.path, line, column, line, column + 1)
    file.errors.add(place, _said(error.message), _said(error.help))


def character_place(node: ScalarNode, offset: int, lines: Sequence[str]) -> tuple[int, int]:
    """The line and column where a character of a scalar's text is in its file.

    White space may be folded: what is counted are the other characters. Where one of them is
    escaped, in double quotes, the place of the scalar is the best that is known.
    """
    if node.style == '"' and "\\" in lines[node.line - 1][node.column - 1 :]:
        return node.line, node.column
    wanted = len("".join(node.text[:offset].split()))
    line, column = node.line - 1, node.column - 1
    if node.style in ("|", ">"):
        line, column = line + 1, 0  # the text begins below its indicator
    elif node.style in ("'", '"'):
        column += 1
    while line < min(node.end_line, len(lines)):
        text = lines[line]
        while column < len(text):
            if not text[column].isspace():
                if not wanted:
                    return line + 1, column + 1
                wanted -= 1
                if node.style == "'" and text.startswith("''", column):
                    column += 1
            column += 1
        line, column = line + 1, 0
    return node.line, node.column


def _said(words: Message | str) -> Message:
    return own(words) if isinstance(words, str) else words


def locate(node: Node, path: Iterable[str | int], through_keys: bool = True) -> Node:
    """The node at a path, or the deepest one above it that exists.

    pydantic puts the names of union members into its paths; what is not in the tree is skipped.
    A path that ends in `[key]` leads to the key before it, and so does one that ends in a key with
    a mapping or a list, when the whole value is what is wrong (`through_keys`).
    """
    steps = list(path)
    key: Node | None = None
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        if step == "[key]" and last and key is not None:
            return key
        if isinstance(node, MappingNode) and isinstance(step, str):
            value = node.get(step)
            if value is None:
                continue
            key = node.keys[step]
            if last and through_keys and isinstance(value, MappingNode | SequenceNode):
                return key
            node = value
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node, key = node.items[step], None
    return node
