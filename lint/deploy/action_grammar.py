"""How google-github-actions/deploy-cloudrun takes its inputs apart, which is not how gcloud does.

Source: `parseKVString`, `parseFlags` and `joinKVStringForGCloud` of
github.com/google-github-actions/actions-utils, as published in the action's own bundles.
"""

from __future__ import annotations

from lint.deploy.text import Text
from lint.model.record import default, record

_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What `trim` of JavaScript takes away."""
_SEPARATORS = frozenset("\n\r\u2028\u2029,")
MAX_TEXT = 32 << 10
"""A longer input is not taken apart: the variables of a service are at most 32 KB."""
_DELIMITERS = ",.!@#$%&*()_=+~`[]{}|:;<>?"


@record
class Pair:
    """One entry of `env_vars`, `secrets` or `labels`."""

    key: Text
    value: Text
    signed: bool
    """Whether it is written with a `=`."""
    whole: Text
    """The entry as it is written."""
    lost: list[Text] = default(factory=list)
    """The backslashes that are dropped before a character that needs none."""


@record
class Pairs:
    """An input as the action understands it."""

    pairs: list[Pair] = default(factory=list)
    refused: Text | None = None
    """The entry because of which the action fails; None where it does not."""
    reason: str = ""
    """Why: "sign" (there is no `=`), "key" (nothing is before it), "value" (nothing is behind it),
    "escape" (it ends in a backslash)."""


def parse_pairs(text: Text) -> Pairs:
    """The KEY=VALUE entries of an input, as releases from v2.1.0 on read them.

    An unknown piece is a part of the key or the value that it is written in.
    """
    text = text.strip(_BLANKS)
    string = str(text)
    found = Pairs()
    if not string or string == "{}" or len(string) > MAX_TEXT:
        return found
    inside = dict(text.gaps())
    start = position = 0
    key: list[Text] = []
    value: list[Text] = []
    lost: list[Text] = []
    parts = key
    signed = False

    def finish(end: int) -> None:
        if key:
            whole = text.cut(start, end).strip(_BLANKS)
            found.pairs.append(Pair(_text(key, whole), _text(value, whole), signed, whole, lost))

    while position < len(string):
        character = string[position]
        if position in inside:
            parts.append(text.cut(position, inside[position]))
            position = inside[position]
            continue
        if character == "\\":
            if position + 1 == len(string):
                found.refused, found.reason = text.cut(start, len(string)), "escape"
                return found
            position += 1
            escaped = string[position]
            if position not in inside:
                if escaped.isalnum():
                    lost.append(text.cut(position - 1, position + 1))
                parts.append(text.cut(position, position + 1))
                position += 1
            continue
        if character == "=" and parts is key:
            if not key:
                end = _end(string, position)
                found.refused, found.reason = text.cut(start, end).strip(_BLANKS), "key"
                return found
            parts, signed = value, True
        elif character in _SEPARATORS:
            finish(position)
            key, value, lost, signed = [], [], [], False
            parts = key
            start = position + 1
        else:
            parts.append(text.cut(position, position + 1))
        position += 1
    finish(len(string))
    return found


def _end(string: str, position: int) -> int:
    """Where the entry ends that a position is in."""
    while position < len(string) and string[position] not in _SEPARATORS:
        position += 1
    return position


def _text(parts: list[Text], whole: Text) -> Text:
    if not parts:
        return whole.cut(len(whole))
    return _merged(Text.joined(parts)).strip(_BLANKS)


def _merged(text: Text) -> Text:
    """The same text with pieces that are written one behind the other made one."""
    pieces = list(text.pieces[:1])
    for piece in text.pieces[1:]:
        last = pieces[-1]
        follows = piece.source is last.source and piece.line == last.line
        exact = last.width < 0 and piece.width < 0 and last.known and piece.known
        if follows and exact and piece.column == last.end_column:
            joined = last.text + piece.text
            pieces[-1] = type(last)(joined, last.source, last.line, last.column)
        else:
            pieces.append(piece)
    return Text(pieces)


def split_pairs(text: Text) -> Pairs:
    """The KEY=VALUE entries of an input, as releases from v0.10.1 to v2.0.0 read them.

    They split at each comma and line end that no backslash is before, and fail where a part has
    no `=`, no key or no value.
    """
    text = text.strip(_BLANKS)
    string = str(text)
    found = Pairs()
    if len(string) > MAX_TEXT:
        return found
    inside = dict(text.gaps())
    bounds = []
    start = position = 0
    while position < len(string):
        if position in inside:
            position = inside[position]
            continue
        if string[position] in ",\n" and string[position - 1 : position] != "\\":
            bounds.append((start, position))
            start = position + 1
        position += 1
    bounds.append((start, len(string)))
    for first, last in bounds:
        whole = text.cut(first, last).strip(_BLANKS)
        if not whole:
            continue
        key, signed, value = whole.partition("=")
        key, value = key.strip(_BLANKS), value.strip(_BLANKS)
        if not signed and any(True for _ in whole.gaps()):
            found.pairs.append(Pair(whole, whole.cut(len(whole)), False, whole))
            continue
        reason = "sign" if not signed else "key" if not key else "value" if not value else ""
        if reason:
            if found.refused is None:
                found.refused, found.reason = whole, reason
            continue
        found.pairs.append(Pair(_unescaped(key), _unescaped(value), True, whole))
    return found


def _unescaped(text: Text) -> Text:
    r"""The text with `\\,` as a comma."""
    parts = []
    done = 0
    while (position := text.find("\\", done)) >= 0:
        if str(text)[position + 1 : position + 2] in (",", "\n"):
            parts.append(text.cut(done, position))
            parts.append(text.cut(position + 1, position + 2))
            done = position + 2
        else:
            parts.append(text.cut(done, position + 1))
            done = position + 1
    if not parts:
        return text
    parts.append(text.cut(done))
    return Text.joined(parts)


def joined(pairs: list[Pair], anchor: Text, *, plainly: bool = False) -> Text:
    """The entries as one word for gcloud: with a delimiter that none of them has in it, or `plainly`.

    Of equal keys the last one counts, in the place of the first.
    """
    by_key: dict[str, Pair] = {}
    for pair in pairs:
        by_key[str(pair.key)] = pair
    known = "".join(f"{pair.key}{pair.value}" for pair in by_key.values())
    delimiter = next((each for each in _DELIMITERS if each not in known), "@@@@")
    parts: list[Text] = []
    if plainly:
        delimiter = ","
    else:
        parts.append(anchor.written(f"^{delimiter}^"))
    for pair in by_key.values():
        if len(parts) > (0 if plainly else 1):
            parts.append(pair.key.cut(0, 0).written(delimiter))
        parts.append(pair.key)
        if pair.signed or pair.key.known:
            parts += [pair.key.cut(len(pair.key)).written("="), pair.value]
    return Text([piece for part in parts for piece in part.pieces])


def parse_flags(text: Text, *, quotes_stay: bool = False) -> tuple[list[Text], Text | None]:
    """The words that `flags` adds to the command, and the quote that nothing ends (None for none).

    `quotes_stay` is how releases before v2.7.0 do it: the quotes around a word are a part of it.
    """
    string = str(text)
    if len(string) > MAX_TEXT:
        return [], None
    inside = dict(text.gaps())
    words: list[Text] = []
    parts: list[tuple[int, int]] = []
    split = False
    position = 0

    def finish() -> None:
        if parts:
            words.append(_merged(Text.joined([text.cut(first, last) for first, last in parts])))
            parts.clear()

    while position < len(string):
        character = string[position]
        if position in inside:
            parts.append((position, inside[position]))
            position = inside[position]
            continue
        if character in "'\"":
            end = _closing(string, inside, position)
            if end < 0:
                return words, text.cut(position, position + 1)
            parts.append((position, end))
            position = end
            continue
        if character in "\r\n ":
            split = False
            finish()
        elif character == "=" and not split and parts and string[parts[0][0]] == "-":
            finish()
            split = True
        elif parts and parts[-1][1] == position:
            parts[-1] = (parts[-1][0], position + 1)
        else:
            parts.append((position, position + 1))
        position += 1
    finish()
    return (words if quotes_stay else [_bare(word) for word in words]), None


def _closing(string: str, inside: dict[int, int], position: int) -> int:
    """The position behind the quote that ends a quoted part; -1 where none does."""
    quote = string[position]
    escaped = False
    position += 1
    while position < len(string):
        if position in inside:
            position = inside[position]
            escaped = False
            continue
        character = string[position]
        position += 1
        if character == "\\":
            escaped = True
        elif character == quote and not escaped:
            return position
        else:
            escaped = False
    return -1


def _bare(word: Text) -> Text:
    """A word without the quotes around it."""
    while len(word) >= 2:
        first, last = word.pieces[0], word.pieces[-1]
        string = str(word)
        if not (first.known and last.known and string[0] == string[-1] and string[0] in "'\""):
            break
        word = word.cut(1, len(word) - 1)
    return word
