"""A built wheel: what it would install, read from the archive. Nothing is extracted or imported.

`read_wheel` reads the archive's directory, METADATA and entry_points.txt; `lint.image.wheel.audit`
holds the rest of the wheel against itself and against Cloud Run. The kinds of their faults:

| kind | what is wrong |
|---|---|
| `wheel-unreadable` | fatal: the file cannot be opened, or is no regular file |
| `wheel-not-zip` | fatal: the file is empty or no ZIP archive |
| `wheel-truncated` | fatal: the archive is cut short |
| `wheel-damaged` | fatal: the archive's directory contradicts itself |
| `wheel-encrypted` | fatal: members are encrypted |
| `wheel-too-large` | fatal: more members, or a larger directory, than any real wheel has |
| `archive-ambiguous` | installers may see different contents: wrong count, bytes around it |
| `member-name-invalid` | a name with NUL or control characters, or that is not UTF-8 |
| `member-unsafe-path` | a path that is absolute, has `..`, backslashes or empty parts |
| `member-symlink` | a symbolic link or special file; installers write a text file instead |
| `member-duplicate` | two members install to the same path |
| `member-overlap` | members share their bytes |
| `member-inflates` | a member inflates so much that it is not read |
| `member-damaged` | a member's data cannot be read, or do not have their CRC-32 |
| `dist-info-missing` | there is no `.dist-info` directory |
| `dist-info-multiple` | there are several |
| `metadata-missing` | there is no METADATA |
| `metadata-invalid` | METADATA cannot be read, or lacks or mistypes a field that installers need |
| `wheel-file-missing` | there is no WHEEL |
| `wheel-file-invalid` | WHEEL cannot be read, or states a format that installers refuse |
| `wheel-name-invalid` | the file name is not one of a wheel |
| `wheel-name-mismatch` | file name, METADATA and `.dist-info` directory name different things |
| `tag-mismatch` | the tags of the file name and of WHEEL differ |
| `tag-platform` | the wheel does not install on Linux x86-64, which is what Cloud Run runs |
| `tag-python` | the wheel does not install on Python 3, or on the image's Python |
| `requires-python` | Requires-Python refuses the image's Python |
| `requires-python-tag` | Requires-Python refuses every Python that the tags allow |
| `entry-points-invalid` | a line of entry_points.txt that cannot be read |
| `script-module-missing` | a script's module is not in the wheel that holds its package |
| `script-attribute-missing` | a script's module does not define the function |
| `record-missing` | there is no RECORD |
| `record-too-large` | RECORD has more rows, or bytes, than any real wheel has |
| `record-invalid` | a row of RECORD that cannot be read |
| `record-duplicate-row` | RECORD lists a path twice |
| `record-unsafe-path` | RECORD lists a path that is not one of a member |
| `record-missing-member` | RECORD lists a file that is not in the archive |
| `record-unlisted-member` | the archive holds a file that RECORD does not list |
| `record-no-hash` | a row of RECORD has no hash |
| `record-weak-hash` | a row of RECORD has a hash that is too weak, or unknown |
| `record-size-mismatch` | a file does not have the size that RECORD states |
| `record-hash-mismatch` | a file does not have the hash that RECORD states |
| `record-unverified` | the wheel is too large for all its hashes to be checked |
| `no-modules` | the wheel holds no importable module at all |
| `editable-wheel` | the wheel only points at a source tree of the machine that built it |
| `outside-package` | a file lands in site-packages beside the packages |
| `junk-tests` | tests, docs or examples land in site-packages as packages of their own |
| `junk-bytecode` | compiled bytecode |
| `junk-file` | leavings of an editor, tool or version control |
| `secret-env-file` | a `.env` file |
| `secret-private-key` | a private key |
| `secret-credentials` | credentials of Google Cloud, a package index or a host |
"""

from __future__ import annotations

import os
import re
from functools import partial

from lint.image.fault_list import FaultList
from lint.image.file import ImageFile
from lint.image.wheel.archive import Archive
from lint.image.wheel.layout import find_info_directory, installed_entries, top_level_names
from lint.image.wheel.metadata import (
    EntryPoint,
    Header,
    Requirement,
    canonical_name,
    read_entry_points,
    read_headers,
)
from lint.image.wheel.zip_directory import Entry, WheelError, shown_name
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import path, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

MAX_METADATA_BYTES = 4 << 20
"""METADATA carries the long description; the longest ones on PyPI stay under 1 MiB."""

_FILE_NAME = lazy_regex(r"([^-]+)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl", re.I)
_SHOWN_FILES = ("METADATA", "WHEEL", "RECORD", "entry_points.txt")


class Wheel:
    """A wheel as far as reading it is cheap.

    `path` is the file, `display_path` how findings show it. `name` is the canonical distribution name;
    it and `version` are "" where nothing tells them. `members` maps paths relative to the import
    root to members, without those of `.dist-info`, scripts, headers and data; `top_level` are the
    names that can be imported from it. `requires_python` is "" when there is none.

    `faults` are those of the archive and of its layout; when `fatal`, it is exactly one, nothing
    else is known of the wheel, and audits find nothing more.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.display_path = _shown(path)
        self.name = ""
        self.version = ""
        self.fatal = False
        self.members: dict[str, ImageFile] = {}
        self.top_level: frozenset[str] = frozenset()
        self.requires_python = ""
        self.requires_dist: list[Requirement] = []
        self.entry_points: list[EntryPoint] = []
        self.faults: list[Fault] = []
        # For the audits:
        self.archive: Archive | None = None
        self.headers: list[Header] = []
        self.info: dict[str, Entry] = {}
        self.info_directory = ""
        self.data_scripts = False

    def __repr__(self) -> str:
        return f"<Wheel {self.display_path}>"

    @property
    def scripts(self) -> dict[str, str]:
        """The commands that installers make: name to `module:attr`."""
        return {
            point.name: point.reference
            for point in self.entry_points
            if point.is_script and point.attr
        }

    def info_shown(self, file: str) -> str:
        """How findings show a file of the `.dist-info` directory."""
        return f"{self.display_path}!{shown_name(self.info_directory, 200)}/{file}"

    def source(self, display_path: str) -> Source | None:
        """The text of METADATA, WHEEL, RECORD or entry_points.txt, if `display_path` is one of them.

        Other members are not given: they may hold secrets.
        """
        for file in _SHOWN_FILES:
            if display_path == self.info_shown(file) and file in self.info:
                text = self.info_text(file)
                if text is not None:
                    from lint.model.redaction import mark_file
                    from lint.model.source import Source

                    source = Source(display_path, text)
                    source.mark_later(mark_file)
                    return source
        return None

    def info_text(self, file: str) -> str | None:
        """The text of a file of the `.dist-info` directory; None when it cannot be read."""
        entry = self.info.get(file)
        if entry is None or self.archive is None:
            return None
        try:
            data = self.archive.read(entry, MAX_METADATA_BYTES)
        except OSError:
            return None
        return data.decode("utf-8", "replace")


def read_wheel(path: str) -> Wheel:
    """Reads a wheel. Never raises for what is in the file: see `Wheel.faults`."""
    wheel = Wheel(path)
    faults = FaultList(wheel.display_path)
    try:
        wheel.archive = Archive(path, wheel.display_path, faults)
    except WheelError as error:
        wheel.fatal = True
        where = Place(wheel.display_path)
        wheel.faults = [Fault(error.kind, where, message=error.message, help=error.help)]
        return wheel
    match = _FILE_NAME.fullmatch(os.path.basename(path))
    if match:
        wheel.name, wheel.version = canonical_name(match.group(1)), match.group(2)
    entries = installed_entries(wheel.archive, faults)
    wheel.info_directory = find_info_directory(entries, wheel.name, wheel.display_path, faults)
    _place(wheel, entries, faults)
    _read_info(wheel)
    wheel.top_level = frozenset(top_level_names(wheel.members))
    wheel.faults = faults.result()
    return wheel


def _place(wheel: Wheel, entries: dict[str, Entry], faults: FaultList) -> None:
    """Sorts the entries into members at their import-root path and files about the wheel."""
    assert wheel.archive is not None
    moved: dict[str, Entry] = {}
    for name, entry in entries.items():
        top, slash, rest = name.partition("/")
        if not slash or not top.endswith((".dist-info", ".data")):
            _add(wheel, name, entry)
        elif top == wheel.info_directory:
            wheel.info[rest] = entry
        elif top.endswith(".data"):
            scheme, _, file = rest.partition("/")
            if scheme in ("purelib", "platlib") and file:
                moved[file] = entry
            elif scheme == "scripts":
                wheel.data_scripts = True
    for file, entry in moved.items():
        # Installers write these after the rest.
        if file in wheel.members:
            faults.add(
                "member-duplicate",
                say("`{}` and `{}` are installed to the same path", path(file), path(entry.name)),
                f"{wheel.display_path}!{shown_name(entry.name, 200)}",
            )
        _add(wheel, file, entry)


def _add(wheel: Wheel, path: str, entry: Entry) -> None:
    assert wheel.archive is not None
    display_path = f"{wheel.display_path}!{shown_name(entry.name, 200)}"
    read = partial(wheel.archive.read, entry)
    wheel.members[path] = ImageFile(path, display_path, entry.size, read, entry.packed)


def _read_info(wheel: Wheel) -> None:
    metadata = wheel.info_text("METADATA")
    if metadata is not None:
        wheel.headers = read_headers(metadata)
        for header in wheel.headers:
            if header.name == "name" and header.value:
                wheel.name = canonical_name(header.value)
            elif header.name == "version" and header.value:
                wheel.version = header.value
            elif header.name == "requires-python":
                wheel.requires_python = header.value
            elif header.name == "requires-dist":
                wheel.requires_dist.append(Requirement(header.value, header.line))
    wheel.entry_points = read_entry_points(wheel.info_text("entry_points.txt") or "")


def _shown(path: str) -> str:
    display_path = path.replace(os.sep, "/")
    return display_path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
