"""A Dockerfile, read as far as it decides which files of the build context reach the image."""

from __future__ import annotations

import posixpath
import re

from lint.image.context.base_images import SERVED_DIRECTORY, serves_tree
from lint.image.context.run_lines import run_effect
from lint.model.record import default, record
from lint.support.json_text import load_json
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_STAGES = 1_000
"""Stages that are read; what an image of more of them holds is not known."""

MAX_INHERITED = 2_000
"""Variables and projects that a stage takes over from the one that it starts from."""
MAX_VALUE = 1 << 10
"""What variables add to a value is known up to so many characters: `ENV A=$A$A` doubles it."""
MAX_PATH = 4 << 10
"""Longer working directories are not known: no system has them."""
MAX_DOCKERFILE_BYTES = 1 << 20

_ESCAPE = lazy_regex(r"#[ \t]*escape[ \t]*=[ \t]*([\\`])[ \t]*$", re.IGNORECASE)
_DIRECTIVE = lazy_regex(r"#[ \t]*\w+[ \t]*=")
_HEREDOC = lazy_regex(r"(?:^|\s)\d*<<(-?)([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\2")
# Sources that may hold modules of the tree in another form: archives, and where builds put wheels.
_PACKED = lazy_regex(r"\.(tar|tgz|tbz2?|txz|tar\.\w+|whl|zip|pyz)$|(^|/)(dist|wheels?)(/|$)", re.I)
# Flags of COPY and ADD that say how files are written, not which or where.
_HARMLESS_FLAGS = frozenset({"chown", "chmod", "link"})
_ENV_PAIR = lazy_regex(
    r"(?:^|(?<=\s))([A-Za-z_]\w*)=(\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:\\.|[^\s\\])*)"
)
_VARIABLE = lazy_regex(r"\$(?:\{(\w+)\}|(\w+))")
_NUMBER = lazy_regex(r"[0-9]{1,4}")
_OFFICIAL_PYTHON = lazy_regex(
    r"(?:docker\.io/)?(?:library/)?python(?::(\d{1,4}+)\.(\d{1,4}+)[\w.-]*+)?(?:[:@]|$)"
)


@record
class Instruction:
    """One instruction of a Dockerfile."""

    name: str
    """In upper case."""
    rest: str
    """What follows the name, as one line."""
    line: int
    """Where it begins."""
    heredoc: bool
    """Whether it has a here-document."""


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
    python: tuple[int, int] | None = None
    """The Python version of the official image that it starts from; None for other images."""
    start: Start = default(factory=lambda: Start([], [], 0))
    """What a container of it runs."""
    env: dict[str, str | None] = default(factory=dict)
    """The variables that ENV sets; None for a value that is not known."""
    official: bool = False
    """Whether the image that it starts from sets no other variables."""
    workdir: str | None = "/"
    """The working directory; None when it cannot be known."""
    pythonpath: list[str] | None = default(factory=list)
    """The entries of PYTHONPATH; None when they cannot be known."""
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


def parse_instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile: continuations joined, comments and heredocs passed over."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    escape = _escape_character(lines)
    instructions: list[Instruction] = []
    source = iter(enumerate(lines, 1))
    for number, raw in source:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        joined = _join_continuation(line, escape, source)
        name, _, rest = joined.partition(" ")
        if "\t" in name:
            name, _, rest = joined.partition("\t")
        name = name.upper()
        heredocs = _HEREDOC.findall(rest) if name in ("RUN", "COPY", "ADD") else []
        for dash, _, word in heredocs:
            for _, body in source:
                if (body.lstrip("\t") if dash else body).rstrip("\r") == word:
                    break
        instructions.append(Instruction(name, rest.strip(), number, bool(heredocs)))
    return instructions


def _escape_character(lines: list[str]) -> str:
    """The continuation character: parser directives count only before anything else."""
    for line in lines:
        match = _ESCAPE.match(line.strip())
        if match:
            return match[1]
        if not _DIRECTIVE.match(line.strip()):
            break
    return "\\"


def _join_continuation(line: str, escape: str, source: Iterator[tuple[int, str]]) -> str:
    parts: list[str] = []
    while line.endswith(escape):
        parts.append(line[:-1])
        line = ""
        for _, raw in source:
            line = raw.strip()
            # Docker passes over comments and empty lines inside a continuation.
            if line and not line.startswith("#"):
                break
            line = ""
    parts.append(line)
    return " ".join(part.strip() for part in parts).strip()


def read_stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile; none when it has no `FROM`."""
    stages: list[Stage] = []
    for instruction in parse_instructions(text):
        if instruction.name == "FROM":
            if len(stages) == MAX_STAGES:
                # Which stage the image is made of is not known: nothing is concluded from it.
                stages[-1].unclear = True
                break
            stages.append(_start_stage(instruction, stages))
        elif stages:
            _apply(instruction, stages)
    return stages


def _start_stage(instruction: Instruction, stages: list[Stage]) -> Stage:
    words = [word for word in instruction.rest.split() if not word.startswith("--")]
    image = words[0] if words else ""
    name = words[2].lower() if len(words) > 2 and words[1].lower() == "as" else ""
    stage = Stage(instruction.line, name, _find_stage(image, stages))
    stage.image = image if stage.base is None else stages[stage.base].image
    official = _OFFICIAL_PYTHON.match(image)
    if stage.base is not None:
        above = stages[stage.base]
        stage.python = above.python
        stage.official = above.official
        # Each stage has a copy: of more than any image has, none.
        if len(above.env) <= MAX_INHERITED:
            stage.env = dict(above.env)
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
        stage.pythonpath = above.pythonpath
        stage.busy = above.busy
        stage.generates = 1 if above.generates else 0
        stage.unclear = above.unclear
    elif official is not None:
        stage.official = True
        if official[1]:
            stage.python = (int(official[1]), int(official[2]))
    else:
        # Another image may set its own working directory and PYTHONPATH, and bring modules.
        known = serves_tree(image)
        stage.workdir = SERVED_DIRECTORY if known else None
        stage.pythonpath = [SERVED_DIRECTORY] if known else None
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
        path = _plain(rest, stage.env)
        if path is None or (stage.workdir is None and not path.startswith("/")):
            stage.workdir = None
        else:
            stage.workdir = posixpath.normpath(posixpath.join(stage.workdir or "/", path))
            if len(stage.workdir) > MAX_PATH:
                stage.workdir = None
    elif name == "ENV":
        _apply_env(rest, stage)
    elif name == "RUN":
        mounts = [word for word in rest.split() if word.startswith("--mount=")]
        if any("type=bind" in word for word in mounts) and "from=" not in rest:
            stage.unclear = True
        _apply_run(instruction, stage)
    elif name == "ONBUILD":
        stage.unclear = True
    elif name in ("CMD", "ENTRYPOINT"):
        _apply_start(instruction, stage)


def _apply_run(instruction: Instruction, stage: Stage) -> None:
    if instruction.heredoc:
        stage.busy = True
        stage.generates = instruction.line
        return
    effect = run_effect(instruction.rest)
    stage.busy = stage.busy or effect.moves
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
    if instruction.name == "CMD":
        stage.start.cmd = words
    else:
        stage.start.entrypoint = words
        if stage.start.line < stage.line:  # a CMD of the image below does not go with it
            stage.start.cmd = []
    stage.start.line = instruction.line


def _command_words(rest: str) -> list[str]:
    """The words of a command: of a JSON list its own, else those of the shell that runs the text."""
    if rest.startswith("["):
        try:
            words = load_json(rest)
        except ValueError:
            words = None
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return words
    return ["/bin/sh", "-c", rest]


def _apply_env(rest: str, stage: Stage) -> None:
    first = rest.split(None, 1)[0] if rest.split() else ""
    if "=" in first:
        for match in _ENV_PAIR.finditer(rest):
            stage.env[match[1]] = _plain(match[2], stage.env) if match[2] else ""
    elif first:  # the old form has one name, and all the rest is its value
        stage.env[first] = _plain(rest[len(first) :].strip(), stage.env)
    for match in re.finditer(r"(?:^|\s)PYTHONPATH(?:=|\s+)(\"[^\"]*\"|\S*)", rest):
        value = match[1].strip('"')
        entries = [part for part in value.split(":") if part]
        if stage.pythonpath is not None and re.search(r"\$\{?PYTHONPATH\}?", value):
            entries = [part for part in entries if part.strip("${}") != "PYTHONPATH"]
            entries += stage.pythonpath
        known = [_plain(entry, stage.env) for entry in entries]
        stage.pythonpath = [entry for entry in known if entry is not None]
        if None in known:
            stage.pythonpath = None


def _plain(word: str, env: Mapping[str, str | None] | None = None) -> str | None:
    """The word when it says what it means; None with substitutions, quotes inside or escapes.

    Variables of `env` whose value is known are filled in.
    """
    if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
        word = word[1:-1]
    if env and "$" in word:
        word = _filled(word, env)
    return None if not word or any(char in word for char in "$\\\"'`") else word


def _filled(word: str, env: Mapping[str, str | None]) -> str:
    """The word with known variables filled in, up to `MAX_VALUE` characters; the others stay."""
    size = 0

    def value(match: re.Match[str]) -> str:
        nonlocal size
        known = env.get(match[1] or match[2])
        size += len(known or "")
        return known if known and size <= MAX_VALUE else match[0]

    return _VARIABLE.sub(value, word)


def _apply_copy(instruction: Instruction, stages: list[Stage]) -> None:
    stage = stages[-1]
    flags, words = _copy_words(instruction.rest)
    origin = flags.pop("from", "")
    if flags.keys() - _HARMLESS_FLAGS or instruction.heredoc or words is None or len(words) < 2:
        stage.unclear = True
        stage.generates = instruction.line if instruction.heredoc else stage.generates
        return
    plain = [_plain(word, stage.env) for word in words[:-1]]
    sources = [source for source in plain if source is not None]
    if len(sources) < len(plain):
        stage.unclear = True
    index: int | None = None
    if origin:
        if "$" in origin:
            stage.unclear = True
            return
        index = _find_stage(origin, stages[:-1])
        if index is None and _NUMBER.fullmatch(origin) and int(origin) < len(stages) - 1:
            index = int(origin)
        if index is None:
            stage.generates = instruction.line
            return  # another image: nothing of the build context
    else:
        local = [source for source in sources if not _is_remote(source)]
        if len(local) < len(sources) or any(_PACKED.search(source) for source in local):
            stage.unclear = True
        sources = local
    target = _plain(words[-1], stage.env)
    into = len(words) > 2 or (target or "").endswith("/") or target in (".", "./")
    if target is not None and not target.startswith("/"):
        target = None if stage.workdir is None else posixpath.join(stage.workdir, target)
    if target is not None:
        target = posixpath.normpath(target)
        into = into or target in (stage.workdir, "/")
    cleaned = [posixpath.normpath("/" + source.lstrip("/"))[1:] for source in sources]
    stage.copies.append(Copy(instruction.line, cleaned, target, into, index))


def _copy_words(rest: str) -> tuple[dict[str, str], list[str] | None]:
    """The flags, and the paths of the plain or the JSON form (None when they cannot be read)."""
    flags: dict[str, str] = {}
    while rest.startswith("--"):
        flag, _, rest = rest.partition(" ")
        name, _, value = flag[2:].partition("=")
        flags[name.lower()] = value
        rest = rest.lstrip()
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
    return "://" in source or source.startswith("git@")
