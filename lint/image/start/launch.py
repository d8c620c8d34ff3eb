"""What a container starts, as data: one program, and what it finds around it."""

from __future__ import annotations

import posixpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from lint.image.start.address import Address

    class Files(Protocol):
        """The files of an image, by absolute path."""

        def read(self, path: str) -> bytes | None:
            """The content of a file; None where the image has none, or where it is not known."""


class Launch:
    """One program that a container starts.

    `module` is what is imported or run (`app.main`), "" where `script` is the absolute path of a
    file or nothing of the image is started. `attribute` is what of it is served (`app`), a
    `factory` where it is called. `main` is true where the module runs as `__main__`.
    `search_path` are directories that go in front of `sys.path`, `directory` is the working
    directory, None where it is not known. `server` is the name of a known server, "" for a plain
    program. `address` is None where the command line does not decide it. `env` are variables
    that the command sets, None for an unknown value. `certain` is false where the program is
    started under a condition. `unknown` says what is not known, "" otherwise.
    """

    __slots__ = (
        "address",
        "arguments",
        "attribute",
        "certain",
        "directory",
        "env",
        "factory",
        "line",
        "main",
        "module",
        "path",
        "script",
        "search_path",
        "server",
        "sets_unknown",
        "unknown",
    )

    def __init__(self, directory: str | None, env: Mapping[str, str | None]) -> None:
        self.directory = directory
        self.env = dict(env)
        self.module = ""
        self.attribute = ""
        self.factory = False
        self.main = False
        self.script = ""
        self.search_path: list[str] = []
        self.server = ""
        self.address: Address | None = None
        self.arguments: list[str] = []
        self.certain = True
        self.sets_unknown = False
        self.unknown = ""
        self.path = ""
        self.line = 0

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
