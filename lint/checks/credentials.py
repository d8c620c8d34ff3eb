"""`credentials`: secrets that stand in a manifest in plain text.

A short list of well-known formats instead of a detector package: detect-secrets costs ten times
what the whole of a run may. No message holds a value, and what is found is hidden in reports.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from lint.checks.topic import run_topic, topic_model
from lint.manifest import placeholders
from lint.manifest.tree import Scalar, elements
from lint.rule import ParameterError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.subject import Subject
    from lint.checks.topic import Facts, Fault
    from lint.findings import Finding
    from lint.manifest.resource import Container
    from lint.rule import Rule

FAULTS = ("named", "password-in-url", "private-key", "token", "key-file")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:\\+n|\\+r|\s)*[A-Za-z0-9+/]{20}"
)
_PASSWORDS = (
    re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s/@:?#\"']{0,200}:([^\s/@]{4,200})@"),
    re.compile(r"(?i)(?:^|[\s;?&])(?:password|pwd)=([^\s;&\"']{4,200})"),
)
_PLAIN = re.compile(
    r"(?i)[-+]?[0-9.,:]+[a-z]{0,3}|true|false|[\w.+-]{1,40}:.*|\.{0,2}/.*|projects/.*|.*\.[a-z]{2,5}"
)
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_MAX_LENGTH = 20_000
"""Longer than half a value is allowed to be; longer texts are not searched to their end."""
_HELP = "Keep it in Secret Manager and refer to it with `valueFrom: {secretKeyRef: ...}`."
_HELP_ARGUMENT = "Keep it in Secret Manager and give it to the program as an env var or a file."


def model() -> Any:
    """The parameters, for pydantic."""
    return topic_model(FAULTS)


def prepare(params: Any) -> Any:
    """The parameters, if the patterns among the facts are patterns. Raises `ParameterError`.

    The formats of tokens must have no groups of their own.
    """
    facts = params["facts"]
    formats = facts.get("formats")
    found: list[tuple[tuple[str, ...], Any]]
    found = [(("formats", name), pattern) for name, pattern in (formats or {}).items()]
    found += [((key,), facts[key]) for key in ("names", "public", "passwords") if key in facts]
    for path, pattern in found:
        try:
            groups = re.compile(pattern).groups
        except (re.error, TypeError) as error:
            raise ParameterError(str(error), ("facts", *path)) from None
        if groups:
            raise ParameterError("write `(?:` for `(`", ("facts", *path))
    return params


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each credential in env values, arguments and annotations."""
    return run_topic(rules, subject, _detect)


def _detect(subject: Subject, facts: dict[str, Facts]) -> Iterator[Fault]:
    for container in subject.resource.containers:
        for variable in container.env:
            node = variable.value
            if node is None or variable.secret is not None or not isinstance(node.value, str):
                continue
            name = variable.name or ""
            yield from _judge(
                subject, facts, node, node.value, name, f"env var `{name[:60]}`", _HELP
            )
            if "key-file" in facts and name == "GOOGLE_APPLICATION_CREDENTIALS":
                yield from _key_file(variable.name_node, node)
        yield from _arguments(subject, facts, container)
    for level in (subject.resource.annotations, subject.resource.template_annotations):
        if level is None:
            continue
        for key, _, value in level.items():
            if isinstance(value, Scalar) and isinstance(value.value, str):
                what = f"annotation `{key[:60]}`"
                yield from _judge(subject, facts, value, value.value, "", what, "Remove it.")


def _arguments(subject: Subject, facts: dict[str, Facts], container: Container) -> Iterator[Fault]:
    for field in ("command", "args"):
        option = ""
        for node in elements(container.node.get(field)):
            if not isinstance(node, Scalar) or not isinstance(node.value, str):
                option = ""
                continue
            text = node.value
            if text.startswith("-"):
                option = ""
            name, separator, value = text.partition("=")
            if text.startswith("-") and separator and " " not in name:
                what = f"option `{name[:60]}`"
                yield from _judge(subject, facts, node, value, name, what, _HELP_ARGUMENT)
            else:
                what = f"the argument after `{option[:60]}`" if option else f"`{field}`"
                yield from _judge(subject, facts, node, text, option, what, _HELP_ARGUMENT)
            option = text if text.startswith("-") and not separator and " " not in text else ""


def _judge(
    subject: Subject,
    facts: dict[str, Facts],
    node: Scalar,
    text: str,
    name: str,
    what: str,
    help: str,
) -> Iterator[Fault]:
    """The one thing that is most wrong with a text that has a name (or "")."""
    if len(text) < 4:
        return
    found = _found(facts, node, text[:_MAX_LENGTH], name)
    if found is None:
        return
    fault, holds = found
    subject.resource.source.redact(node.line, node.column, node.end_line, node.end_column)
    yield (fault, node, f"{what} holds {holds} in plain text: <redacted, {len(text)} chars>", help)


def _found(facts: dict[str, Facts], node: Scalar, text: str, name: str) -> tuple[str, str] | None:
    if "-----BEGIN" in text and _PRIVATE_KEY.search(text):
        return "private-key", "a private key"
    formats = facts.get("token", {}).get("formats")
    if formats and len(text) >= 16:
        match = _formats(tuple(formats.values())).search(text)
        if match is not None and not _dummy(facts["token"], match.group()):
            label = list(formats)[(match.lastindex or 1) - 1]
            public = facts["token"].get("public", "")
            if not (label in facts["token"].get("often-public", ()) and _says(public, name)):
                return "token", label
    if "://" in text or "=" in text:
        for pattern in _PASSWORDS:
            match = pattern.search(text)
            if match is None or "password-in-url" not in facts:
                continue
            password = match.group(1)
            if placeholders.find(password) or placeholders.find_fill_ins(password):
                continue
            if not _dummy(facts["password-in-url"], password):
                url = "a URL with a password" if "://" in match.group() else "a password"
                return "password-in-url", url
    table = facts.get("named")
    if table is not None and name and not node.unknown and _secret(table, name, text):
        return "named", "what its name says is a secret"
    return None


def _secret(table: Facts, name: str, text: str) -> bool:
    """Whether a value is a secret by its name and by its shape."""
    if not _says(table.get("names", ""), name) or _says(table.get("public", ""), name):
        return False
    if not text.isascii() or re.search(r"\s", text) or _PLAIN.fullmatch(text):
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
    upper = _CAMEL.sub("_", name).replace("-", "_").replace(".", "_").strip("_").upper()
    return re.search(pattern, upper) is not None


def _dummy(table: Facts, text: str) -> bool:
    """Whether a text stands for a secret that somebody is to fill in."""
    lower = text.lower()
    words = [word for word in _SEPARATORS.split(lower) if word]
    if lower in table.get("dummies", ()) or any(word in table.get("words", ()) for word in words):
        return True
    if any(part in lower for part in table.get("parts", ())):
        return True
    return len(set(lower)) < 4


def _entropy(text: str) -> float:
    """Shannon's entropy in bits a character."""
    counts = [text.count(character) / len(text) for character in set(text)]
    return -sum(share * math.log2(share) for share in counts)


@lru_cache(maxsize=8)
def _formats(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all formats, the number of whose group is the format's."""
    joined = "|".join(f"({pattern})" for pattern in patterns)
    return re.compile(rf"(?<![A-Za-z0-9_-])(?:{joined})")


def _key_file(name: Any, node: Scalar) -> Iterator[Fault]:
    if node.unknown or not node.text:
        return
    yield (
        "key-file",
        name if name is not None else node,
        "`GOOGLE_APPLICATION_CREDENTIALS` names a key file; on Cloud Run the service account's"
        " credentials come without one",
        "Remove it, and set `serviceAccountName` to the account of the key.",
    )
