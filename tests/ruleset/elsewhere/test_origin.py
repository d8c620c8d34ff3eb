"""What rule files extend comes from where they come from."""

from __future__ import annotations

import site
import sys
from pathlib import Path

import pytest

from lint.model.rule import RuleSetError
from lint.ruleset.compile import compile_rule_set, not_fetched
from lint.ruleset.elsewhere.fetch import fetch
from lint.ruleset.elsewhere.origin import Fetched, Located, Package, Tree
from lint.ruleset.elsewhere.reference import GitReference
from lint.ruleset.elsewhere.store import NotFetchedError
from lint.ruleset.plan import load_plan
from tests.ruleset.elsewhere.repository import BASE, Repository

SET = "ruleset: {0}\nextends: [{1}]\nrules:\n  {2}: {{title: It is set, env: {{required: [A]}}}}\n"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed package, whose files are links as some installers make them."""
    folder = tmp_path / "site-packages" / "acme"
    real = tmp_path / "store"
    (folder / "parts").mkdir(parents=True)
    real.mkdir()
    for file, text in {
        "base.yaml": SET.format("base", "parts/db.yaml, cloud-run", "ACME1"),
        "parts/db.yaml": SET.format("db", "", "ACME2"),
    }.items():
        (real / Path(file).name).write_text(text)
        (folder / file).symlink_to(real / Path(file).name)
    (tmp_path / "outside.yaml").write_text(SET.format("outside", "", "OUT1"))
    monkeypatch.setattr(site, "getsitepackages", lambda: [str(folder.parent)])
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder.parent)])
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository)
    return folder


def own_rules(reference: str) -> set[str]:
    return {rule.id for rule in load_plan(reference).rules if not rule.id.startswith("CR")}


def mistakes(path: str) -> list[str]:
    with pytest.raises(RuleSetError) as raised:
        compile_rule_set(path)
    return [f"{finding.place.path}: {finding.message}" for finding in raised.value.findings]


def test_a_set_of_a_package_and_one_that_extends_it(installed: Path) -> None:
    assert own_rules("pkg:acme/base.yaml") == {"ACME1", "ACME2"}
    Path("own.yaml").write_text(SET.format("own", "'pkg:acme/base.yaml'", "OWN1"))
    assert own_rules("own.yaml") == {"ACME1", "ACME2", "OWN1"}
    assert isinstance(Located("pkg:acme/base.yaml").origin, Package)


def test_the_plan_of_a_set_of_a_package_is_kept(installed: Path, tmp_path: Path) -> None:
    """Also where its files extend each other by paths that are not the shortest."""
    (installed / "parts" / "outer.yaml").write_text(
        SET.format("outer", "../base.yaml, ./db.yaml", "ACME5")
    )
    assert own_rules("pkg:acme/parts/outer.yaml") == {"ACME1", "ACME2", "ACME5"}
    assert len(list((tmp_path / "cache" / "plans").iterdir())) == 1


def test_another_version_of_a_package_counts_at_once(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one in another folder: virtual environments share the cache."""
    Path("own.yaml").write_text(SET.format("own", "'pkg:acme/base.yaml'", "OWN1"))
    assert own_rules("own.yaml") == {"ACME1", "ACME2", "OWN1"}
    (tmp_path / "store" / "db.yaml").write_text(SET.format("db", "", "ACME3"))
    assert own_rules("own.yaml") == {"ACME1", "ACME3", "OWN1"}
    other = tmp_path / "other" / "acme"
    other.mkdir(parents=True)
    (other / "base.yaml").write_text(SET.format("base", "", "ACME4"))
    monkeypatch.setattr(site, "getsitepackages", lambda: [str(other.parent)])
    monkeypatch.setattr(sys, "path", [*sys.path, str(other.parent)])
    assert own_rules("own.yaml") == {"ACME4", "OWN1"}


@pytest.mark.parametrize(
    "path", ["../../outside.yaml", "../../../../../../../../etc/passwd", "/etc/x"]
)
def test_a_set_of_a_package_extends_nothing_outside_it(installed: Path, path: str) -> None:
    (installed / "bad.yaml").write_text(SET.format("bad", path, "ACME1"))
    assert mistakes("pkg:acme/bad.yaml") == [
        f"pkg:acme/bad.yaml: `{path}` leads out of the package"
    ]


def test_what_is_wrong_in_a_package_has_its_place(installed: Path) -> None:
    (installed / "bad.yaml").write_text("ruleset: bad\nrulez: {}\n")
    Path("own.yaml").write_text(SET.format("own", "'pkg:acme/bad.yaml', 'pkg:no/x.yaml'", "OWN1"))
    first, second = sorted(mistakes("own.yaml"))
    assert first.startswith("own.yaml: no package no is installed for ")
    assert second.startswith("pkg:acme/bad.yaml: unknown key `rulez`")


@pytest.fixture
def pinned(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return str(fetch(GitReference(repository.ssh, "main", "base.yaml", "")))


def test_a_fetched_set_and_one_that_extends_it(pinned: str) -> None:
    assert own_rules(pinned) == {"ACME001", "ACME002"}
    Path("own.yaml").write_text(SET.format("own", f"\n  {pinned}", "OWN1"))
    assert own_rules("own.yaml") == {"ACME001", "ACME002", "OWN1"}
    assert not_fetched("own.yaml") == not_fetched(pinned) == []
    assert isinstance(Located(pinned).origin, Fetched)


def test_a_fetched_set_that_is_gone_or_changed(pinned: str, tmp_path: Path) -> None:
    Path("own.yaml").write_text(SET.format("own", f"\n  {pinned}", "OWN1"))
    assert own_rules("own.yaml") == {"ACME001", "ACME002", "OWN1"}
    (part,) = (tmp_path / "cache" / "rule-sets").glob("*/parts/db.yaml")
    part.write_text("ruleset: db\n")
    (said,) = mistakes("own.yaml")
    assert said.endswith("is not what was fetched")
    with pytest.raises(RuleSetError):  # not from the cache of plans either
        load_plan("own.yaml")
    with pytest.raises(RuleSetError):
        load_plan(pinned)
    assert [str(found) for found in not_fetched("own.yaml")] == [pinned]
    (part.parent.parent / "SHA256SUMS").unlink()
    (said,) = mistakes("own.yaml")
    assert said.endswith("has not been fetched")
    with pytest.raises(NotFetchedError):
        load_plan(pinned)


def test_all_that_is_not_fetched_is_found_at_once(pinned: str) -> None:
    others = [pinned.replace("base.yaml", name) for name in ("a.yaml", "b.yaml")]
    others = [f"{other[:-4]}0000" for other in others]
    Path("own.yaml").write_text(SET.format("own", ", ".join(f"'{o}'" for o in others), "OWN1"))
    assert [str(found) for found in not_fetched("own.yaml")] == others
    assert len(mistakes("own.yaml")) == 2


def test_no_file_names_a_repository_of_this_machine(repository: Repository, tmp_path: Path) -> None:
    pinned = str(fetch(GitReference(repository.file, "main", "base.yaml", "")))
    assert own_rules(pinned) == {"ACME001", "ACME002"}  # the command line may
    own = tmp_path / "own.yaml"
    own.write_text(SET.format("own", f"'{pinned}'", "OWN1"))
    (said,) = mistakes(str(own))
    assert said.endswith("a repository of this machine can only be named on the command line")
    # The digest is what counts: what a mirror gave is there under the address that files have.
    own.write_text(own.read_text().replace("git+file://", "git+https://git.example.test"))
    assert own_rules(str(own)) == {"ACME001", "ACME002", "OWN1"}


def test_trees(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    tree = Tree(str(tmp_path / "a"))
    assert tree.has(str(tmp_path / "a" / "x.yaml"))
    assert not tree.has(str(tmp_path / "x.yaml"))
    assert Tree("").has(str(tmp_path / "x.yaml"))
    (tmp_path / "x.yaml").write_text(BASE)
    assert Tree("").read(str(tmp_path / "x.yaml")) == BASE.encode()
