"""`traffic`: the edges of traffic targets and instance splits."""

from __future__ import annotations

import pytest

from tests.checks.judging import rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[]", []),
        ("[{percent: 100, latestRevision: true}]", []),
        ("[{percent: 99, latestRevision: true}]", ["CR061"]),
        # A tag without traffic.
        ("[{percent: 100}, {tag: a, revisionName: web-1}]", []),
        ("[{percent: '100'}]", []),
        # The sum is not known.
        ("[{percent: $P}, {percent: 10, revisionName: r}]", []),
        ("[{percent: 101}]", ["CR060"]),
        ("[{percent: -1}, {percent: 101}]", ["CR060", "CR060"]),
        ("[{percent: 100, revisionName: web-1}]", ["CR066"]),
        ("[{percent: 100, revisionName: web-1}, {latestRevision: true, tag: next}]", []),
        ("[{percent: 100, revisionName: web-1, latestRevision: true}]", ["CR062", "CR066"]),
        ("[{percent: 100, latestRevision: false}]", ["CR063"]),
        ("[{percent: 100, tag: a}, {revisionName: r, tag: a}]", ["CR065"]),
        ("[{percent: 100, tag: 1a}]", ["CR064"]),
        ("[{percent: 100, tag: A}]", ["CR064"]),
        ("[{percent: 100, tag: ''}]", []),
    ],
)
def test_traffic(text: str, rules: list[str]) -> None:
    assert rules_of("traffic", f"spec: {{traffic: {text}}}") == rules


def test_the_splits_of_a_worker_pool_are_its_traffic() -> None:
    splits = "{kind: WorkerPool, spec: {instanceSplits: [{percent: 50}]}}"
    assert rules_of("traffic", splits) == ["CR061"]
    assert rules_of("traffic", splits.replace("instanceSplits", "traffic")) == []


def test_all_traffic_to_the_revision_that_is_deployed_is_no_pin() -> None:
    text = """\
metadata: {name: web}
spec:
  template: {metadata: {name: web-2}}
  traffic: [{percent: 100, revisionName: web-2}]
"""
    assert rules_of(("names", "traffic"), text) == ["CR054"]
