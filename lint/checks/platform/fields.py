"""`fields`: the tree of a manifest against the fields that the API has, as gcloud decodes them.

One walk finds the faults of all rules of this check. Unlike gcloud, which names one object's
unknown fields and then hides those below it, it goes on behind every fault. The faults themselves are
made by `unknown_field`, `known_field` and `field_type`.
"""

from __future__ import annotations

from lint.checks.platform.field_type import (
    null_item_fault,
    null_metadata_fault,
    null_value_fault,
    object_fault,
    scalar_fault,
    unquoted_fault,
)
from lint.manifest.schema import Schema
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as List
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.schema import Field, ObjectType
    from lint.model.fault import Fault
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

    Trail = tuple[str, ...]

_schemas: dict[str, Schema] = {}
_NOTHING: dict[str, Any] = {}


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class Reported(Strict):
        fields: Strings = Field(description="names of fields that do not exist; globs")
        inside: Strings = Field(
            default=[], alias="in", description="the API types that this applies to; default: any"
        )
        kind: Strings = Field(default=[], description="the kinds this applies to; default: any")
        why: str = Field(default="", description="the reason, which the message appends")
        meant: str = Field(default="", description="the field of the same object that replaces it")
        help: str = Field(default="", description="a help sentence")

    class UnknownField(Strict):
        fault: Literal["unknown-field"] = Field(description="the fault that the rule is about")
        reported: list[Reported] = Field(
            default=[], description="fields with a message of their own; the first match is used"
        )

    class Plain(Strict):
        fault: Literal["misplaced-field", "field-type"] = Field(
            description="the fault that the rule is about"
        )

    class MissingField(Strict):
        fault: Literal["missing-field"] = Field(description="the fault that the rule is about")
        required: dict[str, Strings] = Field(
            description="the required fields of each API type; `a|b` requires one of the two;"
            " those of ObjectMeta apply to the resource itself, not to its template"
        )

    class Listed(Strict):
        why: str = Field(description="the message after the field's name")
        help: str = Field(default="Remove it.", description="a help sentence")
        only: Strings = Field(default=[], description="the values this applies to; default: any")
        unless: Strings = Field(default=[], description="the values that are accepted")
        doubtful: bool = Field(
            default=False, description="whether this is a warning rather than an error"
        )

    class ListedField(Strict):
        fault: Literal["listed-field"] = Field(description="the fault that the rule is about")
        fields: dict[str, Listed] = Field(
            description="the fields, each as `Type.field` with the API's name of the type"
        )

    class NewerField(Strict):
        fault: Literal["newer-field"] = Field(description="the fault that the rule is about")
        newest_sdk: int = Field(
            alias="newest-sdk", description="the newest Google Cloud SDK version that was examined"
        )

    class UnquotedPlaceholder(Strict):
        fault: Literal["unquoted-placeholder"] = Field(
            description="the fault that the rule is about"
        )
        numbers: Strings = Field(
            default=[], description="the annotations and limits whose value is digits"
        )
        booleans: Strings = Field(
            default=[], description="the annotations whose value is true or false"
        )

    return Annotated[
        UnknownField | Plain | MissingField | ListedField | NewerField | UnquotedPlaceholder,
        Field(discriminator="fault"),
    ]


def run(rules: List[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each field that is unknown, misplaced, missing, mistyped or without effect."""
    kind = context.resource.kind
    schema = _schemas.get(kind)
    if schema is None:
        schema = _schemas[kind] = Schema.load(kind)
    global _sorted
    known = _sorted  # asked once: another thread may have other rules
    if known is None or known.rules is not rules:
        known = _sorted = _Rules(rules)
    walk = _Walk(known, context, schema)
    walk.object(context.resource.root, schema.root, (), None)
    return iter(walk.findings)


class _Rules:
    """The rules of this check, sorted by what they are asked for."""

    __slots__ = ("_texts", "by_fault", "listed", "reported", "required", "rules", "strings")

    def __init__(self, rules: List[Rule]) -> None:
        self.rules = rules
        self._texts: dict[str, frozenset[str]] = {}
        self.by_fault: dict[str, list[Rule]] = {}
        self.reported: list[Any] = []
        self.listed: dict[str, dict[str, list[tuple[Rule, Any]]]] = {}
        self.required: dict[str, list[tuple[Rule, List[str]]]] = {}
        self.strings: dict[str, str] = {}
        for rule in rules:
            params = rule.params
            self.strings |= dict.fromkeys(params.get("numbers", ()), "a number")
            self.strings |= dict.fromkeys(params.get("booleans", ()), "a boolean")
            self.by_fault.setdefault(params["fault"], []).append(rule)
            self.reported.extend(params.get("reported", ()))
            for path, entry in params.get("fields", {}).items():
                owner, _, name = path.partition(".")
                self.listed.setdefault(owner, {}).setdefault(name, []).append((rule, entry))
            for owner, names in params.get("required", {}).items():
                self.required.setdefault(owner, []).extend(
                    (rule, name.split("|")) for name in names
                )

    def texts(self, type: ObjectType, listed: dict[str, Any]) -> frozenset[str]:
        """The fields of a type with which nothing can be wrong when they hold a string."""
        known = self._texts.get(type.name)
        if known is None:
            known = self._texts[type.name] = frozenset(
                name
                for name, field in type.fields.items()
                if field.kind == "string" and field.gcloud == 0 and name not in listed
            )
        return known


_sorted: _Rules | None = None


class _Walk:
    """The walk through one resource; gathers findings."""

    __slots__ = ("context", "findings", "rules", "schema")

    def __init__(self, rules: _Rules, context: CheckContext, schema: Schema) -> None:
        self.context = context
        self.schema = schema
        self.findings: list[Finding] = []
        self.rules = rules

    def object(
        self, node: MappingNode, type: ObjectType, trail: Trail, key: ScalarNode | None
    ) -> None:
        """One object. `key` is the key that it stands under, None for a list's item."""
        fields = type.fields
        listed = self.rules.listed.get(type.name, _NOTHING)
        meant: list[str] = []
        texts = self.rules.texts(type, listed)
        for name, name_key, value in node.items():
            plain = value.value if value.__class__ is ScalarNode else value
            if name in texts and plain.__class__ is str:
                continue  # most fields of most manifests
            field = fields.get(name)
            if field is None or (field.gcloud is None and field.unsupported):
                if trail[-1:] == (name,) and isinstance(value, MappingNode) and value.keys:
                    from lint.checks.platform.unknown_field import (
                        is_of_type,
                        one_level_too_many_fault,
                    )

                    if is_of_type(value, type):
                        self.fault(one_level_too_many_fault(name, name_key, trail))
                        self.object(value, type, trail, name_key)
                        meant += fields  # what is missing here is missing there
                        continue
                if not name_key.templated:
                    meant.append(self.unknown(name, name_key, type, trail, node))
                continue
            resource = self.context.resource
            # A command sends the field itself; only a file is decoded.
            if field.gcloud != 0 and resource.by_gcloud and not resource.deployed_by:
                self.newer(field, name_key)
            if plain is None or (plain.__class__ is SequenceNode and not plain.items):
                if name == "metadata" and type.name == "ExecutionTemplateSpec":
                    self.fault(null_metadata_fault(name_key))
                continue  # gcloud drops the field
            if name in listed:
                self.without_use(listed[name], name, name_key, value)
            if plain.__class__ is str and field.kind == "string":
                continue
            self.field(field, value, trail, type, node, name_key)
        if type.name == "ObjectMeta" and trail != ("metadata",):
            return  # a template needs no name
        if self.context.resource.deployed_by:
            return  # what a command or Terraform needs is judged in its own words
        for rule, names in self.rules.required.get(type.name, ()):
            first = node.values.get(names[0])
            if first.__class__ is not ScalarNode or not first.value:
                self.need(rule, names, node, trail, key, meant)

    def field(
        self,
        field: Field,
        value: Node,
        trail: Trail,
        type: ObjectType,
        parent: MappingNode,
        key: ScalarNode,
    ) -> None:
        """The value of a known field, which is neither null nor an empty list."""
        kind = field.kind
        if kind == "string" or kind == "integer" or kind == "boolean":
            # gcloud makes a string of any namespace.
            if field.name != "namespace" or trail != ("metadata",):
                variable = parent.get("name") if type.name == "EnvVar" else None
                name = variable.text if isinstance(variable, ScalarNode) else ""
                resource = self.context.resource
                self.fault(scalar_fault(resource, kind, value, field.name, type.name, name))
        elif kind == "object":
            self.one(field, value, (*trail, field.name), key)
        elif kind == "map":
            self.map(field, value)
        elif kind == "list":
            for index, item in enumerate(elements(value)):
                if field.element == "object":
                    self.one(field, item, (*trail, field.name, f"[{index}]"), None)
                elif isinstance(item, ScalarNode) and item.value is None:
                    self.fault(null_item_fault(field, item, key))
                else:
                    resource = self.context.resource
                    self.fault(scalar_fault(resource, "string", item, field.name, type.name))

    def one(self, field: Field, value: Node, trail: Trail, key: ScalarNode | None) -> None:
        """An object where one is expected: the field's value, or (no key) an item of its list."""
        if isinstance(value, MappingNode):
            target = field.type
            if target is not None:
                self.object(value, target, trail, key)
        elif not (isinstance(value, ScalarNode) and value.templated):
            self.fault(object_fault(field, value, key is None))

    def map(self, field: Field, value: Node) -> None:
        """A map of strings: annotations, labels, limits, volume attributes."""
        if not isinstance(value, MappingNode):
            if not (isinstance(value, ScalarNode) and value.templated):
                self.fault(object_fault(field, value, False))
            return
        for name, key, item in value.items():
            if isinstance(item, ScalarNode) and item.value is None:
                self.fault(null_value_fault(name, item, key))
            elif name in self.rules.strings and isinstance(item, ScalarNode) and item.templated:
                resource = self.context.resource
                self.fault(unquoted_fault(resource, name, item, self.rules.strings[name]))
            else:
                self.fault(scalar_fault(self.context.resource, "string", item, name))

    def report(self, rule: Rule, fault: Fault | None) -> None:
        """Reports a fault by a rule."""
        if fault is not None:
            self.findings.append(self.context.fault_finding(rule, fault))

    def fault(self, fault: Fault | None) -> None:
        """Reports a fault by each rule that is about its kind."""
        for rule in self.rules.by_fault.get(fault.kind, ()) if fault is not None else ():
            self.report(rule, fault)

    def unknown(
        self, name: str, key: ScalarNode, type: ObjectType, trail: Trail, node: MappingNode
    ) -> str:
        """Reports an unknown field. Returns the name of the field that was intended, or ""."""
        from lint.checks.platform.unknown_field import unknown_field_fault

        root = self.context.resource.root
        reported = self.rules.reported
        fault, meant = unknown_field_fault(
            name, key, type, trail, self.schema, reported, node, root
        )
        self.fault(fault)
        return meant

    def newer(self, field: Field, key: ScalarNode) -> None:
        """Reports a field that not every gcloud takes."""
        from lint.checks.platform.known_field import newer_field_fault

        for rule in self.rules.by_fault.get("newer-field", ()):
            self.report(rule, newer_field_fault(field, key, rule.params["newest-sdk"]))

    def without_use(
        self, entries: List[tuple[Rule, Any]], name: str, key: ScalarNode, value: Node
    ) -> None:
        """Reports a field that Cloud Run refuses or ignores, unless its value is harmless."""
        from lint.checks.platform.known_field import listed_field_fault

        for rule, entry in entries:
            self.report(rule, listed_field_fault(name, key, value, entry))

    def need(
        self,
        rule: Rule,
        names: List[str],
        node: MappingNode,
        trail: Trail,
        key: ScalarNode | None,
        meant: List[str],
    ) -> None:
        """Reports it if none of the fields is set, unless one is set under a misspelt name."""
        if any(name in meant or _is_set(node.values.get(name), trail) for name in names):
            return
        from lint.checks.platform.known_field import missing_field_fault

        head = self.context.resource.head
        self.report(rule, missing_field_fault(names[0], node, trail, key, head))


def _is_set(value: Node | None, trail: Trail) -> bool:
    """Whether gcloud keeps a field: it drops nulls and lists without items, whatever their type."""
    if isinstance(value, ScalarNode):
        # It takes an empty name for none; other empty strings are the API's business.
        return value.value is not None and (value.value != "" or trail != ("metadata",))
    return value is not None and not (isinstance(value, SequenceNode) and not value.items)
