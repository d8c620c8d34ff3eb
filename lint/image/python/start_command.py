"""Where start-up begins: the Python module that a container's command and arguments start.

Read from the command lines of the servers that the documentation of Python frameworks names.
What is not plainly one of them is unknown, never a guess.
"""

from __future__ import annotations

import re
import shlex

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DOTTED = lazy_regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_TARGET = lazy_regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_][\w.]*(?:\(\))?")
_SERVERS = frozenset(
    ("uvicorn", "gunicorn", "hypercorn", "granian", "daphne", "uwsgi", "waitress-serve")
)
_GUNICORN_FLAGS = frozenset(
    (
        "--capture-output",
        "--check-config",
        "--daemon",
        "-D",
        "--no-sendfile",
        "--preload",
        "--reload",
    )
)
_APP_OPTIONS = {"celery": ("-A", "--app"), "flask": ("--app", "-A"), "rq": ()}
_SHELLS = frozenset(("sh", "bash", "dash", "ash"))
_WRAPPERS = frozenset(
    ("exec", "nice", "env", "tini", "dumb-init", "poetry", "uv", "pipenv", "run", "--")
)
_PYTHON = lazy_regex(r"(?:.*/)?python(?:3(?:\.\d+)?)?")


def entry_module(words: Sequence[str], scripts: Mapping[str, str]) -> tuple[str, bool]:
    """What a command line starts (`pkg.main` or `pkg.main:app`), and whether it runs as `__main__`.

    It is "" when it is not plain. `words` is the command and its arguments, `scripts` maps
    the console scripts of the build to `module:attr`.
    """
    words = list(words)
    while words:
        program = words[0].rpartition("/")[2]
        if program in _SHELLS:
            return _shell(words[1:], scripts)
        if program in _WRAPPERS or re.fullmatch(r"[A-Za-z_]\w*=.*", words[0]):
            words = words[1:]
            continue
        if _PYTHON.fullmatch(words[0]):
            return _python(words[1:])
        return _program(program, words[1:], scripts), False
    return "", False


def _shell(words: Sequence[str], scripts: Mapping[str, str]) -> tuple[str, bool]:
    """The last command of `sh -c "..."`: what comes before it prepares, and it stays."""
    for number, word in enumerate(words):
        if re.fullmatch(r"-[a-z]*c[a-z]*", word) and number + 1 < len(words):
            try:
                lexer = shlex.shlex(words[number + 1], posix=True, punctuation_chars=True)
                lexer.whitespace_split = True
                tokens = list(lexer)
            except ValueError:
                return "", False
            command: list[str] = []
            for token in tokens:
                if set(token) <= set("&|;()"):
                    command = []
                else:
                    command.append(token)
            return entry_module(command, scripts)
    return "", False


def _python(words: Sequence[str]) -> tuple[str, bool]:
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "-m" and words:
            module = words.pop(0)
            if not _DOTTED.fullmatch(module):
                return "", False
            started = _program(module, words, {})
            return (started, False) if started else (module, True)
        if word in ("-W", "-X"):
            words[:1] = []
        elif word == "-c":
            return "", False
        elif not word.startswith("-"):
            path = word.removeprefix("./").removeprefix("/app/")
            if path.endswith(".py") and not path.startswith("/"):
                module = path[:-3].replace("/", ".")
                return (module, True) if _DOTTED.fullmatch(module) else ("", False)
            return "", False
    return "", False


def _bare_module(words: Sequence[str]) -> str:
    """The module that gunicorn is given without `:application`, which it then supposes."""
    if not words or not _DOTTED.fullmatch(words[-1]):
        return ""
    # What stands behind an option may be its value.
    before = words[-2] if len(words) > 1 else ""
    value = before.startswith("-") and "=" not in before and before not in _GUNICORN_FLAGS
    return "" if value else f"{words[-1]}:application"


def _program(program: str, words: Sequence[str], scripts: Mapping[str, str]) -> str:
    if program in scripts:
        return scripts[program]
    if program in _SERVERS:
        targets = [word for word in words if _TARGET.fullmatch(word)]
        # A server's own classes (-k uvicorn.workers.UvicornWorker) have no colon.
        if len(targets) == 1:
            return targets[0].removesuffix("()")
        return _bare_module(words) if program == "gunicorn" and not targets else ""
    if program in _APP_OPTIONS:
        for number, word in enumerate(words):
            option, separator, value = word.partition("=")
            if option in _APP_OPTIONS[program]:
                value = (
                    value if separator else (words[number + 1] if number + 1 < len(words) else "")
                )
                return value if _DOTTED.fullmatch(value.partition(":")[0]) else ""
    if program == "fastapi" and len(words) > 1 and words[0] in ("run", "dev"):
        files = [word for word in words[1:] if word.endswith(".py")]
        if len(files) == 1 and not files[0].startswith("/"):
            return files[0][:-3].replace("/", ".")
    return ""
