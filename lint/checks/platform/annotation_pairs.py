"""`annotation-pairs`: annotations that need or exclude each other, or need a launch stage."""

from __future__ import annotations

from lint.checks.platform.annotation_keys import annotated
from lint.model import text as shown
from lint.model.text import say
from lint.yaml.tree import MappingNode, ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

_STAGES = ("GA", "BETA", "ALPHA")
LAUNCH_STAGE = "run.googleapis.com/launch-stage"


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class Needs(Strict):
        fault: Literal["needs"]
        annotation: str
        value: str = Field(default="", description="the value that needs the other; default: any")
        needs: str = Field(description="the annotation that must be set at the same level")
        with_value: str = Field(
            default="", alias="with-value", description="the value that the other must have"
        )

    class Excludes(Strict):
        fault: Literal["excludes"]
        annotation: str
        value: str = Field(description="the value that excludes the others")
        excludes: Strings = Field(description="the excluded annotations, at either level")

    class NeedsStage(Strict):
        fault: Literal["launch-stage"]
        stages: dict[str, Literal["BETA", "ALPHA"]] = Field(
            description="the launch stage that each annotation needs"
        )

    class NamesContainers(Strict):
        fault: Literal["container-names"]
        annotations: Strings = Field(
            description="annotations that hold a JSON object whose keys are container names"
        )

    class NeedsField(Strict):
        fault: Literal["runtime-class"]
        annotation: str
        value: str = Field(description="the `runtimeClassName` that it needs")

    return Annotated[
        Needs | Excludes | NeedsStage | NamesContainers | NeedsField, Field(discriminator="fault")
    ]


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each annotation that lacks its counterpart or contradicts another."""
    levels = annotated(context.resource)
    if not levels:
        return
    for rule in rules:
        fault = rule.params["fault"]
        if fault == "launch-stage":
            yield from _launch_stage(rule, context, levels)
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
    text = text_of(node)
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
    for _, found in levels:
        for name, needed in rule.params["stages"].items():
            if name not in found or _STAGES.index(stage) >= _STAGES.index(needed):
                continue
            yield context.finding(
                rule,
                found.keys[name],
                message=say(
                    "annotation `{}` is a preview feature, but the launch stage is `{}`",
                    shown.own(name),
                    shown.own(stage),
                ),
                help=say(
                    "Set `{}` to `{}` under `metadata.annotations`, or deploy with `gcloud {}`.",
                    shown.own(LAUNCH_STAGE),
                    shown.own(needed),
                    shown.own(needed.lower()),
                ),
                related=[] if node is None else [(node, say("the launch stage is set here"))],
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
