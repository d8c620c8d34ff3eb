"""What is wrong with a part of a rule file, by pydantic's models and in the tool's own words.

pydantic is imported here, so this module is imported only when there is a mistake to be told.
"""

from __future__ import annotations

import os
import re
import sys
from types import ModuleType
from typing import Any

# Looking for plugins of pydantic imports half of the standard library, and nobody has any here.
if os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__") == "__all__":
    _no_plugins: Any = ModuleType("pydantic.plugin._loader")
    _no_plugins.get_plugins = tuple
    sys.modules.setdefault(_no_plugins.__name__, _no_plugins)

from pydantic import TypeAdapter, ValidationError

from lint.support.nearest import did_you_mean


class Mistake:
    """One mistake: `path` leads to it from the data's root, `missing` says that its end is not there."""

    __slots__ = ("error", "known", "path", "unknown_key", "what")

    def __init__(self, error: Any, known: set[str], what: str) -> None:
        self.error = error
        self.known = known
        self.what = what
        self.path: tuple[str | int, ...] = error["loc"]
        self.unknown_key = error["type"] == "extra_forbidden"

    def words(self, missing: str) -> tuple[str, str]:
        """The message and the repair; `missing` is the first key of the path that is not there."""
        return _worded(self.error, missing, self.known, self.what)


def examine(model: Any, data: Any, what: str) -> tuple[Any, list[Mistake]]:
    """The data as its model reads it, or None and the mistakes. `what` is what messages call it."""
    adapter: TypeAdapter[Any] = TypeAdapter(model)
    try:
        value = adapter.validate_python(data)
    except ValidationError as error:
        known = _known_keys(adapter)
        return None, [Mistake(each, known, what) for each in error.errors(include_url=False)]
    return adapter.dump_python(value, mode="json", by_alias=True), []


def _known_keys(adapter: Any) -> set[str]:
    """All keys that the model of a check or rule knows, at any depth."""
    keys: set[str] = set()
    todo: list[Any] = [adapter.json_schema(by_alias=True)]
    while todo:
        schema = todo.pop()
        if isinstance(schema, dict):
            properties = schema.get("properties")
            if isinstance(properties, dict):
                keys.update(properties)
            todo.extend(schema.values())
        elif isinstance(schema, list):
            todo.extend(schema)
    return keys


_FOUND = {
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a mapping",
    type(None): "nothing",
}
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


def _worded(detail: Any, missing: str, known: set[str], what: str) -> tuple[str, str]:
    """A pydantic error in the tool's own words, with the repair."""
    kind = detail["type"]
    found = detail.get("input")
    name = str(detail["loc"][-1]) if detail["loc"] else what
    if kind == "extra_forbidden":
        return f"unknown key `{name}` in {what}", did_you_mean(name, known)
    if kind == "missing":
        return f"`{name}` is missing in {what}", f"Add `{name}`."
    if kind == "literal_error":
        expected = str(detail["ctx"]["expected"]).replace("'", "`")
        options = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
        help = did_you_mean(str(found), options) if isinstance(found, str) else ""
        return f"expected {expected}, found `{str(found)[:60]}`", help
    if kind in _EXPECTED:
        help = ""
        if kind == "string_type" and isinstance(found, (bool, int, float)):
            help = f'Quote it: "{found}".'
        return f"expected {_EXPECTED[kind]}, found {_FOUND.get(type(found), 'a value')}", help
    if kind == "string_pattern_mismatch":
        return f"`{str(found)[:60]}` does not match {detail['ctx']['pattern']}", ""
    message = str(detail["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:], ""
