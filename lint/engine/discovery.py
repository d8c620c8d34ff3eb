"""Folders searched for files that may be manifests, and patterns of paths as git reads them."""

from __future__ import annotations

import os

from lint.errors import os_reason
from lint.support.lazy_regex import lazy_regex
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from lint.support.git_patterns import GitPatterns

EXTENSIONS = (".yaml", ".yml", ".json")
_HEAD = 1_000
"""The first bytes of a manifest, among which its apiVersion is."""
MARKS = (b"serving.knative.dev", b"run.googleapis.com")
"""A file without any of these is no Cloud Run manifest; one with them may still be none."""

# How a quoted scalar may write an ASCII character, or nothing at all: a line end within a word.
_ESCAPE = lazy_regex(
    rb"\\(?:x([0-9A-Fa-f]{2})|u00([0-9A-Fa-f]{2})|U000000([0-9A-Fa-f]{2})|\r?\n[ \t]*)"
)
NEVER_SEARCHED = frozenset(
    (".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox")
)
"""Folders in which nothing is searched, by name."""
_ENVIRONMENT = "pyvenv.cfg"
"""What a virtual environment has at its top, whatever its name is."""
_SCRIPTS = (".sh", ".bash", ".zsh", ".ksh", ".mk", ".tf", ".tofu")
_MAKEFILES = frozenset(("makefile", "gnumakefile", "justfile"))
_PROJECT_FILES = frozenset(("requirements.txt", "pyproject.toml", "Procfile"))
MAX_FILES = 100_000
"""YAML and JSON files of a folder that are looked at, unless `--max-files` says otherwise."""


class Found:
    """What the search of a folder gave."""

    # No record: every run imports this module, and making the class takes longer.
    __slots__ = ("dockerfiles", "files", "projects", "python_folders", "scripts", "unreadable")

    def __init__(self) -> None:
        self.files: list[str] = []
        """YAML and JSON files, which may be manifests."""
        self.scripts: list[str] = []
        """Other files that may hold deploy steps: scripts, Makefiles, Terraform."""
        self.dockerfiles: list[str] = []
        self.projects: list[str] = []
        """Folders with a file that only a Python project or a Procfile has."""
        self.python_folders: list[str] = []
        """Folders with Python files."""
        self.unreadable: list[tuple[str, str]] = []
        """(path, reason) of what cannot be searched."""


def search(folder: str, excluded: Callable[[str], bool], limit: int = 0) -> Found:
    """The YAML and JSON files under a folder, sorted, without what git ignores.

    `.gitignore` files count from the folder's repository root downwards. `excluded` is asked
    with each path as it would be reported. `limit` is the number of files after which the search
    ends, 0 for `MAX_FILES`.
    """
    limit = limit or MAX_FILES
    found = Found()
    root = repository_root(folder)
    ignores = _Ignores(root) if root is not None else None
    todo = [folder]
    while todo and len(found.files) < limit:
        current = todo.pop()
        try:
            with os.scandir(current) as entries:
                items = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            found.unreadable.append((current, os_reason(error)))
            continue
        if current != folder and any(item.name == _ENVIRONMENT for item in items):
            continue
        for item in items:
            path = os.path.join(current, item.name) if current != "." else item.name
            try:
                is_folder = item.is_dir(follow_symlinks=False)
                is_file = not is_folder and item.is_file()
            except OSError:
                continue
            if is_folder:
                if item.name in NEVER_SEARCHED or excluded(path + "/"):
                    continue
                if ignores is None or not ignores.match(path, True):
                    todo.append(path)
            elif is_file and item.name.endswith(EXTENSIONS):
                if not excluded(path) and (ignores is None or not ignores.match(path, False)):
                    found.files.append(path)
            elif is_file:
                _note(found, current, item.name, path)
                if _may_hold_steps(item.name, path) and not excluded(path):
                    if ignores is None or not ignores.match(path, False):
                        found.scripts.append(path)
    if todo:
        found.unreadable.append(
            (
                folder,
                f"there are over {limit:,} YAML and JSON files, not all were looked at; "
                "raise the limit with --max-files",
            )
        )
    found.files.sort()
    found.scripts.sort()
    return found


def is_manifest(path: str, data: bytes) -> bool:
    """Whether a file says at its beginning that it is a Cloud Run manifest."""
    if not path.endswith(EXTENSIONS) or not has_mark(data[:_HEAD]):
        return False
    folder, name = os.path.split(path)
    # These may hold a part of a manifest, and are none.
    return not name.startswith(("kustomization.", "skaffold")) and not folder.endswith("workflows")


def is_script(path: str) -> bool:
    """Whether a file is a script, a Makefile or Terraform by its name, and so no manifest."""
    return path.endswith((*_SCRIPTS, ".py")) or os.path.basename(path).lower() in _MAKEFILES


def is_dockerfile(name: str) -> bool:
    """Whether a file is a Dockerfile by its name.

    A Containerfile is none: Podman, which looks for it, has other ignore files.
    """
    lower = name.lower()
    if lower.endswith(".dockerignore"):
        return False
    return lower == "dockerfile" or name.startswith("Dockerfile.") or lower.endswith(".dockerfile")


def _may_hold_steps(name: str, path: str) -> bool:
    """Whether a file that is neither YAML nor JSON may hold a deploy step, by its name."""
    if name.endswith(_SCRIPTS) or name.lower() in _MAKEFILES:
        return True
    if not name.endswith(".py") and "." in name:
        return False
    from lint.deploy.readers import may_be_script

    return may_be_script(path)


def _note(found: Found, folder: str, name: str, path: str) -> None:
    """Takes in what a file that is no manifest says about images that are built here."""
    if name.endswith(".py"):
        if not found.python_folders or found.python_folders[-1] != folder:
            found.python_folders.append(folder)
    elif name in _PROJECT_FILES:
        if not found.projects or found.projects[-1] != folder:
            found.projects.append(folder)
    elif is_dockerfile(name):
        found.dockerfiles.append(path)


def has_mark(data: bytes) -> bool:
    """Whether a file may hold a Cloud Run manifest at all."""
    if any(mark in data for mark in MARKS):
        return True
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.replace(b"\0", b"")  # UTF-16, which gcloud does not read: a finding
    elif b"\\" not in data:
        return False
    plain = _ESCAPE.sub(_unescaped, data)
    return any(mark in plain for mark in MARKS)


def is_list(data: bytes) -> bool:
    """Whether a YAML or JSON file is a list by its first line that says something."""
    for line in data[:_HEAD].splitlines():
        bare = line.strip()
        if bare and not bare.startswith((b"#", b"---", b"%")):
            return bare == b"-" or bare.startswith((b"- ", b"["))
    return False


def _unescaped(match: re.Match[bytes]) -> bytes:
    digits = match.group(1) or match.group(2) or match.group(3)
    return bytes((int(digits, 16),)) if digits else b""


def matcher(patterns: Iterable[str], base: str) -> Callable[[str], bool]:
    """Whether a path is among the patterns (git's syntax), relative to the folder `base`.

    Raises `lint.support.git_patterns.TooManyPatternsError`.
    """
    patterns = list(patterns)
    if not patterns:
        return lambda path: False
    from lint.support.git_patterns import GitPatterns

    listed = GitPatterns(patterns)

    def matches(path: str) -> bool:
        relative = os.path.relpath(os.path.abspath(path), base).replace(os.sep, "/")
        if relative.startswith("../"):
            return False
        return listed.ignores(relative, path.endswith("/"))

    return matches


class _Ignores:
    """The `.gitignore` files of a repository, each read when its folder is first met."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.specs: dict[str, GitPatterns | None] = {}

    def match(self, path: str, is_folder: bool) -> bool:
        absolute = os.path.abspath(path)
        folder = os.path.dirname(absolute)
        decided: bool | None = None
        while decided is None and folder.startswith(self.root):
            decided = self._decide(folder, absolute, is_folder)
            if folder == self.root:
                break
            folder = os.path.dirname(folder)
        return bool(decided)

    def _decide(self, folder: str, path: str, is_folder: bool) -> bool | None:
        if folder not in self.specs:
            self.specs[folder] = self._load(folder)
        spec = self.specs[folder]
        if spec is None:
            return None
        decider = spec.decider(os.path.relpath(path, folder).replace(os.sep, "/"), is_folder)
        return None if decider is None else not decider.negated

    def _load(self, folder: str) -> GitPatterns | None:
        from lint.support.git_patterns import GitPatterns, TooManyPatternsError, read_ignore_lines

        lines = read_ignore_lines(os.path.join(folder, ".gitignore"))
        try:
            return GitPatterns(lines) if lines else None
        except TooManyPatternsError:
            return None  # what it ignores is searched: more is judged, and nothing is hidden
