"""The types of the variables of CEL expressions: protobuf messages with the fields of Cloud Run's API.

They are made from the JSON Schemas of the resources, for the type check of a rule set when it is
loaded. `resource` and `template` may be of any kind: they have the fields of all of them.
"""

from __future__ import annotations

import json

from lint.checks.policy.expression_values import ROOTS
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TEMPLATES = ("RevisionTemplate", "ExecutionTemplateSpec", "Instance")
_PACKAGE = "run"
_STRUCT = "google.protobuf.Struct"


class Types:
    """`pool` has the descriptors; `variables` the full name of each variable's message."""

    def __init__(self) -> None:
        from google.protobuf import descriptor_pb2, struct_pb2
        from google.protobuf.descriptor_pool import DescriptorPool

        self._field: Any = descriptor_pb2.FieldDescriptorProto
        self._file = descriptor_pb2.FileDescriptorProto(
            name="run.proto",
            package=_PACKAGE,
            syntax="proto3",
            dependency=["google/protobuf/struct.proto"],
        )
        self._definitions: dict[str, dict[str, Any]] = {}
        for kind in ROOTS.values():
            with open(data_path("schemas", "cloud-run", f"{kind.lower()}.json"), "rb") as file:
                schema = json.load(file)
            for name, definition in {**schema["$defs"], kind: schema}.items():
                self._definitions.setdefault(name, {}).update(definition["properties"])
        self.variables = {
            **{variable: self._message((kind,)) for variable, kind in ROOTS.items()},
            "resource": self._message(tuple(ROOTS.values())),
            "template": self._message(_TEMPLATES),
            "container": self._message(("Container",)),
        }
        self.pool: Any = DescriptorPool()
        self.pool.AddSerializedFile(struct_pb2.DESCRIPTOR.serialized_pb)
        self.pool.AddSerializedFile(self._file.SerializeToString())

    def fields(self, message: str) -> list[str]:
        """The names of a message's fields."""
        return list(self.pool.FindMessageTypeByName(message).fields_by_name)

    def _message(self, definitions: tuple[str, ...]) -> str:
        """The full name of the message with the fields of all these definitions."""
        name = "Or".join(sorted(definitions))
        if any(message.name == name for message in self._file.message_type):
            return f"{_PACKAGE}.{name}"
        message = self._file.message_type.add(name=name)
        fields: dict[str, list[dict[str, Any]]] = {}
        for definition in definitions:
            for field, schema in self._definitions[definition].items():
                fields.setdefault(field, []).append(schema)
        for number, (field, schemas) in enumerate(fields.items(), start=1):
            self._add(message, number, field, schemas)
        return f"{_PACKAGE}.{name}"

    def _add(self, message: Any, number: int, name: str, schemas: list[dict[str, Any]]) -> None:
        """Adds a field, which the schemas of one or several kinds describe."""
        items = [schema["items"] for schema in schemas if "items" in schema]
        repeated = bool(items)
        if "additionalProperties" in schemas[0] and "$ref" not in schemas[0]:
            # A map of texts: in protobuf, a list of entries.
            entry = message.nested_type.add(name=f"{name[:1].upper()}{name[1:]}Entry")
            entry.options.map_entry = True
            for position, part in enumerate(("key", "value"), start=1):
                entry.field.add(name=part, number=position, type=self._field.TYPE_STRING, label=1)
            kind, type_name, repeated = (
                self._field.TYPE_MESSAGE,
                f"{_PACKAGE}.{message.name}.{entry.name}",
                True,
            )
        else:
            kind, type_name = self._type(items or schemas)
        label = self._field.LABEL_REPEATED if repeated else self._field.LABEL_OPTIONAL
        field = message.field.add(name=name, number=number, type=kind, label=label)
        if type_name:
            field.type_name = f".{type_name}"

    def _type(self, schemas: list[dict[str, Any]]) -> tuple[int, str]:
        """The type of a field, and the name of its message."""
        references = sorted({each["$ref"].rpartition("/")[2] for each in schemas if "$ref" in each})
        if references:
            return self._field.TYPE_MESSAGE, self._message(tuple(references))
        types = _types(schemas[0])
        if "integer" in types:
            return self._field.TYPE_INT64, ""
        if "boolean" in types:
            return self._field.TYPE_BOOL, ""
        if "object" in types:
            return self._field.TYPE_MESSAGE, _STRUCT
        return self._field.TYPE_STRING, ""


def _types(schema: dict[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types
