"""The options of a check as keyword arguments, and as the engine takes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypedDict, TypeVar

from lint.errors import UsageError
from lint.model.options import Options
from lint.report import WITH_PICTURES
from lint.settings import SettingsTree

Path = str | os.PathLike[str]
T = TypeVar("T")


class CheckOptions(TypedDict, total=False):
    """The options of every function that checks: those of the command, with `_` for `-`.

    What is left out comes from the settings (`lint.toml`) of the file that is checked.
    """

    rules: Path | Sequence[Path]
    """Rule sets: built-in ones by name, others by path."""
    select: str | Sequence[str]
    """Only these rules, by id, name or prefix."""
    ignore: str | Sequence[str]
    """All rules but these."""
    wheel: Path | Sequence[Path]
    """Built wheels."""
    source: Path
    """The build context."""
    image: Path
    """A saved image."""
    dockerfile: Path
    container: str
    builder: Literal["docker", "kaniko", "gcloud"]
    entrypoint: str
    python: str
    lock: Path
    wheelhouse: Path
    values: Mapping[str, str]
    """What placeholders stand for, by name."""
    inventory: Path
    """A recorded inventory of a project."""
    policy: Path | Sequence[Path]
    """Files and folders of organisation policies."""
    live: bool | Literal["try", "require"]
    """Whether the project is asked: the only option that opens a connection."""
    project: str
    region: str
    fail_on: Literal["error", "warning", "info", "never"]
    """The least severity for which `Report.failed` is true."""
    strict: bool
    """Whether a rule that could not run makes the report incomplete."""
    accept: bool
    """False: comments and baselines accept nothing."""
    baseline: Path
    settings: Path
    """A settings file that counts for everything, in place of the one next to the file."""
    exclude: str | Sequence[str]
    """Paths to pass over, in the syntax of .gitignore, relative to the working directory."""
    isolated: bool
    """True: no settings file counts. Then equal arguments and texts give equal reports."""
    max_files: int
    """How many files of a folder are looked at."""
    pictures: bool
    """Whether the report keeps what its HTML needs to draw the services."""


_LISTS = ("rules", "select", "ignore", "wheel", "policy", "exclude")
_TEXTS = (
    *("source", "image", "dockerfile", "container", "builder", "entrypoint", "python", "lock"),
    *("wheelhouse", "inventory", "project", "region", "fail_on", "baseline", "settings"),
)


def engine_input(
    paths: Iterable[Path], texts: Mapping[str, str | bytes] | None, given: CheckOptions
) -> tuple[Options, SettingsTree, dict[str, bytes]]:
    """What the engine takes: options, settings, and texts by absolute path.

    Raises `TypeError` for an unknown option, and `UsageError`.
    """
    if isinstance(paths, str | bytes):
        raise TypeError(f"several paths are expected: write [{paths!r}]")
    named = [os.fspath(path) for path in paths]
    if "-" in named:
        raise UsageError("the library does not read standard input: use check_text")
    data = {}
    for name, text in _entries("texts", texts):
        if not isinstance(text, str | bytes):
            raise TypeError(f"a text is a str or bytes, not {type(text).__name__}")
        if not _is_possible(name):
            raise UsageError(f"{name!r} is not the path of a file")
        if os.path.isdir(name):
            raise UsageError(f"{name} is a folder, and a text has the path of a file")
        # A folder may give its files in another spelling: ./service.yaml.
        data[os.path.abspath(name)] = (
            text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        )
    options = engine_options(named, given)
    return options, SettingsTree(options.settings, isolated=options.isolated), data


def _is_possible(path: str) -> bool:
    """Whether the file system can have a path."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def engine_options(paths: Iterable[Path], given: CheckOptions) -> Options:
    """The options of the engine. Raises `TypeError` for an unknown one, and `UsageError`."""
    known = CheckOptions.__annotations__
    for name in given:
        if name not in known:
            from lint.support.nearest import did_you_mean

            raise TypeError(f"unknown option {name!r}. {did_you_mean(name, known)}".rstrip())
    options = Options([os.fspath(path) for path in paths])
    for name, value in given.items():
        if value is None:
            continue
        if name in _LISTS:
            setattr(options, name, _paths(value))
        elif name in _TEXTS:
            setattr(options, name, os.fspath(value))  # type: ignore[call-overload]
    for name, value in _entries("values", given.get("values")):
        if not name or "=" in name:
            raise UsageError("a name of `values` is empty or has a `=`")
        options.set.append(f"{name}={value}")
    live = given.get("live", False)
    options.live = live if isinstance(live, str) else "try" if live else ""
    options.strict = given.get("strict", False)
    options.isolated = given.get("isolated", False)
    options.format = list(WITH_PICTURES) if given.get("pictures") else []
    options.no_accept = not given.get("accept", True)
    options.max_files = str(given["max_files"]) if "max_files" in given else ""
    _check_choices(options)
    return options


def _entries(name: str, value: Mapping[str, T] | None) -> Iterable[tuple[str, T]]:
    """The entries of a mapping that may be left out. Raises `TypeError` for what is no mapping."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise TypeError(f"`{name}` is a mapping, not {type(value).__name__}")
    return value.items()


def _paths(value: object) -> list[str]:
    """A path, or several, as strings."""
    if isinstance(value, str | os.PathLike):
        return [os.fspath(value)]
    return [os.fspath(entry) for entry in value]  # type: ignore[attr-defined]


def _check_choices(options: Options) -> None:
    """Raises `UsageError` for a word that an option does not take: the parser of commands does it."""
    from lint.model.options import BUILDERS, LIVE_MODES, THRESHOLDS

    for name, choices in (
        ("builder", BUILDERS),
        ("fail_on", THRESHOLDS),
        ("live", LIVE_MODES),
    ):
        value = getattr(options, name)
        if value and value not in choices:
            raise UsageError(f"`{name}` is one of {', '.join(choices)}, not {value!r}")
