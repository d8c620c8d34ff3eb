"""`predefined-policy`: Google's own constraints about Cloud Run, with the organisation's values."""

from __future__ import annotations

from lint.checks.faults import fault_parameters
from lint.model.findings import NotRun, Place
from lint.model.record import record
from lint.model.text import NOTHING, name, own, say
from lint.organization.effect import enforced, is_region, is_value, judged
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.model.fault import Spot
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.organization.effect import Effect
    from lint.organization.given import GivenPolicies

INGRESS = "run.googleapis.com/ingress"
EGRESS = "run.googleapis.com/vpc-access-egress"
CONNECTOR = "run.googleapis.com/vpc-access-connector"
INTERFACES = "run.googleapis.com/network-interfaces"
BINARY_AUTHORIZATION = "run.googleapis.com/binary-authorization"
INVOKER_DISABLED = "run.googleapis.com/invoker-iam-disabled"
ENCRYPTION_KEY = "run.googleapis.com/encryption-key"
_ONE_REGION = lazy_regex(r"[a-z]+-[a-z]+\d+")

FAULTS = (
    "allowed-ingress",
    "allowed-vpc-egress",
    "allowed-binary-authorization",
    "invoker-iam",
    "resource-locations",
    "own-encryption-key",
    "default-service-account-roles",
)
"""What the rules are about, each with a function that judges it."""


@record
class Refusal:
    """What a constraint refuses or may refuse, or why that is open."""

    where: Spot
    message: Message
    help: Message = NOTHING
    doubt: str = ""
    """Why it is not certain."""
    open: str = ""
    """Why it cannot be decided."""
    effect: Effect | None = None


def model() -> Any:
    """Which constraint the rule is about."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """The policies."""
    return "policies"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each constraint whose policy refuses the resource."""
    given = context.given_policies
    for rule in rules:
        for dry_run in (False, True):
            refusal = _JUDGES[rule.params["fault"]](context, given, dry_run)
            if refusal is None:
                continue
            if refusal.open:
                yield NotRun(rule.id, refusal.open)
            elif context.resource.partial and refusal.doubt:
                yield context.not_stated(rule)
            else:
                yield _finding(rule, context, refusal, dry_run)


def _finding(rule: Rule, context: CheckContext, refusal: Refusal, dry_run: bool) -> Finding:
    effect = refusal.effect
    place = effect.place if effect is not None else None
    severity: Any = "info" if dry_run else "warning" if refusal.doubt else None
    return context.finding(
        rule,
        refusal.where,
        message=say(
            "{}{}{}",
            say("dry run: ") if dry_run else NOTHING,
            refusal.message,
            say("; {}", own(refusal.doubt)) if refusal.doubt else NOTHING,
        ),
        help=refusal.help,
        related=[(place, say("the policy"))] if isinstance(place, Place) else [],
        severity=severity,
    )


def _stated(effect: Effect, constraint: str) -> Refusal | None:
    """None where the constraint allows everything, or a refusal without words where it is open."""
    if effect.allowed is None:
        return _open(f"{constraint} cannot be decided: {effect.reason}")
    return None


def _open(reason: str) -> Refusal:
    return Refusal(Place(""), NOTHING, open=reason)


def _listed(
    context: CheckContext,
    given: GivenPolicies,
    dry_run: bool,
    constraint: str,
    node: ScalarNode | None,
    absent: str,
    where: Spot,
) -> tuple[Effect | None, Refusal | None]:
    """The effect of a list constraint on an annotation; the other is why that is open."""
    project = given.target(context.resource).project
    if node is not None and node.unknown:
        anything = judged(given.policies, constraint, project, lambda entry: None, dry_run)
        if anything.allowed is None:
            return None, _open(f"{constraint} cannot be decided: the value is not known yet")
        return anything, None
    text = node.text if node is not None else absent
    effect = judged(given.policies, constraint, project, is_value(text), dry_run)
    return effect, _stated(effect, constraint)


def _ingress(context: CheckContext, given: GivenPolicies, dry_run: bool) -> Refusal | None:
    resource = context.resource
    if resource.kind != "Service":
        return None
    node = resource.annotation(INGRESS, template=False)
    constraint = "run.allowedIngress"
    if node is None and resource.may_have_more("annotations"):
        return None if not _about(given, constraint) else _unstated(resource.kind, constraint)
    where: Spot = node or resource.head
    effect, refusal = _listed(context, given, dry_run, constraint, node, "all", where)
    if refusal is not None or effect is None or effect.allowed:
        return refusal
    shown = resource.value(node) if node is not None else say("all")
    return Refusal(
        where,
        say(
            "the organisation's policy `{}` does not allow the ingress `{}`{}",
            own(constraint),
            shown,
            NOTHING if node is not None else say(", which a service without the annotation has"),
        ),
        say("Set `{}` to a value that the policy allows.", own(INGRESS)),
        effect=effect,
    )


def _egress(context: CheckContext, given: GivenPolicies, dry_run: bool) -> Refusal | None:
    resource = context.resource
    constraint = "run.allowedVPCEgress"
    if not _about(given, constraint):
        return None
    node = resource.annotation(EGRESS, template=True)
    network = resource.annotation(CONNECTOR, template=True) or resource.annotation(
        INTERFACES, template=True
    )
    if node is None and resource.may_have_more("annotations"):
        return _unstated(resource.kind, constraint)
    if node is None and network is None:
        effect = judged(
            given.policies, constraint, given.target(resource).project, lambda entry: False, dry_run
        )
        if effect.allowed:
            return None
        return _open(
            f"{constraint} cannot be decided: whether a resource without VPC access passes is not "
            "documented"
        )
    where: Spot = node or network or resource.head
    effect_, refusal = _listed(
        context, given, dry_run, constraint, node, "private-ranges-only", where
    )
    if refusal is not None or effect_ is None or effect_.allowed:
        return refusal
    shown = resource.value(node) if node is not None else say("private-ranges-only")
    return Refusal(
        where,
        say(
            "the organisation's policy `{}` does not allow the egress `{}`", own(constraint), shown
        ),
        say("Set `{}` to a value that the policy allows.", own(EGRESS)),
        effect=effect_,
    )


def _binary_authorization(
    context: CheckContext, given: GivenPolicies, dry_run: bool
) -> Refusal | None:
    resource = context.resource
    constraint = "run.allowedBinaryAuthorizationPolicies"
    if not _about(given, constraint):
        return None
    node = resource.annotation(BINARY_AUTHORIZATION, template=False)
    if node is None and resource.may_have_more("annotations"):
        return _unstated(resource.kind, constraint)
    where: Spot = node or resource.head
    effect, refusal = _listed(context, given, dry_run, constraint, node, "", where)
    if refusal is not None or effect is None or effect.allowed:
        return refusal
    if node is None:
        return Refusal(
            where,
            say("the organisation's policy `{}` asks for Binary Authorization", own(constraint)),
            say("Set the annotation `{}` to `default`.", own(BINARY_AUTHORIZATION)),
            "whether a resource without it is refused is not documented",
            effect=effect,
        )
    return Refusal(
        where,
        say(
            "the organisation's policy `{}` does not allow the Binary Authorization policy `{}`",
            own(constraint),
            resource.value(node),
        ),
        say("Set `{}` to a policy that is allowed.", own(BINARY_AUTHORIZATION)),
        effect=effect,
    )


def _invoker(context: CheckContext, given: GivenPolicies, dry_run: bool) -> Refusal | None:
    resource = context.resource
    constraint = "run.managed.requireInvokerIam"
    node = resource.annotation(INVOKER_DISABLED, template=False)
    if node is None or not _about(given, constraint):
        return None
    effect = enforced(given.policies, constraint, given.target(resource).project, dry_run)
    if effect.allowed:
        return None
    if node.unknown:
        return _open(f"{constraint} cannot be decided: the value is not known yet")
    if node.text.lower() != "true":
        return None
    if effect.allowed is None:
        return _stated(effect, constraint)
    return Refusal(
        node,
        say("the organisation's policy `{}` demands the IAM check of invokers", own(constraint)),
        say("Remove the annotation `{}`.", own(INVOKER_DISABLED)),
        effect=effect,
    )


def _locations(context: CheckContext, given: GivenPolicies, dry_run: bool) -> Refusal | None:
    resource = context.resource
    constraint = "gcp.resourceLocations"
    if not _about(given, constraint):
        return None
    target = given.target(resource)
    if not _ONE_REGION.fullmatch(target.region):
        return _open(f"{constraint} cannot be decided: pass --region")
    effect = judged(given.policies, constraint, target.project, is_region(target.region), dry_run)
    if effect.allowed:
        return None
    if effect.allowed is None:
        return _stated(effect, constraint)
    return Refusal(
        given.region_place(resource) or resource.location or resource.head,
        say(
            "the organisation's policy `{}` does not allow the region `{}` ({})",
            own(constraint),
            name(target.region),
            own(target.region_origin),
        ),
        say("Deploy to a region that the policy allows."),
        effect=effect,
    )


def _encryption(context: CheckContext, given: GivenPolicies, dry_run: bool) -> Refusal | None:
    resource = context.resource
    constraint = "gcp.restrictNonCmekServices"
    if not _about(given, constraint) or resource.annotation(ENCRYPTION_KEY, template=True):
        return None
    if resource.may_have_more("annotations"):
        return _unstated(resource.kind, constraint)
    project = given.target(resource).project
    effect = judged(given.policies, constraint, project, is_value("run.googleapis.com"), dry_run)
    if effect.allowed:
        return None
    if effect.allowed is None:
        return _stated(effect, constraint)
    return Refusal(
        resource.head,
        say("the organisation's policy `{}` asks for a key of your own", own(constraint)),
        say("Set the annotation `{}` of the template to a key.", own(ENCRYPTION_KEY)),
        "how it is enforced for Cloud Run is not documented in detail",
        effect=effect,
    )


def _default_account(context: CheckContext, given: GivenPolicies, dry_run: bool) -> Refusal | None:
    resource = context.resource
    constraint = "iam.automaticIamGrantsForDefaultServiceAccounts"
    spec = resource.spec
    if spec is None or spec.get("serviceAccountName") is not None or resource.partial:
        return None
    effect = enforced(given.policies, constraint, given.target(resource).project, dry_run)
    if effect.allowed is not False:
        return None
    return Refusal(
        resource.head,
        say(
            "it runs as the default service account, which has no roles of its own under the "
            "organisation's policy `{}`",
            own(constraint),
        ),
        say("Set `serviceAccountName` to an account with the roles that the code needs."),
        effect=effect,
    )


def _about(given: GivenPolicies, constraint: str) -> bool:
    return any(policy.constraint == constraint for policy in given.policies.policies)


def _unstated(kind: str, constraint: str) -> Refusal:
    return _open(f"{constraint} cannot be decided: not all annotations of the {kind} are known")


_JUDGES: dict[str, Callable[[CheckContext, GivenPolicies, bool], Refusal | None]] = dict(
    zip(
        FAULTS,
        (
            _ingress,
            _egress,
            _binary_authorization,
            _invoker,
            _locations,
            _encryption,
            _default_account,
        ),
        strict=True,
    )
)
