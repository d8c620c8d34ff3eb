"""What the containers of an image start: its Dockerfile, Procfile or buildpack, and a manifest."""

from __future__ import annotations

import posixpath

from lint.image.start.follow import find_launches
from lint.image.start.launch import Launch, Surroundings
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.image.image import Image


class ImageFiles:
    """The files of an image as `lint.image.start.launch.Files`."""

    __slots__ = ("_image",)

    def __init__(self, image: Image | None) -> None:
        self._image = image

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where the tree brings none to that path."""
        return self._image.file_at(path) if self._image is not None else None


@record
class Stated:
    """What a container runs, in words, and the file and line that say so."""

    words: list[str]
    path: str = ""
    line: int = 0
    """From 1; 0 where no line of a file states it."""


def image_command(image: Image) -> tuple[Stated, Stated]:
    """ENTRYPOINT and CMD of an image; a Procfile, or what a buildpack makes of the tree."""
    start = image.start
    if start is not None:
        stated, path = start
        return Stated(stated.entrypoint, path, stated.line), Stated(stated.cmd, path, stated.line)
    return Stated([]), buildpack_command(image)


def buildpack_command(image: Image) -> Stated:
    """What Google's Python buildpack starts where there is neither Dockerfile nor Procfile.

    Source: https://cloud.google.com/docs/buildpacks/python#entrypoint
    """
    context = image.context
    if context is None or context.copy_map is not None or image.wheels:
        return Stated([])
    requirements = context.files.get("requirements.txt") or context.files.get("pyproject.toml")
    words = ""
    if requirements is not None:
        try:
            words = requirements.read()[: 1 << 20].decode("utf-8", "replace").lower()
        except OSError:
            words = ""
    for name in ("main.py", "app.py"):
        member = context.files.get(name)
        if member is None:
            continue
        module = name.removesuffix(".py")
        for server, command in (
            ("gunicorn", ["gunicorn", "-b", ":8080", f"{module}:app"]),
            ("uvicorn", ["uvicorn", f"{module}:app", "--host", "0.0.0.0", "--port", "8080"]),  # noqa: S104
            ("streamlit", ["streamlit", "run", name, "--server.port", "8080"]),
            ("gradio", ["python", name]),
            ("functions-framework", []),
        ):
            if server in words:
                return Stated(command, member.display_path, 1)
        return Stated(["gunicorn", "-b", ":8080", f"{module}:app"], member.display_path, 1)
    return Stated([])


def launches(
    image: Image | None,
    words: Sequence[str],
    *,
    env: Mapping[str, str | None],
    directory: str | None,
    port: int,
    env_known: bool,
) -> list[Launch]:
    """What a container with these words starts; `env` are the manifest's variables.

    `directory` is the manifest's `workingDir`, None for the image's own. Without an image only
    what the words themselves say is known.
    """
    if image is None:
        return find_launches(
            words,
            Surroundings(
                ImageFiles(None), directory=directory, env=env, port=port, env_known=False
            ),
        )
    around = Surroundings(
        ImageFiles(image),
        directory=directory if directory is not None else image.workdir,
        env={**image.env, **env},
        scripts=console_scripts(image),
        port=port,
        env_known=env_known and image.env_known,
    )
    return find_launches(words, around)


def console_scripts(image: Image) -> dict[str, str]:
    """The console scripts of the wheels and of the project's own pyproject.toml, by name."""
    scripts = {name: target for wheel in image.wheels for name, target in wheel.scripts.items()}
    if image.context is not None:
        from lint.image.packaging.source_roots import project_scripts

        for name, target in project_scripts(image.context.directory).items():
            scripts.setdefault(name, target)
    return scripts


def search_path(launch: Launch, pythonpath: str | None) -> list[str] | None:
    """The directories that a program imports from, before the installed distributions.

    `pythonpath` is the manifest's PYTHONPATH, None where it has none. The result is None where a
    directory is not known.
    """
    paths = list(launch.search_path)
    if not paths and (launch.module or launch.script):
        return None
    if pythonpath is not None:
        base = launch.directory or "/"
        paths += [posixpath.normpath(posixpath.join(base, e)) for e in pythonpath.split(":") if e]
    return paths
