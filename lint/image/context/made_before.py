"""What may put a path into a source tree before an image is built of it.

A checkout does not have what git ignores, what submodules hold, and what an earlier step of the
same build writes. Where one of these may be so, nobody can say that the path will be missing.
"""

from __future__ import annotations

import os

from lint.image.context.build_scripts import generated_by, script_text, written_by
from lint.image.context.gcloudignore import GcloudRules, parse_pattern
from lint.model.text import path as shown_path
from lint.model.text import say
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.build_context import Context
    from lint.image.context.ignore_rules import IgnoreRules
    from lint.model.findings import Place
    from lint.model.text import Message

_MAX_LEVELS = 24
_MAX_PATTERNS = 2_000
_OUTPUT = frozenset(
    [
        "dist",
        "build",
        "target",
        "out",
        "bin",
        "node_modules",
        ".next",
        "public",
        "wheels",
        "wheelhouse",
        "generated",
        "_build",
    ]
)
"""Folders that tools make before the build, and that no repository has."""


def made_before(context: Context, path: str) -> tuple[Message, Place | None] | None:
    """Why a path that is not in the tree may be there when the image is built; None for nothing.

    `path` is relative to the context. The place is the line of a script that may make it.
    """
    parts = path.split("/")
    found = kept_from_git(context, path)
    if found is not None:
        return found, None
    output = next((part for part in parts if part in _OUTPUT), "")
    if output:
        return say("`{}` is a folder that tools make", shown_path(output)), None
    spot = written_by(context, parts[-1])
    if spot is not None:
        return say("`{}` names it", shown_path(spot.path)), spot
    spot = generated_by(context)
    if spot is not None:
        return say("`{}` makes files before the build", shown_path(spot.path)), spot
    return None


def module_made_before(context: Context, path: str) -> tuple[Message, Place | None] | None:
    """As `made_before`, for a Python file: git ignores it, or a line of a script names it."""
    found = kept_from_git(context, path)
    if found is not None:
        return found, None
    name = path.removesuffix("/__init__.py").rpartition("/")[2]
    spot = written_by(context, name)
    if spot is None and name.endswith(("_pb2.py", "_pb2_grpc.py")):
        spot = written_by(context, "protoc", any_line=True) or written_by(context, "buf")
    return None if spot is None else (say("`{}` names it", shown_path(spot.path)), spot)


def kept_from_git(context: Context, path: str) -> Message | None:
    """Why a checkout does not have a path: git ignores it, or it is of a submodule."""
    base = repository_root(context.directory) or os.path.abspath(context.directory)
    if _ignored_by_git(context, base, path):
        return say("`.gitignore` has it")
    if _in_submodule(base, context.directory, path):
        return say("`.gitmodules` has it")
    return None


def _ignored_by_git(context: Context, root: str, path: str) -> bool:
    """Whether a `.gitignore` between the repository's root and a path excludes it."""
    full = os.path.join(os.path.abspath(context.directory), *path.split("/"))
    folder = os.path.dirname(full)
    for _ in range(_MAX_LEVELS):
        rules = _git_rules(context, folder)
        relative = os.path.relpath(full, folder).replace(os.sep, "/")
        if rules is not None and not all(
            rules.decide(relative, is_dir).included for is_dir in (False, True)
        ):
            return True
        if folder == root or os.path.dirname(folder) == folder:
            break
        folder = os.path.dirname(folder)
    return False


def _git_rules(context: Context, folder: str) -> IgnoreRules | None:
    if folder not in context.git_rules:
        text = script_text(os.path.join(folder, ".gitignore"))
        lines = enumerate(text.splitlines()[:_MAX_PATTERNS], 1)
        patterns = [parse_pattern(line, ".gitignore", number) for number, line in lines]
        kept = [pattern for pattern in patterns if pattern is not None]
        context.git_rules[folder] = GcloudRules(kept) if kept else None
    return context.git_rules[folder]


def _in_submodule(root: str, directory: str, path: str) -> bool:
    text = script_text(os.path.join(root, ".gitmodules"))
    full = os.path.join(os.path.abspath(directory), *path.split("/"))
    relative = os.path.relpath(full, root).replace(os.sep, "/")
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and key.strip() == "path" and f"{relative}/".startswith(value.strip() + "/"):
            return True
    return False
