"""The scripts of a repository that may run before an image is built."""

from __future__ import annotations

import os
import re

from lint.model.findings import Place
from lint.support.files import read_in_tree
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context

_MAX_LEVELS = 12
_MAX_SCRIPTS = 200
_MAX_SCRIPT_BYTES = 256 << 10
_SCRIPT = lazy_regex(
    r"(?i)makefile|justfile|taskfile\.ya?ml|cloudbuild[\w.-]*\.ya?ml|package\.json|\.gitlab-ci\.yml|readme\.md"
    r"|.*\.(?:sh|bash|mk|ps1)"
)
_EXPLAINS = lazy_regex(
    r"(?i)\b(?:cop(?:y|ied)|download\w*|extract\w*|generat\w*|rename\w*|place|put|export\w*|creat\w*|train\w*|unzip)\b"
)
_WRITES = lazy_regex(
    r">|(?:^|[\s;&|\[\x22'])(?:cp|mv|rsync|ln|tee|touch|mkdir|curl|wget|unzip|tar|gsutil|git)[\s\x22',]|"
    r"storage\s+cp|\s-o\s|--output|export|freeze|compile|download|--destination|build"
)


def repository_root(directory: str) -> str | None:
    """The folder with `.git` that a directory is in; None where none is found near."""
    folder = os.path.abspath(directory)
    for _ in range(_MAX_LEVELS):
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return None


def written_by(context: Context, name: str, *, any_line: bool = False) -> Place | None:
    """A line of a build script of the repository that may write a file of this name.

    With `any_line`, a line that has the name at all.
    """
    root = repository_root(context.directory) or os.path.abspath(context.directory)
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)")
    for folder in dict.fromkeys(_script_folders(context.directory, root)):
        for script in _scripts(folder):
            writes = _EXPLAINS if script.lower().endswith(".md") else _WRITES
            for number, line in enumerate(script_text(script).splitlines(), 1):
                if pattern.search(line) and (any_line or writes.search(line)):
                    shown = os.path.relpath(script, os.path.abspath(context.directory))
                    base = context.display_path
                    where = os.path.normpath(os.path.join(base, shown)).replace(os.sep, "/")
                    return Place(where, number)
    return None


def _script_folders(directory: str, root: str) -> Iterator[str]:
    folder = os.path.abspath(directory)
    yield folder
    yield os.path.join(folder, "scripts")
    yield root
    yield os.path.join(root, "scripts")
    yield os.path.join(root, ".github", "workflows")
    yield os.path.join(root, ".circleci")
    while folder != root and folder.startswith(root):
        folder = os.path.dirname(folder)
        yield folder


def _scripts(folder: str) -> list[str]:
    workflows = folder.endswith(("workflows", ".circleci"))
    try:
        names = sorted(os.listdir(folder))[:2_000]
    except OSError:
        return []
    found = [
        name
        for name in names
        if _SCRIPT.fullmatch(name) or (workflows and name.endswith((".yml", ".yaml")))
    ]
    return [os.path.join(folder, name) for name in found[:_MAX_SCRIPTS]]


def script_text(path: str) -> str:
    """The beginning of a text file of the repository; "" where it cannot be read."""
    if not os.path.isfile(path):
        return ""
    try:
        return read_in_tree(path, _MAX_SCRIPT_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
