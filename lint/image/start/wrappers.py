"""Programs that run another program: what is left of a command line when they are taken away."""

from __future__ import annotations

import re

from lint.image.context.conda_environments import (
    MICROMAMBA_ENTRYPOINT,
    PROGRAMS,
    VARIABLE,
    named_environment,
)
from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_ASSIGNMENT = lazy_regex(r"[A-Za-z_]\w*=")


@record
class Wrapper:
    """One wrapper's command line."""

    values: str = ""
    """The options that take a value, separated by blanks."""
    positional: int = 0
    """The number of words of its own before the program."""
    subcommand: tuple[str, ...] = ()
    """The words that must follow its name."""
    directory: str = ""
    """The options that change the directory, separated by blanks."""
    all_values: bool = False
    """Whether every long option takes a value."""
    sets_env: bool = False
    """Whether it brings variables of its own."""


_UV_VALUES = (
    "--project --with --with-editable --with-requirements --extra --no-extra --group --no-group "
    "--only-group --python -p --env-file --package --no-editable-package --index --default-index "
    "-i --index-url --extra-index-url -f --find-links --index-strategy --keyring-provider "
    "--resolution --prerelease --exclude-newer --link-mode -C --config-setting --cache-dir "
    "--color --refresh-package --no-build-package --no-binary-package -P --upgrade-package "
    "--reinstall-package --config-file --allow-insecure-host --python-platform -w"
)
_UV_BRINGS = frozenset(("--with", "--with-editable", "--with-requirements", "-w"))
_CONDA = Wrapper(
    "-n --name -p --prefix --cwd -a --attach -e --env -r --root-prefix",
    subcommand=("run",),
    directory="--cwd",
)
WRAPPERS: dict[str, Wrapper] = {
    "exec": Wrapper("-a"),
    "nohup": Wrapper(),
    "command": Wrapper(),
    "builtin": Wrapper(),
    "time": Wrapper("-f -o"),
    "setsid": Wrapper(),
    "nice": Wrapper("-n --adjustment"),
    "ionice": Wrapper("-c -n --class --classdata"),
    "stdbuf": Wrapper("-i -o -e --input --output --error"),
    "chrt": Wrapper(positional=1),
    "taskset": Wrapper(positional=1),
    "timeout": Wrapper("-k --kill-after -s --signal", positional=1),
    "tini": Wrapper("-e -p"),
    "tini-static": Wrapper("-e -p"),
    "dumb-init": Wrapper("-r --rewrite"),
    "catatonit": Wrapper(),
    "gosu": Wrapper(positional=1),
    "su-exec": Wrapper(positional=1),
    "s6-setuidgid": Wrapper(positional=1),
    "setuser": Wrapper(positional=1),
    "chpst": Wrapper("-u -U -e -d -o -m"),
    "sudo": Wrapper("-u --user -g --group -C -h -p -r -t -U"),
    "runuser": Wrapper("-u --user -g --group"),
    "setpriv": Wrapper("--reuid --regid --groups --inh-caps --ambient-caps --bounding-set"),
    "unbuffer": Wrapper(),
    "xvfb-run": Wrapper("-n -s -e -f -p -w --server-num --server-args --error-file"),
    "catchsegv": Wrapper(),
    "launcher": Wrapper(),
    "opentelemetry-instrument": Wrapper(all_values=True),
    "ddtrace-run": Wrapper(),
    "newrelic-admin": Wrapper(subcommand=("run-program",)),
    "sentry-run": Wrapper(),
    "poetry": Wrapper(
        "-C --directory -P --project", subcommand=("run",), directory="-C --directory"
    ),
    "pdm": Wrapper("-p --project -s --site", subcommand=("run",)),
    "rye": Wrapper("--pyproject", subcommand=("run",)),
    "hatch": Wrapper("-e --env -p --project", subcommand=("run",)),
    "pipenv": Wrapper("--pypi-mirror --python", subcommand=("run",)),
    "pixi": Wrapper("-e --environment --manifest-path", subcommand=("run",)),
    "conda": _CONDA,
    "mamba": _CONDA,
    "micromamba": _CONDA,
    MICROMAMBA_ENTRYPOINT: Wrapper(),
    "uv": Wrapper(_UV_VALUES + " --directory", subcommand=("run",), directory="--directory"),
    "dotenv": Wrapper("-f --file -q --quote -e --export", subcommand=("run",), sets_env=True),
    "doppler": Wrapper("-p --project -c --config -t --token", subcommand=("run",), sets_env=True),
    "infisical": Wrapper(all_values=True, subcommand=("run",), sets_env=True),
    "berglas": Wrapper("-l --local", subcommand=("exec",), sets_env=True),
    "chamber": Wrapper(positional=1, subcommand=("exec",), sets_env=True),
    "memray": Wrapper("-o --output -p", subcommand=("run",)),
    "coverage": Wrapper(
        "--rcfile --source --include --omit --data-file --concurrency --context",
        subcommand=("run",),
    ),
    "watchmedo": Wrapper("-d --directory -p --patterns -i -D", subcommand=("auto-restart",)),
}
"""By the name of the program. Read in the manuals of util-linux, coreutils, tini, dumb-init, gosu,
uv, poetry, pdm, rye, hatch, pipenv, conda, opentelemetry-python-contrib, ddtrace, newrelic."""

_RUNS_PYTHON_FILES = frozenset(("uv", "pdm", "rye", "pixi", "memray", "coverage"))


@record
class Unwrapped:
    """A command line without wrappers: its words, and what the wrappers changed."""

    words: list[str]
    env: dict[str, str] = default(factory=dict)
    """Variables that the wrappers set."""
    sets_unknown: bool = False
    """Whether the wrappers set variables that are not known."""
    directory: str = ""
    """The directory they change to; "" for none."""
    runner: str = ""
    """The wrapper in front of the program; "" where that is none that `WRAPPERS` has."""
    named: str = ""
    """The program as that wrapper names it: hatch puts its environment in front (`prod:serve`)."""
    installs: bool = False
    """Whether a wrapper installs distributions for the program (`uv run --with`)."""


def unwrap(words: Sequence[str]) -> Unwrapped:
    """Takes wrappers and assignments away from the front of a command line."""
    result = Unwrapped(list(words))
    for _ in range(20):  # each round takes one wrapper away
        rest = result.words
        if not rest:
            break
        if _ASSIGNMENT.match(rest[0]):
            name, _, value = rest[0].partition("=")
            result.env[name] = value
            result.words = rest[1:]
            result.runner = ""
            continue
        name = rest[0].rpartition("/")[2]
        if name == "env":
            result.words = _env(rest[1:], result)
            result.runner = ""
            continue
        wrapper = WRAPPERS.get(name)
        if wrapper is None:
            break
        inner = _inner(wrapper, rest[1:], result)
        if inner is None:
            break
        result.runner, result.named = name, inner[0] if inner else ""
        if name in _RUNS_PYTHON_FILES and inner:
            inner = _python_words(inner)
        if name == "hatch" and inner and ":" in inner[0]:
            inner = [inner[0].partition(":")[2], *inner[1:]]
        if name in PROGRAMS:
            result.env[VARIABLE] = _environment(rest[1 : len(rest) - len(inner)])
        result.sets_unknown = result.sets_unknown or wrapper.sets_env
        result.words = inner
    return result


def _environment(words: list[str]) -> str:
    """The environment that `conda run` activates; `UNKNOWN` where that is not known."""
    found = named_environment(words)
    return UNKNOWN if found is None else found


def _env(words: list[str], result: Unwrapped) -> list[str]:
    """The words after `env` and its own options and assignments."""
    position = 0
    while position < len(words):
        word = words[position]
        if word in ("-u", "--unset", "-C", "--chdir"):
            if word in ("-C", "--chdir") and position + 1 < len(words):
                result.directory = words[position + 1]
            position += 2
        elif word in ("-S", "--split-string") and position + 1 < len(words):
            return [*words[position + 1].split(), *words[position + 2 :]]
        elif word.startswith("-"):
            position += 1
        elif _ASSIGNMENT.match(word):
            name, _, value = word.partition("=")
            result.env[name] = value
            position += 1
        else:
            break
    return words[position:]


def _inner(wrapper: Wrapper, words: list[str], result: Unwrapped) -> list[str] | None:
    """The wrapped command's words; None where the wrapper is used for something else."""
    position = 0
    wanted = list(wrapper.subcommand)
    left = wrapper.positional
    while position < len(words):
        word = words[position]
        if word == "--":
            if wanted:
                return None
            position += 1
            break
        if word in ("-m", "--module") and result.words[0].rpartition("/")[2] in _RUNS_PYTHON_FILES:
            break  # `uv run -m package`
        if word.startswith("-") and len(word) > 1:
            option, separator, value = word.partition("=")
            takes = option in wrapper.values.split() or (
                wrapper.all_values and word.startswith("--")
            )
            if takes and not separator:
                value = words[position + 1] if position + 1 < len(words) else ""
                position += 1
            if wrapper is WRAPPERS["uv"] and option in _UV_BRINGS:
                result.installs = True
            if option in wrapper.directory.split():
                result.directory = value
            position += 1
            continue
        if wanted:
            if word != wanted[0]:
                return None
            wanted.pop(0)
        elif left:
            left -= 1
        else:
            break
        position += 1
    return None if wanted else words[position:]


def _python_words(words: list[str]) -> list[str]:
    """What these runners start with Python themselves."""
    if words[0] in ("-m", "--module"):
        return ["python", "-m", *words[1:]]
    if re.search(r"\.pyw?$", words[0]) or words[0] in (".", "./") or words[0].endswith("/"):
        return ["python", *words]  # a file, or a folder with `__main__.py`
    return words
