"""What Cloud Run objects to, led back to lines of the manifest.

The server names fields in several dialects: `template.containers[0].env`,
`Violation in CreateServiceRequest.service.template.containers[0].env`, and with the v1 API's
names `spec.template.spec.containers[0].env`. Seen in messages quoted in public repositories.
"""

from __future__ import annotations

import re

from lint.manifest.disclosure import known_keys
from lint.model.record import record
from lint.model.text import own, redacted
from lint.yaml.tree import SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.cloud.v2.service import Converted
    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node

_ROOTS = ("service", "job", "worker_pool")
_CAMEL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[([^\[\]]+)\]")
_PREFIX = re.compile(r"^(?:Violation in )?(?:[A-Z][A-Za-z]+Request\.)?")
_IN_TEXT = re.compile(
    r"(?:Violation in )?((?:[A-Z]\w+Request\.)?(?:service|job|worker_pool|workerPool|spec|template|metadata"
    r"|traffic|scaling)\b[\w.\[\]/-]*[\w\]]): *"
)
_QUOTED = re.compile(r"((?<!\w)'|[\"`])((?:\\\\.|(?!\1)[^\\\\])*+)(?:\1|$)", re.DOTALL)
_HARMLESS = re.compile(r"[-+]?[0-9.,]{1,12}|true|false|null")
_PART = re.compile(r"\w+")
_WORD = re.compile(r"[\w\\]+(?:[^\w\s\\\"'`.,:;()\[\]]+[\w\\]+)*")
_ESCAPE = re.compile(r"\\+(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
_MINIMUM = 4
"""A shorter word cannot be told from parts of ordinary words, unless it is all of a value's."""


@record
class Violation:
    """One objection of the server to a field."""

    field: str
    """The field's path in the message."""
    text: str
    """The server's words, without the path."""
    node: Node
    """The node of the manifest that it is about."""


def find_violations(
    entries: list[Mapping[str, str]], converted: Converted, resource: Resource
) -> list[Violation]:
    """The violations in a server's answer: `entries` hold `field` ("" if unknown) and `text`.

    What a text repeats of values that may not be shown is taken out of it.
    """
    violations: list[Violation] = []
    for entry in entries:
        for field, text in _split(entry["field"], entry["text"]):
            node = find_node(field, converted, resource)
            violations.append(Violation(field, str(own(_shown(text, resource))), node))
    return violations


def _split(field: str, text: str) -> list[tuple[str, str]]:
    """The single objections of one text, which may hold several with their paths."""
    matches = list(_IN_TEXT.finditer(text))
    if not matches or (field and matches[0].start() > 0):
        return [(field, text.strip())]
    parts = []
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        parts.append((match.group(1), text[match.end() : end].strip(" \n;,")))
    return parts


def find_node(field: str, converted: Converted, resource: Resource) -> Node:
    """The node that a field path leads to, or the nearest one above; the root if all else fails."""
    steps = _steps(_PREFIX.sub("", field.strip()))
    if steps and steps[0] in _ROOTS:
        steps = steps[1:]
    if steps and steps[0] in ("spec", "metadata") and converted.kind:
        node = _walk(steps, resource.root)
        if node is not None:
            return node
    for size in range(len(steps), 0, -1):
        node = converted.places.get(_joined(steps[:size]))
        if node is not None:
            return node
    if resource.name_node is not None:
        return resource.name_node
    return resource.root


def _steps(path: str) -> list[str | int]:
    steps: list[str | int] = []
    for name, index, key in _STEP.findall(path):
        if index:
            steps.append(int(index))
        else:
            # The keys of annotations stand in brackets and are not names of fields.
            steps.append(key or _CAMEL.sub(lambda match: "_" + match.group(1).lower(), name))
    return steps


def _joined(steps: list[str | int]) -> str:
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            name = "type_" if step == "type" else step
            path += f".{name}" if path else name
    return path


def _walk(steps: list[str | int], root: Node) -> Node | None:
    """Follows a path in the v1 API's names through the manifest itself, as far as it goes."""
    node: Node | None = None
    current: Node = root
    for step in steps:
        following: Node | None
        if isinstance(step, int):
            if not isinstance(current, SequenceNode) or step >= len(current.items):
                break
            following = current.items[step]
        else:
            following = current.get(step) or current.get(_camel(step))
        if following is None:
            break
        node = current = following
    return node


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _shown(text: str, resource: Resource) -> str:
    """What a server says, as far as it repeats nothing that may not be shown.

    A server quotes values as it likes: escaped, cut, trimmed, a part of them. So words are judged
    and not whole values. A quoted text is shown if it is a number, a name of a field, or text of
    the manifest that may be shown; a word outside of quotes, if no hidden value has it.
    """
    disclosure = resource.disclosure
    known = {node.text for node in disclosure.shown()} | known_keys()
    secret_words: set[str] = set()
    secret_text: list[str] = []
    for node in disclosure.hidden():
        secret_words.update(_PART.findall(node.text.lower()))
        secret_text.append(node.text.lower())
    hidden = "\n".join(secret_text)

    def quoted(match: re.Match[str]) -> str:
        inner = match.group(2)
        if inner in known or _HARMLESS.fullmatch(inner):
            return match.group()
        return f"{match.group(1)}{redacted(inner)}{match.group(1)}"

    def word(match: re.Match[str]) -> str:
        written = match.group()
        repeated = any(
            part in secret_words if len(part) < _MINIMUM else part in hidden
            for part in _PART.findall(_ESCAPE.sub(" ", written).lower())
        )
        return redacted(written) if repeated and written not in known else written

    pieces: list[str] = []
    done = 0
    for match in _QUOTED.finditer(text):
        pieces += (_WORD.sub(word, text[done : match.start()]), quoted(match))
        done = match.end()
    return "".join([*pieces, _WORD.sub(word, text[done:])])
