"""The distributions that an image gets, as far as its files say it, and those of each environment of conda.

Nothing here is a guess: `Installed.open` says why there may be more, and then nothing is concluded from
what is missing.
"""

from __future__ import annotations

from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.image.context.dockerfile import Stage
    from lint.image.dependencies.install_commands import Install
    from lint.image.packaging.lock_file import Chosen
    from lint.image.wheel.metadata import Requirement


@record
class Stated:
    """A requirement, and the line that states it."""

    requirement: Requirement
    path: str
    """The file, as shown."""
    line: int
    """From 1."""


@record
class LockUse:
    """A lock file that a stage installs."""

    path: str
    """Relative to the context."""
    stage: Stage
    chosen: Chosen | None
    """The groups and extras; None where any may be."""


@record
class Installed:
    """The distributions that an image gets, as far as its files say it."""

    stated: list[Stated] = default(factory=list)
    """What is required by name, apart from what lock files list."""
    locked: set[str] = default(factory=set)
    """What lock files list, and requirements files that list everything."""
    locks: list[str] = default(factory=list)
    """These files, as shown."""
    lock_uses: list[LockUse] = default(factory=list)
    """Those that are installed as they are."""
    own: set[str] = default(factory=set)
    """The projects of the tree that are installed, by canonical name."""
    files: set[str] = default(factory=set)
    """The requirements files that are installed, relative to the context."""
    commands: list[Install] = default(factory=list)
    """The commands that install something."""
    projects: list[tuple[str, str]] = default(factory=list)
    """The pyproject.toml of each project that is installed, relative to the context, with the program."""
    open: str = ""
    """Why there may be more that nobody knows of; "" where this is all."""
    certain: bool = True
    """Whether nothing can bring a distribution that is not listed here."""
    understood: bool = True
    """Whether every line of the Dockerfile that may bring a module is understood."""
    newest: bool = True
    """Whether what has no version is installed in its newest release, of the public index."""
    other_python: bool = False
    """Whether the program may run in another Python than that of the base image."""
    no_downloads: bool = False
    """Whether uv is told to download no Python, and stops without one that fits."""
    more: str = ""
    """A package of conda that may bring distributions of which nobody knows; "" for none."""
    python: tuple[int, int] | None = None
    """The Python that conda is told to install."""
    environments: dict[str | None, Installed] = default(factory=dict)
    """What each environment of conda gets, "" for `base`; None has what is not known to be in one
    of them. Empty where the image is not made from one with conda."""

    def add(self, path: str, shown: str, requirements: Iterable[Requirement]) -> None:
        """Adds what a file states; `path` is relative to the context."""
        self.files.add(path)
        self.stated += [Stated(one, shown, one.line) for one in requirements]

    def leave_open(self, reason: str) -> None:
        """There may be more, for this reason; the first one counts."""
        self.open = self.open or reason
        self.certain = self.understood = False

    def in_environment(self, environment: str | None) -> Installed:
        """What a program has that runs in an environment of conda; all for None, or without conda."""
        if environment is None or not self.environments:
            return self
        found = Installed(commands=self.commands, understood=False)
        for name in dict.fromkeys((environment, None)):
            part = self.environments.get(name)
            if part is None:
                continue
            found.stated += part.stated
            found.locked |= part.locked
            found.locks += part.locks
            found.own |= part.own
            found.open = found.open or part.open
            found.more = found.more or part.more
            found.python = found.python or part.python
            found.certain = found.certain and part.certain
        found.certain = found.certain and bool(found.locks)
        return found

    def outside(self, environment: str | None) -> dict[str, str]:
        """The distributions that only other environments of conda get, and one of these each."""
        if environment is None or not self.environments:
            return {}
        here = self.in_environment(environment)
        own = here.locked | {one.requirement.name for one in here.stated}
        found: dict[str, str] = {}
        for name, part in self.environments.items():
            if name not in (environment, None, ""):
                names = {one.requirement.name for one in part.stated} | part.locked
                found.update(dict.fromkeys(names - own, name or ""))
        return found
