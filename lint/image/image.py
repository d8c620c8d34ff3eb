"""Everything that reaches the image, as far as it was given: wheels, a build context, or both."""

from __future__ import annotations

import os

from lint.image.sources import ImageSources
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from lint.image.context.build_context import Context
    from lint.image.context.dockerfile import Start
    from lint.image.file import ImageFile
    from lint.image.packaging.distributions import Distributions
    from lint.image.packaging.lock_file import Lock
    from lint.image.python.facts import ModuleFacts
    from lint.image.wheel.reader import Wheel
    from lint.model.fault import Fault

_EXTENSION_MODULES = (".so", ".pyd")
_MOVES = lazy_regex(r"(?:^|[\s;&|(])(?:cd|pushd)\s|--(?:chdir|app-dir|pythonpath)\b|PYTHONPATH=")
"""What in a command line changes from where Python imports."""


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
    ) -> None:
        """`python` is the version of the image's Python, where it is stated."""
        self.wheels = wheels
        self.context = context
        self.entrypoint = entrypoint
        self.python = python
        """Stated, else that of the Dockerfile's base image; None where it is not known."""
        self.lock = lock
        """What the image gets besides the wheels; None where that is not stated."""
        self.wheelhouse = wheelhouse
        """A folder of wheels that the image gets as well; "" for none."""
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
        self._modules: dict[str, str] | None = None
        self._faults: list[Fault] | None = None
        self._elsewhere: Image | None = None
        self.sources = ImageSources(self.members, context)
        self.facts: dict[str, ModuleFacts] = {}
        """The facts of the modules that were read, by path."""
        self.start_ups: dict[tuple[str, bool, str], Any] = {}
        """What `lint.checks.image.start_up` found, by module, `__main__` or not, and attribute."""
        self.reported: set[Fault] = set()
        """The faults that were reported with another resource."""
        self._distributions: Distributions | None = None

    @property
    def display_path(self) -> str:
        """How messages call the build: its wheels, else the directory."""
        if self.wheels:
            return " and ".join(f"`{os.path.basename(wheel.path)}`" for wheel in self.wheels[:3])
        return f"`{self.context.display_path}`" if self.context is not None else "the build"

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
            for path in self.members:
                name = _module_name(path)
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
    def env(self) -> frozenset[str]:
        """The names of the variables that the Dockerfile sets."""
        copy_map = self.context.copy_map if self.context is not None else None
        return copy_map.env if copy_map is not None else frozenset()

    @property
    def env_known(self) -> bool:
        """Whether the image sets no variables besides `env`, as far as anything tells of it."""
        copy_map = self.context.copy_map if self.context is not None else None
        return copy_map is None or copy_map.env_known

    @property
    def generates(self) -> bool:
        """Whether the image may have modules that neither the tree nor the wheels have."""
        copy_map = self.context.copy_map if self.context is not None else None
        return not self.wheels and copy_map is not None and copy_map.generates

    def is_package(self, module: str) -> bool:
        """Whether a module of the build is a package, with or without `__init__.py`."""
        from lint.image.python.resolution import is_package

        return is_package(self.modules()[module])

    def as_started(
        self, commands: Sequence[str], env: Collection[str], working_directory: bool
    ) -> Image:
        """The image for a manifest with these command lines and names of env vars.

        `working_directory` says that the manifest sets one. Where it decides in any of these ways
        from where Python imports, the Dockerfile's working directory does not show which files
        can be imported.
        """
        if self.context is None or self.context.copy_map is None:
            return self
        elsewhere = working_directory or "PYTHONPATH" in env
        if not elsewhere and not any(_MOVES.search(command) for command in commands):
            return self
        if self._elsewhere is None:
            self._elsewhere = Image(
                self.wheels,
                self.context.started_elsewhere(),
                self.entrypoint,
                python=self.python,
                lock=self.lock,
                wheelhouse=self.wheelhouse,
            )
        return self._elsewhere

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
        return self._faults


def read_image(
    wheels: Sequence[str],
    source: str,
    builder: str,
    entrypoint: str,
    *,
    python: tuple[int, int] | None = None,
    lock: Lock | None = None,
    wheelhouse: str = "",
) -> Image:
    """Reads wheels and a build context; "" for no context. The rest is as in `Image`.

    What cannot be read ends up in `Image.unreadable`, never in an exception.
    """
    read: list[Wheel] = []
    if wheels:
        from lint.image.wheel.reader import read_wheel

        read = [read_wheel(path) for path in wheels]
    context: Context | None = None
    if source:
        from lint.image.context.build_context import read_context

        context = read_context(source, builder)  # type: ignore[arg-type]
    image = Image(read, context, entrypoint, python=python, lock=lock, wheelhouse=wheelhouse)
    if context is not None and not os.path.isdir(source):
        image.unreadable += context.faults
    return image


def _module_name(path: str) -> str | None:
    base, dot, extension = path.rpartition(".")
    if not dot:
        return None
    if extension == "py":
        if base.endswith("/__init__"):
            base = base[: -len("/__init__")]
        elif base == "__init__":
            return None
    elif path.endswith(_EXTENSION_MODULES):
        folder, slash, file = path.rpartition("/")
        base = folder + slash + file.partition(".")[0]
    else:
        return None
    name = base.replace("/", ".")
    return name if all(part.isidentifier() for part in name.split(".")) else None
