"""Where a path leads, links followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.support.confinement import is_inside, leads_out, root_around, root_of
from lint.support.paths import data_path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / "deploy").mkdir()
    (root / "deploy" / "a.yaml").write_text("a: 1\n")
    (root / ".git" / "config").write_text("secret\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("secret\n")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "file").symlink_to("deploy/../out/secret")
    (root / "within").symlink_to("deploy")
    (root / "loop").symlink_to("loop")
    (tmp_path / "repository-2").mkdir()
    return root


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("", True),
        ("deploy/a.yaml", True),
        ("within/a.yaml", True),
        ("not/there", True),
        ("deploy/../../repository/deploy", True),
        ("..", False),
        ("../repository-2", False),
        ("out", False),
        ("out/secret", False),
        ("out/not/there", False),
        ("file", False),
        ("/etc/passwd", False),
        ("/proc/self/environ", False),
        (".git/config", False),
        (".gitignore", True),
        ("a\0b", False),
    ],
)
def test_inside(repository: Path, path: str, inside: bool) -> None:
    assert (
        is_inside(str(repository) + "/" + path if path[:1] != "/" else path, str(repository))
        is inside
    )


def test_the_root_itself_may_be_reached_through_a_link(repository: Path) -> None:
    other = repository.parent / "other"
    other.symlink_to(repository)
    assert is_inside(str(other / "deploy"), str(other))
    assert not leads_out(str(other / "deploy" / "a.yaml"))


def test_links_out_of_the_repository(repository: Path, tmp_path: Path) -> None:
    assert leads_out(str(repository / "file"))
    assert leads_out(str(repository / "out" / "secret"))
    assert not leads_out(str(repository / "deploy" / "a.yaml"))
    outside = tmp_path / "outside" / "link"
    outside.symlink_to(repository / "deploy" / "a.yaml")
    assert not leads_out(str(outside))


def test_the_root_around_a_file(repository: Path, tmp_path: Path) -> None:
    assert root_around(str(repository / "deploy" / "lint.toml")) == str(repository)
    assert root_around(str(tmp_path / "outside" / "lint.toml")) == str(tmp_path / "outside")


def test_what_a_rule_file_may_extend(repository: Path, tmp_path: Path) -> None:
    assert root_of(str(repository / "deploy" / "a.yaml")) == str(repository)
    assert root_of(str(repository / "deploy" / "a.yaml"), "/x") == "/x"
    assert root_of(str(tmp_path / "outside" / "a.yaml")) == ""
    assert root_of(data_path("rules", "cloud-run.yaml")) == ""
