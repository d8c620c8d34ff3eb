"""The regular expressions that rule files state."""

from __future__ import annotations

import re

from lint.support.quiet import quiet

_MOST = 1_000
"""Characters: the longest of the built-in rules has 130."""


def check_pattern(text: object) -> None:
    """Raises `re.error` for what is no regular expression, whatever is wrong with it."""
    if not isinstance(text, str):
        raise re.error("it is not a string")
    if len(text) > _MOST:
        raise re.error(f"it has more than {_MOST:,} characters")
    with quiet():  # about what a later Python may read differently
        try:
            re.compile(text)
        except re.error:
            raise
        except (OverflowError, RecursionError, ValueError) as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise re.error(reason) from None
