"""The values of flags that are numbers, durations and choices, converted as gcloud does it."""

from __future__ import annotations

from lint.deploy.edits import is_value_of, respelt
from lint.model.text import listed, number, own, say, value
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.value import Value
    from lint.model.fault import Repair
    from lint.model.text import Message

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = lazy_regex(
    r"(\d+(?:[.,]\d*)?|[.,]\d+)(ms|us|ns|[wdhms])",
)


def read_scalar(now: Value, faults: Faults) -> None:
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
            meant = nearest(string, flag.choices)
            repair = None if meant is None else _respelt(now, meant, flag.choices)
            _refuse(now, faults, say("must be one of {}", _listed(flag.choices)), repair=repair)
    elif convert is not None:
        convert(now, string, faults)


def _listed(choices: tuple[str, ...]) -> Message:
    return listed([own(choice) for choice in choices])


def _respelt(now: Value, meant: str, choices: tuple[str, ...]) -> Repair | None:
    """The choice that is meant; a value that is written elsewhere may be used elsewhere, too."""
    assert now.text is not None
    return respelt(now.text, meant, choices) if is_value_of(now.word, now.text) else None


def _refuse(
    now: Value,
    faults: Faults,
    demand: Message,
    help: Message | None = None,
    repair: Repair | None = None,
) -> None:
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
        repair=repair,
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
