"""Everything that reaches the image, as far as it was given: wheels, a build context, or both."""

from __future__ import annotations

import os
from copy import copy

from lint.image.context.build_context import WORKSPACE, add_below
from lint.image.sources import ImageSources
from lint.model.text import listed, path, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from lint.image.context.build_context import Context
    from lint.image.context.buildpack_python import BuildPython
    from lint.image.context.dockerfile import Start
    from lint.image.dependencies.installed import Installed
    from lint.image.file import ImageFile
    from lint.image.packaging.distributions import Distributions
    from lint.image.packaging.lock_file import Lock
    from lint.image.python.facts import ModuleFacts
    from lint.image.python.path_roots import AddedPaths
    from lint.image.wheel.reader import Wheel
    from lint.model.fault import Fault
    from lint.model.findings import Place
    from lint.model.text import Message

_MODULES = (".py", ".so", ".pyd")
_MAX_ENV_FILE = 1 << 20
_ENV_FILE = lazy_regex(r"(?:[\w-]+)?\.env(?:\.[\w.-]+)?")
_SHOWN_ONLY = lazy_regex(r"example|sample|template|dist\b")
SITE = "/<site-packages>"
"""Where the members of wheels are, in paths of an image."""
MAX_FILE_BYTES = 4 << 20
"""A larger start script or configuration file is not read."""


class Image:
    """The wheels and the context of one image."""

    def __init__(
        self,
        wheels: list[Wheel],
        context: Context | None,
        entrypoint: str,
        *,
        python: tuple[int, int] | None = None,
        lock: Lock | None = None,
        wheelhouse: str = "",
        container: str = "",
    ) -> None:
        """`python` is the version of the image's Python, where it is stated."""
        self.wheels = wheels
        self.context = context
        self.entrypoint = entrypoint
        self.python = python
        """Stated, else that of the Dockerfile's base image, or of what a buildpack reads; None
        where it is not known."""
        self.build_python: BuildPython | None = None
        """The Python that a buildpack takes, stated or not; None for other images."""
        self.lock = lock
        """What the image gets besides the wheels; None where that is not stated."""
        self.wheelhouse = wheelhouse
        """A folder of wheels that the image gets as well; "" for none."""
        self.container = container
        """The name of the container that runs the code; "" where the user names none."""
        self.available = {"image"}
        """What was given: "image", and "wheel" or "source"."""
        self.members: dict[str, ImageFile] = {}
        """By path relative to the import root."""
        self.unreadable: list[Fault] = []
        """The faults because of which a wheel or the context could not be read."""
        self.complete = True
        """False when something could not be read to its end: a missing file means nothing then."""
        if wheels:
            self.available.add("wheel")
        if context is not None:
            self.available.add("source")
            self.complete = context.complete
            # With a wheel, the tree itself counts only where a Dockerfile copies it as well.
            if not wheels or context.copy_map is not None:
                self.members.update(context.members)
            if context.copy_map is not None and python is None:
                self.python = context.copy_map.python
        for wheel in wheels:
            if wheel.fatal:
                self.unreadable += wheel.faults
                self.complete = False
            self.members.update(wheel.members)
        self.origin = ""
        """The file of a saved image; "" for an image that is not saved."""
        self.tree: Context | None = context
        """The source tree, which explains what the image lacks."""
        self._modules: dict[str, str] | None = None
        self._faults: list[Fault] | None = None
        self.search_path: Sequence[str] | None = None
        """The directories that `started_from` was given; None where any place counts."""
        self._built: dict[tuple[int, int] | None, Image] = {}
        self._started: dict[tuple[str, ...] | None, Image] = {}
        self.sources = ImageSources(self.members, context)
        self.facts: dict[str, ModuleFacts] = {}
        """The facts of the modules that were read, by path."""
        self.start_ups: dict[tuple[object, ...], Any] = {}
        """What `lint.checks.image.start_up` found, by module, `__main__` or not, and attribute."""
        self.reported: set[Fault] = set()
        """The faults that were reported with another resource."""
        self._distributions: Distributions | None = None
        self._installed: Installed | None = None
        self._in_env_files: set[str] | None = None

    @property
    def label(self) -> Message:
        """How messages call the image: its wheels, else the directory, in backticks."""
        if self.wheels:
            return listed((path(os.path.basename(wheel.path)) for wheel in self.wheels), most=3)
        return say("`{}`", path(self.context.display_path)) if self.context else say("the image")

    @property
    def identity(self) -> str:
        """What tells this build from others, whatever its contents: its files and folders."""
        paths = [wheel.path for wheel in self.wheels]
        paths += [self.context.directory] if self.context is not None else []
        return "\0".join(os.path.abspath(path) for path in paths)

    def modules(self) -> dict[str, str]:
        """Every module and package by dotted name, with the path of its file.

        A namespace package, a folder without `__init__.py`, has the folder's path.
        """
        if self._modules is None:
            modules: dict[str, str] = {}
            packages: dict[str, str | None] = {"": ""}
            for path in self.members:
                name = _module_name(path, packages)
                if name is None:
                    continue
                modules.setdefault(name, path)
                parent = name.rpartition(".")[0]
                while parent and parent not in modules:
                    modules[parent] = parent.replace(".", "/")
                    parent = parent.rpartition(".")[0]
            for path in self.members:
                if path.endswith("/__init__.py"):
                    modules[path[: -len("/__init__.py")].replace("/", ".")] = path
            self._modules = modules
        return self._modules

    @property
    def start(self) -> tuple[Start, str] | None:
        """What the image's containers run, and the file that says so; None where none does.

        A Dockerfile, else a Procfile, which is what buildpacks go by.
        Source: https://cloud.google.com/docs/buildpacks/python
        """
        if self.context is None:
            return None
        copy_map = self.context.copy_map
        if copy_map is None:
            return self.context.procfile()
        return None if copy_map.start is None else (copy_map.start, copy_map.display_path)

    @property
    def env(self) -> dict[str, str | None]:
        """The variables that the Dockerfile sets; None for a value that is not known."""
        copy_map = self.context.copy_map if self.context is not None else None
        return copy_map.env if copy_map is not None else {}

    @property
    def env_known(self) -> bool:
        """Whether the image sets no variables besides `env`, as far as anything tells of it."""
        copy_map = self.context.copy_map if self.context is not None else None
        return copy_map is None or copy_map.env_known

    @property
    def workdir(self) -> str | None:
        """The working directory of the image; None where it is not known."""
        if self.context is None:
            return None
        copy_map = self.context.copy_map
        return WORKSPACE if copy_map is None else copy_map.workdir

    def installed_scripts(self) -> dict[str, str]:
        """The console scripts of distributions that are seen to be installed, by name."""
        return {name: target for wheel in self.wheels for name, target in wheel.scripts.items()}

    def foreign_to(self, entry: str) -> Callable[[str], bool] | None:
        """Whether a module is of a distribution that the build does not make; None where none is."""
        return None

    def is_of_library(self, top: str) -> bool:
        """Whether a top-level module may be of the image's standard library."""
        return False

    def layer_reasons(self, module: str) -> list[Fault]:
        """The layers because of which a saved image lacks a module."""
        return []

    def lacks_distribution(self, top: str) -> bool:
        """Whether no distribution of the image can bring a top-level module of this name.

        That is so where the image below is an official one of Python, and no file that states
        requirements has a word that resembles the name.
        """
        context = self.context
        if context is None or self.wheels or not self.env_known:
            return False
        if context.copy_map is not None and context.copy_map.projects is None:
            return False  # a project of the tree may be installed that is not followed
        from lint.image.packaging.known_distributions import may_provide

        return not may_provide(top) and not context.resembles(top)

    def may_generate(self, module: str) -> bool:
        """Whether the image may have this module although neither tree nor wheels bring it."""
        context = self.context
        if self.wheels or context is None or context.copy_map is None:
            return False
        copy_map = context.copy_map
        roots = context.image_roots or ("/",)
        base = module.replace(".", "/")
        folders = context.kept_folders
        return any(copy_map.generates(f"{root.rstrip('/')}/{base}.py", folders) for root in roots)

    def made_before(self, module: str) -> tuple[Message, Place | None] | None:
        """Why a module that the tree lacks may be there when the image is built; None for nothing."""
        context = self.context
        if context is None or (self.wheels and context.copy_map is None):
            return None
        from lint.image.context.made_before import module_made_before

        base = module.replace(".", "/")
        for file in (*context.candidates(f"{base}.py"), *context.candidates(f"{base}/__init__.py")):
            found = module_made_before(context, file)
            if found is not None:
                return found
        return None

    @property
    def may_be_of_another_folder(self) -> bool:
        """Whether nothing states the build context, and it lacks most of what the Dockerfile copies."""
        if self.context is None or not self.context.guessed:
            return False
        return any(fault.kind == "wrong-context" for fault in self.faults())

    def file_at(self, place: str) -> bytes | None:
        """The content of the file at an absolute path of the image, as far as the tree brings it."""
        member = self.context.at(place) if self.context is not None else None
        if member is None or member.size > MAX_FILE_BYTES:
            return None
        try:
            return member.read()
        except OSError:
            return None

    def names_in(self, folder: str) -> list[str]:
        """The names of the files in an absolute folder of the image, as far as the tree brings them."""
        return self.context.names_in(folder) if self.context is not None else []

    def is_package(self, module: str) -> bool:
        """Whether a module of the build is a package, with or without `__init__.py`."""
        from lint.image.python.resolution import is_package

        return is_package(self.modules()[module])

    def started_from(self, search_path: Sequence[str] | None) -> Image:
        """The image for a program that finds its modules in these directories, and in wheels.

        None stands for a program whose directory is not known: then any place counts.
        """
        if self.context is None or (self.wheels and self.context.copy_map is None):
            return self
        key = None if search_path is None else tuple(search_path)
        if key not in self._started:
            image = Image(
                self.wheels,
                self.context.started_from(search_path),
                self.entrypoint,
                python=self.python,
                lock=self.lock,
                wheelhouse=self.wheelhouse,
                container=self.container,
            )
            image.search_path = search_path
            image.build_python = self.build_python
            image._installed = self._installed
            image.facts = self._facts_in(image)
            self._started[key] = image
        return self._started[key]

    def built_with(self, python: BuildPython | None) -> Image:
        """The image, made by a buildpack with another Python; None for one that is not known."""
        version = python.version if python is not None else None
        if version not in self._built:
            image = copy(self)
            image.build_python = python
            image.python = version if python is not None and python.stated else None
            # All that depends on the Python is found anew.
            image.facts, image.start_ups, image._started = {}, {}, {}
            image._faults = image._distributions = None
            self._built[version] = image
        return self._built[version]

    def read_modules(self) -> set[str]:
        """The paths, as findings show them, of the modules that were read for any program of it."""
        shown = {self.members[path].display_path for path in self.facts if path in self.members}
        for view in (*self._started.values(), *self._built.values()):
            if view is not self:
                shown |= view.read_modules()
        return shown

    def _facts_in(self, other: Image) -> dict[str, ModuleFacts]:
        """What is known of the modules that another image has under the same path."""
        known: dict[str, ModuleFacts] = {}
        for name, facts in self.facts.items():
            here, there = self.members.get(name), other.members.get(name)
            if here is not None and there is not None and here.display_path == there.display_path:
                known[name] = facts
        return known

    def place_of(self, path: str) -> str:
        """Where in the image a member is, as far as that is known; `path` as in `members`.

        A path below `SITE` for a member of a wheel, whose directory is not known.
        """
        context = self.context
        member = self.members[path]
        if context is not None:
            roots = context.image_roots if context.copy_map is not None else self.search_path or ()
            for root in roots:
                place = f"{root.rstrip('/')}/{path}"
                found = context.at(place)
                if found is not None and found.display_path == member.display_path:
                    return place
        return f"{SITE}/{path}"

    def with_paths(self, added: Sequence[AddedPaths]) -> Image:
        """The image for a program that adds directories to `sys.path`, as modules of it do."""
        front = [path for paths in added for path in paths.front if not _in_site(path)]
        back = [path for paths in added for path in paths.back if not _in_site(path)]
        image: Image = self
        if any(paths.unknown for paths in added):
            image = self.started_from(None)
        elif (front or back) and self.search_path is not None:
            image = self.started_from(tuple(dict.fromkeys([*front, *self.search_path, *back])))
        roots = [path for paths in added for path in (*paths.front, *paths.back) if _in_site(path)]
        return image._with_site_roots(roots) if roots else image

    def _with_site_roots(self, roots: Sequence[str]) -> Image:
        """The image where directories of its wheels are import roots too."""
        image = copy(self)
        image.members = dict(self.members)
        for root in dict.fromkeys(roots):
            if root != SITE:
                add_below(image.members, root[len(SITE) + 1 :], self.members)
        image._modules = None
        image.sources = ImageSources(image.members, self.context)
        image.facts = self._facts_in(image)
        image.start_ups = {}
        return image

    def distributions(self) -> Distributions:
        """What provides the imports of the image's wheels."""
        if self._distributions is None:
            from lint.image.packaging.distributions import Distributions, read_wheelhouse

            self._distributions = Distributions(
                self.wheels,
                wheelhouse=read_wheelhouse(self.wheelhouse) if self.wheelhouse else (),
                lock=self.lock,
                python=self.python,
            )
        return self._distributions

    def installed(self) -> Installed | None:
        """What an image that is built of a source tree alone installs; None for other images."""
        if self.context is None or self.wheels:
            return None
        if self._installed is None:
            from lint.image.dependencies.installed_reader import read_installed

            self._installed = read_installed(self.context)
        return self._installed

    def env_file_names(self) -> set[str]:
        """The names of variables in the env files of the image."""
        if self._in_env_files is None:
            self._in_env_files = set()
            for member in self.env_files():
                if member.size > _MAX_ENV_FILE:
                    continue
                try:
                    text = member.read().decode("utf-8", "replace")
                except OSError:
                    continue
                for line in text.splitlines():
                    name, equals, _ = line.strip().removeprefix("export ").partition("=")
                    if equals and name.strip().isidentifier():
                        self._in_env_files.add(name.strip())
        return self._in_env_files

    def env_files(self) -> Iterator[ImageFile]:
        """The files of the image that code may read variables from: `.env`, `.env.prod`, `prod.env`.

        Those that only show which variables there are do not count.
        """
        for member in self.files().values():
            name = member.path.rpartition("/")[2]
            if _ENV_FILE.fullmatch(name) and not _SHOWN_ONLY.search(name):
                yield member

    def files(self) -> dict[str, ImageFile]:
        """Every file that reaches the image, Python or not, by path."""
        files = dict(self.members)
        if self.context is not None and (not self.wheels or self.context.copy_map is not None):
            files.update(self.context.files)
        return files

    def faults(self) -> list[Fault]:
        """What is wrong with the wheels and the context as such."""
        if self._faults is None:
            self._faults = []
            for wheel in self.wheels:
                self._faults += wheel.faults
                if not wheel.fatal:
                    from lint.image.wheel.audit import audit, verify

                    self._faults += audit(wheel, self.python) + verify(wheel)
            if self.context is not None:
                self._faults += self.context.faults
                if self.context.copy_map is not None:
                    from lint.image.context.copy_sources import missing_sources
                    from lint.image.context.stage_names import unknown_stages
                    from lint.image.context.stage_platform import other_platform

                    self._faults += missing_sources(self.context) + unknown_stages(self.context)
                    self._faults += other_platform(self.context)
                from lint.image.dependencies.dependency_faults import dependency_faults

                installed = self.installed()
                if installed is not None:
                    self._faults += dependency_faults(self.context, installed, self.python)
        return self._faults


def read_image(
    wheels: Sequence[str],
    source: str,
    builder: str,
    entrypoint: str,
    *,
    dockerfile: str = "",
    guessed: bool = False,
    target: str = "",
    container: str = "",
    python: tuple[int, int] | None = None,
    lock: Lock | None = None,
    wheelhouse: str = "",
) -> Image:
    """Reads wheels and a build context; "" for no context. The rest is as in `Image`.

    `dockerfile` is "" for the one in the context; `guessed` is true where no file and no option
    states that `source` is the context; `target` is the stage that is built, "" for the last one.

    What cannot be read ends up in `Image.unreadable`, never in an exception.
    """
    read: list[Wheel] = []
    if wheels:
        from lint.image.wheel.reader import read_wheel

        read = [read_wheel(path) for path in wheels]
    context: Context | None = None
    if source:
        from lint.image.context.build_context import read_context

        context = read_context(source, builder, dockerfile or None, target)  # type: ignore[arg-type]
        context.guessed = guessed
    image = Image(
        read,
        context,
        entrypoint,
        python=python,
        lock=lock,
        wheelhouse=wheelhouse,
        container=container,
    )
    if context is not None and not os.path.isdir(source):
        image.unreadable += context.faults
    elif context is not None and not wheels and context.copy_map is None and python is None:
        from lint.image.context.buildpack_python import buildpack_python

        found = buildpack_python(context)
        # A folder that nobody names as the source may be built with another Python.
        if found is not None and (found.stated or not guessed):
            image.build_python = found
            image.python = found.version if found.stated else None
    return image


def _in_site(path: str) -> bool:
    return path == SITE or path.startswith(f"{SITE}/")


def _module_name(path: str, packages: dict[str, str | None]) -> str | None:
    """The dotted name of a module; None for a file that is none.

    `packages` has the dotted names of the folders that were seen, which are worked out once.
    """
    if not path.endswith(_MODULES):
        return None
    folder, _, file = path.rpartition("/")
    if folder not in packages:
        packages[folder] = _dotted(folder)
    package = packages[folder]
    if package is None:
        return None
    if file == "__init__.py":
        return package or None
    stem = file[: -len(".py")] if file.endswith(".py") else file.partition(".")[0]
    if not stem.isidentifier() and _dotted(stem) is None:
        return None
    return f"{package}.{stem}" if package else stem


def _dotted(path: str) -> str | None:
    """A path as a dotted name; None where one of its parts cannot be imported."""
    name = path.replace("/", ".")
    return name if all(part.isidentifier() for part in name.split(".")) else None
