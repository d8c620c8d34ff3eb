"""`shape`: the tree of a manifest against the fields that the API has, as gcloud decodes them.

One walk finds the faults of all rules of this check. Unlike gcloud, which names one object's
unknown fields and then hides those below it, it goes on behind every fault.
"""

from __future__ import annotations

from lint.checks.field_type import object_fault, scalar_fault, short
from lint.checks.unknown_field import unknown_field
from lint.manifest.schema import Schema
from lint.manifest.tree import Mapping, Scalar, Sequence, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as List
    from typing import Any

    from lint.checks.field_type import Fault
    from lint.checks.subject import Subject
    from lint.findings import Finding, Place, Severity
    from lint.manifest.schema import Field, ObjectType
    from lint.manifest.tree import Node
    from lint.rule import Rule

    Trail = tuple[str, ...]

_schemas: dict[str, Schema] = {}


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.ruleset.models import Strict, Strings

    class Told(Strict):
        fields: Strings = Field(description="names of fields that do not exist; globs")
        inside: Strings = Field(
            default=[], alias="in", description="the API's types that this is about; default: any"
        )
        kind: Strings = Field(default=[], description="the kinds that this is about; default: any")
        why: str = Field(default="", description="goes behind the message")
        help: str = ""

    class UnknownField(Strict):
        fault: Literal["unknown-field"]
        told: list[Told] = Field(default=[], description="the first entry that fits is used")

    class Plain(Strict):
        fault: Literal["misplaced-field", "field-type"]

    class MissingField(Strict):
        fault: Literal["missing-field"]
        required: dict[str, Strings] = Field(
            description="by the API's type: the fields that it needs; `a|b` for either of two;"
            " what ObjectMeta needs counts for the resource itself, not for its template"
        )

    class Listed(Strict):
        why: str = Field(description="goes behind the field's name in the message")
        help: str = "Remove it."
        only: Strings = Field(default=[], description="the values that this is about; default: any")
        unless: Strings = Field(default=[], description="values that are harmless")
        doubtful: bool = Field(default=False, description="a warning, not an error")

    class ListedField(Strict):
        fault: Literal["listed-field"]
        fields: dict[str, Listed] = Field(description="by `Type.field`, with the API's type names")

    class NewerField(Strict):
        fault: Literal["newer-field"]

    return Annotated[
        UnknownField | Plain | MissingField | ListedField | NewerField,
        Field(discriminator="fault"),
    ]


def run(rules: List[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each field that is unknown, misplaced, missing, mistyped or without effect."""
    kind = subject.resource.kind
    schema = _schemas.get(kind)
    if schema is None:
        schema = _schemas[kind] = Schema.load(kind)
    walk = _Walk(rules, subject, schema)
    walk.object(subject.resource.root, schema.root, (), None)
    return iter(walk.findings)


class _Walk:
    """The walk through one resource; gathers findings."""

    def __init__(self, rules: List[Rule], subject: Subject, schema: Schema) -> None:
        self.subject = subject
        self.schema = schema
        self.findings: list[Finding] = []
        self.rules: dict[str, list[Rule]] = {}
        self.listed: dict[str, list[Rule]] = {}
        self.required: dict[str, list[tuple[Rule, list[str]]]] = {}
        for rule in rules:
            fault = rule.params["fault"]
            self.rules.setdefault(fault, []).append(rule)
            if fault == "listed-field":
                for name in rule.params["fields"]:
                    self.listed.setdefault(name.partition(".")[0], []).append(rule)
            elif fault == "missing-field":
                for name, fields in rule.params["required"].items():
                    self.required.setdefault(name, []).append((rule, fields))

    def object(self, node: Mapping, type: ObjectType, trail: Trail, key: Scalar | None) -> None:
        """One object. `key` is the key that it stands under, None for a list's item."""
        fields = type.fields
        listed = self.listed.get(type.name)
        meant: list[str] = []
        for name, name_key, value in node.items():
            field = fields.get(name)
            if field is None or (field.gcloud is None and field.unsupported):
                if not name_key.templated:
                    meant.append(self.unknown(name, name_key, value, type, trail))
                continue
            if field.gcloud != 0:
                self.newer(field, name_key)
            if _is_empty(value):
                continue  # gcloud drops the field
            if listed is not None:
                self.without_use(listed, f"{type.name}.{name}", name, name_key, value)
            self.field(field, value, (*trail, name), type, node, name_key)
        if type.name == "ObjectMeta" and trail != ("metadata",):
            return  # a template needs no name
        for rule, names in self.required.get(type.name, ()):
            for name in names:
                self.need(rule, name, node, type, trail, key, meant)

    def field(
        self,
        field: Field,
        value: Node,
        trail: Trail,
        type: ObjectType,
        parent: Mapping,
        key: Scalar,
    ) -> None:
        """The value of a known field, which is neither null nor an empty list."""
        kind = field.kind
        if kind == "string" or kind == "integer" or kind == "boolean":
            if trail != ("metadata", "namespace"):  # gcloud makes a string of any namespace
                variable = parent.get("name") if type.name == "EnvVar" else None
                name = variable.text if isinstance(variable, Scalar) else ""
                self.fault(value, scalar_fault(kind, value, field.name, type.name, name))
        elif kind == "object":
            self.one(field, value, trail, key)
        elif kind == "map":
            self.map(field, value)
        elif kind == "list":
            for index, item in enumerate(elements(value)):
                if field.element == "object":
                    self.one(field, item, (*trail, f"[{index}]"), None)
                elif isinstance(item, Scalar) and item.value is None:
                    message = f"an item of `{field.name}` is null; gcloud refuses that"
                    help = 'Remove the item, or write `""` for an empty string.'
                    self.fault(item if item.text else key, (message, help, None))
                else:
                    self.fault(item, scalar_fault("string", item, field.name, type.name))

    def one(self, field: Field, value: Node, trail: Trail, key: Scalar | None) -> None:
        """An object where one is expected: the field's value, or (no key) an item of its list."""
        if isinstance(value, Mapping):
            target = field.type
            if target is not None:
                self.object(value, target, trail, key)
        elif not (isinstance(value, Scalar) and value.templated):
            self.fault(value, object_fault(field, value, key is None))

    def map(self, field: Field, value: Node) -> None:
        """A map of strings: annotations, labels, limits, volume attributes."""
        if not isinstance(value, Mapping):
            if not (isinstance(value, Scalar) and value.templated):
                self.fault(value, object_fault(field, value, False))
            return
        for name, key, item in value.items():
            if isinstance(item, Scalar) and item.value is None:
                message = (
                    f"`{short(name)}` has no value; gcloud sends null, and what the API makes of it"
                    " is not documented"
                )
                help = 'Give it a value, or `""`, or remove it.'
                self.fault(item if item.text else key, (message, help, "warning"))
            else:
                self.fault(item, scalar_fault("string", item, name))

    def fault(self, where: Node, fault: Fault | None) -> None:
        """Reports a value of a wrong type."""
        if fault is not None:
            message, help, severity = fault
            self.report("field-type", where, message, help, severity)

    def unknown(self, name: str, key: Scalar, value: Node, type: ObjectType, trail: Trail) -> str:
        """Reports an unknown field; gives the name of the field that was meant, or ""."""
        told = [
            entry for rule in self.rules.get("unknown-field", ()) for entry in rule.params["told"]
        ]
        verdict = unknown_field(name, type, trail, self.schema, told)
        self.report(verdict.fault, key, verdict.message, verdict.help)
        return verdict.meant

    def newer(self, field: Field, key: Scalar) -> None:
        if field.gcloud is None:
            message = f"the API has `{field.name}`, but no gcloud up to SDK 578 takes it"
            help = "Deploy with the API, or remove it."
        else:
            message = f"`{field.name}` is refused by gcloud before SDK {field.gcloud}"
            help = f"Deploy with Google Cloud SDK {field.gcloud} or newer."
        self.report("newer-field", key, message, help)

    def without_use(
        self, rules: List[Rule], path: str, name: str, key: Scalar, value: Node
    ) -> None:
        for rule in rules:
            entry = rule.params["fields"].get(path)
            if entry is None:
                continue
            if isinstance(value, Scalar):
                if value.unknown or value.value == "" or value.text.lower() in entry["unless"]:
                    continue
                if entry["only"] and value.text.lower() not in entry["only"]:
                    continue
            elif isinstance(value, Mapping) and not len(value):
                continue
            self.findings.append(
                self.subject.finding(
                    rule,
                    key,
                    f"`{name}` {entry['why']}",
                    help=entry["help"],
                    severity="warning" if entry["doubtful"] else None,
                )
            )

    def need(
        self,
        rule: Rule,
        name: str,
        node: Mapping,
        type: ObjectType,
        trail: Trail,
        key: Scalar | None,
        meant: List[str],
    ) -> None:
        """Reports a required field that is not there, unless it is there by another name."""
        names = name.split("|")
        for candidate in names:
            value = node.get(candidate)
            if candidate in meant or (value is not None and not _is_empty(value)):
                return
        name = names[0]
        where: Node | Place = node.keys.get(name) or key or node
        if not trail or trail == ("metadata",):
            where = node.keys.get(name) or key or self.subject.resource.head
        path = _dotted((*trail, name))
        self.findings.append(
            self.subject.finding(rule, where, f"`{path}` is missing", help=f"Add `{name}`.")
        )

    def report(
        self, fault: str, where: Node, message: str, help: str, severity: Severity | None = None
    ) -> None:
        for rule in self.rules.get(fault, ()):
            self.findings.append(
                self.subject.finding(rule, where, message, help=help, severity=severity)
            )


def _is_empty(node: Node) -> bool:
    """Whether gcloud drops the field: a null, or a list without items, whatever its type."""
    if isinstance(node, Scalar):
        return node.value is None
    return isinstance(node, Sequence) and not node.items


def _dotted(trail: Trail) -> str:
    return ".".join(trail).replace(".[", "[")
