"""The rules that comments may name, and which of them were judged."""

from __future__ import annotations

from lint.engine.acceptance.known_rules import KnownRules
from lint.model.rule import Plan
from lint.ruleset.plan import load_plan


def own_plan(*rules: dict[str, object]) -> Plan:
    common = {"title": "t", "severity": "error", "consequence": "policy", "check": "env"}
    return Plan({"ruleset": "own", "rules": [{**common, "params": {}, **rule} for rule in rules]})


def test_rules_are_named_by_id_and_by_name() -> None:
    known = KnownRules([load_plan("input")], [])
    assert known.named("IN005") == known.named("in005") == known.named("duplicate-key") == {"IN005"}
    assert known.named("IN00") == set()


def test_several_rules_may_have_one_name() -> None:
    plan = own_plan({"id": "A1", "name": "same"}, {"id": "A2", "name": "same"})
    assert KnownRules([plan], []).named("same") == {"A1", "A2"}


def test_a_rule_of_a_built_in_set_that_is_not_in_force_is_known_and_was_not_judged() -> None:
    known = KnownRules([], [])
    assert known.named("BLD022") == {"BLD022"}
    assert known.named("nothing-like-it") == set()
    assert "BLD022" not in known.judged


def test_a_rule_that_could_not_run_or_is_left_out_was_not_judged() -> None:
    plan = own_plan({"id": "A1", "name": "a"}, {"id": "A2", "name": "b"}, {"id": "A3", "name": "c"})
    chosen = plan.chosen(lambda rule: None if rule.id == "A2" else rule)
    known = KnownRules([chosen], ["A3"])
    assert known.judged == {"A1"}
    assert known.named("b") == {"A2"}


def test_rules_that_the_rule_set_does_not_let_be_accepted() -> None:
    known = KnownRules([own_plan({"id": "A1", "name": "a", "ignorable": False})], [])
    assert known.fixed == {"A1"}


def test_the_nearest_rule() -> None:
    known = KnownRules([load_plan("input")], [])
    assert known.nearest("duplicated-key") == "duplicate-key"
    assert known.nearest("zzzzzz") is None
    for number in range(100):
        known.nearest(f"word-{number}")
    assert known.nearest("duplicated-key") == "duplicate-key"
    assert known.nearest("date-values") is None
