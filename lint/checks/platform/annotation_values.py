"""`annotation-values`: what the values of annotations must look like.

Values that hold a placeholder are not judged; values that are no strings are the shape's.
"""

from __future__ import annotations

import re

from lint.checks.platform.annotation_keys import annotated
from lint.model import text as shown
from lint.model.fault import Repair
from lint.model.text import say
from lint.support.nearest import nearest
from lint.yaml.tree import ScalarNode, written_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message


def model() -> Any:
    """The parameters, for pydantic: by key, one format."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class Format(Strict):
        one_of: Strings = Field(default=[], alias="one-of", description="the allowed values")
        any_case: bool = Field(
            default=False, alias="any-case", description="upper and lower case are both allowed"
        )
        at_least: int | None = Field(
            default=None, alias="at-least", description="the smallest whole number"
        )
        at_most: int | None = Field(
            default=None, alias="at-most", description="the largest whole number"
        )
        fraction: list[float] = Field(
            default=[], max_length=2, description="smallest and largest number"
        )
        pattern: str | None = Field(
            default=None, description="a regular expression that matches the whole value"
        )
        expected: str = Field(default="", description="the pattern as messages show it")
        longest: int | None = Field(default=None, description="the maximum length in characters")
        regions: bool = Field(
            default=False, description="whether it is a comma-separated list of two or more regions"
        )
        grammar: Literal["", "strings", "string-map", "name-lists", "interfaces", "json"] = Field(
            default="", description="the structure of a value that is JSON"
        )
        unwanted: dict[str, str] = Field(
            default={}, description="deprecated values, each with a help sentence"
        )
        refused: dict[str, str] = Field(
            default={},
            description="values that the kind does not accept, each with a help sentence",
        )
        doubtful: Strings = Field(
            default=[],
            description="values that the API may or may not accept (not documented): a warning only",
        )
        also: Strings = Field(default=[], description="further allowed values")

    return dict[str, Format]


def prepare(params: Any) -> Any:
    """Refuses patterns that are no regular expressions."""
    from lint.model.rule import ParameterError
    from lint.support.rule_patterns import check_pattern

    for name, expected in params.items():
        if expected["pattern"] is not None:
            try:
                check_pattern(expected["pattern"])
            except re.error as error:
                raise ParameterError(
                    f"not a regular expression: {error.msg}", (name, "pattern"), error.pos or 0
                ) from None
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each value that its key does not take."""
    for _, found in annotated(context.resource):
        for name, _, node in found.items():
            text = written_text(node)
            if not isinstance(node, ScalarNode) or text is None:
                continue
            for rule in rules:
                expected = rule.params.get(name)
                if expected is not None:
                    yield from _judge(rule, context, name, node, text, expected)


def _judge(
    rule: Rule, context: CheckContext, name: str, node: ScalarNode, text: str, expected: Any
) -> Iterator[Finding]:
    if text in expected["also"]:
        return
    if text in expected["unwanted"]:
        yield context.finding(
            rule,
            node,
            message=say("`{}` has the deprecated value `{}`", shown.own(name), shown.own(text)),
            help=shown.own(expected["unwanted"][text]),
        )
        return
    tail = name.rpartition("/")[2]
    if text in expected["refused"]:
        kind = shown.own(context.resource.kind)
        yield context.finding(
            rule,
            node,
            message=say("`{}` cannot be `{}` on a {}", shown.own(tail), shown.own(text), kind),
            help=shown.own(expected["refused"][text]),
        )
        return
    if not text.strip() and expected["grammar"] != "json":
        if expected["one-of"] or expected["at-least"] is not None or expected["grammar"]:
            yield context.finding(
                rule,
                node,
                message=say("`{}` is empty, and the API may reject it", shown.own(name)),
                help=say("Give it a value, or remove it."),
                severity="warning",
            )
        return
    if expected["grammar"]:
        from lint.checks.platform.annotation_grammar import grammar_faults

        for message, help, doubtful in grammar_faults(expected["grammar"], text):
            if doubtful:
                message = say("{}; the API may reject it", message)
            yield context.finding(
                rule,
                node,
                message=say("`{}` {}", shown.own(tail), message),
                help=help,
                severity="warning" if doubtful else None,
            )
    for message, help in _faults(context.resource, node, text, shown.own(tail), expected):
        doubtful = text.lower() in expected["doubtful"]
        if doubtful:
            message = say("{}; the API may reject it", message)
        yield context.finding(
            rule,
            node,
            message=message,
            help=help,
            severity="warning" if doubtful else None,
            repair=_repair(node, text, expected),
        )


def _repair(node: ScalarNode, text: str, expected: Any) -> Repair | None:
    """The one allowed value that is certainly meant: it differs in case or white space only."""
    plain = text.strip().lower().replace("_", "-")
    same = [word for word in expected["one-of"] if word.lower() == plain]
    if len(same) == 1:
        return Repair("set_text", node, same[0])
    near = nearest(text, expected["one-of"]) if expected["one-of"] else None
    return Repair("set_text", node, near, safe=False) if near is not None else None


def _faults(
    resource: Resource, node: ScalarNode, text: str, tail: Message, expected: Any
) -> Iterator[tuple[Message, Message]]:
    """(message, help) of each way in which the value of a node is not as expected."""
    allowed = expected["one-of"]
    if allowed:
        candidate = text.lower() if expected["any-case"] else text
        if candidate not in allowed:
            options = _options(allowed)
            near = nearest(text, allowed)
            yield (
                say("`{}` must be {}, not `{}`", tail, options, resource.value(node)),
                say("Write {}.", options if near is None else say("`{}`", shown.own(near))),
            )
    low, high = expected["at-least"], expected["at-most"]
    if low is not None or high is not None:
        number = int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None
        if number is None:
            message = say("`{}` must be a whole number, not `{}`", tail, resource.value(node))
            yield message, say("Write a whole number.")
        elif low is not None and number < low:
            least = shown.number(low)
            message = say("`{}` must be at least {}, not {}", tail, least, shown.number(number))
            yield message, say("Raise it to {} or more.", least)
        elif high is not None and number > high:
            most = shown.number(high)
            message = say("`{}` must be at most {}, not {}", tail, most, shown.number(number))
            yield message, say("Lower it to {} or less.", most)
    if expected["fraction"]:
        low, high = expected["fraction"]
        fits = re.fullmatch(r"[0-9]?\.[0-9]{1,2}|[01]", text) and low <= float(text) <= high
        if not fits:
            span = say("{} to {}", shown.number(low), shown.number(high))
            word = expected["also"][:1]
            also = say(" or `{}`", shown.own(word[0])) if word else shown.NOTHING
            yield (
                say(
                    "`{}` must be a number from {}{}, not `{}`",
                    tail,
                    span,
                    also,
                    resource.value(node),
                ),
                say("Write a number from {} with at most two decimals.", span),
            )
    pattern = expected["pattern"]
    if pattern is not None and re.fullmatch(pattern, text) is None:
        form = shown.own(expected["expected"]) or say("`{}`", shown.own(pattern))
        message = say("`{}` must have the form {}, not `{}`", tail, form, resource.value(node))
        yield message, say("Write it as {}.", form)
    longest = expected["longest"]
    if longest is not None and len(text) > longest:
        size = shown.count(len(text), "character")
        message = say("`{}` has {}; the limit is {}", tail, size, shown.amount(longest))
        yield message, say("Shorten it.")
    if expected["regions"]:
        names = text.split(",")
        if len(names) < 2 or len(set(names)) < len(names) or not all(names):
            yield (
                say("`{}` must be a list of two or more different regions", tail),
                say("Write `REGION,REGION`."),
            )


def _options(words: Sequence[str]) -> Message:
    quoted = [say("`{}`", shown.own(word)) for word in words]
    if len(quoted) == 1:
        return quoted[0]
    return say("{} or {}", shown.listed(quoted[:-1], most=40, quoted=False), quoted[-1])
