"""Files that an install command reads, and that the image does not have when its line runs.

Kind: `install-input`. Only what is certain is said, apart from files that something may make before the build.

Sources: https://pip.pypa.io/en/stable/cli/pip_install/, https://docs.astral.sh/uv/concepts/projects/sync/,
https://python-poetry.org/docs/cli/#install, and what the build backends answer: hatchling, uv_build,
poetry-core, flit_core and pdm-backend stop without the file that `readme` names, all but the last without modules.
"""

from __future__ import annotations

import os
import posixpath
import re

from lint.image.dependencies.absence import absence
from lint.image.dependencies.install_commands import install_commands
from lint.image.dependencies.stage_files import StageFiles
from lint.image.packaging.requirements_file import (
    MAX_REQUIREMENTS,
    read_requirements,
)
from lint.image.packaging.requirements_text import requirements_text
from lint.image.packaging.source_roots import load_pyproject, table
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import name as shown_name
from lint.model.text import own, say
from lint.model.text import path as shown_path
from lint.model.text import pattern as shown_pattern
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from lint.image.context.build_context import Context
    from lint.image.context.copy_map import CopyMap
    from lint.image.context.dockerfile import Run, Stage
    from lint.image.dependencies.install_commands import Install
    from lint.model.findings import Severity
    from lint.model.text import Message

MAX_COMMANDS = 500
MAX_NESTED = 50
"""Requirements files that one command leads to."""
MAX_MODULES = 50
"""Modules of a project that are looked for."""
_PIP = frozenset(("pip", "uv pip"))
_STRICT = ("hatchling", "uv_build", "poetry.core", "flit_core", "pdm.backend")
"""Build backends that stop without the file that `readme` names."""
_OLD_POETRY = lazy_regex(r"POETRY_VERSION|poetry['\"]?\s{0,4}(?:\[[^\]]{0,40}\])?\s{0,4}[=<~]")
"""Poetry 1 goes on where it cannot install the project itself."""


@record
class _Command:
    """An install command, and where it runs."""

    stage: Stage
    run: Run
    install: Install
    directory: str


def absent_inputs(context: Context) -> Iterator[Fault]:
    """A fault for each file that an install command reads, and that no line before it brings."""
    copy_map = context.copy_map
    if copy_map is None or not context.complete or not context.rules_known:
        return
    if any("{{" in line or line.lstrip().startswith("{%") for line in copy_map.lines):
        return  # a template of a Dockerfile
    reader = _Reader(context, copy_map)
    for command in _commands(copy_map):
        yield from reader.judge(command)


def _commands(copy_map: CopyMap) -> Iterator[_Command]:
    found = 0
    for stage in copy_map.built_stages():
        for run in stage.commands:
            if stage.unclear or found >= MAX_COMMANDS:
                return
            commands = install_commands(run.text, run.line, run.workdir, run.variables)
            for install in commands.installs:
                found += 1
                if install.directory is not None and install.program != "conda":
                    yield _Command(stage, run, install, install.directory)


class _Reader:
    def __init__(self, context: Context, copy_map: CopyMap) -> None:
        self.context = context
        self.map = copy_map
        self.files = StageFiles(context, copy_map)
        self.seen: set[str] = set()

    def judge(self, command: _Command) -> Iterator[Fault]:
        """The faults of one command; of those that follow from each other, the first."""
        install = command.install
        if install.program in _PIP:
            for word in [*install.files, *install.constraints]:
                yield from self._file(command, word)
            for word in install.projects:
                yield from self._project(command, word, self._line(command.run, word))
        elif install.syncs:
            yield from self._managed(command)

    def _place(self, command: _Command, word: str) -> str | None:
        """The absolute path that a word of a command stands for; None where that is not known."""
        word = word.removeprefix("file:")
        if not word or any(char in word for char in "$*?~`") or "://" in word or word == "-":
            return None
        return posixpath.normpath(posixpath.join(command.directory, word))

    def _lacks(self, command: _Command, place: str) -> bool:
        """Whether there is no such file; what the same line may make counts as there."""
        text = command.run.text
        if "type=bind" in text or not self.files.is_plain(command.run):
            return False
        if self._uses(command, place) < _count(text, place):
            return False
        return self.files.lacks(command.stage, command.run.line, place)

    def _uses(self, command: _Command, place: str) -> int:
        """How often the line names the file as one that is installed."""
        name = posixpath.basename(place)
        installs = install_commands(
            command.run.text, command.run.line, command.run.workdir, command.run.variables
        ).installs
        words = [w for one in installs for w in (*one.files, *one.constraints, *one.projects)]
        return sum(_count(word, name) for word in words)

    def _file(self, command: _Command, word: str) -> Iterator[Fault]:
        """A requirements or constraints file, and those that it names."""
        place = self._place(command, word)
        if place is None:
            return
        line = self._line(command.run, word)
        if self._lacks(command, place):
            reads = say("`{}` reads `{}`", own(_name(command)), shown_path(place))
            yield from self._absent(command, [place], line, reads)
            return
        pending, seen = [place], set[str]()
        while pending and len(seen) < MAX_NESTED:
            here = pending.pop()
            path = self._path(command, here)
            if here in seen or path is None:
                continue
            seen.add(here)
            member = self.context.kept[path]
            text = _text(self.context, path)
            if text is None:
                continue
            stated = read_requirements(text)
            for inner in stated.files:
                there = self._place(command, posixpath.join(posixpath.dirname(here), inner))
                if there is None:
                    continue
                if self._lacks(command, there):
                    where = Place(member.display_path, _line_of(text, inner))
                    reads = say(
                        "`{}` names `{}`", shown_path(member.display_path), shown_path(there)
                    )
                    yield from self._absent(command, [there], line, reads, where)
                pending.append(there)
            for project in stated.projects:
                where = Place(member.display_path, _line_of(text, project))
                yield from self._project(command, project, line, where)

    def _path(self, command: _Command, place: str) -> str | None:
        """The file of the context that is at a place of the image."""
        name = posixpath.basename(place)
        same = [path for path in self.context.kept if posixpath.basename(path) == name]
        return self.map.origin_in(command.stage, place, same)

    def _project(
        self, command: _Command, word: str, line: int, stated: Place | None = None
    ) -> Iterator[Fault]:
        """A project in a folder, which pip builds."""
        place = self._place(command, word.partition("[")[0])
        if place is None:
            return
        wanted = [posixpath.join(place, name) for name in ("pyproject.toml", "setup.py")]
        if all(self._lacks(command, each) for each in wanted):
            reads = say(
                "`{}` builds the project in `{}`, and reads its `pyproject.toml` or `setup.py`",
                own(_name(command)),
                shown_path(place),
            )
            yield from self._absent(command, wanted, line, reads, stated)
        elif command.install.builds or stated is not None:
            yield from self._built(command, place, line)

    def _managed(self, command: _Command) -> Iterator[Fault]:
        """The project that uv or Poetry installs, and its lock file."""
        install, directory = command.install, command.directory
        line = command.run.line
        folders = [directory]
        while folders[-1] != "/":
            folders.append(posixpath.dirname(folders[-1]))
        for name in ("pyproject.toml", "uv.lock"):
            if name == "uv.lock" and not (install.program == "uv sync" and install.locked):
                continue
            if all(self._lacks(command, posixpath.join(each, name)) for each in folders):
                place = posixpath.join(directory, name)
                reads = say("`{}` reads `{}`", own(_name(command)), shown_path(place))
                yield from self._absent(command, [place], line, reads)
                return
        if not install.builds or self._lacks(command, posixpath.join(directory, "pyproject.toml")):
            return
        if install.program == "poetry" and any(
            _OLD_POETRY.search(text) for text in (*self.map.runs(), *command.stage.env)
        ):
            return
        yield from self._built(command, directory, line)

    def _built(self, command: _Command, folder: str, line: int) -> Iterator[Fault]:
        """What the build of a project in a folder of the image reads."""
        path = self._path(command, posixpath.join(folder, "pyproject.toml"))
        if path is None:
            return
        home = posixpath.dirname(path)
        data = load_pyproject(os.path.join(self.context.directory, *home.split("/")))
        backend = table(data, "build-system").get("build-backend")
        poetry = table(data, "tool", "poetry")
        if command.install.program == "poetry":
            if poetry.get("package-mode") is False:
                return
            backend = "poetry.core"
        elif not isinstance(backend, str):
            return  # uv does not build it, and setuptools goes on
        strict = next((name for name in _STRICT if str(backend).startswith(name)), "")
        if not strict:
            return
        shown = self.context.kept[path].display_path
        number = _line_of(_text(self.context, path) or "", "readme")
        for readme in _readmes(data):
            place = posixpath.normpath(posixpath.join(folder, readme))
            if self._lacks(command, place):
                reads = say(
                    "`{}` builds the project, and reads `{}`",
                    own(_name(command)),
                    shown_path(place),
                )
                related = Place(shown, number)
                yield from self._absent(command, [place], line, reads, related=related)
                return
        yield from self._modules(command, folder, home, data, strict, line)

    def _modules(
        self,
        command: _Command,
        folder: str,
        home: str,
        data: dict[str, Any],
        backend: str,
        line: int,
    ) -> Iterator[Fault]:
        """The modules of the project, where they are those that the backend finds by its name."""
        tool = table(data, "tool")
        own_settings = (
            table(tool, "hatch").get("build"),
            table(tool, "uv").get("build-backend"),
            table(tool, "poetry").get("packages"),
            table(tool, "poetry").get("include"),
            table(tool, "flit"),
        )
        name = table(data, "project").get("name") or table(tool, "poetry").get("name")
        if any(own_settings) or not isinstance(name, str) or backend == "pdm.backend":
            return
        package = re.sub(r"[-.]+", "_", name)
        prefix = f"{home}/" if home else ""
        starts = tuple(
            f"{prefix}{src}{package}{end}" for src in ("", "src/") for end in ("/", ".py")
        )
        modules = [
            path for path in self.context.kept if path.startswith(starts) and path.endswith(".py")
        ]
        if not modules or any(package in run.text for run in self._before(command)):
            return
        places = [posixpath.join(folder, path[len(prefix) :]) for path in modules[:MAX_MODULES]]
        if len(modules) > MAX_MODULES or not all(
            self.files.lacks(command.stage, command.run.line, place) for place in places
        ):
            return
        key = f"{folder}/{package}"
        if key in self.seen:
            return
        self.seen.add(key)
        option = "--no-root" if command.install.program == "poetry" else "--no-install-project"
        yield Fault(
            "install-input",
            Place(self.map.display_path, line),
            message=say(
                "`{}` builds the project, and no earlier line brings its package `{}`, so the build stops",
                own(_name(command)),
                shown_name(package),
            ),
            help=say("Copy the package before this line.")
            if command.install.program in _PIP
            else say("Copy the package before this line, or add `{}`.", own(option)),
        )

    def _before(self, command: _Command) -> Iterator[Run]:
        stage: Stage | None = command.stage
        while stage is not None:
            yield from (
                run
                for run in stage.commands
                if stage is not command.stage or run.line <= command.run.line
            )
            stage = self.map.below(stage)

    def _absent(
        self,
        command: _Command,
        places: list[str],
        line: int,
        reads: Message,
        stated: Place | None = None,
        related: Place | None = None,
    ) -> Iterator[Fault]:
        """The fault of a file that is not there, or of several of which one would do."""
        if any(place in self.seen for place in places):
            return
        self.seen.update(places)
        here = Place(self.map.display_path, line)
        origins = [
            origin
            for place in places
            for origin in self.files.origins(command.stage, command.run.line, place)
        ]
        known = absence(self.context, origins)
        if known is None:
            return
        spots = list(known.spots)
        if related is not None:
            spots.insert(0, (related, say("it is named here")))
        if stated is not None:
            spots.insert(0, (here, say("this line installs it")))
        message = say("{}, which no earlier line brings, so the build stops", reads)
        help = say("Copy it before this line.")
        severity: Severity | None = None
        if known.pattern is not None:
            help = say("Change the pattern `{}`.", shown_pattern(known.pattern.text))
        elif known.unless:
            message = say(
                "{}, which no earlier line brings: the build stops unless {}", reads, known.unless
            )
            help = say("Make it before the build, or in an earlier line.")
            severity = "warning"
        yield Fault(
            "install-input",
            stated or here,
            message=message,
            help=help,
            related=spots,
            severity=severity,
        )

    def _line(self, run: Run, word: str) -> int:
        """The line of a RUN instruction that has a word; its first one where none has."""
        for number in range(run.line, len(self.map.lines) + 1):
            text = self.map.lines[number - 1]
            if _count(text, word):
                return number
            if not text.rstrip().endswith("\\"):
                break
        return run.line


def _name(command: _Command) -> str:
    program = command.install.program
    return f"{program} install" if program in ("pip", "uv pip", "poetry") else program


def _readmes(data: dict[str, Any]) -> Iterable[str]:
    """The files that a project names as its description."""
    stated = table(data, "project").get("readme")
    if isinstance(stated, dict):
        stated = stated.get("file")
    old = table(data, "tool", "poetry").get("readme")
    for one in (stated, *(old if isinstance(old, list) else [old])):
        if isinstance(one, str) and one:
            yield one


def _text(context: Context, path: str) -> str | None:
    member = context.kept[path]
    if member.size > MAX_REQUIREMENTS:
        return None
    try:
        return requirements_text(member.read())
    except OSError:
        return None


def _line_of(text: str, word: str) -> int:
    """The first line that has a word, from 1; 1 where none has."""
    return next((n for n, line in enumerate(text.splitlines(), 1) if word in line), 1)


def _count(text: str, place: str) -> int:
    """How often a text has the name of a file."""
    name = re.escape(posixpath.basename(place) or place)
    return len(re.findall(rf"(?<![\w.-]){name}(?![\w-])", text))
