"""Shell scripts: files with the extension of one, or whose first line names a shell."""

from __future__ import annotations

import os

from lint.deploy.gcloud.commands import read_commands
from lint.deploy.here_document import read_here_documents
from lint.deploy.images import read_images
from lint.deploy.shell import faults_of, read_script
from lint.deploy.step import Read
from lint.deploy.text import Text
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import say
from lint.support.shell import ShellUnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile

NO_GRAMMAR = "needs the grammar of bash; install it with: pip install tree-sitter tree-sitter-bash"
_CONTEXT_MARKS = (
    "Dockerfile",
    "package.json",
    "pyproject.toml",
    "requirements.txt",
    "go.mod",
    "pom.xml",
)
_MAX_PARENTS = 8


def read(file: DeployFile) -> Read:
    """The deploy steps of a script, and the images that it builds."""
    text = file.text
    own = Text.of(os.path.abspath(file.path), text.source, 1, 1, 0)
    variables = {"0": own, "BASH_SOURCE": own}
    try:
        commands = read_script(
            text, start_folder(file), variables, file=file, posix=_is_posix(file)
        )
    except ShellUnavailableError:
        return Read(not_read=NO_GRAMMAR)
    builds, pushed = read_images(commands)
    steps = [*read_commands(commands, file), *read_here_documents(commands)]
    faults = faults_of(commands)
    if commands and b"\r\n" in file.data:
        faults.append(_line_ends(file))
    return Read(steps, builds, pushed, faults)


def _is_posix(file: DeployFile) -> bool:
    """Whether the first line names another shell than bash."""
    first = file.source.text.partition("\n")[0]
    return first.startswith("#!") and "bash" not in first and "zsh" not in first


def start_folder(file: DeployFile) -> str:
    """The folder that a script is meant to be started in, where nothing in the script says so.

    Its own, if that has what an image is made of, else the nearest one above it in the same
    repository that has: `scripts/deploy.sh` is started at the root. Without a repository (a build
    gets none) the working directory is the last one.
    """
    above: list[str] = []
    folder = file.folder
    for _ in range(_MAX_PARENTS):
        above.append(folder)
        if os.path.exists(os.path.join(folder, ".git")):
            break
        folder = os.path.normpath(os.path.join(folder, os.pardir))
    else:
        above = above[: above.index(".") + 1] if "." in above else []
    for folder in above:
        if any(os.path.isfile(os.path.join(folder, name)) for name in _CONTEXT_MARKS):
            return folder
    return file.folder


def _line_ends(file: DeployFile) -> Fault:
    line = file.data[: file.data.index(b"\r\n")].decode("utf-8-sig", "replace")
    number, column = line.count("\n") + 1, len(line.rpartition("\n")[2]) + 1
    place = Place(file.source.path, number, column, number, column)
    return Fault(
        "crlf-script",
        place,
        say("the lines end with CR LF: the shell takes the CR for a part of the last word"),
        help=say("Save the file with LF line ends."),
    )
