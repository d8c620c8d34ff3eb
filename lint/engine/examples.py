"""The examples of rules: fragments made into whole manifests, and run.

A rule's examples are its tests. An `invalid` fragment must make its rule report, on the line
that the comment `# <--` marks when there is one, and no other rule of the set with severity
error, unless `# also: ID` names it or it states a policy. A `valid` fragment must not make its rule report.
"""

from __future__ import annotations

import re

from lint.checks.context import CheckContext
from lint.engine.acceptance.by_comment import ByComment
from lint.engine.acceptance.comments import may_hold_comments
from lint.engine.acceptance.known_rules import KnownRules
from lint.engine.deploy_steps import example_faults
from lint.engine.judge import Judge, text_findings
from lint.manifest.reader import read_manifest
from lint.manifest.resource import KINDS, Resource, classify
from lint.model.rule import Plan
from lint.model.source import Source
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.model.findings import Finding
    from lint.ruleset.compile import RuleSet

_ALSO = re.compile(r"#\s*also:\s*([\w-]+(?:\s*,\s*[\w-]+)*)")
_FILE = re.compile(r"^#\s*file:\s*([^\s,]+)(?:, line (\d+))?[ \t]*\n", re.MULTILINE)
_MARK = re.compile(r"[^#]*+#.*<--")

_CONTAINER = "      containers:\n      - image: us-docker.pkg.dev/example/app/web:1.4.2\n"
SKELETONS = {
    "Service": "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: example\n"
    "spec:\n  template:\n    spec:\n" + _CONTAINER,
    "WorkerPool": "apiVersion: run.googleapis.com/v1\nkind: WorkerPool\nmetadata:\n  name: example\n"
    "spec:\n  template:\n    spec:\n" + _CONTAINER,
    "Job": "apiVersion: run.googleapis.com/v1\nkind: Job\nmetadata:\n  name: example\n"
    "spec:\n  template:\n    spec:\n      template:\n        spec:\n"
    + _CONTAINER.replace("      ", "          ", 1).replace("\n      ", "\n          "),
    "Instance": "apiVersion: run.googleapis.com/v1\nkind: Instance\nmetadata:\n  name: example\n"
    "spec:\n" + _CONTAINER.replace("      ", "  "),
}
"""The least manifest of each kind that deploys."""


class Results:
    """What the examples of a rule set showed.

    `own` and `inherited` count the examples of the rules of `RuleSet.own` and of the others;
    `failures` says in words what failed, and `without` names the set's own
    rules that have no examples.
    """

    __slots__ = ("failures", "inherited", "own", "without")

    def __init__(self) -> None:
        self.own = 0
        self.inherited = 0
        self.failures: list[str] = []
        self.without: list[str] = []


def whole_set(rule_set: RuleSet) -> Judge:
    """What judges fragments by all rules of a set."""
    # Fragments rarely carry a name, so scopes by name would leave nothing to judge.
    rules = [
        {**rule, "applies-to": _by_kind(rule, rule_id in rule_set.own)}
        for rule_id, rule in rule_set.rules.items()
    ]
    return Judge([Plan({"ruleset": rule_set.name, "rules": rules})], frozenset(("policies",)))


def run_examples(rule_set: RuleSet) -> Results:
    """Runs all examples of a rule set."""
    judge = whole_set(rule_set)
    results = Results()
    for rule_id, rule in rule_set.rules.items():
        examples = rule["docs"].get("examples") or {}
        number = sum(len(examples.get(kind, ())) for kind in ("valid", "invalid"))
        if rule_id not in rule_set.own:
            results.inherited += number
        elif number:
            results.own += number
        else:
            results.without.append(rule_id)
        for kind in ("valid", "invalid"):
            for number, text in enumerate(examples.get(kind, ()), start=1):
                name = f"{rule_id}, {kind} example {number}"
                found = example_findings(judge, text, rule)
                reasons = [reason for rule, reason in judge.not_run if rule == rule_id]
                if reasons:
                    results.failures.append(
                        f"{name}: the rule {reasons[0]}, so an example cannot show it"
                    )
                    break
                results.failures.extend(
                    f"{name}: {fault}" for fault in _faults(rule_id, kind, text, found)
                )
    return results


def example_findings(judge: Judge, text: str, rule: dict[str, Any]) -> list[Finding]:
    """What the rules of `judge` report on a fragment, made whole.

    A text that begins with `# file: NAME` is a file of that name, which holds deploy steps. More
    files that it names may follow in the same way. Where a line can have no comment,
    `# file: NAME, line 3` says which one must be reported. For rules about organisation policies see
    `lint.engine.policy_examples`.
    """
    found = uncommented_findings(judge, text, rule)
    if may_hold_comments(text) and not _FILE.match(text):
        comments = ByComment({"example": Source("example", text)}, KnownRules(judge.plans, ()))
        found, _ = comments.split(found)
        comments.find_unused((), ())
        found += text_findings(judge.plans, comments.faults)[0]
    return found


def uncommented_findings(judge: Judge, text: str, rule: dict[str, Any]) -> list[Finding]:
    """What the rules report on a fragment, whether its comments accept that or not."""
    starts = [*_FILE.finditer(text)]
    if starts and starts[0].start() == 0:
        ends = [*(match.start() for match in starts[1:]), len(text)]
        files = [
            (match[1], text[match.start() : end]) for match, end in zip(starts, ends, strict=True)
        ]
        return text_findings(judge.plans, example_faults(files))[0]
    policies = None
    if text.startswith("name: "):
        from lint.engine.policy_examples import is_policy_file, policies_of

        if is_policy_file(text):
            policies, text = policies_of(text)
            if not text:
                return text_findings(judge.plans, policies.policies.faults)[0]
    manifest = read_manifest("example", text.encode())
    root = next((d.root for d in manifest.documents if d.root is not None), None)
    findings, _ = text_findings(judge.plans, manifest.faults)
    if not isinstance(root, MappingNode):
        return findings
    check_context = CheckContext(_complete(root, rule, manifest.source), policies=policies)
    return findings + (judge.judge(check_context) or [])


def _complete(root: MappingNode, rule: dict[str, Any], source: Any) -> Resource:
    if "apiVersion" in root:
        kind = classify(root)[0] or "Service"
        return Resource(root, kind, source)
    scope = _by_kind(rule, True)
    kinds = [
        kind
        for patterns in (scope["kind"], *(limit["kind"] for limit in scope["within"]))
        for kind in patterns
    ] or list(KINDS)
    stated = root.get("kind")
    kind = stated.text if isinstance(stated, ScalarNode) and stated.text in KINDS else kinds[0]
    kind = kind if kind in SKELETONS else "Service"
    skeleton = read_manifest("skeleton", SKELETONS[kind].encode()).documents[0].root
    assert isinstance(skeleton, MappingNode)
    _fill(root, skeleton)
    resource = Resource(root, kind, source)
    resource.of_one_text = False
    return resource


def _by_kind(rule: dict[str, Any], own: bool) -> dict[str, Any]:
    """The part of a rule's scope that depends on kinds.

    The examples of an inherited rule were written without the scope of the set that changes it.
    """
    scope = rule.get("applies-to", {})
    limits = scope.get("within", ()) if own else ()
    within = [{"kind": limit.get("kind", [])} for limit in limits]
    return {"kind": scope.get("kind", []), "within": within}


def _fill(node: Node, skeleton: Node) -> None:
    if isinstance(node, MappingNode) and isinstance(skeleton, MappingNode):
        for name, key, value in skeleton.items():
            mine = node.get(name)
            if mine is None:
                node.add(name, key, value)
            else:
                _fill(mine, value)
    elif isinstance(skeleton, SequenceNode):
        for item in node.items if isinstance(node, SequenceNode) else [node]:
            _fill(item, skeleton.items[0])


def _faults(rule_id: str, kind: str, text: str, found: list[Finding]) -> list[str]:
    mine = [finding for finding in found if finding.rule == rule_id]
    if kind == "valid":
        return [f"it reports: {finding.message}" for finding in mine]
    if not mine:
        return ["it does not report"]
    faults = []
    lines = text.split("\n")
    marked = {number for number, line in enumerate(lines, start=1) if _MARK.match(line)}
    named = _FILE.match(text)
    if named is not None and named[2]:
        marked.add(int(named[2]))
    reported = {finding.place.line for finding in mine}
    if marked and reported != marked:
        faults.append(f"it reports on line {_numbers(reported)} instead of {_numbers(marked)}")
    allowed = {
        other.strip() for match in _ALSO.finditer(text) for other in match.group(1).split(",")
    }
    for finding in found:
        # Rules of policy ask for things that a fragment need not show.
        expected = finding.rule in (rule_id, *allowed) or finding.consequence == "policy"
        if finding.severity == "error" and not expected:
            faults.append(f"{finding.rule} reports too: {finding.message}")
    return faults


def _numbers(lines: set[int]) -> str:
    return ", ".join(str(line) for line in sorted(lines))
