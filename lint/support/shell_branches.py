"""The branches of `if` and `case` in a shell script, and which of them known values take."""

from __future__ import annotations

import fnmatch
import operator

from lint.support.shell_words import UNKNOWN, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lint.support.shell_words import Word

_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": operator.eq,
    "-ne": operator.ne,
    "-gt": operator.gt,
    "-ge": operator.ge,
    "-lt": operator.lt,
    "-le": operator.le,
}
_MOST_TESTS = 100
"""What comes after more tests is not decided: each of them is asked again."""
OPERATORS = frozenset(("=", "==", "!=", "-n", "-z", "case", *_NUMBERS))
"""The tests that can be decided: those of `[`, and `case`."""


_SETS_ANY = frozenset(("source", ".", "eval", "read", "getopts", "let", "mapfile", "unset"))
"""Commands that may set any variable."""
_PARAMETERS = frozenset("123456789")
"""Positional parameters: one that is missing is not set."""


class Test:
    """A test of a word: `[ WORD = other ]`, `[ -n WORD ]`, or one item of `case WORD in`."""

    __slots__ = ("kind", "others", "word")

    def __init__(self, kind: str, word: Word, others: Sequence[Word]) -> None:
        self.kind = kind
        self.word = word
        self.others = others

    def names(self) -> Iterator[str]:
        """The variables that the test reads."""
        for word in (self.word, *self.others):
            yield from _names(word)

    def holds(self, values: Mapping[str, str | None]) -> bool | None:
        """Whether it holds; None where that is not known. A name that is missing is not known."""
        given = _Given(values)
        text = self.word.text(given)
        others = [word.text(given) for word in self.others]
        if self.kind == "case" and others == ["*"]:
            return True
        if any(UNKNOWN in each or "\0" in each for each in (text, *others)):
            return None
        if self.kind != "case" and any(
            word.names and not word.quoted and len(each.split()) != 1
            for word, each in zip((self.word, *self.others), (text, *others), strict=True)
        ):
            return None  # the shell makes no word of it, or several
        if self.kind in ("-n", "-z"):
            return bool(text) is (self.kind == "-n")
        if self.kind == "case":
            return any(fnmatch.fnmatchcase(text, other) for other in others)
        if self.kind in _NUMBERS:
            number, other = text.strip(), others[0].strip()
            if not (number.isdecimal() and other.isdecimal() and len(number + other) < 20):
                return None
            return _NUMBERS[self.kind](int(number), int(other))
        return (text == others[0]) is (self.kind != "!=")


class Branch:
    """A block that runs where its own test holds and none of those before it.

    A test is None where it cannot be decided; `own` is True for `else`.
    """

    __slots__ = ("before", "own")

    def __init__(self, before: Sequence[Test | None], own: Test | bool | None) -> None:
        many = len(before) > _MOST_TESTS
        self.before: list[Test | None] = [None] if many else list(before)
        self.own = None if many else own

    def names(self) -> Iterator[str]:
        """The variables that decide it."""
        for test in (*self.before, self.own):
            if isinstance(test, Test):
                yield from test.names()

    def taken(self, values: Mapping[str, str | None]) -> bool | None:
        """Whether it runs; None where that is not known."""
        known = True
        for test in self.before:
            held = test.holds(values) if test is not None else None
            if held:
                return False
            known = known and held is not None
        own = self.own.holds(values) if isinstance(self.own, Test) else self.own
        if own is False:
            return False
        return True if known and own else None


class _Given(dict[str, "str | None"]):
    """Values among which each name is that is no positional parameter; it may be one of the machine."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name not in _PARAMETERS


class Decisions:
    """What is known, while a script runs, of the values that decide its branches.

    Only what somebody states counts: a variable that nothing sets here may be set elsewhere.
    """

    def __init__(
        self,
        around: Mapping[str, str | None],
        env: Mapping[str, str | None],
        parameters: Sequence[str],
    ) -> None:
        self._values: dict[str, str | None] = {**around, **env, "#": str(len(parameters))}
        self._taken: dict[Branch, bool | None] = {}
        for number, parameter in enumerate(parameters, start=1):
            if UNKNOWN in parameter:  # it may be several words
                self._forget_parameters(number)
                break
            self._values[str(number)] = parameter

    def _forget_parameters(self, first: int) -> None:
        self._values["#"] = None
        self._values.update(dict.fromkeys(name for name in _PARAMETERS if int(name) >= first))

    def taken(self, branches: Sequence[Branch]) -> bool | None:
        """Whether all branches around a command are taken; None where that is not known."""
        result: bool | None = True
        for branch in branches:
            if branch not in self._taken:
                self._taken[branch] = branch.taken(self._values)
            if self._taken[branch] is False:
                return False
            result = result if self._taken[branch] else None
        return result

    def learn(
        self,
        written: Sequence[Word],
        words: Sequence[str],
        assigned: Mapping[str, str | None],
        conditional: bool,
    ) -> None:
        """Takes note of what a command changes; `words` are its words as they are known.

        `assigned` are the variables in front of it.
        """
        if not words and assigned:
            self._values.update(dict.fromkeys(assigned) if conditional else assigned)
        elif not words or words[0] in _SETS_ANY or words[:2] == ["printf", "-v"]:
            self._values = dict.fromkeys(self._values)
            self._forget_parameters(1)
        elif words[0] == "shift" or (words[0] == "set" and _sets(words[1:])):
            self._forget_parameters(1)
        for word in written:
            for part in word.parts:
                if isinstance(part, Variable) and part.operator in (":=", "="):
                    self._values[part.name] = None


def _sets(words: Sequence[str]) -> bool:
    """Whether `set` with these words changes the parameters, and not only options of the shell."""
    rest = iter(words)
    for word in rest:
        if not word.startswith(("-", "+")) or word in ("-", "--"):
            return True
        if word.endswith("o"):
            next(rest, None)  # the option's name
    return False


def _names(word: Word) -> Iterator[str]:
    for part in word.parts:
        if isinstance(part, Variable):
            yield part.name
            if part.default is not None:
                yield from _names(part.default)
