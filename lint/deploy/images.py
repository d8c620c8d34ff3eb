"""The images that commands build and push: `docker build`, `gcloud builds submit` and their like."""

from __future__ import annotations

import os

from lint.deploy.step import Build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text

_DOCKER = frozenset(("docker", "podman", "nerdctl", "buildah"))
_DOCKER_VALUES = frozenset(
    [
        "--add-host",
        "--allow",
        "--annotation",
        "--attest",
        "--authfile",
        "--build-arg",
        "--build-context",
        "--builder",
        "--cache-from",
        "--cache-to",
        "--call",
        "--cap-add",
        "--cap-drop",
        "--cgroup-parent",
        "--config",
        "--context",
        "--cpu-period",
        "--cpu-quota",
        "--cpu-shares",
        "-c",
        "--cpuset-cpus",
        "--cpuset-mems",
        "--creds",
        "--dns",
        "--env",
        "--file",
        "-f",
        "--format",
        "--host",
        "-H",
        "--iidfile",
        "--ignorefile",
        "--isolation",
        "--jobs",
        "--label",
        "--layer-label",
        "--log-level",
        "-l",
        "--logfile",
        "--memory",
        "-m",
        "--memory-swap",
        "--metadata-file",
        "--network",
        "--no-cache-filter",
        "--os",
        "--output",
        "-o",
        "--platform",
        "--policy",
        "--progress",
        "--provenance",
        "--pull-policy",
        "--retry",
        "--sbom",
        "--secret",
        "--security-opt",
        "--shm-size",
        "--ssh",
        "--sign-by",
        "--tag",
        "-t",
        "--target",
        "--timestamp",
        "--tlscacert",
        "--tlscert",
        "--tlskey",
        "--ulimit",
        "--variant",
        "--volume",
        "-v",
        "--arch",
        "--unsetenv",
        "--unsetlabel",
        "--userns",
        "--manifest",
    ]
)
"""The options of `docker build`, `docker push` and of their likes that take a value."""
_SUBMIT_SWITCHES = frozenset(
    [
        "--async",
        "--no-async",
        "--no-cache",
        "--no-source",
        "--quiet",
        "-q",
        "--suppress-logs",
        "--help",
        "-h",
        "--log-http",
        "--user-output-enabled",
        "--no-user-output-enabled",
    ]
)
_KANIKO_SWITCHES = frozenset(
    [
        "--cache",
        "--cache-copy-layers",
        "--cache-run-layers",
        "--cleanup",
        "--compressed-caching",
        "--force",
        "--ignore-var-run",
        "--insecure",
        "--insecure-pull",
        "--no-push",
        "--no-push-cache",
        "--push-ignore-immutable-tag-errors",
        "--reproducible",
        "--single-snapshot",
        "--skip-tls-verify",
        "--skip-tls-verify-pull",
        "--skip-unused-stages",
        "--use-new-run",
    ]
)
_PACK_VALUES = frozenset(
    [
        "--path",
        "-p",
        "--builder",
        "-B",
        "--env",
        "-e",
        "--env-file",
        "--buildpack",
        "-b",
        "--tag",
        "-t",
        "--volume",
        "--network",
        "--descriptor",
        "-d",
        "--run-image",
        "--cache",
        "--cache-image",
        "--default-process",
        "-D",
        "--gid",
        "--uid",
        "--lifecycle-image",
        "--platform",
        "--pull-policy",
        "--creation-time",
        "--workspace",
        "--extension",
        "--post-buildpack",
        "--pre-buildpack",
        "--previous-image",
        "--report-output-dir",
        "--sbom-output-dir",
    ]
)


def read_images(commands: Iterable[CommandLine]) -> tuple[list[Build], list[Text]]:
    """The builds of commands in their order, and the names of the images that they push."""
    builds: list[Build] = []
    pushed: list[Text] = []
    for command in commands:
        words = command.words
        program = str(words[0])
        if program in _DOCKER:
            _docker(command, builds, pushed)
        elif program == "gcloud":
            _submit(command, builds, pushed)
        elif program == "pack" and len(words) > 2 and str(words[1]) == "build":
            _pack(command, builds, pushed)
        elif program == "executor":
            _kaniko(command, builds, pushed)
    return builds, pushed


class _Arguments:
    """The words of a command as options, each with its values, and positional ones."""

    def __init__(
        self,
        words: Sequence[Text],
        with_value: frozenset[str] | None,
        switches: frozenset[str] = frozenset(),
    ) -> None:
        self.options: dict[str, list[Text]] = {}
        self.positional: list[Text] = []
        index = 0
        while index < len(words):
            word = words[index]
            index += 1
            text = str(word)
            if not text.startswith("-") or text == "-":
                self.positional.append(word)
                continue
            flag, is_set, value = word.partition("=")
            name = str(flag)
            takes = name in with_value if with_value is not None else name not in switches
            if is_set and name.startswith("--"):
                self.options.setdefault(name, []).append(value)
            elif takes and index < len(words):
                self.options.setdefault(name, []).append(words[index])
                index += 1
            elif (
                not name.startswith("--")
                and with_value
                and text[:2] in with_value
                and len(text) > 2
            ):
                self.options.setdefault(text[:2], []).append(word.cut(2))
            else:
                self.options.setdefault(name, []).append(word.cut(len(text)))

    def all(self, *names: str) -> list[Text]:
        """The values of an option in their order, by each of its names."""
        return [value for name in names for value in self.options.get(name, [])]

    def last(self, *names: str) -> Text | None:
        """The value that counts of an option, None where it is not given."""
        values = self.all(*names)
        return values[-1] if values else None


def _docker(command: CommandLine, builds: list[Build], pushed: list[Text]) -> None:
    words = command.words
    index = 1
    while index < len(words) and (
        str(words[index]).startswith("-") or str(words[index]) in ("buildx", "image", "builder")
    ):
        index += 2 if str(words[index]) in _DOCKER_VALUES else 1
    if index >= len(words):
        return
    verb = str(words[index])
    arguments = _Arguments(words[index + 1 :], _DOCKER_VALUES)
    if verb == "tag" and len(arguments.positional) == 2:
        old, new = (str(word) for word in arguments.positional)
        builds.extend(
            Build(build.directory, build.dockerfile, new, build.anchor, build.target)
            for build in list(builds)
            if build.image and build.image in (old, old.removesuffix(":latest"))
        )
    elif verb == "push":
        pushed.extend(arguments.positional[:1])
    elif verb in ("build", "bud", "b"):
        tags = arguments.all("--tag", "-t")
        context = arguments.positional[0] if arguments.positional else None
        if context is None or str(context) == "-":
            return
        directory = _folder(command, context)
        dockerfile = arguments.last("--file", "-f")
        target = arguments.last("--target")
        named: list[Text | None] = [*tags] or [None]
        for name in named:
            builds.append(_build(command, directory, dockerfile, name, words[0], target))
        output = arguments.last("--output", "-o")
        if "--push" in arguments.options or (output is not None and "push=true" in str(output)):
            pushed.extend(tags)


def _submit(command: CommandLine, builds: list[Build], pushed: list[Text]) -> None:
    """`gcloud builds submit --tag NAME DIR` builds and pushes; with `--config` a file says what."""
    words = [word for word in command.words[1:] if str(word) not in ("alpha", "beta")]
    if [str(word) for word in words[:2]] != ["builds", "submit"]:
        return
    arguments = _Arguments(words[2:], None, _SUBMIT_SWITCHES)
    name = arguments.last("--tag", "-t")
    if name is None and (pack := arguments.last("--pack")) is not None:
        name = next(
            (part.partition("=")[2] for part in pack.split(",") if str(part).startswith("image=")),
            None,
        )
    if name is None:
        return
    pushed.append(name)
    if "--no-source" in arguments.options:
        return
    source = arguments.positional[0] if arguments.positional else None
    if source is not None and str(source).startswith(("gs://", "https://", "git@")):
        return
    directory = _folder(command, source) if source is not None else command.directory
    builds.append(_build(command, directory, None, name, command.words[0]))


def _pack(command: CommandLine, builds: list[Build], pushed: list[Text]) -> None:
    arguments = _Arguments(command.words[2:], _PACK_VALUES)
    if not arguments.positional:
        return
    path = arguments.last("--path", "-p")
    directory = _folder(command, path) if path is not None else command.directory
    name = arguments.positional[0]
    builds.append(_build(command, directory, None, name, command.words[0]))
    if "--publish" in arguments.options:
        pushed.append(name)


def _kaniko(command: CommandLine, builds: list[Build], pushed: list[Text]) -> None:
    arguments = _Arguments(command.words[1:], None, _KANIKO_SWITCHES)
    context = arguments.last("--context", "-c")
    names = arguments.all("--destination", "-d")
    if context is None:
        return
    path = context.cut(len("dir://")) if str(context).startswith("dir://") else context
    dockerfile = arguments.last("--dockerfile", "-f")
    target = arguments.last("--target")
    for name in names:
        folder = _folder(command, path)
        builds.append(_build(command, folder, dockerfile, name, command.words[0], target))
    if "--no-push" not in arguments.options:
        pushed.extend(names)


def _folder(command: CommandLine, path: Text) -> str:
    """A folder that a command names, "" where it is not known or is none of this machine's."""
    text = str(path)
    if not path.known or "://" in text or text.startswith("git@"):
        return ""
    if os.path.isabs(text):
        return os.path.normpath(text)
    if not command.directory:
        return ""
    return os.path.normpath(os.path.join(command.directory, text))


def _build(
    command: CommandLine,
    directory: str,
    dockerfile: Text | None,
    name: Text | None,
    anchor: Text,
    target: Text | None = None,
) -> Build:
    file = ""
    if dockerfile is not None:
        file = _folder(command, dockerfile) if str(dockerfile) != "-" else ""
        if not file:
            directory = ""  # a context whose Dockerfile is not known is none to judge by
    if target is not None and not target.known:
        directory = ""  # nor is one whose stage is not known
    stage = "" if target is None else str(target)
    return Build(directory, file, "" if name is None else str(name), anchor, stage)
