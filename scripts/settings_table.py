"""The table of all settings in docs/settings.md, from the JSON Schema of settings.

`scripts/generate.py` puts it between the two marks of the page.
"""

from __future__ import annotations

from typing import Any

from lint.ruleset.schema_parts import Part

BEGIN = "<!-- generated: settings -->\n"
END = "<!-- end -->\n"


def with_table(page: str, schema: dict[str, Any]) -> str:
    """The page with the table as the schema has it now. Raises `ValueError` without the marks."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN.strip()} ... {END.strip()}")
    return f"{head}{BEGIN}\n{table(schema)}\n{END}{tail}"


def table(schema: dict[str, Any]) -> str:
    """One row a setting, in Markdown."""
    settings = Part(schema, schema.get("$defs", {})).keys
    overriding = settings["overrides"].items
    assert overriding is not None
    rows = ["| setting | value | what it says |", "|---|---|---|"]
    rows += [f"| `{name}` | {part.takes} | {part.says} |" for name, part in settings.items()]
    kept = ", ".join(f"`{name}`" for name in overriding.keys if name in settings)
    paths = overriding.keys["paths"].says
    rows += [
        "",
        f"A list may also be a single string. Each of the `overrides` has `paths` ({paths}), and",
    ]
    rows += [f"can have {kept}."]
    return "\n".join(rows) + "\n"
