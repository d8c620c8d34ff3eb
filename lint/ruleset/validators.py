"""Validates rule files without pydantic's models, whose import takes twice as long as a run.

`rules/validators.json` holds what pydantic makes of the models (`scripts/generate.py` writes it):
the schemas that pydantic-core, its engine, validates by. Here the engine is loaded by itself. What
it accepts is accepted; of what it does not, or cannot be asked about, `lint.ruleset.mistakes`
tells the mistakes by the models themselves.
"""

from __future__ import annotations

import json
import sys
import types

from lint.checks.coercions import COERCIONS
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = "validators.json"
RULE_SET = "a rule set"
RULE = "a rule"


class UnsureError(Exception):
    """The data is not known to be in order."""


def validated(name: str, data: Any) -> Any:
    """The data with its defaults filled in and its short forms made long.

    `name` is `RULE_SET`, `RULE` or a check's. Raises `UnsureError`.
    """
    try:
        if name not in _validators:
            _validators[name] = _engine()(_revived(_schemas()[name]))
        return _validators[name].validate_python(data)
    except Exception as error:  # other versions of the engine may refuse the schema itself
        raise UnsureError from error


def rule_fields() -> frozenset[str]:
    """What every rule may say about itself, beside its one check."""
    try:
        return frozenset(_schemas()[RULE]["fields"])
    except (OSError, ValueError, KeyError):
        from lint.ruleset.models import RuleFields

        return frozenset(field.alias or name for name, field in RuleFields.model_fields.items())


_validators: dict[str, Any] = {}
_file: dict[str, Any] = {}


def use_schemas(schemas: dict[str, Any]) -> None:
    """Validates by these schemas from now on, not by those of the file."""
    _validators.clear()
    _file.clear()
    _file.update(schemas)


def _schemas() -> dict[str, Any]:
    if not _file:
        with open(data_path("rules", FILE), encoding="utf-8") as stream:
            _file.update(json.load(stream))
    return _file


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
