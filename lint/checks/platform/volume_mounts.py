"""`volume-mounts`: where containers mount volumes, and what that hides."""

from __future__ import annotations

import posixpath

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.suggestion import suggestion
from lint.manifest.references import CLOUDSQL
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, elements, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container, Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = (
    "unknown-volume",
    "not-absolute",
    "disallowed",
    "hides",
    "same-place",
    "sub-path",
    "file",
    "lost-data",
    "absent-file",
)
# A database file, named as SQLite's drivers and Prisma do it. In memory nothing is kept anyway.
_DATABASE = lazy_regex(
    r"(?:sqlite3?(?:\+\w{1,20})?:(?://)?/?|file:)(?:\./)?(/?[\w./-]{1,200}\.(?:db|sqlite3?))(?:\?.*)?"
)
_SCHEMES = ("sqlite", "file:")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of each mount."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    if "absent-file" in facts and any("secret" in volume for volume in resource.volumes):
        # Only here: most manifests mount no secret.
        from lint.checks.platform.secret_files import absent_files

        if not resource.may_have_more("volumes"):
            yield from absent_files(resource)
    volumes: dict[str, MappingNode] | None = None
    for container in resource.containers:
        if "lost-data" in facts:
            yield from _databases(resource, container)
        mounts = elements(container.node.get("volumeMounts"))
        if mounts and volumes is None:
            volumes = _volumes(resource)
        places: list[tuple[str, ScalarNode]] = []
        for mount in mounts:
            if not isinstance(mount, MappingNode) or volumes is None:
                continue
            name = mount.get("name")
            wanted = text_of(name)
            volume = volumes.get(wanted) if wanted else None
            if resource.may_have_more("volumes"):
                continue
            if wanted and name is not None and volume is None and not _templated(resource):
                yield Fault(
                    "unknown-volume",
                    name,
                    message=say(
                        "the mount names volume `{}`, which does not exist", shown.name(wanted)
                    ),
                    help=suggestion(wanted, volumes)
                    or say("Add it to `volumes` under `{}`.", shown.own(resource.spec_path)),
                )
            yield from _sub_path(mount, volume)
            path = mount.get("mountPath")
            text = text_of(path)
            if isinstance(path, ScalarNode) and text is not None:
                yield from _path(resource, facts, path, text, volume)
                if text.startswith("/"):
                    yield from _neighbours(resource, places, path, text)


def _volumes(resource: Resource) -> dict[str, MappingNode]:
    volumes: dict[str, MappingNode] = {}
    for volume in resource.volumes:
        name = volume.get("name")
        if isinstance(volume, MappingNode) and isinstance(name, ScalarNode):
            volumes.setdefault(name.text, volume)
    return volumes


def _templated(resource: Resource) -> bool:
    """Whether the name of a volume contains a placeholder."""
    names = (volume.get("name") for volume in resource.volumes)
    return any(isinstance(name, ScalarNode) and name.unknown for name in names)


def _sub_path(mount: MappingNode, volume: MappingNode | None) -> Iterator[Fault]:
    sub_path = mount.get("subPath")
    if volume is None or is_null(sub_path) or is_null(volume.get("secret")):
        return
    if isinstance(sub_path, ScalarNode) and sub_path.text == "":
        return
    yield Fault(
        "sub-path",
        mount.keys["subPath"],
        message=say("`subPath` is not supported for a secret volume"),
        help=say(
            "Mount a directory, and name the file with `{}` in the volume.",
            shown.own("items: [{key: latest, path: FILE}]"),
        ),
        related=[(volume.keys["secret"], say("the secret"))],
    )


def _path(
    resource: Resource,
    facts: dict[str, Facts],
    node: ScalarNode,
    text: str,
    volume: MappingNode | None,
) -> Iterator[Fault]:
    if not text.startswith("/") or ":" in text:
        message = say("mount path `{}` is not absolute", resource.value(node))
        if text.startswith("/"):
            message = say("mount path `{}` contains `:`", resource.value(node))
        yield Fault(
            "not-absolute",
            node,
            message=message if text else say("`mountPath` is empty"),
            help=say("Write an absolute path without `:`."),
        )
    if not text.startswith("/"):
        return
    path = _clean(text.partition(":")[0])
    for directory in facts.get("disallowed", {}).get("directories", []):
        if _inside(path, directory):
            yield Fault(
                "disallowed",
                node,
                message=say(
                    "mount path `{}` is not allowed: nothing can be mounted in `{}`",
                    resource.value(node),
                    shown.own(directory),
                ),
                help=say("Mount it at a separate directory."),
            )
            return
    hides = facts.get("hides", {})
    shared = hides.get("shared", ())
    scratch = volume is not None and not is_null(volume.get("emptyDir"))
    for directory, what in hides.get("directories", {}).items():
        if path == directory and not (scratch and directory in hides.get("scratch", ())):
            yield Fault(
                "hides",
                node,
                message=say("a volume at `{}` hides {}", resource.value(node), shown.own(what)),
                help=say("Mount it at a separate directory, and pass its path in an env var."),
            )
    for directory, what in hides.get("trees", {}).items():
        # Where an instance is attached, Cloud Run has sockets of its own there.
        own = resource.annotation(CLOUDSQL, template=True) is None
        if _inside(path, directory) and not (scratch and own and directory in shared):
            yield Fault(
                "hides",
                node,
                message=say(
                    "a volume is mounted at `{}`, which {}", resource.value(node), shown.own(what)
                )
                if path == directory
                else say(
                    "a volume is mounted at `{}`, inside `{}`, which {}",
                    resource.value(node),
                    shown.own(directory),
                    shown.own(what),
                ),
                help=say("Mount it at a separate directory, and pass its path in an env var."),
            )
    _, dot, extension = posixpath.basename(path).rpartition(".")
    if dot and extension.lower() in facts.get("file", {}).get("extensions", []):
        yield Fault(
            "file",
            node,
            message=say(
                "mount path `{}` looks like a file, but a volume is mounted as a directory",
                resource.value(node),
            ),
            help=say(
                "Mount it at `{}` or a directory below it.",
                resource.part(node, posixpath.dirname(path)),
            ),
        )


def _neighbours(
    resource: Resource, places: list[tuple[str, ScalarNode]], node: ScalarNode, text: str
) -> Iterator[Fault]:
    path = _clean(text)
    for other, first in places:
        if path == other or _inside(path, other) or _inside(other, path):
            here, there = resource.value(node), resource.value(first)
            message = say("mount path `{}` contains the mount path `{}`", here, there)
            if path == other:
                message = say("two volumes are mounted at `{}`", here)
            elif _inside(path, other):
                message = say("mount path `{}` is inside the mount path `{}`", here, there)
            yield Fault(
                "same-place",
                node,
                message=message,
                help=say("Mount each volume at a separate directory."),
                related=[(first, say("the other volume is mounted here"))],
            )
            break
    places.append((path, node))


def _databases(resource: Resource, container: Container) -> Iterator[Fault]:
    for variable in container.env:
        text = variable.literal
        match = _DATABASE.fullmatch(text) if text and text.startswith(_SCHEMES) else None
        if match is None or variable.value is None or "litestream" in resource.source.text:
            continue
        if "mode=ro" in match.group() or "immutable" in match.group():
            continue
        path = match.group(1)
        where: ScalarNode = variable.value
        related: list[tuple[ScalarNode, Message]] = []
        mounts = elements(container.node.get("volumeMounts"))
        if not path.startswith("/"):
            # Relative to an unknown directory, which may be in any volume.
            if mounts:
                continue
        elif _inside(_clean(path), "/tmp"):  # noqa: S108 - temporary data
            continue
        volumes = _volumes(resource)
        kept = False
        for mount in mounts:
            directory = text_of(mount.get("mountPath"))
            if directory is None or not _inside(_clean(path), _clean(directory)):
                kept = kept or directory is None
                continue
            name = mount.get("name")
            volume = volumes.get(name.text) if isinstance(name, ScalarNode) else None
            if volume is None or is_null(volume.get("emptyDir")):
                kept = True
            else:
                related.append(
                    (where, say("env var `{}` names the database", shown.name(variable.name or "")))
                )
                where = volume.keys["emptyDir"]
        if not kept:
            yield Fault(
                "lost-data",
                where,
                message=say(
                    "the SQLite database is on the instance's own disk, and is lost when the"
                    " instance stops"
                ),
                help=say(
                    "Use a database server such as Cloud SQL, or replicate the file to a bucket."
                ),
                related=related,
            )


def _clean(text: str) -> str:
    return "/" + posixpath.normpath(text).lstrip("/")


def _inside(path: str, directory: str) -> bool:
    return path == directory or path.startswith(directory.rstrip("/") + "/")
