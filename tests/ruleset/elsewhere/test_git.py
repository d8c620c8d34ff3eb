"""Files of a commit, from a real git repository by a real git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.errors import UsageError
from lint.ruleset.elsewhere.git import Commit
from tests.ruleset.elsewhere.repository import BASE, Repository


@pytest.mark.slow
def test_a_commit_by_its_id_and_by_name(repository: Repository) -> None:
    repository.git("tag", "v1")
    repository.git("push", "--quiet", str(repository.folder), "v1")
    first = repository.commit
    second = repository.push({"base.yaml": BASE + "# more\n"})
    for url in (repository.ssh, repository.file):
        for name, commit in [(first, first), ("v1", first), ("main", second), (second, second)]:
            with Commit(url, name) as found:
                assert found.id == commit
                assert found.read("base.yaml", 10_000) == BASE.encode() + (
                    b"# more\n" if commit == second else b""
                )
                assert found.read("no.yaml", 10_000) is None
                assert found.read("parts", 10_000) is None


def test_nothing_is_left_behind(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with Commit(repository.file, "main"):
        assert list(scratch.iterdir())
    with pytest.raises(UsageError):
        Commit(repository.file, "no-such-branch")
    assert not list(scratch.iterdir())


def test_a_large_file_is_not_read(repository: Repository) -> None:
    with (
        Commit(repository.file, "main") as commit,
        pytest.raises(UsageError, match="larger than 10"),
    ):
        commit.read("base.yaml", 10)


def test_a_protocol_that_the_address_does_not_have_is_refused(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the user's own configuration leads an address of settings to a command or a file."""
    config = tmp_path / "config"
    for base in (repository.file, f"ext::sh -c touch% {tmp_path}/ran %S "):
        config.write_text(
            f'[url "{base}"]\n\tinsteadOf = {repository.ssh}\n[protocol]\n\tallow = always\n'
        )
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
        with pytest.raises(UsageError, match="not allowed"):
            Commit(repository.ssh, "main")
    assert not (tmp_path / "ran").exists()


def test_the_repository_around_does_not_count(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit hook has variables that name its repository; its configuration may be a stranger's."""
    hostile = tmp_path / "hostile"
    (hostile / ".git").mkdir(parents=True)
    (hostile / ".git" / "config").write_text(
        f"[core]\n\tsshCommand = touch {tmp_path}/ran\n\tfsmonitor = touch {tmp_path}/ran\n"
    )
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("GIT_DIR", str(hostile / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(hostile / ".git" / "index"))
    before = sorted(hostile.rglob("*"))
    with Commit(repository.ssh, "main") as commit:
        assert commit.read("base.yaml", 10_000) == BASE.encode()
    assert sorted(hostile.rglob("*")) == before
    assert not (tmp_path / "ran").exists()


def test_what_git_says_is_the_reason(repository: Repository) -> None:
    with pytest.raises(UsageError, match=r"git fetch: .*no-such-branch"):
        Commit(repository.ssh, "no-such-branch")
    with pytest.raises(UsageError, match=r"git fetch: .*not appear to be a git repository"):
        Commit("ssh://git@example.test/no/such/repository", "main")


def test_credentials_of_an_address_are_not_shown(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither long ones, of which the message would have the first half, nor those with an @."""
    for user in (f"oauth2:{'s3cr3t' * 100}", "me:s3cr3t@s3cr3t"):
        program = tmp_path / "says"
        program.write_text(f"#!/bin/sh\necho 'no access to https://{user}@host/x' >&2\nexit 1\n")
        program.chmod(0o755)
        monkeypatch.setenv("GIT_SSH_COMMAND", str(program))
        with pytest.raises(UsageError, match="no access to https://host/x") as raised:
            Commit(repository.ssh, "main")
        assert "s3cr3t" not in str(raised.value)


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(UsageError, match="git is not installed"):
        Commit(repository.file, "main")
