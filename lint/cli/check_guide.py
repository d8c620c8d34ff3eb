"""What `lint explain CHECK` prints, and docs/checks.md is made of: the checks that rules may use."""

from __future__ import annotations

from lint.support.paths import data_path

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
    return "\n".join([_HEAD, *(_guide(name, definitions) for name in EXAMPLES)])


def check_guide(name: str) -> str:
    """One check in Markdown: its parameters and an example."""
    import json

    with open(data_path("schemas", "ruleset.json"), encoding="utf-8") as file:
        return _guide(name, json.load(file)["$defs"])


def _guide(name: str, definitions: dict[str, Any]) -> str:
    schema = definitions["Rule"]["properties"][name]
    text = schema["description"].rstrip(".")
    lines = [f"## `{name}`", "", f"{text[:1].upper()}{text[1:]}.", ""]
    rows = list(_rows(schema, definitions, ""))
    if rows:
        lines += ["| key | value | default | what it says |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(_cell(part) for part in row)} |" for row in rows]
    else:
        lines.append(f"The value is {_type(schema, definitions)}.")
    lines += ["", "```yaml", f"{EXAMPLES[name]}", "```"]
    if name == "assert":
        lines += ["", "`lint explain assert` describes the language."]
    return "\n".join(lines) + "\n"


def _rows(
    schema: dict[str, Any], definitions: dict[str, Any], above: str
) -> Iterator[tuple[str, str, str, str]]:
    """Key, type, default and description of each parameter; nested ones by their whole path."""
    for name, part in schema.get("properties", {}).items():
        default = part.get("default")
        shown = "" if default in (None, "", [], {}) else str(default).lower()
        key = f"{above}{name}"
        yield f"`{key}`", _type(part, definitions), shown, part.get("description", "")
        yield from _rows(_nested(part, definitions), definitions, f"{key}.")
    values = schema.get("additionalProperties")
    if isinstance(values, dict) and values:
        yield f"`{above}NAME`", _type(values, definitions), "", values.get("description", "")
        yield from _rows(_nested(values, definitions), definitions, f"{above}NAME.")


def _nested(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The mapping that a parameter may be, where it is one; {} else."""
    for part in (schema, *schema.get("anyOf", ())):
        part = _resolved(part, definitions)
        if part.get("properties") or isinstance(part.get("additionalProperties"), dict):
            return part
    return {}


def _type(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    """The type in words, such as `list` or `text or mapping`."""
    words = {
        "string": "text",
        "integer": "number",
        "number": "number",
        "boolean": "true or false",
        "array": "list",
        "object": "mapping",
    }
    found: dict[str, None] = {}
    for part in schema.get("anyOf", [schema]):
        part = _resolved(part, definitions)
        if "enum" in part:
            found[", ".join(f"`{word}`" for word in part["enum"] if word)] = None
        elif part.get("type") in words:
            found[words[part["type"]]] = None
    if "list" in found:
        found.pop("text", None)  # one string is a list of one
    return " or ".join(found)


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    found: dict[str, Any] = definitions[reference.rpartition("/")[2]] if reference else schema
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
