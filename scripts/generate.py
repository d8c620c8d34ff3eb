"""Makes the files that are made from others, or checks that they are what it would make.

python scripts/generate.py            writes lint/ruleset/plans/*.py, rules/validators.json,
                                      schemas/ruleset.json, schemas/settings.json, docs/rules.md,
                                      docs/assert.md, docs/checks.md, docs/command-line.md,
                                      docs/lint.1, docs/rules/*.md, the table in
                                      docs/settings.md, lint/checks/typed_registry.py
                                      and the schemas of schemas/schemastore
python scripts/generate.py --check    exits with 1 and names the stale ones
"""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint.checks.coercions import COERCIONS  # noqa: E402
from lint.checks.registry import CHECKS, TEXT_CHECKS, load_check, user_checks  # noqa: E402
from lint.cli.assert_guide import assert_guide  # noqa: E402
from lint.cli.check_guide import checks_guide  # noqa: E402
from lint.engine.examples import whole_set  # noqa: E402
from lint.engine.rule_text import RuleText, rule_text  # noqa: E402
from lint.model.findings import CONSEQUENCES  # noqa: E402
from lint.model.links import schema_id  # noqa: E402
from lint.ruleset.compile import RuleSet, built_in_sets, check_names, compile_rule_set  # noqa: E402
from lint.ruleset.models import RULE_ID, Examples, Header, RuleFields  # noqa: E402
from lint.ruleset.validators import FILE, RULE, RULE_SET, models_digest, use_schemas  # noqa: E402
from lint.settings import settings_schema  # noqa: E402
from scripts.command_line import command_line_page, man_page  # noqa: E402
from scripts.schemastore import ENTRIES, FOLDER, schemastore_files  # noqa: E402
from scripts.settings_table import with_table  # noqa: E402

SHOWN = 10
RULE_PAGES = ROOT / "docs" / "rules"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def ruleset_schema() -> dict[str, Any]:
    """The JSON Schema of rule files, from the pydantic models of rules and of all checks."""
    definitions: dict[str, Any] = {}

    def part(model: Any, room: str = "") -> dict[str, Any]:
        schema = TypeAdapter(model).json_schema(
            by_alias=True, mode="validation", ref_template=f"#/$defs/{room}{{model}}"
        )
        for name, definition in schema.pop("$defs", {}).items():
            # Two models of one name would be one in the schema.
            assert definitions.setdefault(room + name, definition) == definition, room + name
        schema.pop("title", None)
        return schema

    rule = part(RuleFields)
    part(Examples)
    rule["description"] = "one rule: what it says about itself, and one check"
    offered = user_checks()
    for name in check_names():
        schema = part(load_check(name).model(), "" if name in offered else f"{name}.")
        text = import_module(CHECKS[name]).__doc__ or ""
        schema["description"] = text.partition(": ")[2].partition("\n")[0]
        if name in offered:
            rule["properties"][name] = schema
        else:
            # Valid, for the built-in rule sets, and not offered by editors.
            rule.setdefault("patternProperties", {})[f"^{name}$"] = schema
    header = part(Header)
    header["description"] = (
        "Rules of one's own, which `lint --rules FILE` or the setting `rules` names."
    )
    header["properties"]["rules"] = {
        "type": "object",
        "description": "the rules by their ids",
        "propertyNames": {"pattern": RULE_ID},
        "additionalProperties": {
            "anyOf": [{"const": "off"}, {"const": False}, {"$ref": "#/$defs/Rule"}]
        },
    }
    definitions["Rule"] = rule
    return {
        "$schema": DRAFT,
        "$id": schema_id("ruleset.json"),
        "title": "A rule set of cloudrun-lint",
        **header,
        "$defs": dict(sorted(definitions.items())),
    }


def validators() -> dict[str, Any]:
    """Pydantic's own schemas of the models, as data: see `lint.ruleset.validators`."""
    models: dict[str, Any] = {RULE_SET: Header, RULE: RuleFields}
    for name in check_names():
        models[name] = load_check(name).model()
    return {
        name: {"models": models_digest(name), "schema": Plain().schema(model)}
        for name, model in models.items()
    }


class Plain:
    """Makes one of pydantic's core schemas plain: models are mappings, functions are names."""

    def __init__(self) -> None:
        self.references: dict[str, str] = {}

    def schema(self, model: Any) -> Any:
        """The plain schema of a model, or of any type."""
        adapter = TypeAdapter(model)
        adapter.rebuild(force=True)
        return self.plain(adapter.core_schema)

    def plain(self, schema: Any) -> Any:
        """A part of a core schema."""
        if isinstance(schema, (list, tuple)):
            return [self.plain(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        kind = schema.get("type")
        if kind == "model":
            fields = schema["schema"]
            assert fields["type"] == "model-fields"
            made = {
                "type": "typed-dict",
                "fields": dict(self.field(name, field) for name, field in fields["fields"].items()),
                "config": {"strict": True, "extra_fields_behavior": "forbid"},
            }
            return {**made, "ref": self.reference(schema["ref"])} if "ref" in schema else made
        if kind == "no-info":
            assert COERCIONS[schema["function"].__name__] is schema["function"]
            return {"type": kind, "function": schema["function"].__name__}
        if kind == "definition-ref":
            return {"type": kind, "schema_ref": self.reference(schema["schema_ref"])}
        assert not any(callable(value) for value in schema.values()), schema
        left_out = ("metadata", "json_schema_input_schema", "from_attributes")
        return {key: self.plain(value) for key, value in schema.items() if key not in left_out}

    def field(self, name: str, field: Any) -> tuple[str, Any]:
        """A model's field, by the name that rule files give it."""
        inner = field["schema"]
        plain = {
            "type": "typed-dict-field",
            "schema": self.plain(inner),
            "required": inner["type"] != "default",
        }
        return field.get("validation_alias", name), plain

    def reference(self, name: str) -> str:
        """A model's name without its address, which changes from run to run."""
        return self.references.setdefault(name, f"model-{len(self.references)}")


def index_page(sets: list[RuleSet]) -> str:
    """The list of all built-in rules, in Markdown."""
    lines = [
        "# The built-in rules",
        "",
        "`scripts/generate.py` writes this page and those of the rules from the rule files."
        " `lint explain RULE` shows the same.",
        "",
        "The consequence says what happens if a finding stays. For findings below severity error it is"
        " a possibility. "
        + "; ".join(f"*{name}*: {text}" for name, text in CONSEQUENCES.items())
        + ".",
    ]
    for rule_set in sets:
        lines += ["", f"## {rule_set.name}", "", rule_set.description, ""]
        lines += ["| rule | severity | consequence | constraint |", "|---|---|---|---|"]
        for rule in sorted(rule_set.rules.values(), key=lambda rule: str(rule["id"])):
            lines.append(
                f"| [{rule['id']} {rule['name']}](rules/{rule['id']}.md) "
                f"| {rule['severity']} | {rule['consequence']} | {rule['title']} |"
            )
    return "\n".join(lines) + "\n"


def rule_pages(sets: list[RuleSet]) -> dict[str, str]:
    """The page of each built-in rule by its id, in Markdown."""
    pages = {}
    for rule_set in sets:
        judge = whole_set(rule_set)
        for rule_id, rule in rule_set.rules.items():
            pages[rule_id] = rule_page(rule_text(rule, rule_set, judge))
    return pages


def rule_page(text: RuleText) -> str:
    """The page of one rule."""
    blocks = [f"# {text.id} {text.name}", f"**{markdown(text.title)}.**", markdown(text.because)]
    # Without the line, which changes with every rule above it.
    facts = {**text.facts, "stated in": f"[{text.path}](../../{text.path})"}
    blocks.append(
        "\n".join(["| | |", "|---|---|", *(f"| {key} | {fact} |" for key, fact in facts.items())])
    )
    if text.rejected:
        blocks.append("## Rejected")
    for example in text.rejected:
        blocks.append(fenced(example.text))
        lines = [f"* {markdown(message)}" for message in example.messages]
        lines += [f"* **help:** {markdown(help)}" for help in example.helps]
        blocks.append("\n".join(lines))
    if text.accepted:
        blocks += ["## Accepted", *map(fenced, text.accepted)]
    if not text.rejected:
        blocks += ["## Repair", "Each finding says in its help how to repair what it is about."]
    blocks += ["## Change it", text.ways, "A rule set of your own does the same:"]
    blocks.append(fenced(text.change))
    if text.sources:
        blocks += ["## Sources", "\n".join(f"* {source}" for source in text.sources)]
    blocks.append("[All rules](../rules.md)")
    return "\n\n".join(block for block in blocks if block) + "\n"


def fenced(text: str) -> str:
    """A block of YAML."""
    return f"```yaml\n{text}\n```"


def markdown(text: str) -> str:
    """A sentence of a finding in Markdown: what is not in backticks is no markup."""
    parts = text.split("`")
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"([\\*_<>\[\]|])", r"\\\1", parts[index])
    return "`".join(parts)


def compact(data: Any) -> str:
    """JSON on one line, so that a rule or a check is one line of a file and of a change."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


HOOKS = {
    "prepare": "PreparesParameters",
    "requires": "RequiresInput",
    "lookups": "NeedsLookups",
}
"""The functions that a check may leave out, with the protocols that describe them."""


def typed_registry() -> str:
    """The modules of all checks in tables that mypy holds to the protocols of checks."""
    names = {key: "_".join(CHECKS[key].split(".")[2:]) for key in CHECKS}
    lines = [
        '"""The modules of the registry, for mypy, which holds them to `lint.checks.protocol`.',
        "",
        "Made by `scripts/generate.py` from `lint.checks.registry`. Nothing imports it.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "TYPE_CHECKING = False",
        "if TYPE_CHECKING:",
        *sorted(f"    import {CHECKS[key]} as {names[key]}" for key in CHECKS),
        "    from lint.checks.protocol import (",
        *(f"        {name}," for name in sorted(["Check", "TextCheck", *HOOKS.values()])),
        "    )",
        "",
    ]
    tables = {"checks": ("Check", [key for key in CHECKS if key not in TEXT_CHECKS])}
    tables["text_checks"] = ("TextCheck", sorted(TEXT_CHECKS))
    for hook, protocol in HOOKS.items():
        keys = [key for key in CHECKS if hasattr(import_module(CHECKS[key]), hook)]
        tables[f"with_{hook}"] = (protocol, keys)
    for table, (protocol, keys) in tables.items():
        lines.append(f"    {table}: dict[str, {protocol}] = {{")
        lines += [f'        "{key}": {names[key]},' for key in keys]
        lines.append("    }")
    return "\n".join(lines) + "\n"


def plan_module(rule_set: RuleSet) -> str:
    """The module with the plan of a built-in rule set: one rule a line."""
    plan = rule_set.plan()
    lines = [f"{rule!r}," for rule in plan.pop("rules")]
    head = f'"""The plan of `rules/{rule_set.name}.yaml`, made by `scripts/generate.py`."""'
    return "\n".join([head, "", f"PLAN = {repr(plan)[:-1]}, 'rules': [", *lines, "]}", ""])


def products() -> dict[Path, str]:
    """Every generated file with its content."""
    files: dict[Path, str] = {}
    schemas = validators()
    # Rule files are compiled by the models as they are now, not as they were last time.
    use_schemas(schemas)
    sets = [compile_rule_set(path, f"rules/{name}.yaml") for name, path in built_in_sets().items()]
    for rule_set in sets:
        module = f"{rule_set.name.replace('-', '_')}.py"
        files[ROOT / "lint" / "ruleset" / "plans" / module] = plan_module(rule_set)
    lines = [f"{compact(name)}:{compact(schema)}" for name, schema in schemas.items()]
    files[ROOT / "rules" / FILE] = "{\n" + ",\n".join(lines) + "\n}\n"
    for name, schema in (("ruleset", ruleset_schema()), ("settings", settings_schema())):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        files[ROOT / "schemas" / f"{name}.json"] = text + "\n"
    files[ROOT / "docs" / "rules.md"] = index_page(sets)
    files[ROOT / "docs" / "assert.md"] = assert_guide()
    files[ROOT / "docs" / "command-line.md"] = command_line_page()
    files[ROOT / "docs" / "lint.1"] = man_page()
    files |= schemastore(files)
    page = ROOT / "docs" / "settings.md"
    files[page] = with_table(page.read_text(encoding="utf-8"), settings_schema())
    # From the schema as it is now.
    files[ROOT / "docs" / "checks.md"] = checks_guide(ruleset_schema())
    for rule_id, page in rule_pages(sets).items():
        files[RULE_PAGES / f"{rule_id}.md"] = page
    files[ROOT / "lint" / "checks" / "typed_registry.py"] = typed_registry()
    return files


def schemastore(files: dict[Path, str]) -> dict[Path, str]:
    """What SchemaStore gets, from the schemas as they are now."""
    schemas = {}
    for name in ENTRIES:
        path = ROOT / "schemas" / name
        schemas[name] = json.loads(files.get(path) or path.read_text(encoding="utf-8"))
    folder = ROOT / FOLDER
    return {folder / name: text for name, text in schemastore_files(schemas).items()}


def main() -> int:
    """Writes or checks."""
    stale = []
    files = products()
    for page in sorted(RULE_PAGES.glob("*.md")):
        if page not in files:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in sys.argv:
                page.unlink()
    for path, text in files.items():
        old = path.read_text(encoding="utf-8") if path.exists() else None
        if old == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    verb = "stale, run scripts/generate.py" if "--check" in sys.argv else "written or removed"
    for name in stale[:SHOWN]:
        print(f"{name}: {verb}")
    if len(stale) > SHOWN:
        print(f"{len(stale) - SHOWN} more files: {verb}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
