"""Rule files to compiled rules: reading, validating, extending, overriding.

Every mistake is found in one go and has its place, what was expected, and a nearest match.
"""

from __future__ import annotations

import os
import re

from lint.checks.registry import CHECKS, CheckError, check_error, load_check
from lint.errors import os_reason
from lint.manifest.reader import read_manifest
from lint.model.findings import Finding, Place, Related
from lint.model.rule import ParameterError, RuleSetError
from lint.ruleset.builtin import built_in_names, built_in_plan
from lint.ruleset.validators import RULE, RULE_SET, UnsureError, rule_fields, validated
from lint.support.nearest import did_you_mean
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.checks.registry import LoadedCheck
    from lint.model.source import Source

_VARIABLE = re.compile(r"(\$?)\$\{([A-Za-z_]\w*)\}")
MAX_DEPTH_OF_EXTENDS = 20


class RuleSet:
    """A rule set with everything that it inherits.

    `rules` maps ids to compiled rules as JSON-like data (see `lint.model.rule.Rule`) with a `docs` key
    for what only people read. `own` has the ids of the rules that do not come from a built-in
    set which the file extends. `elsewhere` has further versions of rules by their ids: what `applies-to` limits to
    some resources leaves an inherited rule as it was for all others. `inputs` are the rule files that went into it, in order.
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


def check_names() -> list[str]:
    """The keys under which a rule may state its check."""
    return list(CHECKS)


def built_in_sets() -> dict[str, str]:
    """The built-in rule sets by name, with their paths."""
    return {name: data_path("rules", f"{name}.yaml") for name in built_in_names()}


def compile_rule_set(path: str, display_path: str = "", *, docs: bool = True) -> RuleSet:
    """Compiles the rule file at `path`; `display_path` is the path that messages use.

    Without `docs`, what is inherited from built-in sets comes from their shipped plans, which is
    faster and lacks what only people read.

    Raises `RuleSetError` with every mistake in it and in what it extends, and `OSError` when the
    file itself cannot be read.
    """
    compiler = _Compiler(docs)
    rule_set = compiler.file(path, display_path or path, ())
    if compiler.findings:
        raise RuleSetError(compiler.findings, compiler.sources)
    return rule_set


class _Compiler:
    """Collects the mistakes of all files that go into one rule set."""

    def __init__(self, docs: bool) -> None:
        self.docs = docs
        self.findings: list[Finding] = []
        self.sources: dict[str, Source] = {}
        self.done: dict[str, RuleSet] = {}

    def file(self, path: str, display_path: str, chain: tuple[str, ...]) -> RuleSet:
        """One file with all that it extends. Raises `OSError` when it cannot be read."""
        real = os.path.realpath(path)
        if real in self.done:
            return self.done[real]
        with open(path, "rb") as stream:
            data = stream.read()
        manifest = read_manifest(display_path, data, yaml_1_2=True)
        self.sources[display_path] = manifest.source
        reader = _File(self, manifest.source, path)
        for fault in manifest.faults:
            if fault.kind == "date-value":
                continue
            message = str(fault.message)
            if fault.kind == "duplicate-key":
                message = message.partition(";")[0]
            elif fault.kind == "several-documents":
                message = "a rule file holds one document"
            where = fault.where
            place = Place(display_path, where.line, where.column, where.end_line, where.end_column)
            self.complain(place, message, str(fault.help))
        rule_set = RuleSet("", "")
        root = next((d.root for d in manifest.documents if d.root is not None), None)
        if isinstance(root, MappingNode):
            rule_set = reader.read(root, (*chain, real))
        rule_set.inputs.append(path)
        self.done[real] = rule_set
        return rule_set

    def has(self, message: str) -> bool:
        """Whether this has been reported anywhere."""
        return any(finding.message == message for finding in self.findings)

    def complain(
        self, place: Place, message: str, help: str = "", related: Iterable[Related] = ()
    ) -> None:
        """Records a mistake."""
        self.findings.append(
            Finding(
                rule="SET001",
                name="broken-rule-set",
                severity="error",
                consequence="policy",
                because="A broken rule set judges nothing.",
                message=message,
                place=place,
                help=help,
                related=tuple(related),
            )
        )


class _File:
    """One rule file: its tree, its variables and its rules."""

    def __init__(self, compiler: _Compiler, source: Source, path: str) -> None:
        self.compiler = compiler
        self.source = source
        self.path = path
        self.vars: dict[str, str] = {}
        self.scope: dict[str, Any] = {}

    def read(self, root: MappingNode, chain: tuple[str, ...]) -> RuleSet:
        variables = root.get("vars")
        if isinstance(variables, MappingNode):
            self.vars = {
                name: value.text
                for name, _, value in variables.items()
                if isinstance(value, ScalarNode)
            }
        header = self.validated(RULE_SET, self.data(root, skip=("vars",)), root) or {}
        raw = root.plain()
        rule_set = RuleSet(
            str(raw.get("ruleset", "")),
            header.get("description", ""),
        )
        self.scope = _applies_to(header.get("applies-to"))
        for entry in self.entries(root.get("extends")):
            base = self.extended(entry, chain)
            if base is not None:
                rule_set.inputs.extend(path for path in base.inputs if path not in rule_set.inputs)
                rule_set.rules.update(base.rules)
                rule_set.elsewhere.update(base.elsewhere)
                if self.expand(entry.text, entry) not in built_in_names():
                    rule_set.own |= base.own
        rules = root.get("rules")
        if isinstance(rules, MappingNode):
            for rule_id, key, body in rules.items():
                self.rule(rule_set, rule_id, key, body)
        return rule_set

    def entries(self, node: Node | None) -> list[ScalarNode]:
        nodes = node.items if isinstance(node, SequenceNode) else [node]
        return [
            item for item in nodes if isinstance(item, ScalarNode) and isinstance(item.value, str)
        ]

    def extended(self, entry: ScalarNode, chain: tuple[str, ...]) -> RuleSet | None:
        name = self.expand(entry.text, entry)
        known = built_in_sets()
        if name in known:
            shipped = None if self.compiler.docs else built_in_plan(name)
            if shipped is not None:
                return _from_plan(shipped)
            path = known[name]
        else:
            path = os.path.join(os.path.dirname(self.path), name)
        if os.path.realpath(path) in chain:
            self.complain(entry, f"the rule set extends itself through `{name}`")
            return None
        if len(chain) >= MAX_DEPTH_OF_EXTENDS:
            self.complain(entry, f"rule sets extend each other over {len(chain)} levels")
            return None
        display_path = (
            name if name in known else os.path.join(os.path.dirname(self.source.path), name)
        )
        try:
            return self.compiler.file(path, display_path, chain)
        except OSError as error:
            if name.endswith((".yaml", ".yml")) or "/" in name:
                self.complain(entry, f"cannot extend `{name}`: {os_reason(error)}")
            else:
                self.complain(
                    entry, f"there is no built-in rule set `{name}`", did_you_mean(name, known)
                )
            return None

    def rule(self, rule_set: RuleSet, rule_id: str, key: ScalarNode, body: Node) -> None:
        versions = list(rule_set.elsewhere.get(rule_id, ()))
        if rule_id in rule_set.rules:
            versions.insert(0, rule_set.rules[rule_id])
        inherited = versions[0] if versions else None
        if isinstance(body, ScalarNode) and (body.value is False or body.value == "off"):
            if inherited is None:
                self.unknown_rule(rule_set, rule_id, key)
            self.put(rule_set, rule_id, [], versions)
            return
        if not isinstance(body, MappingNode):
            self.complain(body, "a rule is a mapping, or `off`")
            return
        fields = rule_fields()
        checks: list[tuple[str, ScalarNode, Node]] = []
        for name, name_key, value in body.items():
            if name in fields:
                continue
            if name not in CHECKS:
                self.complain(
                    name_key,
                    f"`{name}` is neither a field of a rule nor a check",
                    did_you_mean(name, [*fields, *check_names()]),
                )
            else:
                checks.append((name, name_key, value))
        if len(checks) > 1:
            names = " and ".join(f"`{name}`" for name, *_ in checks)
            self.complain(
                checks[1][1], f"a rule has one check, this one has {names}", "Make two rules of it."
            )
            return
        data = {name: value for name, value in self.data(body).items() if name in fields}
        common = self.validated(RULE, data, body)
        if common is None:
            return
        if not checks and inherited is None:
            unknown = any(name not in fields for name in body.keys)
            if not unknown and body.keys:
                self.unknown_rule(rule_set, rule_id, key)
            return
        stated: dict[str, Any] = {}
        if checks:
            name, _, value = checks[0]
            stated = {"check": name}
            try:
                stated["params"] = self.params(name, value)
            except CheckError as error:  # not a mistake of the rule file: it is told when run
                stated["params"] = {}
                stated["error"] = [error.module, error.what]
            if stated["params"] is None:
                return
        bases = versions or [{"id": rule_id}]
        if checks:  # what was wrong with the check that the rule had before is past
            bases = [{k: v for k, v in base.items() if k != "error"} for base in bases]
        changed = [self.compiled({**base, **stated}, data, common, key) for base in bases]
        self.put(rule_set, rule_id, changed, versions)
        if inherited is None:
            rule_set.own.add(rule_id)

    def put(
        self,
        rule_set: RuleSet,
        rule_id: str,
        changed: list[dict[str, Any]],
        versions: list[dict[str, Any]],
    ) -> None:
        """Puts the versions of a rule as this file changes them in the place of those before.

        With `applies-to`, the file changes them for the resources of its scope only.
        """
        kept: list[dict[str, Any]] = []
        if self.scope:
            kept = [_limited(version, "outside", self.scope) for version in versions]
            changed = [_limited(version, "within", self.scope) for version in changed]
        rule_set.rules.pop(rule_id, None)
        if changed:
            rule_set.rules[rule_id] = changed[0]
        rule_set.elsewhere[rule_id] = [*changed[1:], *kept]

    def compiled(
        self, compiled: dict[str, Any], data: Any, common: Any, key: ScalarNode
    ) -> dict[str, Any]:
        """A version of a rule with the fields that the file states."""
        compiled["docs"] = dict(compiled.get("docs", {}))
        title = common["title"] or compiled.get("title", "")
        compiled["title"] = title
        if common["name"] is not None or "name" not in compiled:
            compiled["name"] = common["name"] or _slug(title) or compiled["check"]
        for field in ("severity", "consequence", "because", "message", "container"):
            if field in data or field not in compiled:
                compiled[field] = common[field]
        if common["applies-to"] is not None:
            inherited = compiled.get("applies-to", {})
            limits = {name: inherited[name] for name in ("within", "outside") if name in inherited}
            compiled["applies-to"] = {**_applies_to(common["applies-to"]), **limits}
        for field in ("source", "since"):
            if field in data or field not in compiled["docs"]:
                compiled["docs"][field] = common[field]
        if common["examples"] is not None:
            compiled["docs"]["examples"] = common["examples"]
        place = self.place(key)
        compiled["docs"]["place"] = [place.path, place.line, place.column]
        return compiled

    def unknown_rule(self, rule_set: RuleSet, rule_id: str, key: ScalarNode) -> None:
        self.complain(
            key,
            f"`{rule_id}` has no check and is no rule of a set that this one extends",
            did_you_mean(rule_id, rule_set.rules) if rule_set.rules else "",
        )

    def params(self, name: str, node: Node) -> Any:
        """The parameters of a check as JSON-like data, or None when they are wrong.

        Raises `CheckError` for a broken check.
        """
        check = load_check(name)
        before = len(self.compiler.findings)
        data = self.data(node)
        if len(self.compiler.findings) > before:
            return None
        params = self.validated(name, data, node, check)
        if len(self.compiler.findings) > before:
            return None
        try:
            return check.prepare(params)
        except ParameterError as error:
            if error.once and self.compiler.has(error.message):
                return None
            target, _ = _locate(node, error.path)
            place = self.place(target)
            if (
                error.offset >= 0
                and isinstance(target, ScalarNode)
                and target.line == target.end_line
            ):
                quote = 1 if target.style in ("'", '"') else 0
                place.column += error.offset + quote
                place.end_column = place.column + 1
            self.complain(place, error.message, error.help)
            return None
        except Exception as error:
            raise check_error(check.module, error) from error

    def validated(self, name: str, data: Any, node: Node, check: LoadedCheck | None = None) -> Any:
        """The data as the model of a rule set, a rule or a check reads it; None with mistakes."""
        try:
            return validated(name, data)
        except UnsureError:
            pass
        from lint.ruleset.mistakes import examine
        from lint.ruleset.models import Header, RuleFields

        if check is not None:
            try:
                value, mistakes = examine(check.model(), data, f"`{name}`")
            except Exception as error:
                raise check_error(check.module, error) from error
        else:
            value, mistakes = examine(Header if name == RULE_SET else RuleFields, data, name)
        seen: set[tuple[int, int]] = set()
        for mistake in mistakes:
            target, missing = _locate(node, mistake.path)
            if mistake.unknown_key:
                parent, _ = _locate(node, mistake.path[:-1], through_keys=False)
                if isinstance(parent, MappingNode):
                    target = parent.keys.get(str(mistake.path[-1]), target)
            place = self.place(target)
            # A union reports each of its members; one complaint a place is enough.
            if (place.line, place.column) not in seen:
                seen.add((place.line, place.column))
                self.compiler.complain(place, *mistake.words(missing))
        return value

    def data(self, node: Node, skip: tuple[str, ...] = ()) -> Any:
        """The node as plain data with the variables filled in."""
        if isinstance(node, MappingNode):
            return {
                name: value.plain() if name in skip else self.data(value)
                for name, _, value in node.items()
            }
        if isinstance(node, SequenceNode):
            return [self.data(item) for item in node.items]
        assert isinstance(node, ScalarNode)
        return self.expand(node.value, node) if isinstance(node.value, str) else node.value

    def expand(self, text: str, node: ScalarNode) -> str:
        """Fills in `${name}`; a name that `vars` does not have is a mistake. `$$` stands for `$`."""
        if "${" not in text:
            return str(text)

        def value(match: re.Match[str]) -> str:
            escape, name = match.groups()
            if escape:
                return f"${{{name}}}"
            if name not in self.vars:
                self.complain(
                    node, f"`${{{name}}}` is not among `vars`", did_you_mean(name, self.vars)
                )
            return self.vars.get(name, "")

        return _VARIABLE.sub(value, text)

    def place(self, node: Node | Place) -> Place:
        if isinstance(node, Place):
            return node
        end = (node.end_line, node.end_column)
        if not isinstance(node, ScalarNode) and node.end_line != node.line:
            end = (node.line, len(self.source.lines()[node.line - 1]) + 1)
        return Place(self.source.path, node.line, node.column, *end)

    def complain(self, node: Node | Place, message: str, help: str = "") -> None:
        place = self.place(node)
        if not any(
            finding.place == place and finding.message == message
            for finding in self.compiler.findings
        ):
            self.compiler.complain(place, message, help)


def _from_plan(plan: dict[str, Any]) -> RuleSet:
    rule_set = RuleSet(plan["ruleset"], "")
    rule_set.rules = {rule["id"]: {**rule, "docs": {}} for rule in plan["rules"]}
    return rule_set


def _limited(rule: dict[str, Any], how: str, scope: dict[str, Any]) -> dict[str, Any]:
    """The rule, for the resources that are `within` or `outside` a scope."""
    applies_to = rule.get("applies-to", {})
    limits = {**applies_to, how: [*applies_to.get(how, ()), scope]}
    return {**rule, "applies-to": limits}


def _applies_to(scope: Any) -> dict[str, list[str]]:
    return {key: value for key, value in (scope or {}).items() if value}


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")


def _locate(node: Node, path: Iterable[str | int], through_keys: bool = True) -> tuple[Node, str]:
    """The node that a path leads to as far as the tree goes; then the first key not found.

    pydantic puts the names of union members into its paths; what is not in the tree is skipped.
    A path that ends in a mapping's key leads to the key when its value is the whole complaint.
    """
    steps = list(path)
    missing = ""
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        if isinstance(node, MappingNode) and isinstance(step, str):
            value = node.get(step)
            if value is None:
                missing = missing or step
                if step == "[key]" and number:
                    continue
            elif last and through_keys and isinstance(value, (MappingNode, SequenceNode)):
                return node.keys[step], missing
            else:
                node, missing = value, ""
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node, missing = node.items[step], ""
        else:
            missing = missing or str(step)
    return node, missing
