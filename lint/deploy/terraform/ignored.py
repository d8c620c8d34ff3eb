"""`lifecycle { ignore_changes = [...] }`: what Terraform sets once and others change later."""

from __future__ import annotations

from lint.deploy.terraform.resource_nodes import OPEN
from lint.deploy.terraform.values import Entries, Entry, Items, Literal, Unknown
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.deploy.terraform.hcl import Body
    from lint.deploy.terraform.resource_nodes import NodeMaker

_WORD = lazy_regex(r"[A-Za-z_]\w*")
_HARMLESS = frozenset(("client", "client_version", "terraform_labels", "effective_labels"))


def apply_ignored(body: Body, entries: Entries, maker: NodeMaker) -> None:
    """Makes unknown what a block says and does not keep; notes what may be there besides."""
    for block in body.blocks:
        attribute = block.body.attributes.get("ignore_changes")
        if str(block.type) != "lifecycle" or attribute is None:
            continue
        node = attribute.expression
        paths = [child for child in _tuple(node) if child.type == "expression"]
        for path in paths or [node]:
            words = _WORD.findall(str(attribute.file.text(path)).partition('["')[0])
            if words == ["all"] or (words and words[-1] == "template"):
                maker.partial = True
            elif words and words[0] not in _HARMLESS and not _forget(entries, words):
                if words[-1] in OPEN or words[-1] not in ("image", "revision", "name"):
                    maker.unsure(words[-1])


def _tuple(node: Any) -> list[Any]:
    """The items of a list expression; none where it is something else."""
    children = list(node.named_children)
    while len(children) == 1 and children[0].type in ("collection_value", "tuple"):
        children = list(children[0].named_children)
    return children


def _forget(entries: Entries, words: list[str]) -> bool:
    """Makes an argument unknown, in all blocks on the way; whether there is one."""
    found = False
    name, rest = words[0], words[1:]
    entry = entries.entries.get(name)
    if entry is None:
        return False
    if not rest:
        if not isinstance(entry.value, (Literal, Unknown)):
            return False
        unknown = Unknown(entry.key.written(f"${{ignored.{name}}}", False))
        entries.entries[name] = Entry(entry.key, unknown)
        return True
    if isinstance(entry.value, Items):
        for item in entry.value.items:
            if isinstance(item, Entries):
                found = _forget(item, rest) or found
    return found
