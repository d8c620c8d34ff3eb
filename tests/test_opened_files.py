"""Files that a user or a repository names are opened in one module: `lint.support.files`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lint

PACKAGE = Path(lint.__file__).parent
OPENERS = {
    "open", "fdopen", "open_code", "read_text", "read_bytes", "ZipFile", "TarFile", "mmap", "FileInput",
    "GzipFile", "memmap", "fromfile",
}  # fmt: skip
"""Functions and methods that open a file, whatever they belong to."""
ALLOWED = {
    "support/files.py": "this is the module",
    "support/cache.py": "the tool's own files, with checks of their own",
    "support/processes.py": "pipes that the process itself made",
    "cli/output.py": "the null device",
    "server/process.py": "the standard output that the process was started with",
    "ruleset/elsewhere/store.py": "the tool's own files, which have digests",
    "ruleset/validators.py": "files of the package",
}


def opened(path: Path) -> list[tuple[int, ast.Call]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "attr", None) or getattr(function, "id", None)
            if name in OPENERS:
                found.append((node.lineno, node))
    return found


def is_of_the_package(call: ast.Call) -> bool:
    """Whether the path is made by `data_path(...)` in the call itself."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Call) and getattr(first.func, "id", "") == "data_path"


def writes(call: ast.Call) -> bool:
    mode = call.args[1] if len(call.args) > 1 else None
    return isinstance(mode, ast.Constant) and str(mode.value)[:1] in "wxa"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_no_module_opens_files_by_itself(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    if name in ALLOWED:
        assert opened(path), f"{name} opens nothing any more: remove it from ALLOWED"
        return
    calls = [(line, call) for line, call in opened(path) if not is_of_the_package(call)]
    if name.startswith("cli/"):
        calls = [(line, call) for line, call in calls if not writes(call)]  # reports
    assert [line for line, _ in calls] == [], f"{name}: use lint.support.files"


def test_the_search_finds_what_opens_files(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("open(p)\nos.open(p, 0)\nPath(p).read_text()\nzipfile.ZipFile(p)\nopener(p)\n")
    assert [line for line, _ in opened(file)] == [1, 2, 3, 4]
