"""What an export holds of the server's own: one finding for all of it, for it is removed together."""

from __future__ import annotations

from lint.model.fault import Repair
from lint.model.text import amount, listed, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import MappingNode, Node


def server_set(
    rule: Rule, context: CheckContext, entries: Iterable[tuple[MappingNode, str, Message]]
) -> Iterator[Finding]:
    """The finding for entries, at the first one of the file.

    Each is a mapping with one of its keys, and what that is in words. There is at least one.
    """
    found: list[tuple[Node, Message]] = []
    names: dict[int, tuple[MappingNode, list[str]]] = {}
    for mapping, name, words in entries:
        found.append((mapping.keys[name], words))
        names.setdefault(id(mapping), (mapping, []))[1].append(name)
    found.sort(key=lambda entry: (entry[0].line, entry[0].column))
    (first, what), *others = found
    repair, *further = (Repair("remove_entries", *each) for each in names.values())
    repair.further = tuple(further)
    message = say("{} is set by the server or by a client", what)
    if others:
        every = listed((words for _, words in found), quoted=False)
        message = say(
            "{} entries are set by the server or by a client: {}", amount(len(found)), every
        )
    yield context.finding(
        rule,
        first,
        message=message,
        help=say("Remove them.") if others else say("Remove it."),
        related=[(node, say("{} is one of them", words)) for node, words in others],
        topic=say("what the server or a client sets"),
        repair=repair,
    )
