"""How a start reaches a function, and what it asks for on the way."""

from __future__ import annotations

from lint.image.python.call_records import CATCHES, KEY_ERROR, SWALLOWS
from lint.image.python.facts import CONDITION, IMPORT_ERROR, MODULE_NOT_FOUND


class Site:
    """One call on the way: the caller and what it calls, with the place of the call."""

    __slots__ = ("callee", "caller", "column", "line", "module")

    def __init__(self, module: str, caller: str, callee: str, line: int, column: int) -> None:
        self.module = module
        self.caller = caller
        self.callee = callee
        self.line = line
        self.column = column


class Start:
    """How a function is reached: from the top level of `root` through `sites`.

    `flags` are those of all calls on the way together: what is caught, and what runs only under a
    condition.
    """

    __slots__ = ("flags", "root", "sites")

    def __init__(self, root: str, sites: tuple[Site, ...], flags: int) -> None:
        self.root = root
        self.sites = sites
        self.flags = flags

    @property
    def conditional(self) -> bool:
        """Whether it runs only under a condition."""
        return bool(self.flags & CONDITION)


class Demanded:
    """A call that names an env var which the function must find set.

    `inside` is true where the call stands in a function.
    """

    __slots__ = ("column", "flags", "inside", "line", "module", "name")

    def __init__(
        self, name: str, module: str, line: int, column: int, flags: int, inside: bool
    ) -> None:
        self.inside = inside
        self.name = name
        self.module = module
        self.line = line
        self.column = column
        self.flags = flags


def guards_module(flags: int) -> bool:
    """Whether a missing module does not stop what runs under these flags."""
    return bool(flags & (CONDITION | MODULE_NOT_FOUND | IMPORT_ERROR))


def guards_variable(flags: int) -> bool:
    """Whether a missing env var does not stop what runs under these flags."""
    return bool(flags & (CONDITION | KEY_ERROR | CATCHES))


def guards_settings(flags: int) -> bool:
    """Whether what pydantic raises does not stop what runs under these flags."""
    return bool(flags & (CONDITION | CATCHES))


def weaker(old: int, new: int) -> bool:
    """Whether a way that was found is less sure than a new one."""
    guards = CONDITION | MODULE_NOT_FOUND | IMPORT_ERROR | KEY_ERROR | SWALLOWS | CATCHES
    return (old & guards) != (new & guards) and (old & guards) & (new & guards) == (new & guards)
