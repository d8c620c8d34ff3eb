"""Which field of the API a path of a manifest leads to."""

from __future__ import annotations

from lint.manifest.field_table import ROOTS
from lint.manifest.schema import Schema
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.engine.field_text import FieldText
    from lint.manifest.schema import Field, ObjectType
    from lint.server.outline import Outline, Path

TEMPLATE_LEVELS = {
    "Service": "Revision",
    "WorkerPool": "Revision",
    "Job": "Execution",
}
"""The level of the template's annotations by kind."""
SECRET_NAMES = (("SecretKeySelector", "name"), ("SecretVolumeSource", "secretName"))
"""The fields that name a secret, each with its type."""


@record
class Spot:
    """A place in the schema.

    `field` is the field that the path leads to; with a `key`, a map that has the key. None for the
    document itself, and for the items of a list. `type` is the type of the object there; None where
    there is a scalar or a map.
    """

    kind: str
    owner: str
    """The type that has the field."""
    field: Field | None
    key: str
    type: ObjectType | None
    within: str
    """The field that has the object which has the field."""
    level: str
    """Where there are annotations, their level: "Service", "Revision", ..."""

    def text(self) -> FieldText | None:
        """What there is to say about it."""
        from lint.engine.field_text import annotation_text, field_text, key_text

        if self.field is None:
            return None
        if self.key and self.level:
            return annotation_text(self.key, self.kind)
        found = key_text(self.owner, self.field.name, self.key) if self.key else None
        # A label of one's own is no more than a label.
        return found or field_text(self.owner, self.field.name, self.kind, self.within)


def kind_of(outline: Outline, document: int) -> str:
    """The kind of a document; "" for one that is no resource of Cloud Run.

    While nobody has typed its kind, its version decides, and without one it is a Service.
    """
    kind = outline.value(("kind",), document)
    version = outline.value(("apiVersion",), document)
    if kind in ROOTS:
        known = version.startswith(("serving.knative.dev/", "run.googleapis.com/"))
        return kind if known or not version else ""
    if kind:
        return ""
    return {"": "Service", "serving.knative.dev/v1": "Service", "run.googleapis.com/v1": "Job"}.get(
        version, ""
    )


def volumes_of(mount: Path) -> Path:
    """The list of volumes that a mount (`..., containers, 0, volumeMounts, 0`) names one of."""
    return (*mount[:-4], "volumes")


def spot(kind: str, path: Path) -> Spot | None:
    """The place that a path leads to; None for one that the API does not have."""
    if kind not in ROOTS:
        return None
    type: ObjectType | None = Schema.load(kind).root
    found = Spot(kind, "", None, "", type, "", "")
    names: list[str] = []
    for step in path:
        if isinstance(step, int):
            if found.field is None or found.field.kind != "list":
                return None
            continue
        if type is None:
            if found.field is None or found.field.kind != "map" or found.key:
                return None
            found = Spot(kind, found.owner, found.field, step, None, found.within, found.level)
            continue
        field = type.fields.get(step)
        if field is None:
            return None
        level = _level(kind, names) if field.name == "annotations" else ""
        within = found.field.name if found.field is not None else ""
        found = Spot(kind, type.name, field, "", field.type, within, level)
        names.append(step)
        type = field.type
    return found


def _level(kind: str, above: list[str]) -> str:
    """The level of annotations by the fields above them; "" where there are none."""
    if above == ["metadata"]:
        return kind
    if above == ["spec", "template", "metadata"]:
        return TEMPLATE_LEVELS.get(kind, "")
    return ""
