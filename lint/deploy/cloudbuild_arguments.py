"""The arguments of gcloud in a step of Cloud Build: each item of `args` is one word, with its quotes.

Source: docs.cloud.google.com/build/docs/build-config-file-schema (args)
"""

from __future__ import annotations

from lint.deploy.edits import made, span
from lint.model.fault import Fault
from lint.model.text import name, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.text import Text
    from lint.model.fault import Repair
    from lint.model.text import Message

_QUOTES = ('"', "'")
_FREE = frozenset(("--args", "--command", "--description", "--filter", "--format"))
"""Flags whose values may have quotes of their own around them."""
_GROUPS = frozenset(("run", "functions"))


def gcloud_words(items: list[Text], faults: list[Fault]) -> list[Text]:
    """The words that are meant by the items of `args`. `faults` gets what gcloud reads as others."""
    words: list[Text] = []
    if items and str(items[0]) == "gcloud":
        faults.append(
            _fault(
                items[0],
                say("the step starts gcloud already: this `gcloud` is a command to it"),
                say("Remove it."),
            )
        )
        items = items[1:]
    deploys = not _GROUPS.isdisjoint(map(str, items[:2]))
    for index, item in enumerate(items):
        string = str(item)
        command = index == 0 and " " in string.strip()
        flag = string.startswith("--") and " " in string.partition("=")[0].strip()
        if command or flag:
            faults.append(
                _fault(
                    item,
                    say("an item of `args` holds several words, and gcloud gets it as one"),
                    say("Write each word as an item of its own."),
                )
            )
            words += [part for part in item.split(" ") if part]
        elif deploys:
            words.append(_without_quotes(item, str(items[index - 1]) if index else "", faults))
        else:
            words.append(item)
    return words


def _without_quotes(item: Text, before: str, faults: list[Fault]) -> Text:
    """An item without the quotes around its value, which no shell removes."""
    string = str(item)
    start = string.find("=") + 1 if string.startswith("--") else 0
    flag = string[: start - 1] if start else before
    value = string[start:]
    if not flag.startswith("--") or "=" in flag or flag in _FREE:
        return item
    if len(value) < 2 or value[0] not in _QUOTES or value[0] != value[-1]:
        return item
    first, last = item.cut(start, start + 1), item.cut(len(string) - 1)
    if not first.known or not last.known:
        return item
    faults.append(
        _fault(
            first,
            say("no shell removes the quotes: they are a part of the value of `{}`", name(flag)),
            say("Remove the quotes."),
            made([(span(first), ""), (span(last), "")], item.source)
            if value.count(value[0]) == 2
            else None,
        )
    )
    return item.cut(0, start) + item.cut(start + 1, len(string) - 1)


def _fault(where: Text, message: Message, help: Message, repair: Repair | None = None) -> Fault:
    return Fault("build-args", where.place, message=message, help=help, repair=repair)
