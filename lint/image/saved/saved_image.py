"""An image that was saved to a file: its files are all there, so nothing about them is unknown."""

from __future__ import annotations

import os
import posixpath
from copy import copy
from functools import partial

from lint.errors import os_reason
from lint.image.context.dockerfile import Start
from lint.image.file import ImageFile
from lint.image.image import MAX_FILE_BYTES, Image
from lint.image.saved.archive import WANTED, read_parts
from lint.image.saved.config import ImageConfig, step_name
from lint.image.saved.fault import SavedError
from lint.image.saved.file_system import FileSystem
from lint.image.saved.layers import read_layers
from lint.image.saved.python_homes import (
    SITE_NAMES,
    PythonHomes,
    extra_roots,
    in_library,
    python_homes,
    sites_of,
)
from lint.image.sources import ImageSources
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import NOTHING, amount, own, path, say, value
from lint.model.text import name as shown_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lint.image.context.build_context import Context
    from lint.image.saved.file_system import Node
    from lint.model.text import Message

_SYSTEM = frozenset(
    f"/{name}" for name in ("bin", "boot", "dev", "etc", "lib", "lib64", "proc", "run", "sbin", "sys", "usr", "var")
)  # fmt: skip
_PASSED_OVER = SITE_NAMES | {"node_modules", "__pycache__", ".git"}
_USUAL = ("/app", "/app/src", "/code", "/workspace", "/srv", "/src", "/usr/src/app")
_SHOWN = 3


class SavedImage(Image):
    """A saved image. `tree` is the source tree, which explains what the image lacks; None for none."""

    def __init__(
        self,
        file: str,
        entrypoint: str,
        *,
        tree: Context | None = None,
        python: tuple[int, int] | None = None,
        container: str = "",
    ) -> None:
        super().__init__([], None, entrypoint, python=python, container=container)
        self.tree = tree
        self.origin = file
        self.shown = _shown(file)
        self.config = ImageConfig()
        self.system = FileSystem()
        self.homes = PythonHomes()
        self.names: list[str] = []
        self.foreign: frozenset[str] = frozenset()
        """The members that are of installed distributions."""
        self._foreign_tops: frozenset[str] = frozenset()
        self.exact = False
        self._sites: list[str] | None = None
        """Of the interpreter that is started; None for those of all of them."""
        self._folders: dict[tuple[str, frozenset[str]], dict[str, ImageFile]] = {}
        self._views: dict[tuple[object, object], SavedImage] = {}
        self._found: list[Fault] = list(tree.faults) if tree is not None else []
        try:
            parts = read_parts(file)
            self.config, self.names = parts.config, parts.names
            self.system = read_layers(parts.layers)
        except SavedError as error:
            self._give_up(
                Fault(error.kind, Place(self.shown), message=error.message, help=error.help)
            )
            return
        except OSError as error:
            message = say("it cannot be read: {}", own(os_reason(error)))
            self._give_up(Fault("image-unreadable", Place(self.shown), message=message))
            return
        self._judge_parts()
        self.homes = python_homes(self.system)
        self.python = self.python or self.homes.version()
        self._fill(None)

    def _give_up(self, fault: Fault) -> None:
        self.complete = False
        self.unreadable.append(fault)
        self._found.append(fault)

    def _judge_parts(self) -> None:
        """The faults of the image as such, whatever runs it."""
        config = self.config
        if (config.os, config.architecture) != WANTED:
            self._found.append(
                Fault(
                    "image-platform",
                    Place(self.shown),
                    message=say(
                        "the image is for `{}`, and Cloud Run runs `linux/amd64`",
                        shown_name(f"{config.os}/{config.architecture}"[:40]),
                    )
                    if config.os or config.architecture
                    else say("the image states no platform, and Cloud Run runs `linux/amd64`"),
                    help=say("Build it with `docker build --platform linux/amd64`."),
                )
            )
        for name, layer in self.system.unsafe[:_SHOWN]:
            self._found.append(
                Fault(
                    "image-unsafe-entry",
                    Place(self.shown),
                    message=say(
                        "layer {} has an entry that is not unpacked: `{}`",
                        amount(layer + 1),
                        path(_printable(name)),
                    ),
                )
            )
        more = len(self.system.unsafe) - _SHOWN
        if more > 0:
            message = say("the layers have {} more entries that are not unpacked", amount(more))
            self._found.append(Fault("image-unsafe-entry", Place(self.shown), message=message))
        if self.system.dropped:
            message = say("the layers have more code than is read, and imports are not checked")
            self._give_up(Fault("image-incomplete", Place(self.shown), message=message))

    @property
    def label(self) -> Message:
        """How messages call the image: the file."""
        return say("`{}`", path(os.path.basename(self.shown.rstrip("/"))))

    @property
    def identity(self) -> str:
        """What tells this image from others."""
        return os.path.abspath(self.origin)

    @property
    def start(self) -> tuple[Start, str] | None:
        """ENTRYPOINT and CMD of the image, and the file that has them."""
        if not self.config.entrypoint and not self.config.cmd:
            return None
        return Start(self.config.entrypoint, self.config.cmd, 1), self.shown

    @property
    def env(self) -> dict[str, str | None]:
        """The variables that the image sets."""
        return dict(self.config.env)

    @property
    def env_known(self) -> bool:
        """Whether the image sets no others: it states them all."""
        return True

    @property
    def workdir(self) -> str | None:
        """The working directory of the image."""
        return self.config.workdir

    def lacks_distribution(self, top: str) -> bool:
        """Whether nothing in the image brings a top-level module of this name."""
        return self.exact and not self.is_of_library(top)

    def is_of_library(self, top: str) -> bool:
        """Whether a top-level module may be of a standard library of the image."""
        return in_library(self.system, self.homes, top)

    def may_generate(self, module: str) -> bool:
        """Whether the image may have this module all the same: no."""
        return False

    def file_at(self, place: str) -> bytes | None:
        """The content of the file at an absolute path of the image."""
        node = self.system.find(place)
        if node is None or node.children is not None or node.size > MAX_FILE_BYTES:
            return None
        try:
            return node.read()
        except OSError:
            return None

    def names_in(self, folder: str) -> list[str]:
        """The names of the files in an absolute folder of the image."""
        node = self.system.find(folder)
        if node is None or node.children is None:
            return []
        return [name for name, child in node.children.items() if child.children is None]

    def run_by(self, program: str) -> SavedImage:
        """The image as the Python at this path sees it; itself where it is no Python."""
        sites = sites_of(self.system, self.homes, program)
        if sites is None or sites == self._sites:
            return self
        image = copy(self)
        image._sites = sites
        return image

    def run_by_any(self) -> SavedImage:
        """The image as any of its Pythons may see it."""
        image = copy(self)
        image._sites = None
        return image

    def started_from(self, search_path: Sequence[str] | None) -> SavedImage:
        """The image for a program that finds its modules in these directories."""
        if not self.complete:
            return self
        paths = None if search_path is None else tuple(search_path)
        sites = None if self._sites is None else tuple(self._sites)
        view = self._views.get((paths, sites))
        if view is None:
            view = copy(self)
            view.search_path = paths
            view._fill(paths)
            view._modules = None
            view.facts = self._facts_in(view)
            view.start_ups = {}
            self._views[paths, sites] = view
        return view

    def _fill(self, search_path: Sequence[str] | None) -> None:
        """Finds the members for a search path, the first of equal paths, as in Python."""
        roots = list(search_path) if search_path is not None else [self.config.workdir, *_USUAL]
        stated = self.config.env.get("PYTHONPATH", "").split(":")
        roots += [posixpath.join(self.config.workdir, entry) for entry in stated if entry]
        sites = self.homes.sites if self._sites is None else self._sites
        added, open_ended = extra_roots(self.system, sites)
        self.exact = search_path is not None and not open_ended
        members: dict[str, ImageFile] = {}
        foreign: set[str] = set()
        skip = frozenset((*_PASSED_OVER, *self.homes.libraries, *_SYSTEM))
        for root in dict.fromkeys([*roots, *added]):
            if root not in sites:
                for name, file in self._listed(root, skip).items():
                    members.setdefault(name, file)
        for site in sites:
            listed = self._listed(site, frozenset(("__pycache__",)))
            foreign.update(listed.keys() - members.keys())
            for name, file in listed.items():
                members.setdefault(name, file)
        if self.system.exhausted and self.complete:
            message = say("the links of the image lead further than is followed")
            self._give_up(Fault("image-too-large", Place(self.shown), message=message))
        self.members = members
        self.foreign = frozenset(foreign)
        of_application = {name.partition("/")[0] for name in members.keys() - foreign}
        tops = {name.partition("/")[0] for name in foreign} - of_application
        self._foreign_tops = frozenset(name.partition(".")[0] for name in tops)
        self.sources = ImageSources(members, self.tree)

    def _listed(self, folder: str, skip: frozenset[str]) -> dict[str, ImageFile]:
        """The files below a folder by their paths relative to it, looked for once."""
        listed = self._folders.get((folder, skip))
        if listed is None:
            above = posixpath.normpath(folder).strip("/")
            shown = f"{self.shown}!{_printable(above)}{'/' if above else ''}"
            listed = {
                name: _member(name, shown + _printable(name), node)
                for name, node in self.system.files(folder, skip)
            }
            self._folders[folder, skip] = listed
        return listed

    def foreign_to(self, entry: str) -> Callable[[str], bool]:
        """Whether a module is of an installed distribution other than that of the entry point."""
        return partial(self._is_foreign, entry)

    def _is_foreign(self, entry: str, module: str) -> bool:
        top = module.partition(".")[0]
        if top == entry.partition(".")[0]:
            return False
        if self.tree is not None and self.tree.in_tree(f"{top}/__init__.py"):
            return False
        place = self.modules().get(module, "")
        return place in self.foreign if place in self.members else top in self._foreign_tops

    def place_of(self, path: str) -> str:
        """Where in the image a member is."""
        return "/" + self.members[path].display_path[len(self.shown) + 1 :]

    def installed_scripts(self) -> dict[str, str]:
        """The console scripts of the installed distributions."""
        from lint.image.wheel.metadata import read_entry_points

        found: dict[str, str] = {}
        for site in self.homes.sites:
            folder = self.system.find(site)
            for name in (folder.children or {}) if folder is not None else ():
                if name.endswith((".dist-info", ".egg-info")):
                    data = self.file_at(f"{site}/{name}/entry_points.txt")
                    for point in read_entry_points((data or b"").decode("utf-8", "replace")):
                        if point.is_script and point.attr:
                            found.setdefault(point.name, point.reference)
        return found

    def files(self) -> dict[str, ImageFile]:
        """The files of the image outside of the system's folders and of installed distributions."""
        skip = frozenset((*_PASSED_OVER, *_SYSTEM))
        found = dict(self._listed("/", skip))
        workdir = self.config.workdir
        if any(workdir.startswith(f"{folder}/") for folder in _SYSTEM):
            for name, node in self.system.files(workdir, _PASSED_OVER):
                place = posixpath.join(workdir, name).lstrip("/")
                found[place] = _member(place, f"{self.shown}!{_printable(place)}", node)
        return found

    def layer_reasons(self, module: str) -> list[Fault]:
        """Which layer removed a module, or brought its folder without it."""
        base = module.replace(".", "/")
        roots = self.search_path if self.search_path is not None else [self.config.workdir]
        for root in roots:
            place = posixpath.join(root, base)
            for ending in (".py", "/__init__.py", ""):
                gone = place + ending
                while gone.strip("/"):
                    if gone in self.system.removed and self.system.find(gone) is None:
                        return [
                            self._layer_fault(
                                self.system.removed[gone], say("removes `{}`", path(gone))
                            )
                        ]
                    gone = posixpath.dirname(gone)
        if "/" not in base and (self.tree is None or not self.tree.in_tree(f"{base}.py")):
            return []  # nothing says that the folder is to have it
        for root in roots:
            folder = posixpath.dirname(posixpath.join(root, base))
            node = self.system.find(folder)
            if node is not None and node.layer >= 0 and folder != "/":
                does = say("has the folder `{}` without it", path(folder))
                return [self._layer_fault(node.layer, does)]
        return []

    def _layer_fault(self, layer: int, does: Message) -> Fault:
        steps = self.config.steps
        step = step_name(steps[layer]) if layer < len(steps) else ""
        made = say(" (`{}`)", value(step, harmless=step.startswith("COPY") or " " not in step))
        message = say("layer {}{} {}", amount(layer + 1), made if step else NOTHING, does)
        return Fault("layer", Place(self.shown), message=message)

    def faults(self) -> list[Fault]:
        """What is wrong with the image as such."""
        return self._found


def _member(path: str, shown: str, node: Node) -> ImageFile:
    stored = len(node.data) if isinstance(node.data, bytes) else -1
    return ImageFile(path, shown, node.size, node.read, stored)


def _printable(name: str) -> str:
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _shown(file: str) -> str:
    return _printable(file.replace(os.sep, "/"))
