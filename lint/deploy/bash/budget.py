"""What reading scripts may cost."""

from __future__ import annotations

MAX_WORK = 300_000
MAX_COMMANDS = 500


class TooLongError(Exception):
    """A script makes more of its variables than anybody would write."""


class Budget:
    """What reading the scripts of one file may cost, in pieces of text, statements and commands."""

    __slots__ = ("commands", "left")

    def __init__(self) -> None:
        self.left = MAX_WORK
        self.commands = MAX_COMMANDS

    def keep(self) -> bool:
        """Whether one more command may be kept."""
        self.commands -= 1
        return self.commands >= 0

    def spend(self, amount: int) -> None:
        """Raises `TooLongError` when all is spent."""
        self.left -= amount
        if self.left < 0:
            raise TooLongError
