"""The functions that check: what they are given becomes one run of the engine."""

from __future__ import annotations

import os

from lint.api.report import Report
from lint.engine.run import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Unpack

    from lint.api.options import CheckOptions, Path
    from lint.model.options import Options
    from lint.settings import SettingsTree


def check_paths(
    paths: Iterable[Path],
    *,
    texts: Mapping[str, str | bytes] | None = None,
    **options: Unpack[CheckOptions],
) -> Report:
    """Checks files and folders.

    A file that is named is checked alone; a folder is searched for manifests and deploy steps, which
    are checked against each other. `texts` count instead of the files at their paths, also where these
    are rule sets, Dockerfiles or code: what an editor has not saved yet. Without paths, an image
    (`wheel`, `source`, `image`) is checked alone.

    Raises `UsageError` for what cannot be done, `RuleSetError` for a broken rule set, `SettingsError` for
    broken settings, and `TypeError` for an unknown option or a wrong type. A file that cannot be read is a finding.
    """
    from lint.api.options import engine_input

    return run(*engine_input(paths, texts, options))


def check_folder(folder: Path = ".", **options: Unpack[CheckOptions]) -> Report:
    """Checks the manifests and deploy steps of a folder. Raises what `check_paths` raises."""
    from lint.errors import UsageError

    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder {os.fspath(folder)}")
    return check_paths([folder], **options)


def check_text(
    text: str | bytes, *, name: str = "service.yaml", **options: Unpack[CheckOptions]
) -> Report:
    """Checks a text as if it were the content of a file.

    `name` is its path, which need not exist: reports have it, and the settings next to it count.
    Raises what `check_paths` raises.
    """
    return check_texts({name: text}, **options)


def check_texts(texts: Mapping[str, str | bytes], **options: Unpack[CheckOptions]) -> Report:
    """Checks texts by their paths, like the files of one call of `check_paths`.

    Raises what `check_paths` raises, and `UsageError` for the path of a folder.
    """
    return check_paths(texts, texts=texts, **options)


def run(
    options: Options,
    settings: SettingsTree | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> Report:
    """Checks what the options of a command name: for the command line. Raises what `check_paths` does."""
    return Report(check(options, settings, texts))
