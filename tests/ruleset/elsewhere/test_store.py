"""Fetched rule sets: kept under their digest, and believed only with it."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from lint.ruleset.elsewhere.reference import GitReference
from lint.ruleset.elsewhere.store import FetchedSet, NotFetchedError, folder_of, keep, list_of

FILES = {"base.yaml": b"ruleset: a\n", "parts/db.yaml": b"ruleset: b\n"}
DIGEST = sha256(list_of(FILES)).hexdigest()
REFERENCE = GitReference("https://example.test/rules", "0" * 40, "base.yaml", DIGEST)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    return Path(folder_of(DIGEST))


def test_what_is_kept_is_read(folder: Path) -> None:
    keep(FILES)
    found = FetchedSet(REFERENCE)
    assert {path: found.read(path) for path in found.digests} == FILES
    assert [path.name for path in folder.parent.iterdir()] == [DIGEST]


def test_the_digest_is_that_of_the_programs_of_coreutils(folder: Path) -> None:
    keep(FILES)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    listed = subprocess.run(["sha256sum", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert listed.stdout.split()[0] == DIGEST


def test_what_was_not_fetched(folder: Path) -> None:
    with pytest.raises(NotFetchedError, match=r"has not been fetched. Run `lint rules fetch`"):
        FetchedSet(REFERENCE)


@pytest.mark.parametrize("file", ["SHA256SUMS", "base.yaml", "parts/db.yaml"])
def test_what_was_changed_is_not_believed(folder: Path, file: str) -> None:
    keep(FILES)
    (folder / file).write_bytes((folder / file).read_bytes() + b"#")
    with pytest.raises(NotFetchedError, match="is not what was fetched"):
        read_all()
    keep(FILES)
    read_all()


def test_a_changed_list_does_not_help(folder: Path) -> None:
    keep(FILES)
    (folder / "base.yaml").write_bytes(b"ruleset: other\n")
    (folder / "SHA256SUMS").write_bytes(list_of({**FILES, "base.yaml": b"ruleset: other\n"}))
    with pytest.raises(NotFetchedError, match="is not what was fetched"):
        read_all()


def test_a_file_that_is_gone(folder: Path) -> None:
    keep(FILES)
    (folder / "parts" / "db.yaml").unlink()
    with pytest.raises(NotFetchedError, match="is not complete"):
        read_all()


def read_all() -> None:
    found = FetchedSet(REFERENCE)
    for path in found.digests:
        found.read(path)
