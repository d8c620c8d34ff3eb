"""What the provider demands of the values in a resource block, and the v2 API beyond v1.

Source: the provider's definitions (see field_table.py); for annotations and mounts the reference of
the v2 API.
"""

from __future__ import annotations

from lint.deploy.edits import respelt
from lint.deploy.terraform.fields import BLOCKS, V1
from lint.deploy.terraform.values import Entries, Items, Literal, Unknown, is_null, known_text
from lint.deploy.v2.annotations import field_of, system_keys
from lint.deploy.v2.fields import DURATION, EGRESS, ENVIRONMENTS, INGRESS
from lint.model.fault import Fault
from lint.model.text import NOTHING, joined, name, number, own, say, value
from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.terraform.fields import Field
    from lint.deploy.terraform.values import Entry, Value
    from lint.model.findings import Place, Severity
    from lint.model.text import Message

_KINDS = {
    "string": "a string",
    "int": "a number",
    "float": "a number",
    "bool": "a boolean",
    "map": "a map",
    "list": "a list",
}
_V1_WORDS = {
    written: word for table in (INGRESS, EGRESS, ENVIRONMENTS) for word, written in table.items()
}


def demands(entries: Entries, field: Field, resource_type: str, old: bool) -> Iterator[Fault]:
    """What is refused in a resource. `old` says that the module may have a provider before 5.0."""
    severity: Severity | None = "warning" if old else None
    yield from _block(entries, field, severity)
    if resource_type == V1:
        yield from _generated_name(entries)
    else:
        template = _first(entries.get("template"))
        for part in (entries, template):
            if part is not None:
                yield from _system_keys(part)
        if template is not None and resource_type.endswith("_job"):
            template = _first(template.get("template"))
        if template is not None:
            yield from _mounts(template)


def _block(entries: Entries, field: Field, severity: Severity | None) -> Iterator[Fault]:
    for known in field.fields.values():
        entry = entries.entries.get(known.name)
        if entry is None or is_null(entry.value) or _no_block(entry, known):
            if known.required and not entries.open:
                yield Fault(
                    "terraform-missing",
                    entries.anchor.place,
                    message=say("`{}` is missing in `{}`", own(known.name), own(field.name)),
                    help=say("Add `{}`.", own(known.name)),
                    severity=severity,
                )
        elif known.type in BLOCKS:
            yield from _blocks(entry, known, severity)
        else:
            yield from _argument(entry, known)
    yield from _conflicts(entries, field)


def _no_block(entry: Entry, field: Field) -> bool:
    value = entry.value
    return field.type in BLOCKS and isinstance(value, Items) and not (value.items or value.open)


def _blocks(entry: Entry, field: Field, severity: Severity | None) -> Iterator[Fault]:
    if not isinstance(entry.value, Items):
        return
    found = [item for item in entry.value.items if isinstance(item, Entries)]
    if field.most and len(found) > field.most:
        yield Fault(
            "terraform-repeated",
            found[field.most].anchor.place,
            message=say("`{}` can occur only once", own(field.name)),
            help=say("Remove one of the blocks, or join them."),
            related=[(found[0].anchor.place, say("the first one"))],
        )
    for item in found:
        yield from _block(item, field, severity)


def _argument(entry: Entry, field: Field) -> Iterator[Fault]:
    value = entry.value
    if isinstance(value, Unknown):
        return
    if not _fits(value, field.type):
        yield Fault(
            "terraform-value",
            entry.key.place,
            message=say("`{}` must be {}", own(field.name), own(_KINDS[field.type])),
            help=_example(field, value),
        )
        return
    text = known_text(value)
    if text is None:
        return
    if field.duration and not DURATION.fullmatch(text):
        yield Fault(
            "terraform-value",
            _place(value, entry),
            message=say(
                "`{}` is no duration for `{}`: only seconds such as `300s` are accepted",
                _value(text, field),
                own(field.name),
            ),
            help=_in_seconds(text),
        )
    elif field.values and text not in field.values:
        yield _not_one_of(text, value, entry, field)


def _value(text: str, field: Field) -> Message:
    return value(text, harmless=bool(field.values) or field.duration)


def _place(value: Value, entry: Entry) -> Place:
    text = value.text if isinstance(value, Literal) else entry.key
    return text.place


def _not_one_of(text: str, found: Value, entry: Entry, field: Field) -> Fault:
    meant = _V1_WORDS.get(text.lower())
    if meant not in field.values:
        meant = nearest(text, field.values, 0.5)
    # A new value of a newer provider is written in capitals, as all of them are.
    certain = meant is not None or text != text.upper()
    severity: Severity | None = None if certain else "warning"
    return Fault(
        "terraform-value",
        _place(found, entry),
        message=say(
            "`{}` is not a value of `{}`, which has {}",
            _value(text, field),
            own(field.name),
            joined(say("`{}`", own(each)) for each in field.values),
        ),
        help=say("Use `{}`.", own(meant)) if meant is not None else NOTHING,
        severity=severity,
        repair=respelt(found.text, meant, field.values)
        if meant is not None and isinstance(found, Literal)
        else None,
    )


def _fits(value: Value, kind: str) -> bool:
    """Whether Terraform takes or converts a value. What is not known fits."""
    if kind == "map":
        return isinstance(value, Entries) and all(
            isinstance(entry.value, (Literal, Unknown)) for entry in value.entries.values()
        )
    if kind == "list":
        return isinstance(value, Items) and all(
            isinstance(item, (Literal, Unknown)) for item in value.items
        )
    if not isinstance(value, Literal):
        return False
    text = known_text(value)
    if text is None or kind == "string":
        return True
    if kind == "bool":
        return text in ("true", "false")
    if isinstance(value.value, bool):
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def _example(field: Field, value: Value) -> Message:
    if field.type == "list" and isinstance(value, Literal):
        return say("Write it in brackets.")
    text = known_text(value)
    if field.type == "int" and text is not None and text[:-1].isdecimal() and text[-1:] == "s":
        return say("Write `{} = {}`.", own(field.name), own(text[:-1]))
    return NOTHING


def _in_seconds(text: str) -> Message:
    factor = {"m": 60, "h": 3600, "": 1}.get(text.lstrip("0123456789"))
    digits = text.rstrip("mh")
    if factor is None or not digits.isdecimal() or len(digits) > 9:
        return NOTHING
    return say("Use `{}`.", say("{}s", number(int(digits) * factor)))


def _set(entries: Entries, known: str) -> bool:
    """Whether an argument or a block is certainly there."""
    found = entries.get(known)
    if isinstance(found, Items):
        return bool(found.items)
    if isinstance(found, Literal) and found.value == "":
        return False
    return found is not None and not isinstance(found, Unknown) and not is_null(found)


def _conflicts(entries: Entries, field: Field) -> Iterator[Fault]:
    seen: set[str] = set()
    for known in field.fields.values():
        other = known.not_with
        if not other or other in seen or not (_set(entries, known.name) and _set(entries, other)):
            continue
        seen.add(known.name)
        yield _conflict(entries, known.name, other)
    choices = [known.name for known in field.fields.values() if known.one_of]
    there = [choice for choice in choices if _set(entries, choice)]
    if len(there) > 1:
        yield _conflict(entries, there[0], there[1])
    elif choices and not any(choice in entries.entries for choice in choices):
        yield Fault(
            "terraform-missing",
            entries.anchor.place,
            message=say(
                "`{}` needs exactly one of {}",
                own(field.name),
                joined(say("`{}`", own(choice)) for choice in choices),
            ),
            help=say("Add one of them."),
        )


def drop_conflicts(entries: Entries, field: Field) -> None:
    """Leaves one of two arguments that exclude each other, so that it is judged alone."""
    for known in field.fields.values():
        if known.not_with and _set(entries, known.name) and _set(entries, known.not_with):
            del entries.entries[known.not_with]
        found = entries.get(known.name)
        if known.type in BLOCKS and isinstance(found, Items):
            for item in found.items:
                if isinstance(item, Entries):
                    drop_conflicts(item, known)


def _conflict(entries: Entries, first: str, second: str) -> Fault:
    places = [entries.entries[each].key.place for each in (first, second)]
    places.sort(key=lambda place: place.sort_key())
    return Fault(
        "terraform-conflict",
        places[1],
        message=say("`{}` and `{}` exclude each other", own(first), own(second)),
        help=say("Remove one of them."),
        related=[(places[0], say("the other one"))],
    )


def _generated_name(entries: Entries) -> Iterator[Fault]:
    """The name of a revision that is also to be made up, which the provider refuses in a plan."""
    generated = entries.entries.get("autogenerate_revision_name")
    template = _first(entries.get("template"))
    metadata = _first(template.get("metadata")) if template is not None else None
    if generated is None or known_text(generated.value) != "true" or metadata is None:
        return
    entry = metadata.entries.get("name")
    if entry is not None and isinstance(entry.value, Literal) and known_text(entry.value) != "":
        if not is_null(entry.value):
            yield Fault(
                "terraform-conflict",
                entry.key.place,
                message=say(
                    "`template.metadata.name` cannot be set while `autogenerate_revision_name` is true"
                ),
                help=say("Remove one of them."),
                related=[(generated.key.place, say("the other one"))],
            )


def _system_keys(part: Entries) -> Iterator[Fault]:
    for field in ("annotations", "labels"):
        table = part.get(field)
        if not isinstance(table, Entries):
            continue
        for key, entry in table.entries.items():
            if not system_keys([key]):
                continue
            instead = field_of(key) if field == "annotations" else ""
            yield Fault(
                "v1-annotation",
                entry.key.place,
                message=say("the v2 API does not accept `{}` among the {}", name(key), own(field)),
                help=say("Use `{}`.", own(instead))
                if instead
                else say("Remove it: the v2 resources have arguments for all settings."),
                # A public repository deploys a key that v1 does not have either.
                severity=None if instead else "warning",
            )


def _first(value: Value | None) -> Entries | None:
    if isinstance(value, Items) and value.items and isinstance(value.items[0], Entries):
        return value.items[0]
    return value if isinstance(value, Entries) else None


def _all(value: Value | None) -> list[Entries]:
    if not isinstance(value, Items):
        return []
    return [item for item in value.items if isinstance(item, Entries)]


def _mounts(template: Entries) -> Iterator[Fault]:
    """Instances of Cloud SQL are below /cloudsql, in the containers that mount their volume."""
    volumes: dict[str, Entries] = {}
    for volume in _all(template.get("volumes")):
        text = known_text(volume.get("name"))
        if text is not None and _first(volume.get("cloud_sql_instance")) is not None:
            volumes[text] = volume
    if not volumes:
        return
    mounted: set[str] = set()
    certain = True
    containers = template.get("containers")
    if isinstance(containers, Items) and containers.open:
        certain = False
    for container in _all(containers):
        mounts = container.get("volume_mounts")
        if isinstance(mounts, Items) and mounts.open:
            certain = False
        for mount in _all(mounts):
            text = known_text(mount.get("name"))
            if text is None:
                certain = False
            elif text in volumes:
                mounted.add(text)
                yield from _mount_path(mount)
    for text, volume in volumes.items():
        if text not in mounted and certain:
            yield Fault(
                "cloudsql-mount",
                volume.anchor.place,
                message=say(
                    "the Cloud SQL volume `{}` is in no container, so there is no socket",
                    name(text),
                ),
                help=say('Add a `volume_mounts` block with `mount_path = "/cloudsql"`.'),
                severity="warning",
            )


def _mount_path(mount: Entries) -> Iterator[Fault]:
    entry = mount.entries.get("mount_path")
    text = known_text(entry.value) if entry is not None else None
    if entry is not None and text and text.rstrip("/") != "/cloudsql":
        yield Fault(
            "cloudsql-mount",
            _place(entry.value, entry),
            message=say("a Cloud SQL volume can be mounted at `/cloudsql` only"),
            help=say('Use `mount_path = "/cloudsql"`.'),
        )
