"""The values of flags: lists, dicts, durations, numbers, as gcloud converts them.

What cannot be known yet is never refused: it makes a list or dict *open*.
"""

from __future__ import annotations

from lint.model.record import default, record
from lint.model.text import listed, name, number, own, say, value
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.flags import Flag
    from lint.deploy.gcloud.grammar import Given, Part
    from lint.deploy.text import Text
    from lint.model.text import Message

_CONTAINER = lazy_regex(r"[a-z0-9](?:[a-z0-9\-.]{0,61}[a-z0-9])?")
_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = lazy_regex(
    r"(\d+(?:[.,]\d*)?|[.,]\d+)(ms|us|ns|[wdhms])",
)
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
MOST_ITEMS = 1_000
"""A list or map with more items is not taken apart: nobody writes one."""


@record
class Value:
    """What a flag amounts to, all its occurrences taken together."""

    flag: Flag
    word: Text
    """Its name where it was given last."""
    text: Text | None = None
    """The value as written, where it was given last."""
    on: bool = True
    number: int | float | None = None
    """The value of a number or duration; None where it is not known, or a word such as `default`."""
    items: list[Text] = default(factory=list)
    pairs: list[tuple[Text, Text]] = default(factory=list)
    each: list[list[tuple[Text, Text]]] = default(factory=list)
    """The dicts of a flag of which each occurrence is one."""
    unknown: bool = False
    """Whether a list or dict may have more entries."""
    bad: bool = False
    """Whether gcloud refuses it."""

    @property
    def string(self) -> str:
        """The text, "" for none."""
        return str(self.text) if self.text is not None else ""


Values = dict[str, Value]
"""The values of the flags of one part of a command, by flag."""


@record
class _Pieces:
    items: list[Text]
    sure: bool = True
    """False where the text before the first item may set another delimiter."""
    unknown: bool = False


def read_values(part: Part, faults: Faults) -> Values:
    """The values of all flags of a part, repeated ones combined as gcloud does it."""
    values: Values = {}
    for given in part.given:
        _take(values, given, faults)
    return values


def _take(values: Values, given: Given, faults: Faults) -> None:
    flag = given.flag
    before = values.get(flag.name)
    now = Value(flag, given.word, given.value, given.on)
    if not flag.takes_value:
        values[flag.name] = now
        return
    if flag.form == "list":
        _read_list(now, given, faults)
    elif flag.form == "dict":
        _read_dict(now, given, faults)
    elif flag.form in ("env-file", "yaml-file"):
        now.unknown = given.pairs is None
        if given.pairs is not None:
            _read_dict(now, given, faults)
    else:
        _read_scalar(now, faults)
    if before is not None:
        _combine(before, now, faults)
    values[flag.name] = now


def _combine(before: Value, now: Value, faults: Faults) -> None:
    """Adds what a flag had before to what it has now."""
    flag = now.flag
    shown = own(flag.name)
    now.bad = now.bad or before.bad
    if flag.repeated == "last":
        if flag.form == "list" and (before.items or before.unknown):
            faults.add(
                "list-replaced",
                before.word,
                say("`{}` is given again: gcloud drops this list without a word", shown),
                say("Write one `{}` with all of them, separated by commas.", shown),
                [(now.word, say("only this one counts"))],
            )
        elif flag.name == "--mesh-dataplane":
            faults.add(
                "repeated-item",
                now.word,
                say("`{}` is given twice, which gcloud refuses", shown),
                say("Remove one of the two."),
                [(before.word, say("the first one"))],
            )
        elif flag.form != "list" and before.string != now.string and flag.name not in _HARMLESS:
            faults.add(
                "value-replaced",
                before.word,
                say("`{}` is given again with another value: this one is lost", shown),
                say("Remove one of the two."),
                [(now.word, say("only this one counts"))],
            )
        return
    now.unknown = now.unknown or before.unknown
    if flag.repeated == "append":
        now.each = before.each + now.each
    elif flag.repeated == "union":
        now.items = before.items + now.items
        _refuse_equal(now, faults)
    else:
        seen = {str(key): key for key, _ in before.pairs}
        for key, _ in now.pairs:
            if str(key) in seen and not now.bad:
                now.bad = True
                faults.add(
                    "repeated-item",
                    key,
                    say("`{}` sets `{}` twice, which gcloud refuses", shown, name(str(key))),
                    say("Remove one of the two."),
                    [(seen[str(key)], say("also set here"))],
                )
        now.pairs = before.pairs + now.pairs


_HARMLESS = ("--format", "--verbosity", "--quiet")


def _refuse_equal(now: Value, faults: Faults) -> None:
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
                    if now.flag.name in ("--args", "--command")
                    else say("Remove one of them."),
                    [(seen[string], say("the first one"))],
                )
            return
        seen[string] = item


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


def _read_list(now: Value, given: Given, faults: Faults) -> None:
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
        _refuse_equal(now, faults)


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


def _read_dict(now: Value, given: Given, faults: Faults) -> None:
    flag = now.flag
    pairs: list[tuple[Text, Text]] = []
    if given.pairs is not None:
        pairs = given.pairs
    else:
        pieces = _pieces(now, faults)
        now.unknown = pieces.unknown
        for item in pieces.items:
            pair = _pair(now, item, pieces, faults)
            if pair is not None:
                pairs.append(pair)
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
            )
            now.pairs[seen[string]] = (key, text)
            continue
        seen[string] = len(now.pairs)
        now.pairs.append((key, text))
    if flag.repeated == "append":
        now.each = [now.pairs]


def _pair(now: Value, item: Text, pieces: _Pieces, faults: Faults) -> tuple[Text, Text] | None:
    """A key and its value; None where there is none."""
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
        )
    elif end == 0:
        faults.add(
            "bad-list",
            item,
            say("`{}` has an item without a name", shown),
            say("Write `NAME=VALUE`."),
        )
    else:
        alone = len(pieces.items) == 1
        faults.add(
            "bad-list",
            item,
            say("`{}` has an item without `=`", shown)
            if alone
            else say("a comma divides a value of `{}`: what follows it has no `=`", shown),
            say("Write `NAME=VALUE`.")
            if alone
            else say(
                "Choose a delimiter that is in no value: `{}=^@^{}=...@...`.", shown, _first(pieces)
            ),
        )
    return None


def _first(pieces: _Pieces) -> Message:
    head = pieces.items[0].partition("=")[0]
    return name(str(head)) if head.known else own("NAME")


def _read_scalar(now: Value, faults: Faults) -> None:
    """Converts a value that is neither a list nor a dict."""
    flag, text = now.flag, now.text
    if text is None:
        return
    if not text.known:
        return
    string = str(text)
    convert = _CONVERTERS.get(flag.form)
    if flag.form == "choice":
        if string not in flag.choices:
            _refuse(now, faults, say("must be one of {}", _listed(flag.choices)))
    elif convert is not None:
        convert(now, string, faults)


def _listed(choices: tuple[str, ...]) -> Message:
    return listed([own(choice) for choice in choices])


def _refuse(now: Value, faults: Faults, demand: Message, help: Message | None = None) -> None:
    now.bad = True
    text = now.text
    assert text is not None
    faults.add(
        "bad-flag-value",
        text if str(text) else now.word,
        say(
            "`{}` {}; it is `{}`",
            own(now.flag.name),
            demand,
            value(str(text), harmless=_HARMLESS_FORMS[now.flag.form]),
        ),
        help if help is not None else say("Correct the value."),
    )


def whole(text: str) -> int | None:
    """What Python's `int` makes of a text, as gcloud does; None where it is no whole number."""
    if len(text) > 100:
        return None
    try:
        return int(text)
    except ValueError:
        return None


def _port(now: Value, string: str, faults: Faults) -> None:
    now.number = whole(string)
    if string != "default" and not (now.number is not None and 1 <= now.number <= 65535):
        _refuse(now, faults, say("must be a number from 1 to 65535, or `default`"))


def _concurrency(now: Value, string: str, faults: Faults) -> None:
    now.number = whole(string)
    if string != "default" and not (now.number is not None and now.number > 0):
        _refuse(now, faults, say("must be a whole number above 0, or `default`"))


def _scale(now: Value, string: str, faults: Faults) -> None:
    now.number = whole(string)
    if string != "default" and not (now.number is not None and now.number >= 0):
        _refuse(now, faults, say("must be a whole number from 0, or `default`"))
    elif string == "default" and now.flag.name in ("--max", "--service-max-instances"):
        faults.add(
            "gcloud-exception",
            now.text or now.word,
            say("`{}=default` makes gcloud stop with an exception", own(now.flag.name)),
            say("Give a number."),
        )


def _scaling(now: Value, string: str, faults: Faults) -> None:
    now.number = whole(string)
    if string != "auto" and not (now.number is not None and now.number >= 0):
        _refuse(now, faults, say("must be `auto` or a whole number from 0"))


def _count(now: Value, string: str, faults: Faults) -> None:
    now.number = whole(string)
    least = 1 if now.flag.form == "count1" else 0
    if now.number is None or now.number < least:
        _refuse(now, faults, say("must be a whole number from {}", number(least)))


def _utilization(now: Value, string: str, faults: Faults) -> None:
    if string == "disabled":
        now.number = 0.0
    elif string != "default":
        try:
            now.number = float(string)
        except ValueError:
            now.number = None
        if now.number is None or (now.number and not 0.1 <= now.number <= 0.95):
            _refuse(now, faults, say("must be a number from 0.1 to 0.95, `disabled` or `default`"))


def _duration(now: Value, string: str, faults: Faults) -> None:
    seconds = seconds_of(string)
    if seconds is None:
        _refuse(
            now,
            faults,
            say("must be a duration"),
            say("Write seconds, or a duration such as `5m` or `1h30m`."),
        )
    elif seconds < 1:
        _refuse(now, faults, say("must be at least 1 second"))
    else:
        now.number = seconds


def seconds_of(text: str) -> int | float | None:
    """The seconds of `90`, `90s`, `1m30s`, `PT1H`; None for what is no duration."""
    plain = whole(text)
    if plain is not None:
        return plain
    rest = text.lower()
    if rest.startswith("+"):
        rest = rest[1:]
    rest = rest.removeprefix("p").replace("t", "", 1)
    position, seconds = 0, 0.0
    while position < len(rest):
        match = _DURATION.match(rest, position)
        if match is None:
            return None
        amount = float(match[1].replace(",", "."))
        unit = match[2]
        seconds += amount * _UNITS[unit] if unit in _UNITS else amount / 1000
        position = match.end()
    if not position:
        return None
    rounded = round(seconds, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _service_account(now: Value, string: str, faults: Faults) -> None:
    parts = string.split("/")
    if now.flag.name != "--build-service-account" or not string:
        return
    if len(parts) != 4 or parts[0] != "projects" or parts[2] != "serviceAccounts" or not all(parts):
        _refuse(
            now,
            faults,
            say("must be `projects/PROJECT/serviceAccounts/EMAIL`"),
            say("Write the whole name."),
        )


_CONVERTERS = {
    "port": _port,
    "concurrency": _concurrency,
    "scale": _scale,
    "scaling": _scaling,
    "instances": _count,
    "count": _count,
    "count1": _count,
    "utilization": _utilization,
    "duration": _duration,
    "service-account": _service_account,
}
_HARMLESS_FORMS = {"choice": True, **dict.fromkeys(_CONVERTERS, True)}
"""Whether the values of a form may be shown in messages: numbers, durations and choices may."""
