"""Where a path leads: what files of a repository name must be in that repository."""

from __future__ import annotations

import os

from lint.support.paths import data_path, repository_root


def root_around(file: str) -> str:
    """The folder in which the paths that a file names must be.

    It is the root of the file's repository, or its folder where it is in none.
    """
    folder = os.path.dirname(os.path.abspath(file))
    return repository_root(folder) or folder


def is_inside(path: str, root: str) -> bool:
    """Whether a path leads, links followed, to `root` or below it, and not into its `.git`.

    What is in `.git` was not committed: it may hold the credentials of a remote.
    """
    try:
        real = os.path.normcase(os.path.realpath(path))
    except ValueError:  # a path that no file system takes
        return False
    base = os.path.normcase(os.path.realpath(root))
    if real == base:
        return True
    below = os.path.join(base, "")
    return real.startswith(below) and ".git" not in real[len(below) :].split(os.sep)


def leads_out(path: str) -> bool:
    """Whether a path is a link, or goes through links, out of the repository that it is in.

    Outside a repository, nothing is known to be a stranger's.
    """
    folder = os.path.dirname(os.path.abspath(path))
    root = repository_root(folder)
    return root is not None and not is_inside(path, root)


def root_of(rule_file: str, root: str = "") -> str:
    """The folder that what a rule file extends must be in; "" is anywhere.

    It is `root`, the one of the settings that name the rule file, else the root of the file's
    repository. A rule file outside every repository that the user names is the user's own, and so
    are those that come with the tool.
    """
    if root or os.path.dirname(os.path.abspath(rule_file)) == data_path("rules"):
        return root
    return repository_root(os.path.dirname(os.path.realpath(rule_file))) or ""
