"""Which imports of a program nothing in the image provides, and which its Python does not have."""

from __future__ import annotations

from lint.image.packaging.distributions import Distributions, read_wheelhouse
from lint.image.packaging.distributions import Verdict as Provided
from lint.image.packaging.known_distributions import PYTHONS, READ, REQUIRES
from lint.image.packaging.lock_file import Lock
from lint.image.standard_library import lacks, stand_ins
from lint.image.wheel.metadata import canonical_name
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.dependencies.installed import Installed

_LIMITED = lazy_regex(r"==|~=|<|@")
"""In a requirement that takes an older release, or one from elsewhere."""
UNTIL = {"pkg_resources": ("setuptools", "82")}
"""Modules that a distribution no longer has: it, and its first release without.

Source: https://setuptools.pypa.io/en/latest/history.html#v82-0-0.
"""
_OLD_PYTHON = (3, 12)
"""The first version whose official image, and whose `venv`, has no setuptools."""
_WITH_OLD_PYTHON = frozenset(("pkg_resources", "setuptools", "wheel"))
_SHORTEST = 3
"""A shorter name resembles everything."""


@record
class Verdict:
    """What is known of an import that nothing in the tree provides."""

    kind: str
    """`provided`, `missing`, `outside` (of the environment of conda that runs the program), `nobody` (no
    distribution is known to provide it), `gone` (the newest release of what provided it has it no longer),
    `no-stdlib` or `unknown`."""
    certain: bool = False
    """Whether nothing else can provide it."""
    distribution: str = ""
    """For `missing` and `outside`: what provides it."""
    unless: str = ""
    """For `missing`: a distribution that may bring it; "" for none."""
    dated: bool = False
    """Whether it is certain by the shipped table alone: a newer release may require more."""
    environment: str = ""
    """For `outside`: an environment that has it."""


class ImageDistributions:
    """What an image that is built of a source tree has, for asking about imports.

    `own` is the lock file, and `wheelhouse` the folder of wheels ("" for none), that the user names.
    `assumed_python` is the version that is likely where `python` is not known. `environment` is the
    environment of conda that runs the program, "" for `base`; None where that is not known.
    """

    def __init__(
        self,
        installed: Installed,
        own: Lock | None = None,
        wheelhouse: str = "",
        python: tuple[int, int] | None = None,
        assumed_python: tuple[int, int] | None = None,
        environment: str | None = None,
    ) -> None:
        self._outside = installed.outside(environment)
        self.installed = installed = installed.in_environment(environment)
        python = python or installed.python
        self.python = None if installed.other_python else python or assumed_python
        self.python_assumed = python is None
        names = frozenset(installed.locked | (own.names if own is not None else frozenset()))
        self._distributions = Distributions(
            [],
            requirements=[stated.requirement for stated in installed.stated],
            wheelhouse=read_wheelhouse(wheelhouse) if wheelhouse else (),
            lock=Lock(names, own is not None and own.complete),
            python=python,
        )
        self._own = own is not None
        complete = own is not None and own.complete
        self._open = "" if complete else installed.open
        self._stated = names | {stated.requirement.name for stated in installed.stated}
        self.closed = not (self._open or self._distributions.open or installed.more)
        """Whether all that is installed is known."""
        self.certain = installed.certain and self.closed
        self._squashed = [_squash(name) for name in self._distributions.names]

    def judge(self, name: str) -> Verdict:
        """The verdict on the import of a top-level module that the tree does not have."""
        names = self._distributions.names
        if self.python is not None and lacks(name, self.python):
            found = [one for one in (*stand_ins(name), canonical_name(name)) if one in names]
            if any(one in self._stated for one in found):
                return Verdict("provided")
            # What the table says of older releases may not hold for the one that is installed.
            return Verdict("no-stdlib", self.closed and not found and not self.python_assumed)
        if name in _WITH_OLD_PYTHON and self.python is not None and self.python < _OLD_PYTHON:
            return Verdict("provided")
        if name in UNTIL and self._is_newest(UNTIL[name][0]):
            others = any(UNTIL[name][0] in REQUIRES.get(one, ()) for one in names)
            return Verdict("gone", self.closed and not others and not self._own, UNTIL[name][0])
        if self._open or not (self.installed.commands or self.installed.stated):
            return Verdict("unknown")
        verdict = self._distributions.judge(name)
        if verdict.status == "optional" and self._distributions.for_others.issuperset(
            verdict.distributions
        ):
            verdict = Provided(
                "unknown" if self._distributions.open else "missing", verdict.distributions
            )
        if verdict.status in ("missing", "unknown"):
            guesses = (*verdict.distributions, canonical_name(name.partition(".")[0]))
            for one in guesses:
                if one in self._outside:
                    sure = self.closed and not self._own
                    return Verdict("outside", sure, one, environment=self._outside[one])
        if verdict.status == "missing" and self.installed.more and not self._own:
            return Verdict("missing", False, verdict.distributions[0], self.installed.more)
        if verdict.status == "missing":
            dated = not self.certain and self.closed and self._all_known()
            distribution = verdict.distributions[0]
            return Verdict("missing", self.certain or dated, distribution, dated=dated)
        if verdict.status == "unknown" and verdict.distributions:
            return Verdict("missing", False, verdict.distributions[0], self._distributions.open)
        if verdict.status == "unknown" and self.closed and not self._resembles(name):
            return Verdict("nobody", self._all_known())
        return Verdict("unknown" if verdict.status == "unknown" else "provided")

    def _is_newest(self, distribution: str) -> bool:
        """Whether a distribution is required, and nothing that is read keeps its newest release away."""
        stated = [one.requirement for one in self.installed.stated]
        here = [one.text for one in stated if one.name == distribution]
        if not here or not self.installed.newest or distribution in self.installed.locked:
            return False
        return not any(map(_LIMITED.search, here))

    def _all_known(self) -> bool:
        """Whether what is installed, and its modules, are known: newest releases, all in the table."""
        installed = self.installed
        limited = any(_LIMITED.search(one.requirement.text) for one in installed.stated)
        return (
            installed.understood
            and installed.newest
            and bool(installed.stated)
            and not limited
            and not self._own
            and installed.locked <= installed.own
            and self.python is not None
            and not self.python_assumed
            and PYTHONS[0] <= self.python <= PYTHONS[-1]
            and {one.program for one in installed.commands} <= {"pip", "uv pip"}
            and self._distributions.names <= READ | installed.own
        )

    def has(self, distribution: str) -> bool:
        """Whether a distribution is, or may be, installed."""
        return not self.closed or distribution in self._distributions.names

    def _resembles(self, name: str) -> bool:
        """Whether something that is installed has a name like it, and so may provide it."""
        wanted = _squash(name)
        return len(wanted) < _SHORTEST or any(
            wanted in one or (len(one) > _SHORTEST and one in wanted) for one in self._squashed
        )


def _squash(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")
