"""Files below the mount path of a secret volume, and those that the volume brings.

A secret volume has the files of its `items`; without any, one file that is called like the secret.
Source: https://cloud.google.com/run/docs/configuring/services/secrets#mounting-secrets
"""

from __future__ import annotations

from lint.manifest.references import secret_aliases
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode, ScalarNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.manifest.resource import Container, Resource
    from lint.model.text import Message

_BEFORE = "=: \t,;@'\"("
"""What may stand before a path in an argument or a value."""


def absent_files(resource: Resource) -> Iterator[Fault]:
    """The fault of each argument and env var that names a file which its secret volume does not have."""
    brought = _files(resource)
    for container in resource.containers:
        for mount in elements(container.node.get("volumeMounts")):
            if not isinstance(mount, MappingNode):
                continue
            path = text_of(mount.get("mountPath"))
            found = brought.get(text_of(mount.get("name")) or "")
            if found is not None and path and path.startswith("/") and "subPath" not in mount:
                yield from _absent(container, path.rstrip("/"), *found)


def _files(resource: Resource) -> dict[str, tuple[MappingNode, list[str]]]:
    """The files of each secret volume, by the volume's name, where all of them are known."""
    found: dict[str, tuple[MappingNode, list[str]]] = {}
    aliases = secret_aliases(resource)
    for volume in resource.volumes:
        name, secret = text_of(volume.get("name")), volume.get("secret")
        if not name or not isinstance(secret, MappingNode):
            continue
        items = elements(secret.get("items"))
        paths = [text_of(item.get("path")) if item is not None else None for item in items]
        if not items:
            owner = text_of(secret.get("secretName"))
            # Whether the file of an alias is called like the alias is not documented.
            paths = [None if owner in aliases else owner]
        known = [path.strip("/") for path in paths if path]
        if len(known) == len(paths):
            found[name] = (secret, known)
    return found


def _absent(
    container: Container, folder: str, secret: MappingNode, files: list[str]
) -> Iterator[Fault]:
    for node, variable in _texts(container):
        for path in _below(node.text, folder):
            if any(path == file or file.startswith(f"{path}/") for file in files):
                continue
            what = (
                say("env var `{}` names", shown.name(variable)) if variable else say("this names")
            )
            near = nearest(path, files)
            meant = near if near is not None else files[0] if len(files) == 1 else None
            yield Fault(
                "absent-file",
                node,
                message=say(
                    "{} a file below `{}` that the secret volume does not have; it has {}",
                    what,
                    shown.path(folder),
                    shown.listed(map(shown.path, files)),
                ),
                help=_help(folder, meant),
                related=[(secret, say("the secret"))],
            )
            break


def _help(folder: str, meant: str | None) -> Message:
    if meant is None:
        return say("Add the file to the `items` of the secret, or correct the path.")
    return say(
        "Write `{}`, or name the file with `items` in the volume.", shown.path(f"{folder}/{meant}")
    )


def _texts(container: Container) -> Iterator[tuple[ScalarNode, str]]:
    """Each known argument, and each known literal with the name of its env var."""
    for field in ("command", "args"):
        for item in elements(container.node.get(field)):
            if isinstance(item, ScalarNode) and isinstance(item.value, str) and not item.unknown:
                yield item, ""
    for variable in container.env:
        node = variable.value
        if node is not None and variable.literal and not variable.unknown:
            yield node, variable.name or ""


def _below(text: str, folder: str) -> Iterator[str]:
    """The paths below a folder that a text names, relative to it."""
    start = text.find(f"{folder}/")
    while start >= 0:
        end = start + len(folder) + 1
        while end < len(text) and (text[end].isalnum() or text[end] in "._-/"):
            end += 1
        path = text[start + len(folder) + 1 : end].rstrip("./")
        whole = end == len(text) or text[end] in _BEFORE + ")"
        if path and whole and (start == 0 or text[start - 1] in _BEFORE):
            yield path
        start = text.find(f"{folder}/", end)
