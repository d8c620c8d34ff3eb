"""`volume`: modes as gcloud reads them, and malformed volumes."""

from __future__ import annotations

import pytest

from tests.checks.judging import found, rules_of

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: example}}
spec:
  template:
    spec:
      volumes: {volumes}
      containers:
      - volumeMounts: [{{name: a, mountPath: /a}}]
"""


def judged(volumes: str) -> list[tuple[str, str]]:
    findings = found(("volumes", "volume-mounts"), SERVICE.format(volumes=volumes))
    return [(f.rule, f.severity) for f in findings]


@pytest.mark.parametrize(
    ("mode", "rule"),
    [
        ("0444", None),
        ("292", None),
        ("511", None),
        ("0o444", None),  # a string to gcloud: another rule's
        ('"0"', None),
        ('"0400"', "CR167"),
        ("444", "CR167"),
        ("644", "CR166"),
        ("01000", "CR166"),
        ('"0644"', "CR166"),
        ("$MODE", None),
    ],
)
def test_modes(mode: str, rule: str | None) -> None:
    found_rules = judged(f"[{{name: a, secret: {{secretName: a, defaultMode: {mode}}}}}]")
    assert [name for name, _ in found_rules] == ([rule] if rule else [])


def test_the_mode_that_a_quoted_mode_becomes_is_reported() -> None:
    text = SERVICE.format(volumes='[{name: a, secret: {secretName: a, defaultMode: "0444"}}]')
    (finding,) = found(("volumes", "volume-mounts"), text)
    assert finding.message == (
        "`defaultMode` is read as the decimal number 444, which is mode 0674"
    )
    assert finding.help == "Write it without quotes: `defaultMode: 0444`."


def test_a_path_that_the_two_versions_of_the_api_disagree_on_is_a_warning() -> None:
    volumes = "[{{name: a, secret: {{secretName: a, items: [{{key: latest, path: {}}}]}}}}]"
    assert judged(volumes.format("a/../b")) == [("CR168", "warning")]
    assert judged(volumes.format("../b")) == [("CR168", "error")]


@pytest.mark.parametrize(
    ("kind", "annotation", "rules"),
    [
        ("Service", "", ["CR163"]),
        ("Service", "gen1", ["CR163"]),
        ("Service", "gen2", []),
        ("Service", "${ENVIRONMENT}", []),
        ("WorkerPool", "", []),
    ],
)
def test_volumes_in_memory_need_gen2_in_services(
    kind: str, annotation: str, rules: list[str]
) -> None:
    text = SERVICE.format(volumes="[{name: a, emptyDir: {medium: Memory}}]")
    if annotation:
        stated = f"{{run.googleapis.com/execution-environment: '{annotation}'}}"
        text = text.replace("    spec:\n", f"    metadata: {{annotations: {stated}}}\n    spec:\n")
    text = text.replace("kind: Service", f"kind: {kind}")
    if kind != "Service":
        text = text.replace("serving.knative.dev", "run.googleapis.com")
    assert [f.rule for f in found(("volumes", "volume-mounts"), text)] == rules


@pytest.mark.parametrize(
    "volumes",
    [
        "[{name: a, persistentVolumeClaim: {claimName: a}}]",
        "[{name: a, csi: text}]",
        "[{name: a, emptyDir: [1]}]",
        "[{name: a, secret: {secretName: a, items: text}}]",
        "{name: a, secret: {}}",
    ],
)
def test_malformed_volumes_are_left_to_the_rules_of_shape(volumes: str) -> None:
    assert judged(volumes) == []


def test_a_csi_volume_without_anything_lacks_driver_and_bucket() -> None:
    assert [rule for rule, _ in judged("[{name: a, csi: {readOnly: true}}]")] == ["CR159", "CR160"]


def disks(*sizes: str, location: str = "", environment: str = "gen2") -> list[str]:
    volumes = ", ".join(
        f"{{name: v{number}, emptyDir: {{medium: Disk, sizeLimit: {size}}}}}"
        for number, size in enumerate(sizes)
    )
    label = f"cloud.googleapis.com/location: {location}" if location else ""
    rules = rules_of(
        "volumes",
        f"metadata: {{labels: {{{label}}}}}\n"
        "spec:\n  template:\n"
        f"    metadata: {{annotations: {{run.googleapis.com/execution-environment: {environment}}}}}\n"
        f"    spec: {{volumes: [{volumes}]}}\n",
    )
    return [rule for rule in rules if rule != "CR165"]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (["10Gi"], []),
        (["10240Mi"], []),
        (["'10737418239'"], ["CR188"]),
        (["10G"], ["CR188"]),
        (["1Gi", "1Gi"], ["CR188", "CR188"]),
        (["10Gi", "10Gi", "10Gi"], ["CR197"]),
        (["11Gi"], ["CR197"]),
        (["$SIZE", "10Gi"], []),
        (["10Gb"], ["CR161"]),
    ],
)
def test_sizes_of_ephemeral_disks(sizes: list[str], expected: list[str]) -> None:
    assert disks(*sizes) == expected


def test_an_ephemeral_disk_needs_gen2() -> None:
    assert disks("10Gi", environment="gen1") == ["CR163"]


@pytest.mark.parametrize(
    ("location", "expected"),
    [("us-west1", []), ("us-west2", ["CR189"]), ("$REGION", []), ("''", []), ("", [])],
)
def test_regions_of_ephemeral_disks(location: str, expected: list[str]) -> None:
    assert disks("10Gi", location=location) == expected
