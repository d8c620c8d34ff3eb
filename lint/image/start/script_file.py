"""Start scripts as files: what the kernel makes of them before any shell does."""

from __future__ import annotations

import posixpath

from lint.image.start.wrappers import unwrap
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh", "ksh"))
"""Programs that run a script whose name, or a text that, they are given."""
MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""
_SHELL_VALUES = ("--rcfile", "--init-file")
_EXECVP = frozenset(
    ("tini", "tini-static", "dumb-init", "catatonit", "env", "nice", "timeout", "nohup")
)
"""Wrappers that start a program as `execvp` does: a file without `#!` is given to a shell."""
_NO_SHELL = lazy_regex(
    r"scratch$|gcr\.io/distroless/(?![^@]*debug)|cgr\.dev/chainguard/(?![^@]*-dev)"
)
_SLIM = lazy_regex(r"(?:docker\.io/)?(?:library/)?python:[\w.-]*slim[\w.-]*(?:@|$)")
_ALPINE = lazy_regex(r"(?:docker\.io/)?(?:library/)?(?:python:[\w.-]*alpine|alpine(?:[:@]|$))")
_PYTHON = lazy_regex(r"python[\d.]*")
_INSTALLS = lazy_regex(
    r"\b(?:apt(?:-get)?|apk|dnf|microdnf|yum|zypper)\b[^\n]*\b(?:install|add)\b|\b(?:conda|mamba)\b|COPY|curl|wget|ln "
)
_REPAIRS = lazy_regex(r"dos2unix|\\r|\\015|fromdos|autocrlf")


def shell_operand(arguments: Sequence[str]) -> tuple[int, bool]:
    """What a shell is given to run: its position in the arguments, and whether it is a text (`-c`).

    The position is behind the last argument where it is given nothing.
    """
    position = 0
    while position < len(arguments) and arguments[position].startswith(("-", "+")):
        word = arguments[position]
        short = not word.startswith("--")
        if short and "c" in word[1:]:
            return position + 1, True
        takes = word in _SHELL_VALUES or (short and word.endswith(("o", "O")))
        position += 2 if takes else 1
    return min(position, len(arguments)), False


def shell_text(words: Sequence[str]) -> str:
    """The text that a command line gives to a shell with `-c`; "" for none."""
    bare = unwrap(words).words
    if not bare or bare[0].rpartition("/")[2] not in SHELLS:
        return ""
    position, is_text = shell_operand(bare[1:])
    return bare[1 + position] if is_text and 1 + position < len(bare) else ""


@record
class Executed:
    """A file of the image that a command line starts."""

    path: str
    """As the command names it."""
    directly: bool
    """Whether the kernel executes it, and not a shell that is given its name."""
    by_execvp: bool
    """Whether something starts it that gives a file without `#!` to a shell."""


def executed_file(words: Sequence[str]) -> Executed | None:
    """The script that a command line in exec form starts; None where it starts none by a path."""
    bare = unwrap(words).words
    if not bare:
        return None
    wrapped = len(bare) < len(words)
    first = words[0].rpartition("/")[2]
    name = bare[0].rpartition("/")[2]
    if name in SHELLS:
        position, is_text = shell_operand(bare[1:])
        if is_text or 1 + position >= len(bare):
            return None
        return Executed(bare[1 + position], False, True)
    if "/" in bare[0] or bare[0].endswith((".sh", ".py")):
        return Executed(bare[0], True, wrapped and first in _EXECVP)
    return None


def has_carriage_returns(data: bytes) -> bool:
    """Whether the lines of a script that run end in CR LF."""
    return any(
        line.endswith(b"\r")
        and line.strip()
        and (number == 0 or not line.lstrip().startswith(b"#"))
        for number, line in enumerate(data.split(b"\n"))
    )


def repaired(runs: Sequence[str]) -> bool:
    """Whether a RUN line takes the carriage returns out of scripts."""
    return any(_REPAIRS.search(text) for text in runs)


def made_executable(runs: Sequence[str], modes: Sequence[str], *names: str) -> bool:
    """Whether a RUN line or `--chmod` may set the executable bit of a file with one of these names."""
    stems = set(map(posixpath.basename, names))
    for text in runs:
        if "chmod" not in text and "install " not in text and "setfacl" not in text:
            continue
        if any(stem in text for stem in stems) or any(
            sign in text for sign in ("*", "-R", "$", "find", "--recursive")
        ):
            return True
        for line in text.replace("&&", "\n").replace(";", "\n").splitlines():
            if "chmod" in line and any(word.endswith("/") or word == "." for word in line.split()):
                return True
    for mode in modes:
        if "$" in mode or "x" in mode.lower():
            return True
        if mode.isdigit() and any(int(digit) % 2 for digit in mode[-3:] if digit in "01234567"):
            return True
    return False


@record
class Interpreter:
    """The first line of a script."""

    path: str
    """"" for a file without `#!`."""
    program: str
    """The name of the program, of `env X` that of X."""
    by_env: str = ""
    """X of `env X` as written; "" where `env` does not look for it."""


def interpreter_of(data: bytes) -> Interpreter:
    """What the `#!` line of a script names; a byte order mark in front of it hides it."""
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace").rstrip()
    if not first.startswith("#!"):
        return Interpreter("", "")
    words = first[2:].split()
    if not words:
        return Interpreter("", "")
    program = words[0].rpartition("/")[2]
    if program == "env":
        rest = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
        if rest:
            return Interpreter(words[0], rest[0].rpartition("/")[2], rest[0])
    return Interpreter(words[0], program)


def lacks_shell(image: str) -> bool:
    """Whether a base image has no shell at all.

    Sources: https://github.com/GoogleContainerTools/distroless, https://edu.chainguard.dev/chainguard/
    """
    return _NO_SHELL.match(image) is not None


def lacks_interpreter(image: str, interpreter: Interpreter, runs: Sequence[str]) -> bool | None:
    """Whether the image lacks what a `#!` line names: True for certain, None for likely.

    Of the official images of Python and Alpine it is known what they have.
    Source: https://github.com/docker-library/python, https://hub.docker.com/_/alpine
    """
    program, path = interpreter.program, interpreter.path
    installs = [text for text in runs if _INSTALLS.search(text)]
    if any(program and program in text for text in installs):
        return False
    if lacks_shell(image):
        return program in SHELLS or path.endswith("/env")
    doubt: bool | None = None if installs else True
    if _ALPINE.match(image):
        if program in ("bash", "zsh", "ksh", "dash"):
            return doubt
        if path in ("/usr/bin/python", "/usr/bin/python3"):
            return doubt
        return False
    if _SLIM.match(image):
        if program in ("zsh", "ksh", "fish", "node", "ruby"):
            return doubt
        if _PYTHON.fullmatch(program) and path.startswith("/usr/bin/python"):
            return doubt
    return False
