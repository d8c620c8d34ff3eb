"""What a check judges: one resource, and what belongs to it."""

from __future__ import annotations

from lint.manifest.resource import PREVIEW_KINDS
from lint.model.findings import Finding, NotRun, Place, Related
from lint.model.text import NOTHING, own, say
from lint.support.globs import matches
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint.cloud.lookups import ResourceLookups
    from lint.image.image import Image
    from lint.manifest.resource import Container, Resource
    from lint.model.fault import Fault, Repair, Spot
    from lint.model.findings import Moment, ResourceId, Severity
    from lint.model.fix import Fix
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.organization.given import GivenPolicies


_ODD = lazy_regex("\r(?!\n)|\ufffd")
_DECODED = frozenset(["fields"])
"""The checks of what gcloud decodes by itself, in preview or not."""
_IN_PREVIEW = say("what the API demands of an instance, which is in preview, is not documented")


class CheckContext:
    """One resource with the image, the project and the organisation's policies that belong to it.

    Each of these is None when not given.

    `rules` are all rules that apply to the resource, whatever their checks.
    """

    __slots__ = ("cloud", "image", "policies", "resource", "rules")

    def __init__(
        self,
        resource: Resource,
        image: Image | None = None,
        cloud: ResourceLookups | None = None,
        rules: Sequence[Rule] = (),
        policies: GivenPolicies | None = None,
    ) -> None:
        self.resource = resource
        self.image = image
        self.cloud = cloud
        self.rules = rules
        self.policies = policies

    @property
    def given_image(self) -> Image:
        """The image, for checks that require one (`requires`)."""
        assert self.image is not None
        return self.image

    @property
    def given_cloud(self) -> ResourceLookups:
        """The answers about the project, for checks that require them (`requires`)."""
        assert self.cloud is not None
        return self.cloud

    @property
    def given_policies(self) -> GivenPolicies:
        """The organisation's policies, for checks that require them (`requires`)."""
        assert self.policies is not None
        return self.policies

    def finding(
        self,
        rule: Rule,
        where: Spot,
        *,
        message: Message,
        help: Message = NOTHING,
        related: Iterable[tuple[Spot, Message]] = (),
        severity: Severity | None = None,
        moment: Moment | None = None,
        topic: Message = NOTHING,
        repair: Repair | None = None,
    ) -> Finding:
        """A finding of this rule on this resource.

        `message` gives way to the rule's own `message` where it has one. `severity` lowers the
        rule's severity for one finding, where a check is less sure than usual; it never raises
        it. What the API refuses of other kinds is a warning of a kind in preview. For `topic` see
        `lint.model.findings.Finding`.
        """
        fix = None if repair is None else self._fix(repair)
        doubt = NOTHING
        if self.resource.kind in PREVIEW_KINDS and rule.consequence == "refused":
            decoded = rule.own or rule.check in _DECODED
            if not decoded and rule.severity == "error" and severity in (None, "error"):
                severity = "warning"
                doubt = _IN_PREVIEW
        return make_finding(
            rule,
            self.place(where),
            message=message,
            help=help,
            related=[Related(self.place(node), label) for node, label in related],
            resource=self.resource.id,
            severity=severity,
            moment=moment,
            topic=topic,
            doubt=doubt,
            fix=fix,
        )

    def _fix(self, repair: Repair) -> Fix | None:
        from lint.checks.repairs import fix_of

        if repair.operation == "set_place":  # of a file of the build
            source = self.image.sources.get(repair.arguments[0].path) if self.image else None
            # Other readers count no line end at a lone carriage return.
            if source is None or _ODD.search(source.text):
                return None
            return fix_of(repair)
        # What a deploy step amounts to has places, but no text of its own.
        if self.resource.of_one_text and not self.resource.deployed_by:
            return fix_of(repair, self.resource.source)
        return None

    def not_stated(self, rule: Rule) -> NotRun:
        """Says that a rule cannot be judged: the deploy step leaves out what the rule asks for."""
        step = self.resource.deployed_by or "the step"
        return NotRun(
            rule.id,
            f"needs a description of all of {self.resource.kind} {self.resource.id.name}: "
            f"`{step}` keeps what it does not state",
            part_of=self.resource.id,
        )

    def fault_finding(self, rule: Rule, fault: Fault) -> Finding:
        """The finding that a rule makes of a fault."""
        return self.finding(
            rule,
            fault.where,
            message=fault.message,
            help=fault.help,
            related=fault.related,
            severity=fault.severity,
            moment=fault.moment,
            repair=fault.repair,
        )

    def place(self, where: Spot) -> Place:
        """The place of a node of this resource; a `Place` stays what it is."""
        if isinstance(where, Place):
            return where
        assert isinstance(where, Node)
        return self.resource.place(where)

    def env_place(self, container: Container) -> Spot:
        """Where an env var would be added: the key `env`, or the container that has none."""
        if "env" in getattr(container.node, "keys", {}):
            return self.resource.key_place(container.node, "env")
        return container.node

    def containers(self, rule: Rule) -> Iterator[Container]:
        """The containers that a rule means: the one it names, else the ingress container."""
        if rule.container:
            for container in self.resource.containers:
                if matches(container.name, (rule.container,)):
                    yield container
        else:
            ingress = self.resource.ingress_container
            if ingress is not None:
                yield ingress

    def container_not_stated(self, rule: Rule) -> Iterator[NotRun]:
        """Says so where the deploy step states nothing of the containers that a rule means."""
        if self.resource.partial and not any(self.containers(rule)):
            yield self.not_stated(rule)


def make_finding(
    rule: Rule,
    place: Place,
    *,
    message: Message,
    help: Message = NOTHING,
    related: Iterable[Related] = (),
    resource: ResourceId | None = None,
    severity: Severity | None = None,
    moment: Moment | None = None,
    topic: Message = NOTHING,
    doubt: Message = NOTHING,
    fix: Fix | None = None,
) -> Finding:
    """A finding of a rule at a place; see `CheckContext.finding`. `doubt` says what is not known."""
    message = own(rule.message) if rule.message else message
    order = ("error", "warning", "info")
    lowered = severity is not None and order.index(severity) > order.index(rule.severity)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=severity if severity is not None and lowered else rule.severity,
        consequence=rule.consequence,
        message=say("{}; {}", message, doubt) if doubt else message,
        place=place,
        help=help,
        because=rule.because,
        resource=resource,
        related=tuple(related),
        moment=moment,
        fix=fix,
        title=rule.title,
        documented=not rule.own,
        topic=str(topic),
    )
