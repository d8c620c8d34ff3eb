"""The words of a command as gcloud's parser takes them: flags, their values, names, containers.

gcloud uses argparse with three changes: no abbreviations, `--flags-file` replaced by its flags, and
the words behind each `--container` parsed apart. All that is wrong is noted, not only the first.
"""

from __future__ import annotations

from lint.deploy.edits import is_value_of, joined_by_sign, made, respelt, span
from lint.deploy.gcloud.flags import FLAGS, available, tracks_of
from lint.deploy.gcloud.table import COMMANDS, DATE, RELEASE
from lint.model.findings import Place
from lint.model.record import default, record
from lint.model.text import name, number, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.flags import Flag
    from lint.deploy.text import Text
    from lint.model.fault import Repair
    from lint.model.text import Message

_MANY = ("args", "flags", "opts", "options", "params", "extra", "argv", "@", "*", "1")
"""Words in the names of variables that hold several arguments."""
_ALWAYS_ON = frozenset(("--quiet", "--help", "--version"))
"""Flags without a value that have no negative form."""
MOST_WORDS = 1_000
"""Of a longer command, the rest is not known."""
BETA_CONTAINERS = 548
"""The release since which the beta and alpha tracks take flags of the resource behind a container."""


@record
class Given:
    """A flag as it was given once."""

    flag: Flag
    word: Text
    """Its name, as written."""
    value: Text | None = None
    on: bool = True
    """False for `--no-NAME`."""
    items: list[Text] | None = None
    """The items of a list that a flags file gives without delimiters."""
    pairs: list[tuple[Text, Text]] | None = None
    """The same for a dict."""


@record
class Word:
    """A word of the command, or a flag of a flags file with its value."""

    text: Text
    items: list[Text] | None = None
    pairs: list[tuple[Text, Text]] | None = None


@record
class Part:
    """The flags of one container, or those of the command itself."""

    name: Text | None = None
    """The name of the container; None for the command."""
    given: list[Given] = default(factory=list)


@record
class Call:
    """A command that was understood."""

    letter: str
    track: str
    release: int
    anchor: Text
    """`gcloud run deploy`, as written."""
    means: str = "gcloud"
    """What the words were written for: "gcloud", or "action" for the inputs of deploy-cloudrun."""
    name: Text | None = None
    """The positional argument: the service, the job, the file."""
    main: Part = default(factory=Part)
    containers: list[Part] = default(factory=list)
    unused: list[Text] = default(factory=list)
    """The names of flags that gcloud does not take."""
    open: bool = False
    """Whether a word may stand for flags that nobody knows."""

    @property
    def command(self) -> str:
        """The command for messages: `gcloud beta run deploy`."""
        return command_name(self.letter, self.track)


def command_name(letter: str, track: str) -> str:
    """A command for messages: `gcloud beta run deploy`."""
    return " ".join(("gcloud", *((track,) if track != "GA" else ()), COMMANDS[letter]))


def parse(
    words: list[Word],
    letter: str,
    track: str,
    release: int,
    anchor: Text,
    faults: Faults,
    means: str = "gcloud",
) -> Call:
    """Parses what follows the command, after flags files were put in.

    `means` says what the words were written for, as `lint.deploy.step.CommandLine` has it.
    """
    call = Call(letter, track, release, anchor, means)
    if len(words) > MOST_WORDS:
        words = words[:MOST_WORDS]
        call.open = True
    reader = _Reader(call, faults)
    rest, containers = reader.divided(words)
    for container, inside in containers:
        part = Part(container)
        call.containers.append(part)
        for free in reader.read(inside, part):
            if free.certain:
                reader.surplus(free.text)
    found = reader.read(rest, call.main)
    reader.name(found)
    return call


@record
class _Free:
    """A word that is no flag and no flag's value."""

    text: Text
    certain: bool = True
    """False where it may be the value of a flag that nobody knows."""


class _Reader:
    """Sorts the words of one command."""

    def __init__(self, call: Call, faults: Faults) -> None:
        self.call = call
        self.faults = faults
        self.titles: frozenset[str] = frozenset()
        """The names of all flags of the command, as written."""

    def divided(self, words: list[Word]) -> tuple[list[Word], list[tuple[Text, list[Word]]]]:
        """The words outside of containers, and those of each container, by its name."""
        call = self.call
        self.titles = frozenset(str(word.text.partition("=")[0]) for word in words)
        flag = FLAGS["--container"]
        if not available(flag, call.letter, call.track, call.release):
            return words, []
        late = call.track != "GA" and call.release >= BETA_CONTAINERS
        rest: list[Word] = []
        containers: dict[str, tuple[Text, list[Word]]] = {}
        current = rest
        position = 0
        while position < len(words):
            word = words[position]
            text = str(word.text)
            position += 1
            if text == "--container" and word.text.known:
                if position >= len(words):
                    self.missing(word.text, flag)
                    break
                named = words[position].text
                position += 1
                current = containers.setdefault(str(named), (named, []))[1]
            elif text.startswith("--container=") and word.text.known_part.startswith(
                "--container="
            ):
                named = word.text.cut(len("--container="))
                current = containers.setdefault(str(named), (named, []))[1]
            elif text == "--" and word.text.known:
                rest += words[position - 1 :]
                break
            elif late and containers and text.startswith("--") and not self.of_container(text):
                rest.append(word)
                while position < len(words) and not str(words[position].text).startswith("--"):
                    rest.append(words[position])
                    position += 1
            else:
                current.append(word)
        return rest, list(containers.values())

    def of_container(self, text: str) -> bool:
        flag, _ = self.flag(text.partition("=")[0])
        return flag is not None and flag.in_container(self.call.letter)

    def flag(self, text: str) -> tuple[Flag | None, bool]:
        """The flag of a name, and whether it is the form that switches on."""
        flag = FLAGS.get(text)
        if flag is not None:
            return flag, True
        if text.startswith("--no-"):
            flag = FLAGS.get("--" + text[5:])
            if flag is not None and not flag.takes_value and flag.name not in _ALWAYS_ON:
                return flag, False
        return None, True

    def read(self, words: list[Word], part: Part) -> list[_Free]:
        """Sorts words into the flags of a part; gives the words that are none."""
        free: list[_Free] = []
        doubtful = False
        position = 0
        while position < len(words):
            word = words[position]
            text = word.text
            position += 1
            kind = _kind(text)
            if kind == "end":
                if (
                    position == len(words)
                    and len(free) == 1
                    and words[position - 2].text is free[0].text
                ):
                    break  # argparse takes it for a part of the name
                free += [_Free(word.text) for word in words[position - 1 :]]
                break
            if kind == "free":
                free.append(_Free(text, not doubtful and not text.is_unknown))
                doubtful = text.is_unknown
                continue
            doubtful = False
            if kind == "unknown":
                self.call.open = True
                doubtful = True
                continue
            title, has_value, value = text.partition("=")
            if str(text) in FLAGS or not has_value:
                title, has_value = text, False
            flag, on = self.flag(str(title))
            usable = flag is not None and self.usable(flag, part)
            if not usable or flag is None:
                doubtful = not has_value
                if not title.known:
                    self.call.open = True
                    continue
                takes = self.unusable(title, flag, part)
                if takes is False:
                    doubtful = False
                elif takes and not has_value and position < len(words):
                    if _kind(words[position].text) == "free":
                        position += 1
                        doubtful = False
                continue
            given = Given(flag, title, None, on, word.items, word.pairs)
            if not flag.takes_value:
                if has_value:
                    self.not_taken(title, value, flag)
                    continue
            elif has_value:
                given.value = value
            elif given.items is None and given.pairs is None:
                following = words[position].text if position < len(words) else None
                if following is None or _kind(following) not in ("free", "unknown"):
                    behind = words[position + 1].text if position + 1 < len(words) else None
                    self.missing(title, flag, following, behind)
                    continue
                given.value = following
                position += 1
            part.given.append(given)
        return free

    def usable(self, flag: Flag, part: Part) -> bool:
        """Whether a flag may be where it is."""
        call = self.call
        if not available(flag, call.letter, call.track, call.release):
            return False
        return part.name is None or flag.in_container(call.letter)

    def unusable(self, title: Text, flag: Flag | None, part: Part) -> bool | None:
        """Notes why a flag cannot be used; whether it takes a value, None where nobody knows."""
        call = self.call
        shown = name(str(title))
        call.unused.append(title)
        if flag is None:
            self.unheard(title)
            return None
        if part.name is not None and available(flag, call.letter, call.track, call.release):
            self.faults.add(
                "container-flags",
                title,
                say("`{}` is not a flag of a container, and follows `--container`", shown),
                say("Move `{}` before the first `--container`.", shown),
            )
            return flag.takes_value
        tracks = [
            track for track in tracks_of(flag, call.letter, call.release) if track != call.track
        ]
        if tracks:
            other = name_of(call.letter, tracks[0])
            self.faults.add(
                "flag-of-other-track",
                title,
                say("`{}` has no flag `{}`", own(call.command), shown),
                say("Use `{}`, which has it.", own(other)),
            )
            return flag.takes_value
        commands = [
            letter
            for letter in COMMANDS
            if letter != call.letter and tracks_of(flag, letter, call.release)
        ]
        meant = _TWINS.get((call.letter, flag.name)) or _TWINS.get(
            (_family(call.letter), flag.name)
        )
        if meant:
            help = say("Use `{}`.", own(meant))
        elif commands:
            help = say(
                "Remove it, or use `{}`, which has it.",
                own(name_of(commands[0], tracks_of(FLAGS[flag.name], commands[0])[0])),
            )
        else:
            help = say("Remove it.")
        self.faults.add(
            "unrecognized-argument",
            title,
            say("`{}` has no flag `{}`", own(call.command), shown),
            help,
        )
        return flag.takes_value

    def unheard(self, title: Text) -> None:
        """Notes a flag that no command has."""
        call = self.call
        text = str(title)
        shown = name(text)
        known = [
            each.name
            for each in FLAGS.values()
            if available(each, call.letter, call.track, call.release)
        ]
        meant = misspelt(text, known)
        other = text[:2] != "--" or misspelt(text, list(FLAGS)) or "--" + text[5:] in FLAGS
        if meant is None and other:
            self.faults.add(
                "unrecognized-argument",
                title,
                say("`{}` has no flag `{}`", own(call.command), shown),
                say("Remove it."),
            )
            return
        if meant is not None:
            self.faults.add(
                "unrecognized-argument",
                title,
                say("`{}` has no flag `{}`", own(call.command), shown),
                say("Write `{}`; gcloud does not complete names of flags.", own(meant)),
                repair=respelt(title, meant, known) if self.may_be_given(meant) else None,
            )
            return
        self.faults.add(
            "unknown-flag",
            title,
            say(
                "`{}` has no flag `{}` up to gcloud {} ({})",
                own(call.command),
                shown,
                number(RELEASE),
                own(DATE),
            ),
            say("Correct the flag, or use a gcloud that has it."),
        )

    def may_be_given(self, name: str) -> bool:
        """Whether a flag is not given yet, or can be given again without losing what it has."""
        return FLAGS[name].repeated != "last" or name not in self.titles

    def not_taken(self, title: Text, value: Text, flag: Flag) -> None:
        """Notes a value of a flag that takes none."""
        self.call.unused.append(title)
        shown = name(str(title))
        off = str(value).lower() in ("false", "no", "0", "off")
        help: Message = say("Remove the value.")
        if off and flag.form == "bool":
            help = say("Write `--no-{}`.", own(flag.name[2:]))
        elif off:
            help = say("Remove `{}`.", shown)
        self.faults.add(
            "value-not-taken",
            title,
            say("`{}` takes no value", shown),
            help,
            repair=_without_value(title, value, flag, off),
        )

    def missing(
        self,
        title: Text,
        flag: Flag,
        following: Text | None = None,
        behind: Text | None = None,
    ) -> None:
        """Notes a flag without its value; `following` and `behind` are the two words behind it."""
        self.call.unused.append(title)
        shown = name(str(title))
        if self.call.means == "action":
            # It splits a word at its first `=`, so the form that gcloud takes is no repair.
            self.faults.add(
                "value-missing",
                title,
                say("`{}` has no value", shown),
                say('Write `"{}=VALUE"`, in quotes, if the value begins with `-`.', shown),
            )
            return
        self.faults.add(
            "value-missing",
            title,
            say("`{}` has no value", shown),
            say("Write `{}=VALUE`; a value that begins with `-` needs the `=`.", shown),
            repair=joined_by_sign(title, following)
            if following is not None and self.is_argument(flag, following, behind)
            else None,
        )

    def is_argument(self, flag: Flag, following: Text, behind: Text | None) -> bool:
        """Whether a word that begins with `-` can only be an argument for the container."""
        if flag.name not in ("--args", "--command") or not following.known:
            return False
        if _kind(following) == "end" or self.flag(str(following).partition("=")[0])[0] is not None:
            return False
        # A second word may be an argument, too, which a comma must precede.
        if behind is not None and (_kind(behind) != "flag" or not behind.known):
            return False
        known = [each for each in FLAGS if each.startswith("--")]
        return misspelt(str(following).partition("=")[0], known) is None and (
            behind is None or self.flag(str(behind).partition("=")[0])[0] is not None
        )

    def surplus(self, text: Text) -> None:
        """Notes a word that gcloud does not expect."""
        string = str(text)
        help: Message = say("Remove it, or quote the value that it is a part of.")
        if string.startswith(",") or "=" in string:
            help = say("Quote the whole value, and write commas without white space.")
        elif string in ("\\", "|"):
            help = say("Remove it.")
        self.faults.add(
            "unrecognized-argument",
            text,
            say("`{}` takes no further argument", own(self.call.command)),
            help,
        )

    def name(self, free: list[_Free]) -> None:
        """Takes the positional argument, and notes what is left over."""
        call = self.call
        certain = [word for word in free if word.certain and str(word.text) != "--"]
        chosen = (
            certain[0] if certain else next((word for word in free if not _many(word.text)), None)
        )
        for word in free:
            if word is chosen:
                call.name = word.text
            elif word.certain:
                self.surplus(word.text)
            elif word.text.is_unknown:
                call.open = True


def _without_value(title: Text, value: Text, flag: Flag, off: bool) -> Repair | None:
    """A flag without the value that says whether it is on."""
    name, given = span(title), span(value)
    if name is None or given is None or not is_value_of(title, value):
        return None
    if off and (flag.form != "bool" or title.string != flag.name):
        return None
    if not off and str(value).lower() not in ("true", "yes", "1", "on"):
        return None
    if (name.line, name.end_column + 1) != (given.line, given.column):
        return None  # a quote is between
    place = Place(name.path, name.line, name.column, given.line, given.end_column)
    meant = f"--no-{flag.name[2:]}" if off else title.string
    return made([(place, meant)], title.source, safe=not (title + value).is_lent)


def name_of(letter: str, track: str) -> str:
    """The name of a command in the first track that it is wanted in."""
    return command_name(letter, track)


def _family(letter: str) -> str:
    return "J" if letter in "JCVX" else "D" if letter in "DU" else "W" if letter in "WY" else letter


_TWINS = {
    ("J", "--timeout"): "--task-timeout",
    ("J", "--add-cloudsql-instances"): "--set-cloudsql-instances",
    ("J", "--update-labels"): "--labels",
    ("J", "--max-instances"): "--parallelism",
    ("D", "--task-timeout"): "--timeout",
    ("W", "--min-instances"): "--instances",
    ("W", "--max-instances"): "--instances",
    ("F", "--set-cloudsql-instances"): "--set-env-vars and gcloud run services update",
}
"""Flags of other commands, with the one that the command has for it."""


def _kind(text: Text) -> str:
    """What argparse takes a word for: `flag`, `free`, `end`, or `unknown` where nobody can know."""
    string = str(text)
    if text.is_unknown or not string.startswith("-"):
        return "free"
    known = text.known_part
    if text.known:
        if string == "--":
            return "end"
        if string == "-":
            return "free"
        if string in FLAGS or string.partition("=")[0] in FLAGS:
            return "flag"
        if _is_number(string) or " " in string:
            title = string.partition("=")[0]
            negative = title.startswith("--no-") and "--" + title[5:] in FLAGS
            return "flag" if negative and "=" in string else "free"
        return "flag"
    if "=" in known:
        return "flag"
    return "unknown" if known.startswith("-") else "free"


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return digits.isdigit() and not text.endswith(".")


def _many(text: Text) -> bool:
    """Whether a word looks like a variable that holds several arguments."""
    string = str(text).lower()
    if not text.is_unknown:
        return False
    words = "".join(c if c.isalnum() or c in "@*" else " " for c in string).split()
    return any(word.endswith(_MANY) for word in words)


def misspelt(text: str, known: list[str]) -> str | None:
    """The flag that a name is a beginning of, or differs from in a letter or two; else None.

    A flag of a newer gcloud may be called nearly as one that is known; only what is very close
    counts as a misspelling.
    """
    if "," in text:
        return None  # several words, for another program
    plain = text.replace("_", "-").lower()
    if not plain.startswith("--"):
        plain = "--" + plain.lstrip("-")
    if plain in known:
        return plain
    longer = sorted((each for each in known if each.startswith(plain)), key=len)
    if longer and len(plain) > 4:
        return longer[0]
    most = 1 if len(plain) < 12 else 2
    near = [(_distance(plain, each, most), each) for each in known]
    best = min(near, default=(most + 1, ""))
    return best[1] if best[0] <= most else None


def _distance(one: str, other: str, most: int) -> int:
    """The number of letters to change, add, drop or swap; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        following = [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if before and i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
        if min(row) > most:
            return most + 1
    return row[-1]
