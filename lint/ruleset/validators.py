"""Validates rule files without pydantic's models, whose import takes twice as long as a run.

`rules/validators.json` holds what pydantic makes of the models (`scripts/generate.py` writes it):
the schemas that pydantic-core, its engine, validates by. Here the engine is loaded by itself. What
it accepts is accepted; what it does not accept is examined again by the models themselves
(`lint.ruleset.mistakes`), which word what is wrong.

Each schema carries a digest of the source of its model. One that was made from another source is
not used, so that a changed model counts at once, only slower.
"""

from __future__ import annotations

import json
import os
import re
import sys
import types

from lint.checks.coercions import COERCIONS
from lint.checks.registry import CHECKS
from lint.support.cache import content_digest
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = "validators.json"
RULE_SET = "a rule set"
RULE = "a rule"

SHARED_SOURCES = (
    "checks/coercions.py",
    "checks/faults.py",
    "checks/parameters.py",
    "checks/policy/metadata_keys.py",
    "checks/policy/value_constraint.py",
)
"""The modules that models of several checks are made by, below the package."""

FURTHER_SOURCES = {"cloud-drift": "cloud/drift.py"}
"""The module besides its own from which a check's model takes constants."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# A function at the top of a module that takes no part in its model, with its body.
_OTHER_FUNCTION = re.compile(
    r"^(?:@.*\n)*def (?:run|report|prepare|requires|lookups|_(?!\w*model)\w+)\(.*\n"
    r"(?:(?:[ )].*)?\n)*",
    re.M,
)


class UnsureError(Exception):
    """The data is not known to be in order."""


def validated(name: str, data: Any) -> Any:
    """The data with its defaults filled in and its short forms made long.

    `name` is `RULE_SET`, `RULE` or a check's. Raises `UnsureError`.
    """
    try:
        if name not in _validators:
            _validators[name] = _engine()(_revived(_schema(name)))
        return _validators[name].validate_python(data)
    except Exception as error:  # other versions of the engine may refuse the schema itself
        raise UnsureError from error


def rule_fields() -> frozenset[str]:
    """What every rule may say about itself, beside its one check."""
    try:
        return frozenset(_schema(RULE)["fields"])
    except (OSError, ValueError, KeyError, TypeError):
        from lint.ruleset.models import RuleFields

        return frozenset(field.alias or name for name, field in RuleFields.model_fields.items())


def models_digest(name: str) -> str:
    """16 digits that change with the source of the model of `RULE_SET`, `RULE` or a check.

    They cover the check's own module, without the functions that take no part in its model, and
    the modules that the models of several checks share. Raises `OSError` where there is no source.
    """
    own = CHECKS[name].split(".")[1:] if name in CHECKS else ["ruleset", "models"]
    paths = ["/".join(own) + ".py", *SHARED_SOURCES]
    if name in FURTHER_SOURCES:
        paths.append(FURTHER_SOURCES[name])
    return content_digest("\0".join(map(model_source, paths)).encode("utf-8"))[:16]


def model_source(path: str) -> str:
    """The part of a module that its model is made by; `path` is relative to the package."""
    if path not in _sources:
        with open(os.path.join(_PACKAGE, path), encoding="utf-8") as stream:
            _sources[path] = _OTHER_FUNCTION.sub("", stream.read())
    return _sources[path]


_validators: dict[str, Any] = {}
_file: dict[str, Any] = {}
_sources: dict[str, str] = {}


def use_schemas(schemas: dict[str, Any]) -> None:
    """Validates by these schemas from now on, not by those of the file."""
    _validators.clear()
    _file.clear()
    _file.update(schemas)


def _schema(name: str) -> dict[str, Any]:
    """The engine's schema of a model. Raises `ValueError` for one of another model."""
    if not _file:
        with open(data_path("rules", FILE), encoding="utf-8") as stream:
            _file.update(json.load(stream))
    entry = _file[name]
    if entry["models"] != models_digest(name):
        raise ValueError("the model has changed since the schema was made")
    schema: dict[str, Any] = entry["schema"]
    return schema


def _engine() -> Any:
    """pydantic-core's validator class, loaded without the package around it."""
    if "pydantic_core" in sys.modules:
        from pydantic_core import SchemaValidator

        return SchemaValidator
    from importlib.util import find_spec

    spec = find_spec("pydantic_core")
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError("pydantic_core")
    package = types.ModuleType("pydantic_core")
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["pydantic_core"] = package
    try:
        from pydantic_core._pydantic_core import SchemaValidator
    finally:
        # Whoever imports pydantic after us gets the real package.
        del sys.modules["pydantic_core"]
    return SchemaValidator


def _revived(schema: Any) -> Any:
    """A schema with the functions that it names."""
    if isinstance(schema, list):
        return [_revived(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    revived = {key: _revived(value) for key, value in schema.items()}
    if revived.get("type") == "no-info":
        revived["function"] = COERCIONS[revived["function"]]
    return revived
