from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scripts import cloud_run_schema
from scripts.discovery_documents import installed
from tests.scripts.discovery import document_of, wheel

CHECKOUT = Path(__file__).parents[2]
SCHEMAS = CHECKOUT / "schemas" / "cloud-run"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    pytest.importorskip("googleapiclient", reason="google-api-python-client is not installed")
    return installed().documents["run.v1"]


@pytest.fixture(scope="module")
def made(document: dict[str, Any]) -> dict[str, str]:
    return cloud_run_schema.make(document)


def load(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def test_committed_files_are_what_the_script_makes(made: dict[str, str]) -> None:
    assert {name: (CHECKOUT / name).read_text(encoding="utf-8") for name in made} == made
    assert {f"schemas/cloud-run/{path.name}" for path in SCHEMAS.iterdir()} < made.keys()


def test_output_is_deterministic(document: dict[str, Any], made: dict[str, str]) -> None:
    turned = copy.deepcopy(document)
    turned["schemas"] = dict(reversed(turned["schemas"].items()))
    for schema in turned["schemas"].values():
        schema["properties"] = dict(reversed(schema.get("properties", {}).items()))
    assert cloud_run_schema.make(turned) == made


def copied(folder: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the script of a copy, which writes its files there."""
    shutil.copytree(CHECKOUT / "lint", folder / "lint", ignore=shutil.ignore_patterns("*.pyc"))
    (folder / "lint" / "manifest" / "field_table.py").unlink()
    (folder / "scripts").mkdir()
    for name in ("cloud_run_schema", "discovery_changes", "discovery_documents"):
        source = CHECKOUT / "scripts" / f"{name}.py"
        (folder / "scripts" / f"{name}.py").write_bytes(source.read_bytes())
    (folder / "pyproject.toml").write_bytes((CHECKOUT / "pyproject.toml").read_bytes())
    script = str(folder / "scripts" / "cloud_run_schema.py")

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", script, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": "", **settings},
        )

    return run


@pytest.mark.slow
def test_the_newest_release_is_followed(tmp_path: Path) -> None:
    pytest.importorskip("googleapiclient", reason="google-api-python-client is not installed")
    known = installed()
    later = copy.deepcopy(known.documents)
    container = later["run.v1"]["schemas"]["Container"]["properties"]
    container["region"] = {"type": "string", "description": "Where it runs."}
    later["run.v1"]["revision"] = "20991231"
    index = tmp_path / "index"
    index.mkdir()
    wheel(index, "999.1.0", later)
    (tmp_path / "copy").mkdir()
    run = copied(tmp_path / "copy")
    done = run("--newest", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(index))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"run.v1, revision {known.revision} ({known.version}) to 20991231 (999.1.0): what changed",
        "  + Container.region: string",
        "      + Where it runs.",
        f"run.v2, revision {known.revision} ({known.version}) to {known.revision} (999.1.0): no change",
    ]
    table = (tmp_path / "copy" / "lint" / "manifest" / "field_table.py").read_text()
    assert "'region': ('string',)," in table
    assert "revision 20991231" in table
    pins = (tmp_path / "copy" / "pyproject.toml").read_text()
    assert '"google-api-python-client==999.1.0"' in pins
    # It is not installed yet.
    assert run("--check").returncode == 1


@pytest.mark.slow
def test_without_an_index_nothing_is_written(tmp_path: Path) -> None:
    pytest.importorskip("googleapiclient", reason="google-api-python-client is not installed")
    run = copied(tmp_path)
    done = run("--newest", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("cloud_run_schema: pip could not download")
    assert not (tmp_path / "schemas").exists()


@pytest.mark.slow
def test_a_document_that_is_not_understood_changes_no_pin(tmp_path: Path) -> None:
    pytest.importorskip("googleapiclient", reason="google-api-python-client is not installed")
    documents = {"run.v1": document_of(Service={}), "run.v2": document_of()}
    path = wheel(tmp_path, "999.1.0", documents)
    run = copied(tmp_path)
    before = (tmp_path / "pyproject.toml").read_text()
    done = run("--wheel", str(path))
    assert (done.returncode, done.stderr) == (2, "cloud_run_schema: the document has no type Job\n")
    assert "- type Container" in done.stdout  # what changed is told all the same
    assert (tmp_path / "pyproject.toml").read_text() == before


@pytest.mark.slow
def test_check_says_what_differs(document: dict[str, Any], tmp_path: Path) -> None:
    run = copied(tmp_path)
    assert run("--check").returncode == 1  # nothing is there yet
    assert run().returncode == 0
    assert (run("--check").returncode, run("--check").stdout) == (0, "")
    target = tmp_path / "schemas" / "cloud-run" / "job.json"
    target.write_text(target.read_text().replace('"maxRetries"', '"retries"'))
    again = run("--check")
    assert again.returncode == 1
    assert '-        "retries": {' in again.stdout
    assert '+        "maxRetries": {' in again.stdout
    assert document["revision"] in again.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["service", "job", "workerpool"])
def test_schemas_are_schemas_and_strict(kind: str) -> None:
    schema = load(f"{kind}.json")
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert all(entry["additionalProperties"] is False for entry in schema["$defs"].values())
    assert "revision 20" in schema["$comment"]


KINDS = ("service", "job", "workerpool", "instance")


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_is_described(kind: str) -> None:
    schema = load(f"{kind}.json")
    properties = [
        (name, field)
        for entry in (schema, *schema["$defs"].values())
        for name, field in entry["properties"].items()
    ]
    assert [name for name, field in properties if not field.get("description")] == []


def annotations(schema: Any) -> Any:
    return schema["properties"]["annotations"]["properties"]


def test_annotations_are_offered_where_they_belong() -> None:
    service = load("service.json")
    root = annotations(service["properties"]["metadata"])
    template = annotations(service["$defs"]["RevisionTemplate"]["properties"]["metadata"])
    assert root["run.googleapis.com/ingress"]["examples"][0] == "all"
    assert "run.googleapis.com/ingress" not in template
    assert "autoscaling.knative.dev/maxScale" in template
    assert "autoscaling.knative.dev/maxScale" not in root
    job = annotations(load("job.json")["$defs"]["ExecutionTemplateSpec"]["properties"]["metadata"])
    assert job["run.googleapis.com/execution-environment"]["examples"] == ["gen2"]
    assert "run.googleapis.com/ssh-enabled" in annotations(
        load("instance.json")["properties"]["metadata"]
    )


def test_a_field_without_words_has_no_description(document: dict[str, Any]) -> None:
    later = copy.deepcopy(document)
    later["schemas"]["Container"]["properties"]["region"] = {"type": "string"}
    made = json.loads(cloud_run_schema.make(later)["schemas/cloud-run/job.json"])
    assert made["$defs"]["Container"]["properties"]["region"] == {"type": ["string", "null"]}


def test_no_text_of_the_document_is_copied(document: dict[str, Any], made: dict[str, str]) -> None:
    text = "\n".join(made.values())
    for schema in document["schemas"].values():
        for field in schema.get("properties", {}).values():
            for sentence in field.get("description", "").split(". "):
                if len(sentence) > 25:
                    assert sentence not in text


GOOD = {
    "apiVersion": "serving.knative.dev/v1",
    "kind": "Service",
    "metadata": {"name": "a", "labels": None, "annotations": {"a": "b"}},
    "spec": {
        "template": {
            "spec": {
                "containerConcurrency": "80",
                "timeoutSeconds": 30,
                "containers": [{"image": "a", "args": ["b"], "resources": None}],
            }
        }
    },
    "status": {"anything": 1},
}


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("", None, None),
        ("spec.template.spec.containers.0.image", 1, "1 is not of type 'string'"),
        ("spec.template.spec.containers.0.image", None, "None is not of type 'string'"),
        ("spec.template.spec.containers.0.args", "b", "'b' is not of type 'array', 'null'"),
        ("spec.template.spec.containers.0.imag", "b", "Additional properties are not allowed"),
        ("spec.template.spec.containers.0", None, "None is not of type 'object'"),
        ("spec.template.spec.containerConcurrency", "ten", "does not match"),
        ("spec.template.spec.containerConcurrency", True, "True is not of type 'integer'"),
        ("spec.template.spec.containerConcurrency", 1.5, "1.5 is not of type 'integer'"),
        ("spec.template.spec.containerConcurrency", None, None),
        ("metadata.annotations.a", 1, "1 is not of type 'string'"),
        ("metadata.annotations.a", None, "None is not of type 'string'"),
        ("metadata.nam", "a", "Additional properties are not allowed"),
        ("metadata", {}, "'name' is a required property"),
        ("kind", "Job", "'Service' was expected"),
        ("spec", {}, "'template' is a required property"),
        ("spec.template.spec.serviceAccountName", "a@b", None),
    ],
)
def test_what_the_service_schema_says(path: str, value: object, fault: str | None) -> None:
    resource = copy.deepcopy(GOOD)
    if path:
        *parents, last = path.split(".")
        node: Any = resource
        for step in parents:
            node = node[int(step) if isinstance(node, list) else step]
        node[int(last) if isinstance(node, list) else last] = value
    messages = [
        error.message for error in Draft202012Validator(load("service.json")).iter_errors(resource)
    ]
    if fault is None:
        assert messages == []
    else:
        assert len(messages) == 1
        assert fault in messages[0]


def test_marks_in_the_schemas() -> None:
    service = load("service.json")
    job = load("job.json")["$defs"]
    fields = {name: entry["properties"] for name, entry in service["$defs"].items()}
    assert service["properties"]["status"]["readOnly"] is True
    assert fields["ObjectMeta"]["uid"]["readOnly"] is True
    assert fields["Container"]["envFrom"]["x-support"] == "unsupported"
    assert fields["VolumeMount"]["readOnly"]["x-support"] == "unused"
    assert fields["Container"]["sandboxLauncher"]["x-gcloud"] == {"since": 578}
    assert fields["Volume"]["filestore"]["x-gcloud"] == {"known": False}
    assert fields["RevisionSpec"]["timeoutSeconds"]["x-format"] == "int32"
    assert job["TaskSpec"]["properties"]["timeoutSeconds"]["x-format"] == "int64"


def test_annotations_name_the_kinds() -> None:
    data = load("annotations.json")
    allowed = data["annotations"]
    assert allowed["autoscaling.knative.dev/maxScale"] == ["Revision"]
    assert allowed["run.googleapis.com/vpc-access-egress"] == ["Execution", "Instance", "Revision"]
    assert len(allowed["run.googleapis.com/client-name"]) == 6
    # Named in the description of a WorkerPool's metadata only.
    assert allowed["run.googleapis.com/description"] == ["Service", "WorkerPool"]
    assert data["output-only"] == ["run.googleapis.com/ingress-status"]
    kinds = set().union(*allowed.values())
    assert kinds == {"Service", "Revision", "Job", "Execution", "Instance", "WorkerPool"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s["Container"]["properties"].pop("sandboxLauncher"), "the document lacks"),
        (
            lambda s: s["TaskSpec"]["properties"].update(
                terminationGracePeriodSeconds={"type": "string", "format": "int64"}
            ),
            "drop it here",
        ),
        (
            lambda s: s["Container"]["properties"].update(a={"type": "array", "items": {}}),
            "not known",
        ),
        (
            lambda s: s["ObjectMeta"]["properties"]["annotations"].update(
                description=" * `run.googleapis.com/a`: Function."
            ),
            "a kind that is not known here",
        ),
        (
            lambda s: s["ObjectMeta"]["properties"]["annotations"].update(description="none"),
            "lists only 0 keys",
        ),
        (
            lambda s: s["ObjectMeta"]["properties"]["annotations"].update(
                description=" * run.googleapis.com/a on all"
            ),
            "in a way that is not known here",
        ),
    ],
)
def test_a_document_that_is_built_differently_is_refused(
    change: Any, message: str, document: dict[str, Any]
) -> None:
    other = copy.deepcopy(document)
    change(other["schemas"])
    with pytest.raises(cloud_run_schema.UnexpectedError, match=message):
        cloud_run_schema.make(other)
