"""Everything that reaches the image, as far as it was given: wheels, a build context, or both."""

from __future__ import annotations

import os

from lint.image.file import ImageFile
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from lint.image.context.build_context import Context
    from lint.image.context.dockerfile import Start
    from lint.image.packaging.lock_file import Lock
    from lint.image.wheel.reader import Wheel
    from lint.model.source import Source

_EXTENSION_MODULES = (".so", ".pyd")
_SHOWN_BYTES = 4 << 20
_MOVES = lazy_regex(r"(?:^|[\s;&|(])(?:cd|pushd)\s|--(?:chdir|app-dir|pythonpath)\b|PYTHONPATH=")
"""What in a command line changes from where Python imports."""


class Image:
    """The wheels and the context of one image.

    `python` is the version of the image's Python, None where it is not known. `lock` and
    `wheelhouse` tell what the image gets besides the wheels.
    `memo` is where checks keep what they worked out about the image.
    `members` maps paths relative to the import root to members. `available` names what was given
    ("image", and "wheel" or "source"). `complete` is false when something could not be read to its
    end: then a missing member means nothing. `unreadable` holds the fatal faults.
    """

    def __init__(self, wheels: list[Wheel], context: Context | None, entrypoint: str) -> None:
        self.wheels = wheels
        self.context = context
        self.entrypoint = entrypoint
        self.python: tuple[int, int] | None = None
        self.lock: Lock | None = None
        self.wheelhouse = ""
        self.available = {"image"}
        self.members: dict[str, ImageFile] = {}
        self.unreadable: list[Fault] = []
        self.complete = True
        if wheels:
            self.available.add("wheel")
        if context is not None:
            self.available.add("source")
            self.complete = context.complete
            # With a wheel, the tree itself counts only where a Dockerfile copies it as well.
            if not wheels or context.copy_map is not None:
                self.members.update(context.members)
            if context.copy_map is not None:
                self.python = context.copy_map.python
        for wheel in wheels:
            if wheel.fatal:
                self.unreadable += wheel.faults
                self.complete = False
            self.members.update(wheel.members)
        self._modules: dict[str, str] | None = None
        self._faults: list[Fault] | None = None
        self._sources: dict[str, Source] = {}
        self._shown: dict[str, ImageFile] | None = None
        self._relaxed: Image | None = None
        self.memo: dict[str, Any] = {}

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

    def stamp(self) -> list[Any] | None:
        """What tells this build from every other; None where that cannot be had for nothing.

        Of a context every file counts, and so does what was said of the dependencies.
        """
        if self.context is not None or self.lock is not None or self.wheelhouse:
            return None
        stamps = [wheel.stamp() for wheel in self.wheels]
        if None in stamps or not self.complete:
            return None
        return [*stamps, self.python and list(self.python)]

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
        if self._relaxed is None:
            from lint.image.context.build_context import read_context

            context = read_context(
                self.context.directory,
                self.context.builder,
                image_decides=False,
            )
            self._relaxed = Image(self.wheels, context, self.entrypoint)
            self._relaxed.python = self.python
            self._relaxed.lock = self.lock
            self._relaxed.wheelhouse = self.wheelhouse
        return self._relaxed

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

    def why_missing(self, module: str) -> list[Fault]:
        """Why a module that the source tree has is not in the build; empty where nothing tells."""
        if self.context is None:
            return []
        reasons: list[Fault] = []
        base = module.replace(".", "/")
        for path in self._files_of(base):
            absence = self.context.absence(path)
            if absence is not None:
                reasons += _absence_reasons(absence)
                break
        if self.wheels:
            from lint.image.packaging.settings import explain_missing

            for path in (f"{base}.py", f"{base}/__init__.py"):
                setting = explain_missing(self.context.directory, path)
                if setting is not None:
                    display_path = _join(self.context.display_path, os.path.basename(setting.path))
                    reasons.append(
                        Fault(
                            "not-packaged",
                            Place(display_path, setting.line),
                            message=f"`{setting.setting}` {setting.message}",
                            help=f"Change `{setting.setting}`.",
                        )
                    )
                    break
        return reasons

    def left_out(self, module: str) -> bool:
        """Whether the source tree has a module that is not in the build, and that is certain."""
        if self.context is None:
            return False
        if "." not in module and not self._is_of_the_tree_alone(module):
            return False
        for path in self._files_of(module.replace(".", "/")):
            if self.context.in_tree(path):
                absence = self.context.absence(path)
                return bool(self.wheels) or (absence is not None and absence.reason != "unknown")
        return False

    def _is_of_the_tree_alone(self, name: str) -> bool:
        """Whether a top-level name can be that of a file of the tree, and of no distribution."""
        assert self.context is not None
        if self.wheels:
            return False  # what lies beside the package is not meant to be installed
        if not any(self.context.in_tree(path) for path in (f"{name}.py", f"{name}/__init__.py")):
            return False
        from lint.image.packaging.known_distributions import IMPORTS

        if name in IMPORTS or any(known.startswith(f"{name}.") for known in IMPORTS):
            return False
        return not self.context.mentions(name)

    def _files_of(self, base: str) -> list[str]:
        """The files whose absence explains that of a module: its own, or one of a bare folder."""
        assert self.context is not None
        files = [f"{base}.py", f"{base}/__init__.py"]
        for root in self.context.roots:
            folder = os.path.join(self.context.directory, root, *base.split("/"))
            try:
                names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))
            except (OSError, ValueError):  # a name that no file system takes
                continue
            files += [f"{base}/{name}" for name in names[:1]]
        return files

    def source(self, path: str) -> Source | None:
        """The text that a place of this build points into, when it can be shown."""
        if path in self._sources:
            return self._sources[path]
        from lint.model.source import Source

        data: bytes | None = None
        if self._shown is None:
            self._shown = {member.display_path: member for member in self.members.values()}
            if self.context is not None:
                for file in self.context.files.values():
                    self._shown.setdefault(file.display_path, file)
        member = self._shown.get(path)
        try:
            if member is not None:
                data = member.read() if member.size <= _SHOWN_BYTES else None
            elif self.context is not None and self._is_of_context(path):
                if os.path.getsize(path) <= _SHOWN_BYTES:
                    with open(path, "rb") as stream:
                        data = stream.read()
        except OSError:
            data = None
        if data is None:
            return None
        source = Source(path, data.decode("utf-8-sig", "replace"))
        _redact(source)
        self._sources[path] = source
        return source

    def _is_of_context(self, path: str) -> bool:
        assert self.context is not None
        base = os.path.abspath(self.context.directory)
        return os.path.abspath(path).startswith(base + os.sep) and os.path.isfile(path)


def read_image(wheels: Sequence[str], source: str, builder: str, entrypoint: str) -> Image:
    """Reads wheels and a build context; "" for no context.

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
    image = Image(read, context, entrypoint)
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


def _absence_reasons(absence: Any) -> list[Fault]:
    """Why a file is not in the image, where a line of some file says so."""
    if absence.reason == "ignored":
        pattern = absence.decision.pattern
        if pattern is None:
            return []
        other = [name for name, decision in sorted(absence.others.items()) if decision.included]
        note = f"; {' and '.join(other)} would include it" if other else ""
        where = Place(pattern.path, pattern.line)
        message = f"the pattern `{pattern.text[:80]}` leaves out `{absence.display_path}`{note}"
        help = f"Change the pattern `{pattern.text[:80]}` in `{pattern.path}`."
    elif absence.reason == "not-copied":
        where = Place(absence.dockerfile, absence.line)
        message = f"no COPY line brings `{absence.display_path}` into the image"
        help = "Copy it in the Dockerfile."
    elif absence.reason == "elsewhere":
        where = Place(absence.dockerfile, absence.line)
        places = ", ".join(f"`{place}`" for place in list(absence.places)[:3])
        message = (
            f"`{absence.display_path}` is copied to {places}, where Python does not look for it"
        )
        help = "Copy it below the working directory, or set PYTHONPATH."
    else:
        return []
    return [Fault(absence.reason, where, message=message, help=help)]


def _join(folder: str, file: str) -> str:
    return file if folder in ("", ".") else f"{folder.rstrip('/')}/{file}"


def _redact(source: Source) -> None:
    from lint.model.redaction import redact_lines, redact_literals, redact_settings

    redact_lines(source)
    if source.path.endswith(".py"):
        redact_literals(source)
    elif source.path.rpartition("/")[2].lower().startswith(("dockerfile", "procfile")):
        redact_settings(source)
