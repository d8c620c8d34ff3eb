"""What is said of a value whose type is not the one that gcloud expects.

gcloud takes only strings for strings, integers also quoted and true or false for integers, and
only true and false for booleans. Source: gcloud SDK 528 behaviour.
"""

from __future__ import annotations

from lint.model.fault import Fault
from lint.yaml.scalars import Timestamp
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.schema import Field
    from lint.yaml.tree import Node

_EXPECTED = {"string": "a string", "integer": "a whole number", "boolean": "true or false"}
SECRET = frozenset((("EnvVar", "value"), ("HTTPHeader", "value")))
"""Type and name of the fields whose values are never shown."""


def scalar_fault(
    kind: str, value: Node, name: str, type_name: str = "", variable: str = ""
) -> Fault | None:
    """The fault of a value where a scalar of a kind is expected, or None.

    `type_name` is the API's type that has the field, `variable` the name of the env var whose
    value it is; both may be "".
    """
    if not isinstance(value, ScalarNode):
        expected = _EXPECTED[kind]
        message = f"`{short(name)}` is {described(value)}; {expected} is expected"
        help = f"Write {expected}, in quotes." if kind == "string" else ""
        return _fault(value, message, help)
    if kind == "string":
        if isinstance(value.value, str):
            return None
        return _string_fault(value, name, type_name, variable)
    if kind == "integer":
        return _integer_fault(value, name)
    found = value.value
    if isinstance(found, bool) or value.templated:
        return None
    help = ""
    if isinstance(found, str) and found.lower() in ("true", "false"):
        help = f"Write `{found.lower()}` without quotes."
    message = f"`{name}` is {described(value)}; true or false is expected"
    return _fault(value, message, help)


def _string_fault(value: ScalarNode, name: str, type_name: str, variable: str) -> Fault:
    if (type_name, name) in SECRET:
        what = f"the value of env var `{short(variable)}`" if variable else f"`{name}`"
        message = f"{what} is {described(value, secret=True)}; a string is expected"
        if isinstance(value.value, bool) and value.text.lower() not in ("true", "false"):
            return _fault(
                value,
                message,
                "Quote the value: in YAML 1.1, which gcloud reads, some short words and single "
                "letters are booleans.",
            )
        return _fault(value, message, "Quote the value.")
    prefix = "- " if name in ("args", "command") else f"{short(name)}: "
    message = f"`{short(name)}` is {described(value)}; a string is expected"
    return _fault(value, message, f'Write `{prefix}"{short(value.text)}"`.')


def _integer_fault(value: ScalarNode, name: str) -> Fault | None:
    found = value.value
    if isinstance(found, bool):
        message = f"`{name}` is a boolean; gcloud sends it as it is, where a number is expected"
        return Fault(
            "field-type", value, message=message, help="Write a number.", severity="warning"
        )
    message = f"`{name}` is {described(value)}; a whole number is expected"
    if isinstance(found, float):
        whole = found == found and abs(found) < 1e15 and found == int(found)
        help = f"Write `{name}: {int(found)}`." if whole else "Write a whole number."
        return _fault(value, message, help)
    if not isinstance(found, str) or value.unknown or isinstance(found, Timestamp):
        return None
    try:
        int(found)
    except ValueError:
        if name in ("port", "containerPort"):
            return _fault(value, message, "Write the port's number; named ports are Kubernetes.")
        return _fault(value, message, "Write a number.")
    return None


def object_fault(field: Field, value: Node, item: bool) -> Fault:
    """The fault of anything but a mapping where one is expected: gcloud crashes on it."""
    what = f"an item of `{field.name}`" if item else f"`{field.name}`"
    # What is written where a mapping is expected may be a value at the wrong place.
    message = (
        f"{what} is {described(value, secret=True)}; a mapping is expected, and gcloud crashes"
    )
    if field.name == "env":
        help = "Write `- name: NAME` with `value: ...` under it."
    elif field.name == "ports":
        help = "Write `- containerPort: 8080`."
    elif not item and isinstance(value, SequenceNode):
        help = "Remove the `-` in front of its fields."
    elif field.kind == "map":
        help = "Write `name: value` lines under it."
    else:
        help = f"Write the fields of `{field.name}` under it."
    return _fault(value, message, help)


def _fault(value: Node, message: str, help: str) -> Fault:
    return Fault("field-type", value, message=message, help=help)


def described(node: Node, secret: bool = False) -> str:
    """What gcloud reads at a node, in words; of a secret only its type."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    assert isinstance(node, ScalarNode)
    value = node.value
    if value is None:
        return "null"
    if isinstance(value, str):
        return "a string" if secret else f"the string `{short(value)}`"
    kind = "boolean" if isinstance(value, bool) else "number"
    if secret:
        return f"a {kind}"
    written = short(node.text)
    meant = str(value).lower() if isinstance(value, bool) else str(value)[:40]
    return f"the {kind} `{written}`" + (f" ({meant})" if meant != written else "")


def short(text: str) -> str:
    """At most 60 characters of a text, for messages."""
    return text if len(text) <= 60 else text[:57] + "..."
