"""The texts of a run: files that were named, files found in folders, and standard input."""

from __future__ import annotations

import os
import sys

from lint.errors import UsageError, os_reason
from lint.manifest.reader import MAX_BYTES
from lint.model.options import no_progress
from lint.support.files import is_inherited, read_start
from lint.support.paths import cache_directory, repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lint.engine.discovery import Found
    from lint.model.options import Progress
    from lint.settings import SettingsTree

STDIN = "<stdin>"


class Input:
    """One text to check.

    `path` is the path as it was given or found, `-` for standard input without a name;
    `display_path` is how reports call it. `named` is true where the user named the file, and false
    where it was found in a folder. `edited` says that its text is not the one of the file.
    """

    __slots__ = ("_data", "display_path", "edited", "named", "path")

    def __init__(self, path: str, named: bool, data: bytes | None = None) -> None:
        self.path = path
        self.display_path = STDIN if path == "-" else display_path(path)
        self.named = named
        self._data = data
        self.edited = False

    def edit(self, texts: Mapping[str, bytes]) -> None:
        """Takes the text that has the display path or the absolute path, instead of the file's."""
        for path in (self.display_path, os.path.abspath(self.path)):
            if path in texts:
                self._data = texts[path]
                self.edited = True
                return

    def read(self) -> bytes:
        """The bytes, but at most one more than a manifest may have. Raises `OSError`."""
        return read_start(self.path, MAX_BYTES) if self._data is None else self._data


class Inputs:
    """The files and folders that the paths of a command line name."""

    # No record: every run makes one, and compiling its __init__ would take longer than the rest.
    __slots__ = ("excluded", "files", "folders", "unreadable")

    def __init__(self) -> None:
        self.files: list[Input] = []
        self.folders: list[Found] = []
        """What the searches of folders gave."""
        self.excluded: list[str] = []
        """Named files that the settings or the options exclude."""
        self.unreadable: list[tuple[str, str]] = []
        """(path, reason) of what cannot be read or searched."""


def find_inputs(
    paths: Iterable[str],
    settings: SettingsTree,
    max_files: int = 0,
    stdin_name: str = "",
    exclude: Sequence[str] = (),
    progress: Progress = no_progress,
) -> Inputs:
    """Every file that the paths name, each once, whatever the paths and links that lead to it.

    `max_files` is how many of a folder are looked at, 0 for `discovery.MAX_FILES`. `stdin_name` is
    the file, which need not exist, that standard input is the text of: it counts instead of it.
    `exclude` are patterns of paths to pass over, relative to the working directory; the settings
    may have more.

    Raises `UsageError` for standard input that is closed, and for broken settings in a folder.
    """
    inputs = Inputs()
    excluded = _Exclusions(settings, exclude).match
    seen: dict[str, Input] = {}
    places = _Places()
    real = places.real
    for path in paths:
        if not _is_path(path):
            inputs.unreadable.append((path.replace("\0", "\\0"), "not a file name"))
            continue
        if path == "-":
            # Read once, before the work is shared among processes.
            name = stdin_name or path
            seen[real(name)] = Input(name, True, read_stdin())
            continue
        if os.path.isdir(path):
            from lint.engine.discovery import search

            progress(f"searching {display_path(path)}")
            searched = search(path, excluded, max_files)
            inputs.unreadable += searched.unreadable
            inputs.folders.append(searched)
            found, named = [*searched.files, *searched.scripts], False
        elif excluded(path):
            inputs.excluded.append(path)
            continue
        else:
            found, named = [path], True
        for file in found:
            key = real(file)
            if places.leads_out(file, key):
                if not named and not _is_plain(file):
                    continue  # it may be a program of the system as well as a script
                reason = (
                    "a link out of the repository; name the file that it leads to, or exclude it"
                )
                inputs.unreadable.append((file, reason))
            elif key not in seen:
                seen[key] = Input(file, named)
            elif named:
                seen[key].named = True
    inputs.files = list(seen.values())
    return inputs


class _Exclusions:
    """What the options and the settings of each folder exclude, and the cache."""

    def __init__(self, settings: SettingsTree, patterns: Sequence[str]) -> None:
        self._settings = settings
        self._matchers: dict[str, Callable[[str], bool]] = {}
        self._stated: Callable[[str], bool] | None = None
        if patterns:
            from lint.engine.discovery import matcher

            self._stated = matcher(list(patterns), os.getcwd())
        # What earlier runs have kept of manifests and rules looks like manifests.
        self._cache = os.path.abspath(cache_directory())

    def match(self, path: str) -> bool:
        """Whether a path (a folder's with a `/` behind it) is passed over."""
        if path.endswith("/") and os.path.abspath(path) == self._cache:
            return True
        if self._stated is not None and self._stated(path):
            return True
        settings = self._settings.of_file(path.rstrip("/"))
        if not settings.path:
            return False
        matches = self._matchers.get(settings.path)
        if matches is None:
            from lint.engine.discovery import matcher

            matches = matcher(settings.get("exclude", []), settings.base)
            self._matchers[settings.path] = matches
        return matches(path)


def _is_path(path: str) -> bool:
    """Whether a file can have this path: not with a NUL, nor with half a character."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


class _Places:
    """Where paths lead to. The folders of a large run are resolved once each."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}
        self._roots: dict[str, str | None] = {}

    def real(self, path: str) -> str:
        """The real path of a file; `-` is itself."""
        if path == "-":
            return path
        if os.path.islink(path):
            return os.path.realpath(path)
        folder, name = os.path.split(path)
        return os.path.join(self._folder(folder), name)

    def leads_out(self, path: str, real: str) -> bool:
        """Whether a path leads, links followed, out of the repository that it is in."""
        if path == "-" or is_inherited(path):
            return False
        folder = os.path.dirname(path)
        if folder not in self._roots:
            root = repository_root(folder)
            self._roots[folder] = root and os.path.realpath(root)
        root = self._roots[folder]
        return root is not None and not real.startswith(os.path.join(root, ""))

    def _folder(self, folder: str) -> str:
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return self._folders[folder]


def display_path(path: str) -> str:
    """A path as reports give it: with `/`, and without bytes that no encoding can print."""
    if os.sep != "/":
        path = path.replace(os.sep, "/")
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def read_stdin() -> bytes:
    """What is left of standard input, as far as a manifest may be long. Raises `UsageError`."""
    if sys.stdin is None:
        raise UsageError("cannot read standard input: it is closed")
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read standard input: {os_reason(error)}") from None


def _is_plain(path: str) -> bool:
    """Whether a file that a search found is text by its name, and not only perhaps a script."""
    from lint.engine.discovery import EXTENSIONS, is_script

    return path.endswith(EXTENSIONS) or is_script(path)
