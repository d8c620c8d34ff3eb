"""What the containers of an image start: its Dockerfile, Procfile or buildpack, and a manifest."""

from __future__ import annotations

import posixpath

from lint.image.context.base_images import served_command, serves_tree
from lint.image.start.follow import find_launches
from lint.image.start.launch import Launch, Surroundings
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.image.context.build_context import Context
    from lint.image.image import Image


@record
class ImageFiles:
    """The files of an image as `lint.image.start.launch.Files`."""

    image: Image | None

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where the tree brings none to that path."""
        return self.image.file_at(path) if self.image is not None else None

    def names(self, folder: str) -> list[str]:
        """The names of the files that the tree brings into a folder."""
        return self.image.names_in(folder) if self.image is not None else []


@record
class Stated:
    """What a container runs, in words, and the file and line that say so."""

    words: list[str]
    path: str = ""
    line: int = 0
    """From 1; 0 where no line of a file states it."""
    assumed: bool = False
    """Whether it is a default that a setting of the build, which no file shows, may replace."""


def image_command(
    image: Image, env: Mapping[str, str | None], build_env: Mapping[str, str]
) -> tuple[Stated, Stated]:
    """ENTRYPOINT and CMD of an image; a Procfile, or what its base image or a buildpack starts.

    `env` are the manifest's variables, `build_env` those of a buildpack's build (see
    `lint.image.start.buildpack.buildpack_start`).
    """
    start = image.start
    if start is not None:
        stated, path = start
        return Stated(stated.entrypoint, path, stated.line), Stated(stated.cmd, path, stated.line)
    context = image.context
    if context is None:
        return Stated([]), Stated([])
    if context.copy_map is None:
        return Stated([]), Stated([]) if image.wheels else _buildpack_command(context, build_env)
    if serves_tree(context.copy_map.image):
        words = served_command({**image.env, **env}, lambda path: context.at(path) is not None)
        place = context.copy_map
        return Stated([]), Stated(words or [], place.display_path, place.line)
    return Stated([]), Stated([])


def _buildpack_command(context: Context, build_env: Mapping[str, str]) -> Stated:
    from lint.image.start.buildpack import buildpack_start

    start = buildpack_start(context.files, build_env)
    return Stated(start.words, start.path or context.display_path, 1, start.assumed)


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
        # Cloud Run sets PORT, whatever the image says.
        env={**image.env, "PORT": str(port), **env},
        scripts=console_scripts(image),
        port=port,
        env_known=env_known and image.env_known,
    )
    return find_launches(words, around)


def console_scripts(image: Image) -> dict[str, str]:
    """The console scripts of the wheels and of the project's own pyproject.toml, by name."""
    scripts = image.installed_scripts()
    # What is not installed has no scripts; what the image below has is not known.
    if image.context is not None and image.context.installs_projects:
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
