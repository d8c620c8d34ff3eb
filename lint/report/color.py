"""Whether to colour, and the few colours there are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

RESET = "\x1b[0m"
BOLD = "\x1b[1m"
DIM = "\x1b[2m"
RED = "\x1b[1;31m"
YELLOW = "\x1b[1;33m"
BLUE = "\x1b[1;34m"
CYAN = "\x1b[36m"
GREEN = "\x1b[32m"

SEVERITY = {"error": RED, "warning": YELLOW, "info": BLUE}


def wanted(stream: TextIO, flag: str, environ: Mapping[str, str]) -> bool:
    """Whether a stream gets colours: the flag, then NO_COLOR, FORCE_COLOR, TERM, a terminal."""
    if flag != "auto":
        return flag == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") != "0" or environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    if environ.get("TERM") == "dumb":
        return False
    return stream.isatty()
