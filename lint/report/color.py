"""Whether to colour, and the few colours there are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TextIO

    from lint.model.findings import Severity

RESET = "\x1b[0m"
BOLD = "\x1b[1m"
DIM = "\x1b[2m"
RED = "\x1b[1;31m"
YELLOW = "\x1b[1;33m"
BLUE = "\x1b[1;34m"
CYAN = "\x1b[36m"
GREEN = "\x1b[32m"

SEVERITY: Mapping[Severity, str] = {"error": RED, "warning": YELLOW, "info": BLUE}


class Paint:
    """Puts colours around text, or nothing when colours are off; `links` says the same of links."""

    __slots__ = ("links", "on")

    def __init__(self, on: bool, links: bool = False) -> None:
        self.on = on
        self.links = links

    def __call__(self, text: str, color: str) -> str:
        """The text in a colour (one of this module's)."""
        return f"{color}{text}{RESET}" if self.on and text else text


PLAIN = Paint(False)


def wanted(
    stream: TextIO, flag: Literal["auto", "always", "never"] | str, environ: Mapping[str, str]
) -> bool:
    """Whether a stream gets colours.

    In this order: the flag, NO_COLOR (https://no-color.org: any value but the empty one), then
    FORCE_COLOR and CLICOLOR_FORCE, CLICOLOR=0, TERM=dumb, and whether it is a terminal.
    """
    if flag != "auto":
        return flag == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(_on(environ.get(name, "")) for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if environ.get("CLICOLOR") == "0" or environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def _on(value: str) -> bool:
    return value.lower() not in ("", "0", "false", "no")
