"""The findings about values whose type is not the one that gcloud expects.

gcloud accepts only strings for strings, integers also quoted and true or false for integers, and
only true and false for booleans. Source: gcloud SDK 528 behaviour.
"""

from __future__ import annotations

from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.text import NOTHING, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.placeholders import find
from lint.yaml.scalars import Timestamp
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.resource import Resource
    from lint.manifest.schema import Field
    from lint.model.text import Message
    from lint.yaml.tree import Node

_EXPECTED = {
    "string": say("a string"),
    "integer": say("a whole number"),
    "boolean": say("true or false"),
}
SECRET = frozenset((("EnvVar", "value"), ("HTTPHeader", "value")))
"""Type and name of the fields whose values are never shown."""


def null_item_fault(field: Field, item: ScalarNode, key: ScalarNode) -> Fault:
    """The fault of a null in a list of strings; `key` is the list's."""
    return Fault(
        "field-type",
        item if item.text else key,
        message=say("an item of `{}` is null; gcloud rejects that", shown.name(field.name)),
        help=say('Remove the item, or write `""` for an empty string.'),
    )


def null_value_fault(name: str, value: ScalarNode, key: ScalarNode) -> Fault:
    """The fault of a null in a map of strings, under the key `name`."""
    return Fault(
        "field-type",
        value if value.text else key,
        message=say(
            "`{}` has no value; gcloud sends null, and the API may reject it", shown.name(name)
        ),
        help=say('Give it a value, write `""`, or remove it.'),
        severity="warning",
    )


def null_metadata_fault(key: ScalarNode) -> Fault:
    """The fault of a job's `spec.template.metadata` that is null: gcloud adds its annotations."""
    return Fault(
        "field-type",
        key,
        message=say("`metadata` of a job's template is null; gcloud crashes on it"),
        help=say("Remove the key, or write `{}`.", shown.own("{}")),
    )


def scalar_fault(
    resource: Resource, kind: str, value: Node, name: str, type_name: str = "", variable: str = ""
) -> Fault | None:
    """The fault of a value where a scalar of a kind is expected, or None.

    `type_name` is the API's type that has the field, `variable` the name of the env var whose
    value it is; both may be "".
    """
    if not isinstance(value, ScalarNode):
        help = say("Write a string, in quotes.") if kind == "string" else NOTHING
        return _fault(resource, value, say("`{}`", shown.name(name)), _EXPECTED[kind], help)
    if kind == "string":
        if isinstance(value.value, str):
            return None
        if resource.delivered and isinstance(value.value, (int, float)):
            return None  # Skaffold makes a string of it
        return _string_fault(resource, value, name, type_name, variable)
    if kind == "integer":
        return _integer_fault(resource, value, name)
    found = value.value
    if isinstance(found, bool) or value.templated:
        return None
    help, repair = NOTHING, None
    if isinstance(found, str) and found.lower() in ("true", "false"):
        help = say("Write `{}` without quotes.", shown.own(found.lower()))
        repair = Repair("set_plain", value, found.lower())
    what = say("`{}`", shown.name(name))
    return _fault(resource, value, what, _EXPECTED["boolean"], help, repair)


def _string_fault(
    resource: Resource, value: ScalarNode, name: str, type_name: str, variable: str
) -> Fault:
    field = shown.name(name)
    if (type_name, name) in SECRET:
        what = say("the value of env var `{}`", shown.name(variable)) if variable else None
        message = say("{} must be a string, not {}", what or say("`{}`", field), _kind(value))
        help = say("Quote the value.")
        if isinstance(value.value, bool) and value.text.lower() not in ("true", "false"):
            help = say(
                "Quote the value: in YAML 1.1, which gcloud reads, some short words and single"
                " letters are booleans."
            )
        return Fault("field-type", value, message=message, help=help, repair=_quoted(value))
    item = name in ("args", "command")
    prefix = say("- ") if item else say("{}: ", field)
    help = say('Write `{}"{}"`.', prefix, resource.value(value))
    if str(resource.value(value)) != value.text:
        help = say("Write it in quotes.")
    what = say("an item of `{}`", field) if item else say("`{}`", field)
    return _fault(resource, value, what, _EXPECTED["string"], help, _quoted(value))


def _quoted(value: ScalarNode) -> Repair | None:
    """Quotes around a number or a boolean; a null or a date may be meant otherwise."""
    if isinstance(value.value, bool):
        # A boolean of YAML 1.1 may be meant as the word, or as true.
        plain = value.text.lower() in ("true", "false")
        return Repair("quote", value, safe=plain)
    return Repair("quote", value) if isinstance(value.value, (int, float)) else None


def _integer_fault(resource: Resource, value: ScalarNode, name: str) -> Fault | None:
    found = value.value
    if isinstance(found, int) and not isinstance(found, bool):
        return None
    field = shown.name(name)
    what = say("`{}`", field)
    if isinstance(found, bool):
        return Fault(
            "field-type",
            value,
            message=say(
                "`{}` must be a whole number, not a boolean, which gcloud sends as it is", field
            ),
            help=say("Write a whole number."),
            severity="warning",
        )
    expected = _EXPECTED["integer"]
    if isinstance(found, float):
        whole = found == found and abs(found) < 1e15 and found == int(found)
        help, repair = say("Write a whole number."), None
        if whole:
            help = say("Write `{}: {}`.", field, shown.number(int(found)))
            repair = Repair("set_plain", value, str(int(found)))
        return _fault(resource, value, what, expected, help, repair)
    if not isinstance(found, str) or value.unknown or isinstance(found, Timestamp):
        return None
    try:
        int(found)
    except ValueError:
        if name in ("port", "containerPort"):
            help = say("Write the port number; Cloud Run has no named ports.")
            return _fault(resource, value, what, expected, help)
        return _fault(resource, value, what, expected, say("Write a whole number."))
    return None


_QUOTED = lazy_regex(r"(?i)quot|json|yaml|str(?:ing)?(?![a-z])")


def unquoted_fault(resource: Resource, name: str, value: Node, read_as: str) -> Fault | None:
    """The fault of a placeholder without quotes whose value will be no string then, or None.

    `read_as` is what YAML makes of the value that is filled in: "a number", "a boolean". A
    placeholder may bring quotes of its own, which its name or its filter says. Neither Skaffold
    nor a deploy step reads the text that gcloud does.
    """
    if not isinstance(value, ScalarNode) or value.style or not isinstance(value.value, str):
        return None
    if find(value.text) != (value.text,) or value.text.startswith("<"):
        return None  # a reader who replaces `<MIN>` can write quotes as well
    if resource.delivered or resource.deployed_by or _QUOTED.search(value.text):
        return None
    shown_value = resource.placeholder(value.text, value)
    return Fault(
        "unquoted-placeholder",
        value,
        message=say(
            "`{}` is a placeholder without quotes; gcloud reads what is filled in as {} and"
            " rejects it, unless it brings quotes",
            shown.name(name),
            shown.own(read_as),
        ),
        help=say('Write `"{}"`.', shown_value),
        repair=Repair("quote", value),
    )


def object_fault(field: Field, value: Node, item: bool) -> Fault:
    """The fault of anything but a mapping where one is expected: gcloud crashes on it."""
    name = shown.name(field.name)
    # What is written where a mapping is expected may be a value at the wrong place.
    message = say(
        "{} must be a mapping, not {}; gcloud crashes on it",
        say("an item of `{}`", name) if item else say("`{}`", name),
        _kind(value),
    )
    if field.name == "env":
        help = say("Write `- name: NAME` with `value: ...` under it.")
    elif field.name == "ports":
        help = say("Write `- containerPort: 8080`.")
    elif not item and isinstance(value, SequenceNode):
        help = say("Remove the `-` in front of its fields.")
    elif field.kind == "map":
        help = say("Write `name: value` lines under it.")
    else:
        help = say("Write the fields of `{}` under it.", name)
    return Fault("field-type", value, message=message, help=help)


def _fault(
    resource: Resource,
    value: Node,
    what: Message,
    expected: Message,
    help: Message,
    repair: Repair | None = None,
) -> Fault:
    message = say("{} must be {}, not {}", what, expected, _described(resource, value))
    return Fault("field-type", value, message=message, help=help, repair=repair)


def _described(resource: Resource, node: Node) -> Message:
    """What gcloud reads at a node; of a number or boolean also what it makes of it."""
    kind = _kind(node)
    if not isinstance(node, ScalarNode) or node.value is None:
        return kind
    if not resource.disclosure.shows(node):
        return kind
    written = resource.value(node)
    if isinstance(node.value, str):
        return say("the string `{}`", written)
    read = str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
    noun = say("boolean") if isinstance(node.value, bool) else say("number")
    if read == node.text:
        return say("the {} `{}`", noun, written)
    return say("the {} {} (written `{}`)", noun, resource.part(node, read), written)


def _kind(node: Node) -> Message:
    if isinstance(node, MappingNode):
        return say("a mapping")
    if isinstance(node, SequenceNode):
        return say("a list")
    assert isinstance(node, ScalarNode)
    value = node.value
    if value is None:
        return say("null")
    if isinstance(value, str):
        return say("a string")
    return say("a boolean") if isinstance(value, bool) else say("a number")
