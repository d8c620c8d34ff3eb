from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import grpc
import jsonschema
import pytest

from lint.cloud.conformance import first_mistake
from lint.cloud.google.live import Live
from lint.cloud.inventory import Inventory, read_inventory
from lint.cloud.lookups import LookupBatch
from lint.cloud.query import Query
from lint.cloud.target import Defaults
from lint.errors import UsageError
from tests.cloud.manifests import POOL, SERVICE, resource_of
from tests.cloud.projects import fill, in_order
from tests.cloud.recording import INVENTORY, SCHEMA, recorded
from tests.cloud.server import NUMBER, PARENT, PROJECT, RefusalError, StandIn, denied


@pytest.fixture(scope="module")
def text() -> str:
    """The inventory of a full project, as it is in the file."""
    with in_order() as project:
        fill(project)
        return json.dumps(recorded(project))


def test_what_cannot_be_read_is_a_gap(full: StandIn) -> None:
    full.refusals["ListConnectors"] = denied("vpcaccess.connectors.list")
    full.refusals["GetIamPolicy", f"projects/{PROJECT}/secrets/token"] = RefusalError(
        grpc.StatusCode.INTERNAL, "broken"
    )
    data = recorded(full)
    INVENTORY.validate(data)
    assert data["connectors"] is None
    assert data["secrets"]["token"]["access"] is None
    assert set(data["gaps"]) == {"connectors", "secrets/token/access"}
    inventory = Inventory("i.json", data)
    question = Query("connector", f"{PARENT}/connectors/egress")
    answer = inventory.answer([question])[question]
    assert answer.unknown
    assert "vpcaccess.connectors.list" in answer.reason


@pytest.mark.parametrize("manifest", [SERVICE, POOL])
def test_an_inventory_answers_like_the_project(full: StandIn, manifest: str) -> None:
    full.secret("token", "ENABLED DISABLED")
    live = Live(full.endpoints)
    inventory = Inventory("i.json", recorded(full))
    asked = []
    for respondent in (live, inventory):
        survey = LookupBatch(respondent, Defaults(project=PROJECT, region="us-central1"))
        view = survey.add(resource_of(manifest))
        survey.ask()
        asked.append(view)
    live.close()
    first, second = asked
    for question in second.questions():
        mine, its = first.answer(question), second.answer(question)
        assert mine.status == its.status, question
        for name, fact in mine.facts.items():
            assert its.facts[name] == fact, (question, name)


@pytest.mark.parametrize(
    ("kind", "name", "status"),
    [
        ("secret", f"projects/{PROJECT}/secrets/token", "found"),
        ("secret", f"projects/{NUMBER}/secrets/token", "found"),
        ("secret", f"projects/{PROJECT}/secrets/none", "absent"),
        ("secret", "projects/other/secrets/token", "unknown"),
        ("version", f"projects/{PROJECT}/secrets/token/versions/latest", "found"),
        ("version", f"projects/{PROJECT}/secrets/token/versions/9", "absent"),
        ("version", f"projects/{PROJECT}/secrets/token/versions/alias", "absent"),
        ("connector", f"projects/{PROJECT}/locations/europe-west1/connectors/egress", "unknown"),
        ("connector", f"{PARENT}/connectors/none", "absent"),
        ("instance", f"{PROJECT}:us-central1:main", "found"),
        ("instance", "other:us-central1:main", "unknown"),
        ("service", f"{PARENT}/services/web", "found"),
        ("service", f"{PARENT}/services/none", "absent"),
        ("revision", f"{PARENT}/services/web/revisions/web-1", "found"),
        ("revision", f"{PARENT}/services/web/revisions/web-9", "absent"),
        ("revision", f"{PARENT}/services/none/revisions/web-9", "absent"),
        ("validation", f"{PARENT}/services/web", "unknown"),
    ],
)
def test_answers(text: str, kind: str, name: str, status: str) -> None:
    question = Query(kind, name)
    answer = Inventory("i.json", json.loads(text)).answer([question])[question]
    assert answer.status == status


def test_a_file_round_trip(text: str, tmp_path: Path) -> None:
    file = tmp_path / "inventory.json"
    file.write_text(text, encoding="utf-8")
    inventory = read_inventory(str(file))
    assert inventory.project == PROJECT
    then = time.mktime(time.strptime("2031-02-05", "%Y-%m-%d"))
    assert 1 < inventory.age(then) < 3
    assert inventory.age(0.0) == 0.0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "the top level is not of type object"),
        (b"{}", "`version` is missing"),
        (b'{"version": 2}', "another format"),
    ],
)
def test_files_that_are_no_inventory(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "inventory.json"
    file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_inventory(str(file))
    assert said in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_inventory(str(tmp_path / "none.json"))


BROKEN = [
    (("secrets",), 3),
    (("secrets", "token"), {}),
    (("secrets", "token", "versions", "x"), {"state": "ENABLED", "destruction": ""}),
    (("secrets", "token", "versions", "1", "state"), None),
    (("secrets", "token", "aliases"), {"prod": True}),
    (("secrets", "token", "access"), {"members": []}),
    (("connectors", "egress", "state"), 1),
    (("instances", "main", "public"), "yes"),
    (("services", "web", "containers"), [3]),
    (("services", "web", "revisions"), {}),
    (("project",), "a/b"),
    (("recorded",), "yesterday"),
    (("surprise",), 1),
]


@pytest.mark.parametrize(("path", "value"), BROKEN)
def test_broken_inventories(text: str, tmp_path: Path, path: Any, value: Any) -> None:
    data = json.loads(text)
    owner = data
    for name in path[:-1]:
        owner = owner[name]
    owner[path[-1]] = value
    # Our own checker and a real one agree.
    assert first_mistake(data, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        INVENTORY.validate(data)
    file = tmp_path / "inventory.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UsageError, match="not an inventory"):
        read_inventory(str(file))


def test_a_day_that_does_not_exist(text: str, tmp_path: Path) -> None:
    file = tmp_path / "inventory.json"
    data = json.loads(text) | {"recorded": "2031-02-30T00:00:00Z"}
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UsageError, match="`recorded` is not a time"):
        read_inventory(str(file))
