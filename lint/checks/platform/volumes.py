"""`volumes`: volumes, where their content comes from, and the modes of secret files."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.suggestion import suggestion
from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.support.quantity import parse_quantity
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, integer_of, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = (
    "name",
    "duplicate",
    "no-source",
    "several-sources",
    "bucket",
    "driver",
    "empty-dir",
    "disk-size",
    "disk-quota",
    "disk-region",
    "nfs-path",
    "needs-gen2",
    "reserved-name",
    "never-mounted",
    "mode",
    "mode-bits",
    "item-path",
)
_SOURCES = ("secret", "emptyDir", "csi", "nfs", "configMap", "filestore")
_ENVIRONMENT = "run.googleapis.com/execution-environment"
_BUCKETS = "gcsfuse.run.googleapis.com"
_NAME = lazy_regex(r"[a-zA-Z0-9_-]{1,300}")
_DIGITS = lazy_regex(r"[0-7]{3,4}")
_MAX_MODE = 0o777
_ITEM_HELP = say("Write the path of the file below the `mountPath`, without `..`.")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of each volume."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    if not resource.volumes:
        return
    first: dict[str, ScalarNode] = {}
    for volume in resource.volumes:
        if not isinstance(volume, MappingNode):
            continue
        node = volume.get("name")
        name = text_of(node)
        if name and isinstance(node, ScalarNode):
            yield from _name(facts, name, node, first)
        yield from _source(context, facts, volume)
    yield from _disks(resource, facts)
    yield from _unmounted(context, first)


def _name(
    facts: dict[str, Facts], name: str, node: ScalarNode, first: dict[str, ScalarNode]
) -> Iterator[Fault]:
    if not _NAME.fullmatch(name):
        yield Fault(
            "name",
            node,
            message=say("`{}` is not a valid volume name", shown.name(name)),
            help=say("Use only letters, digits, `-` and `_`."),
        )
    if name in first:
        yield Fault(
            "duplicate",
            node,
            message=say("two volumes are named `{}`", shown.name(name)),
            help=say("Rename one of them."),
            related=[(first[name], say("the first one"))],
        )
    elif name in facts.get("reserved-name", {}).get("names", []):
        yield Fault(
            "reserved-name",
            node,
            message=say(
                "volume name `{}` is reserved for the volume of Cloud SQL sockets",
                shown.name(name),
            ),
            help=say("Rename it."),
        )
    first.setdefault(name, node)


def _source(context: CheckContext, facts: dict[str, Facts], volume: MappingNode) -> Iterator[Fault]:
    resource = context.resource
    keys = volume.keys
    sources = [source for source in _SOURCES if not is_null(volume.get(source))]
    if not sources:
        empty = [source for source in _SOURCES if source in keys]
        # Sources that the API does not have are reported with the other unknown fields.
        if empty:
            yield Fault(
                "no-source",
                keys[empty[0]],
                message=say("`{}` is null, so the volume has no source", shown.own(empty[0])),
                help=say("Write `emptyDir: {}`.", shown.own("{}"))
                if empty[0] == "emptyDir"
                else say("Write the fields of `{}` under it.", shown.own(empty[0])),
                repair=Repair("set_plain", volume.get("emptyDir"), "{}")
                if empty[0] == "emptyDir" and volume.values["emptyDir"].end_column > 1
                else None,
            )
        elif all(key == "name" for key in keys):
            yield Fault(
                "no-source",
                volume,
                message=say("the volume has no source"),
                help=say("Add `secret`, `emptyDir`, `csi` (a bucket) or `nfs`."),
            )
    for other in sources[1:]:
        yield Fault(
            "several-sources",
            keys[other],
            message=say(
                "the volume has {}; exactly 1 is allowed", shown.count(len(sources), "source")
            ),
            help=say("Make each source a separate volume."),
            related=[(keys[sources[0]], say("another source"))],
        )
    csi = volume.get("csi")
    if isinstance(csi, MappingNode):
        yield from _csi(resource, facts, keys["csi"], csi)
    empty_dir = volume.get("emptyDir")
    if isinstance(empty_dir, MappingNode):
        yield from _empty_dir(resource, facts, empty_dir)
    path = volume.at("nfs", "path")
    text = text_of(path)
    if path is not None and text is not None and not text.startswith("/"):
        yield Fault(
            "nfs-path",
            path,
            message=say("NFS path `{}` is not absolute", resource.value(path))
            if text
            else say("the NFS path is empty"),
            help=say("Write the absolute path that the server exports."),
        )
    environment = resource.annotation(_ENVIRONMENT, template=True)
    if isinstance(volume.get("emptyDir"), MappingNode) and resource.kind == "Service":
        yield from _memory(environment, volume, keys["emptyDir"])
    if environment is not None and environment.text == "gen1":
        for source in ("csi", "nfs"):
            if source in sources:
                yield Fault(
                    "needs-gen2",
                    environment,
                    message=say(
                        "volume `{}` needs the execution environment gen2, not gen1",
                        shown.name(text_of(volume.get("name")) or source),
                    ),
                    help=say("Set it to gen2, or remove the annotation."),
                    related=[(keys[source], say("the volume"))],
                )
    yield from _secret(resource, facts, volume.get("secret"))


def _memory(
    environment: ScalarNode | None, volume: MappingNode, key: ScalarNode
) -> Iterator[Fault]:
    """An `emptyDir` of a service, which may run in gen1; jobs and worker pools run in gen2."""
    if environment is not None and (environment.templated or environment.text != "gen1"):
        return
    name = shown.name(text_of(volume.get("name")) or "emptyDir")
    if environment is None:
        yield Fault(
            "needs-gen2",
            volume.get("name") or key,
            message=say(
                "volume `{}` needs the execution environment gen2, and Cloud Run may take gen1 where"
                " none is set",
                name,
            ),
            help=say("Set the template annotation `{}` to gen2.", shown.own(_ENVIRONMENT)),
        )
        return
    yield Fault(
        "needs-gen2",
        environment,
        message=say("volume `{}` needs the execution environment gen2, not gen1", name),
        help=say("Set it to gen2."),
        related=[(key, say("the volume"))],
    )


def _csi(
    resource: Resource, facts: dict[str, Facts], key: ScalarNode, csi: MappingNode
) -> Iterator[Fault]:
    driver = csi.get("driver")
    known = facts.get("driver", {}).get("drivers", [])
    if is_null(driver):
        yield Fault(
            "driver",
            key,
            message=say("`csi` has no `driver`"),
            help=say("Add `driver: {}`.", shown.own(_BUCKETS)),
        )
    name = _BUCKETS if is_null(driver) else text_of(driver)
    if known and driver is not None and name is not None and name not in known:
        yield Fault(
            "driver",
            driver,
            message=say("Cloud Run does not support the driver `{}`", resource.value(driver)),
            help=suggestion(name, known[:1]),
        )
    if name != _BUCKETS:
        return
    bucket = csi.at("volumeAttributes", "bucketName")
    text = text_of(bucket)
    if bucket is None or is_null(bucket) or text == "":
        yield Fault(
            "bucket",
            csi.keys.get("volumeAttributes", key) if bucket is None else bucket,
            message=say("the volume has no `bucketName`"),
            help=say("Add `bucketName` to `volumeAttributes`."),
        )
    elif isinstance(bucket, ScalarNode) and isinstance(bucket.value, str):
        # What is wrong here is wrong whatever a placeholder in it stands for.
        if bucket.text.startswith("gs://"):
            yield Fault(
                "bucket",
                bucket,
                message=say("the bucket name begins with `gs://`"),
                help=say("Remove `gs://`."),
                repair=Repair("set_text", bucket, bucket.text.removeprefix("gs://")),
            )
        elif "/" in bucket.text and not bucket.unknown:
            yield Fault(
                "bucket",
                bucket,
                message=say("the bucket name contains a path"),
                help=say("Write only the name, and add the mount option `only-dir=PATH`."),
            )


def _respelt(node: Node, text: str, words: Sequence[str]) -> Repair | None:
    """The word that differs in its case only."""
    same = [word for word in words if word.lower() == text.lower()]
    return Repair("set_text", node, same[0]) if len(same) == 1 else None


def _empty_dir(
    resource: Resource, facts: dict[str, Facts], empty_dir: MappingNode
) -> Iterator[Fault]:
    media = facts.get("empty-dir", {}).get("media", [])
    medium = empty_dir.get("medium")
    text = text_of(medium)
    if media and medium is not None and text is not None and text not in media:
        yield Fault(
            "empty-dir",
            medium,
            message=say("`{}` is not a valid medium", resource.value(medium)),
            help=suggestion(text, [name for name in media if name]),
            repair=_respelt(medium, text, media),
        )
    size = empty_dir.get("sizeLimit")
    limit = text_of(size)
    if size is not None and limit is not None and parse_quantity(limit) is None:
        yield Fault(
            "empty-dir",
            size,
            message=say("`{}` is not a valid size", resource.value(size)),
            help=say("Write a number with a unit, such as `512Mi` or `1Gi`."),
        )


def _disks(resource: Resource, facts: dict[str, Facts]) -> Iterator[Fault]:
    """The ephemeral disks: their sizes, and whether the region that the manifest names has them."""
    disks = [
        volume for volume in resource.volumes if text_of(volume.at("emptyDir", "medium")) == "Disk"
    ]
    if not disks:
        return
    least = parse_quantity(str(facts.get("disk-size", {}).get("least", "0"))) or 0
    most = parse_quantity(str(facts.get("disk-quota", {}).get("most", "0"))) or 0
    total = 0
    for disk in disks:
        limit = disk.at("emptyDir", "sizeLimit")
        size = parse_quantity(text_of(limit) or "")
        if limit is None or size is None:
            continue
        total += size
        if size < least:
            yield Fault(
                "disk-size",
                limit,
                message=say(
                    "the ephemeral disk has {}; the documented minimum is {}",
                    resource.value(limit),
                    shown.own(str(facts["disk-size"]["least"])),
                ),
                help=say("Set it to {} or more.", shown.own(str(facts["disk-size"]["least"]))),
            )
        elif most and total > most:
            yield Fault(
                "disk-quota",
                limit,
                message=say(
                    "the ephemeral disks have more than {} together, the quota of an instance"
                    " unless the project has been granted more",
                    shown.own(str(facts["disk-quota"]["most"])),
                ),
                help=say("Lower the size, or request more quota."),
            )
            most = 0
    location = resource.location
    known = facts.get("disk-region", {}).get("regions", ())
    if location is not None and location.text not in known and not resource.uses_gpu:
        yield Fault(
            "disk-region",
            disks[0].get("name") or disks[0],
            message=say(
                "region `{}` is not known to have ephemeral disks", resource.value(location)
            ),
            help=say("Use {}.", shown.listed(map(shown.own, known), most=10)),
            related=[(location, say("the region"))],
        )


def _secret(resource: Resource, facts: dict[str, Facts], secret: Node | None) -> Iterator[Fault]:
    if not isinstance(secret, MappingNode):
        return
    modes = [("defaultMode", secret.get("defaultMode"))]
    for item in elements(secret.get("items")):
        modes.append(("mode", item.get("mode")))
        path = item.get("path")
        text = text_of(path)
        if path is None or not text:
            continue
        if text.startswith(("/", "..")):
            message = say("path `{}` begins with `..`", resource.value(path))
            if text.startswith("/"):
                message = say("path `{}` is absolute", resource.value(path))
            yield Fault("item-path", path, message=message, help=_ITEM_HELP)
        elif ".." in text.split("/"):
            # The v1 API's description forbids it, the v2 API's validation accepts it.
            message = say("path `{}` contains `..`; the API may reject it", resource.value(path))
            yield Fault("item-path", path, message=message, help=_ITEM_HELP, severity="warning")
    for name, node in modes:
        if isinstance(node, ScalarNode):
            yield from _mode(facts, name, node)


def _mode(facts: dict[str, Facts], name: str, node: ScalarNode) -> Iterator[Fault]:
    mode = integer_of(node)
    if mode is None:
        return
    octal = node.text if _DIGITS.fullmatch(node.text) else ""
    quoted = bool(node.style) and node.text.startswith("0") and bool(octal)
    field = shown.own(name)
    repair = None
    if quoted:
        help = say("Write it without quotes: `{}: {}`.", field, shown.own(octal))
        repair = Repair("set_plain", node, octal)
    elif octal:
        digits = shown.own(octal.lstrip("0") or "444")
        help = say("Write it in octal, as for chmod: `{}: 0{}`.", field, digits)
    else:
        help = say("Write it in octal and without quotes, such as 0444.")
    if not 0 <= mode <= _MAX_MODE:
        yield Fault(
            "mode",
            node,
            message=say(
                "`{}` is read as the decimal number {}; it must be between 0 and {} (octal 0777)",
                field,
                shown.number(mode),
                shown.number(_MAX_MODE),
            ),
            help=help,
            repair=repair,
        )
        return
    decimals = facts.get("mode-bits", {}).get("decimals", [])
    if quoted:
        wrong = int(octal, 8) != mode
    else:
        wrong = octal != "" and octal[0] != "0" and mode in decimals
    if wrong:
        yield Fault(
            "mode-bits",
            node,
            message=say(
                "`{}` is read as the decimal number {}, which is mode 0{}",
                field,
                shown.number(mode),
                shown.own(format(mode, "o")),
            ),
            help=help,
        )


def _unmounted(context: CheckContext, volumes: dict[str, ScalarNode]) -> Iterator[Fault]:
    mounted: set[str] = set()
    for container in context.resource.containers:
        for mount in elements(container.node.get("volumeMounts")):
            name = mount.get("name")
            if isinstance(name, ScalarNode):
                if name.unknown:
                    return
                mounted.add(name.text)
    for volume, place in volumes.items():
        if volume not in mounted:
            yield Fault(
                "never-mounted",
                place,
                message=say("no container mounts volume `{}`", shown.name(volume)),
                help=say("Add it to `volumeMounts` of the container that uses it, or remove it."),
            )
