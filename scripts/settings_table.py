"""The table of all settings in docs/settings.md, from the JSON Schema of settings.

`scripts/generate.py` puts it between the two marks of the page.
"""

from __future__ import annotations

from typing import Any

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
    settings = schema["properties"]
    overriding = settings["overrides"]["items"]["properties"]
    rows = ["| setting | value | what it says |", "|---|---|---|"]
    for name, part in settings.items():
        rows.append(f"| `{name}` | {_value(part)} | {part['description']} |")
    kept = ", ".join(f"`{name}`" for name in overriding if name in settings)
    rows += [
        "",
        f"Each of the `overrides` has `paths` ({overriding['paths']['description']}), and ",
    ]
    rows[-1] += f"can have {kept}."
    return "\n".join(rows) + "\n"


def _value(part: dict[str, Any]) -> str:
    """What may be written for a setting."""
    if "anyOf" in part:
        return "a string, or a list"
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    values = part.get("additionalProperties", {})
    if part["type"] == "object":
        return f"a table: {_value(values)} by name"
    if part["type"] == "array":
        return "a list of tables"
    return {"string": "a string", "boolean": "`true` or `false`"}[part["type"]]
