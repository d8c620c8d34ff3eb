"""The errors of a part of a rule file: found by pydantic's models, worded by us.

pydantic is imported here, so this module is imported only when there is something to report.
"""

from __future__ import annotations

import os
import re
import sys
from types import ModuleType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

# Looking for plugins of pydantic imports half of the standard library; none is used here.
if os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__") == "__all__":
    _no_plugins: Any = ModuleType("pydantic.plugin._loader")
    _no_plugins.get_plugins = tuple
    sys.modules.setdefault(_no_plugins.__name__, _no_plugins)

from pydantic import BaseModel, BeforeValidator, TypeAdapter, ValidationError

from lint.checks.registry import user_checks
from lint.model.text import NOTHING, Message, count, number, own, say
from lint.ruleset.models import KEBAB_CASE, RULE_ID, VARIABLE, Header, RuleFields
from lint.support.nearest import did_you_mean, nearest


class Mistake:
    """One error: `path` leads to it from the data's root; `unknown_key` says that it is a key."""

    __slots__ = ("_error", "_model", "_what", "path", "unknown_key")

    def __init__(self, error: Any, model: Any, what: str) -> None:
        self._error = error
        self._model = model
        self._what = what
        self.path: tuple[str | int, ...] = error["loc"]
        self.unknown_key = error["type"] == "extra_forbidden"

    def words(self, written: str) -> tuple[Message, Message]:
        """The message and the help; `written` is the value as the file has it, or ""."""
        kind = self._error["type"]
        found = self._error.get("input")
        if kind == "extra_forbidden":
            return self._unknown_key()
        if kind == "missing":
            name = own(str(self.path[-1])) if self.path else NOTHING
            return say("`{}` is missing in {}", name, own(self._what)), say("Add `{}`.", name)
        if kind == "literal_error":
            return self._not_a_choice(found)
        if kind in _EXPECTED:
            expected = _EXPECTED[kind]
            if kind in _MODEL_TYPES and _has_short_form(self._model, self.path):
                kind, expected = "string_type", "a string or a mapping"
            message = say(
                "expected {}, found {}", own(expected), own(_FOUND.get(type(found), "a value"))
            )
            return message, self._other_type(kind, found, written)
        if kind == "string_pattern_mismatch":
            return self._wrong_form(str(found))
        if kind in _LENGTHS:
            return self._wrong_length(), NOTHING
        words = str(self._error["msg"]).removeprefix("Value error, ")
        words = words[:1].lower() + words[1:]
        return own(words), NOTHING

    def _wrong_length(self) -> Message:
        details = self._error["ctx"]
        if self._error["type"] == "too_short":
            return say(
                "expected a list with at least {}, found {}",
                count(details["min_length"], "item"),
                number(details["actual_length"]),
            )
        if self._error["type"] == "string_too_short":
            return say("expected a string that is not empty")
        return say("expected at most {}", count(details["max_length"], "character"))

    def _unknown_key(self) -> tuple[Message, Message]:
        key = str(self.path[-1])
        allowed = _keys(_types_at(self._model, self.path[:-1]))
        homes = [name for name, below in allowed.items() if key in _keys(_inside(below))]
        if homes:
            help = say("Move `{}` to `{}`.", own(key), own(homes[0]))
        elif self._model is Header and (key in _keys([RuleFields]) or key in user_checks()):
            help = say("Move `{}` to a rule under `rules`.", own(key))
        else:
            help = own(did_you_mean(key, allowed))
        return say("unknown key `{}` in {}", own(key), own(self._what)), help

    def _not_a_choice(self, found: Any) -> tuple[Message, Message]:
        expected = str(self._error["ctx"]["expected"])
        options = re.findall(r"'([^']*)'", expected)
        expected = expected.replace("'", "`")
        message = say("expected {}, found `{}`", own(expected), own(_short(str(found))))
        near = nearest(found, options) if isinstance(found, str) else None
        return message, say("Did you mean `{}`?", own(near)) if near is not None else NOTHING

    def _other_type(self, kind: str, found: Any, written: str) -> Message:
        """The help where a value of another type is expected."""
        if kind == "string_type" and isinstance(found, bool | int | float):
            word = own(written or str(found))
            if isinstance(found, bool):
                return say(
                    'Quote it: "{}". Without quotes, YAML reads `{}` as a boolean.', word, word
                )
            return say('Quote it: "{}".', word)
        path = [step for step in self.path if isinstance(step, str)]
        key = path[-1] if path else self._what.strip("`")
        if kind == "list_type":
            key = str(self.path[-1]) if self.path else key
            return say("Set `{}` to a string or a list of strings.", own(key))
        keys = _keys(_types_at(self._model, self.path))
        if kind in _MODEL_TYPES and keys:
            lists = [name for name, type_ in keys.items() if _takes_strings(type_)]
            if len(lists) == 1 and isinstance(found, str | list):
                example = f"{{{lists[0]}: ...}}"
                return say("Write a mapping, such as `{}`.", own(example))
            return say("Write a mapping with {}.", own(_any_of(keys)))
        if kind == "dict_type":
            example = f"{key}: {{NAME: ...}}"
            return say("Write a mapping, such as `{}`.", own(example))
        return NOTHING

    def _wrong_form(self, found: str) -> tuple[Message, Message]:
        pattern = self._error["ctx"]["pattern"]
        shown = own(_short(found))
        if pattern == RULE_ID:
            upper = re.sub(r"[^A-Z0-9_-]+", "-", found.upper()).strip("-")
            near = upper if re.search(RULE_ID, upper) else "NETRA001"
            return (
                say("`{}` is not a valid rule id", shown),
                say(
                    "Use capital letters, digits, `-` and `_`, with a letter first and a digit "
                    "last, such as `{}`.",
                    own(near),
                ),
            )
        if pattern == KEBAB_CASE:
            lower = "-".join(re.findall(r"[a-z0-9]+", found.lower()))
            return (
                say("`{}` is not in kebab-case", shown),
                say(
                    "Use lower-case letters and digits with single hyphens between them, such as "
                    "`{}`.",
                    own(lower or "my-rule"),
                ),
            )
        if pattern == VARIABLE:
            return (
                say("`{}` is not a valid variable name", shown),
                say("Use letters, digits and `_`, without a digit first."),
            )
        description = _description(self._model, self.path)
        if description:
            return say("`{}` is not valid here", shown), say("Write {}.", own(description))
        return say("`{}` does not match `{}`", shown, own(pattern)), NOTHING


def examine(model: Any, data: Any, what: str) -> tuple[Any, list[Mistake]]:
    """The data as its model reads it, or None and what is wrong. `what` is what messages call it."""
    adapter: TypeAdapter[Any] = TypeAdapter(model)
    try:
        value = adapter.validate_python(data)
    except ValidationError as error:
        return None, [Mistake(each, model, what) for each in error.errors(include_url=False)]
    return adapter.dump_python(value, mode="json", by_alias=True), []


def _types_at(model: Any, path: tuple[str | int, ...]) -> list[Any]:
    """The types that may be at a path; steps that name members of unions lead nowhere."""
    types = _members(model)
    for step in path:
        below: list[Any] = []
        for type_ in types:
            origin = get_origin(type_)
            if isinstance(step, int) and origin is list:
                below += _members(get_args(type_)[0])
            elif origin is dict and isinstance(step, str):
                below += _members(get_args(type_)[1])
            elif isinstance(step, str) and step in (fields := _keys([type_])):
                below += _members(fields[step])
        types = below or types
    return types


def _members(type_: Any) -> list[Any]:
    """A type without annotations; of a union, its members."""
    origin = get_origin(type_)
    if origin is Annotated:
        return _members(get_args(type_)[0])
    if origin in (Union, UnionType):
        return [member for each in get_args(type_) for member in _members(each)]
    return [type_]


def _inside(type_: Any) -> list[Any]:
    """The types of the entries, for a type that has entries; else the type."""
    found: list[Any] = []
    for member in _members(type_):
        origin = get_origin(member)
        found += _members(get_args(member)[-1]) if origin in (dict, list) else [member]
    return found


def _keys(types: list[Any]) -> dict[str, Any]:
    """The keys that models have, as rule files write them, with the types of their values."""
    keys: dict[str, Any] = {}
    for type_ in types:
        if isinstance(type_, type) and issubclass(type_, BaseModel):
            for name, field in type_.model_fields.items():
                keys[field.alias or name] = field.annotation
    return keys


def _has_short_form(model: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a lone string is allowed in place of the mapping at the end of a path."""
    for type_ in _types_at(model, path[:-1]):
        if get_origin(type_) is dict and _is_coerced(get_args(type_)[1]):
            return True
    return False


def _is_coerced(type_: Any) -> bool:
    return get_origin(type_) is Annotated and any(
        isinstance(each, BeforeValidator) for each in get_args(type_)
    )


def _takes_strings(type_: Any) -> bool:
    return any(get_origin(member) is list for member in _members(type_))


def _description(model: Any, path: tuple[str | int, ...]) -> str:
    """What the last field on a path is described as, or ""."""
    for type_ in _types_at(model, path[:-1]):
        if isinstance(type_, type) and issubclass(type_, BaseModel):
            for name, field in type_.model_fields.items():
                if path and path[-1] in (name, field.alias):
                    return field.description or ""
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _any_of(names: Any) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


_FOUND = {
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a mapping",
    type(None): "nothing",
}
_LENGTHS = ("too_short", "string_too_short", "string_too_long")
_MODEL_TYPES = ("model_type", "model_attributes_type")
_EXPECTED = {
    "string_type": "a string",
    "int_type": "an integer",
    "bool_type": "true or false",
    "float_type": "a number",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
