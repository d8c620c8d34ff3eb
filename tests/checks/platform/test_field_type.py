"""Values of another type than the field has."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode
from tests.checks.judging import found, judge_of, spots
from tests.checks.platform.least import SERVICE


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


@pytest.mark.parametrize(("written", "explained"), [("y", True), ("off", True), ("true", False)])
def test_words_that_are_booleans_in_yaml_1_1_are_explained(written: str, explained: bool) -> None:
    (finding,) = found("fields", SERVICE + f"        env: [{{name: DEBUG, value: {written}}}]\n")
    assert str(finding.help).startswith("Quote the value")
    assert ("single letters are booleans" in str(finding.help)) == explained


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("${MIN}", 1),
        ("$MIN", 1),
        ("__MIN__", 1),
        ("${{ vars.MIN }}", 1),
        ("${MIN:-1}", 1),
        ('"${MIN}"', 0),
        ("'__MIN__'", 0),
        # The name or the filter says that quotes come with the value.
        ("__MIN_JSON__", 0),
        ("${QUOTED_MIN}", 0),
        ("${MIN_AS_STRING}", 0),
        ("<MIN>", 0),  # to be replaced by hand
        ("1${MIN}x", 0),
        ("MIN_PLACEHOLDER", 0),
    ],
)
def test_placeholders_of_numbers_without_quotes(value: str, number: int) -> None:
    annotation = f"  annotations:\n    run.googleapis.com/minScale: {value}\n"
    text = SERVICE.replace("metadata:\n", f"metadata:\n{annotation}", 1)
    assert [f.rule for f in found("fields", text)] == ["CR042"] * number


@pytest.mark.parametrize("attribute", ["delivered", "deployed_by"])
def test_a_placeholder_that_gcloud_does_not_read_needs_no_quotes(attribute: str) -> None:
    text = SERVICE.replace(
        "metadata:", "metadata:\n  annotations: {run.googleapis.com/minScale: $MIN}", 1
    )
    manifest = read_manifest("service.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", manifest.source)
    setattr(resource, attribute, True if attribute == "delivered" else "gcloud run deploy")
    assert judge_of("fields").judge(CheckContext(resource)) == []
