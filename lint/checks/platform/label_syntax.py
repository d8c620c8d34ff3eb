"""`label-syntax`: the keys and values of labels, and how many of them a resource has."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

_LONGEST = 63
_SIGNS = frozenset("!\"#$%&'()*+,./:;<=>?@[\\]^{|}~")
FAULTS = (
    "label-key",
    "label-value",
    "too-many-labels",
)
_KEY = lazy_regex(r"[^\W\d_A-Z][^\WA-Z]*(?:-[^\WA-Z]*)*")
_SYSTEM = lazy_regex(r"(?:[a-z0-9-]{1,63}\.)?(?:googleapis\.com|google\.com|knative\.dev)/")
_DOMAIN = lazy_regex(r"[A-Za-z0-9.-]{1,253}\.[A-Za-z0-9.-]{1,253}/")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each invalid label."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    for metadata in resource.all_metadata:
        labels = metadata.get("labels")
        if isinstance(labels, MappingNode):
            yield from _labels(labels, facts)


def _not_allowed(value: str) -> list[Message]:
    """What a value has that no value may have, each kind once; a sign says nothing about the rest."""
    found: dict[str, Message] = {}
    for character in value:
        if "A" <= character <= "Z":
            found.setdefault("capital", shown.own("capital letters"))
        elif character.isspace():
            found.setdefault("blank", shown.own("blanks"))
        elif character in _SIGNS:
            found.setdefault(character, say("`{}`", shown.own(character)))
        elif not (character.isalnum() or character in "-_"):
            found.setdefault("other", shown.own("signs that are not allowed"))
    return list(found.values())


def _labels(labels: MappingNode, facts: dict[str, Facts]) -> Iterator[Fault]:
    own = 0
    for name, key, value in labels.items():
        if _SYSTEM.match(name):
            continue  # system labels have a grammar of their own
        own += 1
        if isinstance(key, ScalarNode) and key.templated:
            continue
        if not _KEY.fullmatch(name) or len(name) > 63:
            yield Fault(
                "label-key",
                key,
                message=say("`{}` is not a valid label key", shown.name(name)),
                help=say("Remove the domain: only labels of Cloud Run itself have one.")
                if _DOMAIN.match(name)
                else say(
                    "Use up to 63 lower-case letters, digits, `-` and `_`; begin with a letter."
                ),
            )
        text = text_of(value)
        wrong = _not_allowed(text or "")
        if text and (len(text) > _LONGEST or wrong):
            yield Fault(
                "label-value",
                value,
                message=say(
                    "the value of label `{}` contains {}",
                    shown.name(name),
                    shown.listed(wrong, quoted=False),
                )
                if wrong
                else say(
                    "the value of label `{}` has {}; the limit is {}",
                    shown.name(name),
                    shown.count(len(text), "character"),
                    shown.number(_LONGEST),
                ),
                help=say("Use up to 63 lower-case letters, digits, `-` and `_`."),
            )
    limit = facts.get("too-many-labels", {}).get("limit")
    if limit and own > limit:
        yield Fault(
            "too-many-labels",
            labels,
            message=say(
                "the resource has {}; the limit is {}",
                shown.count(own, "label"),
                shown.number(limit),
            ),
            help=say("Remove some labels."),
        )
