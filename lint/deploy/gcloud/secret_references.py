"""`NAME=SECRET:VERSION` and `/DIR/FILE=SECRET:VERSION`, the values of the secrets flags."""

from __future__ import annotations

from lint.deploy.gcloud import environment
from lint.deploy.gcloud.draft import Draft, joined
from lint.deploy.nodes import drop, items, mapping, put, scalar
from lint.model.record import record
from lint.model.text import name, own, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.text import Text

_REMOTE = lazy_regex(
    r"projects/[0-9]{1,19}/secrets/([a-zA-Z0-9\-_]{1,255})(?::(.+)|/versions/(.+))?"
)
_LOCAL = lazy_regex(r"[a-zA-Z0-9\-_]{1,255}")
_ANNOTATION = "run.googleapis.com/secrets"


@record
class Reference:
    """A secret and its version."""

    secret: Text
    version: Text
    path: Text | None = None
    """`projects/NUMBER/secrets/NAME` of one of another project."""


def read_reference(
    key: Text, text: Text, faults: Faults, *, pool: bool = False
) -> Reference | None:
    """The secret that a flag names; None where gcloud refuses it. Worker pools have less syntax."""
    string = str(text)
    if not text.known:
        return _partly_known(text)
    match = _REMOTE.fullmatch(string)
    if match is not None and (not pool or (match[2] is not None and ":" not in match[2])):
        end = match.end(1)
        path = text.cut(0, end)
        group = 2 if match[2] is not None else 3
        version = (
            text.cut(*match.span(group)) if match[group] is not None else text.written("latest")
        )
        return Reference(text.cut(match.start(1), end), version, path)
    parts = text.split(":")
    shown = name(str(key))
    if len(parts) > 2:
        faults.add(
            "bad-secret",
            text,
            say("the secret of `{}` has more than one `:`, and makes gcloud stop", shown),
            say("Write `NAME:VERSION`."),
        )
        return None
    if len(parts) == 1:
        faults.add(
            "bad-secret",
            text if string else key,
            say("the secret of `{}` has no version", shown),
            say("Append `:latest`, or the number of a version."),
        )
        return None
    if pool and "/secrets/" in str(parts[0]):
        return Reference(parts[0].cut(str(parts[0]).rindex("/") + 1), parts[1], parts[0])
    if not _LOCAL.fullmatch(str(parts[0])) and not pool:
        project = str(parts[0]).startswith("projects/")
        faults.add(
            "bad-secret",
            parts[0] if str(parts[0]) else text,
            say("the secret of `{}` is not a name of a secret", shown),
            say("Write the number of the project, as in `projects/123/secrets/NAME`.")
            if project
            else say("Write the name of a secret in Secret Manager, not its value or path."),
        )
        return None
    return Reference(parts[0], parts[1])


def _partly_known(text: Text) -> Reference:
    string = str(text)
    end = text.find(":")
    secret = text.cut(0, end) if end >= 0 else text
    version = text.cut(end + 1) if end >= 0 else text
    if string.startswith("projects/"):
        start = secret.find("/secrets/")
        if start > 0:
            rest = secret.cut(start + 9)
            if rest.known and "/" not in str(rest):
                return Reference(rest, version, secret)
    return Reference(secret, version)


def mount_point(key: Text, faults: Faults) -> tuple[str, Text] | None:
    """The folder and the file name of a mount path; None where it is none."""
    string = str(key)
    segments = string.split("/")
    if len(segments) < 3 or any(part in ("", ".", "..") for part in segments[1:]):
        faults.add(
            "bad-secret",
            key,
            say("`{}` is not a path of a folder and a file", name(string)),
            say("Write `/FOLDER/FILE=SECRET:VERSION`."),
        )
        return None
    at = string.rindex("/")
    return string[:at], key.cut(at + 1)


def set_env(
    draft: Draft, container: MappingNode, key: Text, reference: Reference, faults: Faults
) -> None:
    """Sets an env var to a secret."""
    secret = _name(draft, reference)
    environment.set_secret(container, key, secret, reference.version, faults)


def _name(draft: Draft, reference: Reference) -> Text:
    """The name of a secret in the resource: its own, or the alias of one of another project."""
    if reference.path is None:
        return reference.secret
    for alias, path in draft.secrets.items():
        if str(path) == str(reference.path):
            return reference.secret.written(alias)
    alias = f"{str(reference.secret)[:5]}-{len(draft.secrets) + 1}".lower()
    draft.secrets[alias] = reference.path
    return reference.secret.written(alias)


def write_aliases(draft: Draft, word: Text) -> None:
    """Writes the annotation that maps aliases to secrets of other projects."""
    if not draft.secrets:
        draft.unannotate(_ANNOTATION)
        return
    parts = [word.written(f"{alias}:") + path for alias, path in sorted(draft.secrets.items())]
    draft.annotate(_ANNOTATION, joined(parts, ",", word), word)


def prune_aliases(draft: Draft, word: Text) -> None:
    """Removes the aliases that nothing uses, and writes the annotation."""
    used = set()
    for container in draft.containers():
        for entry in environment.entries(container):
            node = entry.at("valueFrom", "secretKeyRef", "name")
            if isinstance(node, ScalarNode):
                used.add(node.value)
    for volume in volumes(draft):
        node = volume.at("secret", "secretName")
        if isinstance(node, ScalarNode):
            used.add(node.value)
    draft.secrets = {alias: path for alias, path in draft.secrets.items() if alias in used}
    write_aliases(draft, word)


def volumes(draft: Draft) -> list[MappingNode]:
    """The volumes so far."""
    found = draft.find(*draft.spec_keys, "volumes")
    if not isinstance(found, SequenceNode):
        return []
    return [node for node in found.items if isinstance(node, MappingNode)]


def _text(node: MappingNode, key: str) -> str:
    found = node.get(key)
    return str(found.value) if isinstance(found, ScalarNode) else ""


def _mounts(container: MappingNode) -> list[MappingNode]:
    found = container.get("volumeMounts")
    if not isinstance(found, SequenceNode):
        return []
    return [node for node in found.items if isinstance(node, MappingNode)]


def change_mounts(
    draft: Draft,
    container: MappingNode,
    updates: list[tuple[Text, Reference]],
    removed: list[Text] | None,
    word: Text,
    faults: Faults,
) -> None:
    """Mounts secrets as files; `removed` are the paths to unmount first, None for all of them."""
    secret_volumes = {
        _text(volume, "name"): volume
        for volume in volumes(draft)
        if volume.get("secret") is not None
    }
    _unmount(container, secret_volumes, removed)
    made: dict[str, tuple[Text, list[tuple[Text, Text]], Text]] = {}
    for key, reference in updates:
        point = mount_point(key, faults)
        if point is None:
            continue
        folder, file = point
        secret = _name(draft, reference)
        if folder in made:
            if str(made[folder][0]) != str(secret):
                faults.add(
                    "bad-secret",
                    key,
                    say("two secrets are mounted in one folder"),
                    say("Mount each secret in a folder of its own."),
                )
                continue
            made[folder][1].append((file, reference.version))
        else:
            made[folder] = (secret, [(file, reference.version)], key)
    for folder, (secret, files, key) in made.items():
        _mount(draft, container, secret_volumes, folder, secret, files, key, faults)
    _prune_volumes(draft)
    prune_aliases(draft, word)


def _unmount(
    container: MappingNode, secret_volumes: dict[str, MappingNode], removed: list[Text] | None
) -> None:
    found = container.get("volumeMounts")
    if not isinstance(found, SequenceNode):
        return
    if removed is None:
        found.items = [
            node
            for node in found.items
            if not isinstance(node, MappingNode) or _text(node, "name") not in secret_volumes
        ]
        return
    for path in removed:
        folder, _, file = str(path).rpartition("/")
        for mount in _mounts(container):
            volume = secret_volumes.get(_text(mount, "name"))
            if volume is None or _text(mount, "mountPath") != folder:
                continue
            files = volume.at("secret", "items")
            if isinstance(files, SequenceNode):
                files.items = [
                    item
                    for item in files.items
                    if not isinstance(item, MappingNode) or _text(item, "path") != file
                ]
                if not files.items:
                    found.items.remove(mount)


def _mount(
    draft: Draft,
    container: MappingNode,
    secret_volumes: dict[str, MappingNode],
    folder: str,
    secret: Text,
    files: list[tuple[Text, Text]],
    key: Text,
    faults: Faults,
) -> None:
    existing = next(
        (each for each in _mounts(container) if _text(each, "mountPath") == folder), None
    )
    volume = secret_volumes.get(_text(existing, "name")) if existing is not None else None
    if existing is not None and volume is None:
        faults.add(
            "bad-secret",
            key,
            say("`{}` is the mount path of another volume", name(folder)),
            say("Mount the secret in a folder of its own."),
        )
        return
    new_paths = {str(file) for file, _ in files}
    kept: list[MappingNode] = []
    if volume is not None:
        old = volume.at("secret", "items")
        old_items = [
            item
            for item in (old.items if isinstance(old, SequenceNode) else [])
            if isinstance(item, MappingNode)
        ]
        source = volume.get("secret")
        same = isinstance(source, MappingNode) and _text(source, "secretName") == str(secret)
        kept = [item for item in old_items if _text(item, "path") not in new_paths]
        if not same and kept:
            faults.add(
                "bad-secret",
                key,
                say("another secret is mounted in `{}`", name(folder)),
                say("Mount each secret in a folder of its own."),
            )
            return
    else:
        taken = {_text(each, "name") for each in volumes(draft)}
        base = str(secret) if secret.known else "secret"
        number = 1
        while f"{base}-{number}" in taken:
            number += 1
        title = secret.written(f"{base}-{number}")
        volume = mapping(secret)
        put(volume, "name", scalar(title), key)
        items(draft.spec(), "volumes", key).items.append(volume)
        mount = mapping(key)
        put(mount, "name", scalar(title), key)
        put(mount, "mountPath", scalar(key.written(folder)), key)
        items(container, "volumeMounts", key).items.append(mount)
    source = mapping(secret)
    put(source, "secretName", scalar(secret), secret)
    listed = items(source, "items", key)
    for file, version in files:
        item = mapping(file)
        put(item, "key", scalar(version), version)
        put(item, "path", scalar(file), file)
        listed.items.append(item)
    listed.items.extend(kept)
    put(volume, "secret", source, secret)


def _prune_volumes(draft: Draft) -> None:
    """Removes the secret volumes that no container mounts."""
    mounted = {
        _text(mount, "name") for container in draft.containers() for mount in _mounts(container)
    }
    spec = draft.find(*draft.spec_keys)
    found = spec.get("volumes") if spec is not None else None
    if isinstance(found, SequenceNode):
        found.items = [
            node
            for node in found.items
            if not isinstance(node, MappingNode)
            or node.get("secret") is None
            or _text(node, "name") in mounted
        ]
        if not found.items and isinstance(spec, MappingNode):
            drop(spec, "volumes")


__all__ = ["Reference", "change_mounts", "own", "read_reference", "set_env"]
