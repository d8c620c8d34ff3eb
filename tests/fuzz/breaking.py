"""What an input broke, in a form that tells two causes apart."""

from __future__ import annotations

import traceback

from tests.fuzz.harnesses import BrokenError, Harness, TooLongError, run


def what_breaks(harness: Harness, data: bytes) -> tuple[str, str]:
    """A short signature of what an input breaks, and the whole trace; ("", "") for nothing."""
    try:
        run(harness, data)
    except (KeyboardInterrupt, SystemExit):
        raise
    except TooLongError as error:
        where = _ours(error)
        return f"too long at {where.rpartition(':')[0]}", _trace(error)
    except BrokenError as error:
        return f"{error}", _trace(error)
    except BaseException as error:
        return f"{type(error).__name__} at {_ours(error)}", _trace(error)
    return "", ""


def _ours(error: BaseException) -> str:
    """The innermost place in the package."""
    found = "?"
    for frame in traceback.extract_tb(error.__traceback__):
        if "/lint/" in frame.filename and "/tests/" not in frame.filename:
            found = f"{frame.filename.rpartition('/lint/')[2]}:{frame.name}:{frame.lineno}"
    return found


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-6000:]
