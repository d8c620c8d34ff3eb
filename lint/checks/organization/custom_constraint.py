"""`custom-constraint`: custom constraints of the organisation, in CEL."""

from __future__ import annotations

from lint.checks.organization.request import completed, stated
from lint.checks.policy.expression_text import mentioned_paths
from lint.checks.policy.expression_values import deepest_node, has_unknown
from lint.checks.policy.expression_verdict import Value, WorkLimitError, judge
from lint.model.findings import NotRun, Place
from lint.model.text import NOTHING, name, own, say
from lint.organization.condition import NESTING, undefined_fields
from lint.organization.effect import Effect, enforced
from lint.organization.objects import RESOURCE_TYPES
from lint.support.cel import compile_expression, evaluate, load_expression
from lint.support.cel_syntax import CelSyntaxError, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.policy.expression_verdict import Verdict
    from lint.checks.protocol import Input
    from lint.manifest.resource import Resource
    from lint.model.fault import Spot
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.organization.model import Constraint

_DEPLOYS = frozenset(("CREATE", "UPDATE"))
_OPEN = {
    "annotations": ("annotations", "cloudsql"),
    "env": ("env", "secrets"),
    "volumes": ("volumes", "secrets"),
    "labels": ("labels",),
    "containers": ("containers",),
}
"""What may have more entries than are known (`Resource.open`), by the field of a condition."""
_NOT_KNOWN = "it depends on values that are not known yet"
_ASSUMED = "no policy is given, so the constraint counts as enforced"


def model() -> Any:
    """No parameters: the constraints are those of `--policy`."""
    from typing import Literal

    return Literal["enforced"]


def requires(params: Any) -> Input:
    """The policies."""
    return "policies"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each enforced constraint that refuses the resource."""
    given = context.given_policies
    resource_type = f"run.googleapis.com/{context.resource.kind}"
    for rule in rules:
        if given.policies.unread and resource_type in RESOURCE_TYPES:
            yield NotRun(rule.id, given.policies.unread)
        for constraint in given.policies.constraints.values():
            if resource_type not in constraint.resource_types:
                continue
            if not _DEPLOYS.intersection(constraint.method_types) and constraint.method_types:
                continue
            for dry_run in (False, True):
                yield from _judge(rule, context, constraint, dry_run)


def _judge(
    rule: Rule, context: CheckContext, constraint: Constraint, dry_run: bool
) -> Iterator[Finding | NotRun]:
    given = context.given_policies
    project = given.target(context.resource).project
    about = [p for p in given.policies.policies if p.constraint == constraint.id]
    effect = enforced(given.policies, constraint.id, project, dry_run)
    if not about:
        if dry_run:
            return
        if given.policies.policies:
            reason = f"no given policy is about {constraint.id}: pass the policy that enforces it"
            yield NotRun(rule.id, reason)
            return
        effect = Effect(False, place=constraint.place)
    if effect.allowed:
        return
    if effect.allowed is None:
        yield _open(rule, constraint, effect.reason)
        return
    if constraint.broken or constraint.condition is None or constraint.denies is None:
        yield _open(rule, constraint, "the constraint itself is wrong")
        return
    if constraint.condition.unknown:
        yield _open(rule, constraint, "its condition is not known yet")
        return
    if context.resource.partial:
        yield context.not_stated(rule)
        return
    assumed = not about
    violated, reason = _violated(constraint, context)
    if violated is None:
        yield _open(rule, constraint, reason)
    elif violated:
        yield _finding(rule, context, constraint, effect, reason, dry_run, assumed)


def _open(rule: Rule, constraint: Constraint, reason: str) -> NotRun:
    return NotRun(rule.id, f"{constraint.id} cannot be decided: {reason}")


_compiled: dict[str, Any] = {}


def _expression(text: str) -> Any:
    if text not in _compiled:
        _compiled[text] = load_expression(compile_expression(text, NESTING))
    return _compiled[text]


def _violated(constraint: Constraint, context: CheckContext) -> tuple[bool | None, str]:
    """Whether the constraint refuses the resource, None where that cannot be decided.

    With it comes why, or what a verdict takes for granted.
    """
    text = _text(constraint)
    resource = context.resource
    undefined = undefined_fields(text, constraint.resource_types)
    certain = not (undefined or resource.open or has_unknown(resource.root))
    data = stated(resource)
    verdicts: list[bool | str] = []
    for with_scalars in (False, True):
        values = completed(data, resource, with_scalars)
        if certain:
            verdicts.append(evaluate(_expression(text), {"resource": values}))
            continue
        try:
            found = _by_parts(text, values, resource, undefined)
        except CelSyntaxError:  # nested deeper than a tree may be
            return None, _NOT_KNOWN
        except WorkLimitError:
            return None, "it looks at too many values"
        if found.result is None:
            return None, _why_open(found, undefined, resource)
        verdicts.append(found.result)
    bare, filled = verdicts
    if isinstance(filled, str):
        return None, filled
    if bare == filled:
        return filled is constraint.denies, ""
    if isinstance(bare, str) and filled is not constraint.denies:
        return False, ""
    return True, "whether a constraint sees the values that Cloud Run fills in is not documented"


def _by_parts(
    text: str, values: dict[str, Any], resource: Resource, undefined: dict[int, str]
) -> Verdict:
    """The verdict as far as the values that are known decide it.

    Raises `CelSyntaxError` and `WorkLimitError`.
    """
    return judge(
        text,
        parse(text),
        {"resource": Value(values, resource.root)},
        lambda field: _may_have_more(resource, field),
        undefined,
    )


def _may_have_more(resource: Resource, field: str) -> bool:
    return any(resource.may_have_more(each) for each in _OPEN.get(field, ()))


def _why_open(verdict: Verdict, undefined: dict[int, str], resource: Resource) -> str:
    unknown = [read.value for read in verdict.reads if read.value.state == "unknown"]
    for value in unknown:
        if value.node is None and value.key in undefined.values():
            return (
                f"it reads the field `{value.key}`, which a condition does not see, and what "
                "Google makes of that is not documented"
            )
    for field in _OPEN:
        about = any(field in read.path for read in verdict.reads)
        if about and _may_have_more(resource, field):
            return f"more `{field}` may be set than are stated"
    return _NOT_KNOWN


def _text(constraint: Constraint) -> str:
    return str(constraint.condition.value) if constraint.condition is not None else ""


def _paths(text: str) -> list[list[str]]:
    try:
        return mentioned_paths(parse(text))
    except CelSyntaxError:  # nested deeper than a tree may be
        return []


def _finding(
    rule: Rule,
    context: CheckContext,
    constraint: Constraint,
    effect: Effect,
    doubt: str,
    dry_run: bool,
    assumed: bool,
) -> Finding:
    nodes = []
    for path in _paths(constraint.expression):
        node = deepest_node(context, None, path)
        if node is not None and node not in nodes:
            nodes.append(node)
    once = sorted(_DEPLOYS.intersection(constraint.method_types))
    if not doubt and len(once) == 1:
        created = "creates" if once == ["CREATE"] else "changes"
        doubt = f"it counts only for a deploy that {created} the resource"
    severity: Any = "info" if dry_run else "warning" if doubt else None
    related: list[tuple[Spot, Message]] = [
        (
            constraint.place,
            say("the constraint; {}", own(_ASSUMED)) if assumed else say("the constraint"),
        )
    ]
    if isinstance(effect.place, Place) and not assumed:
        related.append((effect.place, say("the policy that enforces it")))
    related += [(node, say("the condition also reads this")) for node in nodes[1:4]]
    return context.finding(
        rule,
        nodes[0] if nodes else context.resource.head,
        message=say(
            "{}the organisation's constraint `{}` ({}) refuses this{}",
            say("dry run: ") if dry_run else NOTHING,
            own(constraint.title),
            name(constraint.id),
            say("; {}", own(doubt)) if doubt else NOTHING,
        ),
        help=say(
            "Change what the condition reads so that it is {}: `{}`.",
            own("false" if constraint.denies else "true"),
            own(constraint.expression),
        ),
        related=related,
        severity=severity,
    )
