"""The tests mirror lint/ file by file: each module has a file of its name, with a quick test."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import SLOW_WORDS, is_slow

ROOT = Path(__file__).resolve().parent.parent
WITHOUT = {
    "__main__.py": "one call of lint.cli.main; tests/test_command.py runs it",
    "checks/typed_registry.py": "generated, and imported by nothing: mypy reads it",
    "deploy/gcloud/value.py": "a record: the reader of values fills it",
    "deploy/terraform/field_table.py": "a table; tests/deploy/terraform/test_fields.py reads it",
    "image/file.py": "a record: the readers of wheels and trees fill it",
    "image/python/moments.py": "three constants",
    "image/saved/fault.py": "an exception: the readers of saved images raise it",
    "manifest/field_table.py": "generated: tests/scripts/test_cloud_run_schema.py",
    "model/fault.py": "a record: every reader and check makes it",
    "model/fix.py": "records: tests/engine/test_repair.py makes the edits",
    "ruleset/plans/cloud_run.py": "generated: tests/scripts/test_generate.py",
    "ruleset/plans/deploy.py": "generated",
    "ruleset/plans/input.py": "generated",
    "ruleset/plans/live.py": "generated",
    "ruleset/plans/org_policy.py": "generated",
    "ruleset/plans/python_build.py": "generated",
}
"""Modules that have nothing to test, with the reason."""


def modules() -> set[str]:
    paths = (path.relative_to(ROOT / "lint") for path in (ROOT / "lint").rglob("*.py"))
    return {path.as_posix() for path in paths if path.name != "__init__.py"}


def file_of(module: str) -> Path:
    folder, _, name = module.rpartition("/")
    return ROOT / "tests" / folder / f"test_{name}"


def has_quick_test(file: Path) -> bool:
    """Whether one of the test functions is run by `-m "not slow"`, as far as the text shows."""
    if is_slow(file):
        return False
    slow = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("pytestmark") and "slow" in line:
            return False
        if line.startswith("@pytest.mark.slow"):
            slow = True
        elif line.startswith("def "):
            name = line[len("def ") :].partition("(")[0]
            if name.startswith("test_") and not slow and not any(w in name for w in SLOW_WORDS):
                return True
            slow = False
    return False


def test_every_module_has_a_test_file_of_its_name() -> None:
    missing = [
        f"lint/{module}: no {file_of(module).relative_to(ROOT).as_posix()}"
        for module in sorted(modules() - WITHOUT.keys())
        if not file_of(module).exists()
    ]
    assert missing == []


def test_every_module_has_a_quick_test() -> None:
    slow = [
        f"lint/{module}: every test is slow"
        for module in sorted(modules() - WITHOUT.keys())
        if file_of(module).exists() and not has_quick_test(file_of(module))
    ]
    assert slow == []


def test_slow_tests_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    for text, quick in [
        ("def test_a():\n    pass\n", True),
        ("@pytest.mark.slow\ndef test_a():\n    pass\n", False),
        ("@pytest.mark.slow\n@pytest.mark.parametrize(\n    'x', [1])\ndef test_a(x): 0\n", False),
        ("@pytest.mark.slow\ndef test_a(): 0\n\n\ndef test_b(): 0\n", True),
        ("def test_a_giant_file(): 0\n", False),
        ("def fixture(): 0\n", False),
        ("pytestmark = pytest.mark.slow\n\ndef test_a(): 0\n", False),
    ]:
        file.write_text(text, encoding="utf-8")
        assert has_quick_test(file) is quick, text
    assert not has_quick_test(ROOT / "tests" / "test_fuzz.py")


def test_the_exceptions_are_modules_without_tests() -> None:
    assert modules() >= WITHOUT.keys()
    for module in WITHOUT:
        assert not file_of(module).exists()
