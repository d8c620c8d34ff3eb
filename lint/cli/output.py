"""Writing to standard output and standard error, which may be closed, full or a broken pipe."""

from __future__ import annotations

import os
import sys

from lint.errors import UsageError, os_reason
from lint.model.options import no_progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.options import Progress


def write(text: str) -> None:
    """Writes to standard output.

    Raises `UsageError` where that fails, and `SystemExit` where the reader has gone.
    """
    end_progress()
    if sys.stdout is None:
        raise UsageError("cannot write to standard output: it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard()
        raise SystemExit(2) from None  # the reader has seen enough and needs no message
    except OSError as error:
        _discard()
        raise UsageError(f"cannot write to standard output: {os_reason(error)}") from None


def complain(text: str) -> None:
    """Writes to standard error; what cannot be written there is lost.

    The lines are escaped as in reports: names and paths of files may be in them.
    """
    end_progress()
    if sys.stderr is None:
        return
    from lint.report.safe import safe, without_commands

    text = without_commands("\n".join(safe(line) for line in text.split("\n")))
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass


def write_file(file: str, text: str, *, add: bool = False) -> None:
    """Writes a file, or adds to one; raises `UsageError` where that fails."""
    try:
        if add:
            with open(file, "a", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        else:
            with open(file, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {file}: {os_reason(error)}") from None


def progress(quiet: bool = False) -> Progress:
    """What a run calls with what it does: a line on standard error, if that is a terminal.

    Nothing is shown elsewhere, in CI, and with `quiet`.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return no_progress
    if os.environ.get("CI") or os.environ.get("TERM") in ("dumb", "", None):
        return no_progress
    return _show_progress


def _show_progress(doing: str, done: int = 0, total: int = 0) -> None:
    from lint.cli.progress import show  # a short run never comes here

    show(doing, done, total)


def end_progress() -> None:
    """Erases the line about progress, if there is one: something else is to be written."""
    shown = sys.modules.get("lint.cli.progress")
    if shown is not None:
        shown.clear()


def _discard() -> None:
    """Drops what is still in the buffer of standard output: writing it again would fail again."""
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
