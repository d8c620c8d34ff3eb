"""What ends a run with one line and exit code 2, and how an error of the system is worded."""

from __future__ import annotations


class UsageError(Exception):
    """What was asked for cannot be done: the command prints `lint: MESSAGE` and exits with 2.

    The message is one line, or a line followed by a list. It never holds a value that may be a
    secret. A subclass is for callers that must tell it apart; nothing else is.
    """


def os_reason(error: OSError | ValueError) -> str:
    """Why the system refused a file, in lower case: "no such file or directory".

    Python raises `ValueError` for a path that no file system takes, such as one with a NUL.
    """
    if not isinstance(error, OSError):
        return "its path is not valid"
    return (error.strerror or "the system gives no reason").lower()


def internal_error(error: BaseException) -> str:
    """An error of ours by its class and place: its message may quote what was read."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"internal error: {type(error).__name__} at {where}"
