"""Fields that do not exist, or do not exist here, and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.repair import repair
from lint.engine.run import check
from lint.model.options import Options
from lint.settings import SettingsTree
from tests.checks.judging import found, spots
from tests.checks.platform.least import JOB, POOL, SERVICE


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


def test_a_template_whose_spec_is_missing_is_no_level_too_many(tmp_path: Path) -> None:
    path = tmp_path / "job.yaml"
    path.write_text(
        "apiVersion: run.googleapis.com/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n"
        "    template:\n      spec:\n        containers: [{image: docker.io/library/nginx:1.27}]\n"
    )
    messages = [finding.message for finding in check(Options([str(path)])).findings]
    assert not any("written twice" in message for message in messages)
    assert any("`template`" in message for message in messages)


HEAD = (
    "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\nspec:\n  template:\n"
)
CONTAINER = "      containers:\n      - image: us-docker.pkg.dev/p/r/i:1\n"


@pytest.mark.parametrize(
    ("before", "after", "safe"),
    [
        (
            f"    containerConcurrency: 3  # few\n    spec:\n{CONTAINER}",
            f"    spec:\n{CONTAINER}      containerConcurrency: 3  # few\n",
            True,
        ),
        # Probes have a field of this name, too.
        (
            f"    timeoutSeconds: 60\n    spec:\n{CONTAINER}",
            f"    spec:\n{CONTAINER}      timeoutSeconds: 60\n",
            False,
        ),
        (
            f"    spec:\n{CONTAINER}        limits: {{cpu: '1'}}\n",
            f"    spec:\n{CONTAINER}        resources:\n          limits: {{cpu: '1'}}\n",
            True,
        ),
        # It may be meant for either of the containers.
        (
            f"    spec:\n      limits: {{cpu: '1'}}\n{CONTAINER}      - image: us-docker.pkg.dev/p/r/b:1\n"
            "        name: b\n",
            None,
            False,
        ),
    ],
)
def test_a_field_is_moved_to_the_one_object_that_has_it(
    tmp_path: Path, before: str, after: str | None, safe: bool
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD + before)
    done = repair(Options([str(file)]), SettingsTree(), unsafe=True)
    texts = [source.text for source in done.after.values()]
    assert texts == ([] if after is None else [HEAD + after])
    by_itself = repair(Options([str(file)]), SettingsTree(), unsafe=False)
    assert bool(by_itself.after) is (safe and after is not None)
