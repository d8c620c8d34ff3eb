"""Quotes that do something else than their writer meant, and assignments that are none."""

from __future__ import annotations

import itertools

from lint.deploy.bash.shown import show
from lint.deploy.edits import between, made, span
from lint.deploy.text import Piece, Text
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import name, own, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.deploy.bash.unit import Unit
    from lint.model.fault import Repair
    from lint.model.source import Source

_NAMES = frozenset(
    [
        "--add-cloudsql-instances",
        "--image",
        "--network",
        "--project",
        "--region",
        "--service-account",
        "--set-cloudsql-instances",
        "--source",
        "--subnet",
        "--tag",
        "--vpc-connector",
    ]
)
"""Flags of gcloud whose values never hold a `$`."""
_VARIABLE = lazy_regex(r"\$\{?([A-Za-z_]\w*)\}?")
_TYPOGRAPHIC = lazy_regex(
    "[\u2013\u2014](?=[A-Za-z])|(?:^|(?<=[=,]))[\u201c\u201d\u2018\u2019]|[\u00a0\u202f](?=--?[A-Za-z])"
)
_ENDS_LINE = lazy_regex(r"[\"')}]*[ \t]*(?:;[ \t]*)?(?:#.*)?")
_CLOSING = lazy_regex("[\u201c\u201d\u2018\u2019]")
_BEHIND_QUOTES = frozenset(("", *" \t,;)"))
_DASHES = "\u2013\u2014"
_BLANKS = "\u00a0\u202f"
_MEANS_MORE = {'"': "\"'`\\", "'": "\"'`\\$"}
"""What would mean something else between straight quotes than between typographic ones."""


def quoting_faults(
    words: Sequence[Text],
    quotes: Sequence[Piece],
    literal: Sequence[Piece],
    bare: Sequence[Piece],
) -> Iterator[Fault]:
    """What is wrong with the quotes of a command.

    `quotes` are values of variables that begin with one, `literal` the parts in single quotes that
    name a variable, `bare` the parts without quotes that are not ASCII.
    """
    for piece in quotes[:1]:
        anchor = Text([piece])
        show(anchor, itself=False)
        yield Fault(
            "quotes-in-variable",
            anchor.place,
            say("the shell keeps quotes that come out of a variable: they are a part of the value"),
            help=say("Use an array, and write `{}` in the command.", own('"${NAME[@]}"')),
        )
    for word in _names(words):
        part = next((one for one in word.pieces if _is_one_of(one, literal)), None)
        match = _VARIABLE.search(part.text) if part is not None else None
        if part is not None and match is not None:
            anchor = Text([part]).cut(match.start(), match.end())
            show(anchor)
            yield Fault(
                "single-quoted-variable",
                anchor.place,
                say("`${}` stays as it is between single quotes", name(match[1])),
                help=say("Use double quotes."),
                repair=_in_double_quotes(part),
            )
    for word in words:
        match = _TYPOGRAPHIC.search(str(word)) if not str(word).isascii() else None
        if match is None or any(a < match.end() and b > match.start() for a, b in word.gaps()):
            continue
        if match[0] in _DASHES and match.start() > 0:
            continue
        anchor = word.cut(match.start(), match.end())
        if not any(_is_part(anchor.pieces[0], part) for part in bare):
            continue
        show(anchor)
        yield _typographic(anchor)


def _typographic(sign: Text) -> Fault:
    if str(sign) in _DASHES:
        message, help = say("a typographic dash begins no flag"), say("Write `--`.")
        repair = made([(span(sign), "--")], sign.source)
    elif str(sign) in _BLANKS:
        message, help = say("a no-break space separates no words"), say("Write an ordinary space.")
        repair = made([(span(sign), " ")], sign.source)
    else:
        message, help = say("a typographic quote begins no quoted text"), say('Write `"`.')
        repair = _straight(sign)
    return Fault("typographic-character", sign.place, message, help=help, repair=repair)


def _is_one_of(piece: Piece, others: Sequence[Piece]) -> bool:
    return any(
        piece.line == other.line and piece.column == other.column and piece.source is other.source
        for other in others
    )


def _is_part(piece: Piece, whole: Piece) -> bool:
    start = piece.column - whole.column
    return (
        piece.source is whole.source and piece.line == whole.line and 0 <= start < len(whole.text)
    )


def _names(words: Sequence[Text]) -> Iterator[Text]:
    """The values of the flags of gcloud that are names."""
    if not words or str(words[0]) != "gcloud":
        return
    for index, word in enumerate(words):
        flag, is_set, value = word.partition("=")
        if str(flag) in _NAMES:
            if is_set:
                yield value
            elif index + 1 < len(words):
                yield words[index + 1]


def spaced_assignment(unit: Unit, words: Sequence[Text]) -> Fault | None:
    """`NAME = value`, which runs a program NAME, where the script uses `$NAME`."""
    if len(words) < 2 or not all(word.known for word in words[:2]):
        return None
    variable = str(words[0])
    if not variable.isidentifier() or not variable.isascii() or not str(words[1]).startswith("="):
        return None
    if str(words[1]).startswith(("==", "=~")):
        return None
    uses = (match[1] for match in _VARIABLE.finditer(unit.plain))
    if variable not in uses:
        return None
    show(words[0])
    return Fault(
        "spaced-assignment",
        words[0].place,
        say("this runs a program `{}`; it assigns nothing", name(variable)),
        help=say("Write `{}=` without blanks around the `=`.", name(variable)),
        repair=_assignment(words),
    )


def _in_double_quotes(part: Piece) -> Repair | None:
    """The part in double quotes, where that changes nothing but its variables."""
    place = span(Text([part]))
    if place is None or not _is_script(part.source) or any(mark in part.text for mark in '"\\`!'):
        return None
    if part.text.count("$") != len(_VARIABLE.findall(part.text)):
        return None
    quotes = (
        Place(place.path, place.line, place.column - 1, place.line, place.column),
        Place(place.path, place.line, place.end_column, place.line, place.end_column + 1),
    )
    line = part.source.lines()[place.line - 1]
    if any(line[quote.column - 1 : quote.end_column - 1] != "'" for quote in quotes):
        return None
    return made([(quote, '"') for quote in quotes], part.source)


def _straight(opening: Text) -> Repair | None:
    """The quote, and the one that closes it, in ASCII."""
    place = span(opening)
    if place is None or not _is_script(opening.source):
        return None
    straight = '"' if opening.string in "\u201c\u201d" else "'"
    line = opening.source.lines()[place.line - 1]
    closing = _CLOSING.search(line, place.end_column - 1)
    if closing is None or line[closing.end() : closing.end() + 1] not in _BEHIND_QUOTES:
        return None
    if any(mark in line[place.end_column - 1 : closing.start()] for mark in _MEANS_MORE[straight]):
        return None
    if (closing[0] in "\u201c\u201d") != (straight == '"'):
        return None
    last = Place(place.path, place.line, closing.start() + 1, place.line, closing.end() + 1)
    return made([(place, straight), (last, straight)], opening.source)


def _assignment(words: Sequence[Text]) -> Repair | None:
    """The assignment without its blanks, where the value is one word.

    It is a line of its own: `if NAME = value` is meant to be a comparison.
    """
    alone = str(words[1]) == "="
    if len(words) > 2 + alone:
        return None
    first, last = words[0].pieces[0], words[-1].pieces[-1]
    lines = first.source.lines()
    head = lines[first.line - 1][: first.column - 1]
    tail = lines[last.line - 1][last.end_column - 1 :]
    if head.strip() or not _ENDS_LINE.fullmatch(tail):
        return None
    changes = []
    for one, other in itertools.pairwise(words[: 2 + alone]):
        found = between(one, other)
        if found is None:
            return None
        written, place = found
        blanks = written.rstrip("\"'")
        if not blanks.isspace() or "\n" in blanks:
            return None
        end = place.end_column - (len(written) - len(blanks))
        changes.append((Place(place.path, place.line, place.column, place.end_line, end), ""))
    return made(changes, words[0].source) if span(words[0]) else None


def _is_script(source: Source) -> bool:
    """Whether a text is a script of its own, where quotes mean nothing to another language."""
    return not source.path.endswith((".yaml", ".yml", ".json", ".py", ".toml"))
