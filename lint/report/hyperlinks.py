"""Links in terminals (OSC 8), and which terminals show them.

Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda ("Hyperlinks in terminal
emulators"). A terminal cannot be asked, so the variables that each one sets decide.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_PROGRAMS = (
    "Hyper",
    "WarpTerminal",
    "WezTerm",
    "ghostty",
    "iTerm.app",
    "rio",
    "terminology",
    "vscode",
)
"""What TERM_PROGRAM is in them."""
_TERMS = ("alacritty", "contour", "foot", "wezterm", "xterm-ghostty", "xterm-kitty")
"""What TERM begins with in them."""
_MARKS = ("DOMTERM", "KONSOLE_VERSION", "WT_SESSION")
"""Variables that only they set."""
_VTE = 5000
"""The version of GNOME's terminal library that has links, as in VTE_VERSION (0.50)."""


def supported(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether a stream is a terminal that shows links; FORCE_HYPERLINK decides where it is set."""
    forced = environ.get("FORCE_HYPERLINK", "")
    if forced:
        return forced != "0"
    term = environ.get("TERM", "")
    if not stream.isatty() or term == "dumb":
        return False
    # These would show it as text.
    if environ.get("TMUX") or term.startswith(("screen", "tmux")):
        return False
    version = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM", "") in _PROGRAMS
        or term.startswith(_TERMS)
        or any(environ.get(mark) for mark in _MARKS)
        or (version.isascii() and version.isdigit() and int(version[:9]) >= _VTE)
    )


def link(text: str, url: str) -> str:
    """The text as a link; neither may have control characters."""
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"
