"""The settings of uWSGI, from env vars and configuration files, as the words of a command line.

Source: https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html
"""

from __future__ import annotations

import posixpath

from lint.image.start.launch import join, variable
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from lint.image.start.launch import Launch, Surroundings

_NAMES = frozenset(
    (
        "callable", "chdir", "chdir2", "env", "file", "http", "http-socket", "http11-socket",
        "module", "mount", "pp", "protocol", "python-path", "pythonpath", "socket", "wsgi",
        "wsgi-file",
    )
)  # fmt: skip
"""The settings that say what is served, and where."""
_FILE = lazy_regex(r"(?:--ini=)?([^-=].*\.ini)(?::([\w-]+))?")
_VARIABLE = "UWSGI_"
_VALUE = lazy_regex(r"\$\((\w+)\)|%\((\w+)\)|(%d)|%[A-Za-z]|@\(")
_MOST_FILES = 4
_MOST_CONDITIONS = 50
"""What stands in more of them is not read."""
_MAX_VALUE = 2 << 10
"""A longer value is not known: one that repeats those before it doubles at every line."""


def uwsgi_words(around: Surroundings, words: Sequence[str], launch: Launch) -> list[str]:
    """The words of a command line, after those that env vars and `.ini` files amount to.

    The variables that `env` sets go into `launch`.
    """
    settings: list[tuple[str, str]] = []
    for name in {**around.env, **launch.env}:
        if name.startswith(_VARIABLE):
            value = variable(around, launch, name)
            settings.append((_option(name), UNKNOWN if value is None else value))
    files = [word[1] for word in settings if word[0] == "ini"]
    for word in [*files, *words][: _MOST_FILES + len(words)]:
        match = _FILE.fullmatch(word)
        path = join(launch.directory, match[1]) if match is not None else None
        data = around.files.read(path) if path is not None else None
        if match is not None and path is not None and data is not None:
            text = data.decode("utf-8", "replace")
            reader = _Ini(around, launch, path)
            settings += reader.settings(text, match[2] or "uwsgi")
    for name, value in settings:
        variable_name, sign, text = value.partition("=")
        if name == "env" and sign:
            launch.env[variable_name] = None if UNKNOWN in text else text
    return [*(f"--{name}={value}" for name, value in settings if name in _NAMES), *words]


def _option(name: str) -> str:
    return name.removeprefix(_VARIABLE).lower().replace("_", "-")


class _Ini:
    """One section of an `.ini` file."""

    def __init__(self, around: Surroundings, launch: Launch, path: str) -> None:
        self._around = around
        self._launch = launch
        self._folder = posixpath.dirname(path)
        self._known: dict[str, str] = {}

    def settings(self, text: str, section: str) -> Iterator[tuple[str, str]]:
        """The settings that hold; under a condition that nobody can tell, with unknown values."""
        here = False
        conditions: list[bool | None] = []
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith(("#", ";")):
                continue
            if line.startswith("["):
                here = line.strip("[]") == section
                continue
            name, _, value = (part.strip() for part in line.partition("="))
            if not here:
                continue
            if name.startswith("if-"):
                conditions.append(self._holds(name, value))
            elif name == "endif":
                del conditions[-1:]
            elif len(conditions) <= _MOST_CONDITIONS and False not in conditions:
                value = self._expanded(value) if None not in conditions else UNKNOWN
                self._known[name] = value
                yield name, value

    def _holds(self, name: str, value: str) -> bool | None:
        """Whether a condition about a variable holds; None for any other, and where it is not known."""
        if name not in ("if-env", "if-not-env"):
            return None
        if value in self._launch.env or value in self._around.env:
            return name == "if-env"
        return name == "if-not-env" if self._around.env_known else None

    def _expanded(self, value: str) -> str:
        def replaced(match: re.Match[str]) -> str:
            if match[1]:
                found = variable(self._around, self._launch, match[1])
            elif match[2]:
                found = self._known.get(match[2])
            else:
                found = f"{self._folder}/" if match[3] else None
            return UNKNOWN if found is None else found

        value = _VALUE.sub(replaced, value[: _MAX_VALUE + 1])
        return value if len(value) <= _MAX_VALUE else UNKNOWN
