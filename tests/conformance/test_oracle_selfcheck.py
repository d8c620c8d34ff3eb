"""What we believe of gcloud's reading, held against the gcloud that is installed.

A row that fails means that another SDK reads differently, or that the oracle is broken: either way
nothing that is derived from it can be trusted until the row is understood.
"""

from __future__ import annotations

import json
import textwrap

import pytest
from jsonschema import Draft202012Validator

from lint.manifest.schema import Schema
from lint.support.paths import data_path
from tests.conformance.corpus import corpus_or_skip
from tests.conformance.gcloud_oracle import SDK, Verdict, ask, ask_about, decoder_fields, find_sdk
from tests.conformance.variants import bases, variants

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ACCEPTED, REJECTED, CRASHED = "accepted", "rejected", "crashed"
IMAGE = "us-docker.pkg.dev/cloudrun/container/hello"


def service(
    container: str = "", revision: str = "", spec: str = "", metadata: str = "", root: str = ""
) -> str:
    """A Service with lines added at the named levels."""
    lines = [
        "apiVersion: serving.knative.dev/v1",
        "kind: Service",
        "metadata:",
        "  name: web",
        textwrap.indent(metadata, "  "),
        "spec:",
        textwrap.indent(spec, "  "),
        "  template:",
        "    spec:",
        textwrap.indent(revision, "      "),
        "      containers:",
        f"      - image: {IMAGE}",
        textwrap.indent(container, "        "),
        root,
    ]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def job(task: str = "", execution: str = "", template: str = "", root: str = "") -> str:
    """A Job with lines added at the named levels."""
    lines = [
        "apiVersion: run.googleapis.com/v1",
        "kind: Job",
        "metadata:",
        "  name: nightly",
        "spec:",
        "  template:",
        textwrap.indent(template, "    "),
        "    spec:",
        textwrap.indent(execution, "      "),
        "      template:",
        "        spec:",
        textwrap.indent(task, "          "),
        "          containers:",
        f"          - image: {IMAGE}",
        root,
    ]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def worker_pool(spec: str = "", revision: str = "") -> str:
    """A WorkerPool with lines added at the named levels."""
    lines = [
        "apiVersion: run.googleapis.com/v1",
        "kind: WorkerPool",
        "metadata:",
        "  name: puller",
        "spec:",
        textwrap.indent(spec, "  "),
        "  template:",
        "    spec:",
        textwrap.indent(revision, "      "),
        "      containers:",
        f"      - image: {IMAGE}",
    ]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def env(value: str) -> str:
    return service(container=f"env:\n- name: A\n  value: {value}")


def label(value: str) -> str:
    return service(metadata=f"labels:\n  a: {value}")


def concurrency(value: str) -> str:
    return service(revision=f"containerConcurrency: {value}")


def latest(value: str) -> str:
    return service(spec=f"traffic:\n- latestRevision: {value}\n  percent: 100")


CONTAINER = "spec template spec containers 0"

Row = tuple[str, "str | bytes", str, object]
"""Name, text, outcome, and what else must hold: for a file that is accepted (path, value) pairs of
what is sent, for another a part of the message or the name of the exception."""

ROWS: list[Row] = []


def row(name: str, text: str | bytes, outcome: str, holds: object = None) -> None:
    ROWS.append((name, text, outcome, holds))


def sends(path: str, value: Any) -> tuple[str, Any]:
    return (path, value)


# Scalars: booleans.
for word in ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"):
    row(f"true:{word}", latest(word), ACCEPTED, sends("spec traffic 0 latestRevision", True))
for word in ("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"):
    row(f"false:{word}", latest(word), ACCEPTED, sends("spec traffic 0 latestRevision", False))
for word in ("yEs", "oN", "tRUE", "t", '"true"', '"yes"', "1", "0"):
    row(f"not-bool:{word}", latest(word), REJECTED, "latestRevision")

# Scalars: nulls drop a known field, and are sent in maps.
for word in ("", "~", "null", "Null", "NULL"):
    row(f"null-env:{word}", env(word), ACCEPTED, sends(f"{CONTAINER} env 0", {"name": "A"}))
    row(f"null-label:{word}", label(word), ACCEPTED, sends("metadata labels", {"a": None}))

# Scalars: integers.
for word, number in {
    "80": 80,
    "0777": 511,
    "010": 8,
    "-010": -8,
    "0xff": 255,
    "0b11": 3,
    "1_000": 1000,
    "+1": 1,
    "-1": -1,
    "12:30:45": 45045,
    "22:22": 1342,
    "3000000000": 3000000000,
    '"80"': 80,
    '"0444"': 444,
    "!!int 80": 80,
    "!!str 80": 80,
    "089": 89,  # a string to YAML, and Python's int() takes it
    '" 80 "': 80,
    '"1_000"': 1000,
    '"+5"': 5,
    '"-0"': 0,
    "yes": True,
    "off": False,
}.items():
    row(
        f"integer:{word}",
        concurrency(word),
        ACCEPTED,
        sends("spec template spec containerConcurrency", number),
    )
for word in (
    "80.0",
    ".5",
    "1e3",
    "0o777",
    "99:99",
    "1:30.5",
    "ten",
    '"0x10"',
    '"80.0"',
    '""',
    "0b2",
    "[1]",
    "{}",
    "!!float 80",
):
    row(f"not-integer:{word}", concurrency(word), REJECTED, "containerConcurrency")
row("int64", job(task='timeoutSeconds: "600"'), ACCEPTED)
row("not-int64", job(task="timeoutSeconds: 10m"), REJECTED, "timeoutSeconds")

# Scalars: strings take nothing but strings.
for word in (
    "089",
    "0o777",
    "99:99",
    "1.2.3",
    "10.0.0.1",
    "555-1234",
    "a:b",
    "https://example.com/a?b=c",
    "None",
    "NaN",
    "nil",
    "yEs",
    "2024-1",
    "1e",
):
    row(f"string:{word}", env(word), ACCEPTED, sends(f"{CONTAINER} env 0 value", word))
row("string:!!str", env("!!str 1"), ACCEPTED, sends(f"{CONTAINER} env 0 value", "1"))
row("not-string:!", env("! 1"), REJECTED, "found 1 ")
row("string:quoted", env("'on'"), ACCEPTED, sends(f"{CONTAINER} env 0 value", "on"))
for word in (
    "5432",
    "true",
    "on",
    "y",
    "1.5",
    "1e3",
    "12e5",
    "1234e56",
    ".5",
    "22:22",
    "0xff",
    "010",
    "1_000",
    "[a, b]",
    "{a: b}",
):
    row(f"not-string:{word}", env(word), REJECTED, "Service.??")
for field in ("cpu: 1", "cpu: 0.5", "memory: 512", "nvidia.com/gpu: 1"):
    text = service(container=f"resources:\n  limits:\n    {field}")
    row(f"limit:{field}", text, REJECTED, "Expected type <class 'str'>")
for name, text in {
    "annotation-number": service(metadata="annotations:\n  run.googleapis.com/maxScale: 3"),
    "annotation-bool": service(metadata="annotations:\n  run.googleapis.com/a: false"),
    "env-name-bool": service(container='env:\n- name: NO\n  value: "1"'),
    "secret-key": service(
        container="env:\n- name: A\n  valueFrom:\n    secretKeyRef: {name: s, key: 1}"
    ),
    "secret-item-key": service(
        revision="volumes:\n- name: v\n  secret: {secretName: s, items: [{key: 1, path: p}]}"
    ),
    "header-value": service(
        container="livenessProbe:\n  httpGet:\n    httpHeaders: [{name: a, value: y}]"
    ),
    "volume-name": service(revision="volumes:\n- name: n\n  emptyDir: {}"),
    "image-bool": service().replace(IMAGE, "n"),
    "args-number": service(container="args: [1]"),
    "args-bool": service(container="args:\n- on"),
}.items():
    row(name, text, REJECTED, "Expected type <class 'str'>")

# Dates, tags and odd scalars.
for word in ("2024-01-01", "2024-01-01T00:00:00Z", "2024-1-1 1:02:03"):
    row(f"date-env:{word}", env(word), CRASHED, "not JSON serializable")
row(
    "date-created",
    service(metadata="creationTimestamp: 2024-01-01T00:00:00Z"),
    CRASHED,
    "not JSON serializable",
)
row("date-quoted", env('"2024-01-01"'), ACCEPTED, sends(f"{CONTAINER} env 0 value", "2024-01-01"))
row("binary", env("!!binary aGk="), CRASHED, "not JSON serializable")
for word in ("=", "!foo bar", "!!python/name:os.system", "!!python/object:os.x {}"):
    row(f"tag:{word}", env(word), REJECTED, "could not determine a constructor")
for word in ("@a", "`a", "%a", "*nobody", "[", "{a: b", '"a', "a: b"):
    row(f"syntax:{word}", env(word), REJECTED, "Failed to parse YAML")
row("infinite", concurrency(".inf"), REJECTED, "containerConcurrency")
row(
    "yaml-1.2-words",
    "%YAML 1.2\n---\n" + env("yes"),
    ACCEPTED,
    sends(f"{CONTAINER} env 0 value", "yes"),
)
row(
    "yaml-1.2-octal",
    "%YAML 1.2\n---\n" + concurrency("010"),
    ACCEPTED,
    sends("spec template spec containerConcurrency", 10),
)

# Documents, keys, encodings.
row("bom", "\ufeff" + service(), ACCEPTED)
row("crlf", service().replace("\n", "\r\n"), ACCEPTED)
row("json", json.dumps({"metadata": {"name": "web"}, "spec": {}}), ACCEPTED)
row(
    "latin-1",
    service(metadata="annotations: {a: caf\u00e9}").encode("latin-1"),
    CRASHED,
    "UnicodeDecodeError",
)
row("utf-16", service().encode("utf-16"), CRASHED, "UnicodeDecodeError")
row("tab", service().replace("    spec:", "\tspec:"), REJECTED, "Failed to parse YAML")
row("control-character", env("a\x07b"), REJECTED, "special characters are not allowed")
row("empty", "", REJECTED, "Invalid YAML/JSON Data [None]")
row("comment-only", "# nothing\n", REJECTED, "Invalid YAML/JSON Data [None]")
row("scalar-document", "hello\n", REJECTED, "Invalid YAML/JSON Data [hello]")
row("list-document", "- a\n", CRASHED)
row("empty-documents", "---\n---\n" + service() + "---\n", ACCEPTED)
row("two-documents", service() + "---\n" + service(), REJECTED, "found another document")
row(
    "duplicate-key",
    service(revision="containerConcurrency: 1\ncontainerConcurrency: 2"),
    ACCEPTED,
    sends("spec template spec containerConcurrency", 1),
)
row(
    "merge",
    service(
        container="env:\n- &a {name: A, value: x}\n- {<<: *a, name: B}\n- *a",
    ),
    ACCEPTED,
    sends(f"{CONTAINER} env 1", {"name": "B", "value": "x"}),
)
row("anchor-holder", service(root="x-common: &c {a: b}"), REJECTED, "Service.x-common")
row(
    "key-bool",
    service(metadata="labels:\n  on: x"),
    ACCEPTED,
    sends("metadata labels", {"true": "x"}),
)
row(
    "key-number",
    service(metadata="labels:\n  1: x"),
    ACCEPTED,
    sends("metadata labels", {"1": "x"}),
)

# YAML takes `true` and "true" for two keys, JSON writes them alike, and then the last one wins.
row(
    "keys-alike-in-json",
    service(metadata='labels: {true: a, "true": b}'),
    ACCEPTED,
    sends("metadata labels", {"true": "b"}),
)
row(
    "merge-twice",
    service(container="env: [&a {name: A}, &b {name: B}, {<<: *a, <<: *b}]"),
    ACCEPTED,
    sends(f"{CONTAINER} env 2", {"name": "B"}),  # the last one
)
row("merge-scalar", service(container="env: [{<<: a}]"), REJECTED, "expected a mapping or list")
row("merge-quoted", service(container='env: [&a {name: A}, {"<<": *a}]'), REJECTED, "env[1].<<")
row("key-date", service(metadata="labels: {2024-01-01: b}"), CRASHED, "keys must be str")
row("key-list", service(metadata="labels: {[a]: b}"), CRASHED, "keys must be str")
row("key-mapping", service(metadata="labels: {{a: b}: c}"), REJECTED, "unhashable key")
row("date-impossible", env("2024-13-45"), CRASHED, "month must be in")
row("number-empty", env("0x_"), CRASHED, "invalid literal for int()")
row("number-endless", concurrency("9" * 5000), CRASHED, "ValueError")
row("int-tag-on-word", env("!!int x"), CRASHED, "invalid literal for int()")
row("set", env("!!set {a}"), CRASHED, "not JSON serializable")
row("tab-in-plain", env("a\tb"), REJECTED, "cannot start any token")
row(
    "tab-at-line-end",
    service().replace("kind: Service", "kind: Service\t"),
    REJECTED,
    "cannot start",
)
row("tab-in-json", '{\n\t"metadata": {"name": "web"}}', REJECTED, "cannot start any token")
row("json-without-blanks", '{"metadata":{"name":"web"}}', ACCEPTED)
row("json-trailing-comma", '{"metadata": {"name": "web",},}', ACCEPTED)
row("carriage-returns", service().replace("\n", "\r"), ACCEPTED)
row(
    "second-directive",
    "%YAML 1.1\n%YAML 1.1\n---\n" + service(),
    REJECTED,
    "duplicate YAML directive",
)
row("yaml-1.3", "%YAML 1.3\n---\n" + service(), CRASHED, "KeyError")
row("yaml-2.0", "%YAML 2.0\n---\n" + service(), REJECTED, "incompatible YAML document")
row("recursion", "metadata: &a {name: web, labels: *a}\n", CRASHED, "Circular reference")
row("deep", "[" * 3000, CRASHED, "RecursionError")

# Lists and objects. An empty list stands for nothing at all, whatever the field holds.
row("scalar-empty-list", concurrency("[]"), ACCEPTED)
row("object-empty-list", service(container="resources: []"), ACCEPTED)
row("spec-null", "metadata: {name: web}\nspec:\n", ACCEPTED)
row("env-empty-string", service(container='env: ""'), CRASHED, "AttributeError")
row("env-null-item", service(container="env: [null]"), CRASHED, "AttributeError")
row("args-object", service(container="args: {a: b}"), REJECTED, "for field args")
row("label-object", service(metadata="labels: {a: {b: c}}"), REJECTED, "for field value")
row("labels-string", service(metadata="labels: a"), CRASHED, "AttributeError")
row(
    "namespace-list",
    service(metadata="namespace: [a]"),
    ACCEPTED,
    sends("metadata namespace", "['a']"),
)
row("name-number", service().replace("name: web", "name: 1"), REJECTED, "for field name")
row("name-empty", service().replace("name: web", 'name: ""'), REJECTED, "could not parse resource")
row(
    "name-address",
    service().replace("name: web", "name: https://a/b"),
    REJECTED,
    "unknown API host",
)
row("job-without-spec", "kind: Job\nmetadata: {name: a}\nspec: {template: {}}\n", CRASHED)
row("job-spec-null", "kind: Job\nmetadata: {name: a}\nspec:\n", CRASHED)
row("pool-without-spec", "kind: WorkerPool\nmetadata: {name: a}\nspec: {template: {}}\n", ACCEPTED)
row("args-scalar", service(container="args: a b"), ACCEPTED, sends(f"{CONTAINER} args", ["a b"]))
row(
    "command-scalar",
    service(container="command: sh"),
    ACCEPTED,
    sends(f"{CONTAINER} command", ["sh"]),
)
row(
    "ports-mapping",
    service(container="ports: {containerPort: 80}"),
    ACCEPTED,
    sends(f"{CONTAINER} ports", [{"containerPort": 80}]),
)
row("args-null", service(container="args: [null]"), REJECTED, "may not be None")
row("list-null", service(container="args:"), ACCEPTED)
row("env-mapping", service(container="env: {A: b}"), REJECTED, "containers[0].env[0].A")
for name, text in {
    "env-strings": service(container="env: [A=b]"),
    "ports-numbers": service(container="ports: [8080]"),
    "ports-number": service(container="ports: 8080"),
    "resources-list": service(container="resources: [a]"),
    "limits-list": service(container="resources: {limits: [a]}"),
    "spec-scalar": "metadata: {name: web}\nspec: a\n",
    "template-list": "metadata: {name: web}\nspec: {template: [a]}\n",
    "containers-null": "metadata: {name: web}\nspec: {template: {spec: {containers: [null]}}}\n",
    "metadata-null": "metadata:\nspec: {}\n",
    "metadata-missing": "kind: Service\nspec: {}\n",
}.items():
    row(name, text, CRASHED)

# Unknown fields.
row(
    "unknown-siblings",
    service(container="stdin: true\nlifecycle: {}"),
    REJECTED,
    "Service.spec.template.spec.containers[0].{lifecycle,stdin}",
)
row("unknown-null", service(revision="nonsense:"), REJECTED, "spec.template.spec.nonsense")
row("unknown-case", service(revision="containerconcurrency: 1"), REJECTED, "containerconcurrency")
row(
    "unknown-snake", service(revision="container_concurrency: 1"), REJECTED, "container_concurrency"
)
for field in (
    "serviceAccount: a",
    "restartPolicy: Always",
    "initContainers: []",
    "hostNetwork: true",
    "affinity: {}",
    "tolerations: []",
    "sandboxes: {}",
):
    row(f"unknown:{field}", service(revision=field), REJECTED, f"spec.{field.split(':')[0]}")
for source in (
    "hostPath",
    "persistentVolumeClaim",
    "projected",
    "gcs",
    "cloudSqlInstance",
    "filestore",
):
    text = service(revision=f"volumes:\n- name: v\n  {source}: {{a: b}}")
    row(f"unknown-volume:{source}", text, REJECTED, f"volumes[0].{source}")
for field in ("resizePolicy: []", "volumeDevices: []", "tty: true"):
    row(f"unknown:{field}", service(container=field), REJECTED, "containers[0].")
row(
    "unknown-host-port",
    service(container="ports: [{containerPort: 80, hostPort: 80}]"),
    REJECTED,
    "hostPort",
)
for field in ("fieldRef: {fieldPath: a}", "resourceFieldRef: {}", "secretKeyRef: {secret: a}"):
    text = service(container=f"env:\n- name: A\n  valueFrom:\n    {field}")
    row(f"unknown-source:{field}", text, REJECTED, "env[0].valueFrom.")
row(
    "unknown-probe-field",
    service(container="livenessProbe: {terminationGracePeriodSeconds: 1}"),
    REJECTED,
    "terminationGracePeriodSeconds",
)
row(
    "unknown-security-context",
    service(container="securityContext: {privileged: true}"),
    REJECTED,
    "privileged",
)
row("unknown-at-spec", service(spec="replicas: 2"), REJECTED, "Service.spec.replicas")
row("traffic-on-worker-pool", worker_pool(spec="traffic: []"), REJECTED, "WorkerPool.spec.traffic")
row("v2-scaling", service(spec="scaling: {}"), REJECTED, "Service.spec.scaling")
row(
    "v2-containers",
    "metadata: {name: a}\nspec: {template: {containers: []}}\n",
    REJECTED,
    "template.containers",
)
for field in ("backoffLimit: 1", "completions: 1", "activeDeadlineSeconds: 1"):
    row(f"unknown-job:{field}", job(execution=field), REJECTED, "Job.spec.template.spec.")
row("unknown-job:restartPolicy", job(task="restartPolicy: Never"), REJECTED, "restartPolicy")
row(
    "task-metadata",
    job().replace(
        "        spec:\n          cont", "        metadata: {}\n        spec:\n          cont"
    ),
    REJECTED,
    "template.metadata",
)
row(
    "exec-probe",
    service(container="livenessProbe: {exec: {command: [a]}}"),
    REJECTED,
    "livenessProbe.exec",
)
row("exec_-probe", service(container="livenessProbe: {exec_: {command: [a]}}"), ACCEPTED)
row(
    "unknown-hides-descendants",
    service(spec="replicas: 2", container="stdin: true"),
    REJECTED,
    "Service.spec.replicas",
)
row(
    "type-error-hides-unknown",
    service(spec="replicas: 2", container="env: [{name: A, value: 1}]"),
    REJECTED,
    "Service.??",
)
row(
    "probe-port-name",
    service(container="livenessProbe: {tcpSocket: {port: http}}"),
    REJECTED,
    'the "port" field',
)
row(
    "container-port-name",
    service(container="ports: [{containerPort: http}]"),
    REJECTED,
    "containerPort",
)
row(
    "secret-version-field",
    service(container="env:\n- name: A\n  valueFrom:\n    secretKeyRef: {name: a, version: '1'}"),
    REJECTED,
    "secretKeyRef.version",
)

# What gcloud leaves to the server.
for name, text in {
    "other-kind": service().replace("kind: Service", "kind: Deployment"),
    "no-api-version": service().replace("apiVersion: serving.knative.dev/v1\n", ""),
    "no-spec": "metadata: {name: web}\n",
    "env-from": service(container="envFrom: [{configMapRef: {name: a}}]"),
    "config-map-ref": service(
        container="env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: b}}}]"
    ),
    "config-map-volume": service(revision="volumes: [{name: v, configMap: {name: a}}]"),
    "run-as-user": service(container="securityContext: {runAsUser: 1000}"),
    "pull-policy": service(container="imagePullPolicy: Always"),
    "pull-secrets": service(revision="imagePullSecrets: [{name: a}]"),
    "service-links": service(revision="enableServiceLinks: false"),
    "termination-message": service(container="terminationMessagePath: /a"),
    "http-host": service(container="livenessProbe: {httpGet: {host: a, scheme: HTTP}}"),
    "tcp-host": service(container="livenessProbe: {tcpSocket: {host: a}}"),
    "mount-read-only": service(
        container="volumeMounts: [{name: v, mountPath: /v, readOnly: true}]"
    ),
    "finalizers": service(metadata="finalizers: [a]\nclusterName: a\nownerReferences: [{kind: A}]"),
    "unknown-limit": service(container="resources: {limits: {disk: 1Gi}}"),
    "unknown-selector": service(revision="nodeSelector: {a: b}"),
    "unknown-annotation": service(metadata="annotations: {run.googleapis.com/nonsense: a}"),
    "status": service(root="status: [anything, {at: all}]"),
    "value-and-source": service(
        container="env: [{name: A, value: a, valueFrom: {secretKeyRef: {name: a, key: '1'}}}]"
    ),
    "traffic-sum": service(spec="traffic: [{latestRevision: true, percent: 250}]"),
    "bad-name": service().replace("name: web", "name: Not A Name"),
    "default-mode": service(revision="volumes: [{name: v, secret: {defaultMode: 0444}}]"),
    "job": job(),
    "worker-pool": worker_pool(),
    "namespace-number": service(metadata="namespace: 123456789012"),
    "region-label": service(metadata="labels: {cloud.googleapis.com/location: us-central1}"),
}.items():
    row(name, text, ACCEPTED)
row("no-name", service().replace("  name: web", "  labels: {}"), REJECTED, "[servicesId]")
row("no-name-job", job().replace("  name: nightly", "  labels: {}"), REJECTED, "[jobsId]")
row(
    "no-template-job",
    "kind: Job\nmetadata: {name: a}\nspec: {}\n",
    REJECTED,
    "spec.template is required",
)
row(
    "no-spec-pool", "kind: WorkerPool\nmetadata: {name: a}\n", REJECTED, "spec.template is required"
)


@pytest.fixture(scope="module")
def sdk() -> SDK:
    found = find_sdk()
    if found is None:
        pytest.skip("gcloud not installed")
    return found


@pytest.fixture(scope="module")
def verdicts(sdk: SDK) -> dict[str, Verdict]:
    answers = ask_about([text for _, text, _, _ in ROWS], sdk)
    return {name: answer for (name, *_), answer in zip(ROWS, answers, strict=True)}


def test_rows_have_names_of_their_own() -> None:
    names = [name for name, *_ in ROWS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "text", "outcome", "holds"), ROWS, ids=[r[0] for r in ROWS])
def test_gcloud_reads_as_we_believe(
    name: str, text: str | bytes, outcome: str, holds: Any, verdicts: dict[str, Verdict]
) -> None:
    verdict = verdicts[name]
    assert verdict.outcome == outcome, verdict
    if isinstance(holds, tuple):
        path, value = holds
        found = at(verdict.sent, path)
        assert (found, type(found)) == (value, type(value))
    elif holds is not None:
        assert holds in f"{verdict.exception}: {verdict.message}"


def at(data: Any, path: str) -> Any:
    for step in path.split():
        data = data[int(step) if isinstance(data, list) else step]
    return data


def test_only_repeated_keys_are_warned_about(verdicts: dict[str, Verdict]) -> None:
    warned = [name for name, verdict in verdicts.items() if verdict.warned]
    assert warned == ["duplicate-key", "merge-twice"]


def test_the_field_table_is_what_the_decoder_takes(sdk: SDK) -> None:
    """Holds `lint/manifest/field_table.py` and its marks for gcloud against the SDK."""
    decoder = decoder_fields(sdk)
    seen = set()
    waiting = [Schema.load(kind).root for kind in ("Service", "Job", "WorkerPool")]
    while waiting:
        node = waiting.pop()
        if node.name in seen or node.name not in decoder:
            continue
        seen.add(node.name)
        ours = {}
        for field in node.fields.values():
            if field.gcloud is None or field.gcloud > sdk.version:
                continue
            kind = field.kind if field.kind != "list" else f"list {field.element}"
            if field.type is not None:
                kind += f" {field.type.name}"
                waiting.append(field.type)
            ours[field.name] = kind
        theirs = dict(decoder[node.name])
        theirs.pop("exec_", None)  # the only field whose name in Python is not the API's
        if "status" in ours:
            ours["status"] = theirs["status"]
        assert ours == theirs, node.name
    assert len(seen) > 40


def test_variants_are_many_deterministic_and_named() -> None:
    made = variants(578)
    assert len(variants()) >= 2000
    assert len({variant.name for variant in made}) == len(made)
    assert [variant.text for variant in variants(578)] == [variant.text for variant in made]
    for variant in made:
        assert variant.text not in {base.encode() for base in bases(578).values()}, variant.name
        if variant.line is not None:
            assert 1 <= variant.line <= variant.text.count(b"\n") + 2, variant.name


def test_bases_of_the_variants_are_accepted_and_fit_our_schemas(sdk: SDK) -> None:
    for verdict in ask_about(bases(sdk.version).values(), sdk):
        assert verdict.accepted, verdict
        assert schema_errors(verdict.sent) == []


def test_what_gcloud_would_send_of_the_corpus_fits_our_schemas(sdk: SDK) -> None:
    """The published schemas refuse no file that works."""
    files = corpus_or_skip()
    found = {}
    for path, verdict in zip(files, ask([(path, None) for path in files], sdk), strict=True):
        if verdict.accepted and (errors := schema_errors(verdict.sent)):
            found[path.rpartition("/")[2][:3]] = errors
    assert found == {}


def schema_errors(resource: Any) -> list[str]:
    kind = resource["kind"].lower()
    with open(data_path("schemas", "cloud-run", f"{kind}.json"), encoding="utf-8") as file:
        validator = Draft202012Validator(json.load(file))
    return [
        f"{error.json_path}: {error.message}"[:200] for error in validator.iter_errors(resource)
    ]
