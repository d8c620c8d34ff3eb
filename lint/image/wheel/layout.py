"""Which members of an archive get installed, and what the wheel's directories are."""

from __future__ import annotations

import stat

from lint.image.wheel.metadata import canonical_name
from lint.image.wheel.zip_directory import shown_name
from lint.model.text import listed, number, own, path, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.image.fault_list import FaultList
    from lint.image.wheel.archive import Archive
    from lint.image.wheel.zip_directory import Entry

_UNSAFE = lazy_regex(r"\\|^/|^[A-Za-z]:/|(?:^|/)(?:\.{0,2})(?:/|$)")


def unsafe_path(written: str) -> str:
    """Why an installer should not write a path, or ""."""
    if not _UNSAFE.search(written):
        return ""
    if "\\" in written:
        return "has backslashes"
    if written.startswith("/") or written[1:3] == ":/":
        return "is absolute"
    if ".." in written.split("/"):
        return "leads out of the installation directory"
    return "has empty parts"


def installed_entries(archive: Archive, faults: FaultList) -> dict[str, Entry]:
    """The members that get installed, by name: of several with one name, installers take the last."""
    entries: dict[str, Entry] = {}
    for entry in archive.entries:
        name = entry.name
        reason = unsafe_path(name)
        if reason:
            message = say("the member path `{}` {}", path(name), own(reason))
            faults.add("member-unsafe-path", message, archive.display_path)
            continue
        kind = stat.S_IFMT(entry.mode)
        if kind not in (0, stat.S_IFREG):
            what = say("a symbolic link") if kind == stat.S_IFLNK else say("a special file")
            faults.add(
                "member-symlink",
                say("`{}` is {}, and installers write it as an ordinary file", path(name), what),
                f"{archive.display_path}!{shown_name(name, 200)}",
                say("Include a copy of the target file instead."),
            )
            continue
        if name in entries:
            faults.add(
                "member-duplicate",
                say("`{}` is in the wheel twice, and installers use the last one", path(name)),
                f"{archive.display_path}!{shown_name(name, 200)}",
            )
        entries[name] = entry
    return entries


def find_info_directory(
    entries: dict[str, Entry], name: str, display_path: str, faults: FaultList
) -> str:
    """The `.dist-info` directory of the distribution called `name`, or "" when there is none."""
    found: dict[str, bool] = {}
    for name in entries:
        top, slash, rest = name.partition("/")
        if slash and top.endswith(".dist-info"):
            found[top] = found.get(top, False) or rest == "METADATA"
    if not found:
        faults.add(
            "dist-info-missing",
            say("the wheel has no `.dist-info` directory, and installers reject it"),
            display_path,
            say("Build the wheel with a build backend."),
        )
        return ""
    if len(found) > 1:
        message = say(
            "expected one `.dist-info` directory, found {}: {}",
            number(len(found)),
            listed(path(top) for top in sorted(found)),
        )
        faults.add("dist-info-multiple", message, display_path)
    # The one that the file name speaks of, else one with METADATA.
    return max(
        sorted(found),
        key=lambda top: (
            canonical_name(top.removesuffix(".dist-info").split("-")[0]) == name,
            found[top],
        ),
    )


def top_level_names(paths: Iterable[str]) -> set[str]:
    """The names that can be imported from files at these paths below the import root."""
    found: set[str] = set()
    for file in paths:
        top, slash, _ = file.partition("/")
        name = top if slash else top.partition(".")[0]
        if name.isidentifier() and name not in found and file.endswith((".py", ".so", ".pyc")):
            found.add(name)
    found.discard("__pycache__")
    return found
