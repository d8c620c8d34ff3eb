"""The images of a run: a wheel, a source tree or a saved image, each read once."""

from __future__ import annotations

import os

from lint.errors import UsageError, os_reason
from lint.support.confinement import is_inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from lint.engine.resolved import Resolved
    from lint.image.image import Image
    from lint.image.packaging.lock_file import Lock
    from lint.model.options import Options
    from lint.settings import Settings


class Images:
    """Reads the images that options and settings describe; descriptions that are alike share one.

    `broken` are the paths of images whose reading ended in an error of ours, with that error.
    `absent` are images that the settings name and that are not built yet, as remarks. All methods
    raise `UsageError` for what cannot be read.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.broken: list[tuple[str, Exception]] = []
        self.absent: dict[str, None] = {}
        self._read: dict[tuple[Any, ...], Image | None] = {}

    def of(
        self, resolved: Resolved, settings: Settings, guessed: bool, target: str
    ) -> Image | None:
        """The image that `resolved` describes; None where the settings name one that is not built yet.

        `guessed` says that nobody names the build context. `target` is the stage of its Dockerfile,
        "" for the last one.
        """
        self._leave_out_absent(resolved, settings)
        if resolved.image:
            return self._saved_image(resolved)
        if resolved.wheels or resolved.source:
            return self._built_image(resolved, guessed, target)
        if self.options.dockerfile:
            need_image("dockerfile")
        return None

    def _leave_out_absent(self, resolved: Resolved, settings: Settings) -> None:
        """Leaves out wheels and an image that the settings name and that are not built yet.

        One settings file serves the commit hook, before anything is built, and the gate.
        """
        if not self.options.wheel:
            absent: list[str] = []
            resolved.wheels = _wheel_files(resolved.wheels, resolved.wheels_root, absent)
            for reference in absent:
                self.absent[f"`wheel` of {settings.path}: there is no {reference} yet"] = None
        if resolved.image and not self.options.image and not os.path.lexists(resolved.image):
            self.absent[f"`image` of {settings.path}: there is no {resolved.image} yet"] = None
            resolved.image = ""

    def _built_image(self, resolved: Resolved, guessed: bool, target: str) -> Image | None:
        if self.options.source and not os.path.lexists(resolved.source):
            raise UsageError(f"--source takes a folder, and there is no {resolved.source}")
        if resolved.dockerfile and not os.path.isfile(resolved.dockerfile):
            raise UsageError(f"there is no Dockerfile {resolved.dockerfile}")
        wheels = tuple(_wheel_files(resolved.wheels) if self.options.wheel else resolved.wheels)
        read = (wheels, resolved.source, resolved.builder, resolved.entrypoint)
        described = (resolved.lock, resolved.wheelhouse, resolved.dockerfile, resolved.container)
        key = (*read, resolved.python, *described, target)
        if key not in self._read:
            from functools import partial

            from lint.image.image import read_image

            self.options.progress(f"reading the image of {resolved.source or wheels[0]}")
            read_with = partial(
                read_image,
                guessed=guessed,
                target=target,
                container=resolved.container,
                python=_python_version(resolved.python),
                lock=_lock(resolved.lock),
                wheelhouse=_wheelhouse(resolved.wheelhouse, resolved.wheelhouse_root),
            )
            try:
                found = read_with(*read, dockerfile=resolved.dockerfile)
                if guessed and found.context is not None:
                    from lint.image.context.copy_sources import fitting_context

                    # Nobody says that the folder of the Dockerfile is the context.
                    folder, file = fitting_context(found.context), found.context.dockerfile_path
                    if folder and file:
                        found = read_with(wheels, folder, *read[2:], dockerfile=file)
                self._read[key] = found
            except UsageError:
                raise
            except Exception as error:
                # The manifests are judged without it.
                self._read[key] = None
                self.broken.append((resolved.source or wheels[0], error))
        image = self._read[key]
        if image is not None and image.context is not None and not guessed:
            image.context.guessed = False
        return image

    def _saved_image(self, resolved: Resolved) -> Image | None:
        """The saved image; the source tree that is given with it explains what it lacks."""
        file = resolved.image
        for name in ("wheel", "lock", "wheelhouse"):
            if getattr(self.options, name):
                raise UsageError(
                    f"--{name} has no effect on a saved image: pass it without --image"
                )
        if not os.path.lexists(file):
            name = "NAME" if file.endswith((".tar", ".gz", ".tgz")) else file
            raise UsageError(
                f"--image takes a file, and there is no {file}. Save the image with "
                f"`docker save {name} -o image.tar`, and pass --image image.tar"
            )
        read = (file, resolved.source, resolved.builder, resolved.dockerfile)
        key = (*read, resolved.entrypoint, resolved.container, resolved.python)
        if key not in self._read:
            from lint.image.saved.saved_image import SavedImage

            self.options.progress(f"reading the image {file}")
            tree = None
            if resolved.source:
                from lint.image.context.build_context import read_context

                builder: Any = resolved.builder
                tree = read_context(resolved.source, builder, resolved.dockerfile or None)
            try:
                self._read[key] = SavedImage(
                    file,
                    resolved.entrypoint,
                    tree=tree,
                    python=_python_version(resolved.python),
                    container=resolved.container,
                )
            except UsageError:
                raise
            except Exception as error:
                # The manifests are judged without it.
                self._read[key] = None
                self.broken.append((file, error))
        return self._read[key]


def need_image(option: str) -> NoReturn:
    """Raises `UsageError` for an option that describes an image, where there is none."""
    raise UsageError(f"--{option} describes an image: also pass --wheel or --source")


def _wheel_files(
    references: list[str], root: str = "", absent: list[str] | None = None
) -> list[str]:
    """The wheels that paths, folders and glob patterns name, each once.

    With a `root`, none may lead out of it. What names no wheel is added to `absent`; where that is
    None, it raises `UsageError`.
    """
    files: dict[str, None] = {}
    for reference in references:
        found, problem = [reference], ""
        if os.path.isdir(reference):
            from glob import escape, glob

            found = sorted(glob(os.path.join(escape(reference), "*.whl")))
            problem = f"the folder {reference} holds no wheel"
        elif any(mark in reference for mark in "*?[") and not os.path.exists(reference):
            from glob import glob

            found = sorted(glob(reference))
            problem = f"no wheel matches {reference!r}"
        elif not os.path.lexists(reference):
            found, problem = [], f"there is no wheel {reference}"
        if not found:
            if absent is None:
                raise UsageError(problem)
            absent.append(reference)
        for file in found:
            if root and not is_inside(file, root):
                raise UsageError(
                    f"the wheel {file} leads out of the repository; give it with --wheel"
                )
            files[file] = None
    return list(files)


def _python_version(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    major, _, minor = text.partition(".")
    if not (major.isdecimal() and minor.isdecimal() and len(text) <= 8):
        raise UsageError(f"{text!r} is not a Python version such as 3.12")
    return int(major), int(minor)


def _lock(path: str) -> Lock | None:
    if not path:
        return None
    from lint.image.packaging.lock_file import read_lock

    return read_lock(path)


def _wheelhouse(path: str, root: str) -> str:
    """The folder, if it is one; with a `root`, no wheel in it may lead out of that."""
    if not path:
        return ""
    if not os.path.isdir(path):
        raise UsageError(f"the wheelhouse {path} is not a directory")
    from lint.image.packaging.distributions import MAX_WHEELS

    try:
        wheels = [name for name in os.listdir(path) if name.endswith(".whl")]
    except OSError as error:
        raise UsageError(f"cannot read the wheelhouse {path}: {os_reason(error)}") from None
    if len(wheels) > MAX_WHEELS:
        raise UsageError(f"the wheelhouse {path} has more than {MAX_WHEELS:,} wheels")
    for name in wheels:
        if root and not is_inside(os.path.join(path, name), root):
            raise UsageError(
                f"the wheel {name} leads out of the repository; give the folder with --wheelhouse"
            )
    return path
