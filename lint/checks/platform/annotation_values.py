"""`annotation-values`: what the values of annotations must look like.

Values that hold a placeholder are not judged; values that are no strings are the shape's.
"""

from __future__ import annotations

import re

from lint.checks.platform.annotation_keys import annotated
from lint.support.nearest import nearest
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic: by key, one format."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class Format(Strict):
        one_of: Strings = Field(default=[], alias="one-of", description="the allowed values")
        any_case: bool = Field(default=False, alias="any-case", description="case does not count")
        at_least: int | None = Field(default=None, alias="at-least")
        at_most: int | None = Field(default=None, alias="at-most")
        fraction: list[float] = Field(
            default=[], max_length=2, description="smallest and largest number"
        )
        pattern: str | None = Field(default=None, description="expression for the whole value")
        expected: str = Field(default="", description="the pattern in words")
        longest: int | None = Field(default=None, description="length in characters")
        regions: bool = Field(default=False, description="two or more regions, comma-separated")
        grammar: Literal["", "strings", "string-map", "name-lists", "interfaces", "json"] = ""
        unwanted: dict[str, str] = Field(
            default={}, description="allowed values that should not be used, with the repair"
        )
        doubtful: Strings = Field(
            default=[], description="values of which nobody knows: a warning only"
        )
        also: Strings = Field(default=[], description="further allowed values")

    return dict[str, Format]


def prepare(params: Any) -> Any:
    """Refuses patterns that are no regular expressions."""
    from lint.model.rule import ParameterError

    for name, expected in params.items():
        if expected["pattern"] is not None:
            try:
                re.compile(expected["pattern"])
            except re.error as error:
                raise ParameterError(
                    f"not a regular expression: {error.msg}", (name, "pattern"), error.pos or 0
                ) from None
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each value that its key does not take."""
    for _, found in annotated(context.resource):
        for name, _, node in found.items():
            if not isinstance(node, ScalarNode) or not isinstance(node.value, str) or node.unknown:
                continue
            for rule in rules:
                expected = rule.params.get(name)
                if expected is not None:
                    yield from _judge(rule, context, name, node, expected)


def _judge(
    rule: Rule, context: CheckContext, name: str, node: ScalarNode, expected: Any
) -> Iterator[Finding]:
    text = str(node.value)
    if text in expected["also"]:
        return
    if text in expected["unwanted"]:
        yield context.finding(
            rule,
            node,
            message=f"`{name}` has the value `{text}`, which should not be used any more",
            help=expected["unwanted"][text],
        )
        return
    tail = name.rpartition("/")[2]
    if not text.strip() and expected["grammar"] != "json":
        if expected["one-of"] or expected["at-least"] is not None or expected["grammar"]:
            yield context.finding(
                rule,
                node,
                message=f"`{name}` is empty; whether the API takes that as unset is not documented",
                help="Give it a value, or remove it.",
                severity="warning",
            )
        return
    if expected["grammar"]:
        from lint.checks.platform.annotation_grammar import grammar_faults

        for message, help, doubtful in grammar_faults(expected["grammar"], text):
            if doubtful:
                message += "; whether the API refuses it is not documented"
            yield context.finding(
                rule,
                node,
                message=f"`{tail}` {message}",
                help=help,
                severity="warning" if doubtful else None,
            )
    for message, help in _faults(text, tail, expected):
        doubtful = text.lower() in expected["doubtful"]
        if doubtful:
            message += "; whether the API refuses it is not documented"
        yield context.finding(
            rule, node, message=message, help=help, severity="warning" if doubtful else None
        )


def _faults(text: str, tail: str, expected: Any) -> Iterator[tuple[str, str]]:
    """(message, help) of each way in which a value is not as expected."""
    display_path = text if len(text) <= 60 else text[:57] + "..."
    allowed = expected["one-of"]
    if allowed:
        candidate = text.lower() if expected["any-case"] else text
        if candidate not in allowed:
            options = _options(allowed)
            near = nearest(text, allowed)
            help = f"Write `{near}`." if near is not None else f"Write {options}."
            yield f"`{tail}` is {options}, not `{display_path}`", help
    low, high = expected["at-least"], expected["at-most"]
    if low is not None or high is not None:
        number = int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None
        if number is None:
            yield f"`{tail}` is a whole number, not `{display_path}`", "Write a whole number."
        elif low is not None and number < low:
            yield f"`{tail}` is at least {low}, not {number}", f"Raise it to {low} or more."
        elif high is not None and number > high:
            yield f"`{tail}` is at most {high}, not {number}", f"Lower it to {high} or less."
    if expected["fraction"]:
        least, most = expected["fraction"]
        fits = re.fullmatch(r"[0-9]?\.[0-9]{1,2}|[01]", text) and least <= float(text) <= most
        if not fits:
            also = "".join(f" or `{word}`" for word in expected["also"][:1])
            yield (
                f"`{tail}` is a number from {least} to {most}{also}, not `{display_path}`",
                f"Write a number from {least} to {most} with at most two decimals.",
            )
    pattern = expected["pattern"]
    if pattern is not None and re.fullmatch(pattern, text) is None:
        words = expected["expected"] or f"`{pattern}`"
        yield f"`{tail}` does not have the form {words}", f"Write it as {words}."
    longest = expected["longest"]
    if longest is not None and len(text) > longest:
        yield f"`{tail}` has {len(text)} characters, {longest} are allowed", "Shorten it."
    if expected["regions"]:
        names = text.split(",")
        if len(names) < 2 or len(set(names)) < len(names) or not all(names):
            yield f"`{tail}` is a list of two or more different regions", "Write `A,B`."


def _options(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
