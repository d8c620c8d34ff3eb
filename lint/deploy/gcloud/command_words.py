"""Which gcloud command a line runs: its track, its words, and the flags before them."""

from __future__ import annotations

import os

from lint.deploy.gcloud.flags import FLAGS
from lint.deploy.gcloud.table import COMMANDS
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.text import Text

_PATHS = {tuple(path.split()): letter for letter, path in COMMANDS.items()}
_WRAPPERS = frozenset(("sudo", "env", "time", "nohup", "exec", "command", "eval"))
_GLOBAL = frozenset(name for name, flag in FLAGS.items() if len(flag.commands) == len(COMMANDS))


@record
class Found:
    """A gcloud command that Cloud Run is changed by."""

    letter: str
    track: str
    anchor: Text
    """From `gcloud` to the last word of the command."""
    words: list[Text]
    """All that is not the command: the flags before it, and what follows."""
    early: list[Text] = default(factory=list)
    """Flags before the command that gcloud does not take there."""
    settings: dict[str, Text] = default(factory=dict)
    """The variables that are set for this command, by name."""


def find_command(words: Sequence[Text]) -> Found | None:
    """The command of a line; None where it is none that changes a Cloud Run resource."""
    position = 0
    settings: dict[str, Text] = {}
    while position < len(words):
        text = str(words[position])
        title, sign, value = words[position].partition("=")
        if sign and str(title).isidentifier() and title.known:
            settings[str(title)] = value
        elif text not in _WRAPPERS:
            break
        position += 1
    if position >= len(words) or not _is_gcloud(words[position]):
        return None
    program = words[position]
    path: list[str] = []
    rest: list[Text] = []
    early: list[Text] = []
    last = program
    position += 1
    while position < len(words) and tuple(_path(path)) not in _PATHS:
        word = words[position]
        text = str(word)
        if not word.known and word.known_part == "":
            return None
        if text.startswith("-"):
            name = text.partition("=")[0]
            flag = FLAGS.get(name)
            (rest if name in _GLOBAL else early).append(word)
            if flag is not None and flag.takes_value and "=" not in text:
                position += 1
                if position < len(words):
                    (rest if name in _GLOBAL else early).append(words[position])
        elif not word.known or len(path) > 3:
            return None
        else:
            path.append(text)
            last = word
        position += 1
    letter = _PATHS.get(tuple(_path(path)))
    if letter is None:
        return None
    track = path[0] if path[0] in ("alpha", "beta") else "GA"
    anchor = _span(program, last, " ".join(("gcloud", *path)))
    return Found(letter, track, anchor, [*rest, *words[position:]], early, settings)


def _is_gcloud(word: Text) -> bool:
    """Whether a word is the program, or a variable such as `$GCLOUD` that holds its path."""
    text = os.path.basename(str(word))
    return text in ("gcloud", "gcloud.cmd") or (word.is_unknown and "gcloud" in text.lower())


def _path(words: list[str]) -> list[str]:
    return words[1:] if words[:1] in (["alpha"], ["beta"]) else words


def _span(first: Text, last: Text, text: str) -> Text:
    """The words of a command as one text, with the place from the first to the last of them."""
    start, end = first.place, last.place
    if start.path == end.path and start.line == end.line and end.end_column >= start.column:
        width = end.end_column - start.column
        return type(first).of(text, first.source, start.line, start.column, width)
    return first.written(text)
