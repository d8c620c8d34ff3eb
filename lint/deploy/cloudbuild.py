"""Cloud Build configurations: the steps, what they build, push and deploy, and what refuses them.

Source: docs.cloud.google.com/build/docs/build-config-file-schema;
github.com/GoogleCloudPlatform/cloud-build-local (validate)
"""

from __future__ import annotations

import os

from lint.deploy.cloudbuild_arguments import gcloud_words
from lint.deploy.cloudbuild_order import Ran, check_order, check_pushed
from lint.deploy.cloudbuild_schema import camel, check_fields, get, items_of
from lint.deploy.cloudbuild_values import check_env, check_secrets, check_volumes
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.images import read_images
from lint.deploy.shell import faults_of, read_script
from lint.deploy.step import Build, CommandLine, Read
from lint.deploy.substitutions import BUILT_IN, OF_TRIGGERS, Used, is_own, substitute
from lint.deploy.yaml_text import root_of, text_of
from lint.model.fault import Fault
from lint.model.text import name, own, say
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import nearest
from lint.support.shell import ShellUnavailableError
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.file import DeployFile
    from lint.deploy.text import Text
    from lint.model.findings import Place
    from lint.model.source import Source
    from lint.yaml.tree import Node

_NO_BUILD = (
    "apiVersion",
    "filename",
    "github",
    "jobs",
    "kind",
    "parameters",
    "pipelines",
    "pool",
    "repositoryEventConfig",
    "stages",
    "trigger",
    "triggerTemplate",
)
"""Fields of triggers and of other systems."""
_OF_BUILDS = frozenset(
    ("artifacts", "availableSecrets", "images", "options", "steps", "substitutions", "timeout")
)
"""Fields of builds that other files of this name do not have."""
MAX_STEPS = 300
_SHELLS = frozenset(("bash", "sh"))
_ENTRYPOINTS = (
    ("gcr.io/cloud-builders/docker", "docker"),
    ("gcr.io/cloud-builders/gcloud", "gcloud"),
    ("gcr.io/kaniko-project/executor", "executor"),
    ("gcr.io/k8s-skaffold/pack", "pack"),
    ("buildpacksio/pack", "pack"),
    ("docker", "docker"),
)
"""The programs that images of steps start, by the beginning of the image's name."""
_BARE = (
    "gcr.io/google.com/cloudsdktool/cloud-sdk",
    "gcr.io/google.com/cloudsdktool/google-cloud-cli",
    "google/cloud-sdk",
)
"""Images without an entry point: the first argument is the program."""
_USED = lazy_regex(r"\$\{?(_[A-Z0-9_]+)")
_SET_IN_SCRIPT = lazy_regex(
    r"(?:^|[\s;&|(])(?:export\s+|read\s+(?:-\w+\s+)*|for\s+|local\s+)?([A-Z_][A-Z0-9_]*)(?:\+?=|\s+in\b)"
)
_MARKS = (b"gcloud", b"cloud-sdk", b"google-cloud-cli")
"""What a build says that may deploy to Cloud Run."""
_OTHER_SOURCES = ("source ", ". ./", ". /", "eval ", "read ", "<<")
"""What may set a variable in a way that is not followed here."""
_VARIABLE = lazy_regex(r"\$\{?([A-Z_][A-Z0-9_]*)\b(?![:\-=?+]*-)")


def read(file: DeployFile) -> Read:
    """The deploy steps of a build configuration."""
    found = Read()
    root = root_of(file)
    if root is None:
        if file.manifest.fatal is not None:
            found.not_read = "it is not valid YAML"
        return found
    if not is_build(root, file.name):
        from lint.deploy import ci_script

        return ci_script.read(file)
    reader = _Reader(file, root, found)
    try:
        reader.read()
    except ShellUnavailableError as error:
        found.not_read = str(error)
    return found


def is_build(root: MappingNode, file_name: str) -> bool:
    """Whether a file is a build configuration, and not one of another system that has steps, too."""
    if any(key in root for key in _NO_BUILD):
        return False
    if file_name.lower().startswith("cloudbuild"):
        return any(camel(key) in _OF_BUILDS or key.lower() == "steps" for key in root.keys)
    steps = [each for each in items_of(get(root, "steps")) if isinstance(each, MappingNode)]
    return any(
        "name" in step and any(key in step for key in ("args", "entrypoint", "script"))
        for step in steps
    )


class _Reader:
    """Reads one build."""

    def __init__(self, file: DeployFile, root: MappingNode, found: Read) -> None:
        self.file = file
        self.source: Source = file.source
        self.root = root
        self.found = found
        self.faults: list[Fault] = []
        self.used: list[Used] = []
        self.revealed: list[Place] = []
        self.source.mark_later(self.reveal)
        self.commands: list[CommandLine] = []
        self.ran: list[Ran] = []
        options = get(root, "options")
        self.automap = _is_true(get(options, "automapSubstitutions"))
        self.loose = _string(get(options, "substitutionOption")) == "ALLOW_LOOSE"
        self.global_env = [
            str(text_of(each, self.source)).partition("=")[0]
            for field in ("env", "secretEnv")
            for each in items_of(get(options, field))
            if isinstance(each, ScalarNode)
        ]
        self.declared = get(root, "substitutions")
        self.roots = self.possible_roots()

    def possible_roots(self) -> list[str]:
        """Where the build may be submitted from: the file's folder, or one above it."""
        folder = self.file.folder
        top = self.file.root
        if os.path.abspath(folder) == os.path.abspath(top):
            return [folder]
        return [top, folder]

    def read(self) -> None:
        faults = list(check_fields(self.root, self.source))
        self.faults += faults
        steps = [
            each for each in items_of(get(self.root, "steps")) if isinstance(each, MappingNode)
        ]
        for index, step in enumerate(steps[:MAX_STEPS]):
            self.step(index, step)
        images = [
            self.text(each)
            for where in (self.root, get(self.root, "artifacts"))
            for each in items_of(get(where, "images"))
            if isinstance(each, ScalarNode)
        ]
        builds, pushed = read_images(self.commands)
        self.found.builds += [self.settled(build) for build in builds]
        self.found.pushed += [*pushed, *images]
        self.found.steps += read_commands(self.commands, self.file)
        for made in self.found.steps:
            if made.build is not None:
                made.build = self.settled(made.build)
        self.faults += check_order(steps, self.source)
        self.faults += check_pushed(self.ran, images)
        self.faults += check_env(steps, self.source)
        self.faults += check_secrets(self.root, steps, self.source)
        self.faults += check_volumes(self.root, steps, self.source)
        for node in self.other_texts():
            self.text(node)
        self.check_substitutions()
        self.found.faults += faults_of(self.commands)
        # What is wrong with a build that has nothing to do with Cloud Run is not ours to say.
        if self.found.steps or any(mark in self.file.data for mark in _MARKS):
            self.found.faults += self.faults

    def reveal(self, source: Source) -> None:
        """Shows the names of substitutions: their values are not in the steps."""
        for place in self.revealed:
            source.reveal(place.line, place.column, place.end_line, place.end_column)

    # Texts

    def text(self, node: ScalarNode) -> Text:
        """A field after substitution."""
        done = substitute(text_of(node, self.source))
        self.used += done.used
        return done.text

    def field(self, step: MappingNode, field: str) -> Text | None:
        node = get(step, field)
        return self.text(node) if isinstance(node, ScalarNode) else None

    def other_texts(self) -> Iterator[ScalarNode]:
        """The fields besides those of steps in which keys are replaced."""
        objects = get(get(self.root, "artifacts"), "objects")
        nodes: list[Node | None] = [
            *items_of(get(self.root, "tags")),
            get(self.root, "logsBucket"),
            get(objects, "location"),
            *items_of(get(objects, "paths")),
        ]
        return (node for node in nodes if isinstance(node, ScalarNode))

    # Steps

    def step(self, index: int, step: MappingNode) -> None:
        image = self.field(step, "name")
        entrypoint = self.field(step, "entrypoint")
        directory = self.field(step, "dir")
        env: dict[str, Text | None] = {}
        for each in items_of(get(step, "env")):
            if isinstance(each, ScalarNode):
                key, _, value = self.text(each).partition("=")
                env[str(key)] = value
        for each in items_of(get(step, "secretEnv")):
            if isinstance(each, ScalarNode):
                env[each.text] = None
        arguments = [
            self.text(each) for each in items_of(get(step, "args")) if isinstance(each, ScalarNode)
        ]
        where = self.working_directory(directory)
        script = get(step, "script")
        first = len(self.commands)
        if isinstance(script, ScalarNode):
            self.script(step, script, where, env)
        elif image is not None:
            self.arguments(image, entrypoint, arguments, where, env)
        self.ran.append(Ran(index, self.commands[first:]))

    def working_directory(self, directory: Text | None) -> str:
        """Where a step runs; "" where that is not known."""
        if directory is not None and not directory.known:
            return ""
        path = str(directory) if directory is not None else "."
        if os.path.isabs(path):
            below = path.removeprefix("/workspace")
            if below == path:
                return ""
            path = below.lstrip("/") or "."
        return os.path.normpath(os.path.join(self.roots[0], path)).replace(os.sep, "/")

    def arguments(
        self,
        image: Text,
        entrypoint: Text | None,
        arguments: list[Text],
        directory: str,
        env: dict[str, Text | None],
    ) -> None:
        """Reads `entrypoint` and `args`: the words of one command, or a script for a shell."""
        program, anchor = _program(image, entrypoint)
        words = list(arguments)
        if not program:
            if not words:
                return
            program, anchor = os.path.basename(str(words[0])), words[0]
            if any(str(image).startswith(each) for each in _BARE) and words[0].known:
                self.check_program(words[0])
            words = words[1:]
        if program in _SHELLS:
            self.shell(program, words, directory, env)
            return
        if program not in ("gcloud", "docker", "executor", "pack", "podman", "buildah", "kaniko"):
            return
        if program == "gcloud":
            words = gcloud_words(words, self.faults)
        self.commands.append(
            CommandLine(
                [anchor.written(program), *words],
                directory,
                environment={
                    key: value
                    for key, value in env.items()
                    if key.startswith("CLOUDSDK_") and value is not None
                },
            )
        )

    def check_program(self, word: Text) -> None:
        """Reports a command of gcloud in the place of a program."""
        first = str(word).split(" ")[0]
        if first in ("run", "functions", "builds", "config", "beta", "alpha", "services"):
            self.faults.append(
                Fault(
                    "build-args",
                    word.place,
                    message=say(
                        "`{}` is run as a program, which the image does not have: it has no entry point",
                        name(first),
                    ),
                    help=say("Add `entrypoint: gcloud`."),
                )
            )

    def shell(
        self, program: str, words: list[Text], directory: str, env: dict[str, Text | None]
    ) -> None:
        """Reads the script of `bash -c`."""
        for index, word in enumerate(words):
            string = str(word)
            if string.startswith("-") and not string.startswith("--") and string.endswith("c"):
                if index + 1 < len(words):
                    self.commands += read_script(
                        words[index + 1], directory, env, file=self.file, posix=program != "bash"
                    )
                return
            if not string.startswith("-"):
                if index and str(words[index - 1])[-1:] in ("o", "O"):
                    continue
                if string.split(" ")[0] == "gcloud":
                    self.faults.append(
                        Fault(
                            "build-args",
                            word.cut(0, 6).place,
                            message=say("without `-c` the shell takes this for the name of a file"),
                            help=say("Add `-c` before it."),
                        )
                    )
                return

    def script(
        self, step: MappingNode, node: ScalarNode, directory: str, env: dict[str, Text | None]
    ) -> None:
        """Reads `script`, in which nothing is replaced."""
        text = text_of(node, self.source)
        for field in ("args", "entrypoint"):
            if get(step, field) is not None:
                key = next(key for key in step.keys.values() if key.text == field)
                self.faults.append(
                    Fault(
                        "build-args",
                        text_of(key, self.source).place,
                        message=say("a step has `script` or `{}`, not both", own(field)),
                        help=say("Remove `{}`.", own(field)),
                    )
                )
        string = str(text)
        if not string.startswith("#!") or "sh" in string.split("\n")[0]:
            self.commands += read_script(text, directory, env, file=self.file)
            if not self.automap and not _is_true(get(step, "automapSubstitutions")):
                self.check_script(text, env)

    def check_script(self, text: Text, env: dict[str, Text | None]) -> None:
        """Reports substitutions in a script that nothing replaces."""
        string = str(text)
        if any(mark in string for mark in _OTHER_SOURCES):
            return
        known = {*env, *self.global_env, *_SET_IN_SCRIPT.findall(string)}
        declared = set(self.declared.keys) if isinstance(self.declared, MappingNode) else set()
        told: set[str] = set()
        for match in _VARIABLE.finditer(string):
            key = match[1]
            if key in known or key in told or not (key in BUILT_IN or key in declared):
                continue
            if _quoted(string, match.start()):
                continue
            told.add(key)
            self.faults.append(
                Fault(
                    "build-script-substitution",
                    text.cut(match.start(), match.end(1)).place,
                    message=say("`${}` is empty: nothing is replaced in a `script`", name(key)),
                    help=say(
                        "Set `automapSubstitutions: true`, or add `{}=${}` to `env`.",
                        name(key),
                        name(key),
                    ),
                )
            )

    def settled(self, build: Build) -> Build:
        """A build with the folder that has its Dockerfile: the build may start in either."""
        if len(self.roots) < 2 or not build.directory:
            return build
        below = os.path.relpath(build.directory, self.roots[0])
        for root in self.roots:
            directory = os.path.normpath(os.path.join(root, below)).replace(os.sep, "/")
            dockerfile = build.dockerfile
            if dockerfile:
                inner = os.path.relpath(dockerfile, self.roots[0])
                dockerfile = os.path.normpath(os.path.join(root, inner)).replace(os.sep, "/")
            wanted = dockerfile or os.path.join(directory, "Dockerfile")
            if self.file.named(wanted, ".") is not None:
                return Build(directory, dockerfile, build.image, build.anchor, build.target)
        return build

    # Substitutions

    def check_substitutions(self) -> None:
        told: set[tuple[str, int]] = set()
        declared = self.declared if isinstance(self.declared, MappingNode) else None
        keys = set(declared.keys) if declared is not None else set()
        for used in self.used:
            place = used.text.place
            self.revealed.append(place)
            if (used.key, place.line) in told:
                continue
            told.add((used.key, place.line))
            if used.key in BUILT_IN or used.key in OF_TRIGGERS:
                continue
            if is_own(used.key):
                if used.key not in keys and declared is not None:
                    self.undeclared(used, keys)
                continue
            self.unknown(used)
        if declared is not None:
            self.check_declared(declared)

    def unknown(self, used: Used) -> None:
        written = str(used.text)
        near = nearest(used.key, BUILT_IN, 0.85)
        self.faults.append(
            Fault(
                "build-substitution",
                used.text.place,
                message=say(
                    "`{}` is read as a substitution, and there is none of this name", own(written)
                ),
                help=say("Did you mean `${}`?", own(near))
                if near
                else say("Write `${}` for a variable of the shell.", own(written)),
            )
        )

    def undeclared(self, used: Used, keys: set[str]) -> None:
        near = nearest(used.key, keys, 0.8)
        self.faults.append(
            Fault(
                "build-undeclared-substitution",
                used.text.place,
                message=say(
                    "`{}` is not in `substitutions`: it is empty unless the trigger or the command line "
                    "gives it",
                    own(str(used.text)),
                ),
                help=say("Did you mean `${}`?", own(near))
                if near
                else say("Add `{}` to `substitutions`.", own(used.key)),
                severity="warning" if near else None,
            )
        )

    def check_declared(self, declared: MappingNode) -> None:
        every = {*_USED.findall(self.source.text)}
        for key, key_node, _ in declared.items():
            where = text_of(key_node, self.source).place
            if not is_own(key):
                self.faults.append(
                    Fault(
                        "build-substitution-name",
                        where,
                        message=say(
                            "`{}` is no name for a substitution, and gcloud refuses the build",
                            name(key),
                        ),
                        help=say("Begin it with `_`, and use upper-case letters, digits and `_`."),
                    )
                )
            elif key not in every and not self.automap and not self.loose:
                if any(
                    _is_true(get(each, "automapSubstitutions"))
                    for each in items_of(get(self.root, "steps"))
                ):
                    continue
                self.faults.append(
                    Fault(
                        "build-unused-substitution",
                        where,
                        message=say(
                            "nothing uses `{}`, and `gcloud builds submit` refuses the build; triggers accept it",
                            own(key),
                        ),
                        help=say(
                            "Remove it, or set `substitutionOption: ALLOW_LOOSE` in `options`."
                        ),
                    )
                )


def _program(image: Text, entrypoint: Text | None) -> tuple[str, Text]:
    """The program that a step starts; "" where its first argument is it."""
    if entrypoint is not None and entrypoint:
        return os.path.basename(str(entrypoint)), entrypoint
    string = str(image)
    for start, program in _ENTRYPOINTS:
        if string == start or string.startswith((start + ":", start + "@")):
            return program, image
    return "", image


def _quoted(string: str, position: int) -> bool:
    """Whether a position in a script is behind a backslash, in a comment or in single quotes."""
    start = string.rfind("\n", 0, position) + 1
    line = string[start:position]
    return line.endswith("\\") or line.lstrip().startswith("#") or line.count("'") % 2 == 1


def _is_true(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.value is True


def _string(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) else ""
