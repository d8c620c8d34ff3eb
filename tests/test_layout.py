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
    "manifest/field_table.py": "generated: tests/scripts/test_cloud_run_schema.py",
    "model/fault.py": "a record: every reader and check makes it",
    "ruleset/plans/cloud_run.py": "generated: tests/scripts/test_generate.py",
    "ruleset/plans/input.py": "generated",
    "ruleset/plans/live.py": "generated",
    "ruleset/plans/python_build.py": "generated",
}
"""Modules that have nothing to test, with the reason."""
NOT_YET = frozenset(
    [
        "checks/image/build_fault.py",
        "checks/platform/field_type.py",
        "checks/platform/unknown_field.py",
        "cli/argparser.py",
        "cli/output.py",
        "cloud/conformance.py",
        "cloud/google/listing.py",
        "cloud/google/rest.py",
        "cloud/inventory_writer.py",
        "cloud/references.py",
        "cloud/settings_summary.py",
        "cloud/v2/container.py",
        "cloud/v2/message_builder.py",
        "cloud/v2/template.py",
        "cloud/v2/volume.py",
        "engine/image_alone.py",
        "engine/run.py",
        "image/context/ignore_rules.py",
        "image/context/run_lines.py",
        "image/image.py",
        "image/packaging/selection.py",
        "image/packaging/source_roots.py",
        "image/python/env_readers.py",
        "image/python/env_reads.py",
        "image/python/facts.py",
        "image/python/named_modules.py",
        "image/python/parallel_reader.py",
        "image/python/reader.py",
        "image/python/resolution.py",
        "image/python/socket_paths.py",
        "image/python/visitor.py",
        "image/sources.py",
        "image/start/image_start.py",
        "image/start/launch.py",
        "image/start/listening.py",
        "image/start/programs.py",
        "image/wheel/zip_directory.py",
        "manifest/redaction.py",
        "manifest/references.py",
        "manifest/resource.py",
        "model/findings.py",
        "model/options.py",
        "model/redaction/dockerfile.py",
        "model/redaction/ignore_file.py",
        "model/redaction/metadata.py",
        "model/redaction/python_code.py",
        "model/redaction/requirements.py",
        "model/redaction/settings_file.py",
        "model/redaction/shell.py",
        "ruleset/mistakes.py",
        "ruleset/models.py",
        "ruleset/parameters.py",
    ]
)
"""Modules that are only tested from elsewhere, and are to get a file of their own."""


def modules() -> set[str]:
    paths = (path.relative_to(ROOT / "lint") for path in (ROOT / "lint").rglob("*.py"))
    return {path.as_posix() for path in paths if path.name != "__init__.py"}


def test_every_module_has_a_test_file_of_its_name() -> None:
    missing = [
        f"lint/{module}: no tests/{test}"
        for module in sorted(modules() - WITHOUT.keys() - NOT_YET)
        for test in [f"{module[: module.rfind('/') + 1]}test_{module.rpartition('/')[2]}"]
        if not (ROOT / "tests" / test).exists()
    ]
    assert missing == []


def test_the_exceptions_are_modules_without_tests() -> None:
    assert modules() >= WITHOUT.keys()
    for module in WITHOUT:
        folder, _, name = module.rpartition("/")
        assert not (ROOT / "tests" / folder / f"test_{name}").exists()
