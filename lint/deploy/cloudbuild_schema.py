"""The fields of a Cloud Build configuration, and what gcloud refuses when it decodes one.

Source: message `Build` of the API cloudbuild v1 and its decoder in gcloud SDK 528
(`googlecloudsdk.api_lib.cloudbuild.config`)
"""

from __future__ import annotations

from lint.deploy.edits import respelt
from lint.deploy.yaml_text import text_of
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import NOTHING, name, own, say
from lint.support.nearest import is_given, nearest
from lint.yaml.placeholders import find_any
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.model.source import Source
    from lint.model.text import Message
    from lint.yaml.tree import Node

READ_ON = "2025-06"
"""When the SDK was published that the table is from."""

_HASHES = "NONE|SHA256|MD5|GO_MODULE_H1|SHA512"
_STATES = (
    "STATUS_UNKNOWN|PENDING|QUEUED|WORKING|SUCCESS|FAILURE|INTERNAL_ERROR|TIMEOUT|CANCELLED|EXPIRED"
)
_TABLE = {
    "Build": "approval:* artifacts:Artifacts availableSecrets:Secrets buildTriggerId:str "
    "createTime:str dependencies:*[] failureInfo:* finishTime:str gitConfig:* id:str images:str[] "
    "logUrl:str logsBucket:str name:str options:Options projectId:str queueTtl:str results:* "
    "secrets:*[] serviceAccount:str source:* sourceProvenance:* startTime:str "
    f"status:={_STATES} statusDetail:str steps:Step[] substitutions:map tags:str[] timeout:str "
    "timing:* warnings:*[]",
    "Step": "allowExitCodes:int[] allowFailure:bool args:str[] automapSubstitutions:bool dir:str "
    "entrypoint:str env:str[] exitCode:int id:str name:str pullTiming:* script:str secretEnv:str[] "
    f"status:={_STATES} timeout:str timing:* volumes:Volume[] waitFor:str[]",
    "Volume": "name:str path:str",
    "Artifacts": "goModules:*[] images:str[] mavenArtifacts:Maven[] npmPackages:Npm[] "
    "objects:Objects pythonPackages:Python[]",
    "Maven": "artifactId:str deployFolder:str groupId:str path:str repository:str version:str",
    "Npm": "packagePath:str repository:str",
    "Python": "paths:str[] repository:str",
    "Objects": "location:str paths:str[] timing:*",
    "Secrets": "inline:Inline[] secretManager:SecretManager[]",
    "Inline": "envMap:* kmsKeyName:str",
    "SecretManager": "env:str versionName:str",
    "Options": "anthosCluster:* automapSubstitutions:bool cluster:* "
    "defaultLogsBucketBehavior:=DEFAULT_LOGS_BUCKET_BEHAVIOR_UNSPECIFIED|REGIONAL_USER_OWNED_BUCKET"
    "|LEGACY_BUCKET diskSizeGb:int dockerDaemon:* dynamicSubstitutions:bool "
    "enableStructuredLogging:bool env:str[] "
    "logStreamingOption:=STREAM_DEFAULT|STREAM_ON|STREAM_OFF "
    "logging:=LOGGING_UNSPECIFIED|LEGACY|GCS_ONLY|STACKDRIVER_ONLY|CLOUD_LOGGING_ONLY|NONE "
    "machineType:=UNSPECIFIED|N1_HIGHCPU_8|N1_HIGHCPU_32|E2_HIGHCPU_8|E2_HIGHCPU_32|E2_MEDIUM "
    "pool:Pool pubsubTopic:str requestedVerifyOption:=NOT_VERIFIED|VERIFIED secretEnv:str[] "
    f"sourceProvenanceHash:={_HASHES}[] substitutionOption:=MUST_MATCH|ALLOW_LOOSE "
    "volumes:Volume[] workerPool:str",
    "Pool": "name:str workerConfig:*",
}
"""By message: the name and the type of each field. `*` is any, `=A|B` one of these, `[]` a list."""
_NEWER = frozenset(["remoteConfig", "results", "genericArtifacts", "oci"])
"""Fields of documentation that is newer than the table."""
_FOREIGN = {
    "image": "name",
    "command": "args",
    "commands": "args",
    "cmd": "args",
    "run": "script",
    "environment": "env",
    "workdir": "dir",
    "workingDir": "dir",
    "workingDirectory": "dir",
    "cwd": "dir",
    "dependsOn": "waitFor",
    "needs": "waitFor",
    "logsbucket": "logsBucket",
}
"""What other systems call a field."""


def fields_of(message: str) -> dict[str, str]:
    """The types of a message's fields, by name."""
    return dict(part.split(":", 1) for part in _TABLE[message].split())


def camel(key: str) -> str:
    """The name of a field as the API has it: `wait_for` is `waitFor`."""
    first, *rest = key.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def get(node: Node | None, field: str) -> Node | None:
    """A field of a mapping, written in either way; None where it is missing or null."""
    if not isinstance(node, MappingNode):
        return None
    for key, value in node.children():
        if key == field or camel(key) == field:
            return None if isinstance(value, ScalarNode) and value.value is None else value
    return None


def items_of(node: Node | None) -> list[Node]:
    """The items of a list field; a lone value is a list of one."""
    if node is None:
        return []
    return node.items if isinstance(node, SequenceNode) else [node]


def check_fields(root: MappingNode, source: Source) -> Iterator[Fault]:
    """What gcloud refuses: fields that do not exist, and values of another type."""
    yield from _check_message(root, "Build", source, "")
    steps = get(root, "steps")
    if steps is None or (isinstance(steps, SequenceNode) and not steps.items):
        key = root.keys.get("steps")
        where = text_of(key, source).place if key is not None else _place(root, source)
        if key is not None or not any(camel(each) == "steps" for each in root.keys):
            yield Fault(
                "build-step",
                where,
                message=say("the build has no steps, and gcloud refuses it"),
                help=say("Add a step to `steps`."),
            )
    if "source" in root:
        yield Fault(
            "build-field",
            text_of(root.keys["source"], source).place,
            message=say("`source` is not allowed in a build configuration"),
            help=say("Remove it, and name the source on the command line."),
        )


def _place(node: Node, source: Source) -> Place:
    if isinstance(node, ScalarNode):
        return text_of(node, source).place
    return Place(source.path, node.line, node.column, node.line, node.column + 1)


def _check_message(node: MappingNode, message: str, source: Source, within: str) -> Iterator[Fault]:
    fields = fields_of(message)
    for key, key_node, value in node.items():
        field = camel(key)
        if field not in fields:
            if field not in _NEWER:
                yield _unknown(key_node, field, fields, source, within, node)
            continue
        path = f"{within}.{field}" if within else field
        yield from _check_value(value, fields[field], source, path)


def _unknown(
    key: ScalarNode,
    field: str,
    fields: dict[str, str],
    source: Source,
    within: str,
    node: MappingNode,
) -> Fault:
    meant = _FOREIGN.get(field, "")
    if meant not in fields:
        meant = nearest(field, fields, 0.75) or ""
    where = say(" in `{}`", own(within)) if within else NOTHING
    known = bool(meant) or field in _FOREIGN
    return Fault(
        "build-field",
        text_of(key, source).place,
        message=say("there is no field `{}`{}, and gcloud refuses the build", name(key.text), where)
        if known
        else say(
            "there is no field `{}`{} in gcloud of {}, which refuses the build",
            name(key.text),
            where,
            own(READ_ON),
        ),
        help=say("Did you mean `{}`?", own(meant)) if meant else say("Remove it."),
        severity=None if known else "warning",
        repair=respelt(text_of(key, source), meant, fields)
        if meant and not is_given(meant, field, node.keys, fields)
        else None,
    )


def _check_value(node: Node, kind: str, source: Source, path: str) -> Iterator[Fault]:
    repeated = kind.endswith("[]")
    kind = kind.removesuffix("[]")
    missing = isinstance(node, ScalarNode) and node.value is None
    if kind.startswith("=") and (missing or (repeated and isinstance(node, ScalarNode))):
        yield _bad(node, source, path, _wanted(path, kind), kind)
    elif kind == "*" or missing:
        return
    elif repeated:
        for item in items_of(node):
            if isinstance(item, ScalarNode) and item.value is None:
                yield _bad(item, source, path, say("an item of `{}` has no value", own(path)), kind)
            else:
                yield from _check_single(item, kind, source, path)
    elif not isinstance(node, SequenceNode) or node.items:  # an empty list is taken for nothing
        yield from _check_single(node, kind, source, path)


def _check_single(node: Node, kind: str, source: Source, path: str) -> Iterator[Fault]:
    if kind == "map":
        yield from _check_map(node, source, path)
    elif kind in _TABLE:
        if isinstance(node, MappingNode):
            yield from _check_message(node, kind, source, path)
        else:
            yield _bad(node, source, path, say("`{}` must be a mapping", own(path)), kind)
    elif not isinstance(node, ScalarNode):
        found = say("a list") if isinstance(node, SequenceNode) else say("a mapping")
        yield _bad(
            node, source, path, say("`{}` must be one value, not {}", own(path), found), kind
        )
    elif not _fits(node, kind):
        yield _bad(node, source, path, _wanted(path, kind), kind)


def _check_map(node: Node, source: Source, path: str) -> Iterator[Fault]:
    if not isinstance(node, MappingNode):
        yield _bad(node, source, path, say("`{}` must be a mapping of strings", own(path)), "map")
        return
    for _, value in node.children():
        if not isinstance(value, ScalarNode):
            yield _bad(
                value, source, path, say("a value of `{}` must be a string", own(path)), "map"
            )
        elif value.value is not None and not isinstance(value.value, str):
            yield _bad(
                value, source, path, say("a value of `{}` must be a string", own(path)), "str"
            )


def _fits(node: ScalarNode, kind: str) -> bool:
    value = node.value
    if kind == "str":
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        if isinstance(value, str):
            return value.strip().lstrip("+-").isdigit()
        return isinstance(value, int)  # also a boolean, which counts as 0 or 1
    choices = kind[1:].split("|")
    return isinstance(value, str) and (value in choices or bool(find_any(value)))


def _wanted(path: str, kind: str) -> Message:
    if kind.startswith("="):
        return say("`{}` has a value that gcloud does not know", own(path))
    what = {"str": "a string", "bool": "true or false", "int": "a whole number"}[kind]
    return say("`{}` must be {}, and gcloud refuses anything else", own(path), own(what))


def _bad(node: Node, source: Source, path: str, message: Message, kind: str) -> Fault:
    help, repair = NOTHING, None
    if kind == "str" and isinstance(node, ScalarNode):
        help = say("Quote it.") if node.value is not None else say("Remove it.")
    elif kind == "str" and path.endswith("env") and isinstance(node, MappingNode):
        help = say("Write a list of KEY=VALUE.")
    elif kind.startswith("="):
        choices = kind[1:].split("|")
        near = nearest(node.text, choices) if isinstance(node, ScalarNode) else None
        help = say("Did you mean `{}`?", own(near)) if near else NOTHING
        if near is not None and isinstance(node, ScalarNode):
            repair = respelt(text_of(node, source), near, choices)
    elif kind == "bool":
        help = say("Write it without quotes.")
    if path == "timeout" or path.endswith(".timeout"):
        help = say('Write the seconds with a unit: `"600s"`.')
    # The API may have got words since that are like others, as those of machines are.
    newer = kind.startswith("=") and (not help or path.endswith("machineType"))
    return Fault(
        "build-type",
        _place(node, source),
        message=message,
        help=help,
        severity="warning" if newer and isinstance(node, ScalarNode) and node.text else None,
        repair=repair,
    )
