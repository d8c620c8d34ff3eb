"""The table of the provider's fields as a tree."""

from __future__ import annotations

from lint.deploy.terraform.field_table import TABLE
from lint.model.record import default, record

V1 = "google_cloud_run_service"
KINDS = {
    V1: "Service",
    "google_cloud_run_v2_service": "Service",
    "google_cloud_run_v2_job": "Job",
    "google_cloud_run_v2_worker_pool": "WorkerPool",
}
"""The resource types, with the kind of Cloud Run resource that they make."""

BLOCKS = frozenset(("block", "blocks"))


@record
class Field:
    """One argument or block; of a resource type, its root."""

    name: str
    type: str = "block"
    required: bool = False
    from_api: bool = False
    only_here: bool = False
    """Whether Terraform alone knows it."""
    duration: bool = False
    one_of: bool = False
    values: tuple[str, ...] = ()
    """The values that it can have; none for any."""
    not_with: str = ""
    most: int = 0
    """How many blocks there may be; 0 for any number."""
    fields: dict[str, Field] = default(factory=dict)


_loaded: dict[str, Field] = {}


def field_of(resource_type: str) -> Field:
    """The root of a resource type. Raises `KeyError` for one that is not in `KINDS`."""
    if not _loaded:
        roots: dict[str, Field] = {}
        way: list[Field] = []
        for line in TABLE.splitlines():
            depth = (len(line) - len(line.lstrip())) // 2
            field = _field(line.split())
            del way[depth:]
            (way[-1].fields if way else roots)[field.name] = field
            way.append(field)
        _loaded.update(roots)  # at once: another thread may ask meanwhile
    return _loaded[resource_type]


def _field(words: list[str]) -> Field:
    field = Field(words[0], words[1] if len(words) > 1 else "block")
    field.most = 1 if field.type == "block" else 0
    for word in words[2:]:
        name, _, value = word.partition("=")
        if name == "of":
            field.values = tuple(value.split("|"))
        elif name == "not-with":
            field.not_with = value
        elif name == "most":
            field.most = int(value)
        elif name == "required":
            field.required = True
        elif name == "from-api":
            field.from_api = True
        elif name == "only-here":
            field.only_here = True
        elif name == "duration":
            field.duration = True
        elif name == "one-of":
            field.one_of = True
    return field
