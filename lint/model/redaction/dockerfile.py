"""Dockerfiles: instructions, images, paths and names are shown; what is set is not.

The values of `ENV`, `ARG` and `LABEL`, of options that are no names of stages, quoted strings,
comments and here-documents stay hidden; commands are shown as in a script.
"""

from __future__ import annotations

from lint.model.redaction.shell import PROGRAMS, mark_command, shown_sizes
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_INSTRUCTION = lazy_regex(r"[ \t]*([A-Za-z]{2,15})(?=\s|$)")
_WORDS = lazy_regex(r"\S+")
_STRING = lazy_regex(r"\"((?:[^\"\\]++|\\.)*+)\"")
_PAIR = lazy_regex(r"(?:^|(?<=\s))([A-Za-z_][\w.\-]{0,99})(?==)")
_FIRST = lazy_regex(r"\s*([A-Za-z_][\w.\-]{0,99})(?=[=\s]|$)")
_HERE = lazy_regex(r"<<-?[\"']?([A-Za-z_]\w{0,60})")
_PLAIN_OPTION = lazy_regex(
    r"--(?:from|chown|chmod|platform|link|parents|start-period)=?[\w.\-/:$\{\}]*\Z"
)
_PATHS = frozenset(("ADD", "COPY", "FROM", "USER", "WORKDIR", "EXPOSE", "VOLUME", "STOPSIGNAL"))
_KNOWN = _PATHS | frozenset(
    [
        "ARG",
        "CMD",
        "ENTRYPOINT",
        "ENV",
        "HEALTHCHECK",
        "LABEL",
        "ONBUILD",
        "RUN",
        "SHELL",
        "MAINTAINER",
    ]
)


def mark(source: Source) -> None:
    """Reveals what may be shown of a Dockerfile."""
    source.is_code = True
    instruction = ""
    here = ""
    for number, line in enumerate(source.lines(), start=1):
        bare = line.strip()
        if here:
            here = "" if bare == here else here
            continue
        if not bare or bare.startswith("#"):
            continue
        start = 0
        if not instruction:
            match = _INSTRUCTION.match(line)
            if match is None or match[1].upper() not in _KNOWN:
                continue
            instruction = match[1].upper()
            source.reveal(number, match.start(1) + 1, number, match.end(1) + 1)
            start = match.end(1)
            if instruction in ("ONBUILD", "HEALTHCHECK"):
                match = _INSTRUCTION.match(line, start)
                if match is not None and match[1].upper() in _KNOWN:
                    source.reveal(number, match.start(1) + 1, number, match.end(1) + 1)
                    instruction, start = match[1].upper(), match.end(1)
            _arguments(source, number, line, start, instruction, first=True)
        else:
            _arguments(source, number, line, start, instruction, first=False)
        opened = _HERE.search(line) if instruction in ("RUN", "COPY", "ADD") else None
        if opened is not None:
            here, instruction = opened[1], ""
        elif bare.endswith(("\\", "`")):
            end = len(line.rstrip())
            source.reveal(number, end, number, end + 1)
        else:
            instruction = ""


def _arguments(
    source: Source, number: int, line: str, start: int, instruction: str, first: bool
) -> None:
    if instruction in _PATHS:
        for match in _WORDS.finditer(line, start):
            word = match[0]
            if word.startswith("--"):
                end = match.end() if _PLAIN_OPTION.match(word) else match.start() + _name(word)
                source.reveal(number, match.start() + 1, number, end + 1)
            elif "<<" not in word:
                source.reveal(number, match.start() + 1, number, match.end() + 1)
    elif instruction in ("ENV", "ARG", "LABEL"):
        name = _FIRST.match(line, start) if first else None
        if name is not None:
            source.reveal(number, name.start(1) + 1, number, name.end(1) + 1)
        if name is None or line.startswith("=", name.end()):
            _names(source, number, line, start)
    elif instruction in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL"):
        at = start
        while line.startswith("--", at + len(line[at:]) - len(line[at:].lstrip())):
            at += len(line[at:]) - len(line[at:].lstrip())
            option = line[at:].split(maxsplit=1)[0]
            source.reveal(number, at + 1, number, at + _name(option) + 1)
            at += len(option)
        if line[at:].lstrip().startswith("[") or (not first and line.lstrip().startswith('"')):
            _exec_form(source, number, line, at)
        else:
            mark_command(source, number, line, at)


def _name(option: str) -> int:
    """The length of an option's name with its `=`."""
    return len(option.partition("=")[0]) + ("=" in option)


def _names(source: Source, number: int, line: str, start: int) -> None:
    """Reveals the names of `NAME=value` pairs that are in no quotes."""
    quote = ""
    outside = []
    escaped = False
    for character in line[start:]:
        hidden = bool(quote) or escaped
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        outside.append("\0" if hidden or quote or character == "\\" else character)
    for match in _PAIR.finditer("".join(outside)):
        first, last = start + match.start(1), start + match.end(1)
        source.reveal(number, first + 1, number, last + 2)


def _exec_form(source: Source, number: int, line: str, start: int) -> None:
    """Reveals what may be shown of `["program", "argument"]`."""
    strings = [(match[1], match.start(1)) for match in _STRING.finditer(line, start) if match[1]]
    if strings and strings[0][0].rpartition("/")[2] in PROGRAMS:
        source.reveal(number, strings[0][1] + 1, number, strings[0][1] + len(strings[0][0]) + 1)
    for (_, at), size in zip(strings, shown_sizes([text for text, _ in strings]), strict=True):
        if size:
            source.reveal(number, at + 1, number, at + size + 1)
