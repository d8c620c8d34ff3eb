"""Source trees that a test writes."""

from __future__ import annotations

from pathlib import Path

from lint.image.context.build_context import Context


def make(directory: Path, *paths: str, **files: str) -> str:
    for path in paths:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text("x = 1\n", encoding="utf-8")
    names = {
        "dockerignore": ".dockerignore",
        "gcloudignore": ".gcloudignore",
        "gitignore": ".gitignore",
    }
    for name, text in files.items():
        (directory / names.get(name, name)).write_text(text, encoding="utf-8")
    return str(directory)


def code(context: Context) -> list[str]:
    return sorted(path for path in context.members if path.endswith(".py"))
