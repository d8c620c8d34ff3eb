"""The portrait of one resource, from its manifest and from what is known of its image."""

from __future__ import annotations

from lint.engine.portraits.attached import Attachments
from lint.engine.portraits.containers import container_part
from lint.engine.portraits.places import entry, extent
from lint.engine.portraits.starting import starting
from lint.manifest.resource import LOCATION
from lint.model.portrait import Link, Part, Portrait, Row
from lint.model.text import NOTHING, name, number, own, say
from lint.yaml.tree import MappingNode, ScalarNode, elements, integer_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.checks.context import CheckContext
    from lint.manifest.resource import Resource
    from lint.model.text import Message

_INGRESS = "run.googleapis.com/ingress"
_IAM_OFF = "run.googleapis.com/invoker-iam-disabled"
_IAP = "run.googleapis.com/iap-enabled"
_ENVIRONMENT = "run.googleapis.com/execution-environment"
_MIN = "autoscaling.knative.dev/minScale"
_MAX = "autoscaling.knative.dev/maxScale"
_REACH = {
    "all": "the Internet",
    "internal": "the project's networks",
    "internal-and-cloud-load-balancing": "a load balancer, the project's networks",
}
"""From where requests come, by the value of the ingress annotation."""


def draw(context: CheckContext) -> Portrait:
    """What a picture of the resource shows. The findings on it are added by `lint.engine.portraits.marks`."""
    resource = context.resource
    portrait = Portrait(resource.id, resource.source.path, resource.head)
    portrait.whole.places += extent(resource, resource.root)
    portrait.whole.rows = _facts(resource)
    attachments = Attachments(resource)
    started = starting(context)
    for container in resource.containers:
        portrait.containers.append(
            container_part(context, container, started, attachments, portrait.links)
        )
    caller = _caller(resource)
    if caller is not None:
        portrait.callers.append(caller)
        for container, part in zip(resource.containers, portrait.containers, strict=True):
            if container.ingress:
                portrait.links.append(Link(caller, part))
    portrait.attached = attachments.parts
    portrait.links += [Link(portrait.whole, part) for part in attachments.of_whole]
    return portrait


def _facts(resource: Resource) -> list[Row]:
    """What the resource as a whole is given: region, scaling, environment."""
    rows = []
    if resource.location is not None:
        places = entry(resource, resource.labels, LOCATION)
        rows.append(Row("region", name(resource.location.text), places))
    if resource.deployed_by:
        rows.append(Row("deployed by", own(resource.deployed_by)))
    node = resource.annotation(_ENVIRONMENT, template=True)
    if node is not None:
        places = entry(resource, resource.template_annotations, _ENVIRONMENT)
        rows.append(Row("environment", resource.value(node), places))
    rows += _scaling(resource)
    return rows


def _scaling(resource: Resource) -> list[Row]:
    bounds: list[Message] = []
    places = []
    for key in (_MIN, _MAX):
        node = resource.annotation(key, template=True)
        if node is not None:
            value = resource.value(node)
            bounds.append(say("at least {}" if key == _MIN else "at most {}", value))
            places += entry(resource, resource.template_annotations, key)
    if not bounds:
        return []
    both = bounds[0] if len(bounds) == 1 else say("{}, {}", *bounds)
    return [Row("instances", both, places)]


def _caller(resource: Resource) -> Part | None:
    """Who starts the containers' work: requests of a Service, executions of a Job."""
    if resource.kind == "Job":
        tasks = resource.execution.get("taskCount") if resource.execution is not None else None
        text = resource.value(tasks) if isinstance(tasks, ScalarNode) else own("1")
        row = Row("tasks", text, entry(resource, resource.execution, "taskCount", "parallelism"))
        return Part("caller", own("An execution"), [row])
    if resource.kind != "Service":
        return None
    node = resource.annotation(_INGRESS, template=False)
    places = entry(resource, resource.annotations, _INGRESS)
    if node is not None:
        ingress = resource.value(node)
    else:
        ingress = own("not stated" if resource.partial else "all (default)")
    stated = text_of(node) if node is not None else "" if resource.partial else "all"
    reach = _REACH.get(stated or "")
    rows = [Row("ingress", ingress, places)]
    if reach:
        rows.insert(0, Row("from", own(reach)))
    rows.append(_access(resource))
    rows += _traffic(resource)
    return Part("caller", own("Requests"), rows)


def _access(resource: Resource) -> Row:
    """Who may call, as far as the manifest says it."""
    iap = resource.annotation(_IAP, template=False)
    off = resource.annotation(_IAM_OFF, template=False)
    if iap is not None and iap.text == "true":
        return Row(
            "allowed",
            own("signed-in users (IAP)"),
            entry(resource, resource.annotations, _IAP),
        )
    if off is not None and off.text == "true":
        return Row(
            "allowed",
            own("everybody: no IAM check"),
            entry(resource, resource.annotations, _IAM_OFF),
        )
    return Row(
        "allowed", own("whom IAM lets in"), entry(resource, resource.annotations, _IAP, _IAM_OFF)
    )


def _traffic(resource: Resource) -> list[Row]:
    """Which revisions get the requests."""
    rows: list[Row] = []
    spec = resource.root.get("spec")
    for target in elements(spec.get("traffic")) if spec is not None else ():
        if not isinstance(target, MappingNode):
            continue
        percent = integer_of(target.get("percent"))
        revision = target.get("revisionName")
        to = (
            resource.value(revision) if isinstance(revision, ScalarNode) else own("latest revision")
        )
        share = say("{}%", number(percent)) if percent is not None else NOTHING
        tag = target.get("tag")
        tagged = say(" (tag {})", resource.value(tag)) if isinstance(tag, ScalarNode) else NOTHING
        text = say("{} to {}{}", share, to, tagged) if share else say("{}{}", to, tagged)
        rows.append(Row("traffic", text, extent(resource, target)))
    return rows
