"""Where a program is looked for that a command line names without a folder."""

from __future__ import annotations

from lint.support.shell_words import UNKNOWN

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""The PATH of a container whose image states none.

Source: https://github.com/moby/moby, `oci/defaults.go` and `pkg/system/path.go`.
"""


def program_folders(path: str | None) -> list[str]:
    """The absolute folders of PATH, in their order; those of the default where it is not known."""
    text = DEFAULT_PATH if path is None or UNKNOWN in path else path
    return [folder.rstrip("/") or "/" for folder in text.split(":") if folder.startswith("/")]


def program_places(name: str, path: str | None) -> list[str]:
    """The absolute paths at which a program without a folder is looked for."""
    return [f"{folder.rstrip('/')}/{name}" for folder in program_folders(path)]
