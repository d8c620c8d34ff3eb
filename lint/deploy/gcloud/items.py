"""The values of flags that are lists and dicts, divided as gcloud does it.

What cannot be known yet is never refused: it makes a list or dict *open*.
"""

from __future__ import annotations

from lint.deploy.edits import without_item, without_pair
from lint.deploy.gcloud.delimiter import VARIABLE, divider, with_other_delimiter
from lint.model.record import record
from lint.model.text import listed, name, own, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Given
    from lint.deploy.gcloud.value import Value
    from lint.deploy.text import Text
    from lint.model.text import Message

_CONTAINER = lazy_regex(r"[a-z0-9](?:[a-z0-9\-.]{0,61}[a-z0-9])?")
PROBE_KEYS = {
    "--startup-probe": (
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "failureThreshold",
        "httpGet.port",
        "httpGet.path",
        "grpc.port",
        "grpc.service",
        "tcpSocket.port",
    ),
    "--liveness-probe": (
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "failureThreshold",
        "httpGet.port",
        "httpGet.path",
        "grpc.port",
        "grpc.service",
    ),
    "--readiness-probe": (
        "timeoutSeconds",
        "periodSeconds",
        "failureThreshold",
        "successThreshold",
        "httpGet.port",
        "httpGet.path",
        "grpc.port",
        "grpc.service",
    ),
}
"""The keys that each probe takes."""
_WORDS = ("--args", "--command")
MOST_ITEMS = 1_000
"""A list or map with more items is not taken apart: nobody writes one."""


@record
class _Pieces:
    items: list[Text]
    sure: bool = True
    """False where the text before the first item may set another delimiter."""
    unknown: bool = False


def read_list(now: Value, given: Given, faults: Faults) -> None:
    """Divides a list, and refuses the items that gcloud refuses."""
    if given.items is not None:
        now.items = given.items
    else:
        pieces = _pieces(now, faults)
        now.unknown = pieces.unknown or any(item.is_unknown for item in pieces.items)
        now.items = pieces.items
        if pieces.unknown and now.text is not None:
            now.items = [now.text]
    flag = now.flag
    for item in now.items:
        if flag.items == "container" and item.known and not _CONTAINER.fullmatch(str(item)):
            now.bad = True
            faults.add(
                "bad-flag-value",
                item,
                say("`{}` names a container that cannot exist", own(flag.name)),
                say("Use lower-case letters, digits, hyphens and periods."),
            )
        if flag.items == "env" and item.known:
            _check_env_key(now, item, faults)
    if flag.items == "container" and len(now.items) > 9:
        now.bad = True
        faults.add(
            "bad-flag-value",
            now.word,
            say("`{}` names more than 9 containers", own(flag.name)),
            say("Name 9 at most."),
        )
    if flag.repeated == "union":
        refuse_equal(now, faults)


def read_dict(now: Value, given: Given, faults: Faults) -> None:
    """Divides a dict, and refuses the keys that gcloud refuses."""
    flag = now.flag
    pairs: list[tuple[Text, Text]] = []
    if given.pairs is not None:
        pairs = given.pairs
    else:
        pieces = _pieces(now, faults)
        now.unknown = pieces.unknown
        divided: list[Text] = []
        for item in pieces.items:
            pair = _pair(now, item, pieces, divided, faults)
            if pair is not None:
                pairs.append(pair)
        _refuse_divided(now, divided, pieces, faults)
    seen: dict[str, int] = {}
    for key, text in pairs:
        if (flag.items == "env" or flag.form == "env-file") and key.known:
            _check_env_key(now, key, faults)
        if flag.items == "probe" and str(key) not in PROBE_KEYS[flag.name]:
            now.bad = True
            faults.add(
                "bad-flag-value",
                key,
                say("`{}` has no key `{}`", own(flag.name), name(str(key))),
                say("Use {}.", listed([own(each) for each in PROBE_KEYS[flag.name]], most=10)),
            )
        string = str(key)
        if string in seen:
            first = now.pairs[seen[string]][0]
            faults.add(
                "equal-key",
                first,
                say("`{}` sets `{}` twice: the first value is lost", own(flag.name), name(string)),
                say("Remove one of the two."),
                [(key, say("only this one counts"))],
                # An odd name is the rest of a value that a comma divides.
                repair=without_pair(
                    *now.pairs[seen[string]], safe=_is_same(text, now.pairs[seen[string]][1])
                )
                if flag.items != "env" or VARIABLE.fullmatch(string.strip())
                else None,
            )
            now.pairs[seen[string]] = (key, text)
            continue
        seen[string] = len(now.pairs)
        now.pairs.append((key, text))
    if flag.repeated == "append":
        now.each = [now.pairs]


def _pieces(now: Value, faults: Faults) -> _Pieces:
    """The items of a list or dict that is written with delimiters."""
    text = now.text
    assert text is not None
    string = str(text)
    if not string:
        return _Pieces([])
    if text.is_unknown:
        return _Pieces([], unknown=True)
    gaps = list(text.gaps())
    sure = not (gaps and gaps[0][0] == 0)
    delimiter, body = ",", text
    if string[0] == "^" and sure:
        end = text.find("^", 1)
        if end > 0:
            named = text.cut(1, end) if end > 1 else None
            if named is None:
                now.bad = True
                faults.add(
                    "bad-list",
                    text,
                    say("`{}` begins with `^^`, which names no delimiter", own(now.flag.name)),
                    say("Write the delimiter between the two, as in `^@^A=1@B=2`."),
                )
                return _Pieces([])
            if not named.known:
                return _Pieces([], unknown=True)
            delimiter, body = str(named), text.cut(end + 1)
        elif gaps:
            return _Pieces([], unknown=True)
    if not str(body):
        return _Pieces([])
    if str(body).count(delimiter) >= MOST_ITEMS:
        return _Pieces([], unknown=True)
    parts = body.split(delimiter)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return _Pieces(parts, sure)


def _pair(
    now: Value, item: Text, pieces: _Pieces, divided: list[Text], faults: Faults
) -> tuple[Text, Text] | None:
    """A key and its value; None where there is none. `divided` gets the parts that a comma made."""
    flag = now.flag
    shown = own(flag.name)
    if item.is_unknown:
        now.unknown = True
        return None
    end = item.find("=")
    key = item.cut(0, end) if end >= 0 else item
    if not key.known:
        now.unknown = True
        return None
    if end > 0:
        return key, item.cut(end + 1)
    if not pieces.sure or flag.form != "dict":
        now.unknown = True
        return None
    now.bad = True
    if not str(item):
        faults.add(
            "bad-list",
            item,
            say("`{}` has an empty item", shown),
            say("Remove the comma that is too many."),
            repair=without_item(item) if _has_signs(pieces) else None,
        )
    elif end == 0:
        faults.add(
            "bad-list",
            item,
            say("`{}` has an item without a name", shown),
            say("Write `NAME=VALUE`."),
        )
    elif len(pieces.items) == 1:
        faults.add(
            "bad-list",
            item,
            say("`{}` has an item without `=`", shown),
            say("Write `NAME=VALUE`."),
        )
    else:
        divided.append(item)
    return None


def _refuse_divided(now: Value, divided: list[Text], pieces: _Pieces, faults: Faults) -> None:
    """One finding for all that another delimiter mends."""
    if divided:
        shown = own(now.flag.name)
        faults.add(
            "bad-list",
            divided[0],
            say("{} divides a value of `{}`: what follows it has no `=`", divider(now), shown),
            say(
                "Choose a delimiter that is in no value: `{}=^@^{}=...@...`.", shown, _first(pieces)
            ),
            [(item, say("this follows {}, too", divider(now))) for item in divided[1:]],
            repair=with_other_delimiter(now),
        )


def _check_env_key(now: Value, key: Text, faults: Faults) -> None:
    string = str(key)
    if string.startswith("X_GOOGLE_"):
        now.bad = True
        faults.add(
            "bad-flag-value",
            key,
            say("names that begin with `X_GOOGLE_` are reserved"),
            say("Choose another name."),
        )
    elif not string or "=" in string:
        now.bad = True
        faults.add(
            "bad-flag-value",
            key if string else now.word,
            say("`{}` has an item without a name", own(now.flag.name))
            if not string
            else say("the name of a variable cannot contain `=`"),
            say("Write `NAME=VALUE`.") if "remove" not in now.flag.name else say("Write the name."),
        )


def refuse_equal(now: Value, faults: Faults) -> None:
    """Notes an item that occurs twice in a list."""
    seen: dict[str, Text] = {}
    for item in now.items:
        string = str(item)
        if string in seen and item.known:
            if not now.bad:
                now.bad = True
                faults.add(
                    "repeated-item",
                    item,
                    say("`{}` has the same item twice, which gcloud refuses", own(now.flag.name)),
                    say(
                        "Remove one of them; to pass an argument twice, give the command in the "
                        "image or in a manifest."
                    )
                    if now.flag.name in _WORDS
                    else say("Remove one of them."),
                    [(seen[string], say("the first one"))],
                    repair=without_item(item) if now.flag.name not in _WORDS else None,
                )
            return
        seen[string] = item


def _has_signs(pieces: _Pieces) -> bool:
    """Whether each item has a `=`: no comma divides a value, such as two that follow each other."""
    return all(not item.string or item.find("=") > 0 for item in pieces.items)


def _is_same(value: Text, other: Text) -> bool:
    return value.known and other.known and value.string == other.string


def _first(pieces: _Pieces) -> Message:
    head = pieces.items[0].partition("=")[0]
    return name(str(head)) if head.known else own("NAME")
