"""No error on what is right: the corpus, and what looks wrong and is right.

`errors.json` holds every error that we report in the corpus, so that a change shows in a review;
`UPDATE_CORPUS=1` writes it anew.
"""

from __future__ import annotations

import json
import os
import textwrap
from pathlib import Path

import pytest

from lint.model.findings import Finding
from tests.conformance.corpus import corpus_or_skip
from tests.conformance.linting import lint_files
from tests.conformance.mistakes import ROWS

FROZEN = Path(__file__).with_name("errors.json")

BEYOND_THE_LIST = {
    # A registry that does not exist: a test file of another tool, never deployed.
    "038": {"CR076"},
    # Tests of a JSON schema, full of stand-ins such as `theImageHere1` with capitals in them.
    "047": {"CR073", "CR075", "CR200"},
    "061": {"CR073", "CR075", "CR200"},
    "076": {"CR073", "CR075", "CR200"},
}
"""Errors, by file, that the list of mistakes does not have, each looked at one by one."""


@pytest.fixture(scope="module")
def errors() -> dict[str, list[Finding]]:
    """The errors in each file of the corpus that has any, by the name of the file."""
    found = lint_files(corpus_or_skip())
    return {
        Path(path).name: those
        for path, findings in found.items()
        if (those := [finding for finding in findings if finding.severity == "error"])
    }


def test_the_errors_in_the_corpus_are_those_that_were_looked_at(
    errors: dict[str, list[Finding]],
) -> None:
    table = {
        name: [[finding.place.line, finding.rule] for finding in those]
        for name, those in errors.items()
    }
    if os.environ.get("UPDATE_CORPUS"):
        rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in table.items())
        FROZEN.write_text(f"{{\n{rows}\n}}\n")
    assert table == json.loads(FROZEN.read_text())


def test_every_error_is_a_mistake_that_the_list_knows(errors: dict[str, list[Finding]]) -> None:
    known: dict[str, set[str]] = {number: set(rules) for number, rules in BEYOND_THE_LIST.items()}
    for row in ROWS:
        for number, _ in row.expected():
            known.setdefault(number, set()).update(row.rules)
    disputed = {
        name: sorted({finding.rule for finding in those} - known.get(name[:3], set()))
        for name, those in errors.items()
    }
    assert {name: rules for name, rules in disputed.items() if rules} == {}


def test_every_error_beyond_the_list_is_still_there(errors: dict[str, list[Finding]]) -> None:
    reported = {name[:3]: {finding.rule for finding in those} for name, those in errors.items()}
    for number, rules in BEYOND_THE_LIST.items():
        assert rules <= reported.get(number, set()), number


HEAD = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: orders
"""


def service(container: str = "", revision: str = "", template: str = "", metadata: str = "") -> str:
    """A Service with lines added at the named levels."""
    lines = [
        HEAD + textwrap.indent(metadata, "  "),
        "spec:",
        "  template:",
        textwrap.indent(template, "    "),
        "    spec:",
        textwrap.indent(revision, "      "),
        "      containers:",
        "      - image: europe-docker.pkg.dev/shop-prod/apps/orders:4.1.0",
        textwrap.indent(container, "        "),
    ]
    return "\n".join(line for line in lines if line.strip()) + "\n"


PROXY = """\
- name: proxy
  image: europe-docker.pkg.dev/shop-prod/apps/proxy:2.0
  env: [{name: PORT, value: "9000"}]
  startupProbe: {tcpSocket: {port: 9000}}
"""
ORDERS = """\
- name: orders
  image: europe-docker.pkg.dev/shop-prod/apps/orders:4.1.0
  ports: [{containerPort: 8080}]
"""


def sidecars(dependencies: str, *containers: str) -> str:
    """A Service with containers and an order in which they start."""
    annotation = f"metadata:\n  annotations:\n    run.googleapis.com/container-dependencies: {dependencies}\n"
    body = textwrap.indent("".join(containers), "      ")
    return (
        f"{HEAD}spec:\n  template:\n{textwrap.indent(annotation, '    ')}"
        f"    spec:\n      containers:\n{body}"
    )


DEPENDENCIES = '\'{"orders": ["proxy"]}\''
JOB = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata: {name: reindex}
spec:
  template:
    spec:
      template:
        spec:
          timeoutSeconds: '600'
          maxRetries: '0'
          containers:
          - image: europe-docker.pkg.dev/shop-prod/apps/orders:4.1.0
"""

RIGHT = {
    "quoted integers": service(
        "ports: [{containerPort: '5002'}]", "containerConcurrency: '1'\ntimeoutSeconds: '600'"
    ),
    "quoted integers of a job": JOB,
    "dependencies as JSON": sidecars(DEPENDENCIES, ORDERS, PROXY),
    "dependencies that are not JSON": sidecars('"{orders: [proxy]}"', ORDERS, PROXY),
    "dependencies without a blank": sidecars('"{orders:[proxy]}"', ORDERS, PROXY),
    "ingress container last": sidecars(DEPENDENCIES, PROXY, ORDERS),
    "value that is null": service("env:\n- name: LOG_LEVEL\n  value:"),
    "empty env": service("env:"),
    "empty ports": service("ports:"),
    "empty ports of a sidecar": sidecars(DEPENDENCIES, ORDERS, PROXY + "  ports:\n"),
    "readiness probe": service("readinessProbe: {httpGet: {path: /ready}, periodSeconds: 5}"),
    "pull policy": service("imagePullPolicy: Always"),
    "requests": service(
        "resources: {limits: {cpu: '1', memory: 512Mi}, requests: {cpu: 500m, memory: 256Mi}}"
    ),
    "protocol": service("ports: [{containerPort: 8080, protocol: TCP}]"),
    "optional secret": service(
        "env:\n- name: KEY\n  valueFrom: {secretKeyRef: {name: k, key: '1', optional: false}}"
    ),
    "quoted project number": service(metadata="namespace: '415104041262'\n"),
    "project number": service(metadata="namespace: 415104041262\n"),
    "labels of an export": service(
        template="metadata:\n  labels:\n    run.googleapis.com/startupProbeType: Default\n"
        "    client.knative.dev/nonce: abcdefghij\n"
    ),
    "any order of fields": "status: {url: x}\nspec:\n  template:\n    spec:\n      volumes: []\n"
    "      containers:\n      - image: docker.io/library/nginx:1.27\n" + HEAD,
    "flow style": "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}, spec:"
    " {template: {spec: {containers: [{image: docker.io/library/nginx:1.27}]}}}}",
    "CRLF": service("env: []").replace("\n", "\r\n"),
    "no last line end": service().rstrip("\n"),
    "comments in any language": "# Größe, размер, 大きさ\n" + service(),
    "minimum and maximum of both levels": service(
        metadata="annotations:\n  run.googleapis.com/minScale: '2'\n"
        "  run.googleapis.com/maxScale: '20'\n",
        template="metadata:\n  annotations:\n    autoscaling.knative.dev/minScale: '1'\n"
        "    autoscaling.knative.dev/maxScale: '10'\n",
    ),
    "probe on another port": service(
        "ports: [{containerPort: 8080}]\nlivenessProbe: {httpGet: {path: /live, port: 9090}}"
    ),
    "probe that times out with its period": service(
        "startupProbe: {tcpSocket: {}, timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1}"
    ),
}
# What is worth a word all the same, though never an error.
REMARKS = {
    "pull policy": {"CR007"},
    "labels of an export": {"CR027"},
    "any order of fields": {"CR026"},
}


def check_text(tmp_path: Path, text: str) -> list[Finding]:
    path = tmp_path / "service.yaml"
    path.write_bytes(text.encode())
    return lint_files([str(path)])[str(path)]


@pytest.mark.parametrize("name", RIGHT)
def test_what_looks_wrong_is_right(name: str, tmp_path: Path) -> None:
    found = check_text(tmp_path, RIGHT[name])
    assert [f for f in found if f.severity == "error"] == []
    assert {finding.rule for finding in found} <= REMARKS.get(name, set())


PLACEHOLDERS = (
    *("PROJECT_ID", "YOUR_VALUE", "${VALUE}", "$VALUE", "__VALUE__", "%VALUE%", "<value>"),
    *("IMAGE_PLACEHOLDER", "${{ inputs.value }}", "'{{ value }}'", "REPLACE_ME", "your-value"),
)
FIELDS = {
    "image": service().replace("europe-docker.pkg.dev/shop-prod/apps/orders:4.1.0", "@"),
    "part of an image": service().replace("shop-prod", "@"),
    "name": service().replace("name: orders", "name: @"),
    "namespace": service(metadata="namespace: @\n"),
    "location": service(metadata="labels:\n  cloud.googleapis.com/location: @\n"),
    "label": service(metadata="labels:\n  team: @\n"),
    "service account": service(revision="serviceAccountName: @"),
    "secret": service(
        "env:\n- name: KEY\n  valueFrom:\n    secretKeyRef:\n      key: latest\n      name: @"
    ),
    "version": service(
        "env:\n- name: KEY\n  valueFrom:\n    secretKeyRef:\n      name: a\n      key: @"
    ),
    "value": service("env:\n- name: KEY\n  value: @"),
    "cpu": service("resources:\n  limits:\n    cpu: @"),
    "memory": service("resources:\n  limits:\n    memory: @"),
    "ingress": service(metadata="annotations:\n  run.googleapis.com/ingress: @\n"),
    "scale": service(
        template="metadata:\n  annotations:\n    autoscaling.knative.dev/maxScale: @\n"
    ),
    "instances": service(
        template="metadata:\n  annotations:\n    run.googleapis.com/cloudsql-instances: @\n"
    ),
    "connector": service(
        template="metadata:\n  annotations:\n    run.googleapis.com/vpc-access-connector: @\n"
    ),
    "command": service("command:\n- @"),
    "path": service("livenessProbe:\n  httpGet:\n    path: @"),
    "revision": service() + "  traffic:\n  - percent: 100\n    revisionName: @\n",
}


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
@pytest.mark.parametrize("field", FIELDS)
def test_what_is_still_to_be_filled_in_is_not_judged(
    field: str, placeholder: str, tmp_path: Path
) -> None:
    # `%` begins no plain scalar, and `@VALUE@` has the sign that marks the place here.
    text = f"'{placeholder}'" if placeholder[0] == "%" and "part" not in field else placeholder
    if "part" in field:
        text = text.strip("'")
    found = check_text(tmp_path, FIELDS[field].replace("@", text))
    assert [f for f in found if f.severity == "error"] == []
