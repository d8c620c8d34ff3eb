"""`annotation-keys`: annotations that Cloud Run does not know, or not at this place.

Annotations stand at two levels: on the resource itself (`Service`, `Job`, `WorkerPool`) and on
its template (`Revision`, of a Job `Execution`); an `Instance` has one level. The API accepts each key at certain levels only.
Source: the description of `ObjectMeta.annotations` in the discovery document `run.v1`.
"""

from __future__ import annotations

from lint.manifest.resource import KINDS, PREVIEW_KINDS
from lint.model import text as shown
from lint.model.fault import Repair
from lint.model.text import say
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import ScalarNode

ROOT_PATH = "metadata.annotations"
TEMPLATE_PATH = "spec.template.metadata.annotations"
_PLACES = {
    "Service": say("a service"),
    "Job": say("a job"),
    "WorkerPool": say("a worker pool"),
    "Revision": say("a revision template"),
    "Execution": say("a job's execution template"),
    "Instance": say("an instance"),
}


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    place = Literal["Service", "Job", "WorkerPool", "Revision", "Execution", "Instance"]
    levels = dict[str, list[place]]

    class Unknown(Strict):
        fault: Literal["unknown"] = Field(description="the fault that the rule is about")
        namespaces: Strings = Field(description="the prefixes whose keys must be known ones")
        known: levels = Field(description="the known keys, each with the levels that accept it")
        tolerated: Strings = Field(
            default=[], description="undocumented keys that Cloud Run accepts"
        )
        meant: dict[str, str] = Field(
            default={},
            description="help sentences for common wrong keys; each is written as the part after the"
            " slash, in lower case, without `-` and `_`",
        )

    class Namespace(Strict):
        fault: Literal["namespace"] = Field(description="the fault that the rule is about")
        namespaces: Strings = Field(description="the prefixes of Cloud Run")
        known: levels = Field(description="the known keys, each with the levels that accept it")

    class Misplaced(Strict):
        fault: Literal["level"] = Field(description="the fault that the rule is about")
        known: levels = Field(description="the known keys, each with the levels that accept it")
        doubtful: Strings = Field(
            default=[], description="keys whose levels are not documented: a warning only"
        )
        instead: dict[str, dict[place, str]] = Field(
            default={}, description="by key and level: the key to use instead at that level"
        )

    class WithoutEffect(Strict):
        fault: Literal["without-effect"] = Field(description="the fault that the rule is about")
        keys: dict[str, str] = Field(description="keys on the template, each with a help sentence")

    class ServerSet(Strict):
        fault: Literal["server-set"] = Field(description="the fault that the rule is about")
        annotations: Strings = Field(default=[], description="keys at either level")
        fields: Strings = Field(default=[], description="fields of the root's `metadata`")

    return Annotated[
        Unknown | Namespace | Misplaced | WithoutEffect | ServerSet,
        Field(discriminator="fault"),
    ]


def annotated(resource: Resource) -> list[tuple[str, MappingNode]]:
    """The annotations of a resource by level; a level without annotations is left out."""
    found = []
    if resource.annotations is not None:
        found.append((resource.kind, resource.annotations))
    if resource.template_annotations is not None and resource.kind != "Instance":
        level = "Execution" if resource.kind == "Job" else "Revision"
        found.append((level, resource.template_annotations))
    return found


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each key that is unknown, misplaced or without effect, and for all of an export."""
    levels = annotated(context.resource)
    for rule in rules:
        fault = rule.params["fault"]
        if fault == "server-set":
            yield from _server_set(rule, context)
            continue
        for level, found in levels:
            yield from _FAULTS[fault](rule, context, level, found)


def _unknown(
    rule: Rule, context: CheckContext, level: str, annotations: MappingNode
) -> Iterator[Finding]:
    known = rule.params["known"]
    namespaces = tuple(rule.params["namespaces"])
    for name, key, _ in annotations.items():
        if name in known or not name.startswith(namespaces) or key.unknown:
            continue
        if name in rule.params["tolerated"]:
            continue
        yield context.finding(
            rule,
            key,
            message=say("Cloud Run has no annotation `{}`", shown.name(name)),
            help=_meant(name, level, rule.params),
            repair=_rename(annotations, key, _respelt(name, level, rule.params)),
        )


def _rename(annotations: MappingNode, key: ScalarNode, name: str | None) -> Repair | None:
    """The repair of a misspelt key; None where the right one is there, too."""
    if name is None or name in annotations:
        return None
    return Repair("rename_key", key, name)


def _respelt(name: str, level: str, params: Any) -> str | None:
    """The known key that a misspelt one certainly means: case, `-` and `_` aside, the same."""
    plain = name.lower().replace("-", "").replace("_", "")
    same = [
        key
        for key, at in params["known"].items()
        if level in at and key.lower().replace("-", "") == plain
    ]
    near = nearest(name, (key for key, at in params["known"].items() if level in at), 0.95)
    return same[0] if len(same) == 1 else near


def _meant(name: str, level: str, params: Any) -> Message:
    prefix, _, tail = name.partition("/")
    plain = tail.lower().replace("-", "").replace("_", "")
    here = [key for key, at in params["known"].items() if level in at]
    near = nearest(
        tail, (key.partition("/")[2] for key in here if key.startswith(prefix + "/")), 0.95
    )
    if near is not None:
        return say("Write `{}/{}`.", shown.own(prefix), shown.own(near))
    if plain in params["meant"]:
        return shown.own(params["meant"][plain])
    elsewhere = [key for key, at in params["known"].items() if level not in at]
    near = nearest(name, here, 0.85) or nearest(name, elsewhere, 0.85)
    if near is None:
        return say("Remove it.")
    if near in here:
        return say("Write `{}`.", shown.own(near))
    return say("Write `{}` {}.", shown.own(near), _where(params["known"][near], level))


def _where(at: Sequence[str], level: str) -> Message:
    """Where a key belongs that is not allowed at `level`."""
    if level in ("Revision", "Execution"):
        return say("under `{}`", shown.own(ROOT_PATH))
    template = "Execution" if level == "Job" else "Revision"
    if template in at and level != "Instance":
        return say("under `{}`", shown.own(TEMPLATE_PATH))
    return say("on {}", _either([_PLACES[place] for place in at]))


def _namespace(
    rule: Rule, context: CheckContext, level: str, annotations: MappingNode
) -> Iterator[Finding]:
    known = rule.params["known"]
    for name, key, _ in annotations.items():
        if name in known or name.startswith(tuple(rule.params["namespaces"])) or key.unknown:
            continue
        prefix, slash, tail = name.rpartition("/")
        match = _same_tail(tail, known, level)
        if match is None:
            continue
        meant = match.partition("/")[0]
        if not slash:
            # A bare `description` or `ingress` may be anybody's; `minScale` is not.
            if tail.islower() and "-" not in tail:
                continue
        elif nearest(prefix, [meant], 0.75) is None and not prefix.endswith("knative.dev"):
            continue
        yield context.finding(
            rule,
            key,
            message=say("annotation `{}` is not in a namespace of Cloud Run", shown.name(name)),
            help=say("Write `{}`.", shown.own(match)),
            repair=_rename(annotations, key, match if level in known[match] else None),
        )


def _same_tail(tail: str, known: Any, level: str) -> str | None:
    """The known key with this last part, one that is allowed at this level first."""
    plain = tail.lower().replace("-", "").replace("_", "")
    found = None
    for key, at in known.items():
        if key.partition("/")[2].lower().replace("-", "") == plain:
            if level in at:
                return str(key)
            found = found or str(key)
    return found


def _misplaced(
    rule: Rule, context: CheckContext, level: str, annotations: MappingNode
) -> Iterator[Finding]:
    params = rule.params
    for name, key, _ in annotations.items():
        at = params["known"].get(name)
        if at is None or level in at:
            continue
        kind = context.resource.kind
        template = "Execution" if kind == "Job" else "Revision"
        target = TEMPLATE_PATH if level == kind else ROOT_PATH
        fits = kind != "Instance" and (template if level == kind else kind) in at
        related = []
        if fits:
            other = context.resource.template_annotations
            if target == ROOT_PATH:
                other = context.resource.annotations
            if other is not None and name in other:
                related.append((other.keys[name], say("it is also set here")))
                help = say("Remove it; `{}` already has it.", shown.own(target))
            else:
                help = say("Move it to `{}`.", shown.own(target))
        else:
            help = say("Remove it.")
        instead = params["instead"].get(name, {}).get(level)
        if instead is not None and not related:
            move = say(", or move it to `{}`", shown.own(target)) if fits else shown.NOTHING
            help = say("Rename it to `{}`{}.", shown.own(instead), move)
        # The API's list leaves out some that gcloud sets on instances.
        doubtful = name in params["doubtful"] or kind == "Instance"
        homes = _either([_PLACES[place] for place in at])
        if fits:
            homes = _PLACES[template]
            if level != kind:  # other kinds may take it at the same level
                documented = KINDS.keys() - PREVIEW_KINDS
                homes = _either([_PLACES[place] for place in at if place in documented])
        yield context.finding(
            rule,
            key,
            message=say(
                "annotation `{}` is documented only for {}; the API may reject it for {}",
                shown.own(name),
                homes,
                _PLACES[level],
            )
            if doubtful
            else say(
                "annotation `{}` is allowed only on {}, not on {}",
                shown.own(name),
                homes,
                _PLACES[level],
            ),
            help=help,
            related=related,
            severity="warning" if doubtful else None,
            repair=_moved(context.resource, annotations, name, fits, bool(related))
            if instead is None
            else None,
        )


def _moved(
    resource: Resource, annotations: MappingNode, name: str, fits: bool, there: bool
) -> Repair | None:
    """Moves an annotation to the other level, or removes it where that has it or does not take it."""
    if there or not fits:
        return Repair("remove_entries", annotations, [name], safe=there)
    target = resource.template if annotations is resource.annotations else resource.root
    if target is None:
        return None
    path = ["metadata", "annotations"]
    return Repair("move_entry", annotations, name, target, path, shown=False)


def _without_effect(
    rule: Rule, context: CheckContext, level: str, annotations: MappingNode
) -> Iterator[Finding]:
    if level not in ("Revision", "Execution"):
        return
    for name, help in rule.params["keys"].items():
        if name in annotations:
            yield context.finding(
                rule,
                annotations.keys[name],
                message=say(
                    "annotation `{}` has no documented effect on {}",
                    shown.own(name),
                    _PLACES[context.resource.kind],
                ),
                help=shown.own(help),
            )


def _server_set(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    """The finding for all annotations and fields that the server sets."""
    resource = context.resource
    found: list[tuple[MappingNode, str, Message]] = []
    for _, level in annotated(resource):
        found += [
            (level, name, say("annotation `{}`", shown.own(name)))
            for name in rule.params["annotations"]
            if name in level
        ]
    for metadata in resource.all_metadata:
        found += [
            (metadata, name, say("`{}`", shown.own(name)))
            for name in rule.params["fields"]
            if name in metadata
        ]
    if "status" in resource.root:
        found.append((resource.root, "status", say("`{}`", shown.own("status"))))
    if found:
        # Only here: most manifests have nothing of it.
        from lint.checks.platform.server_set import server_set

        yield from server_set(rule, context, found)


def _either(places: Sequence[Message]) -> Message:
    """The places with commas and `or` between them."""
    if len(places) < 2:
        return places[0] if places else shown.NOTHING
    return say("{} or {}", shown.listed(places[:-1], quoted=False), places[-1])


_FAULTS = {
    "unknown": _unknown,
    "namespace": _namespace,
    "level": _misplaced,
    "without-effect": _without_effect,
}
