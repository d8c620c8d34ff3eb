"""What gcloud's parser knows: the flags of each command in each track and release."""

from __future__ import annotations

from lint.deploy.gcloud.table import COMMANDS, GROUPS, LATEST, ROWS, SINCE
from lint.model.record import record

TRACKS = ("GA", "beta", "alpha")
"""From the most stable to the least: what one has, those behind it have, too."""
_NEVER = 1_000_000


@record
class Flag:
    """A flag, for all commands that have it."""

    name: str
    kind: str
    """As in `lint.deploy.gcloud.table`."""
    containers: str
    """The letters of the commands where it belongs to a container; "C" for all."""
    commands: dict[str, dict[str, tuple[int, int]]]
    """By letter and track, the releases: the first that has it, and the first that has it no more."""

    @property
    def form(self) -> str:
        """The first word of its kind: `flag`, `bool`, `text`, `choice`, `list`, `dict`, a type."""
        return self.kind.split(" ", 1)[0]

    @property
    def repeated(self) -> str:
        """How a list or dict is combined when it is given again: last, union, merge, append."""
        words = self.kind.split(" ")
        return words[1] if words[0] in ("list", "dict") else "last"

    @property
    def items(self) -> str:
        """The type of the items of a list or dict, "" for any text."""
        words = self.kind.split(" ")
        return words[2] if words[0] in ("list", "dict") and len(words) > 2 else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a choice."""
        head, _, rest = self.kind.partition(" ")
        return tuple(rest.split("|")) if head == "choice" else ()

    @property
    def takes_value(self) -> bool:
        """Whether a value follows it."""
        return self.form not in ("flag", "bool")

    def in_container(self, letter: str) -> bool:
        """Whether it belongs behind `--container` in a command."""
        return self.containers == "C" or letter in self.containers


def _releases(tracks: str) -> dict[str, tuple[int, int]]:
    """The releases of each track that `beta,GA:540` names."""
    found: dict[str, tuple[int, int]] = {}
    for text in tracks.split(","):
        text, _, until = text.partition("<")
        track, _, since = text.partition(":")
        span = (int(since or 0), int(until or _NEVER))
        for name in TRACKS[TRACKS.index(track) :]:
            if name not in found or span[0] < found[name][0]:
                found[name] = span
    return found


def _read() -> dict[str, Flag]:
    flags = {}
    for row in ROWS.splitlines():
        name, kind, containers, availability = (part.strip() for part in row.split(" | "))
        commands: dict[str, dict[str, tuple[int, int]]] = {}
        for part in availability.split(" "):
            letters, _, tracks = part.partition("=")
            releases = _releases(tracks)
            for letter in COMMANDS if letters == "*" else letters:
                commands[letter] = releases
        flags[name] = Flag(name, kind, containers, commands)
    return flags


FLAGS = _read()
"""Every flag by its name."""
_COMMAND_TRACKS = {letter: _releases(tracks) for letter, tracks in SINCE.items()}


def has_command(letter: str, track: str, release: int = LATEST) -> bool:
    """Whether a track of a release has a command."""
    first, until = _COMMAND_TRACKS.get(letter, {}).get(track, (0, _NEVER))
    return first <= release < until


def available(flag: Flag, letter: str, track: str, release: int = LATEST) -> bool:
    """Whether a command has a flag in a track of a release."""
    first, until = flag.commands.get(letter, {}).get(track, (_NEVER, 0))
    return first <= release < until and has_command(letter, track, release)


def tracks_of(flag: Flag, letter: str, release: int = LATEST) -> list[str]:
    """The tracks in which a command has a flag."""
    return [track for track in TRACKS if available(flag, letter, track, release)]


def groups_of(letter: str) -> list[list[list[str]]]:
    """The groups of a command: the alternatives of each, which are names of flags."""
    found = []
    for row in GROUPS.splitlines():
        letters, _, rest = row.partition(" ")
        if letters.startswith("--"):
            rest = row
        elif letter not in letters:
            continue
        found.append([alternative.split() for alternative in rest.split(" | ")])
    return found


def with_availability(
    flag: Flag | None, name: str, kind: str, letter: str, track: str, release: int, inside: bool
) -> Flag:
    """A flag that a command has in a track from a release on, for extending the table."""
    made = flag or Flag(name, kind, "", {})
    made.commands.setdefault(letter, {})[track] = (release, _NEVER)
    if inside and not made.in_container(letter):
        made.containers += letter
    return made


def row_of(flag: Flag) -> str:
    """A flag as a row of the table."""
    groups: dict[str, str] = {}
    for letter in COMMANDS:
        tracks = flag.commands.get(letter)
        if tracks:
            text = _tracks_text(tracks)
            groups[text] = groups.get(text, "") + letter
    parts = [
        f"{'*' if letters == ''.join(COMMANDS) else letters}={text}"
        for text, letters in groups.items()
    ]
    return f"{flag.name} | {flag.kind} | {flag.containers} | {' '.join(parts)}"


def _tracks_text(tracks: dict[str, tuple[int, int]]) -> str:
    """The tracks of a command as the table has them: what a more stable one implies is left out."""
    parts: list[str] = []
    best = _NEVER
    for track in TRACKS:
        if track not in tracks:
            continue
        first, until = tracks[track]
        if first < best:
            since = f":{first}" if first else ""
            parts.insert(0, f"{track}{since}{f'<{until}' if until != _NEVER else ''}")
            best = first
    return ",".join(parts)
