"""Manifests with anything anywhere: every check and every report survives them."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint.checks.context import CheckContext
from lint.engine.judge import Judge, text_findings
from lint.manifest.reader import read_manifest
from lint.manifest.resource import KINDS, Resource
from lint.model.findings import Outcome
from lint.report import FORMATS, render
from lint.ruleset.plan import load_plan
from lint.yaml.tree import MappingNode

JUDGE = Judge([load_plan("cloud-run")], frozenset())
INPUT = load_plan("input")

odd = st.sampled_from(
    [None, [], {}, 3, -1, 1.5, True, "", "x", "${X}", [None], [[1]], {"a": None}, {"name": 3}, "9" * 50,
     "a\x85b", "\u202e", "\ud834", "/cloudsql/a:b", "1e999", "{app:[x]}", "[{]", 10**30, {"k": {"k": {}}}]
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        found += places(item, (*path, key))
    return found


FULL = {
    "metadata": {"annotations": {"run.googleapis.com/ingress": "all"}, "labels": {"a": "b"}},
    "spec": {
        "traffic": [{"latestRevision": True, "percent": 100}],
        "template": {
            "metadata": {
                "annotations": {
                    "run.googleapis.com/cloudsql-instances": "p-12345:us-central1:i",
                    "run.googleapis.com/network-interfaces": '[{"network": "n"}]',
                    "run.googleapis.com/container-dependencies": "{a: [b]}",
                    "autoscaling.knative.dev/maxScale": "3",
                }
            },
            "spec": {
                "containers": [
                    {
                        "name": "a",
                        "image": "us-docker.pkg.dev/p/r/i:1",
                        "command": ["sh"],
                        "args": ["--port=80"],
                        "ports": [{"containerPort": 8080}],
                        "env": [
                            {"name": "A", "value": "b"},
                            {"name": "S", "valueFrom": {"secretKeyRef": {"name": "s", "key": "1"}}},
                        ],
                        "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
                        "startupProbe": {"httpGet": {"path": "/"}, "periodSeconds": 5},
                        "volumeMounts": [{"name": "v", "mountPath": "/v"}],
                    }
                ],
                "volumes": [
                    {
                        "name": "v",
                        "secret": {"secretName": "s", "items": [{"key": "1", "path": "p"}]},
                    }
                ],
                "serviceAccountName": "a@p.iam.gserviceaccount.com",
            },
        },
    },
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_breaks(data: st.DataObject) -> None:
    manifest = json.loads(json.dumps(FULL))
    for _ in range(data.draw(st.integers(1, 4))):
        *way, last = data.draw(st.sampled_from(places(manifest)))
        target = manifest
        for key in way:
            target = target[key]
        target[last] = copy.deepcopy(data.draw(odd))
        if not places(manifest):
            break
    text = json.dumps(manifest)
    read = read_manifest("x.yaml", text.encode())
    outcome = Outcome()
    outcome.sources["x.yaml"] = read.source
    findings, failed = text_findings([INPUT], read.faults)
    outcome.findings += findings
    assert not failed
    root = read.documents[0].root if read.documents else None
    if isinstance(root, MappingNode):
        for kind in KINDS:
            outcome.findings += JUDGE.judge(CheckContext(Resource(root, kind, read.source))) or []
    assert not JUDGE.failed
    for name in FORMATS:
        assert render(name, outcome)
