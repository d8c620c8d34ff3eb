"""`credentials`: secrets that stand in a manifest in plain text.

A short list of well-known formats instead of a detector package: detect-secrets costs ten times
what the whole of a run may. No message holds a value, and what is found is hidden in reports.
"""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.platform.annotation_keys import annotated
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.rule import ParameterError
from lint.model.text import say
from lint.yaml.placeholders import find, find_any
from lint.yaml.tree import ScalarNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container, EnvVar
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = ("named", "password-in-url", "private-key", "token", "key-file", "filled-in")
# Texts, compiled when a value first needs them, which most files never do.
_CAMEL = r"(?<=[a-z0-9])(?=[A-Z])"
_PRIVATE_KEY = r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:\\+n|\\+r|\s)*[A-Za-z0-9+/]{20}"
_IN_URL = r"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s/@:?#\"']{0,200}:([^\s/@]{4,200})@"
_IN_STRING = r"(?i)(?:^|[\s;?&])(?:password|pwd)=([^\s;&\"']{4,200})"
_PLAIN = r"(?i)[-+]?[0-9.,:]+[a-z]{0,3}|true|false|[\w.+-]{1,40}:.*|\.{0,2}/.*|projects/.*|.*\.[a-z]{2,5}"
_MAX_LENGTH = 32_768
"""The length of the longest value that the API takes; longer texts are not searched to the end."""
_HELP = say(
    "Store it in Secret Manager and refer to it with `{}`.",
    shown.own("valueFrom: {secretKeyRef: ...}"),
)
_HELP_ARGUMENT = say(
    "Store it in Secret Manager and pass it to the program as an env var or a file."
)


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def prepare(params: Any) -> Any:
    """The parameters, if the formats and patterns among the facts are such.

    Raises `ParameterError`.
    """
    from lint.support.rule_patterns import check_pattern

    facts = params["facts"]
    formats = facts.get("formats", {})
    if not isinstance(formats, dict):
        raise ParameterError("write formats by name", ("facts", "formats"))
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, known in formats.items():
        marks = known.get("has") if isinstance(known, dict) else None
        if not isinstance(marks, list) or not all(isinstance(mark, str) for mark in marks):
            message = "write `{has: [TEXT], pattern: PATTERN}`"
            raise ParameterError(message, ("facts", "formats", name))
        found.append((("formats", name, "pattern"), known.get("pattern")))
    texts = ("names", "public", "passwords", "harmless")
    found += [((key,), facts[key]) for key in texts if key in facts]
    for path, pattern in found:
        try:
            check_pattern(pattern)
        except re.error as error:
            raise ParameterError(str(error), ("facts", *path)) from None
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each credential in env values, arguments and annotations."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    for container in context.resource.containers:
        for variable in container.env:
            node = variable.value
            if node is None or variable.secret is not None or not isinstance(node.value, str):
                continue
            name = variable.name or ""
            what = say("env var `{}`", shown.name(name))
            yield from _judge(context, facts, node, node.value, name, what, _HELP)
            if "key-file" in facts and name == "GOOGLE_APPLICATION_CREDENTIALS":
                yield from _key_file(variable.name_node, node)
            if "filled-in" in facts and node.templated:
                yield from _filled_in(facts["filled-in"], container, variable, node)
        yield from _arguments(context, facts, container)
    for _, level in annotated(context.resource):
        for key, _, value in level.items():
            if isinstance(value, ScalarNode) and isinstance(value.value, str):
                what = say("annotation `{}`", shown.name(key))
                help = say("Remove it.")
                yield from _judge(context, facts, value, value.value, "", what, help)


def _filled_in(
    table: Facts, container: Container, variable: EnvVar, node: ScalarNode
) -> Iterator[Fault]:
    """The fault of a secret that is filled in before the deploy: it is stored as an env var.

    Whoever fills it in, from wherever: that the value is kept in GitHub's or GitLab's secrets
    does not keep it out of the revision. So a deploy step is judged like a manifest.
    """
    text = node.text.strip()
    filled_in = tuple(found for found in find(text) if not found.startswith("<"))
    name = variable.name or ""
    if filled_in == (text,):
        # A placeholder by the name of a name, a path or an URL is not the secret itself.
        if not _says(table.get("names", ""), name) or _says(table.get("public", ""), name):
            return
        if table.get("harmless") and re.search(table["harmless"], text):
            return
        what = say("a secret")
    else:
        match = re.search(_IN_URL, text) if "://" in text and "@" in text else None
        if match is None or match.group(1) not in filled_in:
            return
        filled_in = (match.group(1),)
        what = say("a URL with a password")
    # `${DB_PASSWORD}` may be for the program to expand, where the container has that env var.
    words = set(re.findall(r"\w+", filled_in[0]))
    if any(other.name in words for other in container.env if other is not variable):
        return
    yield Fault(
        "filled-in",
        node,
        message=say(
            "env var `{}` is {} in plain text when the placeholder is filled in",
            shown.name(name),
            what,
        ),
        help=_HELP,
    )


def _arguments(
    context: CheckContext, facts: dict[str, Facts], container: Container
) -> Iterator[Fault]:
    for field in ("command", "args"):
        option = ""
        for node in elements(container.node.get(field)):
            if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
                option = ""
                continue
            text = node.value
            if text.startswith("-"):
                option = ""
            name, separator, value = text.partition("=")
            if text.startswith("-") and separator and " " not in name:
                what = say("option `{}`", shown.name(name))
                yield from _judge(context, facts, node, value, name, what, _HELP_ARGUMENT)
            else:
                what = (
                    say("the argument after `{}`", shown.name(option))
                    if option
                    else say("`{}`", shown.own(field))
                )
                yield from _judge(context, facts, node, text, option, what, _HELP_ARGUMENT)
            option = text if text.startswith("-") and not separator and " " not in text else ""


def _judge(
    context: CheckContext,
    facts: dict[str, Facts],
    node: ScalarNode,
    text: str,
    name: str,
    what: Message,
    help: Message,
) -> Iterator[Fault]:
    """The one thing that is most wrong with a text that has a name (or "")."""
    if len(text) < 4:
        return
    # Manifests of a fleet repeat each other: what a text holds is worked out once.
    remembered = _remembered.setdefault(id(facts), (facts, {}))[1]
    key = text, name, node.text
    if key in remembered:
        found = remembered[key]
    else:
        found = _found(facts, node, text[:_MAX_LENGTH], name)
        if len(remembered) < _REMEMBERED_MOST and len(node.text) <= _REMEMBERED_LENGTH:
            remembered[key] = found
    if found is None:
        return
    fault, holds = found
    context.resource.source.redact(node.line, node.column, node.end_line, node.end_column)
    yield Fault(
        fault,
        node,
        message=say("{} contains {} in plain text: {}", what, holds, shown.hidden(text)),
        help=help,
    )


_remembered: dict[int, tuple[Any, dict[tuple[str, str, str], tuple[str, Message] | None]]] = {}
_REMEMBERED_MOST = 10_000
_REMEMBERED_LENGTH = 200


def _found(
    facts: dict[str, Facts], node: ScalarNode, text: str, name: str
) -> tuple[str, Message] | None:
    if "-----BEGIN" in text and re.search(_PRIVATE_KEY, text):
        return "private-key", say("a private key")
    label = _format(facts.get("token", {}), text, name) if len(text) >= 16 else ""
    if label:
        return "token", shown.own(label)
    table = facts.get("password-in-url")
    if table is not None and "://" in text and "@" in text and _password(table, _IN_URL, text):
        return "password-in-url", say("a URL with a password")
    if table is not None and "=" in text and _password(table, _IN_STRING, text):
        return "password-in-url", say("a password")
    table = facts.get("named")
    if table is not None and name and not node.unknown and _secret(table, name, text):
        return "named", say("what looks like a secret")
    return None


def _password(table: Facts, pattern: str, text: str) -> bool:
    """Whether a text holds a password that is none to be filled in."""
    match = re.search(pattern, text)
    if match is None:
        return False
    password = match.group(1)
    return not find_any(password) and not _dummy(table, password)


def _secret(table: Facts, name: str, text: str) -> bool:
    """Whether a value is a secret by its name and by its shape."""
    if not _says(table.get("names", ""), name) or _says(table.get("public", ""), name):
        return False
    if not text.isascii() or re.search(r"\s", text) or re.fullmatch(_PLAIN, text):
        return False
    if _dummy(table, text):
        return False
    if _says(table.get("passwords", ""), name):
        return bool(len(text) >= table.get("password-length", 6))
    classes = sum(bool(re.search(kind, text)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    if len(text) < table.get("length", 12) or classes < 2:
        return False
    return _entropy(text) >= float(table.get("entropy", 2.8))


def _says(pattern: str, name: str) -> bool:
    """Whether a pattern finds something in a name that is written as `LIKE_THIS`."""
    if not pattern or not name:
        return False
    upper = re.sub(_CAMEL, "_", name).replace("-", "_").replace(".", "_").strip("_").upper()
    return re.search(pattern, upper) is not None


def _dummy(table: Facts, text: str) -> bool:
    """Whether a text stands for a secret that somebody is to fill in."""
    lower = text.lower()
    words = [word for word in re.split(r"[^a-z0-9]+", lower) if word]
    if lower in table.get("dummies", ()) or any(word in table.get("words", ()) for word in words):
        return True
    if any(part in lower for part in table.get("parts", ())):
        return True
    return len(set(lower)) < 4


def _entropy(text: str) -> float:
    """Shannon's entropy in bits a character."""
    import math  # a shared object of its own in many builds of Python, for one seldom function

    counts = [text.count(character) / len(text) for character in set(text)]
    return -sum(share * math.log2(share) for share in counts)


def _format(table: Facts, text: str, name: str) -> str:
    """The format of a token in a text, or ""."""
    for label, known in table.get("formats", {}).items():
        # Compiling all patterns takes longer than all else together; few are ever needed.
        for mark in known["has"]:
            if mark in text:
                break
        else:
            continue
        match = re.search(rf"(?<![A-Za-z0-9_-])(?:{known['pattern']})", text)
        if match is None or _dummy(table, match.group()):
            continue
        if label in table.get("often-public", ()) and _says(table.get("public", ""), name):
            continue
        return str(label)
    return ""


def _key_file(name: Any, node: ScalarNode) -> Iterator[Fault]:
    if node.unknown or not node.text:
        return
    yield Fault(
        "key-file",
        name if name is not None else node,
        message=say(
            "`GOOGLE_APPLICATION_CREDENTIALS` names a key file, which Cloud Run does not need"
        ),
        help=say("Remove it, and set `serviceAccountName` to the service account of the key."),
    )
