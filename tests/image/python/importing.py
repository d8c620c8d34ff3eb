"""The import closure of modules that a test writes."""

from __future__ import annotations

from pathlib import Path

from lint.image.image import Image, read_image
from lint.image.python.closure import Closure, import_closure
from tests.image.wheels import build_wheel


def closure(tmp_path: Path, entry: str, **files: str) -> Closure:
    build = wheel(tmp_path, **files)
    return import_closure(build.members, build.modules(), entry)


def wheel(tmp_path: Path, **files: str) -> Image:
    contents = {
        name.replace("__", "/", 9).replace("/init", "/__init__") + ".py": text
        for name, text in files.items()
    }
    path = build_wheel(tmp_path, name="app", files=contents)
    return read_image([str(path)], "", "docker", "")


def missing(found: Closure) -> list[tuple[str, str, bool, bool]]:
    return [(item.module, item.name, item.guarded, item.later) for item in found.missing]
