"""Command lines that are one word of a list, where each word belongs in an item of its own."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAM = lazy_regex(r"[A-Za-z0-9_./][\w./+@:-]*")
_OPTION = lazy_regex(r"--?[A-Za-z][\w-]*(?:=.*)?")
_SHELL_SIGNS = frozenset("|&;<>$`(){}\"'*\n\\")
_READS_TEXT = lazy_regex(r"-\w*c|--command|-e|--eval|-S|--split-string")
_KNOWN = frozenset(
    [
        "python",
        "python3",
        "gunicorn",
        "uvicorn",
        "hypercorn",
        "daphne",
        "flask",
        "node",
        "npm",
        "java",
        "celery",
        "streamlit",
        "fastapi",
        "sh",
        "bash",
        "poetry",
        "uv",
        "pipenv",
        "django-admin",
        "waitress-serve",
        "functions-framework",
        "granian",
    ]
)


def is_command_line(word: str) -> bool:
    """Whether a word looks like a program with its arguments, and not like one argument.

    It begins with a name, has an option behind it or begins with a program that is known, and has
    no sign that only a shell understands.
    """
    if word != word.strip() or _SHELL_SIGNS.intersection(word):
        return False
    parts = word.split()
    if len(parts) < 2 or not _PROGRAM.fullmatch(parts[0]):
        return False
    if parts[0].rpartition("/")[2] in _KNOWN:
        return True
    return any(_OPTION.fullmatch(part) for part in parts[1:])


def one_word(command: Sequence[str], args: Sequence[str]) -> tuple[bool, bool] | None:
    """Whether a container's program or its only argument is a whole command line.

    (whether it is the program, whether that is certain); None where it is not so. Without a command
    the image's ENTRYPOINT gets the argument.
    """
    if command:
        if len(command) == 1 and is_command_line(command[0]):
            return True, True
        program = command[0].rpartition("/")[2]
        if len(command) == 1 and len(args) == 1 and is_command_line(args[0]):
            return (False, True) if program in _KNOWN else None
        return None
    if len(args) == 1 and is_command_line(args[0]):
        return False, True
    return None


def takes_text(words: Sequence[str]) -> bool:
    """Whether a command line ends in an option whose value is a program's text (`sh -c`)."""
    return bool(words) and _READS_TEXT.fullmatch(words[-1]) is not None
