"""Every check of the table is there, is what a check is, and is known to nothing but the table."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from lint.checks import protocol, registry
from lint.checks.registry import CHECKS, MISSING, TEXT_CHECKS, CheckError, check_error, load_check

PACKAGE = Path(registry.__file__).resolve().parent.parent
HOOKS = {
    "prepare": protocol.PreparesParameters,
    "requires": protocol.RequiresInput,
    "lookups": protocol.NeedsLookups,
}


def parameters(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


@pytest.mark.parametrize("key", CHECKS)
def test_a_check_has_the_functions_of_its_protocol(key: str) -> None:
    module = import_module(CHECKS[key])
    main, other = ("report", "run") if key in TEXT_CHECKS else ("run", "report")
    expected = protocol.TextCheck.report if key in TEXT_CHECKS else protocol.Check.run
    assert parameters(module.model) == []
    assert parameters(getattr(module, main)) == parameters(expected)
    assert not hasattr(module, other)
    for name, hook in HOOKS.items():
        if hasattr(module, name):
            assert parameters(getattr(module, name)) == parameters(getattr(hook, name))


@pytest.mark.parametrize("key", CHECKS)
def test_a_check_is_loaded_with_defaults_for_what_it_leaves_out(key: str) -> None:
    check = load_check(key)
    module = import_module(CHECKS[key])
    assert check.module == module.__name__
    for name in ("model", "run", "report", *HOOKS):
        function = getattr(check, name)
        assert function is getattr(module, name, function)
        assert callable(function)


@pytest.mark.parametrize("key", CHECKS)
def test_a_check_says_its_key_first(key: str) -> None:
    assert (import_module(CHECKS[key]).__doc__ or "").startswith(f"`{key}`: ")


def test_mypy_is_given_every_check() -> None:
    source = (PACKAGE / "checks" / "typed_registry.py").read_text(encoding="utf-8")
    for key, module in CHECKS.items():
        assert f"import {module} as " in source
        assert f'"{key}": ' in source


def test_every_requirement_has_words() -> None:
    (literal,) = (protocol.Input,)
    assert set(literal.__args__) == {"", *MISSING}


def test_the_engine_names_no_check() -> None:
    """A new check is one file: nothing that runs checks may depend on which there are."""
    found = []
    for path in sorted((PACKAGE / "engine").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        attributes = {
            id(name)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__slots__"
            for name in ast.walk(node.value)
        }
        for node in ast.walk(tree):
            if id(node) in attributes:
                continue
            if isinstance(node, ast.Constant) and node.value in CHECKS:
                found.append(f"{path.name}:{node.lineno}: {node.value!r}")
            if isinstance(node, ast.ImportFrom) and node.module in CHECKS.values():
                found.append(f"{path.name}:{node.lineno}: {node.module}")
    assert found == []


def test_an_error_is_placed_in_our_code_and_says_nothing_of_the_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CLOUDRUN_LINT_DEBUG")
    try:
        load_check("env").prepare({"s3cret": 1})
    except KeyError as error:
        failure = check_error("lint.checks.policy.env", error)
    assert failure.message.startswith(
        "internal error in lint.checks.policy.env: KeyError at lint/checks/policy/value_constraint.py:"
    )
    assert "s3cret" not in failure.message


def test_an_error_is_raised_again_for_who_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUDRUN_LINT_DEBUG", "1")
    with pytest.raises(ValueError, match="why"):
        check_error("lint.checks.policy.env", ValueError("why"))


def test_a_module_that_is_gone_is_an_error_of_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLOUDRUN_LINT_DEBUG")
    monkeypatch.setitem(CHECKS, "gone", "lint.checks.policy.gone")
    with pytest.raises(CheckError) as caught:
        load_check("gone")
    assert caught.value.module == "lint.checks.policy.gone"
    assert "ModuleNotFoundError" in caught.value.message
