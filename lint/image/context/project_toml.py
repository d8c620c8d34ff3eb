"""What a project.toml says about the build: its variables, and its builder.

Source: https://github.com/buildpacks/spec/blob/main/extensions/project-descriptor.md
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def project_env(text: str) -> dict[str, str]:
    """The variables of the build in a project.toml: `[[io.buildpacks.build.env]]`, `[[build.env]]`."""
    project = _tables(text)
    found: dict[str, str] = {}
    for keys in (("build",), ("io", "buildpacks", "build"), ("_", "build")):
        table: Any = project
        for key in keys:
            table = table.get(key) if isinstance(table, dict) else None
        entries = table.get("env") if isinstance(table, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                found[entry["name"]] = str(entry.get("value", ""))
    return found


def builder_of(text: str) -> str:
    """The builder that a project.toml names; "" for none."""
    table: Any = _tables(text)
    for key in ("io", "buildpacks", "builder"):
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, str) else ""


def _tables(text: str) -> dict[str, Any]:
    from lint.support.toml import TomlError, load_toml

    try:
        return load_toml(text)
    except TomlError:
        return {}
