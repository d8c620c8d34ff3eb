"""The fields that a Cloud Run resource of the v1 API has, and their types.

They are in `lint.manifest.field_table`, which `scripts/cloud_run_schema.py` makes from the API's
discovery document. Types are built when they are met.
"""

from __future__ import annotations

from lint.manifest.field_table import ROOTS, TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["object", "list", "map", "string", "integer", "boolean", "number", "any"]

_OBJECT = "object"
_NEVER = "gcloud-never"
_SINCE = "gcloud-"


class Field:
    """One field of an object.

    `kind` is what the field holds; `element` what the elements of a list or the values of a map are
    (a kind, too), else "". `format` is "int32" or "int64" for an integer, else "".

    `required`: the API or gcloud refuses an object without it. `output_only`: the server sets it.
    `unsupported`: the API has the field, Cloud Run refuses or ignores it. `unused`: it has no effect.
    `deprecated`: another field took its place.
    `gcloud` is the first SDK that was seen to take the field: 0 for every SDK since 528, None
    for none; `gcloud run ... replace` refuses a file with a field that it does not take.
    """

    __slots__ = (
        "_target",
        "deprecated",
        "element",
        "format",
        "gcloud",
        "kind",
        "name",
        "output_only",
        "required",
        "unsupported",
        "unused",
    )

    def __init__(self, name: str, kind: Kind, target: str = "", flags: str = "") -> None:
        self.name = name
        self.kind: Kind = kind
        self.element = ""
        self.format = ""
        self._target = ""
        if kind == _OBJECT:
            self._target = target
        elif kind == "integer":
            self.format = target
        elif target in TYPES:
            self._target = target
            self.element = _OBJECT
        else:
            self.element = target
        words = flags.split()
        self.required = "required" in words
        self.output_only = "output-only" in words
        self.unsupported = "unsupported" in words
        self.unused = "unused" in words
        self.deprecated = "deprecated" in words
        self.gcloud: int | None = 0
        for word in words:
            if word == _NEVER:
                self.gcloud = None
            elif word.startswith(_SINCE):
                self.gcloud = int(word[len(_SINCE) :])

    def __repr__(self) -> str:
        return f"<Field {self.name}: {self.kind} {self._target or self.element or self.format}>"

    @property
    def type(self) -> ObjectType | None:
        """The type of the object, or of the objects in the list; None for anything else."""
        return _object_type(self._target) if self._target else None


class ObjectType:
    """A type with named fields. `name` is the API's own: `RevisionSpec`, `Container`."""

    __slots__ = ("_fields", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._fields: dict[str, Field] | None = None

    def __repr__(self) -> str:
        return f"<ObjectType {self.name}>"

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by name, in alphabetical order."""
        if self._fields is None:
            rows = TYPES[self.name].items()
            self._fields = {name: Field(name, *cells) for name, cells in rows}
        return self._fields


_types: dict[str, ObjectType] = {}


def _object_type(name: str) -> ObjectType:
    known = _types.get(name)
    if known is None:
        known = _types[name] = ObjectType(name)
    return known


class Schema:
    """All that can be written in a manifest of one kind; `root` is the type of the document."""

    __slots__ = ("_paths", "kind", "root")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.root = _object_type(kind)
        self._paths: dict[str, list[str]] | None = None

    @classmethod
    def load(cls, kind: str) -> Schema:
        """The schema of "Service", "Job", "WorkerPool" or "Instance"; raises `ValueError` for other kinds."""
        if kind not in ROOTS:
            raise ValueError(f"there is no schema for the kind {kind!r}")
        return cls(kind)

    def where_is(self, name: str) -> list[str]:
        """Where in this kind a field of that name can be written, nearest to the root first.

        Paths are dotted, with `[]` behind a list: `spec.template.spec.containers[].resources`.
        Fields that the server sets, that Cloud Run does not support or that no gcloud takes are
        left out. Empty for a name that no other field has.
        """
        if self._paths is None:
            self._paths = {}
            self._collect(self.root, "", ())
            for paths in self._paths.values():
                paths.sort(key=lambda path: (path.count("."), path))
        return list(self._paths.get(name, ()))

    def _collect(self, node: ObjectType, path: str, above: tuple[str, ...]) -> None:
        assert self._paths is not None
        for name, field in node.fields.items():
            if field.output_only or field.unsupported or field.deprecated or field.gcloud is None:
                continue
            here = f"{path}{name}"
            self._paths.setdefault(name, []).append(here)
            below = field.type
            if below is not None and below.name not in above:
                step = "[]." if field.kind == "list" else "."
                self._collect(below, here + step, (*above, below.name))
