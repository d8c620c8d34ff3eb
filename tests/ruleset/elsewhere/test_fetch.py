"""Fetching a rule set: with what it extends in the same commit, pinned and verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.errors import UsageError
from lint.ruleset.elsewhere.fetch import fetch
from lint.ruleset.elsewhere.reference import GitReference
from lint.ruleset.elsewhere.store import FetchedSet, NotFetchedError
from tests.ruleset.elsewhere.repository import BASE, PART, Repository


def reference(repository: Repository, commit: str = "main", digest: str = "") -> GitReference:
    return GitReference(repository.ssh, commit, "base.yaml", digest)


def test_what_is_fetched(repository: Repository) -> None:
    pinned = fetch(reference(repository))
    assert pinned.commit == repository.commit
    found = FetchedSet(pinned)
    assert {path: found.read(path).decode() for path in found.digests} == {
        "base.yaml": BASE,
        "parts/db.yaml": PART,
    }
    assert str(fetch(pinned)) == str(pinned)


def test_another_content_is_not_kept(repository: Repository) -> None:
    pinned = fetch(reference(repository))
    other = repository.push({"parts/db.yaml": PART + "# more\n"})
    with pytest.raises(UsageError, match=f"and the reference says sha256:{pinned.digest}"):
        fetch(reference(repository, other, pinned.digest))
    wrong = reference(repository, pinned.commit, "0" * 64)
    with pytest.raises(UsageError, match=r"cannot fetch example.test/"):
        fetch(wrong)
    with pytest.raises(NotFetchedError):
        FetchedSet(wrong)


@pytest.mark.parametrize(
    ("extends", "said"),
    [
        ("../outside.yaml", "extends ../outside.yaml, which is no rule file of the commit"),
        ("/etc/passwd", "is no rule file of the commit"),
        (".git/config.yaml", "is no rule file of the commit"),
        ("no-such-set", "is no rule file of the commit"),
        ("no.yaml", "the commit has no file no.yaml"),
        ("link.yaml", "link.yaml is not a rule set"),
    ],
)
def test_only_files_of_the_commit(repository: Repository, extends: str, said: str) -> None:
    (repository.work / "link.yaml").symlink_to("/etc/passwd")
    repository.push({"base.yaml": f"ruleset: a\nextends: [{extends}]\n"})
    with pytest.raises(UsageError) as raised:
        fetch(reference(repository))
    assert said in str(raised.value)


@pytest.mark.slow
def test_sets_that_extend_each_other_and_too_many(repository: Repository) -> None:
    repository.push({"parts/db.yaml": "ruleset: a\nextends: [../base.yaml]\n"})
    assert len(FetchedSet(fetch(reference(repository))).digests) == 2
    many = {f"{n}.yaml": f"ruleset: a\nextends: [{n + 1}.yaml]\n" for n in range(101)}
    repository.push({**many, "base.yaml": "ruleset: a\nextends: [0.yaml]\n"})
    with pytest.raises(UsageError, match="extends more than 100 files"):
        fetch(reference(repository))


def test_a_cache_that_cannot_be_written_is_named(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "file"))
    with pytest.raises(UsageError) as raised:
        fetch(reference(repository))
    assert f" in {tmp_path / 'file'}: " in str(raised.value)
    assert "CLOUDRUN_LINT_CACHE names another directory." in str(raised.value)
