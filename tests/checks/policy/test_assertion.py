"""`assert`: an expression sees what it asks for, however it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.findings import Outcome
from lint.model.options import Options
from lint.model.rule import RuleSetError
from lint.ruleset.compile import compile_rule_set
from tests.canary.running import leaks
from tests.checks.policy.own_rule import MANIFEST, assert_messages, messages

pytest.importorskip("cel_expr_python")


@pytest.mark.parametrize(
    "expression",
    [
        "container.name == 'side' || container.startupProbe.periodSeconds == 5",
        "dyn(container)['name'] == 'side' || dyn(container)['startupProbe'].failureThreshold == 4",
        r"container.name + '\'' != '\'' + container.image",
        "size(dyn(container)) > 2",
        "container.name == 'side' || container.env.exists(e, e.name == 'MODE')",
        "container.env.all(e, has(e.value) || has(e.valueFrom))",
        "size(env) > 0",
        "container.name == 'side' || env['MODE'].startsWith('fa')",
        "annotations['run.googleapis.com/ingress'] == 'internal'",
        "annotations['autoscaling.knative.dev/maxScale'] == '5'",
        "resource.metadata.name == service.metadata.name",
        "!has(job.metadata) && !has(workerPool.metadata)",
        "template.spec.containers.exists(c, c.name == 'side')",
        "resource.kind == 'Service' && size(dyn(resource)) == 4",
        # What hangs on a placeholder is no verdict.
        "container.name == 'side' || env.LATER == 'anything'",
        "container.name == 'side' || container.env.exists(e, has(e.value) && e.value == 'anything')",
    ],
)
def test_an_expression_that_holds(tmp_path: Path, expression: str) -> None:
    assert messages(tmp_path, f"assert: {expression!r}") == []
    assert messages(tmp_path, f"assert: {f'!({expression})'!r}") != [] or "anything" in expression


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("assert: container.name != ''", []),
        ("assert: size(resource.spec.template.spec.containers) == 1", ["`size(resource"]),
        ("container: app, assert: container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 20", []),
        ("container: app, assert: container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 21", ["`container.startupProbe"]),
        ("container: side, assert: container.startupProbe.periodSeconds > 0", ["`container.startupProbe.periodSeconds > 0` cannot be evaluated for container `side`"]),
        ("container: app, assert: env.LATER == 'x'", []),
        ("container: app, assert: env.PLAIN == 'x'", ["`env.PLAIN == 'x'` is not true for container `app`"]),
        ("assert: \"annotations['autoscaling.knative.dev/maxScale'] == '5'\"", []),
        ("assert: \"resource.spec.template.spec.containers.all(c, !has(c.env) || c.env.all(e, !has(e.value) || e.value != 'x'))\"", ["`resource.spec"]),
        ("assert: \"resource.spec.template.spec.containers.exists(c, c.env.exists(e, e.name == 'LATER' && e.value == 'x'))\"", []),
        ("assert: service.metadata.name == 'web' && !has(job.metadata)", []),
    ],
)  # fmt: skip
def test_an_expression_of_a_rule(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)


def judged(tmp_path: Path, rule: str, manifest: str = MANIFEST) -> Outcome:
    (tmp_path / "service.yaml").write_text(manifest)
    (tmp_path / "rules.yaml").write_text(f"ruleset: own\nrules:\n  T1: {{title: t, {rule}}}\n")
    options = Options([str(tmp_path / "service.yaml")])
    options.rules = [str(tmp_path / "rules.yaml")]
    return check(options)


@pytest.mark.parametrize(
    ("expression", "needs"),
    [
        ("env.LATER != 'x'", ["${LATER}"]),
        ("env.LATER.matches('^[a-z]+-prod$')", ["${LATER}"]),
        ("env.LATER == 'x' || container.name == 'app'", []),
        ("env.LATER == 'x' && env.PLAIN == 'x'", None),
        ("env.LATER == 'x' ? container.name == 'app' : container.image != ''", ["${LATER}"]),
        ("env.LATER == 'x' ? container.name == 'x' : container.image == ''", None),
        ("container.env.exists(e, e.name == 'LATER' && e.value == 'x')", ["${LATER}"]),
        ("container.env.all(e, e.name != 'MODE' || e.value != '')", []),
        ("container.env.exists(e, has(e.value) && e.value == 'hunter2')", []),
        ("container.env.all(e, !has(e.value) || e.value != 'hunter2')", None),
        ("size(container.env.filter(e, has(e.value) && e.value == 'x')) == 0", ["${LATER}"]),
        ("size(container.env.filter(e, e.name == 'KEY')) == 1", []),
        ("env.KEY == 'x'", ["env.KEY"]),
        ("has(env.LATER) && env.LATER.matches('^[a-z]+-prod$')", ["${LATER}"]),
        ("has(env.LATER) ? env.LATER.matches('^x+$') : false", ["${LATER}"]),
        ("size(env.LATER) < 20", ["${LATER}"]),
        ("!env.LATER.matches('^[a-z]+-prod$')", ["${LATER}"]),
        ("container.env.exists(e, has(e.value) && e.value.matches('^a+$'))", ["${LATER}"]),
        ("!has(env.KEY) && has(env.LATER)", []),
        ("'LATER' in env", []),
    ],
)
def test_what_hangs_on_a_placeholder_is_not_decided_and_says_on_which(
    tmp_path: Path, expression: str, needs: list[str] | None
) -> None:
    outcome = judged(tmp_path, f"container: app, assert: {expression!r}")
    broken = [finding for finding in outcome.findings if finding.rule == "T1"]
    reasons = [entry.reason for entry in outcome.not_run if entry.rule == "T1"]
    if needs is None:
        assert len(broken) == 1
        assert not reasons
    else:
        assert not broken
        assert len(reasons) == len(needs)
        for name, reason in zip(needs, reasons, strict=True):
            assert reason == f"needs the value of `{name}`"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 21",
            "`container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 21` is not true for container `app`: "
            "`container.startupProbe.periodSeconds` is `5` and `container.startupProbe.failureThreshold` is `4`",
        ),
        (
            "env.MODE == 'slow'",
            "`env.MODE == 'slow'` is not true for container `app`: `env.MODE` is `<redacted, 5 chars, ends in white space>`",
        ),
        (
            "container.name == 'app' && template.spec.containerConcurrency <= 10",
            "`container.name == 'app' && template.spec.containerConcurrency <= 10` is not true for container `app`: "
            "`template.spec.containerConcurrency` is `80` by default",
        ),
        (
            "container.ports.all(p, p.containerPort == 1)",
            "`container.ports.all(p, p.containerPort == 1)` is not true for container `app`: "
            "`p.containerPort` is `8080`",
        ),
        (
            "container.volumeMounts.exists(m, m.mountPath == '/a')",
            "`container.volumeMounts.exists(m, m.mountPath == '/a')` is not true for container `app`: `container.volumeMounts` is empty",
        ),
        (
            "annotations['run.googleapis.com/launch-stage'] == 'GA' && container.name == 'app'",
            "`annotations['run.googleapis.com/launch-stage'] == 'GA' && container.name == 'app'` cannot be evaluated for container `app`: "
            '`annotations["run.googleapis.com/launch-stage"]` is not set',
        ),
        (
            "container.name == 'a  b'",
            "`container.name == 'a  b'` is not true for container `app`: `container.name` is `app`",
        ),
        (
            "has(container.livenessProbe)",
            "`has(container.livenessProbe)` is not true for container `app`: `container.livenessProbe` is not set",
        ),
    ],
)  # fmt: skip
def test_a_message_has_the_whole_expression_and_the_values_that_decided(
    tmp_path: Path, rule: str, message: str
) -> None:
    assert messages(tmp_path, f"container: app, assert: {rule!r}") == [message]


def test_an_env_var_from_a_secret_is_not_known_in_a_manifest_without_placeholders(
    tmp_path: Path,
) -> None:
    secret = "{name: KEY, valueFrom: {secretKeyRef: {name: key, key: latest}}}"
    manifest = SERVICE.replace("env: [", f"env: [{secret}, ")
    outcome = judged(tmp_path, "assert: env.KEY == 'x'", manifest)
    assert [finding for finding in outcome.findings if finding.rule == "T1"] == []
    assert [entry.reason for entry in outcome.not_run] == ["needs the value of `env.KEY`"]
    assert messages(tmp_path, "assert: \"!has(env.KEY) && env.X != 'x'\"", manifest) == []


@pytest.mark.parametrize(
    "expression",
    [
        "size(container.args) + size(container.command) + size(container.volumeMounts) == 0",
        "service.spec.traffic.all(t, t.percent == 100)",
        "container.name == 'app' || size(container.ports) == 0",
        "size(template.spec.volumes) == 0",
        "container.name == 'app' || container.resources.limits.cpu == '1'",
        "container.name == 'side' || container.resources.limits.cpu == '2'",
    ],
)
def test_lists_that_are_not_stated_are_empty_and_quantities_are_texts(
    tmp_path: Path, expression: str
) -> None:
    manifest = MANIFEST.replace('cpu: "2"', "cpu: 2")
    assert messages(tmp_path, f"assert: {expression!r}", manifest) == []


SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: gcr.io/p/web
          env: [{name: X, value: CANARY0001}]
"""


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("'a'.matches(env.X + '(')", "the pattern of `matches` is not a valid regular expression"),
        ("'a'.matches('*' + env.X)", "the pattern of `matches` is not a valid regular expression"),
        ("int(env.X) == 1", "a value cannot be converted to the type that the expression asks for"),
        ("timestamp(env.X) < timestamp(env.X)", "a value cannot be converted"),
        ("dyn(container)[env.X] == 1", "a key that it uses does not exist"),
        ("dyn(container.env)[env.X].name == ''", "the index of a list is not an integer"),
        ("size(env.X) / 0 == 1", "it divides by zero"),
        ("dyn(container.image) > 5", "an operator or a function has an operand of a wrong type"),
        ("dyn(container.image).a == 1", "it selects a field of a value that has no fields"),
        ("9223372036854775807 + size(env.X) == 1", "a number is out of range"),
        ("dyn(container.image)", "its value is of type string, not true or false"),
    ],
)
def test_an_expression_without_a_value_says_why_and_quotes_no_value(
    tmp_path: Path, expression: str, reason: str
) -> None:
    (tmp_path / "service.yaml").write_text(SERVICE)
    (tmp_path / "rules.yaml").write_text(
        f"ruleset: own\nrules:\n  T1: {{title: t, assert: {expression!r}}}\n"
    )
    assert not leaks(tmp_path, ["service.yaml", "--rules", "rules.yaml"])
    report = (tmp_path / ".reports" / "text").read_text()
    assert "cannot be evaluated for the container" in report
    assert f"help: Change the expression or the manifest: {reason}" in report


def test_the_message_has_the_whole_expression_and_what_decided(tmp_path: Path) -> None:
    expression = (
        "container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 21 "
        "&& has(container.livenessProbe) && container.image != '' && container.name == 'app'"
    )
    (message,) = messages(tmp_path, f'container: app, assert: "{expression}"')
    assert message == (
        f"`{expression}` is not true for container `app`: "
        "`container.startupProbe.periodSeconds` is `5`, "
        "`container.startupProbe.failureThreshold` is `4` and `container.livenessProbe` is not set"
    )


def test_what_is_filled_in_is_called_a_default(tmp_path: Path) -> None:
    expression = "service.spec.template.spec.containerConcurrency <= 10"
    (message,) = messages(tmp_path, f"assert: {expression}")
    assert message == (
        f"`{expression}` is not true: "
        "`service.spec.template.spec.containerConcurrency` is `80` by default"
    )


def test_env_vars_stay_hidden_in_what_decided(tmp_path: Path) -> None:
    (message,) = messages(tmp_path, "container: app, assert: \"env['PLAIN'] == 'x'\"")
    assert message.endswith("`env.PLAIN` is `<redacted, 7 chars>`")


def test_a_very_long_expression_is_cut_with_a_mark(tmp_path: Path) -> None:
    expression = " && ".join(["container.image == 'x'"] * 60)
    message = messages(tmp_path, f'container: app, assert: "{expression}"')[0]
    assert f" ... (+{len(expression) - 1_000:,} characters)` is not true" in message


@pytest.mark.parametrize(
    "probe", ["", "startupProbe: {tcpSocket: {port: 8080}, failureThreshold: 8}"]
)
def test_the_example_of_the_page_is_right_where_cloud_run_fills_in_the_rest(
    tmp_path: Path, probe: str
) -> None:
    expression = (
        "container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 60"
    )
    assert f"assert: {expression}\n" in Path("docs/own-rules.md").read_text()
    manifest = SERVICE + (f"          {probe}\n" if probe else "")
    assert messages(tmp_path, f"assert: {expression}", manifest) == []


UNKNOWN = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      timeoutSeconds: 60
      containers:
        - image: "gcr.io/p/web:${TAG}"
          args: [a, "${ARG}"]
"""


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        ("container.image.endsWith(':1')", "needs the value of `${TAG}`"),
        ("template.spec.containers.all(c, c.image.matches('^gcr.io/p/web:[0-9]+$'))", "needs the value of `${TAG}`"),
        ("has(container.image)", ""),
        ("container.image != '' && size(container.args) == 2", "needs the value of"),
        ("service.spec.template.spec.timeoutSeconds < 100 || container.image == 'x'", ""),
        ("service.spec.template.spec.timeoutSeconds > 100 && container.image == 'x'", "is not true"),
        ("service.spec.template.spec.timeoutSeconds > 100", "is not true"),
    ],
)  # fmt: skip
def test_only_an_expression_that_needs_an_unknown_value_is_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expression: str, verdict: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("service.yaml").write_text(UNKNOWN)
    Path("rules.yaml").write_text(
        f'ruleset: own\nrules:\n  T1: {{title: t, assert: "{expression}"}}\n'
    )
    options = Options(["service.yaml"])
    options.rules = ["rules.yaml"]
    outcome = check(options)
    said = [finding.message for finding in outcome.findings]
    said += [entry.reason for entry in outcome.not_run]
    assert len(said) == (1 if verdict else 0)
    assert verdict in "".join(said)


def test_mistakes_of_types_are_all_reported_at_their_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules.yaml").write_text(
        "ruleset: own\nrules:\n"
        "  T1: {title: t, assert: has(container.livenessProb) && has(container.imag)}\n"
        "  T2: {title: t, assert: container.image}\n"
    )
    with pytest.raises(RuleSetError) as caught:
        compile_rule_set("rules.yaml")
    assert [(f.place.line, f.place.column, f.help) for f in caught.value.findings] == [
        (3, 40, "Did you mean `livenessProbe`?"),
        (3, 71, "Did you mean `image`?"),
        (4, 26, ""),
    ]
