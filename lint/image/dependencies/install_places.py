"""The places that a Dockerfile installs distributions into, and which of them its last stage has.

Sources: https://pip.pypa.io/en/stable/cli/pip_install/, https://docs.astral.sh/uv/pip/environments/,
https://docs.astral.sh/uv/concepts/projects/config/#project-environment-path,
https://python-poetry.org/docs/configuration/ and https://pipenv.pypa.io/en/latest/virtualenv.html.
"""

from __future__ import annotations

import posixpath
import re

from lint.image.context.base_images import UV_IMAGES, plain_python
from lint.image.dependencies.install_commands import QUIET, arguments_of, shell_commands
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.image.context.copy_map import CopyMap
    from lint.image.context.dockerfile import Copy, Run, Stage

MAX_PLACES = 200
SYSTEM = "/usr/local"
"""Where the official images of Python have it."""
TOOLS = frozenset(
    ("build", "hatch", "keyring", "pdm", "pip", "pip-tools", "pipenv", "pipx", "poetry",
     "poetry-plugin-export", "setuptools", "uv", "virtualenv", "wheel",
     "keyrings-google-artifactregistry-auth")
)  # fmt: skip
"""Distributions that install others: no program is served with them."""
ROOTS = ("", "0", "root")
"""USER for root; "" is that of the official images of Python."""
_QUIET = (QUIET - {"ln"}) | {"curl", "wget", "git"}
_INSTALLER = lazy_regex(r"\b(?:pip|uv|poetry|pipenv|pdm|conda)\b")
_PYTHON = lazy_regex(r"python[\d.]*")
_PIP = lazy_regex(r"pip[\d.]*")
_NAME = lazy_regex(r"[A-Za-z0-9][\w.-]*")
_ASSIGNMENT = lazy_regex(r"([A-Za-z_]\w*)=")
_REDIRECTS = lazy_regex(
    r"(?:PIP_(?:USER|TARGET|PREFIX|ROOT|PYTHON)|UV_(?:TARGET|PREFIX)|PYTHONUSERBASE)$"
)
_CONFIG = lazy_regex(
    r"poetry\s+config\s+(?:--\w+\s+)?virtualenvs\.(create|in-project)\s+(true|false)"
)
_YES = ("1", "true", "True", "yes")


class _UnknownError(Exception):
    """Something that may install or move distributions is not understood."""


@record
class InstallPlace:
    """A place that distributions are installed into."""

    programs: str
    """The folder of console scripts; "" where the stage does not have it."""
    modules: str
    """The folder that Python has to search; "" where the stage does not have it."""
    made: str
    """The environment, where it was made: the scripts of a virtual one name its Python by this path."""
    virtual: bool
    """Whether it is a virtual environment."""
    tools: bool
    """Whether it has only programs that install others."""
    line: int
    """The line of the Dockerfile that installs into it."""


def install_places(copy_map: CopyMap) -> list[InstallPlace] | None:
    """The places of all distributions that the stages install, as the last stage has them.

    Those that it does not have are there too, without folders. None where that is not known.
    """
    reader = _Reader(copy_map)
    stages = copy_map.built_stages()
    if not stages:
        return None
    try:
        found = list(reader.of_stage(stages[-1]))
    except _UnknownError:
        return None
    for stage in copy_map.all_stages():
        lines = {place.line for place in found}
        try:
            others = reader.of_stage(stage)
        except _UnknownError:
            continue  # the last stage has nothing of it
        found += [_gone(place) for place in others if place.line not in lines]
    return found


def _gone(place: InstallPlace) -> InstallPlace:
    return InstallPlace("", "", place.made, place.virtual, place.tools, place.line)


class _Reader:
    def __init__(self, copy_map: CopyMap) -> None:
        self.map = copy_map
        self.known: dict[int, list[InstallPlace]] = {}
        self.created: set[str] = set()

    def of_stage(self, stage: Stage) -> list[InstallPlace]:
        """The places that a stage has; raises where they are not known."""
        if stage.line in self.known:
            return self.known[stage.line]
        below = self.map.below(stage)
        if below is None and plain_python(stage.image) is None:
            if any(map(_INSTALLER.search, stage.runs)):
                raise _UnknownError
            self.known[stage.line] = []
            return []  # a stage of another language
        if stage.unclear or stage.shell:
            raise _UnknownError
        if any(not origin.image.startswith(UV_IMAGES) for origin in stage.foreign):
            raise _UnknownError
        found = list(self.of_stage(below)) if below is not None else []
        copies = {copy.line: copy for copy in stage.copies if copy.stage is not None}
        runs = {run.line: run for run in stage.commands}
        for line in sorted([*copies, *runs]):
            if line in copies:
                found += self._copied(copies[line])
            else:
                found += self._installed(runs[line], stage)
            if len(found) > MAX_PLACES:
                raise _UnknownError
        self.known[stage.line] = found
        return found

    def _copied(self, copy: Copy) -> list[InstallPlace]:
        """The places that a COPY from another stage brings."""
        assert copy.stage is not None
        origin = self.map.all_stages()[copy.stage]
        found = []
        for place in self.of_stage(origin):
            if copy.target is None or copy.excludes or copy.parents:
                raise _UnknownError
            folders = ["", ""]
            for source in copy.sources:
                whole = posixpath.normpath("/" + source)
                for number, folder in enumerate((place.programs, place.modules)):
                    if any(char in source for char in "*?[") or (
                        folder and whole.startswith(folder + "/")
                    ):
                        raise _UnknownError
                    if folder and f"{folder}/".startswith(whole.rstrip("/") + "/"):
                        rest = folder[len(whole.rstrip("/")) :]
                        folders[number] = posixpath.normpath(copy.target.rstrip("/") + rest)
            if any(folders):
                found.append(
                    InstallPlace(
                        folders[0], folders[1], place.made, place.virtual, place.tools, place.line
                    )
                )
        return found

    def _installed(self, run: Run, stage: Stage) -> list[InstallPlace]:
        """The places that a RUN line installs into."""
        if any(_REDIRECTS.match(name) for name in run.env):
            raise _UnknownError
        commands = shell_commands(run.text, run.variables)
        if commands is None or run.shell:
            raise _UnknownError
        line = _Line(run, stage, self)
        for words in commands:
            line.command(words)
        return line.found


class _Line:
    """Reads the commands of one RUN line."""

    def __init__(self, run: Run, stage: Stage, reader: _Reader) -> None:
        self.run = run
        self.stage = stage
        self.reader = reader
        self.directory = run.workdir
        self.active = run.env.get("VIRTUAL_ENV") or ""
        self.found: list[InstallPlace] = []

    def command(self, words: list[str]) -> None:
        """Adds what one command installs; raises where that is not understood."""
        while words and _ASSIGNMENT.match(words[0]):
            if words[0].startswith(("PATH", "UV_", "PIP_", "POETRY_", "PIPENV_", "VIRTUAL_ENV")):
                raise _UnknownError
            words = words[1:]
        if not words or words[0].startswith("-"):
            return
        program = posixpath.basename(words[0])
        rest = words[1:]
        if program == "export":
            if any(re.match(r"PATH|UV_|PIP_|POETRY_|PIPENV_|VIRTUAL_ENV", word) for word in rest):
                raise _UnknownError
        elif program == "cd":
            self.directory = self._path(rest[0] if rest else "~")
        elif program in ("source", "."):
            script = rest[0] if rest else ""
            if not script.endswith("/bin/activate"):
                raise _UnknownError
            self.active = self._path(script.removesuffix("/bin/activate"))
        elif _PYTHON.fullmatch(program):
            self._python(words[0], rest)
        elif _PIP.fullmatch(program):
            self._pip(words[0], rest)
        elif program == "virtualenv":
            self._create(rest, "")
        elif program == "uv":
            self._uv(rest)
        elif program in ("poetry", "pipenv"):
            self._manager(program, rest)
        elif program not in _QUIET:
            raise _UnknownError

    def _path(self, word: str) -> str:
        if any(char in word for char in "$~*`") or (
            self.directory is None and not word.startswith("/")
        ):
            raise _UnknownError
        return posixpath.normpath(posixpath.join(self.directory or "/", word))

    def _create(self, words: Sequence[str], default: str) -> None:
        """A command that makes a virtual environment."""
        if "--relocatable" in words:
            raise _UnknownError
        given = [value for option, value in arguments_of(list(words)) if not option]
        for folder in given or filter(None, [default]):
            self.reader.created.add(self._path(folder))

    def _python(self, program: str, words: Sequence[str]) -> None:
        if words[:2] == ["-m", "pip"]:
            self._pip(program, words[2:])
        elif words[:1] == ["-m"] and words[1:2] in (["venv"], ["virtualenv"]):
            self._create(words[2:], "")
        elif words[:2] == ["-m", "uv"]:
            self._uv(words[2:])
        elif words[:1] == ["-m"] and words[1:2] in (["poetry"], ["pipenv"]):
            self._manager(words[1], words[2:])
        elif words[:1] and words[0].endswith("setup.py"):
            raise _UnknownError

    def _prefix(self, program: str) -> str:
        """The environment of a Python or pip, as a command names it."""
        if "/" in program:
            folder = posixpath.dirname(self._path(program))
            if posixpath.basename(folder) != "bin":
                raise _UnknownError
            return posixpath.dirname(folder)
        if self.active:
            return self.active
        for folder in self.run.path or ():
            if folder == f"{SYSTEM}/bin":
                return SYSTEM
            if posixpath.dirname(folder) in self.reader.created:
                return posixpath.dirname(folder)
            if posixpath.basename(folder) == "bin":
                break  # it may be there or not
        raise _UnknownError

    def _add(self, prefix: str, *, tools: bool = False, target: bool = False) -> None:
        if self.stage.python is None:
            raise _UnknownError
        major, minor = self.stage.python
        modules = prefix if target else f"{prefix}/lib/python{major}.{minor}/site-packages"
        virtual = prefix in self.reader.created
        self.found.append(
            InstallPlace(f"{prefix}/bin", modules, prefix, virtual, tools, self.run.line)
        )

    def _pip(self, program: str, words: Sequence[str]) -> None:
        if words[:1] != ["install"]:
            if words[:1] in (["config"], ["uninstall"]):
                raise _UnknownError
            return
        given = arguments_of(list(words[1:]))
        if self._elsewhere(given):
            return
        if any(option == "--user" for option, _ in given):
            home = self.run.env.get("HOME", "/root")
            if self.run.user not in ROOTS or not home or "HOME" in self.run.env:
                raise _UnknownError
            self._add(f"{home}/.local", tools=_only_tools(given))
            return
        prefix = self._prefix(program)
        if self.run.user not in ROOTS:
            raise _UnknownError  # pip goes to the home of a user who may not write
        self._add(prefix, tools=_only_tools(given))

    def _elsewhere(self, given: Sequence[tuple[str, str]]) -> bool:
        """Whether an option names the place, which is added."""
        for option, value in given:
            if option in ("--root", "--python", "-p"):
                raise _UnknownError
            if option in ("-t", "--target", "--prefix"):
                place = self._path(value)
                self._add(place, tools=_only_tools(given), target=option != "--prefix")
                return True
        return False

    def _uv(self, words: Sequence[str]) -> None:
        verb = words[0] if words else ""
        if verb.startswith("-") or verb in ("tool", "python", "run", "add"):
            raise _UnknownError
        given = arguments_of(list(words[1:]))
        options = {option for option, _ in given}
        if verb == "venv":
            self._create(words[1:], ".venv")
        elif verb == "sync":
            if options & {"--active", "--project", "--directory", "--package", "--all-packages"}:
                raise _UnknownError
            place = self._path(self.run.env.get("UV_PROJECT_ENVIRONMENT", ".venv") or "$")
            if place != SYSTEM:
                self.reader.created.add(place)
            self._add(place)
        elif verb == "pip" and words[1:2] in (["install"], ["sync"]):
            given = arguments_of(list(words[2:]))
            if self._elsewhere(given):
                return
            if "UV_PYTHON" in self.run.env:
                raise _UnknownError
            if any(option == "--system" for option, _ in given) or (
                self.run.env.get("UV_SYSTEM_PYTHON") in _YES
            ):
                self._add(SYSTEM, tools=_only_tools(given))
            elif self.active:
                self._add(self.active, tools=_only_tools(given))
            else:
                inside = self._path(".venv")
                if inside not in self.reader.created:
                    raise _UnknownError
                self._add(inside, tools=_only_tools(given))

    def _manager(self, program: str, words: Sequence[str]) -> None:
        verb = next((word for word in words if not word.startswith("-")), "")
        if verb in ("config", "lock", "export", "check", "show", "cache", "--version", ""):
            return
        if verb not in ("install", "sync") or self.directory is None:
            raise _UnknownError
        inside = posixpath.join(self.directory, ".venv")
        env = self.run.env
        if program == "pipenv":
            if "--system" in words:
                self._add(self._prefix("python"))
                return
            here, cache = (
                env.get("PIPENV_VENV_IN_PROJECT") in _YES,
                "/root/.local/share/virtualenvs",
            )
        else:
            if env.get("POETRY_VIRTUALENVS_PATH") or env.get("POETRY_CACHE_DIR"):
                raise _UnknownError
            create = self._config("create", env.get("POETRY_VIRTUALENVS_CREATE"))
            if create == "false":
                self._add(self._prefix("python"))
                return
            here = self._config("in-project", env.get("POETRY_VIRTUALENVS_IN_PROJECT")) == "true"
            cache = "/root/.cache/pypoetry/virtualenvs"
        if self.active or (inside in self.reader.created and not here):
            self._add(self.active or inside)
            return
        if not here and self.run.user not in ROOTS:
            raise _UnknownError
        # The name of an environment in the cache has a digest in it.
        place = inside if here else f"{cache}/?"
        self.reader.created.add(place)
        self._add(place)

    def _config(self, key: str, given: str | None) -> str:
        """A setting of Poetry: an env var wins over the command `poetry config`."""
        if given is not None:
            return "true" if given.lower() in ("1", "true") else "false"
        found = ""
        stage: Stage | None = self.stage
        texts: list[str] = []
        while stage is not None:
            texts = [*stage.runs, *texts]
            stage = self.reader.map.below(stage)
        for text in texts:
            for match in _CONFIG.finditer(text):
                found = match[2] if match[1] == key else found
            if "virtualenvs" in text and not _CONFIG.search(text):
                raise _UnknownError
        return found


def _only_tools(given: Sequence[tuple[str, str]]) -> bool:
    """Whether the arguments of an installer name only programs that install others."""
    names = []
    for option, value in given:
        if option in ("-r", "--requirement", "--requirements", "-e", "--editable", "--group"):
            return False
        if not option:
            match = _NAME.match(value)
            names.append(
                re.sub(r"[-_.]+", "-", match[0]).lower() if match and "/" not in value else ""
            )
    return all(name in TOOLS for name in names)
