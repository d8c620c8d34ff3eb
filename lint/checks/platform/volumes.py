"""`volumes`: volumes, where their content comes from, and the modes of secret files."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import did_you_mean
from lint.support.quantity import parse_quantity
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, integer_of, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
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
_NAME = lazy_regex(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_DIGITS = lazy_regex(r"[0-7]{3,4}")
_MAX_MODE = 0o777
_ITEM_HELP = "Write the path of the file below the `mountPath`, without `..`."


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
    yield from _unmounted(context, first)


def _name(
    facts: dict[str, Facts], name: str, node: ScalarNode, first: dict[str, ScalarNode]
) -> Iterator[Fault]:
    if not _NAME.fullmatch(name):
        yield Fault(
            "name",
            node,
            message=f"`{name[:60]}` is not a name for a volume",
            help="Use letters, digits and `-`, up to 63 characters, with a letter or digit at each end.",
        )
    if name in first:
        yield Fault(
            "duplicate",
            node,
            message=f"there is another volume `{name[:60]}`",
            help="Give it another name.",
            related=[(first[name], "the first one")],
        )
    elif name in facts.get("reserved-name", {}).get("names", []):
        yield Fault(
            "reserved-name",
            node,
            message=f"the name `{name}` is kept for the volume of Cloud SQL sockets",
            help="Give it another name.",
        )
    first.setdefault(name, node)


def _source(context: CheckContext, facts: dict[str, Facts], volume: MappingNode) -> Iterator[Fault]:
    keys = volume.keys
    sources = [source for source in _SOURCES if not is_null(volume.get(source))]
    if not sources:
        empty = [source for source in _SOURCES if source in keys]
        # Sources that the API does not have are told with the other unknown fields.
        if empty:
            yield Fault(
                "no-source",
                keys[empty[0]],
                message=f"`{empty[0]}` is empty, which counts as not written: the volume has no source",
                help="Write `emptyDir: {}`."
                if empty[0] == "emptyDir"
                else f"Fill in `{empty[0]}`.",
            )
        elif all(key == "name" for key in keys):
            yield Fault(
                "no-source",
                volume,
                message="the volume has no source",
                help="Add `secret`, `emptyDir`, `csi` (a bucket) or `nfs`.",
            )
    for other in sources[1:]:
        yield Fault(
            "several-sources",
            keys[other],
            message=f"the volume has {len(sources)} sources, exactly one is allowed",
            help="Make a volume of each.",
            related=[(keys[sources[0]], "another one")],
        )
    csi = volume.get("csi")
    if isinstance(csi, MappingNode):
        yield from _csi(facts, keys["csi"], csi)
    empty_dir = volume.get("emptyDir")
    if isinstance(empty_dir, MappingNode):
        yield from _empty_dir(facts, empty_dir)
    path = volume.at("nfs", "path")
    text = text_of(path)
    if path is not None and text is not None and not text.startswith("/"):
        yield Fault(
            "nfs-path",
            path,
            message=f"`{text[:60]}` is not an absolute path" if text else "the path is empty",
            help="Write the path that the server exports, from `/` on.",
        )
    environment = context.resource.annotation(_ENVIRONMENT, template=True)
    if environment is not None and environment.text == "gen1":
        for source in ("csi", "nfs"):
            if source in sources:
                yield Fault(
                    "needs-gen2",
                    environment,
                    message=f"volume `{text_of(volume.get('name')) or source}` needs the execution"
                    " environment gen2",
                    help="Set it to gen2, or remove the annotation.",
                    related=[(keys[source], "the volume")],
                )
    yield from _secret(facts, volume.get("secret"))


def _csi(facts: dict[str, Facts], key: ScalarNode, csi: MappingNode) -> Iterator[Fault]:
    driver = csi.get("driver")
    known = facts.get("driver", {}).get("drivers", [])
    if is_null(driver):
        yield Fault(
            "driver", key, message="`csi` names no driver", help=f"Add `driver: {_BUCKETS}`."
        )
        return
    name = text_of(driver)
    if known and driver is not None and name is not None and name not in known:
        yield Fault(
            "driver",
            driver,
            message=f"`{name[:60]}` is not a driver that Cloud Run has",
            help=did_you_mean(name, known[:1]),
        )
    if name != _BUCKETS:
        return
    bucket = csi.at("volumeAttributes", "bucketName")
    text = text_of(bucket)
    if bucket is None or is_null(bucket) or text == "":
        yield Fault(
            "bucket",
            csi.keys.get("volumeAttributes", key) if bucket is None else bucket,
            message="the volume names no bucket",
            help="Add `bucketName` to `volumeAttributes`.",
        )
    elif isinstance(bucket, ScalarNode) and isinstance(bucket.value, str):
        # What is wrong here is wrong whatever a placeholder in it stands for.
        if bucket.text.startswith("gs://"):
            yield Fault(
                "bucket",
                bucket,
                message="the bucket is named with `gs://`",
                help="Leave out `gs://`.",
            )
        elif "/" in bucket.text and not bucket.unknown:
            yield Fault(
                "bucket",
                bucket,
                message="the name of the bucket has a path in it",
                help="Name the bucket alone and add the mount option `only-dir=PATH`.",
            )


def _empty_dir(facts: dict[str, Facts], empty_dir: MappingNode) -> Iterator[Fault]:
    media = facts.get("empty-dir", {}).get("media", [])
    medium = empty_dir.get("medium")
    text = text_of(medium)
    if media and medium is not None and text is not None and text not in media:
        yield Fault(
            "empty-dir",
            medium,
            message=f"`{text[:60]}` is not a medium",
            help=did_you_mean(text, [name for name in media if name]),
        )
    size = empty_dir.get("sizeLimit")
    limit = text_of(size)
    if size is not None and limit is not None and parse_quantity(limit) is None:
        yield Fault(
            "empty-dir",
            size,
            message=f"`{limit[:60]}` is not an amount",
            help="Write a number with a unit such as `512Mi` or `1Gi`.",
        )


def _secret(facts: dict[str, Facts], secret: Node | None) -> Iterator[Fault]:
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
            what = "is absolute" if text.startswith("/") else "starts with `..`"
            yield Fault(
                "item-path", path, message=f"the path `{text[:60]}` {what}", help=_ITEM_HELP
            )
        elif ".." in text.split("/"):
            # The v1 API's description forbids it, the v2 API's validation lets it pass.
            message = f"the path `{text[:60]}` has a `..` in it"
            yield Fault(
                "item-path", path, message=message, help=_ITEM_HELP, related=[], severity="warning"
            )
    for name, node in modes:
        if isinstance(node, ScalarNode):
            yield from _mode(facts, name, node)


def _mode(facts: dict[str, Facts], name: str, node: ScalarNode) -> Iterator[Fault]:
    mode = integer_of(node)
    if mode is None:
        return
    octal = node.text if _DIGITS.fullmatch(node.text) else ""
    quoted = bool(node.style) and node.text.startswith("0") and bool(octal)
    if quoted:
        help = f"Write it without quotes: `{name}: {octal}`."
    elif octal:
        help = f"Write it in octal, as chmod has it: `{name}: 0{octal.lstrip('0') or '444'}`."
    else:
        help = "Write it in octal and without quotes, such as 0444."
    if not 0 <= mode <= _MAX_MODE:
        reason = "in quotes it is read as a decimal number and " if quoted else ""
        yield Fault(
            "mode",
            node,
            message=f"`{name}` is {mode}; {reason}modes go from 0 to {_MAX_MODE} (octal 0777)",
            help=help,
        )
        return
    decimals = facts.get("mode-bits", {}).get("decimals", [])
    if quoted:
        wrong, how = int(octal, 8) != mode, "in quotes it is read as"
    else:
        wrong, how = octal != "" and octal[0] != "0" and mode in decimals, "it is"
    if wrong:
        yield Fault(
            "mode-bits",
            node,
            message=f"`{name}`: {how} decimal {mode}, which is mode 0{mode:o}",
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
                message=f"no container mounts volume `{volume[:60]}`",
                help="Add it to `volumeMounts` of the container that uses it, or remove it.",
            )
