"""A Dockerfile, read as far as it decides which files of the build context reach the image."""

from __future__ import annotations

import posixpath
import re
from collections import ChainMap

from lint.image.context.base_images import (
    SERVED_DIRECTORY,
    named_python,
    plain_python,
    pythonpath_of,
    serves_tree,
)
from lint.image.context.bind_mounts import bind_mounts
from lint.image.context.conda_images import conda_image
from lint.image.context.expansion import expand
from lint.image.context.instructions import parse_instructions, split_words
from lint.image.context.run_lines import listed_words, run_effect
from lint.model.record import default, record
from lint.support.json_text import load_json
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.image.context.expansion import Expanded
    from lint.image.context.instructions import Instruction

MAX_STAGES = 1_000
"""Stages that are read; what an image of more of them holds is not known."""

MAX_INHERITED = 2_000
"""Variables and projects that a stage takes over from the one that it starts from."""
MAX_PATH = 4 << 10
"""Longer working directories are not known: no system has them."""
MAX_DOCKERFILE_BYTES = 1 << 20

# Sources that may hold modules of the tree in another form: archives, and where builds put wheels.
_PACKED = lazy_regex(r"\.(tar|tgz|tbz2?|txz|tar\.\w+|whl|zip|pyz)$|(^|/)(dist|wheels?)(/|$)", re.I)
# Flags of COPY and ADD that say how files are written, not which or where.
_HARMLESS_FLAGS = frozenset(
    {"chown", "chmod", "link", "parents", "exclude", "checksum", "keep-git-dir", "unpack"}
)
DEFAULT_PATH = ("/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
"""PATH in the official images of Python."""
UNKNOWN_USER = "?"
"""A user that a variable names."""
_OF_INSTALLERS = (
    "UV_",
    "PIP_",
    "POETRY_",
    "PIPENV_",
    "PDM_",
    "VIRTUAL_ENV",
    "HOME",
    "PYTHONUSERBASE",
)
_USED = lazy_regex(r"\$\{?([A-Za-z_]\w*)")
_NUMBER = lazy_regex(r"[0-9]{1,4}")


@record
class Wanted:
    """A path of the build context that an instruction needs."""

    instruction: Instruction
    word: str
    """As the Dockerfile has it."""
    path: str
    """Relative to the context, "" for all of it; it may have wildcards."""
    assumed: bool
    """Whether it has the default of an ARG, which a build may replace."""
    unset: str = ""
    """A variable in it that has no value; "" for none."""


@record
class Copy:
    """A `COPY` or `ADD`."""

    line: int
    """Where it begins."""
    sources: list[str]
    """Relative to the context, or absolute in an earlier stage."""
    target: str | None
    """Absolute and normalised; None when it cannot be known."""
    into: bool
    """Whether the target certainly is a directory."""
    stage: int | None
    """The index of the stage that it copies from; None for the context."""
    parents: bool = False
    """Whether the folders of a source are kept below the target (`--parents`)."""
    excludes: list[str] = default(factory=list)
    """What is left out (`--exclude`), in the form of ignore files, relative to a source."""
    mode: str = ""
    """What `--chmod` gives the files; "" where they keep their own."""


@record
class Start:
    """What a container of the image runs."""

    entrypoint: list[str]
    """The words of ENTRYPOINT."""
    cmd: list[str]
    """The words of CMD."""
    line: int
    """The last line that sets one of them; 0 where the Dockerfile sets neither."""


@record
class Run:
    """A RUN line."""

    line: int
    """Where it begins."""
    text: str
    """What follows the word RUN, flags and here-documents included."""
    workdir: str | None
    """The working directory; None where it is not known."""
    variables: dict[str, str | None]
    """The values of the variables that it may use; None for one that is not known."""
    shell: list[str] = default(factory=list)
    """The words of SHELL; empty for the shell of the image."""
    env: dict[str, str | None] = default(factory=dict)
    """All variables of the line that ENV and ARG set and that installers may go by."""
    path: list[str] | None = None
    """The folders of PATH; None where they are not known."""
    user: str = ""
    """What USER says; "" for the user of the image below."""


@record
class Platform:
    """What a FROM states with `--platform`."""

    text: str
    """`linux/arm64`."""
    line: int
    assumed: bool
    """Whether it is the default of an ARG, which a build may replace."""


@record
class Origin:
    """An image that `--from` names, where no earlier stage has the name."""

    image: str
    instruction: Instruction


@record
class Stage:
    """One `FROM` and what follows it."""

    line: int
    """The line of its FROM."""
    name: str
    """What `AS` calls it; "" for nothing."""
    base: int | None
    """The index of the earlier stage that it starts from; None for an image."""
    copies: list[Copy] = default(factory=list)
    """In the order of the file."""
    image: str = ""
    """The image that it starts from in the end, as the Dockerfile names it."""
    platform: Platform | None = None
    """That of the image that it starts from, where its FROM states it."""
    python: tuple[int, int] | None = None
    """The Python version of the image that it starts from; None where its name does not say it."""
    start: Start = default(factory=lambda: Start([], [], 0))
    """What a container of it runs."""
    env: dict[str, str | None] = default(factory=dict)
    """The variables that ENV sets; None for a value that is not known."""
    args: dict[str, str | None] = default(factory=dict)
    """The variables that ARG declares, which are there in the build only, with their defaults."""
    assumed: set[str] = default(factory=set)
    """The variables whose values depend on the default of an ARG."""
    wanted: list[Wanted] = default(factory=list)
    """What it takes from the build context."""
    mounted: list[int] = default(factory=list)
    """The stages that its RUN lines mount."""
    runs: list[str] = default(factory=list)
    """The texts of its RUN lines."""
    shell: list[str] = default(factory=list)
    """The words of SHELL, which replaces the shell of the shell form; empty without it."""
    shell_form: bool = False
    """Whether its command is one text for a shell, and no JSON list."""
    commands: list[Run] = default(factory=list)
    """Its RUN lines, without those of the stage below."""
    foreign: list[Origin] = default(factory=list)
    """The other images that it copies files of."""
    foreign_mounts: list[Origin] = default(factory=list)
    """The other images that its RUN lines mount."""
    official: bool = False
    """Whether the image that it starts from sets no other variables."""
    workdir: str | None = "/"
    """The working directory; None when it cannot be known."""
    pythonpath: list[str] | None = default(factory=list)
    """The entries of PYTHONPATH; None when they cannot be known."""
    path: list[str] | None = None
    """The folders of PATH; None where they are not known."""
    user: str = ""
    """What USER says; "" for the user of the image below."""
    busy: bool = False
    """Whether a RUN line may move files, or install the project in a way that is not followed."""
    projects: list[str] | None = default(factory=list)
    """The directories of projects that it installs; None where one cannot be known."""
    requirements: list[str] = default(factory=list)
    """The requirements files that it installs, by their absolute paths."""
    packages: list[str] = default(factory=list)
    """The members of a workspace that it installs, by the names of their projects."""
    generates: int = 0
    """The last line that may make files which the tree does not have; 0 for none."""
    unclear: bool = False
    """Whether something other than a plain copy may bring files."""

    @property
    def installs(self) -> bool:
        """Whether files may also be elsewhere than COPY puts them."""
        return self.busy or self.projects is None or bool(self.projects)


def read_stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile; none when it has no `FROM`."""
    stages: list[Stage] = []
    # The ARGs before the first FROM are for FROM lines, and for stages that declare them again.
    before = Stage(0, "", None)
    for instruction in parse_instructions(text):
        if instruction.name == "FROM":
            if len(stages) == MAX_STAGES:
                # Which stage the image is made of is not known: nothing is concluded from it.
                stages[-1].unclear = True
                break
            stages.append(_start_stage(instruction, stages, before))
        elif instruction.name == "ARG":
            _apply_arg(instruction, stages[-1] if stages else before, before)
        elif stages:
            _apply(instruction, stages)
    return stages


def needed_stages(stages: list[Stage], final: int | None = None) -> list[int]:
    """The stages that one of them, or the last, is made of: a builder builds no others."""
    found: list[int] = []
    pending = [len(stages) - 1 if final is None else final] if stages else []
    while pending:
        index = pending.pop()
        if index in found:
            continue
        found.append(index)
        stage = stages[index]
        pending += [copy.stage for copy in stage.copies if copy.stage is not None]
        pending += stage.mounted
        if stage.base is not None:
            pending.append(stage.base)
    return sorted(found)


def _start_stage(instruction: Instruction, stages: list[Stage], before: Stage) -> Stage:
    words = [word for word in instruction.rest.split() if not word.startswith("--")]
    image = words[0] if words else ""
    if "$" in image:
        image = expand(image, before.args, instruction.escape).text or image
    name = words[2].lower() if len(words) > 2 and words[1].lower() == "as" else ""
    stage = Stage(instruction.line, name, _find_stage(image, stages))
    stage.image = image if stage.base is None else stages[stage.base].image
    stage.platform = _platform(instruction, before.args)
    official = plain_python(image)
    if stage.base is not None:
        above = stages[stage.base]
        stage.platform = above.platform
        stage.python = above.python
        stage.official = above.official
        # Each stage has a copy: of more than any image has, none.
        if len(above.env) <= MAX_INHERITED:
            stage.env = dict(above.env)
            stage.assumed = {name for name in above.assumed if name in above.env}
        else:
            stage.official = False
        if above.projects is None or len(above.projects) > MAX_INHERITED:
            stage.projects = None
        else:
            stage.projects = list(above.projects)
        stage.packages = list(above.packages[:MAX_INHERITED])
        stage.requirements = list(above.requirements[:MAX_INHERITED])
        stage.start = Start(above.start.entrypoint, above.start.cmd, above.start.line)
        stage.workdir = above.workdir
        stage.shell = above.shell
        stage.path, stage.user = above.path, above.user
        stage.pythonpath = above.pythonpath
        stage.busy = above.busy
        stage.generates = 1 if above.generates else 0
        stage.unclear = above.unclear
    elif image == "scratch":
        stage.official = True
    elif official is not None:
        stage.official = True
        stage.path = list(DEFAULT_PATH)
        stage.python = official.version
    else:
        stage.python = named_python(image)
        conda = conda_image(image)
        if conda is not None:
            stage.workdir, stage.env = conda.workdir, dict(conda.env)
            return stage
        # Another image may set its own working directory and PYTHONPATH, and bring modules.
        stage.workdir = SERVED_DIRECTORY if serves_tree(image) else None
        stage.pythonpath = pythonpath_of(image)
    return stage


def _find_stage(name: str, stages: list[Stage]) -> int | None:
    for index in range(len(stages) - 1, -1, -1):
        if stages[index].name and stages[index].name == name.lower():
            return index
    return None


def _apply(instruction: Instruction, stages: list[Stage]) -> None:
    stage = stages[-1]
    name, rest = instruction.name, instruction.rest
    if name in ("COPY", "ADD"):
        _apply_copy(instruction, stages)
    elif name == "WORKDIR":
        path = _plain(rest, stage, instruction.escape)
        if path is None or (stage.workdir is None and not path.startswith("/")):
            stage.workdir = None
        else:
            stage.workdir = posixpath.normpath(posixpath.join(stage.workdir or "/", path))
            if len(stage.workdir) > MAX_PATH:
                stage.workdir = None
    elif name == "ENV":
        _apply_env(instruction, stage)
    elif name == "RUN":
        _apply_run(instruction, stage, _mounts(instruction, stages))
    elif name == "USER":
        stage.user = (_plain(rest, stage, instruction.escape) or UNKNOWN_USER).partition(":")[0]
    elif name == "SHELL":
        stage.shell = _command_words(rest)
    elif name == "ONBUILD":
        stage.unclear = True
    elif name in ("CMD", "ENTRYPOINT"):
        _apply_start(instruction, stage)


def _mounts(instruction: Instruction, stages: list[Stage]) -> bool:
    """Notes what a RUN line mounts; whether that is something of the build context."""
    stage = stages[-1]
    found = False
    for mount in bind_mounts(instruction.rest):
        if mount.origin:
            index = _stage_index(mount.origin, stages)
            if index is not None:
                stage.mounted.append(index)
            else:
                stage.foreign_mounts.append(Origin(mount.origin, instruction))
            continue
        found = True
        if mount.source:
            _want([mount.source], instruction, stage)
    return found


def _apply_run(instruction: Instruction, stage: Stage, mounts: bool) -> None:
    stage.runs.append(instruction.text)
    stage.commands.append(
        Run(
            instruction.line,
            instruction.text,
            stage.workdir,
            _used(instruction.text, _variables(stage)),
            stage.shell,
            {
                name: value
                for name, value in _variables(stage).items()
                if name.startswith(_OF_INSTALLERS)
            },
            stage.path,
            stage.user,
        )
    )
    if instruction.heredoc:
        stage.busy = True
        stage.generates = instruction.line
        stage.unclear = stage.unclear or mounts
        return
    effect = run_effect(instruction.rest)
    stage.busy = stage.busy or effect.moves
    if mounts and (effect.moves or effect.projects):
        stage.unclear = True
    if effect.makes:
        stage.generates = instruction.line
    stage.packages += effect.packages[:MAX_INHERITED]
    for file in effect.requirements:
        if stage.workdir is not None and "$" not in file:
            stage.requirements.append(posixpath.normpath(posixpath.join(stage.workdir, file)))
    for project in effect.projects:
        place = project if project.startswith("/") else None
        if place is None and stage.workdir is not None and "$" not in project:
            place = posixpath.join(stage.workdir, project)
        if place is None:
            stage.projects = None
        elif stage.projects is not None:
            stage.projects.append(posixpath.normpath(place))


def _apply_start(instruction: Instruction, stage: Stage) -> None:
    words = _command_words(instruction.rest)
    stage.shell_form = not instruction.rest.startswith("[")
    if instruction.name == "CMD":
        stage.start.cmd = words
    else:
        stage.start.entrypoint = words
        if stage.start.line < stage.line:  # a CMD of the image below does not go with it
            stage.start.cmd = []
    stage.start.line = instruction.line


def _platform(instruction: Instruction, variables: Mapping[str, str | None]) -> Platform | None:
    """What the `--platform` of a FROM says; None where it says nothing, or what nobody knows."""
    for word in instruction.rest.split():
        if word.startswith("--platform="):
            value = word.partition("=")[2]
            text = expand(value, variables, instruction.escape).text
            return Platform(text, instruction.line, "$" in value) if text else None
    return None


def _command_words(rest: str) -> list[str]:
    """The words of a command: of a JSON list its own, else those of the shell that runs the text."""
    words = listed_words(rest)
    return ["/bin/sh", "-c", rest] if words is None else words


def _apply_arg(instruction: Instruction, stage: Stage, before: Stage) -> None:
    for word in split_words(instruction.rest, instruction.escape):
        name, equals, value = word.partition("=")
        if equals:
            expanded = expand(value, _variables(stage), instruction.escape, closed=stage.official)
            stage.args[name] = expanded.text
        else:
            stage.args[name] = before.args.get(name)
        if name not in stage.env:
            stage.assumed.add(name)


def _apply_env(instruction: Instruction, stage: Stage) -> None:
    words = split_words(instruction.rest, instruction.escape)
    pairs: list[tuple[str, str]] = []
    if words and "=" in words[0]:
        pairs = [
            (name, value) for name, equals, value in (w.partition("=") for w in words) if equals
        ]
    elif words:  # the old form has one name, and all the rest is its value
        pairs = [(words[0], instruction.rest[len(words[0]) :].strip())]
    variables = _variables(stage)
    found: list[tuple[str, Expanded]] = []  # one instruction takes all values from before it
    for name, value in pairs:
        if name == "PYTHONPATH":
            _apply_pythonpath(value, stage, instruction.escape)
        elif name == "PATH":
            _apply_path(value, stage, instruction.escape)
        found.append((name, expand(value, variables, instruction.escape, closed=stage.official)))
    for name, expanded in found:
        stage.env[name] = expanded.text
        if stage.assumed.intersection(expanded.names):
            stage.assumed.add(name)
        else:
            stage.assumed.discard(name)


def _apply_pythonpath(value: str, stage: Stage, escape: str) -> None:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    entries = [part for part in value.split(":") if part]
    if stage.pythonpath is not None and re.search(r"\$\{?PYTHONPATH\}?", value):
        entries = [part for part in entries if part.strip("${}") != "PYTHONPATH"]
        entries += stage.pythonpath
    known = [_plain(entry, stage, escape) for entry in entries]
    stage.pythonpath = [entry for entry in known if entry is not None]
    if None in known:
        stage.pythonpath = None


def _apply_path(value: str, stage: Stage, escape: str) -> None:
    found: list[str] = []
    for entry in value.strip("\"'").split(":"):
        if entry in ("$PATH", "${PATH}"):
            known = stage.path
        else:
            plain = _plain(entry, stage, escape)
            known = [plain] if plain is not None and plain.startswith("/") else None
        if known is None or len(found) + len(known) > MAX_INHERITED:
            stage.path = None
            return
        found += map(posixpath.normpath, known)
    stage.path = found


def _variables(stage: Stage) -> Mapping[str, str | None]:
    """The variables that a line of a stage may use; ENV goes before ARG."""
    return ChainMap(stage.env, stage.args)


def _used(text: str, variables: Mapping[str, str | None]) -> dict[str, str | None]:
    """The variables that a text names, as they are at its line."""
    names = set(_USED.findall(text)) if "$" in text else ()
    return {name: variables[name] for name in names if name in variables}


def _plain(word: str, stage: Stage, escape: str) -> str | None:
    """The word with its variables replaced; None where it is not known, or empty."""
    if not any(char in word for char in "$\"'`\\"):
        return word or None
    return expand(word, _variables(stage), escape, closed=stage.official).text or None


def _apply_copy(instruction: Instruction, stages: list[Stage]) -> None:
    stage = stages[-1]
    flags, words = _copy_words(instruction.rest)
    strange = any(name not in _HARMLESS_FLAGS and name != "from" for name, _ in flags)
    if instruction.heredoc or words is None or len(words) < 2 or strange:
        stage.unclear = True
        stage.generates = instruction.line if instruction.heredoc else stage.generates
        return
    given = dict(flags)
    origin = given.get("from", "")
    escape = instruction.escape
    plain = [_plain(word, stage, escape) for word in words[:-1]]
    sources = [source for source in plain if source is not None]
    if len(sources) < len(plain):
        stage.unclear = True
    index: int | None = None
    if origin:
        if "$" in origin:
            stage.unclear = True
            return
        index = _stage_index(origin, stages)
        if index is None:
            stage.generates = instruction.line
            stage.foreign.append(Origin(origin, instruction))
            return  # another image: nothing of the build context
    else:
        _want(words[:-1], instruction, stage)
        local = [source for source in sources if not _is_remote(source)]
        if len(local) < len(sources) or any(_PACKED.search(source) for source in local):
            stage.unclear = True
        sources = local
    target = _plain(words[-1], stage, escape)
    into = len(words) > 2 or (target or "").endswith("/") or target in (".", "./")
    if target is not None and not target.startswith("/"):
        target = None if stage.workdir is None else posixpath.join(stage.workdir, target)
    if target is not None:
        target = posixpath.normpath(target)
        into = into or target in (stage.workdir, "/")
    parents = "parents" in given and given["parents"] != "false"
    cleaned = sources if parents else list(map(_in_context, sources))
    copy = Copy(instruction.line, cleaned, target, into or parents, index)
    copy.parents = parents
    copy.mode = given.get("chmod", "")
    copy.excludes = [value for name, value in flags if name == "exclude"]
    stage.copies.append(copy)


def _stage_index(origin: str, stages: list[Stage]) -> int | None:
    """The earlier stage that `--from` names or counts; None for an image, or a named context."""
    index = _find_stage(origin, stages[:-1])
    if index is None and _NUMBER.fullmatch(origin) and int(origin) < len(stages) - 1:
        index = int(origin)
    return index


def _want(words: Iterable[str], instruction: Instruction, stage: Stage) -> None:
    """Notes the paths of the build context that an instruction needs."""
    for word in words:
        expanded = expand(
            word, _variables(stage), instruction.escape, closed=stage.official, emptied=True
        )
        if not expanded.text or _is_remote(expanded.text):
            continue
        assumed = bool(stage.assumed.intersection(expanded.names))
        unset = expanded.unset[0] if expanded.unset else ""
        stage.wanted.append(Wanted(instruction, word, _in_context(expanded.text), assumed, unset))


def _in_context(source: str) -> str:
    """A source as a path below the context: what leads out of it leads to its root."""
    return posixpath.normpath("/" + source.lstrip("/"))[1:]


def _copy_words(rest: str) -> tuple[list[tuple[str, str]], list[str] | None]:
    """The flags, and the paths of the plain or the JSON form (None when they cannot be read)."""
    flags: list[tuple[str, str]] = []
    while rest.startswith("--"):
        parts = rest.split(None, 1)
        rest = parts[1] if len(parts) > 1 else ""
        name, _, value = parts[0][2:].partition("=")
        flags.append((name.lower(), value))
    if rest.startswith("["):
        try:
            words = load_json(rest)
        except ValueError:
            return flags, rest.split()
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return flags, words
        return flags, None
    return flags, rest.split()


def _is_remote(source: str) -> bool:
    return source.startswith(("http://", "https://", "git://", "git@", "ssh://")) or "://" in source
