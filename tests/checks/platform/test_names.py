"""`names`: the edges of names, labels and traffic."""

from __future__ import annotations

import pytest

from tests.checks.judging import rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR051"]),
        ("a-", ["CR050"]),
        ("1a", ["CR050"]),
        ("a_b", ["CR050"]),
        ("Web", ["CR050"]),
        # A word to fill in.
        ("WEB", []),
        ("'${NAME}'", []),
        ("''", []),
        ("a--b", []),
    ],
)
def test_names_of_resources(text: str, rules: list[str]) -> None:
    assert rules_of("names", f"metadata: {{name: {text}}}") == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("web-1", ["CR054"]),
        ("web", ["CR052"]),
        ("website-1", ["CR052"]),
        ("web-", ["CR053"]),
        ("web-A", ["CR053"]),
        ("web-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR054"]),
        ("web-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR053"]),
        ("$NAME", []),
        ("''", []),
    ],
)
def test_names_of_revisions(text: str, rules: list[str]) -> None:
    assert (
        rules_of(
            "names",
            f"{{metadata: {{name: web}}, spec: {{template: {{metadata: {{name: {text}}}}}}}}}",
        )
        == rules
    )


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a: b", []),
        ("a: ''", []),
        ("ä: ü", []),
        ("A: b", ["CR055"]),
        ("1: b", ["CR055"]),
        ("a: B", ["CR056"]),
        ("a: b c", ["CR056"]),
        (
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            [],
        ),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: b", ["CR055"]),
        ("a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", ["CR056"]),
        # System labels have a grammar of their own.
        ("cloud.googleapis.com/location: EU", []),
        ("'${KEY}': b", []),
        ("a: '${VALUE}'", []),
        (
            "l0: a, l1: a, l2: a, l3: a, l4: a, l5: a, l6: a, l7: a, l8: a, l9: a, l10: a, l11: a, l12: a, l13: a, l14: a, l15: a, l16: a, l17: a, l18: a, l19: a, l20: a, l21: a, l22: a, l23: a, l24: a, l25: a, l26: a, l27: a, l28: a, l29: a, l30: a, l31: a, l32: a, l33: a, l34: a, l35: a, l36: a, l37: a, l38: a, l39: a, l40: a, l41: a, l42: a, l43: a, l44: a, l45: a, l46: a, l47: a, l48: a, l49: a, l50: a, l51: a, l52: a, l53: a, l54: a, l55: a, l56: a, l57: a, l58: a, l59: a, l60: a, l61: a, l62: a, l63: a",
            [],
        ),
        (
            "l0: a, l1: a, l2: a, l3: a, l4: a, l5: a, l6: a, l7: a, l8: a, l9: a, l10: a, l11: a, l12: a, l13: a, l14: a, l15: a, l16: a, l17: a, l18: a, l19: a, l20: a, l21: a, l22: a, l23: a, l24: a, l25: a, l26: a, l27: a, l28: a, l29: a, l30: a, l31: a, l32: a, l33: a, l34: a, l35: a, l36: a, l37: a, l38: a, l39: a, l40: a, l41: a, l42: a, l43: a, l44: a, l45: a, l46: a, l47: a, l48: a, l49: a, l50: a, l51: a, l52: a, l53: a, l54: a, l55: a, l56: a, l57: a, l58: a, l59: a, l60: a, l61: a, l62: a, l63: a, l64: a",
            ["CR057"],
        ),
    ],
)
def test_labels(text: str, rules: list[str]) -> None:
    assert rules_of("names", f"metadata: {{labels: {{{text}}}}}") == rules


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
    assert rules_of("names", f"spec: {{traffic: {text}}}") == rules


def test_the_splits_of_a_worker_pool_are_its_traffic() -> None:
    splits = "{kind: WorkerPool, spec: {instanceSplits: [{percent: 50}]}}"
    assert rules_of("names", splits) == ["CR061"]
    assert rules_of("names", splits.replace("instanceSplits", "traffic")) == []


def test_all_traffic_to_the_revision_that_is_deployed_is_no_pin() -> None:
    text = """\
metadata: {name: web}
spec:
  template: {metadata: {name: web-2}}
  traffic: [{percent: 100, revisionName: web-2}]
"""
    assert rules_of("names", text) == ["CR054"]
