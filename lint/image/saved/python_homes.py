"""Where the Pythons of an image find installed distributions and their standard library."""

from __future__ import annotations

import posixpath

from lint.image.saved.tar_entries import FOLDER
from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.saved.file_system import FileSystem, Node

SITE_NAMES = frozenset(("site-packages", "dist-packages"))
_INTERPRETER = lazy_regex(r"(?:python|pypy)(\d(?:\.\d+)?)?t?")
_VERSION = lazy_regex(r"python3\.(\d{1,2})t?")
_PASSED_OVER = frozenset(("proc", "sys", "dev"))
# What these lines of a .pth file do brings no module that is not there as a file.
_HARMLESS = (
    "import sys, types, os;",
    "import os; var = 'SETUPTOOLS_USE_DISTUTILS'",
    "import _virtualenv",
)


@record
class PythonHomes:
    """The Pythons of an image, all of them together."""

    sites: list[str] = default(factory=list)
    """Folders of installed distributions."""
    libraries: list[str] = default(factory=list)
    """Folders of standard libraries."""

    def version(self) -> tuple[int, int] | None:
        """The version of Python; None where there are none, or several."""
        found = {_version(folder) for folder in self.libraries}
        return found.pop() if len(found) == 1 else None


def python_homes(system: FileSystem) -> PythonHomes:
    """All folders of the image that Pythons take modules from."""
    homes = PythonHomes()
    queue: list[tuple[str, Node]] = [("", system.root)]
    while queue:
        path, node = queue.pop()
        for name, child in (node.children or {}).items():
            if child.type != FOLDER or (not path and name in _PASSED_OVER):
                continue
            inner = f"{path}/{name}"
            if name in SITE_NAMES:
                homes.sites.append(inner)
                continue
            if _VERSION.fullmatch(name) and child.children and "os.py" in child.children:
                homes.libraries.append(inner)
            queue.append((inner, child))
    homes.sites.sort()
    homes.libraries.sort()
    return homes


def sites_of(system: FileSystem, homes: PythonHomes, program: str) -> list[str] | None:
    """The folders of distributions of one interpreter; None where they are not known.

    `program` is the absolute path by which it is started: a virtual environment is found by that.
    Source: https://docs.python.org/3/library/site.html
    """
    found = system.resolve(program)
    if found is None or not _INTERPRETER.fullmatch(posixpath.basename(found[0])):
        return None
    prefix = posixpath.dirname(posixpath.dirname(posixpath.normpath(program)))
    settings = system.find(posixpath.join(prefix, "pyvenv.cfg"))
    own: list[str] = []
    base = posixpath.dirname(posixpath.dirname(found[0]))
    if settings is not None:
        try:
            text = settings.read().decode("utf-8", "replace")
        except OSError:
            return None
        place = system.resolve(prefix)
        own = _below(homes.sites, place[0] if place is not None else prefix)
        stated = text.lower().replace(" ", "")
        if "include-system-site-packages=true" not in stated:
            return own or None
    name = posixpath.basename(found[0])
    version = name if _VERSION.fullmatch(name) else ""
    shared = _below(homes.sites, base)
    if base in ("/usr", "/"):
        shared += [site for site in homes.sites if site.startswith("/usr/")]
    shared += [site for site in homes.sites if "/.local/lib/" in site]
    shared = [
        site
        for site in dict.fromkeys(shared)
        if not version or f"/{version}/" in site or not _VERSION.search(site)
    ]
    return [*own, *shared] or None


def extra_roots(system: FileSystem, sites: list[str]) -> tuple[list[str], bool]:
    """The folders that `.pth` files add, and whether one of them runs code that may add more."""
    roots: list[str] = []
    open_ended = False
    for site in sites:
        folder = system.find(site)
        for name, node in (folder.children or {}).items() if folder is not None else ():
            if not name.endswith(".pth") or node.size > 64 << 10:
                continue
            target = system.find(f"{site}/{name}")
            try:
                text = target.read().decode("utf-8", "replace") if target is not None else ""
            except OSError:
                open_ended = True
                continue
            for line in text.splitlines()[:100]:
                if line.startswith(("import ", "import\t")):
                    open_ended = open_ended or not line.startswith(_HARMLESS)
                elif line.strip() and not line.startswith("#"):
                    roots.append(posixpath.normpath(posixpath.join(site, line.strip())))
    return list(dict.fromkeys(roots))[:100], open_ended


def in_library(system: FileSystem, homes: PythonHomes, module: str) -> bool:
    """Whether a top-level module may be of a standard library of the image."""
    if not homes.libraries:
        return True
    for library in homes.libraries:
        folder = system.find(library)
        children = (folder.children if folder is not None else None) or {}
        if module in children or f"{module}.py" in children:
            return True
        dynamic = system.find(f"{library}/lib-dynload")
        if any(
            name.partition(".")[0] == module
            for name in (dynamic.children if dynamic else None) or ()
        ):
            return True
    return False


def _below(sites: list[str], prefix: str) -> list[str]:
    return [
        site
        for site in sites
        if site.startswith(f"{prefix.rstrip('/')}/lib") and site.count("/") <= prefix.count("/") + 3
    ]


def _version(folder: str) -> tuple[int, int]:
    match = _VERSION.search(folder.rpartition("/")[2])
    return (3, int(match.group(1)) if match is not None else 0)
