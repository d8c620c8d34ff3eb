"""The env vars that modules read which a test writes."""

from __future__ import annotations

from pathlib import Path

from lint.image.image import read_image
from lint.image.python.closure import import_closure
from lint.image.python.env_usage import EnvUsage, closure_env
from tests.image.wheels import build_wheel


def env(tmp_path: Path, main: str, **modules: str) -> EnvUsage:
    files = {f"app/{name}.py": text for name, text in modules.items()}
    path = build_wheel(
        tmp_path, name="app", files={"app/__init__.py": "", "app/main.py": main, **files}
    )
    build = read_image([str(path)], "", "docker", "")
    return closure_env(import_closure(build.members, build.modules(), "app.main"))


def reads(found: EnvUsage) -> list[tuple[str, str, bool, str]]:
    return [
        (
            "|".join(read.names),
            read.need,
            read.later,
            f"{read.display_path.rpartition('/')[2]}:{read.line}",
        )
        for read in found.reads
    ]
