"""lint.deploy.gcloud.faults: every kind has a rule, and counts as one thing."""

from lint.deploy.gcloud.faults import DOUBTS, LOSSES, REFUSALS, Faults
from lint.deploy.text import Text
from lint.model.source import Source
from lint.model.text import say
from lint.ruleset.plan import load_plan


def test_every_kind_is_selected_by_a_rule():
    rules = [rule for rule in load_plan("deploy").rules if rule.check == "deploy-step"]
    selected = {kind for rule in rules for kind in rule.params}
    assert selected >= REFUSALS | LOSSES | DOUBTS


def test_no_kind_is_of_two_sorts():
    assert not (REFUSALS & LOSSES) | (REFUSALS & DOUBTS) | (LOSSES & DOUBTS)


def test_only_refusals_refuse():
    faults = Faults()
    where = Text.of("x", Source("a", "x"), 1, 1)
    faults.add("list-replaced", where, say("a"))
    assert not faults.refused
    faults.add("bad-list", where, say("b"), say("c"), [(where, say("d"))])
    assert faults.refused
    fault = faults.found[1]
    assert (fault.where.line, str(fault.help), str(fault.related[0][1])) == (1, "c", "d")
