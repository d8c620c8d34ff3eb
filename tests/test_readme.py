"""README.md, CONTRIBUTING.md and pages of docs/: the files, checks and limits that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint import settings
from lint.checks.registry import user_checks
from lint.cloud import inventory
from lint.deploy import file as deploy_file
from lint.engine import discovery
from lint.image import source_limits
from lint.image.packaging import lock_file
from lint.image.python import closure
from lint.image.python import reader as python_reader
from lint.image.saved import archive as saved_archive
from lint.image.saved import layers, streams
from lint.image.wheel import archive, zip_directory
from lint.manifest import reader
from lint.organization import condition
from lint.organization import files as policy_files
from lint.ruleset.elsewhere import fetch, git
from lint.server import outline
from lint.support import cel_limits, files, whole_match
from lint.yaml import composer

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_linked_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_fits_on_a_few_screens() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 150


def test_every_package_is_in_the_table_of_contributing() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(lint/[a-z0-9/]+)`", text))
    packages = {str(p.parent.relative_to(ROOT)) for p in (ROOT / "lint").rglob("*/__init__.py")}
    leaves = {p for p in packages if not any(other.startswith(f"{p}/") for other in packages)}
    assert leaves <= named


def test_every_check_for_users_is_in_the_table_of_checks() -> None:
    page = (DOCS / "own-rules.md").read_text(encoding="utf-8")
    table = page[page.index("\n| check |") :].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.strip().splitlines()[2:]]
    assert sorted(re.findall(r"`([a-z-]+)`", " ".join(rows))) == sorted(user_checks())


def test_the_limits_are_those_of_the_readers() -> None:
    mib = 1 << 20
    limits = {
        "YAML and JSON files of a folder (`--max-files` changes it)": f"{discovery.MAX_FILES:,}",
        "manifest": f"{reader.MAX_BYTES // mib} MiB, {composer.MAX_NODES:,} values, "
        f"{composer.MAX_DEPTH} levels",
        "script, workflow, Terraform file": f"{deploy_file.MAX_BYTES // mib} MiB",
        "settings file": f"{settings.MAX_BYTES // mib} MiB",
        "rule file": f"{files.MAX_RULE_FILE_BYTES // mib} MiB",
        "rule set of a git repository": f"{fetch.MAX_FILES} files, {git.MAX_SECONDS} seconds for each "
        "command of git",
        "text in an editor, for hover and completion": f"{outline.MOST_LINES:,} lines",
        "inventory": f"{inventory.MAX_BYTES // mib} MiB",
        "policy file": f"{policy_files.MAX_BYTES // mib} MiB, {policy_files.MAX_FILES:,} files of a "
        "folder",
        "lock file": f"{lock_file.MAX_LOCK_BYTES // mib} MiB",
        "Python module": f"{python_reader.MAX_SOURCE_BYTES // mib} MiB, "
        f"{source_limits.MAX_TOKENS:,} tokens",
        "Python modules that start-up can reach": f"{closure.MAX_MODULES:,}",
        "wheel": f"{zip_directory.MAX_MEMBERS:,} members, "
        f"{archive.MAX_MEMBER_BYTES // mib} MiB for each",
        "saved image": f"{saved_archive.MAX_LAYERS:,} layers, {layers.MAX_ENTRIES:,} entries "
        f"and folders that they imply, {layers.MAX_NAMES // mib} MiB of names longer than 255 "
        f"characters, "
        f"{streams.MAX_INFLATED >> 30} GiB uncompressed, "
        f"{layers.MAX_KEPT // mib} MiB of compressed code",
        "value that is matched with a `pattern` of a rule": f"{whole_match.MAX_VALUE:,} characters",
        "`assert` expression": f"{cel_limits.MAX_LENGTH:,} characters, {cel_limits.MAX_NESTING} "
        f"macros inside each other ({condition.NESTING} in a custom constraint), {cel_limits.MAX_GROWTH} values joined",
    }
    page = (DOCS / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \|$", page, re.M)
    assert rows == [("what", "limit"), *limits.items()]
