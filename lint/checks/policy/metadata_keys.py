"""What `annotations` and `labels` share: required, forbidden and constrained keys."""

from __future__ import annotations

from lint.checks.policy.value_constraint import faults
from lint.model.findings import NotRun
from lint.model.text import MOST_NAMES, count, listed, name, own, say
from lint.support.globs import matches
from lint.support.whole_match import MatchLimitError
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message


def labelled_model(default_level: str) -> Any:
    """The parameters, for pydantic."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings
    from lint.checks.policy.value_constraint import expected_model

    class Labelled(Strict):
        at: Literal["service", "template"] = Field(
            default=default_level,  # type: ignore[arg-type]
            description="service: metadata of the resource; template: spec.template.metadata",
        )
        required: Strings = Field(default=[], description="keys that must be set")
        forbidden: Strings = Field(default=[], description="keys that must not be set; globs")
        values: dict[str, expected_model()] = Field(  # type: ignore[valid-type]
            default={}, description="allowed values of keys that are set"
        )

    return Labelled


def judge(rule: Rule, context: CheckContext, what: str) -> Iterator[Finding | NotRun]:
    """The findings of one rule on `annotations` or `labels` (`what`)."""
    resource = context.resource
    template = rule.params["at"] == "template"
    metadata = resource.template_metadata if template else resource.metadata
    node = metadata.get(what) if metadata is not None else None
    mapping = node if isinstance(node, MappingNode) else None
    level = say("the template") if template else say("the {}", own(resource.kind))
    noun = own(what[:-1])
    required = dict.fromkeys(rule.params["required"])
    missing = [key for key in required if mapping is None or key not in mapping]
    if missing and resource.may_have_more(what):
        yield context.not_stated(rule)
    elif missing:
        yield from _missing(rule, context, what, missing, level)
    for pattern in rule.params["forbidden"]:
        for key, key_node, _ in mapping.items() if mapping is not None else ():
            if matches(key, (pattern,)):
                yield context.finding(
                    rule,
                    key_node,
                    message=say("{} `{}` must not be set on {}", noun, name(key), level),
                    help=say("Remove `{}`.", name(key)),
                )
    for key, expected in rule.params["values"].items():
        value = mapping.get(key) if mapping is not None else None
        if isinstance(value, ScalarNode) and isinstance(value.value, str) and not value.unknown:
            shown = say("`{}`", resource.value(value)) if value.text else say("empty")
            subject = say("{} `{}`", noun, own(key))
            try:
                for message, help in faults(value.text, expected, subject, shown):
                    yield context.finding(rule, value, message=message, help=help)
            except MatchLimitError as error:
                yield NotRun(rule.id, str(error), limit_reached=True)


def _missing(
    rule: Rule, context: CheckContext, what: str, keys: list[str], level: Message
) -> Iterator[Finding]:
    """A finding for each key that is at the other level, and one for all that are to be added."""
    resource = context.resource
    template = rule.params["at"] == "template"
    noun = own(what[:-1])
    other = resource.metadata if template else resource.template_metadata
    elsewhere = other.get(what) if other is not None else None
    metadata = resource.template_metadata if template else resource.metadata
    if metadata is not None and what in metadata:
        where: Any = resource.key_place(metadata, what)
    elif template and resource.template is not None:
        where = resource.key_place(resource.root.get("spec"), "template")
    else:
        where = resource.head
    path = say("{}.{}", own("spec.template.metadata" if template else "metadata"), own(what))
    absent = []
    for key in keys:
        if not (isinstance(elsewhere, MappingNode) and key in elsewhere):
            absent.append(key)
            continue
        yield context.finding(
            rule,
            where,
            message=say("{} `{}` is not set on {}", noun, own(key), level),
            help=say("Move `{}` to `{}`.", own(key), path),
            related=[(elsewhere.keys[key], say("`{}` is set here", own(key)))],
        )
    if absent:
        one = len(absent) == 1
        every = listed(map(own, absent), most=MOST_NAMES)
        yield context.finding(
            rule,
            where,
            message=say("{} {} is not set on {}", noun, every, level)
            if one
            else say("{} are not set on {}: {}", _counted(len(absent), what), level, every),
            help=say("Add the {} {}.", noun, every) if one else say("Add them to `{}`.", path),
            topic=say("{} that are not set on {}", own(what), level),
        )


def _counted(number: int, what: str) -> Message:
    return count(number, "label") if what == "labels" else count(number, "annotation")
