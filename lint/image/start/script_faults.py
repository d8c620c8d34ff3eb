"""Why the kernel cannot start a script: one wording for source trees and for saved images."""

from __future__ import annotations

import posixpath

from lint.image.start.script_file import MARK, interpreter_of
from lint.model.text import name as shown_name
from lint.model.text import path as shown_path
from lint.model.text import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.text import Message

INSTALL = say("Install it, or name an interpreter that the image has.")
"""What to do about an interpreter that the image lacks."""


def crlf(path: str, data: bytes) -> tuple[Message, Message]:
    """The message and the help for a script whose `#!` line ends in CR LF."""
    message = say(
        "the `#!` line of `{}` ends in CR LF: the kernel looks for `{}` with a carriage return at its"
        " end, and the container does not start",
        shown_path(path),
        shown_path(interpreter_of(data).path),
    )
    return message, LF


LF = say("Save it with LF line ends, and add `*.sh text eol=lf` to `.gitattributes`.")
"""What to do about CR LF."""


def not_executable(path: str) -> tuple[Message, Message]:
    """The message and the help for a file without the executable bit."""
    message = say("`{}` is started directly, and it is not executable", shown_path(path))
    help = say(
        "Run `git update-index --chmod=+x {}`, or copy it with `--chmod=755`.",
        shown_path(posixpath.basename(path)),
    )
    return message, help


def no_interpreter(path: str, data: bytes) -> tuple[Message, Message]:
    """The message and the help for a script without a `#!` line that the kernel sees."""
    if data.startswith(MARK):
        message = say(
            "a byte order mark hides the `#!` line of `{}`, and the kernel cannot start it",
            shown_path(path),
        )
        return message, say("Save it without the mark.")
    message = say("`{}` has no `#!` line, and the kernel cannot start it", shown_path(path))
    return message, say("Begin it with `#!/bin/sh`.")


def unusable(path: str, interpreter: str, reason: Message) -> tuple[Message, Message]:
    """The message and the help for a script whose interpreter cannot be run, for a reason."""
    message = say(
        "`{}` cannot be started by `{}`, which its `#!` line names: {}",
        shown_path(path),
        shown_name(interpreter),
        reason,
    )
    return message, INSTALL
