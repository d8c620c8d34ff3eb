"""Which distribution provides an import, and whether the build declares it.

What a distribution is imported as, and what it requires, is taken from the wheels of the build,
from a wheelhouse, and else from a shipped table. The verdict `missing` needs proof: the provider
is known, and everything that the declared distributions bring with them is known too.
"""

from __future__ import annotations

from lint.image.packaging.markers import environment
from lint.image.standard_library import is_standard
from lint.image.wheel.metadata import Requirement, canonical_name
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from lint.image.packaging.lock_file import Lock
    from lint.image.wheel.reader import Wheel

    Status = Literal["stdlib", "build", "declared", "transitive", "optional", "missing", "unknown"]

MAX_WHEELS = 2_000
"""Wheels of a wheelhouse that are looked at."""

_PYTHONS = tuple((3, minor) for minor in range(9, 16))
"""Markers are tried on these where the image's Python is not known."""


@record
class Verdict:
    """Whether an imported name is installed in the image, and by what."""

    status: Status
    """`stdlib`; `build` (a wheel of the image provides it); `declared`; `transitive` (a declared
    distribution requires it); `optional` (declared only under an extra, or for other platforms);
    `missing`; `unknown`."""
    distributions: Sequence[str] = ()
    """The distributions that provide it, most likely first."""
    reason: str = ""
    """Where the status comes from, in a few words."""


class Distributions:
    """The distributions of a build, for asking about imports.

    `wheels` form the build; `requirements` are further declarations (a project's dependencies).
    `wheelhouse` holds wheels of dependencies, `lock` is a lock file's content. `python` is the
    image's, if known.
    """

    def __init__(
        self,
        wheels: Sequence[Wheel],
        *,
        requirements: Iterable[Requirement] = (),
        wheelhouse: Iterable[Wheel] = (),
        lock: Lock | None = None,
        python: tuple[int, int] | None = None,
    ) -> None:
        self._wheels = {wheel.name: wheel for wheel in [*wheelhouse, *wheels] if not wheel.fatal}
        self._own = [wheel for wheel in wheels if not wheel.fatal]
        self._lock = lock
        self._pythons = (python,) if python else _PYTHONS
        self._providers: dict[str, set[str]] = {}
        for wheel in self._wheels.values():
            for name in _import_names(wheel):
                self._providers.setdefault(name, set()).add(wheel.name)
        self._direct: dict[str, set[str]] = {}
        self._optional: set[str] = set()
        self.for_others: set[str] = set()
        """Those that are declared for other platforms alone, or for other versions of Python."""
        for requirement in [*requirements, *(r for w in self._own for r in w.requires_dist)]:
            self._declare(requirement)
        self._brought, self._open = self._closure()

    @property
    def names(self) -> set[str]:
        """All distributions that are known to be installed, by canonical name."""
        names = {*self._direct, *self._brought, *(wheel.name for wheel in self._own)}
        return names | self._lock.names if self._lock is not None else names

    @property
    def open(self) -> str:
        """A distribution that may bring others of which nothing is known; "" for none."""
        return "" if self._lock is not None and self._lock.complete else self._open

    def judge(self, name: str) -> Verdict:
        """The verdict on an import; `name` may be dotted (`google.cloud.storage`)."""
        top = name.partition(".")[0]
        if is_standard(top):
            return Verdict("stdlib")
        own = {wheel.name for wheel in self._own}
        known, providers = self._provided_by(name)
        if own.intersection(providers):
            return Verdict("build", sorted(own.intersection(providers)))
        # Without better knowledge, a distribution that has the import's name provides it.
        guesses = list(dict.fromkeys((*providers, canonical_name(top))))
        for guess in guesses:
            if guess in self._direct:
                return Verdict("declared", [guess], "in Requires-Dist")
        for guess in guesses:
            if guess in self._brought:
                return Verdict("transitive", [guess], f"`{self._brought[guess]}` brings it")
            if self._lock is not None and guess in self._lock.names:
                return Verdict("transitive", [guess], "the lock file pins it")
        for guess in guesses:
            if guess in self._optional:
                return Verdict("optional", [guess], "declared only under an extra or elsewhere")
        if not known:
            return Verdict("unknown", reason="no distribution is known to provide it")
        if self._open and not (self._lock is not None and self._lock.complete):
            return Verdict("unknown", providers, f"`{self._open}` may bring it")
        return Verdict("missing", providers, "no declared distribution brings it")

    def _provided_by(self, name: str) -> tuple[bool, list[str]]:
        """Whether the providers are known for certain, and the providers, best known first."""
        from lint.image.packaging.known_distributions import IMPORTS

        parts = name.split(".")
        dotted = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
        for candidate in dotted:
            if candidate in self._providers:
                return True, sorted(self._providers[candidate])
            if candidate in IMPORTS:
                return True, list(IMPORTS[candidate])
        return False, []

    def _declare(self, requirement: Requirement) -> None:
        if not requirement.name:
            return
        if self._applies(requirement, ""):
            self._direct.setdefault(requirement.name, set()).update(requirement.extras)
        else:
            self._optional.add(requirement.name)
            if len(self._pythons) == 1 and "extra" not in requirement.marker:
                self.for_others.add(requirement.name)

    def _applies(self, requirement: Requirement, extra: str) -> bool:
        """Whether the requirement counts on Linux x86-64, on any Python that the image may have."""
        if not requirement.marker:
            return True
        from packaging.markers import Marker

        try:
            marker = Marker(requirement.marker)
            return any(marker.evaluate(environment(python, extra)) for python in self._pythons)
        except (ValueError, RecursionError):
            return True

    def _closure(self) -> tuple[dict[str, str], str]:
        """All that the declared distributions bring: name to who brings it.

        Then one whose own requirements are not known, or "".
        """
        brought: dict[str, str] = {}
        unclear = ""
        seen: set[tuple[str, str]] = set()
        pending = [
            (name, extra, name) for name, extras in self._direct.items() for extra in ("", *extras)
        ]
        while pending:
            name, extra, root = pending.pop()
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            if name not in self._direct:
                brought.setdefault(name, root)
            required = self._required(name, extra)
            if required is None:
                unclear = unclear or name if extra else name
                continue
            for other, extras in required:
                pending.extend((other, asked, root) for asked in ("", *extras))
        return brought, unclear

    def _required(self, name: str, extra: str) -> list[tuple[str, tuple[str, ...]]] | None:
        """What a distribution, or an extra of it, requires; None when nobody knows."""
        if name in self._wheels:
            return [
                (requirement.name, requirement.extras)
                for requirement in self._wheels[name].requires_dist
                if requirement.name and self._applies(requirement, extra)
            ]
        from lint.image.packaging.known_distributions import REQUIRES

        row = REQUIRES.get(f"{name}[{extra}]" if extra else name)
        if row is None:
            return None
        found = map(Requirement, row)
        return [(requirement.name, requirement.extras) for requirement in found]


def read_wheelhouse(directory: str) -> list[Wheel]:
    """The readable wheels of a directory, by name. Raises `OSError` when it cannot be listed."""
    import os

    from lint.image.wheel.reader import read_wheel

    names = sorted(name for name in os.listdir(directory) if name.endswith(".whl"))[:MAX_WHEELS]
    wheels = [read_wheel(os.path.join(directory, name)) for name in names]
    return [wheel for wheel in wheels if not wheel.fatal]


def _import_names(wheel: Wheel) -> set[str]:
    """The names by which a wheel's modules are told from other distributions'.

    A top-level package with `__init__` by its name; below namespace packages, the first packages
    or modules that are none, and all on the way: `google.cloud.run_v2`.
    """
    names: set[str] = set()
    packages = {path.rpartition("/")[0] for path in wheel.members if path.endswith("/__init__.py")}
    for path in wheel.members:
        if not path.endswith((".py", ".so")):
            continue
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if "/".join(parts[:depth]) in packages:
                names.add(".".join(parts[:depth]))
                break
        else:
            stem = parts[-1].partition(".")[0]
            if stem != "__init__":
                names.add(".".join([*parts[:-1], stem]))
    return names
