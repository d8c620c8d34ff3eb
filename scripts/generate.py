"""Makes the files that are made from others, or checks that they are what it would make.

python scripts/generate.py            writes rules/plans/*.json, schemas/ruleset.json,
                                      schemas/settings.json and docs/rules.md
python scripts/generate.py --check    exits with 1 and names the stale ones
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from lint.findings import CONSEQUENCES
from lint.ruleset.compile import RuleSet, built_in_sets, check_module, check_names, compile_rule_set
from lint.ruleset.models import Examples, Header, RuleFields
from lint.settings import settings_schema

ROOT = Path(__file__).resolve().parent.parent
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def ruleset_schema() -> dict[str, Any]:
    """The JSON Schema of rule files, from the pydantic models of rules and of all checks."""
    definitions: dict[str, Any] = {}

    def part(model: Any) -> dict[str, Any]:
        schema = TypeAdapter(model).json_schema(
            by_alias=True, mode="validation", ref_template="#/$defs/{model}"
        )
        definitions.update(schema.pop("$defs", {}))
        schema.pop("title", None)
        return schema

    rule = part(RuleFields)
    part(Examples)
    rule["description"] = "one rule: what it says about itself, and one check"
    for name in check_names():
        module = check_module(name)
        assert module is not None
        schema = part(module.model())
        schema["description"] = (module.__doc__ or "").partition(": ")[2].partition("\n")[0]
        rule["properties"][name] = schema
    header = part(Header)
    header["properties"]["rules"] = {
        "type": "object",
        "description": "the rules by their ids",
        "propertyNames": {"pattern": "^[A-Z][A-Z0-9_-]*[0-9]+$"},
        "additionalProperties": {
            "anyOf": [{"const": "off"}, {"const": False}, {"$ref": "#/$defs/Rule"}]
        },
    }
    definitions["Rule"] = rule
    return {
        "$schema": DRAFT,
        "title": "A rule set of cloudrun-lint",
        **header,
        "$defs": dict(sorted(definitions.items())),
    }


def rules_page(sets: list[RuleSet]) -> str:
    """The documentation of all built-in rules, in Markdown."""
    lines = [
        "# The built-in rules",
        "",
        "Made by `scripts/generate.py` from the rule files; `lint explain RULE` shows the same.",
        "A rule says what happens when it is broken: "
        + "; ".join(f"*{name}*: {text}" for name, text in CONSEQUENCES.items())
        + ".",
    ]
    for rule_set in sets:
        lines += ["", f"## {rule_set.name}", "", rule_set.description, ""]
        lines += ["| rule | severity | consequence | what must hold |", "|---|---|---|---|"]
        for rule in rule_set.rules.values():
            lines.append(
                f"| [{rule['id']} {rule['name']}](#{rule['id'].lower()}-{rule['name']}) "
                f"| {rule['severity']} | {rule['consequence']} | {rule['title']} |"
            )
        for rule in rule_set.rules.values():
            lines += rule_section(rule)
    return "\n".join(lines) + "\n"


def rule_section(rule: dict[str, Any]) -> list[str]:
    """The section of one rule."""
    docs = rule["docs"]
    lines = ["", f"### {rule['id']} {rule['name']}", "", f"**{rule['title']}.** {rule['because']}"]
    facts = [f"{rule['severity']}, {rule['consequence']}"]
    kinds = rule.get("applies-to", {}).get("kind")
    if kinds:
        facts.append("applies to " + ", ".join(kinds))
    if docs.get("since"):
        facts.append(f"since {docs['since']}")
    if docs.get("source"):
        facts.append("source: " + ", ".join(docs["source"]))
    lines += ["", "*" + "; ".join(facts) + "*"]
    examples = docs.get("examples") or {}
    for sort, title in (("invalid", "Rejected:"), ("valid", "Accepted:")):
        for example in examples.get(sort, ())[:2]:
            lines += ["", title, "", "```yaml", example.rstrip("\n"), "```"]
    return lines


def products() -> dict[Path, str]:
    """Every generated file with its content."""
    files: dict[Path, str] = {}
    sets = [compile_rule_set(path, f"rules/{name}.yaml") for name, path in built_in_sets().items()]
    for rule_set in sets:
        plan = json.dumps(rule_set.plan(), ensure_ascii=False, separators=(",", ":"))
        files[ROOT / "rules" / "plans" / f"{rule_set.name}.json"] = plan + "\n"
    for name, schema in (("ruleset", ruleset_schema()), ("settings", settings_schema())):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        files[ROOT / "schemas" / f"{name}.json"] = text + "\n"
    files[ROOT / "docs" / "rules.md"] = rules_page(sets)
    return files


def main() -> int:
    """Writes or checks."""
    stale = []
    for path, text in products().items():
        old = path.read_text(encoding="utf-8") if path.exists() else None
        if old == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    verb = "stale, run scripts/generate.py" if "--check" in sys.argv else "written"
    for name in stale:
        print(f"{name}: {verb}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
