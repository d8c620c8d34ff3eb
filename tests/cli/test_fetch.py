"""`lint rules fetch`: what the settings name is fetched, by nothing but this command."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint.cli.main import main
from lint.engine.examples import SKELETONS
from tests.ruleset.elsewhere.repository import BASE, PART, Repository

Said = pytest.CaptureFixture[str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules_server: Path) -> Repository:
    return Repository(tmp_path, monkeypatch, rules_server)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a manifest."""
    folder = tmp_path / "here"
    (folder / ".git").mkdir(parents=True)
    (folder / "service.yaml").write_text(SKELETONS["Service"])
    monkeypatch.chdir(folder)
    return folder


def pinned(repository: Repository, path: str, capsys: Said) -> str:
    """The reference that the command prints; what it has fetched is gone again."""
    assert main(["rules", "fetch", f"git+{repository.ssh}@main#{path}"]) == 0
    reference = capsys.readouterr().out.strip()
    cache = repository.folder.parent.parent / "cache"
    cache.rename(cache.with_name(f"cache-{len(list(cache.parent.iterdir()))}"))
    return reference


def test_a_reference_is_printed_pinned(repository: Repository, here: Path, capsys: Said) -> None:
    reference = pinned(repository, "base.yaml", capsys)
    form = rf"git\+ssh://git@example.test\S+@{repository.commit}#base.yaml sha256:[0-9a-f]{{64}}"
    assert re.fullmatch(form, reference)
    assert main(["rules", "fetch", reference]) == 0
    assert capsys.readouterr().out == f"{reference}\n"


@pytest.mark.slow
@pytest.mark.parametrize("where", ["settings", "override", "extends", "option"])
def test_what_is_named_is_fetched_and_used(
    repository: Repository, here: Path, where: str, capsys: Said
) -> None:
    reference = pinned(repository, "base.yaml", capsys)
    words: list[str] = []
    if where == "settings":
        (here / "lint.toml").write_text(f"rules = ['{reference}']\n")
    elif where == "override":
        (here / "lint.toml").write_text(f"[[overrides]]\npaths = '*'\nrules = '{reference}'\n")
    else:
        (here / "own.yaml").write_text(f"ruleset: own\nextends:\n- {reference}\n- {reference}\n")
        (here / "lint.toml").write_text("rules = 'own.yaml'\n" if where == "extends" else "")
        words = ["--rules", "own.yaml"] if where == "option" else []
    assert main(["service.yaml", *words]) == 2
    said = "".join(capsys.readouterr())
    assert "has not been fetched" in said
    assert "Run `lint rules fetch`" in said
    if where in ("settings", "override"):
        assert said.startswith("lint: `rules` of lint.toml: the rule set example.test/")
    assert main(["rules", *words, "fetch"]) == 0
    streams = capsys.readouterr()
    assert streams.out == "fetched 1 rule set\n"
    assert streams.err.startswith("lint: fetching example.test/")
    assert main(["service.yaml", *words]) == 1
    assert {"ACME001", "ACME002"} <= set(re.findall(r"ACME\d+", capsys.readouterr().out))
    if where != "override":  # `lint rules` lists what counts for the working directory
        assert main(["rules", *words]) == 0
        assert "ACME002" in capsys.readouterr().out
    assert main(["rules", *words, "fetch"]) == 0
    assert capsys.readouterr().out == "no rule set has to be fetched\n"


@pytest.mark.slow
def test_what_a_fetched_set_extends_is_fetched_too(
    repository: Repository, here: Path, capsys: Said
) -> None:
    inner = pinned(repository, "base.yaml", capsys)
    repository.push({"outer.yaml": f"ruleset: outer\nextends: ['{inner}']\n"})
    outer = pinned(repository, "outer.yaml", capsys)
    (here / "lint.toml").write_text(f"rules = '{outer}'\n")
    assert main(["rules", "fetch"]) == 0
    assert capsys.readouterr().out == "fetched 2 rule sets\n"
    assert main(["service.yaml", "--select", "ACME002"]) == 1


def test_a_check_fetches_nothing(repository: Repository, here: Path, capsys: Said) -> None:
    """The server is there, and is not asked: not by a check, and not by the other commands."""
    reference = pinned(repository, "base.yaml", capsys)
    (here / "lint.toml").write_text(f"rules = ['{reference}']\n")
    (here.parent / "ssh").write_text(f"#!/bin/sh\ntouch {here.parent}/asked\n")
    commands = (["service.yaml"], ["."], ["--fix", "service.yaml"], ["rules"], ["test"])
    for words in (*commands, ["explain", "ACME001"], ["service.yaml", "--rules", reference]):
        assert main(words) == 2
        said = "".join(capsys.readouterr())
        assert (
            "has not been fetched. Run `lint rules fetch`, with the `--rules` of this check" in said
        ), words
    assert not (here.parent / "asked").exists()
    assert main(["rules", "fetch"]) == 2
    assert (here.parent / "asked").exists()


@pytest.mark.parametrize(
    "word", ["base.yaml", "pkg:acme/base.yaml", "https://example.test/a@b#c.yaml"]
)
def test_what_cannot_be_fetched(here: Path, word: str, capsys: Said) -> None:
    assert main(["rules", "fetch", word]) == 2
    assert "only a rule set of a git repository is fetched" in capsys.readouterr().err


def test_what_is_no_longer_the_same(repository: Repository, here: Path, capsys: Said) -> None:
    reference = pinned(repository, "base.yaml", capsys)
    other = repository.push(
        {"parts/db.yaml": PART.replace("DB_NAME", "DATABASE"), "base.yaml": BASE}
    )
    (here / "lint.toml").write_text(f"rules = '{reference.replace(repository.commit, other)}'\n")
    assert main(["rules", "fetch"]) == 2
    assert "its digest is sha256:" in capsys.readouterr().err


def test_a_word_that_is_no_action(here: Path, capsys: Said) -> None:
    assert main(["rules", "fech"]) == 2
    assert (
        "unknown argument 'fech'. `lint rules fetch` fetches rule sets" in capsys.readouterr().err
    )


def test_a_rule_set_that_is_not_there(here: Path, capsys: Said) -> None:
    assert main(["rules", "--rules", "no.yaml", "fetch"]) == 2
    assert "cannot read the rule set no.yaml: no such file" in capsys.readouterr().err


def test_a_password_is_not_shown(here: Path, capsys: Said) -> None:
    reference = "git+https://me:correct-horse@github.com/acme/rules@main#base.yaml"
    (here / "lint.toml").write_text(f"rules = ['{reference}']\n")
    for words in (["service.yaml"], ["--show-settings"], ["rules"], ["rules", "fetch"]):
        main(words)
        main([*words, "--rules", reference] if "fetch" not in words else [*words, reference])
        streams = capsys.readouterr()
        assert "horse" not in streams.out + streams.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_leaves_no_temporary_files(tmp_path: Path) -> None:
    programs, scratch, started = tmp_path / "bin", tmp_path / "scratch", tmp_path / "started"
    programs.mkdir()
    scratch.mkdir()
    (programs / "git").write_text(f"#!/bin/sh\n: > '{started}'\nexec sleep 60\n")
    (programs / "git").chmod(0o755)
    process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "lint",
            "rules",
            "fetch",
            "git+https://example.test/a@main#a.yaml",
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.getcwd(),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(scratch),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 30
    while not started.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert list(scratch.iterdir())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert list(scratch.iterdir()) == []
