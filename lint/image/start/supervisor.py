"""The configuration of supervisord: the programs that it keeps running.

Source: https://supervisord.org/configuration.html, and `options.py` of supervisor 4.3.
"""

from __future__ import annotations

import configparser
import fnmatch
import posixpath
import shlex

from lint.image.start.launch import join
from lint.image.start.options import option
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence

    from lint.image.start.launch import Files

_PLACES = (
    "supervisord.conf",
    "etc/supervisord.conf",
    "/etc/supervisord.conf",
    "/etc/supervisor/supervisord.conf",
)
_DEBIAN = "/etc/supervisor/conf.d/*.conf"
"""What the configuration includes that Debian's package brings."""
_MAX_INCLUDED = 100
_MAX_PROGRAMS = 200
_MAX_VALUE = 32 << 10
"""A longer command is not read."""
_EXPANSION = lazy_regex(r"%(?:%|\((\w+)\)([a-z]|\d*d))")


@record
class Program:
    """A program that supervisord starts, and starts again when it ends."""

    words: list[str]
    """Its command line."""
    directory: str
    """Its working directory; "" for that of supervisord."""
    env: dict[str, str | None]
    """Variables that are set for it; None for an unknown value."""
    env_known: bool
    """Whether no others are set."""


def supervised(
    files: Files,
    words: Sequence[str],
    directory: str | None,
    variables: Mapping[str, str | None],
    too_much: Callable[[bytes], bool],
) -> list[Program] | None:
    """The programs of the configuration that a command line of supervisord names, or finds.

    `variables` are those that supervisord itself has. None where the image's files have no
    configuration. Raises `OverflowError` when `too_much` holds for a file.
    """
    configuration = _Configuration(files, variables, too_much)
    named = option(words, ("-c", "--configuration"))
    for place in [named] if named else _PLACES:
        path = join(directory, place)
        if path is not None and configuration.read(path):
            return configuration.programs
    if not named:
        configuration.include(_DEBIAN)
    return configuration.programs or None


class _Configuration:
    """A configuration file with those that it includes."""

    def __init__(
        self,
        files: Files,
        variables: Mapping[str, str | None],
        too_much: Callable[[bytes], bool],
    ) -> None:
        self.programs: list[Program] = []
        self._files = files
        self._variables = variables
        self._too_much = too_much
        self._shared: tuple[dict[str, str | None], bool] = {}, True

    def read(self, path: str) -> bool:
        """Reads the file that supervisord starts with; whether it can be read."""
        parser = self._parsed(path)
        if parser is None:
            return False
        here = posixpath.dirname(path)
        self._shared = _environment(self._value(parser, "supervisord", "environment", here))
        self._add_programs(parser, here)
        patterns = self._value(parser, "include", "files", here).split()
        for pattern in patterns[:_MAX_INCLUDED]:
            self.include(posixpath.join(here, pattern))
        return True

    def include(self, pattern: str) -> None:
        """Reads the files that a glob names; what they include is not read."""
        folder, _, glob = posixpath.normpath(pattern).rpartition("/")
        for name in sorted(fnmatch.filter(self._files.names(folder), glob))[:_MAX_INCLUDED]:
            parser = self._parsed(f"{folder}/{name}")
            if parser is not None:
                self._add_programs(parser, folder)

    def _parsed(self, path: str) -> configparser.RawConfigParser | None:
        data = self._files.read(path)
        if data is None:
            return None
        if self._too_much(data):
            raise OverflowError
        parser = configparser.RawConfigParser(strict=False, inline_comment_prefixes=(";", "#"))
        try:
            parser.read_string(data.decode("utf-8", "replace"))
        except configparser.Error:
            return None
        return parser

    def _add_programs(self, parser: configparser.RawConfigParser, here: str) -> None:
        for section in parser.sections():
            command = self._value(parser, section, "command", here)
            starts = self._value(parser, section, "autostart", here).strip().lower()
            if not section.startswith(("program:", "fcgi-program:")) or not command:
                continue
            if starts in ("false", "no", "off", "0") or len(command) > _MAX_VALUE:
                continue
            if len(self.programs) >= _MAX_PROGRAMS:
                return
            try:
                words = shlex.split(command)
            except ValueError:
                continue
            directory = self._value(parser, section, "directory", here)
            own, known = _environment(self._value(parser, section, "environment", here))
            shared, all_shared = self._shared
            self.programs.append(Program(words, directory, {**shared, **own}, known and all_shared))

    def _value(
        self, parser: configparser.RawConfigParser, section: str, key: str, here: str
    ) -> str:
        """A value without its expressions: `%(ENV_PORT)s` is the variable PORT."""

        def replaced(match: re.Match[str]) -> str:
            name = match[1]
            if name is None:
                return "%"
            if name == "here":
                return here
            found = self._variables.get(name[4:]) if name.startswith("ENV_") else None
            return UNKNOWN if found is None else found

        text = parser.get(section, key, fallback="") or ""
        return _EXPANSION.sub(replaced, text) if "%" in text else text


def _environment(text: str) -> tuple[dict[str, str | None], bool]:
    """The variables of `KEY="value",OTHER=value`, and whether they are all."""
    found: dict[str, str | None] = {}
    if len(text) > _MAX_VALUE:
        return found, False
    lexer = shlex.shlex(text)
    lexer.wordchars += "/.+-():" + UNKNOWN
    try:
        tokens = list(lexer)
    except ValueError:
        return {}, False
    for position in range(0, len(tokens), 4):
        part = tokens[position : position + 3]
        if len(part) != 3 or part[1] != "=":
            return found, False
        given = part[2].strip("'\"")
        found[part[0]] = None if UNKNOWN in given else given
    return found, True
