"""Volumes and their mounts: `--add-volume`, `--add-volume-mount` and what removes them."""

from __future__ import annotations

from lint.deploy.gcloud.draft import Draft, joined
from lint.deploy.nodes import items, mapping, put, scalar
from lint.model.text import listed, name, own, say
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.value import Value
    from lint.deploy.text import Text
    from lint.model.text import Message

Pairs = list[tuple["Text", "Text"]]
SHORTCUT = 565
"""The release since which a volume may have a mount path, and then needs no name."""
_MOUNT_OPTIONS = 540
_DISK = {"beta": 564, "GA": 587}


def _types(track: str, release: int) -> dict[str, tuple[set[str], set[str]]]:
    """The types of volume with their required and optional keys."""
    shortcut = {"mount-path"} if release >= SHORTCUT else set()
    storage = {"readonly"} | shortcut
    if release >= _MOUNT_OPTIONS or track != "GA":
        storage.add("mount-options")
    required = {"bucket"}
    if track == "alpha":
        required, storage = set(), storage | {"bucket", "dynamic-mounting"}
    found = {
        "in-memory": (set[str](), {"size-limit"} | shortcut),
        "cloud-storage": (required, storage),
        "nfs": ({"location"}, {"readonly"} | shortcut),
    }
    if track == "alpha":
        found["secret"] = ({"secret", "version", "path"}, set(shortcut))
        found["cloudsql"] = ({"instances"}, set(shortcut))
    if release >= _DISK.get(track, _DISK["beta"]):
        found["ephemeral-disk"] = ({"size"}, set(shortcut))
    return found


def add(
    draft: Draft, value: Value, track: str, release: int, in_containers: bool, faults: Faults
) -> None:
    """Adds the volumes of `--add-volume`, each in place of one of the same name."""
    for number, pairs in enumerate(value.each, start=1):
        if not pairs:
            if not value.unknown:
                _refuse(
                    value.word,
                    say("`--add-volume` has no `type`"),
                    say("Write `type=...`."),
                    faults,
                )
            continue
        _add(draft, pairs, value.word, number, track, release, in_containers, faults)
    if value.unknown:
        draft.open.add("volumes")


def _add(
    draft: Draft,
    pairs: Pairs,
    word: Text,
    number: int,
    track: str,
    release: int,
    in_containers: bool,
    faults: Faults,
) -> None:
    fields = {str(key): text for key, text in pairs}
    keys = {str(key): key for key, _ in pairs}
    first = pairs[0][0]
    if "type" not in fields:
        _refuse(first, say("the volume has no `type`"), say("Add `type=...`."), faults)
        return
    if "mount-path" in fields and in_containers and release >= SHORTCUT:
        _refuse(
            keys["mount-path"],
            say("`mount-path` of `--add-volume` cannot be used with `--container`"),
            say("Use `--add-volume-mount` behind the container."),
            faults,
        )
        return
    if "name" not in fields:
        if "mount-path" not in fields or release < SHORTCUT:
            _refuse(first, say("the volume has no `name`"), say("Add `name=...`."), faults)
            return
        fields["name"] = fields["type"].written(f"{fields['type']}-{number}")
    kind = fields["type"]
    if not kind.known:
        draft.open.add("volumes")
        return
    types = _types(track, release)
    if str(kind) not in types:
        _refuse(
            kind,
            say("`{}` is no type of volume", name(str(kind))),
            say("Use {}.", listed([own(each) for each in sorted(types)], most=10)),
            faults,
        )
        return
    required, optional = types[str(kind)]
    for key in fields:
        if key not in ("name", "type") and key not in required | optional:
            _refuse(
                keys[key],
                say("a volume of type `{}` has no `{}`", name(str(kind)), name(key)),
                say(
                    "Use {}.", listed([own(each) for each in sorted(required | optional)], most=10)
                ),
                faults,
            )
            return
    missing = sorted(required - fields.keys())
    if missing:
        _refuse(
            kind,
            say("a volume of type `{}` needs `{}`", name(str(kind)), own(missing[0])),
            say("Add `{}=...`.", own(missing[0])),
            faults,
        )
        return
    node = mapping(first)
    put(node, "name", scalar(fields["name"]), fields["name"])
    if not _fill(node, str(kind), fields, faults):
        return
    entries = items(draft.spec(), "volumes", word)
    title = str(fields["name"])
    for position, other in enumerate(entries.items):
        if isinstance(other, MappingNode) and _text(other, "name") == title:
            entries.items[position] = node
            break
    else:
        entries.items.append(node)
    if "mount-path" in fields:
        mount(draft.container(None), fields["name"], fields["mount-path"])


def _fill(node: MappingNode, kind: str, fields: dict[str, Text], faults: Faults) -> bool:
    """Fills in a volume; whether gcloud accepts it."""
    word = fields["type"]
    source = mapping(word)
    if kind in ("in-memory", "ephemeral-disk"):
        put(
            source,
            "medium",
            scalar(word.written("Memory" if kind == "in-memory" else "Disk")),
            word,
        )
        size = fields.get("size-limit") or fields.get("size")
        if size is not None:
            put(source, "sizeLimit", scalar(size), size)
        put(node, "emptyDir", source, word)
    elif kind == "nfs":
        location = fields["location"]
        at = location.find(":/")
        if at < 0 and location.known:
            _refuse(
                location,
                say("`location` must be `SERVER:/FOLDER`"),
                say("Write the server, `:` and the path."),
                faults,
            )
            return False
        put(source, "server", scalar(location.cut(0, at) if at >= 0 else location), location)
        put(source, "path", scalar(location.cut(at + 1) if at >= 0 else location), location)
        put(source, "readOnly", scalar(*_read_only(fields, word)), word)
        put(node, "nfs", source, word)
    elif kind == "cloud-storage":
        return _fill_bucket(node, source, fields, word, faults)
    elif kind == "secret":
        put(source, "secretName", scalar(fields["secret"]), fields["secret"])
        item = mapping(fields["path"])
        put(item, "key", scalar(fields["version"]), fields["version"])
        put(item, "path", scalar(fields["path"]), fields["path"])
        items(source, "items", word).items.append(item)
        put(node, "secret", source, word)
    else:
        for instance in fields["instances"].split(";"):
            if instance.known and len(str(instance).strip().split(":")) != 3:
                _refuse(
                    instance,
                    say("a Cloud SQL instance must be `PROJECT:REGION:INSTANCE`"),
                    say("Write the connection name, several with `;` between them."),
                    faults,
                )
                return False
        put(source, "driver", scalar(word.written("cloudsql.run.googleapis.com")), word)
        attributes = mapping(word)
        text = joined(fields["instances"].split(";"), ",", word)
        put(attributes, "instances", scalar(text), word)
        put(source, "volumeAttributes", attributes, word)
        put(node, "csi", source, word)
    return True


def _fill_bucket(
    node: MappingNode, source: MappingNode, fields: dict[str, Text], word: Text, faults: Faults
) -> bool:
    dynamic = fields.get("dynamic-mounting")
    on = dynamic is not None and str(dynamic).lower() in ("true", "yes", "y", "1", "on")
    if dynamic is not None or "bucket" not in fields:
        if on == ("bucket" in fields):
            _refuse(
                word,
                say("a volume of a bucket needs `bucket` or `dynamic-mounting=true`, not both"),
                say("Keep one of the two."),
                faults,
            )
            return False
    put(source, "driver", scalar(word.written("gcsfuse.run.googleapis.com")), word)
    put(source, "readOnly", scalar(*_read_only(fields, word)), word)
    attributes = mapping(word)
    if "bucket" in fields:
        put(attributes, "bucketName", scalar(fields["bucket"]), fields["bucket"])
    options = fields.get("mount-options")
    if options is not None:
        text = joined(options.split(";"), ",", options)
        put(attributes, "mountOptions", scalar(text), options)
    if dynamic is not None and str(dynamic):
        put(attributes, "bucketName", scalar(dynamic.written("_")), dynamic)
    put(source, "volumeAttributes", attributes, word)
    put(node, "csi", source, word)
    return True


def _read_only(fields: dict[str, Text], word: Text) -> tuple[Text, bool | None]:
    text = fields.get("readonly")
    if text is None:
        return word, False
    if not text.known:
        return text, None
    return text, str(text).lower() == "true"


def mount(container: MappingNode, volume: Text, path: Text) -> None:
    """Mounts a volume at a path, in place of what is mounted there."""
    node = mapping(volume)
    put(node, "name", scalar(volume), volume)
    put(node, "mountPath", scalar(path), path)
    entries = items(container, "volumeMounts", volume)
    for position, other in enumerate(entries.items):
        if isinstance(other, MappingNode) and _text(other, "mountPath") == str(path):
            entries.items[position] = node
            return
    entries.items.append(node)


def add_mounts(draft: Draft, container: MappingNode, value: Value, faults: Faults) -> None:
    """Adds the mounts of `--add-volume-mount`."""
    for pairs in value.each:
        fields = {str(key): text for key, text in pairs}
        for key, _ in pairs:
            if str(key) not in ("volume", "mount-path"):
                _refuse(
                    key,
                    say("`--add-volume-mount` has no key `{}`", name(str(key))),
                    say("Use `volume` and `mount-path`."),
                    faults,
                )
                return
        missing = [key for key in ("volume", "mount-path") if key not in fields]
        if missing and not value.unknown:
            where = pairs[0][0] if pairs else value.word
            message: Message = say("the mount has no `{}`", own(missing[0]))
            _refuse(where, message, say("Add `{}=...`.", own(missing[0])), faults)
            return
        if not missing:
            mount(container, fields["volume"], fields["mount-path"])
    if value.unknown:
        draft.open.add("volumes")


def remove_mounts(container: MappingNode, paths: list[Text] | None) -> None:
    """Removes the mounts at some paths; all of them for None."""
    found = container.get("volumeMounts")
    gone = None if paths is None else {str(path) for path in paths}
    if isinstance(found, SequenceNode):
        found.items = [
            node
            for node in found.items
            if gone is not None
            and (not isinstance(node, MappingNode) or _text(node, "mountPath") not in gone)
        ]


def remove(draft: Draft, names: list[Text] | None) -> None:
    """Removes volumes; all of them for None. Their mounts stay."""
    found = draft.find(*draft.spec_keys, "volumes")
    gone = None if names is None else {str(each) for each in names}
    if isinstance(found, SequenceNode):
        found.items = [
            node
            for node in found.items
            if gone is not None
            and (not isinstance(node, MappingNode) or _text(node, "name") not in gone)
        ]


def _text(node: MappingNode, key: str) -> str:
    found = node.get(key)
    return str(found.value) if isinstance(found, ScalarNode) else ""


def _refuse(where: Text, message: Message, help: Message, faults: Faults) -> None:
    faults.add("bad-volume", where, message, help)
