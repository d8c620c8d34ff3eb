"""`volume-mounts`: where containers mount volumes, and what that hides."""

from __future__ import annotations

import posixpath

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import did_you_mean
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

FAULTS = (
    "unknown-volume",
    "not-absolute",
    "disallowed",
    "hides",
    "same-place",
    "sub-path",
    "file",
    "lost-data",
)
# A database file, named as SQLite's drivers and Prisma do it. In memory nothing is kept anyway.
_DATABASE = lazy_regex(
    r"(?:sqlite3?(?:\+\w{1,20})?:(?://)?/?|file:)(?:\./)?(/?[\w./-]{1,200}\.(?:db|sqlite3?))(?:\?.*)?"
)


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of each mount."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
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
            if wanted and name is not None and volume is None and not _templated(resource):
                yield Fault(
                    "unknown-volume",
                    name,
                    message=f"there is no volume `{wanted[:60]}`",
                    help=did_you_mean(wanted, volumes)
                    or f"Add it to `volumes` under `{resource.spec_path}`.",
                )
            yield from _sub_path(mount, volume)
            path = mount.get("mountPath")
            text = text_of(path)
            if isinstance(path, ScalarNode) and text is not None:
                yield from _path(facts, path, text, volume)
                if text.startswith("/"):
                    yield from _neighbours(places, path, text)


def _volumes(resource: Resource) -> dict[str, MappingNode]:
    volumes: dict[str, MappingNode] = {}
    for volume in resource.volumes:
        name = volume.get("name")
        if isinstance(volume, MappingNode) and isinstance(name, ScalarNode):
            volumes.setdefault(name.text, volume)
    return volumes


def _templated(resource: Resource) -> bool:
    """Whether a volume has a name that nobody knows yet."""
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
        message="`subPath` is not supported where a secret is mounted",
        help="Mount a directory, and name the file with `items: [{key: latest, path: FILE}]` of the"
        " volume.",
        related=[(volume.keys["secret"], "the secret")],
    )


def _path(
    facts: dict[str, Facts], node: ScalarNode, text: str, volume: MappingNode | None
) -> Iterator[Fault]:
    if not text.startswith("/") or ":" in text:
        what = "has a `:` in it" if text.startswith("/") else "is not absolute"
        yield Fault(
            "not-absolute",
            node,
            message=f"`{text[:60]}` {what}" if text else "`mountPath` is empty",
            help="Write the directory's path from `/` on, without `:`.",
        )
        return
    path = _clean(text)
    for directory in facts.get("disallowed", {}).get("directories", []):
        if _inside(path, directory):
            yield Fault(
                "disallowed",
                node,
                message=f"`{text[:60]}` is in `{directory}`, where nothing may be mounted",
                help="Mount it at a directory of its own.",
            )
            return
    hides = facts.get("hides", {})
    scratch = volume is not None and not is_null(volume.get("emptyDir"))
    for directory, what in hides.get("directories", {}).items():
        if path == directory and not (scratch and directory in hides.get("scratch", ())):
            yield Fault(
                "hides",
                node,
                message=f"a volume at `{text[:60]}` hides {what}",
                help="Mount it at a directory of its own, and tell the program by an env var.",
            )
    for directory, what in hides.get("trees", {}).items():
        if _inside(path, directory):
            yield Fault(
                "hides",
                node,
                message=f"`{text[:60]}` is in `{directory}`, which {what}",
                help="Mount it at a directory of its own, and tell the program by an env var.",
            )
    _, dot, extension = posixpath.basename(path).rpartition(".")
    if dot and extension.lower() in facts.get("file", {}).get("extensions", []):
        yield Fault(
            "file",
            node,
            message=f"`{text[:60]}` looks like a file; a volume is mounted as a directory",
            help=f"Mount it at `{posixpath.dirname(path)[:60]}` or a directory below it.",
        )


def _neighbours(
    places: list[tuple[str, ScalarNode]], node: ScalarNode, text: str
) -> Iterator[Fault]:
    path = _clean(text)
    for other, first in places:
        if path == other or _inside(path, other) or _inside(other, path):
            what = "at the same path as" if path == other else "inside"
            if path != other and not _inside(path, other):
                what = "around"
            yield Fault(
                "same-place",
                node,
                message=f"`{text[:60]}` is mounted {what} another volume",
                help="Mount each volume at a directory of its own.",
                related=[(first, "the other volume")],
            )
            break
    places.append((path, node))


def _databases(resource: Resource, container: Container) -> Iterator[Fault]:
    for variable in container.env:
        text = variable.literal
        match = _DATABASE.fullmatch(text) if text and ":" in text else None
        if match is None or variable.value is None or "litestream" in resource.source.text:
            continue
        if "mode=ro" in match.group() or "immutable" in match.group():
            continue
        path = match.group(1)
        where: ScalarNode = variable.value
        related: list[tuple[ScalarNode, str]] = []
        mounts = elements(container.node.get("volumeMounts"))
        if not path.startswith("/"):
            # Relative to a directory that the file does not tell: any volume may be meant.
            if mounts:
                continue
        elif _inside(_clean(path), "/tmp"):  # noqa: S108 - meant to be lost
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
                    (where, f"env var `{(variable.name or '')[:60]}` names the database")
                )
                where = volume.keys["emptyDir"]
        if not kept:
            yield Fault(
                "lost-data",
                where,
                message="a SQLite database is kept on the instance's own disk, which is lost with it",
                help="Use a database server such as Cloud SQL, or replicate the file to a bucket.",
                related=related,
            )


def _clean(text: str) -> str:
    return "/" + posixpath.normpath(text).lstrip("/")


def _inside(path: str, directory: str) -> bool:
    return path == directory or path.startswith(directory.rstrip("/") + "/")
