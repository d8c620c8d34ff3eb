"""Addresses on the web that reports and pages name."""

from __future__ import annotations

REPOSITORY = "https://github.com/cloudrun-lint/cloudrun-lint"
"""The `Repository` of `[project.urls]` in pyproject.toml."""


def rule_page(rule_id: str) -> str:
    """The address of the page about a built-in rule, `docs/rules/ID.md` in the repository."""
    return f"{REPOSITORY}/blob/main/docs/rules/{rule_id}.md"


def schema_id(name: str) -> str:
    """The id of a JSON Schema, and where it is: `name` is its path below `schemas/`."""
    raw = REPOSITORY.replace("https://github.com", "https://raw.githubusercontent.com")
    return f"{raw}/main/schemas/{name}"
