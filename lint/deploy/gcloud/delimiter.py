"""Another delimiter for env vars of which a value has commas: `^@^A=1@B=x,y`.

Source: `gcloud topic escaping`.
"""

from __future__ import annotations

from lint.deploy.edits import before, is_value_of, made, span
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.value import Value
    from lint.deploy.text import Text
    from lint.model.fault import Repair
    from lint.model.text import Message

VARIABLE = lazy_regex(r"[A-Za-z_][A-Za-z0-9_.\-]*")
"""A name of a variable that somebody may have chosen."""
_LOOKS_LIKE_A_NAME = lazy_regex(r"\s*[A-Z_][A-Z0-9_]*\s*")
_DELIMITERS = ("@", "@@", "::", "%%", "@%@")
"""None of their characters means anything to a shell, YAML, JSON or make where it follows a value."""
_MOST_LINES = 40


def delimiter_of(value: Text) -> Text | None:
    """The `^@^` before a list, if only signs are in it; None for none."""
    end = value.find("^", 1) if value.string[:1] == "^" else -1
    if end < 2 or any(character.isalnum() for character in value.string[:end]):
        return None
    return value.cut(0, end + 1)


def divider(now: Value) -> Message:
    """What divides the items of a list or map, for a message."""
    return say("the delimiter") if now.string[:1] == "^" else say("a comma")


def with_other_delimiter(now: Value) -> Repair | None:
    """The delimiter that no value has, in the place of each comma that divides two variables.

    It is safe where each part without a `=` can only be the rest of the value before it.
    """
    text = now.text
    if text is None or not text.string or text.string[0] == "^":
        return None
    if now.flag.items != "env" or now.flag.form != "dict":
        return None
    variables = _variables(text)
    if variables is None:
        return None
    commas, safe = variables
    # What is not known may hold any delimiter.
    gaps = list(text.gaps())
    if gaps and gaps[0][0] == 0:
        return None
    safe = safe and not gaps and _is_in_place(now.word, text, commas)
    delimiter = next((each for each in _DELIMITERS if _is_free(each, text, commas)), "")
    if not delimiter:
        return None
    first = text.cut(0, 1)
    changed = [text.cut(comma, comma + 1) for comma in commas]
    safe = safe and not any(part.is_lent for part in (first, *changed))
    changes = [(before(first), f"^{delimiter}^"), *((span(comma), delimiter) for comma in changed)]
    return made(changes, text.source, safe=safe)


def _variables(text: Text) -> tuple[list[int], bool] | None:
    """Where the commas are that divide variables, and whether that is certain."""
    commas: list[int] = []
    certain = True
    start = 0
    names: list[str] = []
    end = text.find(",")
    while True:
        stop = len(text) if end < 0 else end
        item = text.cut(start, stop)
        name, has_sign, _ = item.partition("=")
        written = name.string.strip()
        if has_sign and name.known and VARIABLE.fullmatch(written):
            names.append(written)
            if start:
                commas.append(start - 1)
        elif start == 0 or (not item.string and end >= 0):
            return None
        elif not item.string:
            commas.append(start - 1)
        elif not has_sign and (not item.known or _LOOKS_LIKE_A_NAME.fullmatch(item.string)):
            certain = False  # perhaps a variable whose value was forgotten
        if end < 0:
            break
        start, end = end + 1, text.find(",", end + 1)
    # A name in lower case among others may be a part of a value, such as that of a query.
    alike = len({name.isupper() for name in names}) == 1
    return commas, certain and alike and len(set(names)) == len(names)


def _is_free(delimiter: str, text: Text, commas: list[int]) -> bool:
    """Whether a delimiter occurs in no value, and makes nothing else of what is beside it."""
    string = text.string
    # `$@` is a variable of the shell. gcloud writes one more delimiter at the end.
    ends = [string[comma - 1] for comma in commas]
    if any(end in f"$\\{delimiter[0]}" for end in ends) or string[-1] == delimiter[0]:
        return False
    return delimiter not in string


def _is_in_place(name: Text, text: Text, commas: list[int]) -> bool:
    """Whether the value is written behind its flag: that of a variable may be used elsewhere."""
    if not is_value_of(name, text):
        return False
    at = (name.place.end_line, name.place.end_column)
    for comma in commas:
        place = text.cut(comma, comma + 1).place
        if not at < (place.line, place.column) < (at[0] + _MOST_LINES, 0):
            return False
        at = (place.line, place.column)
    return True
