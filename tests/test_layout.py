"""The tests mirror lint/ file by file: a module without a test file of its name is an error."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WITHOUT = {
    "__main__.py": "one call of lint.cli.main; tests/test_command.py runs it",
    "checks/typed_registry.py": "generated, and imported by nothing: mypy reads it",
    "deploy/terraform/field_table.py": "a table; tests/deploy/terraform/test_fields.py reads it",
    "image/file.py": "a record: the readers of wheels and trees fill it",
    "image/python/moments.py": "three constants",
    "image/saved/fault.py": "an exception: the readers of saved images raise it",
    "manifest/field_table.py": "generated: tests/scripts/test_cloud_run_schema.py",
    "model/fault.py": "a record: every reader and check makes it",
    "ruleset/plans/cloud_run.py": "generated: tests/scripts/test_generate.py",
    "ruleset/plans/deploy.py": "generated",
    "ruleset/plans/input.py": "generated",
    "ruleset/plans/live.py": "generated",
    "ruleset/plans/python_build.py": "generated",
}
"""Modules that have nothing to test, with the reason."""


def modules() -> set[str]:
    paths = (path.relative_to(ROOT / "lint") for path in (ROOT / "lint").rglob("*.py"))
    return {path.as_posix() for path in paths if path.name != "__init__.py"}


def test_every_module_has_a_test_file_of_its_name() -> None:
    missing = [
        f"lint/{module}: no tests/{test}"
        for module in sorted(modules() - WITHOUT.keys())
        for test in [f"{module[: module.rfind('/') + 1]}test_{module.rpartition('/')[2]}"]
        if not (ROOT / "tests" / test).exists()
    ]
    assert missing == []


def test_the_exceptions_are_modules_without_tests() -> None:
    assert modules() >= WITHOUT.keys()
    for module in WITHOUT:
        folder, _, name = module.rpartition("/")
        assert not (ROOT / "tests" / folder / f"test_{name}").exists()
