"""What the judge makes of findings, of rules that cannot run, and of faults of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.context import CheckContext
from lint.engine.judge import Judge, text_findings
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.rule import Plan
from lint.ruleset.compile import compile_rule_set
from lint.ruleset.plan import load_plan
from lint.ruleset.rule_file import RuleFile
from lint.yaml.tree import MappingNode

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - image: us-docker.pkg.dev/p/r/web:1
        env:
        - {name: A, value: ""}
"""


def plan(folder: Path, rules: str, name: str = "own", more: str = "") -> Plan:
    path = folder / f"{name}.yaml"
    path.write_text(f"ruleset: {name}\n{more}rules:\n{rules}")
    return Plan(compile_rule_set(str(path)).plan())


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule files may state the checks of the built-in rules."""
    monkeypatch.setattr(RuleFile, "shipped", True)


def context(text: str = SERVICE) -> CheckContext:
    manifest = read_manifest("service.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return CheckContext(Resource(root, "Service", manifest.source))


def test_a_finding_of_two_plans_is_given_once(tmp_path: Path) -> None:
    one = plan(tmp_path, "  O1: {title: t, env: {required: A}}\n")
    findings = Judge([one, one], frozenset()).judge(context())
    assert findings is not None
    assert [finding.rule for finding in findings] == ["O1"]


def test_what_a_rule_of_the_users_says_a_built_in_rule_need_not_say_again(tmp_path: Path) -> None:
    rules = (
        "  O1: {title: t, env: {required: A}}\n"
        "  O2: {title: t, consequence: broken, env: {required: A}}\n"
    )
    findings = Judge([plan(tmp_path, rules)], frozenset()).judge(context()) or []
    assert [finding.rule for finding in findings] == ["O1"]


def test_no_plan_for_a_resource_is_not_a_pass(tmp_path: Path) -> None:
    other = plan(tmp_path, "  O1: {title: t, env: {}}\n", more="applies-to: {name: api}\n")
    assert Judge([other], frozenset()).judge(context()) is None


@pytest.mark.usefixtures("as_shipped")
def test_a_rule_that_lacks_its_input_is_not_run(tmp_path: Path) -> None:
    rules = "  O1: {title: t, build: {modules: app}}\n  O2: {title: t, inventory-age: 3}\n"
    judge = Judge([plan(tmp_path, rules)], frozenset())
    assert judge.judge(context()) == []
    assert {entry.rule: entry.reason for entry in judge.not_run.values()} == {
        "O1": "needs --wheel, --source or --image",
        "O2": "needs --live or --inventory",
    }
    assert not judge.failed


def test_the_context_knows_all_rules_that_apply(tmp_path: Path) -> None:
    rules = (
        "  O1: {title: t, env: {required: A}}\n"
        "  O2: {title: t, build: {modules: app}}\n"
        "  O3: {title: t, applies-to: {kind: Job}, ingress: internal}\n"
    )
    judged = context()
    Judge([plan(tmp_path, rules)], frozenset()).judge(judged)
    assert [rule.id for rule in judged.rules] == ["O1", "O2"]


def test_lookups_are_those_that_checks_need(tmp_path: Path) -> None:
    rules = (
        "  O1: {title: t, secrets: {A: db, B: {version: pinned}}}\n"
        "  O2: {title: t, secrets: {C: db, D: key}}\n"
        "  O3: {title: t, env: {required: A}}\n"
    )
    judge = Judge([plan(tmp_path, rules)], frozenset())
    assert judge.lookups("Service", "web") == {("secret", "db"): "O1", ("secret", "key"): "O2"}


@pytest.mark.usefixtures("as_shipped")
def test_a_text_is_judged_by_the_last_form_of_a_rule(tmp_path: Path) -> None:
    faults = read_manifest("a.yaml", b"a: 1\na: 2\n").faults
    built_in = load_plan("input")
    (finding,), failed = text_findings([built_in], faults)
    assert (finding.rule, finding.severity, str(finding.place)) == ("IN005", "error", "a.yaml:2:1")
    assert [str(related.place) for related in finding.related] == ["a.yaml:1:1"]
    assert not failed
    own = plan(tmp_path, "  IN005: {severity: warning}\n", more="extends: input\n")
    (finding,), _ = text_findings([built_in, own], faults)
    assert (finding.rule, finding.severity) == ("IN005", "warning")
    mine = plan(tmp_path, "  O1: {title: t, reading: duplicate-key}\n", "mine")
    (finding,), _ = text_findings([built_in, mine], faults)
    assert finding.rule == "O1"


def test_a_rule_that_the_resource_is_not_for_says_nothing(tmp_path: Path) -> None:
    rules = (
        "  O1: {title: t, applies-to: {kind: Job}, env: {required: [B]}}\n"
        "  O2: {title: t, applies-to: {name: api-*}, env: {required: [B]}}\n"
        "  O3: {title: t, applies-to: {name: w*}, env: {required: [B]}}\n"
    )
    findings = Judge([plan(tmp_path, rules)], frozenset()).judge(context()) or []
    assert [finding.rule for finding in findings] == ["O3"]
