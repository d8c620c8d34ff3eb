"""What `lint explain CHECK` prints, and docs/checks.md is made of: the checks that rules may use."""

from __future__ import annotations

from lint.ruleset.schema_parts import Part, rule_set_part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    Row = tuple[str, str, str, str]

EXAMPLES = {
    "annotations": "annotations: {at: template, required: [run.googleapis.com/execution-environment]}",
    "assert": "assert: has(container.livenessProbe)",
    "build": "build: {entrypoint: app.main:app, modules: [app.jobs], forbidden-files: ['**/.env']}",
    "cloudsql": "cloudsql: {instances: ['shop-prod:europe-west1:orders']}",
    "env": "env: {required: [DB_HOST], forbidden: ['*_LOCAL'], values: {MODE: {one-of: [live]}}}",
    "image": "image: {registries: [europe-docker.pkg.dev/shop-prod], pinned: digest}",
    "ingress": "ingress: [internal, internal-and-cloud-load-balancing]",
    "labels": "labels: {required: [team], values: {stage: {one-of: [live, test]}}}",
    "resources": "resources: {memory: {min: 512Mi}, min-instances: {min: 1}, timeout: {max: 5m}}",
    "secrets": "secrets: {DB_PASSWORD: {secret: orders-db, version: pinned}}",
    "service-account": "service-account: {allowed: ['*@shop-prod.iam.gserviceaccount.com']}",
    "vpc": "vpc: {connector: main, egress: all-traffic}",
}
"""A rule of each check, as YAML."""

_HEAD = """\
# The rule-set reference

`scripts/generate.py` writes this page from the models of rule sets. `lint explain CHECK` shows one check. A
`list` may also be a single string.
"""


def check_names() -> list[str]:
    """The checks that rule sets of users may have."""
    return list(EXAMPLES)


def checks_guide(schema: dict[str, Any]) -> str:
    """All keys of rule sets and rules, and all checks, in Markdown, from the schema of rule sets."""
    whole = Part(schema, schema["$defs"])
    rule = whole.at(("rules", "ID"))
    assert rule is not None
    own = {name: part for name, part in rule.keys.items() if name not in EXAMPLES}
    lines = [_HEAD, "## A rule set", "", *_table(_rows(whole.keys, "", below=False)), ""]
    lines += ["## A rule", "", "A rule has these keys and exactly one of the checks below.", ""]
    lines += [*_table(_rows(own, "")), ""]
    return "\n".join([*lines, *(_guide(name, rule) for name in EXAMPLES)])


def check_guide(name: str) -> str:
    """One check in Markdown: its parameters and an example."""
    rule = rule_set_part().at(("rules", "ID"))
    assert rule is not None
    return _guide(name, rule)


def _guide(name: str, rule: Part) -> str:
    check = rule.keys[name]
    text = check.says.rstrip(".")
    lines = [f"## `{name}`", "", f"{text[:1].upper()}{text[1:]}.", ""]
    rows = list(_rows(_below(check), ""))
    if rows:
        lines += _table(rows)
    else:
        lines.append(f"The value is {check.takes}.")
    lines += ["", "```yaml", f"{EXAMPLES[name]}", "```"]
    if name == "assert":
        lines += ["", "`lint explain assert` describes the language."]
    return "\n".join(lines) + "\n"


def _table(rows: Iterable[Row]) -> list[str]:
    lines = ["| key | value | default | what it says |", "|---|---|---|---|"]
    return lines + [f"| {' | '.join(_cell(part) for part in row)} |" for row in rows]


def _below(part: Part) -> dict[str, Part]:
    """The keys of a mapping; NAME stands for those that the author names."""
    keys = part.keys
    if part.named is not None:
        keys["NAME"] = part.named
    return keys


def _rows(keys: dict[str, Part], above: str, below: bool = True) -> Iterator[Row]:
    """Key, type, default and description of each key; with `below`, nested ones by their whole path."""
    for name, part in keys.items():
        key = f"{above}{name}"
        yield f"`{key}`", part.takes, part.default, part.says
        if below:
            yield from _rows(_below(part), f"{key}.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
