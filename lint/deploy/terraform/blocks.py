"""The body of a resource block as values, `dynamic` blocks expanded."""

from __future__ import annotations

from lint.deploy.terraform.evaluate import MAX_ITEMS, pairs
from lint.deploy.terraform.values import Entries, Entry, Items, Literal, Unknown, is_null
from lint.deploy.terraform.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.deploy.terraform.evaluate import Evaluator
    from lint.deploy.terraform.fields import Field
    from lint.deploy.terraform.hcl import Block, Body
    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text

META = frozenset(
    [
        "connection",
        "count",
        "deletion_policy",
        "depends_on",
        "for_each",
        "lifecycle",
        "project",
        "provider",
        "provisioner",
        "timeouts",
    ]
)
"""What every resource can have besides the fields of its type."""


def read_body(
    body: Body,
    anchor: Text,
    field: Field,
    evaluator: Evaluator,
    names: Mapping[str, Value],
    words: Words,
    root: bool = True,
) -> Entries:
    """The arguments and blocks of a body. Blocks of one type are a list, also if there is one.

    Arguments and blocks that the type does not have go to `words`, and not into the result.
    """
    made = Entries({}, anchor)
    given = [*body.attributes, *map(_made_by, body.blocks)]
    for name, attribute in body.attributes.items():
        if root and name in META:
            continue
        known = field.fields.get(name)
        if known is None or known.type in ("block", "blocks"):
            value = evaluator.attribute(attribute, names)
            words.argument(attribute.name, known, field, value, given)
        else:
            made.entries[name] = Entry(attribute.name, evaluator.attribute(attribute, names))
    for attribute in body.repeated:
        words.repeated(attribute.name)
    for block in body.blocks:
        name = str(block.type)
        if root and name in META:
            continue
        if name == "dynamic" and block.labels:
            _dynamic(block, made, field, evaluator, names, words, root, given)
            continue
        known = field.fields.get(name)
        if known is None or known.type not in ("block", "blocks"):
            words.block(block.type, known, field, given)
            continue
        inner = read_body(block.body, block.type, known, evaluator, names, words, False)
        _items(made, name, block.type).items.append(inner)
    return made


def _made_by(block: Block) -> str:
    """The type of the blocks that a block is or makes."""
    makes = str(block.type) == "dynamic" and block.labels
    return str(block.labels[0] if makes else block.type)


def _items(made: Entries, name: str, anchor: Text) -> Items:
    entry = made.entries.get(name)
    if entry is not None and isinstance(entry.value, Items):
        return entry.value
    items = Items([], anchor)
    made.entries[name] = Entry(anchor, items)
    return items


def _dynamic(
    block: Block,
    made: Entries,
    field: Field,
    evaluator: Evaluator,
    names: Mapping[str, Value],
    words: Words,
    root: bool,
    given: Sequence[str],
) -> None:
    """The blocks that a `dynamic` block makes, as far as what it goes through is known."""
    label = block.labels[0]
    name = str(label)
    known = field.fields.get(name)
    if known is None or known.type not in ("block", "blocks"):
        if not root or name not in META:
            words.block(label, known, field, given)
        return
    content = next((each for each in block.body.blocks if str(each.type) == "content"), None)
    for_each = block.body.attributes.get("for_each")
    if content is None or for_each is None:
        return
    items = _items(made, name, label)
    over = evaluator.attribute(for_each, names)
    if not isinstance(over, (Items, Entries)):
        if is_null(over):
            return
        items.open = True
        # What the content says is the same for all: its names are checked, its values unknown.
        over = Items([], label)
    iterator = block.body.attributes.get("iterator")
    variable = str(iterator.file.text(iterator.expression)) if iterator is not None else name
    items.open = items.open or over.open or len(_values(over)) > MAX_ITEMS
    for key, value in pairs(over)[:MAX_ITEMS]:
        if not evaluator.spend():
            items.open = True
            break
        each: Value = Entries({"key": Entry(label, key), "value": Entry(label, value)}, label)
        inner = {**names, variable: each}
        items.items.append(read_body(content.body, label, known, evaluator, inner, words, False))
    if not items.items:
        unknown = Unknown(label.written(f"${{{variable}.value}}", False))
        each = Entries({"key": Entry(label, unknown), "value": Entry(label, unknown)}, label)
        read_body(content.body, label, known, evaluator, {**names, variable: each}, words, False)


def _values(over: Items | Entries) -> list[Value]:
    if isinstance(over, Items):
        return over.items
    return [entry.value for entry in over.entries.values()]


def instances(body: Body, evaluator: Evaluator, anchor: Text, most: int) -> list[dict[str, Value]]:
    """The loop variables of each instance that `count` and `for_each` of a block make.

    One with unknown variables where the number of instances is not known; none where it is 0.
    """
    for_each = body.attributes.get("for_each")
    count = body.attributes.get("count")
    if for_each is not None:
        over = evaluator.attribute(for_each, {})
        if isinstance(over, (Items, Entries)) and not over.open:
            return [
                {"each": _each(value if isinstance(over, Items) else key, value, anchor)}
                for key, value in pairs(over)[:most]
            ]
        unknown = {
            name: Entry(anchor, Unknown(anchor.written(f"${{each.{name}}}", False)))
            for name in ("key", "value")
        }
        return [{"each": Entries(dict(unknown), anchor)}]
    if count is not None:
        number = evaluator.attribute(count, {})
        if isinstance(number, Literal) and number.value in (0, "0", False):
            return []
        index: Value = Unknown(anchor.written("${count.index}", False))
        if isinstance(number, Literal) and number.value in (1, "1"):
            index = Literal(anchor, 0)
        return [{"count": Entries({"index": Entry(anchor, index)}, anchor)}]
    return [{}]


def _each(key: Value, value: Value, anchor: Text) -> Value:
    return Entries({"key": Entry(anchor, key), "value": Entry(anchor, value)}, anchor)
