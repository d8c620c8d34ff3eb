"""`label-syntax`: the edges of labels."""

from __future__ import annotations

import pytest

from lint.engine.examples import example_findings
from tests.checks.judging import judge_of, rules_of


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
    assert rules_of("label-syntax", f"metadata: {{labels: {{{text}}}}}") == rules


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1.0.0", "the value of label `a` contains `.`"),
        ("Team A/B", "the value of label `a` contains capital letters, blanks, `/`"),
        ("b" * 64, "the value of label `a` has 64 characters; the limit is 63"),
        ("x…", "the value of label `a` contains signs that are not allowed"),
    ],
)
def test_what_is_wrong_with_a_value_is_said(value: str, message: str) -> None:
    judge = judge_of("label-syntax")
    (finding,) = example_findings(judge, f'metadata: {{labels: {{a: "{value}"}}}}', {})
    assert str(finding.message) == message
