"""Files of installed packages: found without running them, and not those of the repository."""

from __future__ import annotations

import site
import sys
from pathlib import Path

import pytest

from lint.ruleset.elsewhere.installed import package_folder
from lint.ruleset.elsewhere.reference import ElsewhereError, PackageReference

RULES = (
    "ruleset: acme\nrules:\n  ACME001: {title: The log level is set, env: {required: [LEVEL]}}\n"
)


def install(folder: Path, package: str = "acme") -> None:
    (folder / package / "sets").mkdir(parents=True)
    (folder / package / "__init__.py").write_text("raise SystemExit('it was imported')\n")
    (folder / package / "sets" / "base.yaml").write_text(RULES)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, with a folder of installed packages beside it."""
    installed = tmp_path / "site-packages"
    installed.mkdir()
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository)
    monkeypatch.setattr(site, "getsitepackages", lambda: [str(installed)])
    monkeypatch.setattr(sys, "path", [str(repository), "", *sys.path, str(installed)])
    return tmp_path


def folder(path: str = "sets/base.yaml") -> str:
    return package_folder(PackageReference("acme", path))


def test_an_installed_package(here: Path) -> None:
    install(here / "site-packages")
    assert folder() == str(here / "site-packages" / "acme")
    assert "acme" not in sys.modules


def test_a_package_of_the_repository_is_not_installed(here: Path) -> None:
    install(here / "repository")
    with pytest.raises(ElsewhereError, match="no package acme is installed for "):
        folder()
    install(here / "site-packages")
    assert folder() == str(here / "site-packages" / "acme")


def test_pythonpath_counts_outside_the_repository(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(here / "repository")
    install(here / "elsewhere")
    for entry, found in [(".", ""), (str(here / "repository"), ""), (str(here / "elsewhere"), "x")]:
        monkeypatch.setenv("PYTHONPATH", entry)
        monkeypatch.setattr(sys, "path", [entry])
        if found:
            assert folder() == str(here / "elsewhere" / "acme")
        else:
            with pytest.raises(ElsewhereError, match="no package"):
                folder()


def test_pythonpath_may_be_above_a_repository_or_in_another_one(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(here, "repository")
    install(here / "other")
    (here / "other" / ".git").mkdir()
    for entry, package in [(here, "repository"), (here / "other", "acme")]:
        monkeypatch.setenv("PYTHONPATH", str(entry))
        monkeypatch.setattr(sys, "path", [str(entry)])
        with pytest.raises(ElsewhereError, match=f"no package {package} is installed"):
            package_folder(PackageReference(package, "sets/base.yaml"))


def test_a_file_that_the_package_lacks(here: Path) -> None:
    install(here / "site-packages")
    with pytest.raises(ElsewhereError, match=r"the package acme has no file other.yaml"):
        folder("other.yaml")
