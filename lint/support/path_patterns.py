r"""Many path patterns matched at once, in time linear in the path whatever the patterns are.

A regular expression for each pattern backtracks (`*a*a*a*b`), and asking each pattern about each
path takes patterns x paths. Here all patterns together are one automaton whose states are the bits
of one integer: a character of a path costs a few operations on that integer. Its states are kept
when they are first reached, so that most characters cost one look into a dictionary.

A pattern is a list of tokens:

| token | as a regular expression |
|---|---|
| `("one", "x", None)` | `x` |
| `("class", name, test)` | one character for which `test` is true; equal names have equal tests |
| `("loop", "/", None)` | `[^/]*`; with "" as the second item, any characters |
| `("deep", "\n", None)` | `(?:[^\n]*/)?`; with "" as the second item, any characters before the slash |
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Test = Callable[[str], object]
    Token = tuple[str, str, Test | None]

MAX_TOKENS = 1 << 16
"""Characters and wildcards that the patterns of one file may have between them."""

_MAX_CHARACTERS = 2_000
_CACHE_BYTES = 16 << 20
_LEAST_STATES = 64


class State:
    """The automaton after some characters of a path: what it has matched, and where it may go on."""

    __slots__ = ("_accepted", "after", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.after: dict[str, State] = {}
        self._accepted: int | None = None


class PathPatterns:
    """The automaton of some patterns; pattern number i is bit i of what `matched` returns."""

    def __init__(self, patterns: Iterable[Sequence[Token]]) -> None:
        self._literals: dict[str, list[int]] = {}
        self._classes: dict[str, tuple[Test, list[int]]] = {}
        loops: dict[str, list[int]] = {}
        one: list[int] = []
        two: list[int] = []
        slashes: list[int] = []
        starts: list[int] = []
        self._ends: dict[int, int] = {}
        size = 0
        for number, tokens in enumerate(patterns):
            starts.append(size)
            for kind, text, test in _joined(tokens):
                if kind == "one":
                    self._literals.setdefault(text, []).append(size)
                elif test is not None:
                    self._classes.setdefault(text, (test, []))[1].append(size)
                elif kind == "loop":
                    loops.setdefault(text, []).append(size)
                    one.append(size)
                else:
                    # Two states: before it, from where all of it may be passed, and inside it.
                    one.append(size)
                    two.append(size)
                    size += 1
                    loops.setdefault(text, []).append(size)
                    slashes.append(size)
                size += 1
            self._ends[size] = number
            size += 1
        self._literals.setdefault("/", []).extend(slashes)
        self._size = size
        self._one, self._two = self._mask(one), self._mask(two)
        self._loops = [(text, self._mask(positions)) for text, positions in loops.items()]
        self._end_bits = self._mask(self._ends)
        self._moves: dict[str, tuple[int, int]] = {}
        self._states: dict[int, State] = {}
        self._most = max(_LEAST_STATES, _CACHE_BYTES // (size // 8 + 600))
        self.start = State(self._closed(self._mask(starts)))

    def walk(self, state: State, text: str) -> State:
        """The state that some more characters of a path lead to."""
        for char in text:
            following = state.after.get(char)
            state = following if following is not None else self._step(state, char)
        return state

    def matched(self, state: State) -> int:
        """The patterns that match the path so far, as bits."""
        if state._accepted is None:
            accepted = 0
            for position in positions_of(state.bits & self._end_bits):
                accepted |= 1 << self._ends[position]
            state._accepted = accepted
        return state._accepted

    def match(self, path: str) -> int:
        """The patterns that match a whole path, as bits."""
        return self.matched(self.walk(self.start, path))

    def _step(self, state: State, char: str) -> State:
        move = self._moves.get(char)
        if move is None:
            move = self._learn(char)
        bits = self._closed((state.bits & move[0]) << 1 | state.bits & move[1])
        following = self._states.get(bits)
        if following is None:
            if len(self._states) >= self._most:
                # States know each other: without this none of them would ever be forgotten.
                for other in self._states.values():
                    other.after.clear()
                self._states.clear()
                self.start.after.clear()
            following = self._states[bits] = State(bits)
        state.after[char] = following
        return following

    def _closed(self, bits: int) -> int:
        """With the states that are reached without a character: past what may match nothing."""
        while True:
            more = bits | (bits & self._one) << 1 | (bits & self._two) << 2
            if more == bits:
                return bits
            bits = more

    def _learn(self, char: str) -> tuple[int, int]:
        """The states that a character leads on from, and those that it leaves as they are."""
        positions = list(self._literals.get(char, ()))
        for test, members in self._classes.values():
            if test(char):
                positions += members
        stays = 0
        for excluded, mask in self._loops:
            if char != excluded:
                stays |= mask
        if len(self._moves) >= _MAX_CHARACTERS:
            self._moves.clear()
        move = self._moves[char] = (self._mask(positions), stays)
        return move

    def _mask(self, positions: Iterable[int]) -> int:
        data = bytearray(self._size // 8 + 1)
        for position in positions:
            data[position >> 3] |= 1 << (position & 7)
        return int.from_bytes(data, "little")


def _joined(tokens: Sequence[Token]) -> Iterable[Token]:
    """The tokens without those that add nothing to the one before, so that closing takes few steps."""
    before: Token | None = None
    for token in tokens:
        if token != before or token[0] not in ("loop", "deep"):
            yield token
        before = token


def positions_of(bits: int) -> list[int]:
    """The positions of the bits that are set, in order."""
    text = format(bits, "b")[::-1]
    found: list[int] = []
    position = text.find("1")
    while position >= 0:
        found.append(position)
        position = text.find("1", position + 1)
    return found
