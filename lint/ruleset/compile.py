"""Rule files to compiled rules: a file, what it extends, and its own rules on top.

Every error is found in one go and has its place, what was expected, and a nearest match.
"""

from __future__ import annotations

import os

from lint.checks.registry import CHECKS
from lint.errors import os_reason
from lint.model.rule import RuleSetError
from lint.model.text import number, own, say
from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.ruleset.parameters import validate
from lint.ruleset.rule_body import compile_rule, is_off, stated_scope, unknown_rule
from lint.ruleset.rule_file import ErrorList, RuleFile
from lint.ruleset.validators import RULE_SET
from lint.support.confinement import is_inside, root_of
from lint.support.nearest import did_you_mean
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_DEPTH_OF_EXTENDS = 20


class RuleSet:
    """A rule set with everything that it inherits.

    `rules` maps ids to compiled rules as JSON-like data (see `lint.model.rule.Rule`) with a `docs`
    key for what only people read. `elsewhere` has further versions of rules by their ids: what
    `applies-to` limits to some resources leaves an inherited rule as it was for all others. `own`
    has the ids of the rules that do not come from a built-in set which the file extends. `inputs`
    are the rule files that went into it, in order.
    """

    def __init__(self, name: str, description: str) -> None:
        self.name = name
        self.description = description
        self.rules: dict[str, dict[str, Any]] = {}
        self.elsewhere: dict[str, list[dict[str, Any]]] = {}
        self.own: set[str] = set()
        self.inputs: list[str] = []

    def plan(self) -> dict[str, Any]:
        """The part that checking needs, as JSON-like data."""
        versions = list(self.rules.values())
        for others in self.elsewhere.values():
            versions += others
        rules = [{key: value for key, value in rule.items() if key != "docs"} for rule in versions]
        return {"ruleset": self.name, "rules": rules}

    def versions(self, rule_id: str) -> list[dict[str, Any]]:
        """All versions of a rule, the one in `rules` first."""
        found = [self.rules[rule_id]] if rule_id in self.rules else []
        return found + self.elsewhere.get(rule_id, [])

    def replace(
        self, rule_id: str, changed: list[dict[str, Any]], scope: dict[str, list[str]]
    ) -> None:
        """Puts the versions of a rule as a file changes them in the place of those before.

        With a `scope`, the file changes them for the resources of its scope only.
        """
        kept: list[dict[str, Any]] = []
        if scope:
            kept = [_limited(version, "outside", scope) for version in self.versions(rule_id)]
            changed = [_limited(version, "within", scope) for version in changed]
        self.rules.pop(rule_id, None)
        if changed:
            self.rules[rule_id] = changed[0]
        self.elsewhere[rule_id] = [*changed[1:], *kept]


def check_names() -> list[str]:
    """The keys under which a rule may state its check."""
    return list(CHECKS)


def built_in_sets() -> dict[str, str]:
    """The built-in rule sets by name, with their paths."""
    return {name: data_path("rules", f"{name}.yaml") for name in built_in_names()}


def compile_rule_set(
    path: str, display_path: str = "", *, docs: bool = True, root: str = ""
) -> RuleSet:
    """Compiles the rule file at `path`; `display_path` is the path that messages use.

    What it extends must be, links followed, in the folder `root`, which is by default the root of
    its repository: a rule file may be a stranger's.

    Without `docs`, what is inherited from built-in sets comes from their shipped plans, which is
    faster and lacks what only people read.

    Raises `RuleSetError` with every error in it and in what it extends, and `OSError` when the
    file itself cannot be read.
    """
    compiler = _Compiler(docs, root_of(path, root))
    rule_set = compiler.file(path, display_path or path, ())
    if compiler.errors.findings:
        raise RuleSetError(compiler.errors.findings, compiler.errors.sources)
    return rule_set


class _Compiler:
    """Compiles a file and those that it extends, each of them once."""

    def __init__(self, docs: bool, root: str) -> None:
        self.docs = docs
        self.root = root
        self.errors = ErrorList()
        self.done: dict[str, RuleSet] = {}

    def file(self, path: str, display_path: str, chain: tuple[str, ...]) -> RuleSet:
        """One file with all that it extends.

        `chain` are the files that extend each other down to this one. Raises `OSError` and
        `ValueError` when it cannot be read.
        """
        real = os.path.realpath(path)
        if real not in self.done:
            file = RuleFile(path, display_path, self.errors)
            rule_set = RuleSet("", "")
            if file.root is not None:
                rule_set = self.compiled(file, file.root, (*chain, real))
            rule_set.inputs.append(path)
            self.done[real] = rule_set
        return self.done[real]

    def compiled(self, file: RuleFile, root: MappingNode, chain: tuple[str, ...]) -> RuleSet:
        """The rule set of a file that holds a mapping."""
        header = validate(file, RULE_SET, file.data(root, skip=("vars",)), root) or {}
        rule_set = RuleSet(str(root.plain().get("ruleset", "")), header.get("description", ""))
        for entry in _strings(root.get("extends")):
            base = self.extended(file, entry, chain)
            if base is not None:
                rule_set.inputs.extend(path for path in base.inputs if path not in rule_set.inputs)
                rule_set.rules.update(base.rules)
                rule_set.elsewhere.update(base.elsewhere)
                if file.expand(entry.text, entry) not in built_in_names():
                    rule_set.own |= base.own
        scope = stated_scope(header.get("applies-to"))
        rules = root.get("rules")
        if isinstance(rules, MappingNode):
            for rule_id, key, body in rules.items():
                versions = rule_set.versions(rule_id)
                changed: list[dict[str, Any]] | None = []
                if not is_off(body):
                    changed = compile_rule(file, key, body, versions, rule_set.rules)
                elif not versions:
                    unknown_rule(file, key, rule_set.rules)
                if changed is not None:
                    rule_set.replace(rule_id, changed, scope)
                    if not versions:
                        rule_set.own.add(rule_id)
        return rule_set

    def may_read(self, path: str) -> bool:
        """Whether a file may be extended: one of the repository, or one that the tool brings."""
        return not self.root or is_inside(path, self.root) or is_inside(path, data_path("rules"))

    def extended(self, file: RuleFile, entry: ScalarNode, chain: tuple[str, ...]) -> RuleSet | None:
        """The rule set that an entry of `extends` names, or None with an error."""
        name = file.expand(entry.text, entry)
        built_in = built_in_sets()
        if name in built_in:
            shipped = None if self.docs else built_in_plan(name)
            if shipped is not None:
                return _from_plan(shipped)
            path, display_path = built_in[name], name
        else:
            path = os.path.join(os.path.dirname(file.path), name)
            display_path = os.path.join(os.path.dirname(file.display_path), name)
        try:
            if not self.may_read(path):
                file.error(
                    entry,
                    say("`{}` leads out of the repository", own(name)),
                    say("Extend a file in the repository, or pass this one with --rules."),
                )
                return None
            if os.path.realpath(path) in chain:
                file.error(entry, say("the rule set extends itself through `{}`", own(name)))
                return None
            if len(chain) >= MAX_DEPTH_OF_EXTENDS:
                file.error(
                    entry, say("rule sets extend each other over {} levels", number(len(chain)))
                )
                return None
            return self.file(path, display_path, chain)
        except (OSError, ValueError) as error:
            if name.endswith((".yaml", ".yml")) or "/" in name:
                file.error(entry, say("cannot extend `{}`: {}", own(name), own(os_reason(error))))
            else:
                file.error(
                    entry,
                    say("there is no built-in rule set `{}`", own(name)),
                    own(did_you_mean(name, built_in)),
                )
            return None


def _strings(node: Node | None) -> list[ScalarNode]:
    """The strings of a list, or of a lone string."""
    nodes = node.items if isinstance(node, SequenceNode) else [node]
    return [item for item in nodes if isinstance(item, ScalarNode) and isinstance(item.value, str)]


def _from_plan(plan: dict[str, Any]) -> RuleSet:
    rule_set = RuleSet(plan["ruleset"], "")
    rule_set.rules = {rule["id"]: {**rule, "docs": {}} for rule in plan["rules"]}
    return rule_set


def _limited(rule: dict[str, Any], how: str, scope: dict[str, list[str]]) -> dict[str, Any]:
    """The rule, for the resources that are `within` or `outside` a scope."""
    applies_to = rule.get("applies-to", {})
    limits = {**applies_to, how: [*applies_to.get(how, ()), scope]}
    return {**rule, "applies-to": limits}
