"""Fetching a rule set: a file of a commit, and what it extends in the same commit."""

from __future__ import annotations

import posixpath

from lint.errors import UsageError, os_reason
from lint.ruleset.builtin import built_in_names
from lint.ruleset.elsewhere.git import Commit
from lint.ruleset.elsewhere.reference import GitReference, is_elsewhere, is_file
from lint.ruleset.elsewhere.store import keep, list_of
from lint.ruleset.rule_file import ErrorList, RuleFile
from lint.support.cache import content_digest
from lint.support.files import MAX_RULE_FILE_BYTES
from lint.support.paths import cache_directory

MAX_FILES = 100
"""The most files that a rule set consists of."""


def fetch(reference: GitReference) -> GitReference:
    """Fetches a rule set and keeps it. Gives the pinned reference, which is the same for a pinned one.

    Raises `UsageError` where it cannot be fetched, or is not what the digest says.
    """
    try:
        with Commit(reference.url, reference.commit) as commit:
            files = _files(commit, reference.path)
            found = GitReference(
                reference.url, commit.id, reference.path, content_digest(list_of(files))
            )
        if reference.digest and reference.digest != found.digest:
            raise UsageError(
                f"its digest is sha256:{found.digest}, and the reference says "
                f"sha256:{reference.digest}"
            )
        keep(files)
    except UsageError as error:
        raise UsageError(f"cannot fetch {reference.short}: {error}") from None
    except OSError as error:
        raise UsageError(
            f"cannot keep {reference.short} in {cache_directory()}: {os_reason(error)}. "
            "CLOUDRUN_LINT_CACHE names another directory."
        ) from None
    return found


def _files(commit: Commit, first: str) -> dict[str, bytes]:
    """A rule file and all that it extends by relative paths."""
    files: dict[str, bytes] = {}
    todo = [first]
    while todo:
        path = todo.pop()
        if path in files:
            continue
        data = commit.read(path, MAX_RULE_FILE_BYTES)
        if data is None:
            raise UsageError(f"the commit has no file {path}")
        if len(files) >= MAX_FILES:
            raise UsageError(f"it extends more than {MAX_FILES} files")
        files[path] = data
        file = RuleFile(path, path, ErrorList(), data)
        if file.root is None:
            raise UsageError(f"{path} is not a rule set")
        for _, name in file.extended():
            if name not in built_in_names() and not is_elsewhere(name):
                other = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
                if not is_file(other):
                    raise UsageError(f"{path} extends {name}, which is no rule file of the commit")
                todo.append(other)
    return files
