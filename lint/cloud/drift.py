"""What a deploy would remove from what runs: `replace` replaces everything."""

from __future__ import annotations

from lint.manifest.references import CLOUDSQL, CONNECTOR, EGRESS, INTERFACES
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Any

KINDS = (
    "env",
    "secret",
    "container",
    "volume",
    "probe",
    "connector",
    "cloudsql",
    "setting",
    "label",
    "annotation",
    "tag",
)


@record
class Loss:
    """One setting that is live and that the manifest leaves out."""

    kind: str
    """One of `KINDS`."""
    name: str
    """What is lost: the name of a variable, an annotation, ..."""
    container: int | None = None
    """The index of the manifest's container that lacks it; None for what no container has."""
    detail: str = ""
    """The secret of an env var, the kind of a volume, the value of a setting; "" for nothing."""

    def __repr__(self) -> str:
        return f"<Loss {self.kind} {self.name}>"


def losses(
    live: Mapping[str, Any], planned: Mapping[str, Any], stated: Collection[str]
) -> Iterator[Loss]:
    """What `live` has and `planned` has not; both are shapes (`lint.cloud.settings_summary`).

    `stated` are the settings that the file states, be it with another value: a change is what a
    deploy is for, and no loss.
    """
    yield from _containers(live["containers"], planned["containers"])
    for name, kind in live["volumes"].items():
        # Volumes that commands of gcloud made have names made up by it; only what they hold counts.
        if name not in planned["volumes"] and _count(live, kind) > _count(planned, kind):
            yield Loss("volume", name, detail=kind)
    if live["connector"] and CONNECTOR not in stated and INTERFACES not in stated:
        yield Loss("connector", live["connector"].rpartition("/")[2])
    if CLOUDSQL not in stated or planned["instances"]:
        for name in live["instances"]:
            if name not in planned["instances"]:
                yield Loss("cloudsql", name)
    for name, value in live["settings"].items():
        if name not in stated and not _replaced(name, stated):
            yield Loss("setting", name, detail="" if value == "set" else value)
    for kind in ("label", "annotation", "tag"):
        for name in live[f"{kind}s"]:
            if name not in planned[f"{kind}s"]:
                yield Loss(kind, name)


def _count(shape: Mapping[str, Any], kind: str) -> int:
    return sum(1 for other in shape["volumes"].values() if other == kind)


def _replaced(name: str, stated: Collection[str]) -> bool:
    """Whether the loss of a setting is told already, or another stands in its place."""
    if name == INTERFACES:
        return CONNECTOR in stated
    # Without a way into the VPC network, the loss of the connector says it all.
    return name == EGRESS and CONNECTOR not in stated and INTERFACES not in stated


def _containers(live: list[dict[str, Any]], planned: list[dict[str, Any]]) -> Iterator[Loss]:
    for container in live:
        index = _counterpart(container, live, planned)
        if index is None:
            if container["name"]:
                yield Loss("container", container["name"])
            continue
        other = planned[index]
        for name in container["env"]:
            if name in other["env"]:
                continue
            secret = container["secrets"].get(name)
            yield Loss("env", name, index, secret["secret"] if secret else "")
        for name, reference in container["secrets"].items():
            if name in other["env"] and name not in other["secrets"]:
                yield Loss("secret", name, index, reference["secret"])
        for name in container["probes"]:
            if name not in other["probes"]:
                yield Loss("probe", name.partition("_")[0], index)


def _counterpart(
    container: dict[str, Any], live: list[dict[str, Any]], planned: list[dict[str, Any]]
) -> int | None:
    """The file's container that stands for a live one: by its name, else by its part."""
    for index, other in enumerate(planned):
        if other["name"] and other["name"] == container["name"]:
            return index
    if len(live) == 1 and len(planned) == 1:
        return 0
    names = {item["name"] for item in live}
    for index, other in enumerate(planned):
        if container["ingress"] and other["ingress"] and other["name"] not in names:
            return index
    return None
