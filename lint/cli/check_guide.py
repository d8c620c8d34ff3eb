"""What `lint explain CHECK` prints, and docs/checks.md is made of: the checks that rules may use."""

from __future__ import annotations

from lint.ruleset.schema_parts import Part, rule_set_part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

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
# The checks of rules

Each rule has exactly one of these checks, beside `title`, `because`, `severity` and the like, which
`lint schema ruleset` describes. A `list` may also be a single string.
"""


def check_names() -> list[str]:
    """The checks that rule sets of users may have."""
    return list(EXAMPLES)


def checks_guide(definitions: dict[str, Any]) -> str:
    """All checks, in Markdown, from the definitions of the JSON Schema of rule sets."""
    rule = Part(definitions["Rule"], definitions)
    return "\n".join([_HEAD, *(_guide(name, rule) for name in EXAMPLES)])


def check_guide(name: str) -> str:
    """One check in Markdown: its parameters and an example."""
    rule = rule_set_part().at(("rules", "ID"))
    assert rule is not None
    return _guide(name, rule)


def _guide(name: str, rule: Part) -> str:
    check = rule.keys[name]
    text = check.says.rstrip(".")
    lines = [f"## `{name}`", "", f"{text[:1].upper()}{text[1:]}.", ""]
    rows = list(_rows(check, ""))
    if rows:
        lines += ["| key | value | default | what it says |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(_cell(part) for part in row)} |" for row in rows]
    else:
        lines.append(f"The value is {check.takes}.")
    lines += ["", "```yaml", f"{EXAMPLES[name]}", "```"]
    if name == "assert":
        lines += ["", "`lint explain assert` describes the language."]
    return "\n".join(lines) + "\n"


def _rows(part: Part, above: str) -> Iterator[tuple[str, str, str, str]]:
    """Key, type, default and description of each parameter; nested ones by their whole path."""
    keys = part.keys
    if part.named is not None:
        keys["NAME"] = part.named
    for name, below in keys.items():
        key = f"{above}{name}"
        yield f"`{key}`", below.takes, below.default, below.says
        yield from _rows(below, f"{key}.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
