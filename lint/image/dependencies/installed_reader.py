"""Reads what the image installs: the commands of the Dockerfile, or the buildpack, with the files they read.

Where a command is not understood, or a file cannot be read, `Installed.open` says so.
"""

from __future__ import annotations

import os
import posixpath

from lint.image.context.base_images import UV_IMAGES, brings_no_packages, plain_python
from lint.image.context.bind_mounts import bind_mounts
from lint.image.context.conda_environments import (
    environment_name,
    environment_of_shell,
    environment_on_path,
)
from lint.image.context.conda_images import conda_image
from lint.image.dependencies.install_commands import (
    Commands,
    Install,
    install_commands,
    limits,
)
from lint.image.dependencies.installed import Installed, LockUse, Stated
from lint.image.packaging.conda_environment import (
    OF_CONDA,
    WITH_PYTHON,
    CondaPackages,
    read_conda_lock,
    read_environment,
    read_packages,
)
from lint.image.packaging.local_projects import local_projects
from lint.image.packaging.lock_file import MAX_LOCK_BYTES, Chosen, Lock, parse_lock
from lint.image.packaging.locked_packages import is_pylock
from lint.image.packaging.project_requirements import (
    ProjectRequirements,
    project_requirements,
    supports,
)
from lint.image.packaging.requirements_file import (
    MAX_REQUIREMENTS,
    read_requirements,
)
from lint.image.packaging.requirements_text import requirements_text
from lint.image.wheel.metadata import Requirement, canonical_name
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.image.context.build_context import Context
    from lint.image.context.dockerfile import Run, Stage

MAX_FILES = 200
"""Requirements files that are read."""
LOCKS = {
    "uv sync": ("uv.lock",),
    "poetry": ("poetry.lock",),
    "pdm": ("pdm.lock", "pylock.toml"),
    "pipenv": ("Pipfile.lock",),
}
"""The lock file of each program that installs a project."""
_UV = lazy_regex(r"(?:^|[\s/])uvx?(?:\s|$)")
_CONFIGURATIONS = frozenset(("pip.conf", "uv.toml"))
"""Files by which installers may take other indexes."""
_LINKS = lazy_regex(r"(?:^|[\s;&|])ln\s")
_LISTS = (".txt", ".in", ".lock", ".yml", ".yaml")
"""How the names of files end that installers read."""
_BROUGHT_BY_BUILDPACK = ("gunicorn", "functions-framework", "uvicorn")


def read_installed(context: Context) -> Installed:
    """What the image that is built of a context installs."""
    installed = Installed()
    copy_map = context.copy_map
    if copy_map is None:
        _Reader(context, installed, None, {}).buildpack()
        return installed
    stages = copy_map.built_stages()
    if not stages:
        installed.leave_open("the Dockerfile")
        return installed
    if not brings_no_packages(stages[-1].image) and conda_image(stages[-1].image) is None:
        installed.leave_open(stages[-1].image)
    if any(posixpath.basename(path) in _CONFIGURATIONS for path in context.kept):
        installed.newest = False
    for stage in stages:
        _read_stage(context, installed, stage, stage is stages[-1])
    installed.certain = installed.certain and bool(installed.locks)
    return installed


def _read_stage(context: Context, installed: Installed, stage: Stage, last: bool) -> None:
    conda = conda_image(stage.image)
    found: list[tuple[Run, Commands]] = []
    for run in stage.commands:
        inside = _environment(stage, run) if conda is not None else ""
        found.append(
            (run, install_commands(run.text, run.line, run.workdir, run.variables, inside))
        )
    installs = any(commands.installs for _, commands in found)
    if not installs and not last and plain_python(stage.image) is None:
        return  # a stage of another language
    parts = [installed]
    if conda is not None:
        _start_with_conda(installed, stage)
        parts.append(installed.environments[None])
    elif plain_python(stage.image) is None:
        installed.understood = False
        installed.certain = installed.certain and brings_no_packages(stage.image)
        if installs and not brings_no_packages(stage.image):
            installed.leave_open(stage.image)
    if any(map(limits, (*stage.env, *stage.args))):
        installed.newest = False
    foreign = not all(one.image.startswith(UV_IMAGES) for one in stage.foreign)
    for part in parts:
        if stage.unclear or foreign:
            part.certain = part.understood = False
        for _, commands in found:
            if commands.unknown:
                part.leave_open(commands.unknown)
            part.certain = part.certain and not commands.brings
            part.understood = part.understood and not commands.brings
    for run, commands in found:
        installed.newest = installed.newest and not commands.limited
        installed.other_python = installed.other_python or commands.other_python
        reader = _Reader(context, installed, stage, _mounted(run))
        for install in commands.installs:
            installed.newest = installed.newest and not install.limited
            installed.commands.append(install)
            reader.install(install)
            if conda is not None:
                inside = reader.environment(install)
                part = installed.environments.setdefault(inside, Installed())
                _Reader(context, part, stage, _mounted(run)).install(install)


def _start_with_conda(installed: Installed, stage: Stage) -> None:
    """Adds what an image with conda has in `base`."""
    conda = conda_image(stage.image)
    assert conda is not None
    base = installed.environments.setdefault("", Installed())
    installed.environments.setdefault(None, Installed())
    installed.understood = False
    if any(map(_LINKS.search, stage.runs)):
        # A link to a program of an environment runs in that one.
        installed.environments[None].leave_open("ln")
    for part in (installed, base):
        if conda.own:
            part.locked |= OF_CONDA
        if conda.more:
            part.leave_open(stage.image)


def _environment(stage: Stage, run: Run) -> str | None:
    """The environment of conda in which a RUN line runs; None where it is not known."""
    conda = conda_image(stage.image)
    if conda is not None and conda.activates and not run.shell:
        return environment_name(stage.env.get("ENV_NAME") or "")
    inside = environment_of_shell(run.shell)
    # PATH may have been set behind the line.
    on_path = environment_on_path(stage.env.get("PATH") or "")
    return inside if inside != "" or on_path == "" else None


def _mounted(run: Run) -> dict[str, str]:
    """The paths of the context that a RUN line mounts, by their absolute path in the image."""
    found: dict[str, str] = {}
    for mount in bind_mounts(run.text):
        if not mount.origin and mount.target and "$" not in mount.target + mount.source:
            place = posixpath.normpath(posixpath.join(run.workdir or "/", mount.target))
            found[place] = posixpath.normpath(f"/{mount.source}")[1:]
    return found


def _runs_uv(context: Context) -> bool:
    """Whether the start may run `uv run`, which installs what is left of the project first."""
    start = context.copy_map.start if context.copy_map is not None else None
    words = [*start.entrypoint, *start.cmd] if start is not None else []
    if any(_UV.search(word) for word in words):
        return True
    scripts = [path for path in context.files if path.endswith((".sh", ".bash"))]
    for path in [*scripts, *filter(context.files.__contains__, ("Makefile", "Procfile"))][
        :MAX_FILES
    ]:
        member = context.files[path]
        try:
            if member.size > MAX_REQUIREMENTS or b"uv run" in member.read():
                return True
        except OSError:
            return True
    return False


class _Reader:
    """Reads the files that the commands of one stage name."""

    def __init__(
        self, context: Context, installed: Installed, stage: Stage | None, mounted: dict[str, str]
    ) -> None:
        self.context = context
        self.installed = installed
        self.stage = stage
        self.mounted = mounted

    def install(self, install: Install) -> None:
        """Adds what a command installs."""
        installed = self.installed
        if install.program == "conda":
            self._conda(install)
            return
        if install.unclear or install.directory is None:
            installed.leave_open(install.program)
            return
        shown = self.context.copy_map.display_path if self.context.copy_map is not None else ""
        for word in install.requirements:
            if "$" in word.partition("=")[0].partition(">")[0].partition("<")[0]:
                installed.leave_open(install.program)
            elif install.alone:
                installed.locked.add(Requirement(word).name)
            else:
                installed.stated.append(
                    Stated(Requirement(word, install.line), shown, install.line)
                )
        for word in install.files:
            path = self._path(install.directory, word)
            if path is None:
                installed.leave_open(word)
            else:
                self._requirements(path, install)
        for word in install.projects:
            self._project(install, word)
        if install.program == "uv sync" and self._downloads_nothing():
            installed.no_downloads = True
        elif install.program == "uv sync":
            installed.other_python = installed.other_python or self._fetches_python(install)
        if install.program == "pipenv":
            self._locked(install, install.directory)

    def environment(self, install: Install) -> str | None:
        """The environment of conda that a command installs into: the file may name it."""
        if install.program != "conda" or install.named:
            return install.environment
        for _, packages in self._conda_files(install):
            if packages.name:
                return environment_name(packages.name)
        return install.environment

    def _conda(self, install: Install) -> None:
        """Adds what a command of conda installs."""
        installed = self.installed
        if self.stage is None or conda_image(self.stage.image) is None:
            # Whoever brings conda into the image brings another Python.
            installed.leave_open("conda")
            installed.other_python = True
            return
        if install.unclear:
            installed.leave_open("conda")
        stated = CondaPackages()
        for word in install.requirements:
            stated.add(word, install.line)
        shown = self.context.copy_map.display_path if self.context.copy_map is not None else ""
        if install.requirements:
            self._add_packages(stated, shown, install)
        found = self._conda_files(install)
        if len(found) < len(install.files):
            installed.leave_open("conda")
        for path, packages in found:
            installed.files.add(path)
            self._add_packages(packages, self.context.kept[path].display_path, install)

    def _conda_files(self, install: Install) -> list[tuple[str, CondaPackages]]:
        """The files that a command of conda reads, as far as they are known."""
        found: list[tuple[str, CondaPackages]] = []
        for word in install.files:
            path = self._path(install.directory or "/", word) if install.directory else None
            text = self._text(path, MAX_LOCK_BYTES) if path is not None else None
            if path is None or text is None:
                continue
            if posixpath.basename(path).endswith("conda-lock.yml"):
                found.append((path, read_conda_lock(text)))
            elif path.endswith((".yml", ".yaml")):
                found.append((path, read_environment(text)))
            else:
                found.append((path, read_packages(text)))
        return found

    def _add_packages(self, packages: CondaPackages, shown: str, install: Install) -> None:
        installed = self.installed
        if packages.unclear:
            installed.leave_open("conda")
        installed.python = installed.python or packages.python
        names = {one.name for one in packages.requirements}
        if packages.locked:
            installed.locked |= names
            installed.locks.append(shown)
        else:
            installed.stated += [Stated(one, shown, one.line) for one in packages.requirements]
            installed.locked |= set(WITH_PYTHON)
            installed.certain = installed.certain and not (names or packages.pip)
            installed.more = installed.more or packages.more
        pip = Install(install.line, "pip", install.directory)
        for text, line in packages.pip:
            stated = read_requirements(text)
            installed.stated += [
                Stated(Requirement(one.text, line), shown, line) for one in stated.requirements
            ]
            if stated.unclear:
                installed.leave_open("pip")
            for word in stated.files:
                path = self._path(install.directory or "/", word)
                if path is None:
                    installed.leave_open(word)
                else:
                    self._requirements(path, pip)
            for word in stated.projects:
                self._project(pip, word)

    def _downloads_nothing(self) -> bool:
        """Whether uv is told to take the Python of the image, or none.

        Source: https://docs.astral.sh/uv/reference/environment/#uv_python_downloads.
        """
        env = {**self.stage.args, **self.stage.env} if self.stage is not None else {}
        return (
            env.get("UV_PYTHON_DOWNLOADS") in ("never", "manual", "0", "false")
            or env.get("UV_PYTHON_PREFERENCE") == "only-system"
            or env.get("UV_NO_MANAGED_PYTHON") in ("1", "true")
        )

    def _fetches_python(self, install: Install) -> bool:
        """Whether uv may take another Python than the image's, as the project or its pin demands.

        Source: https://docs.astral.sh/uv/concepts/python-versions/.
        """
        python = self.stage.python if self.stage is not None else None
        assert install.directory is not None
        pin = self._path(install.directory, ".python-version")
        if pin is not None:
            stated = (self._text(pin, MAX_REQUIREMENTS) or "").strip()
            numbers = stated.split(".")
            return python is None or numbers[:2] != [str(python[0]), str(python[1])]
        project = self._path(install.directory, "pyproject.toml")
        if project is None or python is None:
            return project is not None
        return not supports(self._folder(project), python)

    def buildpack(self) -> None:
        """Adds what Google's Python buildpack installs.

        Source: https://cloud.google.com/docs/buildpacks/python#dependencies.
        """
        self.installed.certain = self.installed.understood = False
        for name in _BROUGHT_BY_BUILDPACK:
            self.installed.stated.append(Stated(Requirement(name), "", 0))
        install = Install(1, "pip", "/")
        if "requirements.txt" in self.context.files:
            self._requirements("requirements.txt", install)
        elif "pyproject.toml" in self.context.files:
            if "poetry.lock" in self.context.files or "uv.lock" in self.context.files:
                self.installed.leave_open("the buildpack")
            install.projects.append(".")
            self._read_project("pyproject.toml", "pip", (), install)
        elif "Pipfile" in self.context.files:
            self.installed.leave_open("Pipfile")

    def _path(self, directory: str, word: str) -> str | None:
        """The file of the context that a command reads; None where it cannot be told."""
        if "$" in word or "://" in word or "*" in word:
            return None
        place = posixpath.normpath(posixpath.join(directory, word))
        for target, source in self.mounted.items():
            if place == target:
                return source if source in self.context.kept else None
            if place.startswith(target.rstrip("/") + "/"):
                inner = posixpath.join(source, place[len(target.rstrip("/")) + 1 :])
                return inner if inner in self.context.kept else None
        copy_map = self.context.copy_map
        if self.stage is None or copy_map is None:
            path = place.lstrip("/")
            return path if path in self.context.kept else None
        name = posixpath.basename(place)
        kept = self.context.kept
        same = [path for path in kept if posixpath.basename(path) == name]
        found = copy_map.origin_in(self.stage, place, same)
        if found is None:
            others = [p for p in kept if p.endswith(_LISTS) and p not in same]
            found = copy_map.origin_in(self.stage, place, others[:MAX_FILES])
        return found

    def _text(self, path: str, limit: int) -> str | None:
        member = self.context.kept.get(path)
        if member is None or member.size > limit:
            return None
        try:
            return requirements_text(member.read())
        except OSError:
            return None

    def _requirements(self, path: str, install: Install) -> None:
        """Adds what a requirements file, and those that it names, state."""
        installed = self.installed
        if path in installed.files:
            return
        text = self._text(path, MAX_REQUIREMENTS)
        if text is None or len(installed.files) >= MAX_FILES:
            installed.leave_open(path)
            return
        if path.endswith(("pyproject.toml", "setup.cfg", "setup.py")):
            self._read_project(path, install.program, (), install)
            return
        shown = self.context.kept[path].display_path
        installed.files.add(path)
        if is_pylock(posixpath.basename(path)):
            lock = parse_lock(path, text)
            if lock is None:
                installed.leave_open(path)
                return
            installed.locked |= lock.names
            installed.locks.append(shown)
            if self.stage is not None:
                installed.lock_uses.append(LockUse(path, self.stage, Chosen()))
            return
        stated = read_requirements(text)
        if install.alone or stated.hashed:
            installed.locked.update(one.name for one in stated.requirements)
            installed.locks.append(shown)
        elif stated.compiled:
            # Somebody may have added a line by hand: what that brings is not known.
            installed.locked.update(one.name for one in stated.requirements)
            installed.locks.append(shown)
            installed.certain = False
        else:
            installed.add(path, shown, stated.requirements)
            installed.certain = False
        installed.newest = installed.newest and not stated.limited
        if stated.unclear:
            installed.leave_open(path)
        for word in stated.files:
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(path), word))
            self._requirements(inner, install)
        for word in stated.projects:
            self._project(install, word)

    def _project(self, install: Install, word: str) -> None:
        """Adds what a project requires."""
        installed = self.installed
        folder, bracket, rest = word.partition("[")
        extras = [canonical_name(name) for name in rest.rstrip("]").split(",")] if bracket else []
        assert install.directory is not None
        directory = posixpath.normpath(
            posixpath.join(install.directory, folder.removeprefix("file:"))
        )
        if install.program in LOCKS and self._locked(install, directory):
            path = self._path(directory, "pyproject.toml")
            if path is not None:
                installed.projects.append((path, install.program))
            return
        for name in ("pyproject.toml", "setup.cfg", "setup.py"):
            path = self._path(directory, name)
            if path is not None:
                self._read_project(path, install.program, extras, install)
                return
        installed.leave_open(word)

    def _locked(self, install: Install, directory: str) -> bool:
        """Adds what the lock file of a project lists; whether there is one that can be read."""
        installed = self.installed
        path = next(
            filter(None, (self._path(directory, name) for name in LOCKS[install.program])), None
        )
        text = self._text(path, MAX_LOCK_BYTES) if path is not None else None
        chosen = install.chosen
        if self.stage is not None and "PIPENV_DEV" in self.stage.env:
            chosen = None
        starts_uv = install.program == "uv sync" and _runs_uv(self.context)
        if starts_uv:
            chosen = None
        name = posixpath.basename(path or "")
        lock = parse_lock(name, text, chosen) if text is not None else None
        if lock is None or not lock.complete or path is None:
            if install.program == "pipenv":
                installed.leave_open("Pipfile")
            return False
        bare = lock.virtual or (install.bare and not starts_uv)
        left_out = {lock.project} if bare else set()
        installed.locked |= lock.names - left_out
        installed.locks.append(self.context.kept[path].display_path)
        if not install.locked and not self._fits(directory, lock):
            installed.leave_open(path)
        elif self.stage is not None:
            installed.lock_uses.append(LockUse(path, self.stage, install.chosen))
        return True

    def _fits(self, directory: str, lock: Lock) -> bool:
        """Whether the lock file has all that the project requires, so that it is not made anew."""
        path = self._path(directory, "pyproject.toml")
        stated = self._stated(path, None) if path is not None else None
        return stated is None or all(one.name in lock.names for one in stated.requirements)

    def _stated(self, path: str, extras: Iterable[str] | None) -> ProjectRequirements | None:
        return project_requirements(self._folder(path), extras)

    def _folder(self, path: str) -> str:
        return os.path.join(self.context.directory, *posixpath.dirname(path).split("/"))

    def _read_project(
        self, path: str, program: str, extras: Iterable[str], install: Install
    ) -> None:
        self.installed.projects.append((path, program))
        self._add_project(path, program, extras, install)

    def _add_project(
        self, path: str, program: str, extras: Iterable[str], install: Install
    ) -> None:
        """Adds what a project requires, and what those beside it that come with it require."""
        installed = self.installed
        if path in installed.files:
            return
        installed.certain = False
        # Groups and extras that a manager is asked for are not told apart: all of them count.
        stated = self._stated(path, extras if program in ("pip", "uv pip") else None)
        if stated is None:
            installed.leave_open(path)
            return
        shown = self.context.kept[path].display_path
        if install.alone:
            installed.files.add(path)
        else:
            installed.add(path, shown, stated.requirements)
        if stated.open:
            installed.leave_open(path)
        if stated.name:
            installed.locked.add(stated.name)
            installed.own.add(stated.name)
        installed.newest = (
            installed.newest and program == "pip"
        )  # others read settings of a project
        if install.alone:
            return
        context = self.context
        for folder in local_projects(context.directory, posixpath.dirname(path), context.kept):
            beside = posixpath.join(folder, "pyproject.toml")
            if beside in context.kept:
                self._add_project(beside, program, (), install)
