"""GitHub workflows and composite actions: the deploy steps that their jobs run.

Each job is read on its own: what two jobs, or two steps under different conditions, do to one
service never comes together in one resource. A workflow or an action of the same repository that is
called with inputs is read with them; the steps that need none are those of its own file.

Source: docs.github.com/actions (workflow syntax, contexts, metadata syntax)
"""

from __future__ import annotations

import os
from itertools import count

from lint.deploy.action_inputs import ActionStep, Input
from lint.deploy.deploy_cloudrun import NAME as DEPLOY_CLOUDRUN
from lint.deploy.deploy_cloudrun import read_action
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.github_expressions import Values, fill
from lint.deploy.images import read_images
from lint.deploy.readers import is_in_workflows
from lint.deploy.shell import faults_of, read_script
from lint.deploy.step import Build, Read
from lint.deploy.yaml_text import root_of, text_of, texts_of
from lint.support.lazy_regex import lazy_regex
from lint.support.shell import ShellUnavailableError
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.deploy.file import DeployFile
    from lint.deploy.step import CommandLine, Step
    from lint.deploy.text import Text
    from lint.yaml.tree import Node

MAX_CALLS = 4
"""Workflows and actions within each other."""
MAX_STEPS = 1_000
"""Steps of one file, those of what it calls counted each time."""
_BUILD_ACTION = "docker/build-push-action"
_AUTH = "google-github-actions/auth"
_CHECKOUT = "actions/checkout"
_SHELLS = ("", "bash", "sh")
_ASSIGNED = lazy_regex(r"\b([A-Za-z_]\w*)(?:=|<<)")
_WRITTEN = lazy_regex(
    r"""(?:>{1,2}|\btee(?:[ \t]+-a)?|[ \t]-o|[ \t]--output)[ \t=]*["']?([\w.][\w./-]*)"""
)
"""A file that a script seems to write."""
_MERGING = {"--update-env-vars": "env", "--update-secrets": "secrets", "--update-labels": "labels"}
"""The flags with which the action adds to what the service has, and what of it may be more."""
_conditions = count(-1, -1)
"""Numbers of the conditions of steps, apart from those of the choices in scripts."""


def read(file: DeployFile) -> Read:
    """The deploy steps of a workflow, or of a composite action."""
    found = Read()
    root = root_of(file)
    if root is None:
        if file.manifest.fatal is not None:
            found.not_read = "it is not valid YAML"
        return found
    if not is_workflow(root, file.path):
        from lint.deploy import ci_script

        return ci_script.read(file)
    reader = _Reader(found)
    try:
        reader.file(file, root, Values())
    except ShellUnavailableError as error:
        found.not_read = str(error)
    return found


def is_workflow(root: MappingNode, path: str) -> bool:
    """Whether a file is a workflow or an action, and not one of another system that has jobs, too.

    CircleCI, Azure Pipelines and Travis have `jobs`; only a job of a workflow says what it runs on, or
    which workflow it calls.
    """
    if is_in_workflows(path):
        return True
    if isinstance(root.get("runs"), MappingNode):
        return True
    jobs = root.get("jobs")
    return isinstance(jobs, MappingNode) and any(
        isinstance(job, MappingNode) and ("runs-on" in job or "uses" in job)
        for _, _, job in jobs.items()
    )


class _Job:
    """The state of one job while its steps are read."""

    def __init__(self, file: DeployFile, directory: str, values: Values) -> None:
        self.file = file
        self.directory = directory
        """The root of the repository, where steps run; "" where it is checked out elsewhere."""
        self.values = values
        self.env: dict[str, Text | None] = {}
        """The variables that are set, None for those that are not known."""
        self.working = ""
        """`defaults.run.working-directory`."""
        self.shell = ""
        self.authenticated = False
        self.commands: list[CommandLine] = []
        self.written: dict[str, None] = {}
        """The files that earlier steps seem to write: what is in them is not known."""
        self.conditions: dict[str, int] = {}
        self.condition = ""
        self.tainted = False
        """Whether an input decides something that all steps share."""
        self.called = False


class _Reader:
    """Reads a workflow and what it calls into one `Read`."""

    def __init__(self, found: Read) -> None:
        self.found = found
        self.steps = 0
        self.calls: list[str] = []

    def file(self, file: DeployFile, root: MappingNode, values: Values) -> None:
        """Reads a workflow or an action, with the values of its inputs."""
        jobs = root.get("jobs")
        runs = root.get("runs")
        called = bool(self.calls)
        if isinstance(jobs, MappingNode):
            for _, _, job in jobs.items():
                if isinstance(job, MappingNode):
                    self.job(file, root, job, values, called=called)
        elif isinstance(runs, MappingNode):
            state = _Job(file, _root(file), values)
            self.run_steps(runs.get("steps"), state)
            self.finish(state)

    def job(
        self, file: DeployFile, root: MappingNode, job: MappingNode, values: Values, *, called: bool
    ) -> None:
        """Reads one job."""
        if _is_off(job):
            return
        state = _Job(file, _root(file), values.with_more(_matrix(job, file)))
        state.called = called
        for scope in (root, job):
            self.set_env(state, scope.get("env"))
            defaults = scope.at("defaults", "run")
            if isinstance(defaults, MappingNode):
                working = _string(defaults.get("working-directory"), file, state.values)
                if working is not None:
                    state.working = str(working) if working.known else "\0"
                shell = defaults.get("shell")
                state.shell = shell.text if isinstance(shell, ScalarNode) else state.shell
        state.tainted = state.values.used_input
        uses = job.get("uses")
        if isinstance(uses, ScalarNode):
            self.call(state, uses, job.get("with"))
            return
        if "windows" in str(_plain(job.get("runs-on"))) and not state.shell:
            state.shell = "pwsh"
        self.run_steps(job.get("steps"), state)
        self.finish(state)

    def finish(self, state: _Job) -> None:
        """Makes the steps of the commands of a job."""
        self.found.faults += faults_of(state.commands)
        steps = read_commands(state.commands, state.file)
        for step in steps:
            words = _action_words(state.commands, step)
            if words:
                step.command = "deploy-cloudrun"
            if step.resource is not None:
                step.resource.open |= {name for flag, name in _MERGING.items() if flag in words}
        self.found.steps += steps
        builds, pushed = read_images(state.commands)
        self.found.builds += builds
        self.found.pushed += pushed

    def set_env(self, state: _Job, node: Node | None) -> None:
        """Sets the variables of an `env` mapping."""
        made = {
            str(key): fill(value, state.values) for key, value in texts_of(node, state.file.source)
        }
        state.env.update(made)
        more = {f"env.{key.lower()}": value for key, value in made.items()}
        state.values = state.values.with_more(more)

    def run_steps(self, steps: Node | None, state: _Job) -> None:
        """Reads the steps of a job or an action in order."""
        for step in elements(steps):
            self.steps += 1
            if self.steps > MAX_STEPS:
                return
            if isinstance(step, MappingNode):
                self.step(step, state)

    def step(self, step: MappingNode, state: _Job) -> None:
        """Reads one step. Its `env` is its own."""
        if _is_off(step):
            return
        env, values, condition = dict(state.env), state.values, state.condition
        state.values.used_input = False
        self.set_env(state, step.get("env"))
        stated = step.get("if")
        if isinstance(stated, ScalarNode) and stated.text.strip() not in ("true", "success()"):
            state.condition += f" {stated.text}"
        first = len(state.commands)
        uses, run = step.get("uses"), step.get("run")
        if isinstance(uses, ScalarNode):
            self.use(step, uses, state)
        elif isinstance(run, ScalarNode):
            self.run(step, run, state)
        for command in state.commands[first:]:
            command.written = {**state.written, **command.written}
        if isinstance(run, ScalarNode):
            directory = self.directory(step, state)
            for match in _WRITTEN.finditer(run.text):
                path = os.path.normpath(os.path.join(directory, match[1]))
                state.written[path.replace(os.sep, "/")] = None
        needed = state.tainted or state.values.used_input
        if state.called and not needed:
            # The file that the step is in is read on its own.
            del state.commands[first:]
        self.mark_condition(state, first)
        state.env, state.values, state.condition = env, values, condition
        if isinstance(run, ScalarNode) and "GITHUB_ENV" in run.text:
            for match in _ASSIGNED.finditer(run.text):
                state.env[match[1]] = None
                state.values = state.values.with_more({f"env.{match[1].lower()}": None})

    def mark_condition(self, state: _Job, first: int) -> None:
        """Keeps commands under a condition apart from those under another one."""
        if not state.condition:
            return
        number = state.conditions.get(state.condition)
        if number is None:
            number = state.conditions[state.condition] = next(_conditions)
        for command in state.commands[first:]:
            command.conditional = True
            command.branch = ((number, 0), *command.branch)

    def run(self, step: MappingNode, run: ScalarNode, state: _Job) -> None:
        """Reads the script of a step."""
        shell = step.get("shell")
        name = shell.text if isinstance(shell, ScalarNode) else state.shell
        shell_name = name.split(" ")[0]
        if shell_name not in _SHELLS:
            return
        script = fill(text_of(run, state.file.source), state.values)
        state.commands += read_script(
            script,
            self.directory(step, state),
            state.env,
            file=state.file,
            posix=shell_name == "sh",
        )

    def directory(self, step: MappingNode, state: _Job) -> str:
        """The working directory of a step; "" where it is not known."""
        working = _string(step.get("working-directory"), state.file, state.values)
        if working is not None and not working.known:
            return ""
        path = str(working) if working is not None else state.working
        if "\0" in path or not state.directory or os.path.isabs(path):
            return ""
        return os.path.normpath(os.path.join(state.directory, path)).replace(os.sep, "/")

    def use(self, step: MappingNode, uses: ScalarNode, state: _Job) -> None:
        """Reads a step that uses an action."""
        action = uses.text.strip().partition("@")[0].lower()
        inputs = step.get("with")
        if uses.text.startswith("./"):
            self.call(state, uses, inputs)
        elif action == DEPLOY_CLOUDRUN:
            self.deploy(uses, inputs, state)
        elif action == _BUILD_ACTION:
            self.build(uses, inputs, state)
        elif action == _AUTH:
            state.authenticated = True
        elif action == _CHECKOUT and isinstance(inputs, MappingNode):
            if "path" in inputs or "repository" in inputs:
                state.directory = ""

    def deploy(self, uses: ScalarNode, inputs: Node | None, state: _Job) -> None:
        source = state.file.source
        given = _inputs(inputs, state)
        action = ActionStep(
            text_of(uses, source), given, state.file, state.directory, state.authenticated
        )
        done = read_action(action)
        state.commands += done.commands
        if done.step is not None and (not state.called or state.tainted or state.values.used_input):
            self.found.steps.append(done.step)

    def build(self, uses: ScalarNode, inputs: Node | None, state: _Job) -> None:
        """What docker/build-push-action builds and pushes."""
        given = _inputs(inputs, state)

        def value(name: str) -> Text | None:
            found = given.get(name)
            return found.value if found is not None and found.value else None

        context, dockerfile, tags = value("context"), value("file"), value("tags")
        directory = ""
        if state.directory and (context is None or context.known):
            path = str(context) if context is not None else "."
            if "://" not in path and not os.path.isabs(path):
                directory = os.path.normpath(os.path.join(state.directory, path))
        file = ""
        if dockerfile is not None and dockerfile.known and state.directory:
            file = os.path.normpath(os.path.join(state.directory, str(dockerfile)))
        names = _names(tags) if tags is not None else []
        anchor = text_of(uses, state.file.source)
        target = value("target")
        if target is not None and not target.known:
            directory = ""  # a stage that is not known is none to judge by
        stage = str(target) if target is not None else ""
        self.found.builds += [
            Build(directory.replace(os.sep, "/"), file.replace(os.sep, "/"), image, anchor, stage)
            for image in [str(each) for each in names] or [""]
        ]
        push = value("push")
        if push is not None and str(push).lower() == "true":
            self.found.pushed += names

    def call(self, state: _Job, uses: ScalarNode, inputs: Node | None) -> None:
        """Reads a workflow or an action of the same repository with the inputs that it gets."""
        path = uses.text.strip()
        if len(self.calls) >= MAX_CALLS or path in self.calls or not path.startswith("./"):
            return
        file = _local(state.file, path)
        if file is None:
            return
        root = root_of(file)
        if root is None:
            return
        known = {f"inputs.{key}": each.value for key, each in _inputs(inputs, state).items()}
        declared = root.get("inputs") or root.at("true", "workflow_call", "inputs")
        if declared is None:
            declared = root.at("on", "workflow_call", "inputs")
        values = Values({**_defaults(declared, file), **known})
        self.calls.append(path)
        if isinstance(root.get("runs"), MappingNode):
            self.call_action(state, file, root, values)
        else:
            self.file(file, root, values)
        self.calls.pop()

    def call_action(
        self, caller: _Job, file: DeployFile, root: MappingNode, values: Values
    ) -> None:
        """Reads a composite action in the job that uses it: its steps see the job's variables."""
        env = {f"env.{key.lower()}": value for key, value in caller.env.items()}
        state = _Job(file, caller.directory, values.with_more(env))
        state.env = dict(caller.env)
        state.authenticated = caller.authenticated
        state.called = True
        state.condition = caller.condition
        state.conditions = caller.conditions
        self.run_steps(root.at("runs", "steps"), state)
        self.finish(state)
        caller.authenticated = caller.authenticated or state.authenticated


def _is_off(node: MappingNode) -> bool:
    """Whether a job or a step never runs: `if: false`."""
    condition = node.get("if")
    if not isinstance(condition, ScalarNode):
        return False
    text = condition.text.strip().removeprefix("${{").removesuffix("}}").strip()
    return text.lower() == "false"


def _action_words(commands: list[CommandLine], step: Step) -> set[str]:
    """The words of the command of a step, where the action made it of its inputs."""
    return {
        str(word)
        for command in commands
        if command.means == "action" and command.words[0].place == step.anchor.place
        for word in command.words
    }


def _root(file: DeployFile) -> str:
    """The root of the repository, as a path like those of the command line."""
    folder = file.folder.replace(os.sep, "/")
    if folder == ".github" or folder.startswith(".github/"):
        return "."
    before, sign, _ = folder.partition("/.github")
    return (before or "/") if sign else folder


def _local(file: DeployFile, path: str) -> DeployFile | None:
    """A workflow or an action that `uses: ./...` names."""
    root = _root(file)
    if path.endswith((".yml", ".yaml")):
        return file.named(path, root)
    for name in ("action.yml", "action.yaml"):
        found = file.named(f"{path}/{name}", root)
        if found is not None:
            return found
    return None


def _inputs(node: Node | None, state: _Job) -> dict[str, Input]:
    """The inputs of `with`, filled in, by name in lower case. GitHub trims what an action gets."""
    return {
        str(key).strip().lower().replace(" ", "_"): Input(key, fill(value, state.values).strip())
        for key, value in texts_of(node, state.file.source)
    }


def _defaults(declared: Node | None, file: DeployFile) -> Mapping[str, Text | None]:
    """The inputs that a workflow or an action declares, with their defaults."""
    found: dict[str, Text | None] = {}
    if isinstance(declared, MappingNode):
        for name, _, entry in declared.items():
            default = entry.get("default")
            found[f"inputs.{name.lower()}"] = (
                text_of(default, file.source) if isinstance(default, ScalarNode) else None
            )
    return found


def _matrix(job: MappingNode, file: DeployFile) -> Mapping[str, Text | None]:
    """The values of a matrix: a list with one item is known, of others any may come."""
    found: dict[str, Text | None] = {}
    matrix = job.at("strategy", "matrix")
    if isinstance(matrix, MappingNode):
        plain = "include" not in matrix and "exclude" not in matrix
        for name, _, items in matrix.items():
            if isinstance(items, SequenceNode):
                only = items.items[0] if len(items.items) == 1 and plain else None
                found[f"matrix.{name.lower()}"] = (
                    text_of(only, file.source) if isinstance(only, ScalarNode) else None
                )
    return found


def _string(node: Node | None, file: DeployFile, values: Values) -> Text | None:
    return fill(text_of(node, file.source), values) if isinstance(node, ScalarNode) else None


def _plain(node: Node | None) -> object:
    return node.plain() if node is not None else ""


def _names(tags: Text) -> list[Text]:
    """The names of images in `tags`, one a line or with commas between them."""
    found = [part.strip() for line in tags.split("\n") for part in line.split(",")]
    return [part for part in found if part]
