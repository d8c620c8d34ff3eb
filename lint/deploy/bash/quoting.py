"""Quotes that do something else than their writer meant, and assignments that are none."""

from __future__ import annotations

from lint.deploy.bash.shown import show
from lint.deploy.text import Piece, Text
from lint.model.fault import Fault
from lint.model.text import name, own, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.deploy.bash.unit import Unit

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
_TYPOGRAPHIC = lazy_regex("[\u2013\u2014](?=[A-Za-z])|(?:^|(?<=[= ,]))[\u201c\u201d\u2018\u2019]")
_DASHES = "\u2013\u2014"


def quoting_faults(
    words: Sequence[Text], quotes: Sequence[Piece], literal: Sequence[Piece]
) -> Iterator[Fault]:
    """What is wrong with the quotes of a command.

    `quotes` are values of variables that begin with one, `literal` the parts in single quotes that
    name a variable.
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
            )
    for word in words:
        match = _TYPOGRAPHIC.search(str(word)) if not str(word).isascii() else None
        if match is None or any(a < match.end() and b > match.start() for a, b in word.gaps()):
            continue
        if match[0] in _DASHES and match.start() > 0:
            continue
        anchor = word.cut(match.start(), match.end())
        show(anchor)
        is_dash = match[0] in _DASHES
        yield Fault(
            "typographic-character",
            anchor.place,
            say("a typographic dash begins no flag")
            if is_dash
            else say("a typographic quote begins no quoted text"),
            help=say("Write `--`.") if is_dash else say('Write `"`.'),
        )


def _is_one_of(piece: Piece, others: Sequence[Piece]) -> bool:
    return any(
        piece.line == other.line and piece.column == other.column and piece.source is other.source
        for other in others
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
    )
