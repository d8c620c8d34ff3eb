"""Scripts in the configuration of a CI system: GitLab, CircleCI, Bitbucket, Azure, Drone, Task, and others.

A string that such a system runs is read as a shell script. GitLab's variables, `extends` and
`!reference` are followed within the file; of the others the scripts alone count.

Source: docs.gitlab.com/ci/yaml; circleci.com/docs/configuration-reference;
support.atlassian.com/bitbucket-cloud/docs/step-options; learn.microsoft.com/azure/devops/pipelines/yaml-schema;
docs.drone.io/pipeline; taskfile.dev/reference/schema
"""

from __future__ import annotations

import os

from lint.deploy.gcloud.commands import read_commands
from lint.deploy.images import read_images
from lint.deploy.shell import faults_of, read_script
from lint.deploy.step import Read
from lint.deploy.text import Piece, Text
from lint.deploy.yaml_text import root_of, text_of, unknown
from lint.support.lazy_regex import lazy_regex
from lint.support.shell import ShellUnavailableError
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.deploy.file import DeployFile
    from lint.deploy.step import CommandLine
    from lint.yaml.tree import Node

MAX_SCRIPTS = 500
MAX_DEPTH = 10
"""Jobs that extend each other, and lists within lists."""
_STRINGS = frozenset(
    ("script", "bash", "run", "command", "cmd", "sh", "shell", "inlineScript", "inline", "raw")
)
"""Keys whose value may be a script."""
_LISTS = frozenset(
    (
        "script",
        "commands",
        "cmds",
        "before_script",
        "after_script",
        "command",
        "steps",
        "after-script",
    )
)
"""Keys whose value may be a list of commands that one shell runs."""
_GITLAB = frozenset(("before_script", "script"))
_FOREIGN = lazy_regex(r"\$\{\{[^{}]*\}\}|\{\{[^{}]*\}\}|<<\s*[\w.-]+\s*>>|\$\[\[[^\[\]]*\]\]")
"""What the system fills in before the shell gets the script."""


def read(file: DeployFile) -> Read:
    """The deploy steps of the scripts in a file."""
    found = Read()
    root = root_of(file)
    if root is None:
        if file.manifest.fatal is not None:
            found.not_read = "it is not valid YAML"
        return found
    reader = _Reader(file, root)
    try:
        reader.mapping(root, 0, {})
    except ShellUnavailableError as error:
        found.not_read = str(error)
    for commands in reader.scripts:
        found.faults += faults_of(commands)
        found.steps += read_commands(commands, file)
        builds, pushed = read_images(commands)
        found.builds += builds
        found.pushed += pushed
    return found


class _Reader:
    """Finds the scripts of a file. Each one, or each job of GitLab, is read on its own."""

    def __init__(self, file: DeployFile, root: MappingNode) -> None:
        self.file = file
        self.root = root
        self.gitlab = "gitlab-ci" in file.path or any(
            isinstance(job, MappingNode) and _is_list(job.get("script"))
            for _, _, job in root.items()
        )
        self.directory = _directory(file)
        self.scripts: list[list[CommandLine]] = []
        self.seen: set[int] = set()

    def mapping(self, node: Node, depth: int, env: Mapping[str, Text | None]) -> None:
        """Looks for scripts in a node and below it."""
        if depth > 60 or id(node) in self.seen or len(self.scripts) >= MAX_SCRIPTS:
            return
        self.seen.add(id(node))
        if isinstance(node, SequenceNode):
            for item in node.items:
                self.mapping(item, depth + 1, env)
        if not isinstance(node, MappingNode):
            return
        if self.gitlab and node is not self.root and depth == 1:
            self.job(node)
            return
        own = {**env, **self.variables(node)}
        for key, _, value in node.items():
            if key in _STRINGS and isinstance(value, ScalarNode):
                self.script([self.text(value)], own)
            elif key in _LISTS and _is_list(value):
                self.script(list(self.lines(value, 0)), own)
                self.mapping(value, depth + 1, own)
            else:
                self.mapping(value, depth + 1, own)

    def job(self, job: MappingNode) -> None:
        """A job of GitLab: `before_script` and `script` run in one shell."""
        variables = {
            **self.variables(self.root),
            **self.variables(self.root.get("default")),
            **{
                key: value
                for each in reversed(self.ancestry(job))
                for key, value in self.variables(each).items()
            },
        }
        before = self.inherited(job, "before_script")
        if before is None:
            before = self.root.get("before_script")
        default = self.root.get("default")
        if before is None and default is not None:
            before = default.get("before_script")
        script = self.inherited(job, "script")
        if script is not None and job is not default:
            lines = [
                line
                for node in (before, script)
                if node is not None
                for line in self.lines(node, 0)
            ]
            if "script" in job or "extends" in job:
                self.script(lines, variables)
        after = job.get("after_script")
        if after is not None:
            self.script(list(self.lines(after, 0)), variables)

    def ancestry(self, job: MappingNode) -> list[MappingNode]:
        """A job and what it extends, the nearest first."""
        found = [job]
        for each in found:
            if len(found) > MAX_DEPTH:
                break
            extends = each.get("extends")
            names = extends.items if isinstance(extends, SequenceNode) else [extends]
            for name in reversed(names):
                parent = self.root.get(name.text) if isinstance(name, ScalarNode) else None
                if isinstance(parent, MappingNode) and parent not in found:
                    found.append(parent)
        return found

    def inherited(self, job: MappingNode, key: str) -> Node | None:
        """A key of a job, or of the nearest that it extends."""
        return next((each.get(key) for each in self.ancestry(job) if key in each), None)

    def variables(self, node: Node | None) -> dict[str, Text | None]:
        """The variables that a mapping sets for its scripts."""
        found: dict[str, Text | None] = {}
        for field in ("variables", "environment", "env", "envs"):
            mapping = node.get(field) if node is not None else None
            if not isinstance(mapping, MappingNode):
                continue
            for key, _, value in mapping.items():
                stated = value.get("value") if isinstance(value, MappingNode) else value
                found[key] = self.text(stated) if isinstance(stated, ScalarNode) else None
        return found

    def lines(self, node: Node, depth: int) -> Iterator[Text]:
        """The commands of a list, with those of lists in it and of `!reference [job, key]`."""
        if depth > MAX_DEPTH:
            return
        if isinstance(node, ScalarNode):
            if node.value is not None:
                yield self.text(node)
        elif isinstance(node, SequenceNode):
            target = self.referenced(node) if depth else None
            if target is not None:
                yield from self.lines(target, depth + 1)
                return
            for item in node.items:
                yield from self.lines(item, depth + 1)

    def referenced(self, node: SequenceNode) -> Node | None:
        """What the words of `!reference` lead to; None where they are commands."""
        words = [item.text if isinstance(item, ScalarNode) else "" for item in node.items]
        if len(words) < 2 or not all(words):
            return None
        return self.root.at(*words)

    def text(self, node: ScalarNode) -> Text:
        """A string, with what the system fills in as unknown pieces."""
        text = text_of(node, self.file.source)
        string = str(text)
        if not any(mark in string for mark in ("{{", "<<", "$[[")):
            return text
        parts: list[Text] = []
        done = 0
        for match in _FOREIGN.finditer(string):
            parts.append(text.cut(done, match.start()))
            name = match[0].strip("$<>{}[] .").replace(" ", "_")
            written = text.cut(match.start(), match.end())
            plain = name.replace(".", "").replace("-", "").replace("_", "")
            named = plain.isascii() and plain.isalnum() and not name[0].isdigit()
            parts.append(unknown(written, f"${{{name}}}" if named else "${expression}"))
            done = match.end()
        parts.append(text.cut(done))
        return Text([piece for part in parts if part for piece in part.pieces] or text.pieces)

    def script(self, lines: list[Text], variables: Mapping[str, Text | None]) -> None:
        """Reads the commands that one shell runs."""
        if not any("gcloud" in str(line) or "docker" in str(line) for line in lines):
            return
        parts: list[Piece] = []
        for line in lines:
            parts += line.pieces
            if not str(line).endswith("\n") and line.pieces:
                last = line.pieces[-1]
                parts.append(Piece("\n", last.source, last.line, last.end_column, True, 0))
        commands = read_script(Text(parts), self.directory, variables, file=self.file, posix=True)
        if commands:
            self.scripts.append(commands)


def _is_list(node: Node | None) -> bool:
    """Whether a node is a list with commands in it."""
    return isinstance(node, SequenceNode) and any(
        isinstance(item, (ScalarNode, SequenceNode)) for item in node.items
    )


def _directory(file: DeployFile) -> str:
    """Where scripts run: the root of the repository, where the place of the file tells it."""
    folder = file.folder.replace(os.sep, "/")
    last = os.path.basename(os.path.abspath(folder))
    if last in (".circleci", ".buildkite", ".azure", ".azuredevops", ".gitlab", ".drone"):
        return os.path.dirname(folder) or "."
    lower = file.name.lower()
    known = (
        "gitlab-ci",
        "bitbucket-pipelines",
        "azure-pipelines",
        ".drone",
        "taskfile",
        ".travis",
        "appveyor",
        "buildspec",
        "jenkins",
        "codefresh",
        "wercker",
    )
    if any(part in lower for part in known):
        return folder
    at_top = os.path.abspath(folder) == os.path.abspath(file.root)
    return folder if at_top else ""
