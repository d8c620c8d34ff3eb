"""pydantic settings classes: their fields, and the environment variables those are read from.

What a class says is read here; which classes are settings classes is only known when the modules
are joined (`lint.image.python.env_usage`), because a base class may live in another one.
Source: https://docs.pydantic.dev/latest/concepts/pydantic_settings/ and pydantic 1.10's
https://docs.pydantic.dev/1.10/usage/settings/.
"""

from __future__ import annotations

import ast
import re

from lint.image.python.facts import SettingsClass, SettingsField
from lint.image.python.syntax import Positions, dotted, keyword, text, texts
from lint.support.lazy_regex import lazy_regex

UNKNOWN_PREFIX = "?"
"""Stands for an `env_prefix` that is only known at run time; no variable's name has it."""

_BASE = lazy_regex(r"Settings|Config|Env|Common|^Base(?!Model$|Exception$|HTTP)")
_SIMPLE = frozenset(
    (
        "str", "int", "float", "bool", "bytes", "SecretStr", "SecretBytes", "AnyUrl", "AnyHttpUrl",
        "HttpUrl", "PostgresDsn", "RedisDsn", "Path", "Decimal", "UUID",
    )
)  # fmt: skip
_OTHER_SOURCES = frozenset(
    (
        "secrets_dir",
        "yaml_file",
        "toml_file",
        "json_file",
        "pyproject_toml_table_header",
        "cli_parse_args",
        "alias_generator",
        "fields",
    )
)
_SOURCE_METHODS = frozenset(("__init__", "settings_customise_sources", "customise_sources"))


def may_be_settings(statement: ast.ClassDef) -> bool:
    """Whether a class may be a settings class, going by the names of its bases."""
    return any(_BASE.search(dotted(base).rpartition(".")[2]) for base in statement.bases)


def settings_class(
    statement: ast.ClassDef, bases: tuple[str, ...], positions: Positions
) -> SettingsClass:
    """What a class says about its settings; `bases` are `module:name` where imported."""
    config: dict[str, ast.expr] = {
        item.arg: item.value for item in statement.keywords if item.arg is not None
    }
    fields: list[SettingsField] = []
    other = False
    for item in statement.body:
        if isinstance(item, ast.ClassDef) and item.name == "Config":
            config.update(_assignments(item))
        elif isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
            other = other or item.name in _SOURCE_METHODS or _fills_in(item)
        elif isinstance(item, (ast.Assign, ast.AnnAssign)) and _target(item) == "model_config":
            config.update(_entries(item.value))
        else:
            fields += _field(item, positions)
    prefix = config.get("env_prefix")
    known = text(prefix)
    case = config.get("case_sensitive")
    return SettingsClass(
        statement.name,
        bases,
        UNKNOWN_PREFIX if prefix is not None and known is None else known,
        bool(case.value) if isinstance(case, ast.Constant) else None,
        "env_nested_delimiter" in config,
        other or not _OTHER_SOURCES.isdisjoint(config) or _from_elsewhere(config.get("env_file")),
        tuple(fields),
    )


def _from_elsewhere(env_file: ast.expr | None) -> bool:
    """Whether an env file may lie outside of the image: a secret may be mounted as one."""
    if env_file is None or (isinstance(env_file, ast.Constant) and env_file.value is None):
        return False
    one = text(env_file)
    names = (one,) if one is not None else texts(env_file)
    return names is None or any("/" in name for name in names)


def _fills_in(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a method is a validator that may give values before fields are looked at."""
    for decorator in method.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = dotted(call.func if call is not None else decorator).rpartition(".")[2]
        if name == "root_validator":
            return True
        if name == "model_validator" and text(keyword(call, "mode") if call else None) != "after":
            return True
    return False


def _target(item: ast.Assign | ast.AnnAssign) -> str:
    return dotted(item.targets[0] if isinstance(item, ast.Assign) else item.target)


def _assignments(statement: ast.ClassDef) -> dict[str, ast.expr]:
    return {
        dotted(item.targets[0]): item.value
        for item in statement.body
        if isinstance(item, ast.Assign)
    }


def _entries(value: ast.expr | None) -> dict[str, ast.expr]:
    """The entries of `SettingsConfigDict(...)` or of a dict."""
    if isinstance(value, ast.Call):
        return {item.arg: item.value for item in value.keywords if item.arg is not None}
    if isinstance(value, ast.Dict):
        pairs = zip(value.keys, value.values, strict=True)
        return {name: item for key, item in pairs if (name := text(key)) is not None}
    return {}


def _field(item: ast.stmt, positions: Positions) -> list[SettingsField]:
    target: ast.expr
    annotation: ast.expr
    value: ast.expr | None
    if isinstance(item, ast.AnnAssign):
        target, annotation, value = item.target, item.annotation, item.value
    elif isinstance(item, ast.Assign) and len(item.targets) == 1:
        # pydantic 1 takes the type of a field from its default.
        target, annotation, value = item.targets[0], ast.Constant(None), item.value
    else:
        return []
    if not isinstance(target, ast.Name) or target.id.startswith("_"):
        return []
    shape = ast.unparse(annotation)
    if re.search(r"\b(?:ClassVar|Final|computed_field)\b", shape):
        return []
    details = _field_calls(annotation)
    required = value is None and not re.search(r"\bOptional\b|\bNone\b|\bAny\b", shape)
    if isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] == "Field":
        details.insert(0, value)
    elif isinstance(value, ast.Constant) and value.value is ...:
        required = True
    if value is None or (details and details[0] is value):
        required = (required or bool(details and details[0] is value)) and not any(
            _has_default(call) for call in details
        )
    aliases = next((found for call in details if (found := _aliases(call))), ())
    line, column = positions.of(target)
    simple = shape.removesuffix(" | None") in _SIMPLE
    return [SettingsField(target.id, required, simple, aliases, line, column)]


def _field_calls(annotation: ast.expr) -> list[ast.Call]:
    """The `Field(...)` of `Annotated[T, Field(...)]`."""
    if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
        return []
    if dotted(annotation.value).rpartition(".")[2] != "Annotated":
        return []
    calls = [item for item in annotation.slice.elts if isinstance(item, ast.Call)]
    return [call for call in calls if dotted(call.func).rpartition(".")[2] == "Field"]


def _has_default(call: ast.Call) -> bool:
    if keyword(call, "default_factory") is not None:
        return True
    given = call.args[0] if call.args else keyword(call, "default")
    return given is not None and not (isinstance(given, ast.Constant) and given.value is ...)


def _aliases(call: ast.Call) -> tuple[str, ...]:
    """The variables that a field names itself; validation_alias comes before alias."""
    for name in ("validation_alias", "alias", "env"):
        value = keyword(call, name)
        if isinstance(value, ast.Call):
            # AliasChoices("A", AliasPath("B", 0))
            plain = (
                item.args[0] if isinstance(item, ast.Call) and item.args else item
                for item in value.args
            )
            found = tuple(item for item in map(text, plain) if item is not None)
        else:
            one = text(value)
            found = (one,) if one is not None else texts(value) or ()
        if found:
            return found
    return ()
