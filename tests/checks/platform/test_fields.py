from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.engine.examples import run_examples
from lint.manifest.field_table import TYPES
from lint.manifest.schema import Schema
from tests.checks.judging import found, rule_file, spots

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - image: us-docker.pkg.dev/p/r/web:1
"""
JOB = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: nightly
spec:
  template:
    spec:
      template:
        spec:
          containers:
          - image: us-docker.pkg.dev/p/r/nightly:1
"""
POOL = SERVICE.replace("serving.knative.dev", "run.googleapis.com").replace("Service", "WorkerPool")


def test_the_examples_of_the_rules_hold() -> None:
    results = run_examples(rule_file("fields"))
    assert results.own > 50
    assert results.failures == []


@pytest.mark.parametrize("text", [SERVICE, JOB, POOL])
def test_the_least_manifest_of_each_kind_has_no_finding(text: str) -> None:
    assert found(("fields", "envelope"), text) == []


@pytest.mark.parametrize(
    ("base", "line", "rule", "message", "help"),
    [
        (
            JOB,
            "          restartPolicy: Never",
            "CR001",
            "`restartPolicy` is not a field of `spec.template.spec.template.spec`: Cloud Run jobs"
            " have no restart policy",
            "Use `maxRetries`.",
        ),
        (
            SERVICE,
            "      restartPolicy: Always",
            "CR001",
            "`restartPolicy` is not a field of `spec.template.spec`: Cloud Run restarts containers"
            " by itself",
            "Remove it.",
        ),
        (
            SERVICE,
            "      serviceAccount: web",
            "CR001",
            "`serviceAccount` is not a field of `spec.template.spec`",
            "Write `serviceAccountName`.",
        ),
        (
            SERVICE,
            "      container_concurrency: 80",
            "CR001",
            "`container_concurrency` is not a field of `spec.template.spec`",
            "Write `containerConcurrency`.",
        ),
        (
            SERVICE,
            "    timeoutSeconds: 60",
            "CR005",
            "`timeoutSeconds` is not a field of `spec.template`; it belongs under"
            " `spec.template.spec`",
            "Move it to `spec.template.spec`.",
        ),
        (
            JOB,
            "      timeoutSeconds: 60",
            "CR005",
            "`timeoutSeconds` is not a field of `spec.template.spec`; it belongs under"
            " `spec.template.spec.template.spec`",
            "Move it to `spec.template.spec.template.spec`.",
        ),
        (
            JOB,
            "          parallelism: 1",
            "CR005",
            "`parallelism` is not a field of `spec.template.spec.template.spec`; it belongs under"
            " `spec.template.spec`",
            "Move it to `spec.template.spec`.",
        ),
        (
            SERVICE,
            "      env: []",
            "CR005",
            "`env` is not a field of `spec.template.spec`; it belongs under"
            " `spec.template.spec.containers[]`",
            "Move it to `spec.template.spec.containers[]`.",
        ),
        (
            POOL,
            "  traffic: []",
            "CR001",
            "`traffic` is not a field of `spec`: worker pools serve no requests",
            "Use `instanceSplits`.",
        ),
        (
            SERVICE,
            "x-common: {}",
            "CR001",
            "`x-common` is not a top-level field: gcloud rejects keys that only define anchors",
            "Define the anchor where it is first used.",
        ),
        (
            SERVICE,
            "      zzz: 1",
            "CR001",
            "`zzz` is not a field of `spec.template.spec`",
            "Remove it.",
        ),
    ],
)
def test_a_field_that_does_not_exist_here(
    base: str, line: str, rule: str, message: str, help: str
) -> None:
    findings = found(("fields", "envelope"), base + line + "\n")
    last = base.count("\n") + 1
    assert [(f.rule, f.place.line, f.message, f.help) for f in findings] == [
        (rule, last, message, help)
    ]
    assert findings[0].place.column == len(line) - len(line.lstrip()) + 1
    assert findings[0].severity == "error"


def test_no_unknown_field_hides_another() -> None:
    text = SERVICE.replace("spec:\n  template:", "spec:\n  replicas: 1\n  template:", 1)
    text += "        lifecycle: {}\n        livenessProbe:\n          exec: {command: [ls]}\n"
    assert spots(found(("fields", "envelope"), text)) == [
        ("CR001", 6, 3),
        ("CR001", 11, 9),
        ("CR001", 13, 11),
    ]


def test_containers_one_level_too_high_in_a_job() -> None:
    text = """\
apiVersion: run.googleapis.com/v1
kind: Job
metadata: {name: nightly}
spec:
  template:
    spec:
      containers:
      - image: a
      maxRetries: 1
"""
    assert spots(found(("fields", "envelope"), text)) == [
        ("CR003", 6, 5),
        ("CR005", 7, 7),
        ("CR005", 9, 7),
    ]


@pytest.mark.parametrize(
    ("snippet", "message", "help"),
    [
        ("containerConcurrency: 80.0", "the number `80.0`", "Write `containerConcurrency: 80`."),
        ("containerConcurrency: many", "the string `many`", "Write a whole number."),
        ("containerConcurrency: [1]", "a list", ""),
        ("serviceAccountName: {a: b}", "a mapping", "Write a string, in quotes."),
        ("serviceAccountName: 1", "the number `1`", 'Write `serviceAccountName: "1"`.'),
        (
            "serviceAccountName: 010",
            "the number 8 (written `010`)",
            'Write `serviceAccountName: "010"`.',
        ),
        (
            "serviceAccountName: y",
            "the boolean true (written `y`)",
            'Write `serviceAccountName: "y"`.',
        ),
        (
            "serviceAccountName: 22:22",
            "the number 1342 (written `22:22`)",
            'Write `serviceAccountName: "22:22"`.',
        ),
        ("nodeSelector: {a: 1}", "`a` must be a string, not a number", "Write it in quotes."),
        (
            "nodeSelector: a",
            "must be a mapping, not a string",
            "Write `name: value` lines under it.",
        ),
        ("volumes: [a]", "an item of `volumes` must be a mapping, not a string", "under it."),
    ],
)
def test_values_of_another_type_are_errors(snippet: str, message: str, help: str) -> None:
    findings = [
        f
        for f in found(("fields", "envelope"), SERVICE + f"      {snippet}\n")
        if f.rule == "CR002"
    ]
    assert len(findings) == 1
    assert findings[0].severity == "error"
    assert message in findings[0].message
    assert findings[0].help.endswith(help)


@pytest.mark.parametrize(
    "snippet",
    [
        'containerConcurrency: "80"',
        "containerConcurrency: ' 80 '",
        "containerConcurrency: 0x50",
        "containerConcurrency: ${CONCURRENCY}",
        "containerConcurrency:",
        "containerConcurrency: []",
        "serviceAccountName: null",
        "nodeSelector: {}",
        "nodeSelector: ${SELECTOR}",
        "volumes: {name: scratch, emptyDir: {}}",
        "volumes: []",
    ],
)
def test_values_that_gcloud_takes_are_silent(snippet: str) -> None:
    assert found(("fields", "envelope"), SERVICE + f"      {snippet}\n") == []


@pytest.mark.parametrize(
    ("snippet", "severity"),
    [("containerConcurrency: true", "warning"), ("nodeSelector: {a: null}", "warning")],
)
def test_what_the_api_may_or_may_not_take_is_a_warning(snippet: str, severity: str) -> None:
    findings = found(("fields", "envelope"), SERVICE + f"      {snippet}\n")
    assert [(f.rule, f.severity) for f in findings] == [("CR002", severity)]


@pytest.mark.parametrize("value", ["987654321", "3.25", "yes", "{a: secret-text}", "[secret-text]"])
def test_the_value_of_an_env_var_is_never_shown(value: str) -> None:
    text = SERVICE + f"        env:\n        - name: PIN\n          value: {value}\n"
    findings = found(("fields", "envelope"), text)
    assert spots(findings) == [("CR002", 12, 18)]
    shown = findings[0].message + findings[0].help
    assert "`PIN`" in shown or "`value`" in shown
    for part in (value, "secret-text", "987654321"):
        assert part not in shown


def test_the_header_of_a_probe_is_never_shown() -> None:
    text = SERVICE + (
        "        startupProbe:\n          httpGet:\n            httpHeaders:\n"
        "            - {name: Authorization, value: 987654321}\n"
    )
    (finding,) = found(("fields", "envelope"), text)
    assert "987654321" not in finding.message + finding.help


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SERVICE.replace("  name: web\n", "  labels: {}\n"), ("CR003", 3, 1)),
        (SERVICE.replace("metadata:\n  name: web\n", ""), ("CR003", 2, 7)),
        (SERVICE.replace("metadata:\n  name: web\n", "metadata:\n"), ("CR003", 3, 1)),
        (SERVICE.replace("image: us-docker.pkg.dev/p/r/web:1", "name: app"), ("CR003", 9, 9)),
        (SERVICE.replace("image: us-docker.pkg.dev/p/r/web:1", "image:"), ("CR003", 9, 9)),
        (SERVICE.split("spec:")[0], ("CR003", 4, 9)),
        (JOB.split("  template:")[0], ("CR003", 5, 1)),
    ],
)
def test_required_fields(text: str, expected: tuple[str, int, int]) -> None:
    assert spots(found(("fields", "envelope"), text)) == [expected]


def test_a_misspelt_required_field_is_reported_once() -> None:
    text = SERVICE.replace("containers:", "container:")
    assert [(f.rule, f.help) for f in found(("fields", "envelope"), text)] == [
        ("CR001", "Write `containers`.")
    ]


def test_the_v2_shape_of_a_secret_is_reported_once_a_field() -> None:
    text = (
        SERVICE
        + "      volumes: [{name: a, secret: {secret: x, items: [{version: '1', path: b}]}}]\n"
    )
    assert [(f.rule, f.help) for f in found(("fields", "envelope"), text)] == [
        ("CR001", "Write `secretName`."),
        ("CR001", "Write the version as `key`."),
    ]


@pytest.mark.parametrize(
    ("namespace", "fine"),
    [
        ("default", False),
        ("kube-system", False),
        ("Prod", False),
        ("abc", False),
        ("my-project", True),
        ("example.com:my-project", True),
        ("123456789012", True),
        ("'123456789012'", True),
        ("PROJECT_ID", True),
        ("", True),
    ],
)
def test_namespaces(namespace: str, fine: bool) -> None:
    text = SERVICE.replace("  name: web\n", f"  name: web\n  namespace: {namespace}\n")
    assert spots(found(("fields", "envelope"), text)) == ([] if fine else [("CR009", 5, 14)])


def test_a_field_that_came_later_is_a_warning_that_names_the_sdk() -> None:
    (finding,) = found(("fields", "envelope"), JOB + "      delayExecution: true\n")
    assert (finding.rule, finding.severity) == ("CR008", "warning")
    assert "578" in finding.help


def test_every_field_that_the_schema_calls_unsupported_is_listed() -> None:
    rules = rule_file("fields").rules
    listed = set(rules["CR006"]["params"]["fields"]) | set(rules["CR007"]["params"]["fields"])
    parents = {path.partition(".")[2] for path in listed}
    missing = []
    for owner, fields in TYPES.items():
        for name, cells in fields.items():
            flags = cells[2].split() if len(cells) > 2 else []
            if "unsupported" not in flags or "gcloud-never" in flags:
                continue
            # What stands below an unsupported field needs no entry of its own.
            inside = any(
                owner in cells[1:2] and parent in parents
                for rows in TYPES.values()
                for parent, cells in rows.items()
            )
            if f"{owner}.{name}" not in listed and not inside:
                missing.append(f"{owner}.{name}")
    assert missing == []


def test_every_listed_and_required_field_exists() -> None:
    rules = rule_file("fields").rules
    for rule in ("CR006", "CR007"):
        for path in rules[rule]["params"]["fields"]:
            owner, _, name = path.partition(".")
            assert name in TYPES[owner], path
    required = rules["CR003"]["params"]["required"]
    for owner, names in required.items():
        for name in "|".join(names).split("|"):
            assert name in TYPES[owner], (owner, name)
    for owner, fields in TYPES.items():
        for name, cells in fields.items():
            flags = cells[2].split() if len(cells) > 2 else []
            if name in ("apiVersion", "kind") or "unsupported" in flags:
                continue
            if "required" in flags:
                assert name in required.get(owner, ()), f"{owner}.{name}"


def test_no_field_that_exists_is_told_to_be_unknown() -> None:
    """An entry of `reported` that names a field of its own type would never be used."""
    types = {
        name
        for kind in ("Service", "Job", "WorkerPool")
        for name in _type_names(Schema.load(kind).root, set())
    }
    for entry in rule_file("fields").rules["CR001"]["params"]["reported"]:
        for owner in entry["in"]:
            assert owner in types, owner


def _type_names(type: object, seen: set[str]) -> set[str]:
    seen.add(type.name)  # type: ignore[attr-defined]
    for field in type.fields.values():  # type: ignore[attr-defined]
        if field.type is not None and field.type.name not in seen:
            _type_names(field.type, seen)
    return seen


_WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["metadata", "name", "spec", "template", "containers", "env", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(spec=_WILD, metadata=_WILD)
def test_no_shape_is_too_wild(spec: object, metadata: object) -> None:
    text = json.dumps(
        {"apiVersion": "run.googleapis.com/v1", "kind": "Job", "metadata": metadata, "spec": spec}
    )
    for finding in found(("fields", "envelope"), text):
        assert finding.place.line == 1
        assert len(finding.message) < 400


@pytest.mark.parametrize(("written", "explained"), [("y", True), ("off", True), ("true", False)])
def test_words_that_are_booleans_in_yaml_1_1_are_explained(written: str, explained: bool) -> None:
    (finding,) = found("fields", SERVICE + f"        env: [{{name: DEBUG, value: {written}}}]\n")
    assert str(finding.help).startswith("Quote the value")
    assert ("single letters are booleans" in str(finding.help)) == explained
