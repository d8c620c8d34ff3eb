"""The options of a command line, however they are written."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.image.start.servers import Server


def option(words: Sequence[str], names: Sequence[str]) -> str:
    """The last value of an option, "" where it is not given."""
    found = options(words, names)
    return found[-1] if found else ""


def options(words: Sequence[str], names: Sequence[str]) -> list[str]:
    """The values of an option, however it is written: `--a v`, `--a=v`, `-av`."""
    values = []
    for number, word in enumerate(words):
        for name in names:
            if word == name:
                if number + 1 < len(words):
                    values.append(words[number + 1])
            elif name.startswith("--") and word.startswith(name + "="):
                values.append(word[len(name) + 1 :])
            elif not name.startswith("--") and word.startswith(name) and len(word) > len(name):
                if word[0] == "-" and word[1] != "-":
                    values.append(word[len(name) :].removeprefix("="))
    return values


def used(words: Sequence[str], names: Sequence[str]) -> str:
    """The name under which an option is given."""
    return next((name for name in reversed(names) if options(words, (name,))), names[0])


def positional(server: Server, words: Sequence[str]) -> list[str]:
    """The words that are neither options nor their values."""
    found: list[str] = []
    bare = server.bare.split()
    position = 0
    while position < len(words):
        word = words[position]
        if word == "--":
            found += words[position + 1 :]
            break
        if word.startswith("-") and len(word) > 1:
            short = not word.startswith("--") and len(word) > 2
            position += 1 if "=" in word or word in bare or short else 2
            continue
        found.append(word)
        position += 1
    return found
