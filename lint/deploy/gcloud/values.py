"""The values of all flags of a command; what is given several times is combined as gcloud does it."""

from __future__ import annotations

from lint.deploy.edits import appended, is_value_of, made, without_flag
from lint.deploy.gcloud.items import read_dict, read_list, refuse_equal
from lint.deploy.gcloud.scalars import read_scalar
from lint.deploy.gcloud.value import Value
from lint.model.text import name, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Given, Part
    from lint.deploy.gcloud.value import Values
    from lint.model.fault import Repair

_HARMLESS = ("--format", "--verbosity", "--quiet")


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
        read_list(now, given, faults)
    elif flag.form == "dict":
        read_dict(now, given, faults)
    elif flag.form in ("env-file", "yaml-file"):
        now.unknown = given.pairs is None
        if given.pairs is not None:
            read_dict(now, given, faults)
    else:
        read_scalar(now, faults)
    if before is not None:
        _combine(before, now, faults)
    values[flag.name] = now


def _merged(before: Value, now: Value) -> Repair | None:
    """One list with the items of both: unsafe, as the first one may be forgotten there."""
    if before.text is None or now.text is None or "^" in (before.string[:1], now.string[:1]):
        return None
    if set(map(str, before.items)) & set(map(str, now.items)):
        return None
    added = appended(before.text, now.text, ",")
    if added is None or not is_value_of(before.word, before.text):
        return None
    return made([added, (without_flag(now.word, now.text), "")], now.word.source, safe=False)


def _without(value: Value) -> Repair | None:
    """A flag that gcloud does not use removed: unsafe, as its value may be the right one."""
    if value.text is None:
        return None
    return made([(without_flag(value.word, value.text), "")], value.word.source, safe=False)


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
                repair=_merged(before, now),
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
                repair=_without(before),
            )
        return
    now.unknown = now.unknown or before.unknown
    if flag.repeated == "append":
        now.each = before.each + now.each
    elif flag.repeated == "union":
        now.items = before.items + now.items
        refuse_equal(now, faults)
    else:
        seen = {str(key): key for key, _ in before.pairs}
        for key, _ in now.pairs:
            if str(key) in seen and not now.bad:
                now.bad = True
                faults.add(
                    "repeated-item",
                    key,
                    say("`{}` sets `{}` twice, which gcloud refuses", shown, name(str(key))),
                    say("Remove one of the two.")
                    if key.place != seen[str(key)].place
                    else say("Put quotes around braces: the shell makes several words of them."),
                    [(seen[str(key)], say("also set here"))]
                    if key.place != seen[str(key)].place
                    else (),
                )
        now.pairs = before.pairs + now.pairs
