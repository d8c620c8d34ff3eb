"""References of a resource block to variables and locals that its folder does not declare.

Terraform stops with "Reference to undeclared input variable". Whether a name is declared is only known
where all files of the folder were read: not where one is broken, too large, or JSON. Tools put folders
together from several, and add files: only a name that is nearly one of the folder is a wrong one.
"""

from __future__ import annotations

from itertools import pairwise

from lint.deploy.edits import respelt
from lint.model.fault import Fault
from lint.model.text import name, own, say
from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.deploy.terraform.hcl import Block
    from lint.deploy.terraform.scope import Scope

_CERTAIN = 0.8
"""How alike two names must be."""
_KINDS = {"var": "variable", "local": "local value"}


def undeclared(block: Block, scope: Scope) -> Iterator[Fault]:
    """A fault for each name that is used and not declared, where it is used first."""
    declared = scope.declared()
    if declared is None:
        return
    seen: set[tuple[str, str]] = set()
    for kind, node in _references(block):
        text = block.file.text(node)
        mark = (kind, str(text))
        if mark in seen or str(text) in declared[kind]:
            continue
        seen.add(mark)
        near = nearest(str(text), declared[kind], _CERTAIN)
        if near is None:
            continue
        yield Fault(
            "terraform-undeclared",
            text.place,
            message=say(
                "no file of this folder declares the {} `{}`", own(_KINDS[kind]), name(str(text))
            ),
            help=say("Did you mean `{}`?", name(near)),
            repair=respelt(text, near, declared[kind]),
        )


def _references(block: Block) -> Iterator[tuple[str, Any]]:
    """Each `var.NAME` and `local.NAME` of a block, in order: the kind, and the node of the name."""
    todo = [block.node]
    while todo:
        node = todo.pop()
        children = node.children
        for first, second in pairwise(children):
            if first.type == "variable_expr" and second.type == "get_attr":
                kind = str(block.file.text(first))
                if kind in _KINDS and second.named_children:
                    yield kind, second.named_children[-1]
        todo.extend(reversed(children))
