"""A recorded inventory: answers the same questions as the cloud, from a file."""

from __future__ import annotations

from lint.cloud.query import Query, Result, absent, found, unknown
from lint.errors import UsageError, os_reason
from lint.support.files import read_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

MAX_BYTES = 64 << 20
_SECTIONS = {
    "secret": "secrets",
    "version": "secrets",
    "policy": "secrets",
    "connector": "connectors",
    "instance": "instances",
    "service": "services",
    "job": "jobs",
    "workerpool": "workerpools",
}
_COLLECTIONS = {"services": "services", "workerPools": "workerpools"}


class Inventory:
    """What was recorded of one project and region; `path` is the file, `recorded` the time."""

    validates = False

    def __init__(self, path: str, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data
        self.project: str = data["project"]
        self.region: str = data["region"]
        self.recorded: str = data["recorded"]

    def age(self, now: float) -> float:
        """Days since the recording; `now` in seconds since the epoch. Never below 0."""
        from datetime import datetime

        then = datetime.fromisoformat(self.recorded).timestamp()
        return max(0.0, (now - then) / 86400)

    def ambient_project(self) -> str:
        """The project that was recorded."""
        return self.project

    def answer(self, questions: Iterable[Query]) -> dict[Query, Result]:
        """The answer to every question, as far as the inventory reaches."""
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: Query) -> Result:
        if question.project not in (self.project, self.data["number"]):
            return unknown(f"the inventory is of project `{self.project}`")
        if question.kind == "revision":
            return self._revision(question)
        section = _SECTIONS.get(question.kind)
        if section is None:
            return unknown("an inventory cannot tell")
        if "/locations/" in question.name and self.region != question.name.split("/")[3]:
            return unknown(f"the inventory is of region `{self.region}`")
        things = self.data[section]
        if things is None:
            return unknown(f"the inventory has none: {self._gap(section)}")
        if question.kind == "instance":
            name = question.name.rpartition(":")[2]
        else:
            name = question.name.split("/")[3 if section == "secrets" else 5]
        thing = things.get(name)
        if question.kind == "secret":
            return self._secret(thing, things)
        if thing is None:
            return absent()
        if question.kind == "version":
            return self._version(question, name, thing)
        if question.kind == "policy":
            if thing["access"] is None:
                return unknown(f"the inventory has none: {self._gap(f'secrets/{name}/access')}")
            return found(thing["access"])
        return found(thing)

    def _secret(self, thing: dict[str, Any] | None, things: dict[str, Any]) -> Result:
        if thing is None:
            return absent({"names": list(things)})
        return found({**thing, "number": self.data["number"]})

    def _version(self, question: Query, name: str, secret: dict[str, Any]) -> Result:
        versions = secret["versions"]
        if versions is None:
            return unknown(f"the inventory has none: {self._gap(f'secrets/{name}/versions')}")
        wanted = question.short
        if wanted == "latest":
            wanted = max(versions, key=int, default="")
        elif not wanted.isdecimal():
            wanted = str(secret["aliases"].get(wanted, ""))
        newest = max(
            (number for number, facts in versions.items() if facts["state"] == "ENABLED"),
            key=int,
            default="",
        )
        if wanted not in versions:
            return absent({"newest": newest})
        return found({"number": wanted, "newest": newest, **versions[wanted]})

    def _revision(self, question: Query) -> Result:
        _, _, _, region, collection, owner, _, revision = question.name.split("/")
        section = _COLLECTIONS[collection]
        if region != self.region:
            return unknown(f"the inventory is of region `{self.region}`")
        things = self.data[section]
        if things is None:
            return unknown(f"the inventory has none: {self._gap(section)}")
        if owner not in things:
            return absent()
        revisions = things[owner]["revisions"]
        if revisions is None:
            return unknown(f"the inventory has none: {self._gap(f'{section}/{owner}/revisions')}")
        return found() if revision in revisions else absent()

    def _gap(self, what: str) -> str:
        return str(self.data["gaps"].get(what, "it was not recorded"))[:200]


def read_inventory(path: str) -> Inventory:
    """The inventory in a file. Raises `UsageError` for a file that is none."""
    import json

    from lint.cloud.conformance import first_mistake
    from lint.support.json_text import load_json
    from lint.support.paths import data_path

    try:
        raw = read_start(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise UsageError(f"inventory {path}: {os_reason(error)}") from None
    if len(raw) > MAX_BYTES:
        raise UsageError(f"inventory {path}: larger than {MAX_BYTES >> 20} MiB")
    try:
        data = load_json(raw)
    except ValueError:
        raise UsageError(f"inventory {path}: not valid JSON") from None
    if isinstance(data, dict) and data.get("version", 1) != 1:
        raise UsageError(f"inventory {path}: an inventory of another format; record it anew")
    with open(data_path("schemas", "inventory.json"), encoding="utf-8") as stream:
        schema = json.load(stream)
    mistake = first_mistake(data, schema)
    if mistake:
        raise UsageError(f"inventory {path}: not an inventory: {mistake}")
    inventory = Inventory(path, data)
    try:
        inventory.age(0.0)
    except (ValueError, OverflowError):
        raise UsageError(f"inventory {path}: not an inventory: `recorded` is not a time") from None
    return inventory
