"""The scripts of a repository that may run before an image is built."""

from __future__ import annotations

import os
import re

from lint.model.findings import Place
from lint.support.files import read_in_tree
from lint.support.lazy_regex import lazy_regex
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context

_MAX_SCRIPTS = 200
_MAX_SCRIPT_BYTES = 256 << 10
MAX_TEXT = 16 << 20
"""Characters of all scripts of a repository together; further scripts are not read."""
_SCRIPT = lazy_regex(
    r"(?i)makefile|justfile|taskfile\.ya?ml|[\w.-]*cloudbuild[\w.-]*\.ya?ml|package\.json|\.gitlab-ci\.yml|readme\.md"
    r"|.*\.(?:sh|bash|mk|ps1)"
)
_EXPLAINS = lazy_regex(
    r"(?i)\b(?:cop(?:y|ied)|download\w*|extract\w*|generat\w*|rename\w*|place|put|export\w*|creat\w*|train\w*|unzip)\b"
)
_WRITES = lazy_regex(
    r">|(?:^|[\s;&|\[\x22'])(?:cp|mv|rsync|ln|tee|touch|mkdir|curl|wget|unzip|tar|gsutil|git)[\s\x22',]|"
    r"storage\s+cp|\s-o\s|--output|export|freeze|compile|download|--destination|build"
)
# An input of an action that names a file, and a list item that is a word of a Cloud Build step.
_INPUT = lazy_regex(r"\s*(?:-\s+)?(?:name|path|dir|file[\w-]*|out[\w-]*|dest[\w-]*|target)\s*:\s.*")
_ITEM = lazy_regex(r"\s*-\s+\S+\s*")
# Steps that may write any file, and those behind them that build or deploy.
_GENERATES = lazy_regex(
    r"actions/(?:download-artifact|cache)\b|(?:^|[\s;&|:\x22'])(?:make\s+[a-z]|(?:npm|yarn|pnpm)\s+run\s|"
    r"(?:python3?|bash|sh|node)\s+[\w./-]+\.(?:py|sh|js)\b|\./[\w./-]+|dvc\s+pull|git\s+lfs\s+pull)"
)
_VERIFIES = lazy_regex(r"(?i)test|lint|check|format|gradlew|coverage|deploy|docker")
_BUILDS = lazy_regex(
    r"docker\s+(?:buildx\s+)?build\b|build-push-action@|builds\s+submit|run\s+deploy|cloud-builders/docker|"
    r"kaniko|deploy-cloudrun@"
)
_CONTEXTS = lazy_regex(r"build-contexts?\b|additional_contexts|\bcontexts\b[\x22']?\s*[=:]")
_OF_BUILDS = (
    "ops",
    "ci",
    ".ci",
    "cloudbuild",
    ".cloudbuild",
    "build",
    "deploy",
    "deployment",
    "infra",
    "tools",
    "hack",
)
"""Folders of a repository that hold the scripts of its builds."""
_COMPOSED = lazy_regex(r"(?:docker-)?compose[\w.-]*\.ya?ml|docker-bake[\w.-]*\.(?:hcl|json)")


def written_by(context: Context, name: str, *, any_line: bool = False) -> Place | None:
    """A line of a build script of the repository that may write a file of this name.

    With `any_line`, a line that has the name at all.
    """
    if not any(map(str.isalnum, name)):
        return None  # `||` in a COPY is no file that a script writes
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)")
    for script, text in _texts(context):
        if name not in text:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line) and (any_line or _may_write(script, line)):
                return _place(context, script, number)
    return None


def generated_by(context: Context) -> Place | None:
    """A step of a workflow or of Cloud Build that may write any file, before one that builds."""
    for script, text in _texts(context):
        if not _is_pipeline(script):
            continue
        first = 0
        for number, line in enumerate(text.splitlines(), 1):
            if line.lstrip().startswith("#"):
                continue
            if not first and _GENERATES.search(line) and not _VERIFIES.search(line):
                first = number
            elif first and _BUILDS.search(line):
                return _place(context, script, first)
    return None


def names_contexts(context: Context) -> bool:
    """Whether a build of the repository may have build contexts with names, which `--from` takes too.

    Source: https://docs.docker.com/build/concepts/context/#named-contexts and
    https://docs.docker.com/reference/compose-file/build/#additional_contexts.
    """
    if any(_CONTEXTS.search(text) for _, text in _texts(context)):
        return True
    root = repository_root(context.directory) or os.path.abspath(context.directory)
    for folder in dict.fromkeys(_script_folders(context.directory, root)):
        for name in _names(folder):
            if _COMPOSED.fullmatch(name):
                if _CONTEXTS.search(script_text(os.path.join(folder, name))):
                    return True
    return False


def _may_write(script: str, line: str) -> bool:
    if script.lower().endswith(".md"):
        return _EXPLAINS.search(line) is not None
    if _WRITES.search(line) is not None:
        return True
    if not _is_pipeline(script):
        return False
    if "cloudbuild" in os.path.basename(script) and _ITEM.fullmatch(line) is not None:
        return True
    return _INPUT.fullmatch(line) is not None


def _is_pipeline(script: str) -> bool:
    return script.lower().endswith((".yml", ".yaml"))


def _place(context: Context, script: str, line: int) -> Place:
    shown = os.path.relpath(script, os.path.abspath(context.directory))
    where = os.path.normpath(os.path.join(context.display_path, shown))
    return Place(where.replace(os.sep, "/"), line)


def _texts(context: Context) -> list[tuple[str, str]]:
    """The scripts with their text, those near the context first; read once."""
    if context.scripts is None:
        root = repository_root(context.directory) or os.path.abspath(context.directory)
        context.scripts = []
        left = MAX_TEXT
        for folder in dict.fromkeys(_script_folders(context.directory, root)):
            for script in _scripts(folder):
                text = script_text(script) if left > 0 else ""
                left -= len(text)
                context.scripts.append((script, text))
    return context.scripts


def _script_folders(directory: str, root: str) -> Iterator[str]:
    folder = os.path.abspath(directory)
    yield folder
    yield os.path.join(folder, "scripts")
    yield root
    yield os.path.join(root, "scripts")
    yield os.path.join(root, ".github", "workflows")
    yield os.path.join(root, ".circleci")
    for name in _OF_BUILDS:
        yield os.path.join(root, name)
    while folder != root and folder.startswith(root):
        folder = os.path.dirname(folder)
        yield folder


def _scripts(folder: str) -> list[str]:
    workflows = folder.endswith(("workflows", ".circleci"))
    found = [
        name
        for name in _names(folder)
        if _SCRIPT.fullmatch(name) or (workflows and name.endswith((".yml", ".yaml")))
    ]
    return [os.path.join(folder, name) for name in found[:_MAX_SCRIPTS]]


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))[:2_000]
    except OSError:
        return []


def script_text(path: str) -> str:
    """The beginning of a text file of the repository; "" where it cannot be read."""
    if not os.path.isfile(path):
        return ""
    try:
        return read_in_tree(path, _MAX_SCRIPT_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
