"""What a container starts, as data: one program, and what it finds around it."""

from __future__ import annotations

import posixpath

from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from lint.image.start.address import Address

    class Files(Protocol):
        """The files of an image, by absolute path."""

        def read(self, path: str) -> bytes | None:
            """The content of a file; None where the image has none, or where it is not known."""

        def names(self, folder: str) -> list[str]:
            """The names of the files in a folder, as far as they are known."""


@record
class Launch:
    """One program that a container starts."""

    directory: str | None
    """The working directory; None where it is not known."""
    env: dict[str, str | None]
    """Variables that the command sets; None for an unknown value."""
    program: str = ""
    """The program, as the command names it."""
    module: str = ""
    """What is imported or run (`app.main`); "" where `script` names a file, or nothing of the
    image is started."""
    attribute: str = ""
    """What of the module is served (`app`)."""
    factory: bool = False
    """Whether the attribute is called to make the application."""
    main: bool = False
    """Whether the module runs as `__main__`."""
    script: str = ""
    """The absolute path of a Python file."""
    search_path: list[str] = default(factory=list)
    """Directories that go in front of `sys.path`."""
    server: str = ""
    """The name of a known server; "" for a plain program."""
    address: Address | None = None
    """None where the command line does not decide it."""
    arguments: list[str] = default(factory=list)
    certain: bool = True
    """False where the program is started under a condition."""
    assumed: bool = False
    """Whether it is a default of the build that something unseen may replace."""
    sets_unknown: bool = False
    """Whether the command sets variables that are not known."""
    installs: bool = False
    """Whether the start installs distributions before it runs the program."""
    unknown: str = ""
    """What of the start is not known, in words."""
    absent: str = ""
    """The absolute path of a file that the start needs and the tree does not bring; "" for none."""
    path: str = ""
    """The start script with the command; "" where no script has it."""
    line: int = 0

    def __repr__(self) -> str:
        what = self.module or self.script or self.unknown
        return f"<Launch {self.server} {what}:{self.attribute}>"


class Surroundings:
    """What a command line finds in its container.

    `env` are the variables that the image and the manifest set, None for an unknown value.
    `env_known` is false where others may be set. `scripts` maps console scripts to `module:attr`.
    `port` is the container's port, which Cloud Run sets as PORT.
    """

    __slots__ = ("directory", "env", "env_known", "files", "port", "scripts")

    def __init__(
        self,
        files: Files,
        *,
        directory: str | None = "/",
        env: Mapping[str, str | None] | None = None,
        scripts: Mapping[str, str] | None = None,
        port: int = 8080,
        env_known: bool = True,
    ) -> None:
        # Not a record: it copies what it is given, and adds the variable that Cloud Run sets.
        self.files = files
        self.directory = directory
        self.env: dict[str, str | None] = dict(env or {})
        self.env.setdefault("PORT", str(port))
        self.scripts = dict(scripts or {})
        self.port = port
        self.env_known = env_known


def variable(around: Surroundings, launch: Launch, name: str) -> str | None:
    """The value of a variable for a program; None where it is unset or unknown."""
    return launch.env[name] if name in launch.env else around.env.get(name)


def join(directory: str | None, path: str) -> str | None:
    """An absolute path; None where the directory is not known."""
    if path.startswith("/"):
        return posixpath.normpath(path)
    if directory is None:
        return None
    return posixpath.normpath(posixpath.join(directory, path))
