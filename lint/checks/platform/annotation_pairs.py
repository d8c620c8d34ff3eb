"""`annotation-pairs`: annotations that need or exclude each other, or need a launch stage.

Preview features that are fields of a container or of its spec need a launch stage, too.
"""

from __future__ import annotations

from lint.checks.platform.annotation_keys import annotated
from lint.model import text as shown
from lint.model.text import say
from lint.yaml.tree import MappingNode, ScalarNode, text_of, written_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

_STAGES = ("GA", "BETA", "ALPHA")
LAUNCH_STAGE = "run.googleapis.com/launch-stage"
_ENVIRONMENT = "run.googleapis.com/execution-environment"


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class Needs(Strict):
        fault: Literal["needs"] = Field(description="the fault that the rule is about")
        annotation: str = Field(description="the annotation that the rule is about")
        value: str = Field(default="", description="the value that needs the other; default: any")
        needs: str = Field(description="the annotation that must be set at the same level")
        with_value: str = Field(
            default="", alias="with-value", description="the value that the other must have"
        )

    class Excludes(Strict):
        fault: Literal["excludes"] = Field(description="the fault that the rule is about")
        annotation: str = Field(description="the annotation that the rule is about")
        value: str = Field(description="the value that excludes the others")
        excludes: Strings = Field(description="the excluded annotations, at either level")

    class NeedsStage(Strict):
        fault: Literal["launch-stage"] = Field(description="the fault that the rule is about")
        stages: dict[str, Literal["BETA", "ALPHA"]] = Field(
            default={}, description="the launch stage that each annotation needs"
        )
        fields: dict[str, Literal["BETA", "ALPHA"]] = Field(
            default={},
            description="the launch stage that each field needs, of a container, of the spec with the"
            " containers or of a job's execution",
        )

    class NotAll(Strict):
        fault: Literal["not-all"] = Field(description="the fault that the rule is about")
        annotations: Strings = Field(description="annotations of the template")
        values: Strings = Field(description="the values that not all of them may have")

    class NeedsGen2(Strict):
        fault: Literal["needs-gen2"] = Field(description="the fault that the rule is about")
        annotations: Strings = Field(
            default=[], description="annotations that need gen2 when they are true"
        )
        fields: Strings = Field(
            default=[], description="fields of a container or of the spec that need gen2"
        )

    class NamesContainers(Strict):
        fault: Literal["container-names"] = Field(description="the fault that the rule is about")
        annotations: Strings = Field(
            description="annotations that hold a JSON object whose keys are container names"
        )

    class NeedsField(Strict):
        fault: Literal["runtime-class"] = Field(description="the fault that the rule is about")
        annotation: str = Field(description="the annotation that the rule is about")
        value: str = Field(description="the `runtimeClassName` that it needs")

    return Annotated[
        Needs | Excludes | NeedsStage | NotAll | NeedsGen2 | NamesContainers | NeedsField,
        Field(discriminator="fault"),
    ]


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each annotation that lacks its counterpart or contradicts another."""
    levels = annotated(context.resource)
    for rule in rules:
        fault = rule.params["fault"]
        if fault == "launch-stage":
            yield from _launch_stage(rule, context, levels)
        elif not levels:
            continue
        elif fault == "not-all":
            yield from _not_all(rule, context)
        elif fault == "needs-gen2":
            yield from _needs_gen2(rule, context, levels)
        elif fault == "excludes":
            yield from _excludes(rule, context, levels)
        elif fault == "needs":
            for _, found in levels:
                yield from _needs(rule, context, found)
        elif fault == "container-names":
            yield from _container_names(rule, context)
        else:
            yield from _runtime_class(rule, context)


def _needs(rule: Rule, context: CheckContext, annotations: MappingNode) -> Iterator[Finding]:
    params = rule.params
    node = annotations.get(params["annotation"])
    if node is None or (params["value"] and not _is(node, params["value"])):
        return
    key = annotations.keys[params["annotation"]]
    other = annotations.get(params["needs"])
    wanted = params["with-value"]
    name = shown.own(params["annotation"])
    needed = shown.own(params["needs"])
    setting = say("`{}: {}`", name, shown.own(params["value"])) if params["value"] else None
    message = say(
        "{} needs {}",
        setting or say("`{}`", name),
        say("`{}: {}`", needed, shown.own(wanted)) if wanted else say("`{}`", needed),
    )
    help = say(
        "Set `{}`{}, or remove `{}`.",
        needed,
        say(" to `{}`", shown.own(wanted)) if wanted else shown.NOTHING,
        name,
    )
    where = node if setting is not None else key
    found = text_of(other)
    if other is None:
        yield context.finding(rule, where, message=message, help=help)
    elif wanted and found is not None and found.lower() != wanted:
        label = say("it is `{}` here", context.resource.value(other))
        yield context.finding(rule, where, message=message, help=help, related=[(other, label)])


def _is(node: Node, value: str) -> bool:
    text = written_text(node)
    return text is not None and text.lower() == value


def _excludes(
    rule: Rule, context: CheckContext, levels: Sequence[tuple[str, MappingNode]]
) -> Iterator[Finding]:
    params = rule.params
    node = next((a.get(params["annotation"]) for _, a in levels if params["annotation"] in a), None)
    if node is None or not _is(node, params["value"]):
        return
    for _, found in levels:
        for name in params["excludes"]:
            if name in found:
                yield context.finding(
                    rule,
                    found.keys[name],
                    message=say(
                        "`{}` contradicts `{}: {}`",
                        shown.own(name),
                        shown.own(params["annotation"]),
                        shown.own(params["value"]),
                    ),
                    help=say("Remove `{}`.", shown.own(name)),
                    related=[(node, say("`{}` is set here", shown.own(params["value"])))],
                )


def _launch_stage(
    rule: Rule, context: CheckContext, levels: Sequence[tuple[str, MappingNode]]
) -> Iterator[Finding]:
    node = context.resource.annotation(LAUNCH_STAGE, template=False)
    stage = "GA" if node is None else text_of(node)
    if stage is None or stage not in _STAGES:
        return  # unknown, or a value that another rule complains about
    used = [
        (say("annotation `{}`", shown.own(name)), found.keys[name], needed)
        for _, found in levels
        for name, needed in rule.params["stages"].items()
        if name in found
    ]
    used += [
        (say("field `{}`", shown.own(name)), key, rule.params["fields"][name])
        for name, key in _fields(context.resource, rule.params["fields"])
    ]
    lacking = [row for row in used if _STAGES.index(row[2]) > _STAGES.index(stage)]
    if not lacking:
        return
    (_, first, _), *others = lacking
    needed = max((row[2] for row in lacking), key=_STAGES.index)
    related = [(key, say("this one, too")) for _, key, _ in others]
    if node is not None:
        related.append((node, say("the launch stage is set here")))
    yield context.finding(
        rule,
        first,
        message=say(
            "{} {}, but the launch stage is `{}`",
            shown.joined([what for what, _, _ in lacking]),
            say("are preview features") if others else say("is a preview feature"),
            shown.own(stage),
        ),
        help=say(
            "Set `{}` to `{}` under `metadata.annotations`, or deploy with `gcloud {}`.",
            shown.own(LAUNCH_STAGE),
            shown.own(needed),
            shown.own(needed.lower()),
        ),
        related=related,
    )


def _fields(resource: Resource, names: Iterable[str]) -> Iterator[tuple[str, ScalarNode]]:
    """Each of these fields that is in use, with its key: it is neither null, false nor unknown."""
    owners: list[Node | None] = [container.node for container in resource.containers]
    for owner in (*owners, resource.spec, resource.execution):
        if not isinstance(owner, MappingNode):
            continue
        for name in names:
            value = owner.get(name)
            if isinstance(value, ScalarNode) and (value.unknown or not value.value):
                continue
            if value is not None:
                yield name, owner.keys[name]


def _not_all(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    params = rule.params
    resource = context.resource
    nodes = [resource.annotation(name, template=True) for name in params["annotations"]]
    found = [node for node in nodes if node is not None and written_text(node) in params["values"]]
    if len(found) < len(nodes):
        return
    yield context.finding(
        rule,
        found[-1],
        message=say(
            "{} are off at the same time",
            shown.joined([say("`{}`", shown.own(name)) for name in params["annotations"]]),
        ),
        help=say("Set one of them, or remove one: its default is on."),
        related=[(node, say("this one, too")) for node in found[:-1]],
    )


def _needs_gen2(
    rule: Rule, context: CheckContext, levels: Sequence[tuple[str, MappingNode]]
) -> Iterator[Finding]:
    resource = context.resource
    environment = resource.annotation(_ENVIRONMENT, template=True)
    if environment is None or environment.text != "gen1":
        return
    used = [
        (name, found.keys[name])
        for _, found in levels
        for name in rule.params["annotations"]
        if name in found and _is(found.values[name], "true")
    ]
    for name, key in (*used, *_fields(resource, rule.params["fields"])):
        yield context.finding(
            rule,
            environment,
            message=say("`{}` needs the execution environment gen2, not gen1", shown.own(name)),
            help=say("Set it to gen2."),
            related=[(key, say("it is used here"))],
        )


def _container_names(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    resource = context.resource
    # A container without a name gets one that the annotation may know from an earlier deploy.
    if not resource.containers or not all(container.name for container in resource.containers):
        return
    names = [container.name for container in resource.containers]
    for key in rule.params["annotations"]:
        node = resource.annotation(key, template=True)
        text = text_of(node)
        if node is None or text is None:
            continue
        from lint.support.json_text import load_json

        try:
            value = load_json(text)
        except ValueError:
            continue
        for name in value if isinstance(value, dict) else ():
            if name not in names:
                from lint.checks.suggestion import suggestion

                yield context.finding(
                    rule,
                    node,
                    message=say(
                        "`{}` names container `{}`, which does not exist",
                        shown.own(key),
                        shown.name(name),
                    ),
                    help=suggestion(name, names),
                )


def _runtime_class(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    params = rule.params
    resource = context.resource
    node = resource.annotation(params["annotation"], template=True)
    if node is None or resource.spec is None:
        return
    found = resource.spec.get("runtimeClassName")
    if isinstance(found, ScalarNode) and (found.unknown or found.text == params["value"]):
        return
    yield context.finding(
        rule,
        resource.key_place(resource.template_annotations, params["annotation"]),
        message=say(
            "`{}` needs `runtimeClassName: {}`",
            shown.own(params["annotation"]),
            shown.own(params["value"]),
        ),
        help=say(
            "Set `runtimeClassName` to `{}` under `{}`.",
            shown.own(params["value"]),
            shown.own(resource.spec_path),
        ),
        related=[(found, say("it is set here"))] if isinstance(found, ScalarNode) else [],
    )
