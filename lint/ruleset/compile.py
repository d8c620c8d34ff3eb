"""Rule files to compiled rules: a file, what it extends, and its own rules on top.

Every error is found in one go and has its place, what was expected, and a nearest match.
"""

from __future__ import annotations

import os
import posixpath

from lint.checks.registry import CHECKS
from lint.errors import os_reason
from lint.model.rule import RuleSetError
from lint.model.text import number, own, say
from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.ruleset.elsewhere.origin import Located, Package, Tree
from lint.ruleset.elsewhere.reference import ElsewhereError, is_elsewhere
from lint.ruleset.elsewhere.store import NotFetchedError
from lint.ruleset.parameters import validate
from lint.ruleset.rule_body import compile_rule, is_off, stated_scope, unknown_rule
from lint.ruleset.rule_file import ErrorList, RuleFile
from lint.ruleset.validators import RULE_SET
from lint.support.confinement import root_of
from lint.support.nearest import did_you_mean
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.ruleset.elsewhere.origin import Origin
    from lint.ruleset.elsewhere.reference import GitReference
    from lint.yaml.tree import ScalarNode

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

    `path` may also refer to a rule set from elsewhere (`lint.ruleset.elsewhere`), which has a name of
    its own in messages.

    What a file extends must be, links followed, in the folder `root`, which is by default the root of
    its repository: a rule file may be a stranger's.

    Without `docs`, what is inherited from built-in sets comes from their shipped plans, which is
    faster and lacks what only people read.

    Raises `RuleSetError` with every error in it and in what it extends, `OSError` when the file
    itself cannot be read, and `ElsewhereError` for one from elsewhere that cannot be used.
    """
    compiler, rule_set = _compiled(path, display_path, docs, root)
    if compiler.errors.findings:
        raise RuleSetError(compiler.errors.findings, compiler.errors.sources)
    return rule_set


def not_fetched(path: str, root: str = "") -> list[GitReference]:
    """The rule sets that must be fetched before the rule file at `path` can be compiled.

    What these extend is not known yet. Raises what `compile_rule_set` raises but for `RuleSetError`.
    """
    try:
        compiler, _ = _compiled(path, "", False, root)
    except NotFetchedError as error:
        return [error.reference]
    return compiler.not_fetched


def _compiled(path: str, display_path: str, docs: bool, root: str) -> tuple[_Compiler, RuleSet]:
    if is_elsewhere(path):
        # What no settings have named comes from the command line.
        located = Located(path, local=not root)
        compiler = _Compiler(docs, Tree(root))
        return compiler, compiler.file(located.path, located.display_path, located.origin, ())
    tree = Tree(root_of(path, root))
    compiler = _Compiler(docs, tree)
    return compiler, compiler.file(path, display_path or path, tree, ())


class _Compiler:
    """Compiles a file and those that it extends, each of them once."""

    def __init__(self, docs: bool, tree: Tree) -> None:
        self.docs = docs
        self.tree = tree
        self.errors = ErrorList()
        self.not_fetched: list[GitReference] = []
        self.done: dict[tuple[str, str], RuleSet] = {}

    def file(self, path: str, display_path: str, origin: Origin, chain: tuple[str, ...]) -> RuleSet:
        """One file with all that it extends.

        `chain` are the files that extend each other down to this one. Raises `OSError` and
        `ValueError` when it cannot be read, and `ElsewhereError`.
        """
        real = os.path.realpath(path)
        key = (origin.place, real)
        if key not in self.done:
            file = RuleFile(path, display_path, self.errors, origin.read(path))
            rule_set = RuleSet("", "")
            if file.root is not None:
                rule_set = self.compiled(file, file.root, origin, (*chain, real))
            # The package may be in another folder the next time.
            in_package = isinstance(origin, Package)
            rule_set.inputs.append(posixpath.normpath(display_path) if in_package else path)
            self.done[key] = rule_set
        return self.done[key]

    def compiled(
        self, file: RuleFile, root: MappingNode, origin: Origin, chain: tuple[str, ...]
    ) -> RuleSet:
        """The rule set of a file that holds a mapping."""
        header = validate(file, RULE_SET, file.data(root, skip=("vars",)), root) or {}
        rule_set = RuleSet(str(root.plain().get("ruleset", "")), header.get("description", ""))
        for entry, name in file.extended():
            base = self.extended(file, entry, name, origin, chain)
            if base is not None:
                rule_set.inputs.extend(path for path in base.inputs if path not in rule_set.inputs)
                rule_set.rules.update(base.rules)
                rule_set.elsewhere.update(base.elsewhere)
                if name not in built_in_names():
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

    def extended(
        self,
        file: RuleFile,
        entry: ScalarNode,
        name: str,
        origin: Origin,
        chain: tuple[str, ...],
    ) -> RuleSet | None:
        """The rule set that an entry of `extends` names, or None with an error."""
        built_in = built_in_sets()
        if name in built_in:
            shipped = None if self.docs else built_in_plan(name)
            if shipped is not None:
                return _from_plan(shipped)
            path, display_path, origin = built_in[name], name, self.tree
        elif is_elsewhere(name):
            try:
                located = Located(name)
            except ElsewhereError as error:
                self.unusable(file, entry, error)
                return None
            path, display_path, origin = located.path, located.display_path, located.origin
        else:
            path = os.path.join(os.path.dirname(file.path), name)
            display_path = os.path.join(os.path.dirname(file.display_path), name)
        try:
            if not origin.has(path):
                help = say("Extend a file in the {}.", own(origin.place))
                if isinstance(origin, Tree):
                    help = say("Extend a file in the repository, or pass this one with --rules.")
                file.error(
                    entry, say("`{}` leads out of the {}", own(name), own(origin.place)), help
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
            return self.file(path, display_path, origin, chain)
        except ElsewhereError as error:
            self.unusable(file, entry, error)
            return None
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

    def unusable(self, file: RuleFile, entry: ScalarNode, error: ElsewhereError) -> None:
        """Reports that a rule set from elsewhere cannot be used."""
        if isinstance(error, NotFetchedError):
            self.not_fetched.append(error.reference)
        file.error(entry, own(error.message), own(error.help))


def _from_plan(plan: dict[str, Any]) -> RuleSet:
    rule_set = RuleSet(plan["ruleset"], "")
    rule_set.rules = {rule["id"]: {**rule, "docs": {}} for rule in plan["rules"]}
    return rule_set


def _limited(rule: dict[str, Any], how: str, scope: dict[str, list[str]]) -> dict[str, Any]:
    """The rule, for the resources that are `within` or `outside` a scope."""
    applies_to = rule.get("applies-to", {})
    limits = {**applies_to, how: [*applies_to.get(how, ()), scope]}
    return {**rule, "applies-to": limits}
