"""The scripts of a package.json: npm runs each in a shell, in the folder of the file."""

from __future__ import annotations

from lint.deploy.bash.budget import Budget
from lint.deploy.bash.machine import choices
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.images import read_images
from lint.deploy.shell import faults_of, read_script
from lint.deploy.shell_script import NO_GRAMMAR
from lint.deploy.step import Read
from lint.deploy.text import of_scalar
from lint.model.findings import Place
from lint.support.shell import ShellUnavailableError
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.step import CommandLine

_INTEREST = ("gcloud", "docker", "podman", "pack ")


def read(file: DeployFile) -> Read:
    """The deploy steps of the scripts, and the images that they build. Each script is run alone."""
    commands: list[CommandLine] = []
    choice = next(choices)
    budget = Budget()
    for document in file.manifest.documents:
        root = document.root
        scripts = root.get("scripts") if isinstance(root, MappingNode) else None
        if not isinstance(scripts, MappingNode):
            continue
        for index, node in enumerate(scripts.values.values()):
            if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
                continue
            if not any(word in node.value for word in _INTEREST):
                continue
            place = Place(file.source.path, node.line, node.column, node.end_line, node.end_column)
            text = of_scalar(node.value, file.source, place)
            try:
                found = read_script(text, file.folder, file=file, posix=True, budget=budget)
            except ShellUnavailableError:
                return Read(not_read=NO_GRAMMAR)
            for command in found:
                command.branch = ((choice, index), *command.branch)
            commands.extend(found)
    builds, pushed = read_images(commands)
    return Read(read_commands(commands, file), builds, pushed, faults_of(commands))
